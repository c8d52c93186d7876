"""How long a key in a field note of 5,000 words and 60 tags takes until it is painted, as a person types at its end,
in its middle, and inside a tag."""

import json
import random
from datetime import date

from playwright.sync_api import expect

from db.vocabulary import Polarity
from evalcore.capture.sources import Facts
from evalcore.sense.field_notes import Note, log_note
from evalcore.sense.note_tags import Tag
from tests.bench._in_browser import TAKE_TIMES, load, product, signed_in, summary

WORDS, TAGS, KEYS, EVERY_MS = 5_000, 60, 120, 60


def made_up(seed: int = 20160101) -> Note:
    """A note in paragraphs of 80 words, with a tag at the start of each but the last."""
    dice = random.Random(seed)
    words = ["".join(dice.choices("etaoinshrdlucm", k=dice.randint(2, 9))) for _ in range(WORDS)]
    text = "\n".join(" ".join(words[at : at + 80]).capitalize() + "." for at in range(0, WORDS, 80))
    tags, start = [], 0
    for number in range(TAGS):
        end = text.index(" ", start + 40)
        tags.append(Tag(start, end, text[start:end], 2 + number % 3, list(Polarity)[number % 4]))
        start = text.index("\n", end) + 1
    return Note(Facts("Ward", date(2016, 2, 3), minutes=60), (), text, tags=tuple(tags))


def main() -> dict[str, float]:
    figures: dict[str, float] = {"load_before": load()}
    note = made_up()
    with product() as (server, ada):
        source = log_note(server.store, ada, note, read=True).subject_no
        server.start()
        with signed_in(server, ada) as page:
            page.goto(f"{server.url}/field-notes?note={source}")
            field = page.get_by_label("What happened")
            expect(field).to_have_value(note.text)
            page.evaluate(TAKE_TIMES)
            places = {"end": len(note.text), "middle": len(note.text) // 2, "in_a_tag": note.tags[30].start + 10}
            for name, place in places.items():
                field.focus()
                field.evaluate("(area, at) => area.setSelectionRange(at, at)", place)
                page.wait_for_timeout(1_000)
                page.evaluate("() => (window.taken = [])")
                page.keyboard.type("so the ward said "[:KEYS] * (KEYS // 17 + 1), delay=EVERY_MS)
                page.wait_for_timeout(300)
                figures |= summary(f"key_to_painted_{name}", page.evaluate("() => window.taken"))
    return figures | {"words": WORDS, "tags": len(note.tags), "load_after": load()}


if __name__ == "__main__":
    print(json.dumps(main(), indent=2))
