from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalcore.capture.names import FoundKind, find_names
from tests.capture.name_measures import measured

LABELLED = (
    "Interviewer: Who led it?\n"
    "Bronagh: Dr Anita Patel did, with Sister Obi. Patel rang me on 07700 900123.\n"
    "Interviewer: And then?\n"
    "Bronagh: Anita left. Bronagh is who I am. Ask a.patel@trust.example.\n"
)


def found(text: str, **known: str) -> list[tuple[str, str, str]]:
    return [(one.text, one.kind.value, one.suggestion) for one in find_names(text, known)]


def test_each_person_gets_one_pseudonym_however_she_is_called() -> None:
    assert found(LABELLED) == [
        ("Bronagh", "speaker", "[person 1]"),
        ("Dr Anita Patel", "person", "[doctor 1]"),
        ("Sister Obi", "person", "[nurse 1]"),
        ("Patel", "person", "[doctor 1]"),
        ("07700 900123", "phone number", "[phone]"),
        ("Bronagh", "speaker", "[person 1]"),
        ("Anita", "person", "[doctor 1]"),
        ("Bronagh", "person", "[person 1]"),
        ("a.patel@trust.example", "e-mail address", "[e-mail]"),
    ]


def test_two_people_of_one_surname_stay_two() -> None:
    text = "Anita Patel met Ravi Patel. Patel was late."
    assert [suggestion for *_, suggestion in found(text)] == ["[person 1]", "[person 2]", "[person 3]"]


def test_pseudonyms_go_on_from_those_in_the_text() -> None:
    assert found("I met [person 4] and Kwabena.") == [("Kwabena", "person", "[person 5]")]


def test_known_names_are_found_and_keep_their_pseudonyms() -> None:
    text = "Then Bex came, and JS, it was late. The bex of it."
    assert find_names(text) == ()
    assert found(text, Bex="P07", JS="P08") == [("Bex", "person", "P07"), ("JS", "person", "P08")]
    assert [one.text for one in find_names(text, ["Bex"])] == ["Bex"]


PEOPLE = {
    "title": ("I asked Dr. Xylander twice.", ["Dr. Xylander"]),
    "title and a place for a surname": ("Then Mrs Preston rang.", ["Mrs Preston"]),
    "role before a surname": ("I saw sister Okwuosa there.", ["Okwuosa"]),
    "initials": ("Signed by J. K. Holloway.", ["J. K. Holloway"]),
    "title, a word and a place": ("It was Professor Don Berwick who", ["Professor Don Berwick"]),
    "particle": ("It was Pieter van der Merwe who", ["Pieter van der Merwe"]),
    "hyphens": ("Ask Anne-Marie Lloyd-Jones.", ["Anne-Marie Lloyd-Jones"]),
    "apostrophe": ("Thank Niamh O’Dowd.", ["Niamh O’Dowd"]),
    "possessive": ("It is Kwabena’s idea, and Agnieszka's.", ["Kwabena", "Agnieszka"]),
    "accents": ("We met Zoë and Łukasz.", ["Zoë", "Łukasz"]),
    "small letters": ("then agnieszka and dr khan came", ["agnieszka", "dr khan"]),
    "capitals": ("MEETING WITH JOHN SMITH", ["JOHN SMITH"]),
    "a word that is a name": ("I told Grace and Will Green.", ["Grace", "Will Green"]),
    "a name in no list": ("They asked Quxanthe for help.", ["Quxanthe"]),
    "a name at a sentence's start, found elsewhere": ("Quxanthe can. I told Quxanthe.", ["Quxanthe", "Quxanthe"]),
    "across a line's end": ("with Sarah\nJones", ["Sarah", "Jones"]),
    "tabs": ("Sarah\tpresent", ["Sarah"]),
}


@pytest.mark.parametrize(("text", "names"), PEOPLE.values(), ids=PEOPLE.keys())
def test_people_are_found(text: str, names: list[str]) -> None:
    assert [one.text for one in find_names(text)] == names


NOBODY = {
    "months and days": "On Monday in May, not June, nor 3 April; March was worse.",
    "abbreviations": "AKI, CQUIN, NICE, CQC, NEWS, SBAR, ED and the CCG.",
    "eponyms": "The Apgar score, a Gantt chart, the Francis report, Berwick and Pareto.",
    "places": "From Luton to Whipps Cross, near St George's and Guy's Hospital, in Chelsea.",
    "trusts": "Trust B told Trust C that Ward 12 would join.",
    "roles": "The Chief Executive, a Staff Nurse, our Medical Director and Matron came.",
    "products": "Excel, Datix, Cerner and WhatsApp; PowerPoint too.",
    "words that are names too": "Will you come? May I? Mark my words. Grace under pressure. Hope is not a plan.",
    "headings": "Barriers And Facilitators To Engagement\nShared Learning Across Trusts",
    "talk": "Basically, yes. Honestly? I'd say I'm tired. Okay. Mm. God knows. Mum said so.",
    "sounds": "[laughs] [inaudible] [phone rings]",
    "pseudonyms": "P07 met [nurse 1] and [doctor 2] on [date].",
    "after an emoji": "😀 Well. 👩🏽‍⚕️ Fine.",
    "scripts without capitals": "會議很好。 اجتماع جيد",
    "nothing": "",
}


@pytest.mark.parametrize("text", NOBODY.values(), ids=NOBODY.keys())
def test_nobody_is_found_where_nobody_is(text: str) -> None:
    assert found(text) == []


def test_names_in_texts_the_rules_were_not_made_for_are_found() -> None:
    unseen = measured("unseen")
    assert unseen.recall >= 0.95, unseen.missed
    assert unseen.precision >= 0.75, unseen.false


def test_names_in_texts_the_rules_were_made_for_are_found() -> None:
    tuned = measured("tuned")
    assert tuned.recall >= 0.98, tuned.missed
    assert tuned.precision >= 0.98, tuned.false


@given(st.text(st.sampled_from("SarahJones DrPatel.,:\n'’-07 9@é😀\t[]")))
def test_every_place_holds_what_is_said_and_none_overlap(text: str) -> None:
    places = find_names(text)
    assert all(text[one.start : one.end] == one.text and one.suggestion for one in places)
    assert all(first.end <= second.start for first, second in pairwise(places))


def test_identifiers_are_no_speakers() -> None:
    assert {one.kind for one in find_names("Ring 07700 900123, SW1A 1AA.")} == {FoundKind.PHONE, FoundKind.POSTCODE}
