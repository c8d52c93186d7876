"""The rows of an Excel workbook (.xlsx) as text, formulas as the values that Excel last worked out."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from lxml.etree import LxmlError
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from evalcore.errors import ImportProblem
from evalcore.interchange.content import damaged, shown_name
from evalcore.interchange.encodings import MOST_CHARACTERS, check_length, normalise
from evalcore.interchange.problems import Problem, Severity

MOST_ROWS = 100_000
MOST_COLUMNS = 200
# What openpyxl lets out where the parts of a workbook are not as they must be.
FAULTS = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ParseError, LxmlError,
    DefusedXmlException, InvalidFileException, LookupError, ValueError, TypeError, AttributeError, OverflowError,
    AssertionError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """The records of one sheet, each with its row number, and what there is to say about them."""

    records: tuple[tuple[int, list[str]], ...]
    problems: tuple[Problem, ...]


def read_workbook(name: str, data: bytes) -> Sheet:
    """The first sheet that is shown and has rows in it; how many others have is said."""
    shown = shown_name(name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _sheet(shown, data)
    except FAULTS as fault:
        raise damaged(shown) from fault


def _sheet(shown: str, data: bytes) -> Sheet:
    found: Sheet | None = None
    title, others = "", []
    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in workbook.worksheets:
            if sheet.sheet_state != "visible":
                continue
            if found is None:
                records = tuple(_records(shown, sheet))
                if records:
                    title, found = sheet.title, Sheet(records, ())
            elif any(True for _ in _records(shown, sheet)):
                others.append(sheet.title)
    finally:
        workbook.close()
    if found is None:
        return Sheet((), ())
    problems = list(_never_worked_out(shown, data, title, found.records))
    if others:
        many = f"{len(others)} other sheets have" if len(others) > 1 else "One other sheet has"
        message = f"Only the first sheet was read. {many} rows too: save each as a workbook of its own to bring it in."
        problems.insert(0, Problem(None, message, Severity.WARNING))
    return Sheet(found.records, tuple(problems))


def _records(shown: str, sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows that have anything in them, as a spreadsheet numbers them."""
    characters = 0
    for number, row in _rows(shown, sheet):
        cells = [_written(value) for value in row]
        if any(cells):
            characters += sum(map(len, cells))
            if characters > MOST_CHARACTERS:
                check_length(shown, characters)
            yield number, cells


def _rows(shown: str, sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows of a sheet, whatever size it says that it has."""
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1):
        if number > MOST_ROWS:
            raise ImportProblem(
                f"{shown} has more than {MOST_ROWS:,} rows, or something far below its last one: "
                "copy the rows into a new workbook and bring that in."
            )
        yield number, row


def _written(value: object) -> str:
    """A cell as somebody would type it; a date as the reader of dates takes it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{value:%Y-%m-%d}" if value.time() == time(0) else f"{value:%Y-%m-%d %H:%M}"
        case date():
            return f"{value:%Y-%m-%d}"
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            minutes = int(value.total_seconds() // 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        case float():
            return str(int(value)) if value.is_integer() else f"{value:.10g}"
    # A sign that XML cannot hold stands in a workbook as _x000D_.
    text = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), str(value))
    return normalise(text).strip()


def _never_worked_out(
    shown: str, data: bytes, title: str, records: Sequence[tuple[int, list[str]]]
) -> Iterator[Problem]:
    """The rows with a formula that has no value: a program other than Excel wrote it and never worked it out."""
    cells_of = dict(records)
    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        for number, row in _rows(shown, workbook[title]):
            cells = cells_of.get(number, [])
            if any(
                isinstance(value, str) and value.startswith("=") and not (cells[place : place + 1] or [""])[0]
                for place, value in enumerate(row)
            ):
                message = "A formula in it has no value yet: open the workbook in Excel, save it and bring it in again."
                yield Problem(number, message, Severity.WARNING)
    finally:
        workbook.close()
