import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evalcore.capture.clean import clean
from evalcore.capture.names import find_names
from evalcore.capture.pseudonyms import read_names_csv, replace_names, replaced_turns
from evalcore.errors import ImportProblem
from evalcore.interchange.encodings import normalise
from evalcore.interchange.transcripts import turns
from tests.capture.name_measures import TEXTS, unmarked

CASES = {
    "everywhere": ("Obi met Obi.", {"Obi": "P07"}, "P07 met P07."),
    "whole words": ("Ann annually met Annette, Ann.", {"Ann": "P07"}, "P07 annually met Annette, P07."),
    "possessive": ("Obi's and Obi’s idea", {"Obi": "P07"}, "P07's and P07’s idea"),
    "the longest first": ("Sarah Jones saw Jones.", {"Jones": "P08", "Sarah Jones": "P07"}, "P07 saw P08."),
    "in capitals": ("OBI and SARAH JONES", {"Obi": "P07", "Sarah Jones": "P08"}, "P07 and P08"),
    "unmistakable in small letters": (
        "sarah jones and agnieszka",
        {"Sarah Jones": "P7", "Agnieszka": "P8"},
        "P7 and P8",
    ),
    "words stay words": (
        "I will. Will did. He will mark it.",
        {"Will": "P07", "Mark": "P8"},
        "I will. P07 did. He will mark it.",
    ),
    "initials as they are": ("It is IT. I am AM.", {"IT": "P07", "AM": "P08"}, "It is P07. I am P08."),
    "over a line's end": ("Sarah\nJones and Sarah \u00a0Jones", {"Sarah Jones": "P07"}, "P07 and P07"),
    "apostrophes and hyphens": ("O’Dowd, Anne‑Marie", {"O'Dowd": "P07", "Anne-Marie": "P08"}, "P07, P08"),
    "identifiers": (
        "a@b.example, 07700 900123.",
        {"a@b.example": "[e-mail]", "07700 900123": "[phone]"},
        "[e-mail], [phone].",
    ),
    "one for another": ("Ann and Obi", {"Ann": "Obi", "Obi": "Ann"}, "Obi and Ann"),
    "kept": ("Ann and Obi", {"Ann": "", "Obi": "Obi"}, "Ann and Obi"),
    "backslashes": ("Ann.", {"Ann": r"\1 \g<0>"}, r"\1 \g<0>."),
    "nothing": ("Ann", {}, "Ann"),
}


@pytest.mark.parametrize(("text", "choices", "expected"), CASES.values(), ids=CASES.keys())
def test_names_are_replaced(text: str, choices: dict[str, str], expected: str) -> None:
    assert replace_names(text, choices).text == expected


def test_turns_stay_with_their_words() -> None:
    text = "Interviewer: Who?\nSarah Jones: Dr Patel 😀.\nInterviewer: And?\nSarah Jones: Patel’s team.\n"
    choices = {"Sarah Jones": "P07", "Dr Patel": "[doctor 1]", "Patel": "[doctor 1]"}
    replaced = replace_names(text, choices)
    moved = replaced_turns(turns(text), replaced, choices)
    assert [turn.speaker for turn in moved] == ["Interviewer", "P07", "Interviewer", "P07"]
    assert [replaced.text[turn.start : turn.end] for turn in moved] == [
        "Interviewer: Who?\n",
        "P07: [doctor 1] 😀.\n",
        "Interviewer: And?\n",
        "P07: [doctor 1]’s team.\n",
    ]
    assert moved == turns(replaced.text)


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*.txt")), ids=lambda path: path.stem)
def test_after_the_names_step_no_name_that_was_found_is_left(path: object) -> None:
    text, _ = unmarked(path.read_text("utf-8"))  # type: ignore[attr-defined]
    choices = {one.text: one.suggestion for one in find_names(text)}
    left = {one.text for one in find_names(replace_names(text, choices).text)}
    assert left.isdisjoint(choices)


NAMES = st.sampled_from(
    ["Sarah", "Sarah Jones", "Jones", "O'Dowd", "Anne-Marie", "Will", "Dr Patel", "Patel", "JS", "Zoë"]
)
FILLING = st.sampled_from(
    [" ", "\n", ". ", "’s ", " will ", "😀", "-", "SARAH", "jones", "Sarahs", "(", "é", "e\u0301"]
)


@given(st.lists(NAMES | FILLING).map("".join), st.dictionaries(NAMES, st.sampled_from(["P07", "[nurse 1]", "[x]"])))
def test_no_name_is_left_and_the_rest_is_untouched(raw: str, choices: dict[str, str]) -> None:
    text = normalise(raw)
    replaced = replace_names(text, choices)
    assert replace_names(replaced.text, choices).text == replaced.text
    assert clean(replaced.text) == replaced.text
    rest, new_rest, at, new_at = "", "", 0, 0
    for edit in replaced.edits:
        rest, at = rest + text[at : edit.start], edit.end
        new_rest, new_at = new_rest + replaced.text[new_at : edit.new_start], edit.new_end
        assert replaced.text[edit.new_start : edit.new_end] in choices.values()
    assert rest + text[at:] == new_rest + replaced.text[new_at:]


@given(st.lists(NAMES | FILLING).map("".join), st.data())
def test_places_outside_names_keep_their_words(raw: str, data: st.DataObject) -> None:
    text = normalise(raw)
    replaced = replace_names(text, {"Sarah": "[nurse 1]", "Jones": "P"})
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    new_start, new_end = replaced.span(start, end)
    assert 0 <= new_start <= new_end <= len(replaced.text)
    inside = [edit for edit in replaced.edits if edit.start < end and start < edit.end]
    assume(not inside)
    assert replaced.text[new_start:new_end] == text[start:end]


def test_what_is_normalised_is_clean_already() -> None:
    for raw in ("e\u0301\r\nx\ufeff\0", "a\u2028b\x85c"):
        assert clean(normalise(raw)) == normalise(raw)


def test_a_table_of_names_is_read() -> None:
    data = 'Found,Replacement\nSarah Jones,P07\n"Jones, Sarah",P07\n'.encode("utf-8-sig")
    assert read_names_csv("names.csv", data) == {"Sarah Jones": "P07", "Jones, Sarah": "P07"}


BAD_TABLES = {
    "no such columns": ("name,code\nSarah,P07\n", 1, "no column found and no column replacement"),
    "empty replacement": ("found,replacement\nSarah,\n", 2, "both needed"),
    "two replacements": ("found,replacement\nSarah,P07\nObi,P08\nSarah,P09\n", 4, "another replacement"),
    "too many cells": ("found,replacement\nJones, Sarah,P07\n", 2, "3 cells under 2"),
}


@pytest.mark.parametrize(("text", "row", "said"), BAD_TABLES.values(), ids=BAD_TABLES.keys())
def test_a_bad_table_of_names_is_refused_by_row(text: str, row: int, said: str) -> None:
    with pytest.raises(ImportProblem, match=said) as problem:
        read_names_csv("names.csv", text.encode())
    assert problem.value.row == row
    assert "Sarah" not in problem.value.message
