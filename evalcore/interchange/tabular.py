"""A CSV file or a workbook as a table: delimiter and encoding found out, each row with its number in a spreadsheet."""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from evalcore.errors import ImportProblem
from evalcore.interchange.content import FileKind, kind_of, shown_name
from evalcore.interchange.encodings import decode
from evalcore.interchange.problems import Problem, Severity
from evalcore.interchange.workbook import read_workbook

DELIMITERS = ",;\t|"
EXCEL_HINT = re.compile(r"sep=(.)\n", re.IGNORECASE)
LONGEST_NAME = 60
MOST_HEADER = 10_000


@dataclass(frozen=True, slots=True)
class TableRow:
    number: int
    """As a spreadsheet shows it: the header is row 1."""
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    problems: tuple[Problem, ...]
    sha256: str


def read_table(name: str, data: bytes) -> Table:
    """The rows that have as many cells as the header (missing ones are empty); the others are among the problems."""
    shown = shown_name(name)
    kind = kind_of(name, data)
    if kind is FileKind.WORKBOOK:
        sheet = read_workbook(name, data)
        records, problems = list(sheet.records), sheet.problems
    elif kind is FileKind.TEXT:
        decoded = decode(shown, data)
        records = [(number, cells) for number, cells in _records(shown, decoded.text) if any(cells)]
        problems = (*decoded.problems, *_doubtful_quotes(shown, decoded.text))
    else:
        raise ImportProblem(f"{shown} is no table but {kind}: save the table as .xlsx or CSV (UTF-8).")
    if not records:
        raise ImportProblem(f"{shown} has no rows in it: choose another file.")
    (header_row, header), body = records[0], records[1:]
    _refuse_data_as_header(shown, header_row, header)
    body = [(number, _without_empty_end(cells)) for number, cells in body]
    columns = _column_names(header, max((len(cells) for _, cells in body), default=0))
    if not body:
        raise ImportProblem(f"{shown} has column names but no rows under them.")
    whole = [(number, cells) for number, cells in body if len(cells) <= len(columns)]
    rows = tuple(TableRow(number, tuple(cells) + ("",) * (len(columns) - len(cells))) for number, cells in whole)
    too_long = tuple(
        Problem(
            number,
            f"It has {len(cells)} cells under {len(columns)} column names: put text that holds the delimiter "
            "in quotation marks.",
            Severity.ERROR,
        )
        for number, cells in body
        if len(cells) > len(columns)
    )
    return Table(columns, rows, (*problems, *too_long), hashlib.sha256(data).hexdigest())


def words_of(table: Table) -> str:
    """All that its rows say, a row a line."""
    return "\n".join(" ".join(filter(None, row.cells)) for row in table.rows)


def delimiter_of(text: str) -> str:
    """The delimiter that parts the first line into most cells."""
    if hint := EXCEL_HINT.match(text):
        return hint[1]
    first = text.lstrip("\n").split("\n", 1)[0][:MOST_HEADER]
    return max(DELIMITERS, key=first.count)


def first_cells(line: str) -> tuple[str, ...]:
    return tuple(next(csv.reader([line], delimiter=delimiter_of(line)), ()))


def _records(shown: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with its row number; blank records count, as they do in a spreadsheet."""
    delimiter = delimiter_of(text)
    hint = EXCEL_HINT.match(text)
    body = text[hint.end() :] if hint else text
    number = 0
    try:
        for record in csv.reader(_lines(body), delimiter=delimiter):
            number += 1
            yield number, [cell.strip() for cell in record]
    except csv.Error as fault:
        raise ImportProblem(
            f"{shown} has a cell of more than {csv.field_size_limit() // 1000},000 characters: look for a quotation "
            "mark that is opened and never closed.",
            row=number + 1,
        ) from fault


def _lines(text: str) -> Iterator[str]:
    return (line + "\n" for line in text.split("\n"))


def _doubtful_quotes(shown: str, text: str) -> tuple[Problem, ...]:
    """What a strict reader finds: a quotation mark left open swallows all that follows, and that is refused."""
    number = 0
    reader = csv.reader(_lines(text), delimiter=delimiter_of(text), strict=True)
    try:
        for _ in reader:
            number += 1
    except csv.Error as fault:
        if "end of data" in str(fault):
            message = f"{shown} opens a quotation mark that is never closed: close it and bring the file in again."
            raise ImportProblem(message, row=number + 1) from fault
        message = "A quotation mark inside quoted text is not doubled: check that the row was read right."
        return (Problem(number + 1, message, Severity.WARNING),)
    return ()


def _refuse_data_as_header(shown: str, number: int, header: list[str]) -> None:
    if any(len(cell) > LONGEST_NAME or re.fullmatch(r"[\d\s./:-]*\d[\d\s./:-]*", cell) for cell in header):
        raise ImportProblem(
            f"{shown} begins with a row of data: its first row must name the columns, such as Date, Trust, Name, Text.",
            row=number,
        )


def _without_empty_end(cells: list[str]) -> list[str]:
    """Spreadsheets fill every row up to the widest they ever had."""
    filled = [place for place, cell in enumerate(cells, start=1) if cell]
    return cells[: filled[-1]]


def _column_names(header: list[str], widest: int) -> tuple[str, ...]:
    """Every column by a name of its own: "column 5" where it has none, "Date (2)" where it has one for two."""
    while header and not header[-1] and len(header) > widest:
        header = header[:-1]
    names: list[str] = []
    for place, cell in enumerate(header, start=1):
        wanted = " ".join(cell.split()) or f"column {place}"
        name, again = wanted, 1
        while name in names:
            again += 1
            name = f"{wanted} ({again})"
        names.append(name)
    return tuple(names)
