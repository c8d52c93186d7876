"""The names step: what a person is shown before anything is stored."""

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
