"""A table with a row a field note: which column is which, and what each row says."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeVar

from evalcore.errors import ImportProblem
from evalcore.interchange.dates import (
    could_be_month_first,
    month_comes_first,
    read_date,
    read_minutes,
    read_time,
    time_within,
)
from evalcore.interchange.known_values import match_of, one_of
from evalcore.interchange.problems import Problem, Severity
from evalcore.interchange.tabular import Table, TableRow, first_cells

Value = TypeVar("Value")

# What each field is called on screen, and the column names that are taken for it.
FIELDS: Mapping[str, str] = {
    "held_on": "Date",
    "starts_at": "Start",
    "ends_at": "End",
    "minutes": "Minutes",
    "trust": "Trust",
    "setting": "Setting",
    "observer_part": "I was",
    "attendance": "Who was there",
    "title": "Title",
    "text": "What happened",
    "reflection": "My own reflection",
}
REQUIRED = ("held_on", "text")
COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "held_on": ("date", "held on", "day", "when", "date held", "date of meeting", "meeting date", "visit date"),
    "starts_at": ("start", "starts at", "start time", "time", "from", "began"),
    "ends_at": ("end", "ends at", "end time", "finish", "until", "to", "ended"),
    "minutes": ("minutes", "mins", "min", "duration", "length", "hours", "how long", "time spent", "hours observed"),
    "trust": ("trust", "organisation", "hospital", "site", "team", "trust name"),
    "setting": ("setting", "where", "place", "location", "type of meeting", "meeting type", "type", "meeting"),
    "observer_part": ("i was", "observer part", "my part", "part", "role of observer", "observer role"),
    "attendance": ("who was there", "attendance", "attendees", "present", "who", "people", "participants"),
    "title": ("title", "subject", "topic", "heading", "name", "event", "activity"),
    "text": ("what happened", "text", "note", "notes", "field note", "field notes", "observation", "observations"),
    "reflection": ("my own reflection", "reflection", "reflections", "own reflection", "my reflection", "comment"),
}
COUNT_FIRST = re.compile(r"(\d+)\s*[x×]?\s*(\D.*)")
COUNT_LAST = re.compile(r"(.*?)\s*[x×:=(]?\s*(\d+)\s*\)?")
MOST_PEOPLE = 999
LONGEST_HEADER = 1_000
# No date, trust or list of people is longer; a longer cell is text under the wrong heading, and is not quoted.
LONGEST_VALUE = 200
LONGEST_QUOTED = 24


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the evaluation knows: a value that is none of them is a problem of its row. None: anything goes.
    `trusts_shown` are the names of trusts that screens show, where `trusts` has others too."""

    today: date
    trusts: Collection[str] | None = None
    trusts_shown: Collection[str] | None = None
    settings: Collection[str] | None = None
    observer_parts: Collection[str] | None = None
    role_groups: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class NoteRow:
    row: int
    held_on: date
    text: str
    title: str | None = None
    starts_at: time | None = None
    minutes: int | None = None
    trust: str | None = None
    setting: str | None = None
    observer_part: str | None = None
    attendance: tuple[tuple[str, int], ...] = ()
    """How many were there of each role group."""
    reflection: str | None = None


def guess_mapping(columns: Collection[str]) -> dict[str, str]:
    """Which column is taken for which field, by its name; a person corrects it on screen."""
    mapping: dict[str, str] = {}
    for name_of_field, wanted in COLUMN_NAMES.items():
        ranked = [(wanted.index(key), column) for column in columns if (key := _column_key(column)) in wanted]
        free = [(rank, column) for rank, column in ranked if column not in mapping.values()]
        if free:
            mapping[name_of_field] = min(free)[1]
    return mapping


def notes(
    table: Table, mapping: Mapping[str, str], allowed: Allowed
) -> tuple[tuple[NoteRow, ...], tuple[Problem, ...]]:
    """The rows that can go in, and what is wrong with the others; the table's own problems are among them.

    Raises `ImportProblem` where there is no column for the date or the text.
    """
    _check_mapping(table, mapping)
    reader = _RowReader(table, mapping, allowed)
    rows: list[NoteRow] = []
    problems = list(table.problems)
    seen: dict[tuple[date, str], int] = {}
    for row in table.rows:
        note, found = reader.read(row)
        if note:
            rows.append(note)
            earlier = seen.setdefault((note.held_on, note.text), row.number)
            if earlier != row.number:
                found = [*found, Problem(row.number, f"It says the same as row {earlier}.", Severity.WARNING)]
        problems += found
    return tuple(rows), tuple(sorted(problems, key=lambda problem: problem.row or 0))


def looks_like_table(name: str, text: str) -> bool:
    """Whether a text is such a table: its first line names at least two of the fields, and another line follows.

    A .csv file is one whatever its columns are called: a person says on screen which is which.
    """
    if name.casefold().endswith((".csv", ".tsv")):
        return True
    first, _, rest = text.strip("\n").partition("\n")
    mapping = guess_mapping(first_cells(first)) if len(first) < LONGEST_HEADER else {}
    return bool(rest.strip()) and len(mapping) > 1 and not mapping.keys().isdisjoint(REQUIRED)


def missing_columns(mapping: Mapping[str, str]) -> list[str]:
    """The fields without which there is no field note, and that no column is taken for."""
    return [wanted for wanted in REQUIRED if wanted not in mapping]


def _column_key(column: str) -> str:
    return " ".join(re.sub(r"\(.*?\)|[^\w\s]|_", " ", column).casefold().split())


def _check_mapping(table: Table, mapping: Mapping[str, str]) -> None:
    unknown = [column for column in mapping.values() if column not in table.columns]
    if unknown or not set(mapping) <= set(FIELDS):
        raise ValueError(f"no such column or field: {unknown or sorted(mapping)}")
    if missing := missing_columns(mapping):
        has = ", ".join(table.columns[:12])
        names = " and ".join(FIELDS[wanted] for wanted in missing)
        raise ImportProblem(
            f"The table has no column for {names}: choose one of its columns ({has}), or add it.", row=1
        )


@dataclass
class _RowReader:
    table: Table
    mapping: Mapping[str, str]
    allowed: Allowed
    places: dict[str, int] = field(init=False)
    some_month_first: int | None = field(init=False)

    def __post_init__(self) -> None:
        self.places = {name: self.table.columns.index(column) for name, column in self.mapping.items()}
        dates = ((row.number, self._cell(row, "held_on")) for row in self.table.rows)
        self.some_month_first = next((number for number, cell in dates if month_comes_first(cell)), None)

    def read(self, row: TableRow) -> tuple[NoteRow | None, list[Problem]]:
        problems: list[Problem] = []

        def part(name: str, read: Callable[[str], Value]) -> Value | None:
            cell = self._cell(row, name)
            if not cell:
                return None
            try:
                if len(cell) > LONGEST_VALUE:
                    raise ValueError("is a long text: check that the right column was chosen")
                return read(cell)
            except ValueError as fault:
                quoted = f" “{cell}”" if len(cell) <= LONGEST_QUOTED else ""
                problems.append(Problem(row.number, f"{FIELDS[name]}{quoted} {fault}.", Severity.ERROR))
                return None

        held_on = part("held_on", lambda cell: read_date(cell, self.allowed.today))
        starts_at = part("starts_at", read_time) or time_within(self._cell(row, "held_on"))
        ends_at = part("ends_at", read_time)
        in_hours = "hour" in self.mapping.get("minutes", "").casefold()
        minutes = part("minutes", lambda cell: read_minutes(cell, in_hours=in_hours))
        trust = part("trust", lambda cell: one_of(cell, self.allowed.trusts, self.allowed.trusts_shown))
        setting = part("setting", lambda cell: one_of(cell, self.allowed.settings))
        observer_part = part("observer_part", lambda cell: one_of(cell, self.allowed.observer_parts))
        attendance = part("attendance", lambda cell: _attendance(cell, self.allowed.role_groups)) or ()
        text = self._cell(row, "text")
        for name in REQUIRED:
            if not self._cell(row, name):
                problems.append(Problem(row.number, f"{FIELDS[name]} is empty.", Severity.ERROR))
        if starts_at and ends_at and ends_at <= starts_at:
            problems.append(
                Problem(
                    row.number, f"The end {ends_at:%H:%M} is not after the start {starts_at:%H:%M}.", Severity.ERROR
                )
            )
        if held_on is None or problems:
            return None, problems
        if minutes is None and starts_at and ends_at:
            minutes = (ends_at.hour - starts_at.hour) * 60 + ends_at.minute - starts_at.minute
        note = NoteRow(
            row.number,
            held_on,
            text,
            self._cell(row, "title") or None,
            starts_at,
            minutes,
            trust,
            setting,
            observer_part,
            attendance,
            self._cell(row, "reflection") or None,
        )
        return note, self._doubts(row, held_on)

    def _cell(self, row: TableRow, name: str) -> str:
        return row.cells[self.places[name]] if name in self.places else ""

    def _doubts(self, row: TableRow, held_on: date) -> list[Problem]:
        """A file that has the month first somewhere may have it first everywhere."""
        written = self._cell(row, "held_on")
        if self.some_month_first is None or not could_be_month_first(written):
            return []
        message = (
            f"Date “{written}” was read as {held_on.day} {held_on:%B %Y}, the day first, but row "
            f"{self.some_month_first} has the month first."
        )
        return [Problem(row.number, message, Severity.WARNING)]


def _attendance(written: str, role_groups: Collection[str] | None) -> tuple[tuple[str, int], ...]:
    """
    >>> _attendance("2 consultants; senior nurse x3, registrar", ["consultant", "senior nurse (band 7+)", "registrar"])
    (('consultant', 2), ('senior nurse (band 7+)', 3), ('registrar', 1))
    """
    counts: dict[str, int] = {}
    for part in re.split(r"[;,\n&]|\band\b", written):
        if words := part.strip(" ."):
            group, how_many = _counted(words, role_groups)
            counts[group] = counts.get(group, 0) + how_many
    if any(how_many > MOST_PEOPLE for how_many in counts.values()):
        raise ValueError(f"counts more than {MOST_PEOPLE} people in one role group")
    return tuple((group, how_many) for group, how_many in counts.items() if how_many)


def _counted(words: str, role_groups: Collection[str] | None) -> tuple[str, int]:
    """A role group and how many of it; "junior nurse (band 5-6)" has numbers of its own."""
    if role_groups and (group := match_of(words, role_groups)):
        return group, 1
    if match := COUNT_FIRST.fullmatch(words):
        return one_of(match[2].strip(), role_groups), int(match[1][:9])
    if match := COUNT_LAST.fullmatch(words):
        return one_of(match[1].strip(), role_groups), int(match[2][:9])
    return one_of(words, role_groups), 1
