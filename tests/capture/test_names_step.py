"""The names step: what a person is shown before anything is stored."""

import pytest

from evalcore.capture.names_step import NameGroup, names_in, pieces, replacements, stands_in
from evalcore.capture.pseudonyms import replace_names

TEXT = (
    "Anna Whitfield: Sister Quxanthe Obi rang 07700 900123 about the café.\n"
    "Obi: WHITFIELD was not there. Anna, are you?\n"
    "Anna Whitfield: Ring Obi.\n"
)


def by_name(groups: tuple[NameGroup, ...]) -> dict[str, NameGroup]:
    return {group.name: group for group in groups}


def test_a_name_is_listed_once_with_every_place_in_its_context() -> None:
    group = by_name(names_in("Notes", TEXT))["Obi"]
    assert [place.words for place in group.places] == ["Obi", "Obi"]
    assert group.places[1].before.endswith("Anna Whitfield: Ring ")
    assert group.places[1].after == ".\n"


def test_a_name_in_capitals_belongs_to_the_same_name_and_is_replaced_with_it() -> None:
    groups = names_in("", "We met Quxanthe. QUXANTHE left.")
    assert [(group.name, len(group.places)) for group in groups] == [("Quxanthe", 2)]
    assert replace_names("We met Quxanthe. QUXANTHE left.", replacements(groups, {})).text == (
        "We met [person 1]. [person 1] left."
    )


def test_a_name_in_the_title_is_listed_and_has_the_pseudonym_it_has_in_the_text() -> None:
    groups = by_name(names_in("Interview Anna Whitfield", TEXT))
    assert [place.in_title for place in groups["Anna Whitfield"].places] == [True, False, False]
    assert groups["Anna Whitfield"].places[0].after == ""


def test_who_is_known_keeps_the_pseudonym_however_she_is_called() -> None:
    groups = by_name(names_in("", TEXT, {"Anna Whitfield": "P07"}))
    assert {name: groups[name].suggestion for name in ("Anna Whitfield", "Anna", "WHITFIELD")} == {
        "Anna Whitfield": "P07",
        "Anna": "P07",
        "WHITFIELD": "P07",
    }


def test_a_pseudonym_that_somebody_has_is_not_proposed_for_somebody_else() -> None:
    groups = names_in("", "They asked Quxanthe about Zoë.", {"Zoë": "[person 1]"})
    assert sorted(group.suggestion for group in groups) == ["[person 1]", "[person 2]"]


def test_a_name_that_was_missed_is_added_with_the_next_free_pseudonym() -> None:
    groups = by_name(names_in("", "They asked Quxanthe; zib came, and Zib left.", added=("zib",)))
    assert (groups["zib"].suggestion, len(groups["zib"].places)) == ("[person 2]", 2)
    assert stands_in("zib", "", "Then Zib left.") and not stands_in("Zi", "", "Then Zib left.")


def test_the_surest_come_first_and_single_capital_words_last() -> None:
    kinds = [str(group.kind) for group in names_in("", "They asked Quxanthe. Sarah Jones rang 07700 900123.")]
    assert kinds == ["person", "phone number", "possible person"]


def test_what_somebody_keeps_is_kept_whole() -> None:
    text = "Sarah Jones Ward is not Sarah."
    groups = names_in("", text, added=("Sarah Jones Ward",))
    chosen = replacements(groups, {"Sarah Jones Ward": ""})
    assert replace_names(text, chosen | {"Sarah": "[person 1]"}).text == "Sarah Jones Ward is not [person 1]."


def test_the_preview_marks_what_was_put_in_and_nothing_else() -> None:
    replaced = replace_names("Obi met Zoë 🙂.", {"Obi": "P07", "Zoë": "[person 1]"})
    assert [(piece.text, piece.stands_for_a_name) for piece in pieces(replaced)] == [
        ("P07", True),
        (" met ", False),
        ("[person 1]", True),
        (" 🙂.", False),
    ]


def test_a_trust_of_the_evaluation_is_proposed_as_it_is_shown() -> None:
    text = "I went to Eastby Care Group. EASTBY CARE GROUP is full; eastby is a village. Trust A came."
    groups = names_in("Visit to Eastby Care Group", text, trusts={"Eastby Care Group": "Trust B", "Trust A": "Trust A"})
    assert [(group.name, str(group.kind), group.suggestion, len(group.places)) for group in groups] == [
        ("Eastby Care Group", "trust", "Trust B", 3)
    ]
    assert replace_names(text, replacements(groups, {})).text == (
        "I went to Trust B. Trust B is full; eastby is a village. Trust A came."
    )


HOSPITALS = {
    "a hospital, twice": (
        "At Northmoor Hospital. The Northmoor Hospital it is.",
        {"Northmoor Hospital": "[hospital 1]"},
    ),
    "an infirmary": ("He left Carrow Royal Infirmary.", {"Carrow Royal Infirmary": "[hospital 1]"}),
    "a trust by its long name": (
        "Staff of Eastby Hospitals NHS Foundation Trust came.",
        {"Eastby Hospitals NHS Foundation Trust": "Trust B"},
    ),
    "a trust and a hospital": (
        "From Eastby Hospitals to Carrow Hospital.",
        {"Eastby Hospitals": "Trust B", "Carrow Hospital": "[hospital 1]"},
    ),
    "another trust": ("Wenlow and Tarn NHS Trust rang.", {"Wenlow and Tarn NHS Trust": "[hospital 1]"}),
    "one called after a person": ("It is John Sedgwick Hospital.", {"John Sedgwick Hospital": "[hospital 1]"}),
    "any hospital": (
        "Our Hospital is a District General Hospital. The NHS Trust, a University Hospital. Hospital.",
        {},
    ),
    "a role": ("The Hospital Director of the acute hospital, and Trust B.", {}),
    "after one that is numbered": ("[hospital 3] sent them to Carrow Hospital.", {"Carrow Hospital": "[hospital 4]"}),
}


@pytest.mark.parametrize(("text", "proposed"), HOSPITALS.values(), ids=HOSPITALS.keys())
def test_a_hospitals_name_is_proposed_and_any_hospital_is_not(text: str, proposed: dict[str, str]) -> None:
    groups = names_in("", text, trusts={"Eastby Hospitals": "Trust B"})
    assert {group.name: group.suggestion for group in groups} == proposed
