"""Random texts with emoji and combining marks, passages of them, and edits that no diff can read in two ways."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from tests.recount_values import Place, Text, moved

WORDS = (
    "ward", "handover", "theatre", "rota", "nobody", "asked", "again", "sepsis", "board", "charts", "late", "we", "I",
    "café", "naïve", "—", "ok", "📈", "🏥🏥", "👩\N{ZERO WIDTH JOINER}⚕️", "Spin\N{COMBINING DIAERESIS}al",
    "x\N{COMBINING ACUTE ACCENT}y",
)  # fmt: skip


def sentence(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randrange(3, 9))) + "."


def new(rng: random.Random, speakers: list[str]) -> dict[str, Any]:
    """`text` and `turns`: with speakers each line is somebody's turn, and now and then the first is nobody's."""
    lines = [sentence(rng) for _ in range(rng.randrange(2, 6))]
    text = "\n".join(lines)
    assert unicodedata.is_normalized("NFC", text)
    starts = [sum(len(line) + 1 for line in lines[:k]) for k in range(len(lines))]
    if speakers and rng.random() < 0.3:
        starts = starts[1:]
    people = ("interviewer", *speakers) if speakers else ()
    return {"text": text, "turns": as_turns([(start, rng.choice(people)) for start in starts if people], text)}


def as_turns(turns: list[tuple[int, str]], text: str) -> list[dict[str, Any]]:
    ends = [start for start, _ in turns[1:]] + [len(text)]
    return [{"start": start, "end": end, "speaker": who} for (start, who), end in zip(turns, ends, strict=False)]


def passage(rng: random.Random, text: str) -> tuple[int, int]:
    """From the start of one word to the end of it or of one of the next."""
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    first = rng.randrange(len(words))
    last = min(len(words) - 1, first + rng.choice((0, 1, 2, 5)))
    return words[first][0], words[last][1]


def edited(rng: random.Random, old: Text, places: Iterable[Place]) -> dict[str, Any] | None:
    """A text with a word put in, taken out or replaced, or a sentence more; None where there is
    nothing to change, or an excerpt would be cut.

    Words change only within a line and after its first word, so that turns stay whole.
    """
    text = old.text
    spots = [m for m in re.finditer(r"(?<=\S) \S+", text)]
    if not spots:
        return None
    spot = rng.choice(spots)
    first, last, put = rng.choice(
        [
            (spot.start(), spot.start(), " " + rng.choice(WORDS)),
            (spot.start(), spot.end(), ""),
            (spot.start(), spot.end(), " " + rng.choice(WORDS)),
            (len(text), len(text), " " + sentence(rng)),
        ]
    )
    now = text[:first] + put + text[last:]
    if now == text or any(cut(place, text, now, first, last) for place in places):
        return None
    grown = len(now) - len(text)
    turns = [(start if start <= first else start + grown, who) for start, who in old.turns]
    if turns and rng.random() < 0.2:
        k = rng.randrange(len(turns))
        turns[k] = (turns[k][0], rng.choice([who for _, who in turns]))
    return {"text": now, "turns": as_turns(turns, now)}


def cut(place: Place, old: str, new: str, first: int, last: int) -> bool:
    """Whether the edit touches an end of the excerpt but does not take it out, or can be read in two ways."""
    if moved(place, old, new) is None and first <= place.start and place.end <= last:
        return False
    inside = place.start < first and last < place.end
    if not inside and place.start < last and first < place.end:
        return True
    size = len(old)
    mirrored = moved(Place(size - place.end, size - place.start), old[::-1], new[::-1])
    return mirrored is None or moved(place, old, new) != Place(len(new) - mirrored.end, len(new) - mirrored.start)
