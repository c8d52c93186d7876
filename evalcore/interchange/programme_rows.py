"""Tables about the programme, a row an event, a phase, an attendance ...: which column is which, what each row says."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from evalcore.errors import ImportProblem
from evalcore.interchange.dates import could_be_month_first, month_comes_first, read_date
from evalcore.interchange.known_values import one_of
from evalcore.interchange.problems import Problem, Severity
from evalcore.interchange.tabular import Table, TableRow

LATEST = date(2100, 1, 1)
"""Dates to come are planned: only a slip of the keyboard lies later."""
LONGEST_VALUE = 200
LONGEST_QUOTED = 40


class TableKind(StrEnum):
    """What a row of the table is."""

    EVENTS = "events"
    SESSIONS = "attendance of learning sessions"
    PHASES = "phases"
    MEETINGS = "committee meetings"
    RATINGS = "ratings of trusts"
    ENGAGEMENT = "engagement of trusts"
    CHAMPIONS = "champions of trusts"
    TRUSTS = "trusts"


class Reads(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    PROSE = "prose"
    DATE = "date"
    NUMBER = "number"
    TRUST = "trust"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a row: what it is called on screen, and the column names that are taken for it."""

    label: str
    reads: Reads
    columns: tuple[str, ...]
    required: bool = False


_TRUST = ("trust", "organisation", "hospital", "trust name", "site", "team", "concerns")
_DATE = ("date", "on", "day", "when", "held on", "first on", "from", "start", "starts", "begins", "first day")
_UNTIL = ("until", "to", "last on", "end", "ends", "finish", "last day")
_NOTE = ("note", "notes", "comment", "details", "description")
_NAME = ("name", "event", "title", "what", "what happened", "subject")

FIELDS: Mapping[TableKind, Mapping[str, Field]] = {
    TableKind.EVENTS: {
        "first_on": Field("Date", Reads.DATE, _DATE, required=True),
        "last_on": Field("Until", Reads.DATE, _UNTIL),
        "kind": Field("Kind", Reads.WORD, ("kind", "type", "kind of event", "event type", "category")),
        "name": Field("Name", Reads.TEXT, _NAME, required=True),
        "trust": Field("Trust", Reads.TRUST, _TRUST),
        "adopted_from": Field("Adopted from", Reads.TRUST, ("adopted from", "idea from", "taken from")),
        "note": Field("Note", Reads.PROSE, _NOTE),
    },
    TableKind.SESSIONS: {
        "first_on": Field("Date", Reads.DATE, _DATE, required=True),
        "name": Field("Learning session", Reads.TEXT, ("learning session", "session", *_NAME)),
        "trust": Field("Trust", Reads.TRUST, _TRUST, required=True),
        "how_many": Field(
            "Came",
            Reads.NUMBER,
            ("came", "how many", "attendance", "attended", "number", "people", "attendees", "present"),
            required=True,
        ),
    },
    TableKind.PHASES: {
        "name": Field("Name", Reads.TEXT, ("phase", "period", *_NAME), required=True),
        "first_on": Field("Date", Reads.DATE, _DATE, required=True),
        "last_on": Field("Until", Reads.DATE, _UNTIL, required=True),
    },
    TableKind.MEETINGS: {
        "held_on": Field("Date", Reads.DATE, ("meeting", "date of meeting", *_DATE), required=True),
        "note": Field("Note", Reads.PROSE, _NOTE),
    },
    TableKind.RATINGS: {
        "rated_on": Field("Date", Reads.DATE, ("rated on", "date of rating", *_DATE), required=True),
        "trust": Field("Trust", Reads.TRUST, _TRUST, required=True),
        "aspect": Field("What is rated", Reads.WORD, ("aspect", "rating of", "what is rated", "what"), required=True),
        "rated_by": Field("Rated by", Reads.WORD, ("rated by", "rater", "by", "who"), required=True),
        "score": Field("Score", Reads.NUMBER, ("score", "rating", "value"), required=True),
    },
    TableKind.ENGAGEMENT: {
        "taken_on": Field("Date", Reads.DATE, ("taken on", *_DATE), required=True),
        "trust": Field("Trust", Reads.TRUST, _TRUST, required=True),
        "step": Field("Step", Reads.WORD, ("step", "engagement", "status", "what", "change"), required=True),
        "note": Field("Note", Reads.PROSE, _NOTE),
    },
    TableKind.CHAMPIONS: {
        "counted_on": Field("Date", Reads.DATE, ("counted on", "date of count", *_DATE), required=True),
        "trust": Field("Trust", Reads.TRUST, _TRUST, required=True),
        "role_group": Field("Role group", Reads.WORD, ("role group", "role", "group", "who"), required=True),
        "how_many": Field("Champions", Reads.NUMBER, ("champions", "how many", "number", "count"), required=True),
    },
    TableKind.TRUSTS: {
        "name": Field("Name", Reads.TEXT, ("name", *_TRUST), required=True),
        "shown_as": Field("Shown as", Reads.TEXT, ("shown as", "short name", "code", "label", "alias")),
        "beds": Field("Size (beds)", Reads.NUMBER, ("beds", "size", "number of beds")),
        "followed_closely": Field("Followed closely", Reads.WORD, ("followed closely", "followed")),
        "chosen_because": Field("Why it was chosen", Reads.PROSE, ("chosen because", "why it was chosen", "why")),
    },
}


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """The values of a row by field; None or empty where nothing is said."""

    number: int
    values: Mapping[str, Any]


def guess_columns(kind: TableKind, columns: Collection[str]) -> dict[str, str]:
    """Which column is taken for which field, by its name; a person corrects it on screen."""
    mapping: dict[str, str] = {}
    for name, wanted in FIELDS[kind].items():
        ranked = [(wanted.columns.index(key), column) for column in columns if (key := _key(column)) in wanted.columns]
        free = [(rank, column) for rank, column in ranked if column not in mapping.values()]
        if free:
            mapping[name] = min(free)[1]
    return mapping


def programme_rows(
    kind: TableKind, table: Table, mapping: Mapping[str, str], known: Mapping[str, Collection[str]]
) -> tuple[tuple[ProgrammeRow, ...], tuple[Problem, ...]]:
    """The rows that can be read, and what is wrong with the others; the table's own problems are among them.

    `known` has the values that a field can have, by its name: those of the fields that hold a trust under "trust".

    Raises
    ------
    ImportProblem
        A field that must be there has no column.
    """
    missing = [wanted.label for name, wanted in FIELDS[kind].items() if wanted.required and name not in mapping]
    if missing:
        has = ", ".join(table.columns[:12])
        raise ImportProblem(
            f"The table has no column for {' and '.join(missing)}: choose one of its columns ({has}), or add it.", row=1
        )
    reader = _Reader(kind, table, mapping, known)
    rows: list[ProgrammeRow] = []
    problems = list(table.problems)
    for row in table.rows:
        read, found = reader.read(row)
        rows += [read] if read else []
        problems += found
    return tuple(rows), tuple(sorted(problems, key=lambda problem: problem.row or 0))


def _key(column: str) -> str:
    return " ".join(re.sub(r"\(.*?\)|[^\w\s]|_", " ", column).casefold().split())


@dataclass
class _Reader:
    kind: TableKind
    table: Table
    mapping: Mapping[str, str]
    known: Mapping[str, Collection[str]]
    meant: dict[tuple[str, str], str | ValueError] = field(default_factory=dict)
    """What was made of a written value before: looking for the nearest names takes its time."""

    def __post_init__(self) -> None:
        self.places = {name: self.table.columns.index(column) for name, column in self.mapping.items()}
        self.month_first = next((number for number, cell in self._dates() if month_comes_first(cell)), None)

    def read(self, row: TableRow) -> tuple[ProgrammeRow | None, list[Problem]]:
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for name, wanted in FIELDS[self.kind].items():
            cell = self._cell(row, name)
            if not cell:
                values[name] = "" if wanted.reads in (Reads.TEXT, Reads.PROSE) else None
                if wanted.required:
                    problems.append(Problem(row.number, f"{wanted.label} is empty.", Severity.ERROR))
                continue
            try:
                values[name] = self._value(name, wanted, cell)
            except ValueError as fault:
                quoted = f" “{cell}”" if len(cell) <= LONGEST_QUOTED else ""
                problems.append(Problem(row.number, f"{wanted.label}{quoted} {fault}.", Severity.ERROR))
        if problems:
            return None, problems
        return ProgrammeRow(row.number, values), list(self._doubts(row, values))

    def _value(self, name: str, wanted: Field, cell: str) -> Any:
        if wanted.reads is not Reads.PROSE and len(cell) > LONGEST_VALUE:
            raise ValueError("is a long text: check that the right column was chosen")
        reads: dict[Reads, Callable[[str], Any]] = {
            Reads.TEXT: lambda cell: " ".join(cell.split()),
            Reads.PROSE: str,
            Reads.DATE: lambda cell: read_date(cell, LATEST),
            Reads.NUMBER: _number,
            Reads.TRUST: lambda cell: self._one_of("trust", cell),
            Reads.WORD: lambda cell: self._one_of(name, cell),
        }
        return reads[wanted.reads](cell)

    def _one_of(self, name: str, cell: str) -> str:
        if (name, cell) not in self.meant:
            try:
                self.meant[name, cell] = one_of(cell, self.known[name])
            except ValueError as fault:
                self.meant[name, cell] = fault
        meant = self.meant[name, cell]
        if isinstance(meant, ValueError):
            raise meant
        return meant

    def _doubts(self, row: TableRow, values: Mapping[str, Any]) -> Iterator[Problem]:
        """A file that has the month first somewhere may have it first everywhere."""
        for name, wanted in FIELDS[self.kind].items():
            cell = self._cell(row, name)
            if wanted.reads is Reads.DATE and self.month_first and could_be_month_first(cell):
                day = values[name]
                yield Problem(
                    row.number,
                    f"{wanted.label} “{cell}” was read as {day.day} {day:%B %Y}, the day first, but row "
                    f"{self.month_first} has the month first.",
                    Severity.WARNING,
                )

    def _dates(self) -> Iterator[tuple[int, str]]:
        names = [name for name, wanted in FIELDS[self.kind].items() if wanted.reads is Reads.DATE]
        return ((row.number, self._cell(row, name)) for row in self.table.rows for name in names)

    def _cell(self, row: TableRow, name: str) -> str:
        return row.cells[self.places[name]] if name in self.places else ""


def _number(cell: str) -> int:
    if not re.fullmatch(r"\d{1,6}(\.0+)?", cell):
        raise ValueError("is not a whole number: write it as 4")
    return int(float(cell))
