from db.store import Store
from evalcore.capture.files import OpenFile, open_file
from evalcore.capture.speaking import is_nobody_known, proposed_pseudonyms
from tests import factories

FREE = [f"P{number:02}" for number in range(1, 10)]


def opened(store: Store, *texts: str) -> dict[str, OpenFile]:
    ada = factories.actor(store)
    return {f"f{number}": open_file(store, ada, "a.txt", text.encode()) for number, text in enumerate(texts)}


def test_a_named_speaker_is_one_person_in_all_files_and_a_label_another_in_each(sqlite_store: Store) -> None:
    files = opened(
        sqlite_store,
        "Int: Why?\nAnn Obi: Time.\nInt: So?\nAnn Obi: No.\n",
        "Int: Why?\nResp: Time.\nInt: So?\nResp: No.\n",
        "Int: Why?\nResp: Time.\nAnn Obi: Yes.\nANN OBI: No.\n",
    )
    found = proposed_pseudonyms(files, {file: ["Int"] for file in files}, FREE)
    assert {one: pseudonym for one, pseudonym in found.items() if one[1] != "Int"} == {
        ("f0", "Ann Obi"): "P01",
        ("f1", "Resp"): "P02",
        ("f2", "Resp"): "P03",
        ("f2", "Ann Obi"): "P01",
    }


def test_a_speaker_who_has_a_pseudonym_keeps_it_and_nobody_else_gets_it(sqlite_store: Store) -> None:
    files = opened(sqlite_store, "Int: Why?\nP01: Time.\nAnn Obi: So.\np01: No.\nAnn Obi: Yes.\n")
    found = proposed_pseudonyms(files, {"f0": ["Int"]}, FREE)
    assert found == {("f0", "P01"): "P01", ("f0", "Ann Obi"): "P02", ("f0", "Int"): "P03"}


def test_the_pseudonym_of_who_withdrew_is_nobodys_again(sqlite_store: Store) -> None:
    files = opened(sqlite_store, "Int: Why?\nP01: Time.\nInt: So?\nP02 (nurse): No.\n[P01]: Yes.\n")
    found = proposed_pseudonyms(files, {"f0": ["Int"]}, FREE[2:], {"P01"})
    assert found["f0", "P02 (nurse)"] == "P02"
    assert "P01" not in found.values()


def test_a_pseudonym_in_brackets_or_with_a_role_is_kept_as_well(sqlite_store: Store) -> None:
    files = opened(sqlite_store, "Int: Why?\nP21 (nurse): Time.\nInt: So?\nP21 (nurse): No.\n")
    found = proposed_pseudonyms(files, {"f0": ["Int"]}, FREE)
    assert found["f0", "P21 (nurse)"] == "P21"


def test_whom_the_subtitles_do_not_know_is_nobody() -> None:
    assert is_nobody_known("Unknown speaker") and is_nobody_known("Unidentified Speaker 2")
    assert not is_nobody_known("Ann Obi")
