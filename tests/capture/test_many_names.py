from evalcore.capture.many_names import (
    FileNames,
    called_everywhere,
    choices_in,
    numbered_in,
    shared_names,
    with_missed,
)
from evalcore.capture.names_step import names_in
from evalcore.capture.pseudonyms import replace_names


def names_of(text: str, title: str = "") -> FileNames:
    return FileNames(names_in(title, text), numbered_in(text))


def stored(texts: dict[str, str], called: dict[str, dict[str, str]], chosen: dict[str, str]) -> dict[str, str]:
    """Each text as it would be stored; `chosen` says by the fullest form of a name what is put for it."""
    files = {file: names_of(text) for file, text in texts.items()}
    by_key = {one.key: one for one in shared_names(files, called)}
    by_name = {one.name: key for key, one in by_key.items()}
    said = {by_name[name]: replacement for name, replacement in chosen.items()}
    return {
        file: replace_names(text, choices_in(files[file], called[file], by_key, said)).text
        for file, text in texts.items()
    }


NOBODY: dict[str, dict[str, str]] = {"a": {}, "b": {}}


def test_a_name_in_two_files_is_one_line_with_one_pseudonym() -> None:
    texts = {"a": "Sarah Whitfield said no. Then Sarah left.", "b": "We rang Sarah Whitfield."}
    [one] = shared_names({file: names_of(text) for file, text in texts.items()}, NOBODY)
    assert (one.name, one.files, one.how_many, one.suggestion) == ("Sarah Whitfield", 2, 3, "[person 1]")
    assert stored(texts, NOBODY, {"Sarah Whitfield": "[the lead]"}) == {
        "a": "[the lead] said no. Then [the lead] left.",
        "b": "We rang [the lead].",
    }


def test_two_people_of_one_surname_in_two_files_stay_two() -> None:
    texts = {"a": "Anita Patel came. Patel left.", "b": "Rajesh Patel came. Patel stayed."}
    assert stored(texts, NOBODY, {}) == {
        "a": "[person 1] came. [person 1] left.",
        "b": "[person 2] came. [person 2] stayed.",
    }


def test_each_person_has_a_number_of_her_own_over_all_files_and_beside_those_that_are_there() -> None:
    texts = {"a": "[person 1] met Sarah Whitfield.", "b": "Dr Anita Patel met Thomas Reyes."}
    pseudonyms = sorted(stored(texts, NOBODY, {}).values())
    assert pseudonyms == ["[doctor 1] met [person 3].", "[person 1] met [person 2]."]


def test_who_speaks_in_one_file_has_her_pseudonym_in_the_others() -> None:
    texts = {"a": "Int: Why?\nSarah Whitfield: Time.\nInt: So?\nSarah Whitfield: No.\n", "b": "Sarah Whitfield came."}
    called = called_everywhere({"a": {"Sarah Whitfield": "P07"}, "b": {}})
    assert stored(texts, called, {})["b"] == "P07 came."


def test_who_is_two_people_in_two_files_is_not_one_in_a_third() -> None:
    called = called_everywhere({"a": {"Ann Obi": "P01"}, "b": {"Ann Obi": "P02"}, "c": {}})
    assert called == {"a": {"Ann Obi": "P01"}, "b": {"Ann Obi": "P02"}, "c": {}}
    texts = dict.fromkeys("abc", "Ann Obi came.")
    assert stored(texts, called, {}) == {"a": "P01 came.", "b": "P02 came.", "c": "[person 1] came."}


def test_a_name_that_is_none_is_kept_in_every_file() -> None:
    texts = {"a": "Sarah Whitfield came.", "b": "Sarah Whitfield left."}
    assert stored(texts, NOBODY, {"Sarah Whitfield": ""}) == texts


def test_a_name_that_was_missed_is_found_wherever_it_stands() -> None:
    texts = {"a": "Then zib left.", "b": "Zib and Zib.", "c": "Nobody."}
    files = {file: with_missed(names_of(text), "", text, ["Zib"]) for file, text in texts.items()}
    [one] = shared_names(files, {})
    assert (one.name, one.files, one.how_many, one.suggestion) == ("Zib", 1, 2, "[person 1]")
    assert not files["a"].groups and not files["c"].groups
