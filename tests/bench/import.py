"""How long 100 transcripts of 8,000 words take from a zip to the store, and whether the memory stays flat.

They are made up from a seed: Word documents with speakers in bold, names and telephone numbers among the words.
"""

import argparse
import io
import json
import random
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import docx

from db.store import Store
from db.vocabulary import RoleGroup, SourceKind
from evalcore.capture.files import OpenFile, open_file
from evalcore.capture.many import Looked, Plan, look, take_in_each
from evalcore.capture.many_names import choices_in, shared_names
from evalcore.capture.name_words import FOLDER
from evalcore.capture.sources import Facts
from evalcore.capture.taking_in import Person
from evalcore.cli.importing import import_files
from evalcore.interchange.bundle import files_in
from evalcore.manage.access import Actor
from tests import factories

TRANSCRIPTS, WORDS = 100, 8_000
NAMES = ("Sarah Whitfield", "Tomas Reyes", "Dr Anita Patel", "Marta Quell", "Ann Obi", "Matron Lux")


def transcript(rng: random.Random, words: list[str]) -> bytes:
    """An interview of about an hour: a question, an answer, 20 to 120 words at a time."""
    document = docx.Document()
    who, spoken, asks = rng.choice(NAMES), 0, True
    while spoken < WORDS:
        said = rng.choices(words, k=rng.randint(5, 30) if asks else rng.randint(20, 120))
        spoken += len(said)
        if rng.random() < 0.2:
            said += ["and", rng.choice(NAMES), "said", "so,", "on", f"07700 900{rng.randint(100, 999)}"]
        paragraph = document.add_paragraph()
        paragraph.add_run("Interviewer" if asks else who).bold = True
        paragraph.add_run(f" {' '.join(said).capitalize()}{'?' if asks else '.'}")
        asks = not asks
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def packed(seed: int = 20160101) -> bytes:
    rng = random.Random(seed)
    words = [word for word in (FOLDER / "common.txt").read_text("utf-8").split() if word.isalpha()]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(1, TRANSCRIPTS + 1):
            archive.writestr(f"P{number:03} 2016-02-03.docx", transcript(rng, words))
    return target.getvalue()


def peak_mb() -> float:
    """The most memory that this process ever had; macOS counts in bytes."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10), 1)


def command_line(store: Store, actor: Actor, file: Path) -> dict[str, float]:
    """File after file, as `import` does; the peak after the first fifth and at the end says whether it grows."""
    arguments = argparse.Namespace(
        files=[file], names=None, participant=None, kind=None, on=None, trust=None, dry_run=False
    )
    begun, worked, peaks = time.perf_counter(), time.process_time(), []
    for report in import_files(store, actor, arguments, None):
        assert report.sources == 1, report.in_words()
        peaks.append(peak_mb())
    return {
        "command_line_s": round(time.perf_counter() - begun, 2),
        "command_line_processor_s": round(time.process_time() - worked, 2),
        "peak_mb_after_20": peaks[TRANSCRIPTS // 5 - 1],
        "peak_mb_after_100": peaks[-1],
    }


def screen(store: Store, actor: Actor, data: bytes) -> dict[str, float]:
    """As the page does: all are read and looked through, the names put together, then each is taken in."""
    begun = time.perf_counter()
    opened = [open_file(store, actor, one.name, one.data) for one in files_in("all.zip", data)]
    looked = {file.name: look(store, actor, file, {}) for file in opened}
    read = time.perf_counter()
    shared = shared_names({name: file.names for name, file in looked.items()}, {})
    named = time.perf_counter()
    by_key = {one.key: one for one in shared}
    plans = [_plan(file, looked[file.name], choices_in(looked[file.name].names, {}, by_key, {})) for file in opened]
    assert all(outcome.failed is None for outcome in take_in_each(store, actor, plans))
    return {
        "screen_reading_s": round(read - begun, 2),
        "screen_names_of_all_s": round(named - read, 2),
        "screen_taking_in_s": round(time.perf_counter() - named, 2),
        "peak_mb_with_all_waiting": peak_mb(),
    }


def _plan(file: OpenFile, looked: Looked, choices: dict[str, str]) -> Plan:
    speakers = {label: None if label in file.asking else Person("P01", RoleGroup.OTHER) for label in file.speakers}
    facts = Facts(file.title, file.held_on or date(2016, 2, 3))
    return Plan(file.name, looked, choices, SourceKind.INTERVIEW, facts, speakers)


@contextmanager
def new_store(folder: str, name: str) -> Iterator[tuple[Store, Actor]]:
    store = Store(f"sqlite:///{Path(folder, name).as_posix()}")
    store.migrate()
    yield store, factories.actor(store)
    store.engine.dispose()


def main() -> dict[str, float]:
    """Seconds and megabytes; the command line first, while the process is small."""
    data = packed()
    figures: dict[str, float] = {"transcripts": TRANSCRIPTS, "words_each": WORDS, "zip_mb": round(len(data) / 1e6, 1)}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "all.zip")
        file.write_bytes(data)
        with new_store(folder, "command.db") as (store, ada):
            figures |= command_line(store, ada, file)
        with new_store(folder, "screen.db") as (store, ada):
            figures |= screen(store, ada, data)
    return figures


if __name__ == "__main__":
    print(json.dumps(main(), indent=2))
