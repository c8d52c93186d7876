"""Many files taken in: each whole or not at all, one that cannot be stopping no other."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from db.reads.rows import standing
from db.store import Store
from db.tables import Attendance, Participant, SourceState
from db.vocabulary import RoleGroup, SourceKind
from evalcore.capture.files import open_file
from evalcore.capture.library import library
from evalcore.capture.many import Looked, Plan, look, take_in_each
from evalcore.capture.participants import add_trust, correct_trust
from evalcore.capture.sources import Facts
from evalcore.capture.taking_in import Person
from evalcore.manage.access import Actor
from evalcore.manage.history import history
from evalcore.manage.undo import undo
from tests import factories

DAY = date(2016, 2, 3)
NURSE = Person("P01", RoleGroup.SENIOR_NURSE)


def looked(store: Store, actor: Actor, name: str, text: str, trusts: Mapping[str, str] | None = None) -> Looked:
    return look(store, actor, open_file(store, actor, name, text.encode()), trusts or {})


def interview(store: Store, actor: Actor, number: int, held_on: date = DAY, who: Person = NURSE) -> Plan:
    file = looked(store, actor, f"Interview {number}.txt", f"Interviewer: Why?\nP01: Time {number}.\n")
    speakers = {"Interviewer": None, "P01": who}
    return Plan(f"n{number}", file, {}, SourceKind.INTERVIEW, Facts(f"Interview {number}", held_on), speakers)


def test_each_file_is_a_change_of_its_own_and_a_bad_one_stops_no_other(store: Store) -> None:
    ada = factories.actor(store)
    plans = [
        interview(store, ada, 1),
        interview(store, ada, 2, held_on=date(2990, 1, 1)),
        interview(store, ada, 3),
        replace(interview(store, ada, 1), token="again"),
    ]
    outcomes = list(take_in_each(store, ada, plans))
    assert [(one.name, one.source, (one.failed or "")[:38]) for one in outcomes] == [
        ("Interview 1.txt", 1, ""),
        ("Interview 2.txt", None, "1 January 2990 has not come yet. Choos"),
        ("Interview 3.txt", 2, ""),
        ("Interview 1.txt", None, "“Interview 1.txt” is in the library al"),
    ]
    undo(store, ada, history(store, ada)[0].change_no)
    assert [row.title for row in library(store, ada)] == ["Interview 1"]


def test_a_trust_renamed_since_the_preview_stops_its_own_file_only(store: Store) -> None:
    ada = factories.actor(store)
    trust = add_trust(store, ada, "Riverside").subject_no or 0
    notes = looked(store, ada, "notes.csv", "Date,Text,Trust\n2016-02-03,Seen.,Riverside\n")
    correct_trust(store, ada, trust, "Hillside")
    outcomes = list(take_in_each(store, ada, [Plan("t", notes, {}), interview(store, ada, 1)]))
    assert outcomes[0].failed == "Row 2: No trust is called “Riverside” any more. Look through the file again."
    assert [row.title for row in library(store, ada)] == ["Interview 1"]


def test_a_new_participant_of_several_files_is_one_person(store: Store) -> None:
    ada = factories.actor(store)
    list(take_in_each(store, ada, [interview(store, ada, number) for number in (1, 2, 3)]))
    with store.read() as session:
        assert [row.pseudonym for row in standing(session, ada.evaluation_id, Participant)] == ["P01"]
        assert [row.participant for row in standing(session, ada.evaluation_id, Attendance)] == [1, 1, 1]


def test_a_pseudonym_that_somebody_had_before_is_not_taken_for_a_new_one(store: Store) -> None:
    ada = factories.actor(store)
    list(take_in_each(store, ada, [interview(store, ada, 1)]))
    [outcome] = take_in_each(store, ada, [interview(store, ada, 2)])
    assert outcome.failed == "There is a participant P01 already. Choose another pseudonym."


def test_a_focus_group_has_several_participants_with_their_turns(store: Store) -> None:
    ada = factories.actor(store)
    text = "Moderator: Why?\nAnn Obi: Time.\nTom Lux: Money.\nAnn Obi: Both.\n"
    file = looked(store, ada, "Group.txt", text)
    assert file.opened.kind is SourceKind.FOCUS_GROUP
    assert file.opened.speakers == ("Moderator", "Ann Obi", "Tom Lux")
    speakers = {"Moderator": None, "Ann Obi": NURSE, "Tom Lux": Person("P02", RoleGroup.CONSULTANT)}
    choices = {"Ann Obi": "P01", "Tom Lux": "P02"}
    [outcome] = take_in_each(store, ada, [Plan("g", file, choices, file.opened.kind, Facts("Group", DAY), speakers)])
    assert outcome.failed is None
    [row] = library(store, ada)
    assert (row.kind, row.participants) == (SourceKind.FOCUS_GROUP, ("P01", "P02"))


def test_five_thousand_rows_go_in_but_for_three_bad_ones(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    rows = [f"2016-02-{1 + number % 28:02},Note {number}.,30" for number in range(5_000)]
    rows[10], rows[2_000], rows[4_998] = "31/02/2016,No day.,30", "2016-02-03,,30", "2016-02-03,Note.,ages"
    file = looked(sqlite_store, ada, "notes.csv", "Date,Text,Minutes\n" + "\n".join(rows) + "\n")
    assert (file.rows_left_out, file.fault) == ((12, 2_002, 5_000), None)
    [outcome] = take_in_each(sqlite_store, ada, [Plan("t", file, {})])
    assert (outcome.sources, outcome.failed) == (4_997, None)
    assert [problem.row for problem in outcome.problems] == [12, 2_002, 5_000]
    with sqlite_store.read() as session:
        assert len(standing(session, ada.evaluation_id, SourceState)) == 4_997


def test_a_table_that_nobody_can_read_by_itself_says_what_it_needs(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    file = looked(sqlite_store, ada, "days.csv", "Tag,Was\n2016-05-31,Hello.\n")
    assert file.fault is not None and "The table has no column for Date and What happened" in file.fault
    file = looked(sqlite_store, ada, "days.csv", "Date,Text\n31/02/2016,Hello.\n")
    assert file.fault is not None and file.fault.startswith("No row of it can go in")


def test_the_trusts_of_the_evaluation_are_among_the_names(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    add_trust(sqlite_store, ada, "Northmoor")
    file = looked(sqlite_store, ada, "a.txt", "We met at Northmoor.\n", {"Northmoor": "Trust A"})
    assert [(group.name, group.suggestion) for group in file.names.groups] == [("Northmoor", "Trust A")]
