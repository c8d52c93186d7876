"""Codings written into the text are found where they were written."""

from pathlib import Path

import pytest

from db.vocabulary import Polarity, RoleGroup
from evalcore.demo.marks import Mark, read_marks
from evalcore.demo.records import ScriptFault, read_records


def spans(written: str) -> list[tuple[str, str, str]]:
    """Each mark as theme, polarity and the words it holds."""
    text, marks = read_marks(written)
    return [(mark.theme, mark.polarity.value, text[mark.start_cp : mark.end_cp]) for mark in marks]


def test_a_mark_holds_its_words_and_leaves_the_text_clean() -> None:
    text, marks = read_marks("Zoë said {prio- the beds come first}, twice.")
    assert text == "Zoë said the beds come first, twice."
    assert marks == (Mark(9, 28, "prio", Polarity.BARRIER),)


def test_several_codings_of_one_passage_share_its_span() -> None:
    assert spans("{prio-,press~ no beds}") == [("prio", "barrier", "no beds"), ("press", "mixed", "no beds")]


def test_marks_may_stand_inside_each_other() -> None:
    assert spans("{own+ they {achieve= saw it} work}") == [
        ("own", "facilitator", "they saw it work"),
        ("achieve", "none", "saw it"),
    ]


def test_numbered_marks_may_cross() -> None:
    assert spans("{1prio- beds {2press- come}1 first}2") == [
        ("prio", "barrier", "beds come"),
        ("press", "barrier", "come first"),
    ]


def test_a_mark_says_by_whom_it_was_made_who_spoke_and_in_which_pass() -> None:
    _, marks = read_marks("{%rota-/sn@2 two posts}")
    assert marks == (Mark(0, 9, "rota", Polarity.BARRIER, "%", RoleGroup.SENIOR_NURSE, 2),)


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("{prio- the beds", "is not closed"),
        ("the beds} come", "was not opened"),
        ("{prio the beds}", "cannot read the mark “prio”"),
        ("{prio-/xx the beds}", "cannot read the mark"),
        ("{prio- }", "holds no words"),
        ("a { brace", "a brace that is no mark"),
    ],
)
def test_a_slip_of_the_pen_is_refused(written: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        read_marks(written)


def test_a_record_is_fields_then_paragraphs_then_its_other_parts(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text(
        "For the writer.\n\n=== note N1\nheld: 2016-01-01\n\nOne\nline.\n\nFrom: A\\\nTo: B\n--- reflection\nHm.\n"
    )
    (record,) = read_records(file)
    assert (record.kind, record.key, record.get("held")) == ("note", "N1", "2016-01-01")
    assert record.parts == {"": "One line.\n\nFrom: A\nTo: B", "reflection": "Hm."}
    with pytest.raises(ScriptFault, match=r"notes\.txt, note N1: has no “title”"):
        record.get("title")
