from datetime import date, time

import pytest

from evalcore.errors import ImportProblem
from evalcore.interchange.note_rows import Allowed, NoteRow, guess_mapping, notes
from evalcore.interchange.problems import Severity
from evalcore.interchange.tabular import Table, read_table

ALLOWED = Allowed(
    today=date(2017, 5, 1),
    trusts=("Trust A", "Trust B"),
    settings=("trust meeting", "site visit", "ward", "other"),
    observer_parts=("watching", "contributing", "facilitating"),
    role_groups=("consultant", "senior nurse (band 7+)", "junior nurse (band 5-6)", "other"),
)
HEADER = "Date,Minutes,Trust,Setting,Text\n"


def table(text: str) -> Table:
    return read_table("notes.csv", text.encode())


def read(text: str) -> tuple[tuple[NoteRow, ...], list[tuple[int | None, str]]]:
    made = table(text)
    rows, problems = notes(made, guess_mapping(made.columns), ALLOWED)
    return rows, [(problem.row, problem.message) for problem in problems]


def test_a_row_becomes_a_note() -> None:
    rows, problems = read(
        "Date,Start,End,Trust,Setting,I was,Who was there,Title,What happened,Reflection\n"
        '31/05/2016,13:40,14:30,trust b,Site visits,Watching,"2 consultants; senior nurse 3",Visit,'
        '"They said ""no"".\nTwice.",I was tired.\n'
    )
    assert not problems
    assert rows == (
        NoteRow(
            row=2,
            held_on=date(2016, 5, 31),
            text='They said "no".\nTwice.',
            title="Visit",
            starts_at=time(13, 40),
            minutes=50,
            trust="Trust B",
            setting="site visit",
            observer_part="watching",
            attendance=(("consultant", 2), ("senior nurse (band 7+)", 3)),
            reflection="I was tired.",
        ),
    )


SHAPES = {
    "commas": "Date,Text\n2016-05-31,One.\n",
    "semicolons": "Date;Text\n31.05.2016;One.\n",
    "tabs": "Date\tText\n31/5/2016\tOne.\n",
    "bars": "Date|Text\n31 May 2016|One.\n",
    "excel's hint": "sep=;\nDate;Text\n31-May-16;One.\n",
    "quoted header": '"Date","Text"\n"2016-05-31 00:00:00","One."\n',
    "empty columns at the end": "Date,Text,,,\n2016-05-31,One.,,,\n",
    "blank lines": "\nDate,Text\n\n2016-05-31,One.\n,\n",
    "old mac line ends": "Date,Text\r2016-05-31,One.\r",
    "no line end": "Date,Text\n2016-05-31,One.",
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES.keys())
def test_every_shape_of_csv_gives_the_same_note(text: str) -> None:
    rows, problems = read(text)
    assert [(row.held_on, row.text) for row in rows] == [(date(2016, 5, 31), "One.")]
    assert not problems


def test_encodings_of_excel_are_read() -> None:
    text = "Date,Text\n2016-05-31,It’s £40\n"
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        made = read_table("notes.csv", text.encode(encoding))
        assert made.rows[0].cells == ("2016-05-31", "It’s £40"), encoding


BAD_ROWS = {
    "no such day": ("31/06/2016,50,Trust A,ward,One.", "Date “31/06/2016” is not in the calendar"),
    "month first": ("05/31/2016,50,Trust A,ward,One.", "the day comes first here"),
    "future": ("2018-01-01,50,Trust A,ward,One.", "is in the future"),
    "long ago": ("1016-05-31,50,Trust A,ward,One.", "is before 1990"),
    "no year": ("31 May,50,Trust A,ward,One.", "has no year"),
    "no date": ("last Tuesday,50,Trust A,ward,One.", "is not a date"),
    "short year both ways": ("10/11/12,50,Trust A,ward,One.", "can be read in two ways"),
    "excel number": ("42521,50,Trust A,ward,One.", "Excel's own number"),
    "empty date": (",50,Trust A,ward,One.", "Date is empty"),
    "empty text": ("2016-05-31,50,Trust A,ward,", "What happened is empty"),
    "minutes in words": ("2016-05-31,an hour,Trust A,ward,One.", "Minutes “an hour” is not a number"),
    "minus minutes": ("2016-05-31,-5,Trust A,ward,One.", "Minutes “-5” is not a number"),
    "no minutes at all": ("2016-05-31,0,Trust A,ward,One.", "is not between 1 minute and 24 hours"),
    "unknown trust": ("2016-05-31,50,Trust Q,ward,One.", "Trust “Trust Q” is not known here: write Trust B or Trust A"),
    "unknown setting": ("2016-05-31,50,Trust A,pub,One.", "Setting “pub” is not known here"),
    "text where the trust should be": (f"2016-05-31,50,{'Nobody asked us. ' * 20},ward,One.", "Trust is a long text"),
    "too many cells": ("2016-05-31,50,Trust A,ward,One, two.", "It has 6 cells under 5 column names"),
}


@pytest.mark.parametrize(("row", "said"), BAD_ROWS.values(), ids=BAD_ROWS.keys())
def test_a_bad_row_is_named_and_the_good_rows_go_in(row: str, said: str) -> None:
    rows, problems = read(f"{HEADER}2016-05-30,,,,Good.\n{row}\n2016-06-01,,,,Good too.\n")
    assert [note.row for note in rows] == [2, 4]
    assert [number for number, _ in problems] == [3]
    assert said in problems[0][1]


def test_an_unknown_trust_is_answered_with_the_names_that_screens_show() -> None:
    trusts = ["Ashcombe", "Trust U", "Birch Vale", "Trust V"]
    allowed = Allowed(date(2016, 6, 30), trusts=trusts, trusts_shown=["Ashcombe", "Birch Vale"])
    made = table("Date,Trust,Text\n2016-05-31,Birch Dale,One.\n2016-05-31,Trust Q,Two.\n")
    said = [problem.message for problem in notes(made, guess_mapping(made.columns), allowed)[1]]
    assert said == [
        "Trust “Birch Dale” is not known here: write Birch Vale.",
        "Trust “Trust Q” is not known here: write Ashcombe or Birch Vale.",
    ]


def test_the_end_before_the_start_is_named() -> None:
    rows, problems = read("Date,Start,End,Text\n2016-05-31,14:00,13:00,One.\n")
    assert not rows
    assert problems == [(2, "The end 13:00 is not after the start 14:00.")]


def test_what_people_said_is_in_no_problem() -> None:
    said = "Matron told the board that nobody reads it"
    _, problems = read(f"{HEADER}{said},{said},{said},{said},\n")
    assert problems and not any("board" in message for _, message in problems)


def test_dates_that_may_have_the_month_first_are_doubted_when_another_row_has() -> None:
    text = "Date,Text\n03/04/2016,One.\n05/31/2016,Two.\n06/06/2016,Three.\n"
    made = table(text)
    rows, problems = notes(made, guess_mapping(made.columns), ALLOWED)
    assert [row.row for row in rows] == [2, 4]
    assert rows[0].held_on == date(2016, 4, 3)
    assert [(problem.row, problem.severity) for problem in problems] == [(2, Severity.WARNING), (3, Severity.ERROR)]
    assert "was read as 3 April 2016" in problems[0].message and "row 3" in problems[0].message


def test_the_same_note_twice_is_said() -> None:
    rows, problems = read("Date,Text\n2016-05-31,One.\n2016-05-31,One.\n")
    assert len(rows) == 2
    assert problems == [(3, "It says the same as row 2.")]


def test_hours_are_hours_and_a_time_in_the_date_is_the_start() -> None:
    rows, _ = read("Date,Hours,Text\n31/05/2016 13:40,1.5,One.\n")
    assert (rows[0].minutes, rows[0].starts_at) == (90, time(13, 40))


BAD_TABLES = {
    "no column for the text": ("Date,Trust\n2016-05-31,Trust A\n", "no column for What happened"),
    "no column for the date": ("Trust,Text\nTrust A,One.\n", "no column for Date"),
    "data in the first row": ("2016-05-31,One.\n2016-06-01,Two.\n", "begins with a row of data"),
    "no rows": ("Date,Text\n", "no rows under them"),
    "nothing": (" \n,,\n", "has no rows in it"),
    "an open quotation mark": ('Date,Text\n2016-05-31,"One.\n2016-06-01,Two.\n', "never closed"),
}


@pytest.mark.parametrize(("text", "said"), BAD_TABLES.values(), ids=BAD_TABLES.keys())
def test_a_table_that_cannot_be_notes_is_refused_whole(text: str, said: str) -> None:
    with pytest.raises(ImportProblem, match=said):
        read(text)


def test_the_open_quotation_mark_is_found_in_its_row() -> None:
    with pytest.raises(ImportProblem) as problem:
        table('Date,Text\n2016-05-31,One.\n2016-06-01,"Two.\n')
    assert problem.value.row == 3


def test_quotation_marks_that_are_not_doubled_are_doubted() -> None:
    rows, problems = read('Date,Text\n2016-05-31,"He said "no" to us"\n')
    assert rows[0].text.startswith("He said")
    assert problems[0][0] == 2 and "not doubled" in problems[0][1]


def test_two_columns_of_one_name_stay_apart() -> None:
    assert table("Date,Text,Text,\n2016-05-31,a,b,c\n").columns == ("Date", "Text", "Text (2)", "column 4")


def test_columns_that_are_empty_from_top_to_bottom_are_not_there() -> None:
    made = table("Date,Text,,,\n2016-05-31,One.,,,\n2016-06-01,Two.,,,,,\n")
    assert made.columns == ("Date", "Text")
    assert not made.problems


def test_columns_are_guessed_by_their_names() -> None:
    columns = ("When", "Hospital", "Duration (mins)", "Meeting type", "Field note", "Reflections", "Attendees", "Cost")
    assert guess_mapping(columns) == {
        "held_on": "When",
        "trust": "Hospital",
        "minutes": "Duration (mins)",
        "setting": "Meeting type",
        "text": "Field note",
        "reflection": "Reflections",
        "attendance": "Attendees",
    }


def test_each_column_is_taken_once() -> None:
    mapping = guess_mapping(("Date", "Note", "Notes", "Time", "Place"))
    assert len(set(mapping.values())) == len(mapping)
