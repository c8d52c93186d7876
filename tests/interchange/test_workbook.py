import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from evalcore.errors import ImportProblem
from evalcore.interchange.content import FileKind
from evalcore.interchange.documents import read_document
from evalcore.interchange.note_rows import Allowed, guess_mapping, notes
from evalcore.interchange.tabular import read_table
from tests.interchange.word_files import zipped

HEADER = ["Date", "Start", "Minutes", "Trust", "Text"]


def workbook_file(
    *rows: list[object], header: list[object] | None = None, more: dict[str, list[object]] | None = None
) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in [header or HEADER, *rows]:
        sheet.append(row)
    for title, cells in (more or {}).items():
        book.create_sheet(title).append(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_row_of_a_workbook_is_a_note() -> None:
    data = workbook_file(
        [datetime(2016, 5, 31), time(13, 40), 50, "Trust B", "They said “no”,\ntwice."],
        [],
        ["1 June 2016", None, timedelta(hours=1, minutes=30), None, "Short.", "beside the table"],
        [datetime(2016, 6, 2, 9, 15), None, 45.0, "Trust A", 42],
    )
    document = read_document("notes.csv", data)
    assert document.kind is FileKind.WORKBOOK and document.table is not None
    rows, problems = notes(
        document.table, guess_mapping(document.table.columns), Allowed(date(2017, 1, 1), ["Trust A", "Trust B"])
    )
    assert [(row.row, row.held_on, row.starts_at, row.minutes, row.trust, row.text) for row in rows] == [
        (2, date(2016, 5, 31), time(13, 40), 50, "Trust B", "They said “no”,\ntwice."),
        (4, date(2016, 6, 1), None, 90, None, "Short."),
        (5, date(2016, 6, 2), time(9, 15), 45, "Trust A", "42"),
    ]
    assert problems == ()
    assert "They said “no”" in document.text


def test_a_formula_is_the_value_that_excel_worked_out_and_one_without_is_said_by_row() -> None:
    data = workbook_file([date(2016, 5, 31), None, None, None, "=A1"], [date(2016, 6, 1), None, None, None, "Talk."])
    table = read_table("notes.xlsx", data)
    assert [(problem.row, problem.message[:14]) for problem in table.problems] == [(2, "A formula in i")]
    formula = re.compile(r'<c r="E2"><f>A1</f><v ?(?:/>|></v>)</c>')
    value = '<c r="E2" t="str"><f>A1</f><v>Worked out.</v></c>'
    table = read_table("notes.xlsx", with_sheet(data, lambda sheet: formula.sub(value, sheet)))
    assert table.problems == () and table.rows[0].cells[4] == "Worked out."


def with_sheet(data: bytes, change: Callable[[str], str]) -> bytes:
    """The workbook with the XML of its first sheet changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    return zipped(parts | {sheet: change(parts[sheet].decode())})


def test_only_the_first_sheet_is_read_and_it_is_said_that_others_have_rows() -> None:
    table = read_table(
        "n.xlsx", workbook_file([date(2016, 5, 31), None, None, None, "a"], more={"Old": ["x"], "Empty": []})
    )
    assert len(table.rows) == 1
    assert [problem.message[:36] for problem in table.problems] == ["Only the first sheet was read. One o"]


ONE_ROW = workbook_file([date(2016, 5, 31), None, None, None, "a"])
FAR_BELOW = '<row r="99999999"><c r="XFD99999999" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
BAD = {
    "something far below its last row": (
        with_sheet(ONE_ROW, lambda sheet: sheet.replace("</sheetData>", FAR_BELOW)),
        "has more than 100,000 rows",
    ),
    "no sheet in it": (zipped({"xl/workbook.xml": "<x/>"}), "is damaged"),
    "no rows": (workbook_file(), "has column names but no rows"),
    "nothing at all": (workbook_file(header=[None]), "has no rows in it"),
    "data in its first row": (workbook_file(header=[3, 5, 8]), "begins with a row of data"),
}


@pytest.mark.parametrize(("data", "said"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_read_is_said_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(ImportProblem, match=said):
        read_document("notes.xlsx", data)


def test_five_thousand_rows_with_three_bad_ones_are_told_apart_by_row() -> None:
    rows: list[list[object]] = [
        [date(2016, 5, 1 + number % 28), None, 30, None, f"Note {number}."] for number in range(5_000)
    ]
    rows[10][0], rows[2_000][2], rows[4_998][4] = "31 February 2016", "ages", None
    table = read_table("notes.xlsx", workbook_file(*rows))
    good, problems = notes(table, guess_mapping(table.columns), Allowed(date(2017, 1, 1)))
    assert len(good) == 4_997
    assert [problem.row for problem in problems] == [12, 2_002, 5_000]
