"""Tables about the programme: good rows go in at once, bad ones are named by row, and nothing is half-saved."""

from datetime import date

import pytest

from db.store import Store
from db.vocabulary import Engagement, EventKind, Role, RoleGroup
from evalcore.capture.participants import add_trust, correct_trust, trusts
from evalcore.errors import ImportProblem, NotPermitted
from evalcore.interchange.programme_rows import ProgrammeRow, TableKind, guess_columns
from evalcore.interchange.tabular import read_table
from evalcore.manage.access import Actor
from evalcore.manage.changes import newest_change
from evalcore.manage.undo import undo
from evalcore.manage.verification import faults
from evalcore.watch.programme import add_event, add_meeting, add_phase, events, meetings, phases
from evalcore.watch.programme_imports import IMPORTS, check_table
from evalcore.watch.sessions import note_attendance, sessions
from evalcore.watch.trust_records import count_champions, note_step, records
from tests import factories

FEBRUARY = date(2016, 2, 24)
Checked = tuple[tuple[ProgrammeRow, ...], dict[int | None, str]]


@pytest.fixture
def ada(store: Store) -> Actor:
    me = factories.actor(store)
    for name in ("Alder Hall", "Birch Vale", "Chestnut Park"):
        add_trust(store, me, name)
    correct_trust(store, me, 1, "Alder Hall", shown_as="Trust A")
    return me


def checked(store: Store, me: Actor, kind: TableKind, text: str) -> Checked:
    table = read_table("table.csv", text.encode())
    rows, problems = check_table(store, me, kind, table, guess_columns(kind, table.columns))
    return rows, {problem.row: problem.message for problem in problems}


def test_an_unknown_trust_is_answered_with_the_nearest_and_the_good_rows_go_in(store: Store, ada: Actor) -> None:
    rows, wrong = checked(
        store,
        ada,
        TableKind.EVENTS,
        "When,Type of event,Name,Concerns,Notes\n"
        "19/04/2016,Inspection,Inspection of Birch Vale,birch vale,Announced\n"
        "20/04/2016,inspection,Inspection,Birch Dale,\n"
        "7 March 2016,national campaign,Could it be sepsis?,,\n"
        "5 Aug 2016,,Medical director leaves,Trust A,\n".replace("Type of event", "Kind"),
    )
    assert wrong == {3: "Trust “Birch Dale” is not known here: write Birch Vale."}
    done = IMPORTS[TableKind.EVENTS](store, ada, rows)
    assert [(row.kind, row.trust, row.first_on) for row in events(store, ada)] == [
        (EventKind.CAMPAIGN, None, date(2016, 3, 7)),
        (EventKind.INSPECTION, 2, date(2016, 4, 19)),
        (EventKind.OTHER, 1, date(2016, 8, 5)),
    ]
    undo(store, ada, done.change_no)
    assert events(store, ada) == []
    assert faults(store) == []


BAD_EVENTS = {
    "no name": ("2016-04-19,,,", "Name is empty."),
    "no day": (",Inspection,,", "Date is empty."),
    "ends first": (
        "2016-04-19,Inspection,2016-04-18,",
        "It ends on 18 April 2016, before it starts. Choose a later end.",
    ),
    "no date": (
        "spring,Inspection,,",
        "Date “spring” is not a date: write it as 2016-05-31, 31/05/2016 or 31 May 2016.",
    ),
    "adopted from nowhere": ("2016-04-19,Trolley,,idea adopted", "Say which trust adopted the idea, and from which."),
    "no kind": ("2016-04-19,Trolley,,picnic", "Kind “picnic” is not known here"),
    "there already": ("2016-02-24,a REPORT,,media", "“a REPORT” is on the calendar on that day already."),
    "twice in the file": ("2016-05-01,Good,,", "“Good” is on the calendar on that day already."),
    "novel for a name": (f"2016-05-02,{'x' * 300},,", "Name is a long text: check that the right column was chosen."),
}


@pytest.mark.parametrize(("line", "said"), BAD_EVENTS.values(), ids=BAD_EVENTS)
def test_a_bad_row_says_what_is_wrong_with_it(sqlite_store: Store, line: str, said: str) -> None:
    me = factories.actor(sqlite_store)
    add_event(sqlite_store, me, EventKind.MEDIA, "A report", FEBRUARY)
    rows, wrong = checked(
        sqlite_store, me, TableKind.EVENTS, f"date,name,until,kind\n2016-05-01,Good,,\n{line}\n2016-05-03,Good,,\n"
    )
    assert [row.number for row in rows] == [2, 4]
    assert list(wrong) == [3] and wrong[3].startswith(said)


def test_attendance_goes_to_the_session_of_its_day_and_a_new_session_is_put_on_the_calendar(
    store: Store, ada: Actor
) -> None:
    there = add_event(store, ada, EventKind.LEARNING_SESSION, "First session", FEBRUARY).subject_no or 0
    note_attendance(store, ada, there, {1: 9, 3: 2})
    rows, wrong = checked(
        store,
        ada,
        TableKind.SESSIONS,
        "Date,Session,Trust,Came\n"
        "2016-02-24,,Alder Hall,4\n"
        "2016-02-24,first SESSION,Birch Vale,0\n"
        "2016-05-25,Second session,Alder Hall,3\n"
        "2016-05-25,second session,Birch Vale,2\n"
        "2016-05-25,,birch vale,5\n"
        "2016-05-25,Second session,Chestnut Park,some\n"
        "2016-05-25,Second session,Chestnut Park,5000\n",
    )
    assert wrong == {
        6: "The trust is counted at this session in a row before.",
        7: "Came “some” is not a whole number: write it as 4.",
        8: "From 0 to 999 people can come from a trust: mend the number.",
    }
    done = IMPORTS[TableKind.SESSIONS](store, ada, rows)
    first, second = sessions(store, ada)
    assert (first.no, first.came) == (there, {1: 4, 2: 0, 3: 2})
    assert (second.name, second.came) == ("Second session", {1: 3, 2: 2})
    undo(store, ada, done.change_no)
    assert [held.came for held in sessions(store, ada)] == [{1: 9, 3: 2}]
    assert faults(store) == []


def test_phases_and_meetings_are_held_against_those_that_are_there(store: Store, ada: Actor) -> None:
    add_phase(store, ada, "Prework", date(2016, 1, 4), date(2016, 2, 23))
    add_meeting(store, ada, FEBRUARY)
    rows, wrong = checked(
        store,
        ada,
        TableKind.PHASES,
        "phase,from,to\nAction 1,2016-02-20,2016-05-24\nAction 2,2016-05-25,2016-09-20\n"
        "Action 3,2016-09-20,2017-02-21\n",
    )
    assert set(wrong) == {2, 4} and "before “Prework” has ended" in wrong[2]
    IMPORTS[TableKind.PHASES](store, ada, rows)
    assert [row.name for row in phases(store, ada)] == ["Prework", "Action 2"]
    rows, wrong = checked(store, ada, TableKind.MEETINGS, "date,note\n24/2/2016,\n17/5/2016,By phone\n17/5/2016,\n")
    assert wrong == {
        2: "There is a meeting on 24 February 2016 already.",
        4: "There is a meeting on 17 May 2016 already.",
    }
    IMPORTS[TableKind.MEETINGS](store, ada, rows)
    assert [row.note for row in meetings(store, ada)] == ["", "By phone"]


def test_ratings_and_steps_come_in_whatever_the_order_of_the_rows(store: Store, ada: Actor) -> None:
    note_step(store, ada, 1, Engagement.SIGNED, date(2016, 1, 4))
    rows, wrong = checked(
        store,
        ada,
        TableKind.ENGAGEMENT,
        "trust,step,date\nTrust A,returned,2016-10-01\nTrust A,lapsed,2016-06-01\nTrust A,signed,2016-01-04\n"
        "Birch Vale,lapsed,2016-06-01\n",
    )
    assert set(wrong) == {4, 5} and wrong[4] == "This step is noted already."
    IMPORTS[TableKind.ENGAGEMENT](store, ada, rows)
    assert [str(row.step) for row in records(store, ada).steps] == ["signed", "lapsed", "returned"]
    rows, wrong = checked(
        store,
        ada,
        TableKind.RATINGS,
        "trust,aspect,rated by,date,score\nAlder Hall,Readiness,self,2016-02-01,2\n"
        "Alder Hall,readiness,self,2016-02-01,3\n"
        "Alder Hall,capability,faculty,2016-02-01,7\n",
    )
    assert set(wrong) == {3, 4}
    IMPORTS[TableKind.RATINGS](store, ada, rows)
    assert [row.score for row in records(store, ada).ratings] == [2]


def test_champions_come_in_by_role_group_and_what_was_counted_of_others_stays(store: Store, ada: Actor) -> None:
    count_champions(store, ada, 1, FEBRUARY, {RoleGroup.CONSULTANT: 1, RoleGroup.REGISTRAR: 2})
    rows, wrong = checked(
        store,
        ada,
        TableKind.CHAMPIONS,
        "Trust,Counted on,Role group,Champions\n"
        "Trust A,24/2/2016,consultant,3\n"
        "Birch Vale,24/2/2016,senior nurse,0\n"
        "Birch Dale,24/2/2016,consultant,1\n"
        "birch vale,24/2/2016,Senior nurse (band 7+),4\n"
        "Birch Vale,24/2/2016,surgeon,1\n"
        "Birch Vale,24/2/2016,registrar,some\n"
        "Birch Vale,24/2/2016,registrar,100\n"
        "Birch Vale,,registrar,1\n",
    )
    assert [row.number for row in rows] == [2, 3]
    assert wrong[4] == "Trust “Birch Dale” is not known here: write Birch Vale."
    assert wrong[5] == "The champions of this role group are counted for that day in a row before."
    assert wrong[6].startswith("Role group “surgeon” is not known here")
    assert wrong[7] == "Champions “some” is not a whole number: write it as 4."
    assert wrong[8] == "A trust has from 0 to 99 champions of a role group: mend the number."
    assert wrong[9] == "Date is empty."
    done = IMPORTS[TableKind.CHAMPIONS](store, ada, rows)
    first, second = records(store, ada).champions
    assert (first.trust, first.how_many) == (1, {RoleGroup.CONSULTANT: 3, RoleGroup.REGISTRAR: 2})
    assert (second.trust, second.how_many) == (2, {RoleGroup.SENIOR_NURSE: 0})
    undo(store, ada, done.change_no)
    assert [row.how_many for row in records(store, ada).champions] == [
        {RoleGroup.CONSULTANT: 1, RoleGroup.REGISTRAR: 2}
    ]
    assert faults(store) == []


def test_trusts_come_in_each_with_what_is_known_of_it_and_no_name_twice(store: Store, ada: Actor) -> None:
    long = "Chosen for its size and its distance and its history of working with the host. " * 5
    rows, wrong = checked(
        store,
        ada,
        TableKind.TRUSTS,
        "Trust,Shown as,Size (beds),Followed closely,Why\n"
        f"Downing  Moor,Trust D,640,yes,{long}\n"
        "Elm Park,,,,\n"
        "alder hall,,,,\n"
        "Fir Tree,Trust A,,,\n"
        "Gorse Hill,trust d,,,\n"
        "Hazel Down,,6400,,\n"
        "Ivy Bridge,,many,,\n"
        "Juniper,,,perhaps,\n"
        ",Trust K,,,\n",
    )
    assert [row.number for row in rows] == [2, 3]
    assert wrong[4] == "There is a trust “alder hall” already: choose another name."
    assert wrong[5] == "There is a trust “Trust A” already: choose another name."
    assert wrong[6] == "There is a trust “trust d” already: choose another name."
    assert wrong[7].startswith("A trust has from 1 to 5,000 beds.")
    assert wrong[8] == "Size (beds) “many” is not a whole number: write it as 4."
    assert wrong[9].startswith("Followed closely “perhaps” is not known here: write yes or no")
    assert wrong[10] == "Name is empty."
    done = IMPORTS[TableKind.TRUSTS](store, ada, rows)
    new = trusts(store, ada)[3:]
    assert [(row.name, row.shown_as, row.beds, row.followed_closely) for row in new] == [
        ("Downing Moor", "Trust D", 640, True),
        ("Elm Park", "Elm Park", None, False),
    ]
    assert new[0].chosen_because == long.strip()
    with pytest.raises(ImportProblem, match="There is a trust “Downing Moor” already"):
        IMPORTS[TableKind.TRUSTS](store, ada, rows)
    undo(store, ada, done.change_no)
    assert len(trusts(store, ada)) == 3
    assert faults(store) == []


def test_what_cannot_go_in_any_more_is_named_and_nothing_is_stored(store: Store, ada: Actor) -> None:
    rows, _ = checked(store, ada, TableKind.MEETINGS, "date\n2016-03-15\n2016-05-17\n")
    add_meeting(store, ada, date(2016, 5, 17))
    before = newest_change(store, ada.evaluation_id)
    with pytest.raises(ImportProblem, match="There is a meeting on 17 May 2016 already") as refused:
        IMPORTS[TableKind.MEETINGS](store, ada, rows)
    assert refused.value.row == 3
    assert (len(meetings(store, ada)), newest_change(store, ada.evaluation_id)) == (1, before)


def test_a_table_without_a_column_that_must_be_there_says_which(sqlite_store: Store) -> None:
    me = factories.actor(sqlite_store)
    with pytest.raises(ImportProblem, match="no column for Date and Name: choose one of its columns"):
        checked(sqlite_store, me, TableKind.EVENTS, "Wert,Sache\n1,2\n")


def test_the_programme_team_brings_in_events_but_no_phases(store: Store, ada: Actor) -> None:
    ben = factories.actor(store, Role.PROGRAMME_TEAM, evaluation_id=ada.evaluation_id)
    assert len(checked(store, ben, TableKind.EVENTS, "date,name\n2016-03-15,Open day\n")[0]) == 1
    with pytest.raises(NotPermitted):
        checked(store, ben, TableKind.PHASES, "phase,from,to\nPrework,2016-01-04,2016-02-01\n")
    with pytest.raises(NotPermitted):
        checked(store, ben, TableKind.TRUSTS, "name\nElm Park\n")


def test_of_ten_thousand_rows_the_three_bad_ones_are_named_and_the_rest_goes_in(store: Store, ada: Actor) -> None:
    lines = [f"2016-{no % 12 + 1:02}-{no % 28 + 1:02},Event {no},Birch Vale" for no in range(10_000)]
    for place, bad in ((10, "2016-13-01,Event,Birch Vale"), (20, "2016-01-01,,"), (30, "2016-01-01,Event,Birch")):
        lines[place] = bad
    rows, wrong = checked(store, ada, TableKind.EVENTS, "\n".join(["date,name,trust", *lines]))
    assert list(wrong) == [12, 22, 32]
    IMPORTS[TableKind.EVENTS](store, ada, rows)
    assert len(events(store, ada)) == 9_997
