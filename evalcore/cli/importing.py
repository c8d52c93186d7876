"""`import`: files taken in one after another, each whole or not at all, with a report on each."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from db.store import Store
from db.vocabulary import RoleGroup, SourceKind
from evalcore.capture.files import OpenFile, likely_names, numbers_only, numbers_replaced, open_file, read_rows, today
from evalcore.capture.names import find_names
from evalcore.capture.participants import participants
from evalcore.capture.pseudonyms import read_names_csv, replace_names
from evalcore.capture.sources import Facts
from evalcore.capture.taking_in import Person, guessed_speakers, take_in, take_in_rows
from evalcore.errors import EvalError, ImportProblem
from evalcore.interchange.bundle import Arrived, count_in, files_in
from evalcore.interchange.note_rows import COLUMN_NAMES, FIELDS, guess_mapping, missing_columns
from evalcore.interchange.problems import Problem, Severity
from evalcore.manage.access import Actor
from evalcore.manage.evaluations import evaluations

MOST_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one file. `failed` says why nothing of it went in."""

    file: str
    kind: str | None
    sources: int
    problems: tuple[Problem, ...] = ()
    failed: str | None = None
    dry_run: bool = False

    def as_json(self) -> dict[str, Any]:
        problems = [{"row": problem.row, "message": problem.message} for problem in self.problems]
        if self.failed:
            problems.insert(0, {"row": None, "message": self.failed})
        return {
            "file": self.file,
            "kind": self.kind,
            "sources": self.sources,
            "themes": 0,
            "codings": 0,
            "problems": problems,
        }

    def in_words(self) -> str:
        said = self.failed or f"{self.sources} {'would be taken in' if self.dry_run else 'taken in'}"
        return "\n".join([f"{self.file}: {said}", *self.listed()])

    def listed(self) -> list[str]:
        """Its problems, a line each."""
        return [
            f"  {'' if problem.row is None else f'row {problem.row}: '}{problem.message}" for problem in self.problems
        ]


def import_files(store: Store, actor: Actor, arguments: argparse.Namespace, trust: int | None) -> Iterator[Report]:
    """Take in every file that can be, those of a zip too, and report on each; with `--dry-run` only say what would be.

    Raises
    ------
    ImportProblem
        The table of names cannot be read: no file is taken in.
    """
    names = read_names_csv(arguments.names.name, _bytes(arguments.names)) if arguments.names else {}
    for file in arguments.files:
        try:
            data = _bytes(file)
            of = count_in(file.name, data)
            for number, arrived in enumerate(files_in(file.name, data), 1):
                _say_how_far(number, of, arrived)
                yield _report(store, actor, arrived, arguments, trust, names)
        except EvalError as error:
            yield Report(str(file), None, 0, failed=str(error))


def _report(
    store: Store,
    actor: Actor,
    arrived: Arrived,
    arguments: argparse.Namespace,
    trust: int | None,
    names: dict[str, str],
) -> Report:
    try:
        if arrived.problem:
            raise arrived.problem
        opened = open_file(store, actor, arrived.name, arrived.data)
        return replace(_imported(store, actor, opened, arguments, trust, names), file=arrived.where)
    except EvalError as error:
        return Report(arrived.where, None, 0, failed=str(error))


def _say_how_far(number: int, of: int, arrived: Arrived) -> None:
    """Where somebody watches and there is more than one file to wait for."""
    if of > 1 and sys.stderr.isatty():
        print(f"{number} of {of}: {arrived.where}", file=sys.stderr)


def _imported(
    store: Store,
    actor: Actor,
    opened: OpenFile,
    arguments: argparse.Namespace,
    trust: int | None,
    names: dict[str, str],
) -> Report:
    choices = numbers_only(opened.found) | names
    rest = replace_names(opened.document.text, choices).text
    if opened.seen_as is not None:
        raise ImportProblem(f"{opened.name} is in the library already, as source {opened.seen_as}.")
    told = [*numbers_replaced(opened.found), *likely_names(find_names(rest))]
    if opened.table is not None:
        _require_columns(opened.name, opened.table.columns)
        return _table_imported(store, actor, opened, choices, told, dry_run=arguments.dry_run)
    return _text_imported(store, actor, opened, choices, [*opened.document.problems, *told], arguments, trust)


def _table_imported(
    store: Store, actor: Actor, opened: OpenFile, choices: dict[str, str], told: list[Problem], *, dry_run: bool
) -> Report:
    kind = opened.document.kind.value
    rows, wrong = read_rows(store, actor, opened)
    if bad := {problem.row for problem in wrong if problem.severity is Severity.ERROR}:
        return Report(opened.name, kind, 0, wrong, _refused(opened.name, len(bad)))
    if not dry_run:
        take_in_rows(store, actor, opened, rows, choices=choices)
    return Report(opened.name, kind, len(rows), (*wrong, *told), dry_run=dry_run)


def _text_imported(
    store: Store,
    actor: Actor,
    opened: OpenFile,
    choices: dict[str, str],
    problems: list[Problem],
    arguments: argparse.Namespace,
    trust: int | None,
) -> Report:
    person, new = _person(store, actor, arguments.participant, trust)
    if new:
        said = f"{new.pseudonym} is new here and goes in as “other”. Give the role group in the library."
        problems = [*problems, Problem(None, said, Severity.NOTE)]
    kind = SourceKind(arguments.kind.replace("-", " ")) if arguments.kind else opened.kind
    zone = next(row.time_zone for row in evaluations(store) if row.id == actor.evaluation_id)
    facts = Facts(title=opened.title, held_on=arguments.on or opened.held_on or today(zone), trust=trust)
    if not arguments.dry_run:
        there = participants(store, actor)
        people = {one.pseudonym: Person(one.pseudonym, one.role_group, one.no, one.trust) for one in there}
        speakers = guessed_speakers(opened, people, person)
        others = (person,) if person else ()
        take_in(store, actor, opened, kind, facts, choices=choices, speakers=speakers, participants=others)
    return Report(opened.name, opened.document.kind.value, 1, tuple(problems), dry_run=arguments.dry_run)


def _require_columns(name: str, columns: tuple[str, ...]) -> None:
    """Go on if the columns that a field note needs have names by which they are known: nobody is there to choose."""
    for wanted in missing_columns(guess_mapping(columns)):
        known = "”, “".join(COLUMN_NAMES[wanted][:4])
        raise ImportProblem(f"{name} has no column for {FIELDS[wanted]}. Give it a heading that is known: “{known}”.")


def _refused(name: str, rows: int) -> str:
    """Good rows without the others would stand twice once the mended file is brought in."""
    many = "A row" if rows == 1 else f"{rows} rows"
    return f"{many} of {name} cannot go in, so nothing of it was taken in. Mend what is listed and import it again."


def _person(
    store: Store, actor: Actor, pseudonym: str | None, trust: int | None
) -> tuple[Person | None, Person | None]:
    """The participant of this pseudonym, and the same once more where it is new."""
    if pseudonym is None:
        return None, None
    for one in participants(store, actor):
        if one.pseudonym.casefold() == pseudonym.casefold():
            return Person(one.pseudonym, one.role_group, one.no, one.trust), None
    person = Person(pseudonym, RoleGroup.OTHER, trust=trust)
    return person, person


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise ImportProblem(f"{file.name} is larger than 50 MB. Split it, or take the text out of it.")
        return file.read_bytes()
    except OSError as error:
        raise ImportProblem(f"{file} cannot be opened ({error.strerror}). Check the name.") from error
