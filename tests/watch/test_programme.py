"""The programme's calendar and trusts: added, corrected, removed, taken back, and what figures make of it."""

from datetime import date

import pytest

from db.store import Store
from db.vocabulary import EventKind, Per, Role, RoleGroup, Unit
from evalcore.analysis.distribution import distribution
from evalcore.analysis.question import Question
from evalcore.capture.participants import add_participant, add_trust, correct_trust, remove_trust, trusts
from evalcore.errors import EvalError, Invalid, InvalidTransition, NotFound, NotPermitted, Stale
from evalcore.manage.access import Actor
from evalcore.manage.undo import undo
from evalcore.manage.verification import faults
from evalcore.watch import programme
from evalcore.watch.corpus import snapshot
from evalcore.watch.event_facts import EventFacts
from evalcore.watch.sessions import note_attendance, sessions
from tests import factories

FEBRUARY, MARCH, APRIL, JUNE = (date(2016, month, 1) for month in (2, 3, 4, 6))
INSPECTION = EventFacts(EventKind.INSPECTION, "An inspection", FEBRUARY)


@pytest.fixture
def ada(store: Store) -> Actor:
    me = factories.actor(store)
    for name in ("Alder Hall", "Birch Vale"):
        add_trust(store, me, name)
    return me


def learning_session(store: Store, me: Actor, name: str = "Learning session 1", on: date = FEBRUARY) -> int:
    return programme.add_event(store, me, EventKind.LEARNING_SESSION, name, on).subject_no or 0


def test_an_event_is_corrected_under_its_own_number_and_both_ways_back_lead_to_what_was(
    store: Store, ada: Actor
) -> None:
    no = programme.add_event(store, ada, EventKind.INSPECTION, "An inspection", FEBRUARY, trust=1).subject_no or 0
    better = EventFacts(EventKind.LEADERSHIP, "New medical director", MARCH, APRIL, trust=2, note="From elsewhere.")
    corrected = programme.correct_event(store, ada, no, better)
    (row,) = programme.events(store, ada)
    assert (row.no, row.kind, row.first_on, row.last_on, row.trust) == (no, better.kind, MARCH, APRIL, 2)
    undo(store, ada, corrected.change_no)
    (row,) = programme.events(store, ada)
    assert (row.no, row.name, row.trust, row.note) == (no, "An inspection", 1, "")
    gone = programme.remove_event(store, ada, no)
    assert programme.events(store, ada) == []
    undo(store, ada, gone.change_no)
    assert [row.no for row in programme.events(store, ada)] == [no]
    assert faults(store) == []


def test_whoever_was_slower_does_not_write_over_a_correction(store: Store, ada: Actor) -> None:
    done = programme.add_event(store, ada, EventKind.INSPECTION, "An inspection", FEBRUARY)
    no = done.subject_no or 0
    programme.correct_event(store, ada, no, EventFacts(EventKind.MEDIA, "A report", FEBRUARY), opened_at=done.change_no)
    with pytest.raises(Stale, match="Somebody else has changed this event"):
        programme.correct_event(store, ada, no, INSPECTION, opened_at=done.change_no)
    assert programme.events(store, ada)[0].name == "A report"


WRONG = {
    "ends first": (EventFacts(EventKind.MEDIA, "A report", MARCH, FEBRUARY), "before it starts"),
    "no name": (EventFacts(EventKind.MEDIA, "  ", MARCH), "Give the event a name"),
    "no such year": (EventFacts(EventKind.MEDIA, "A report", date(216, 3, 1)), "Check the year"),
    "no such trust": (EventFacts(EventKind.MEDIA, "A report", MARCH, trust=9), "no trust number 9"),
    "adopted from nowhere": (EventFacts(EventKind.ADOPTION, "A chart", MARCH, trust=1), "from which"),
    "adopted from itself": (EventFacts(EventKind.ADOPTION, "A chart", MARCH, trust=1, adopted_from=1), "two trusts"),
    "media adopted": (EventFacts(EventKind.MEDIA, "A report", MARCH, trust=1, adopted_from=2), "Only the kind"),
}


@pytest.mark.parametrize(("facts", "said"), WRONG.values(), ids=WRONG)
def test_an_event_that_cannot_be_is_refused_in_a_sentence(
    store: Store, ada: Actor, facts: EventFacts, said: str
) -> None:
    no = programme.add_event(store, ada, EventKind.INSPECTION, "An inspection", FEBRUARY).subject_no or 0
    with pytest.raises(EvalError, match=said):
        programme.correct_event(store, ada, no, facts)
    assert [row.name for row in programme.events(store, ada)] == ["An inspection"]


def test_an_idea_is_adopted_from_another_trust(store: Store, ada: Actor) -> None:
    programme.add_event(store, ada, EventKind.ADOPTION, "Sepsis trolley", MARCH, trust=2, adopted_from=1)
    (row,) = programme.events(store, ada)
    assert (row.trust, row.adopted_from) == (2, 1)


def test_attendance_is_kept_by_trust_and_nobody_came_is_not_nobody_knows(store: Store, ada: Actor) -> None:
    no = learning_session(store, ada)
    first = note_attendance(store, ada, no, {1: 4, 2: 0})
    (held,) = sessions(store, ada)
    assert (held.came, held.trusts, held.people) == ({1: 4, 2: 0}, 1, 4)
    note_attendance(store, ada, no, {1: 5})
    assert sessions(store, ada)[0].came == {1: 5}
    with pytest.raises(
        InvalidTransition, match=r"noted who came to learning session .* \(change 5\), which builds on it"
    ):
        undo(store, ada, first.change_no)
    undo(store, ada, 5)
    assert sessions(store, ada)[0].came == {1: 4, 2: 0}
    assert faults(store) == []


def test_attendance_goes_and_comes_back_with_its_session(store: Store, ada: Actor) -> None:
    no = learning_session(store, ada)
    note_attendance(store, ada, no, {1: 4})
    with pytest.raises(Invalid, match="Take the attendance out first"):
        programme.correct_event(store, ada, no, INSPECTION)
    gone = programme.remove_event(store, ada, no)
    assert sessions(store, ada) == []
    undo(store, ada, gone.change_no)
    assert sessions(store, ada)[0].came == {1: 4}


def test_attendance_is_for_learning_sessions_and_numbers_of_people(store: Store, ada: Actor) -> None:
    inspection = programme.add_event(store, ada, EventKind.INSPECTION, "An inspection", FEBRUARY).subject_no or 0
    with pytest.raises(Invalid, match="learning sessions only"):
        note_attendance(store, ada, inspection, {1: 4})
    no = learning_session(store, ada)
    with pytest.raises(Invalid, match="Mend the number of Birch Vale"):
        note_attendance(store, ada, no, {1: 4, 2: -1})
    assert sessions(store, ada)[0].came == {}


def test_a_kind_is_not_brought_back_under_attendance(store: Store, ada: Actor) -> None:
    no = programme.add_event(store, ada, EventKind.OTHER, "A day together", FEBRUARY).subject_no or 0
    made = programme.correct_event(store, ada, no, EventFacts(EventKind.LEARNING_SESSION, "A day together", FEBRUARY))
    note_attendance(store, ada, no, {1: 4})
    with pytest.raises(InvalidTransition, match="you noted who came to learning session 1: “A day together”"):
        undo(store, ada, made.change_no)


def test_a_new_phase_is_in_the_figures_per_phase_at_once(store: Store, ada: Actor) -> None:
    source = factories.source(store, ada, held_on=date(2016, 2, 3))
    factories.coding(store, ada, source=source)
    factories.reading(store, ada, source=source)

    def periods() -> list[str]:
        answer = distribution(snapshot(store, ada.evaluation_id), Question(Unit.SOURCES, theme=4, per=Per.PHASE))
        return [str(period) for period in answer.rows["period"].unique()]

    assert periods() == []
    added = programme.add_phase(store, ada, "Prework", FEBRUARY, MARCH)
    assert periods() == ["Prework"]
    (phase,) = programme.phases(store, ada)
    programme.correct_phase(store, ada, phase.no, "Getting ready", FEBRUARY, APRIL)
    assert periods() == ["Getting ready"]
    with pytest.raises(InvalidTransition, match="you corrected phase 2: “Getting ready”"):
        undo(store, ada, added.change_no)
    programme.remove_phase(store, ada, programme.phases(store, ada)[0].no)
    assert periods() == []


def test_no_day_is_in_two_phases(store: Store, ada: Actor) -> None:
    first = programme.add_phase(store, ada, "Prework", FEBRUARY, MARCH).subject_no or 0
    with pytest.raises(Invalid, match="“Action” begins on 1 March 2016, before “Prework” has ended"):
        programme.add_phase(store, ada, "Action", MARCH, JUNE)
    with pytest.raises(Invalid, match="one name"):
        programme.add_phase(store, ada, "prework", APRIL, JUNE)
    gone = programme.remove_phase(store, ada, first)
    programme.add_phase(store, ada, "Action", MARCH, JUNE)
    with pytest.raises(InvalidTransition, match="you added phase 2: “Action”"):
        undo(store, ada, gone.change_no)
    assert [row.name for row in programme.phases(store, ada)] == ["Action"]


def test_there_is_one_committee_meeting_a_day(store: Store, ada: Actor) -> None:
    first = programme.add_meeting(store, ada, FEBRUARY).subject_no or 0
    with pytest.raises(Invalid, match="There is a meeting on 1 February 2016 already"):
        programme.add_meeting(store, ada, FEBRUARY)
    programme.correct_meeting(store, ada, first, FEBRUARY, note="By telephone")
    moved = programme.meetings(store, ada)[0].no
    programme.correct_meeting(store, ada, moved, MARCH)
    assert [row.held_on for row in programme.meetings(store, ada)] == [MARCH]
    with pytest.raises(NotFound, match="not there any more"):
        programme.remove_meeting(store, ada, moved)
    gone = programme.remove_meeting(store, ada, programme.meetings(store, ada)[0].no)
    programme.add_meeting(store, ada, MARCH)
    with pytest.raises(InvalidTransition, match="you added committee meeting 4: “1 March 2016”"):
        undo(store, ada, gone.change_no)


def test_a_trust_is_corrected_and_whoever_points_to_it_follows(store: Store, ada: Actor) -> None:
    factories.source(store, ada, trust=1)
    before = trusts(store, ada)
    done = correct_trust(
        store,
        ada,
        1,
        "Alder Hall and Dale",
        shown_as="Trust A",
        followed_closely=True,
        chosen_because="Small.",
        beds=400,
    )
    row = trusts(store, ada)[0]
    assert (row.no, row.name, row.shown_as, row.beds) == (1, "Alder Hall and Dale", "Trust A", 400)
    labels = snapshot(store, ada.evaluation_id).corpus.trusts["name"]
    assert list(labels) == ["Alder Hall and Dale", "Birch Vale"]
    undo(store, ada, done.change_no)
    assert [row.name for row in trusts(store, ada)] == [row.name for row in before]
    with pytest.raises(Invalid, match="There is a trust “birch vale” already"):
        correct_trust(store, ada, 1, "Alder Hall", shown_as="birch vale")
    with pytest.raises(Invalid, match="beds"):
        correct_trust(store, ada, 1, "Alder Hall", beds=0)


def test_a_trust_is_removed_with_its_own_records_but_not_from_under_others(store: Store, ada: Actor) -> None:
    no = learning_session(store, ada)
    note_attendance(store, ada, no, {1: 4, 2: 3})
    factories.source(store, ada, trust=1)
    with pytest.raises(InvalidTransition, match="“Alder Hall” cannot be removed: 1 source belong"):
        remove_trust(store, ada, 1)
    gone = remove_trust(store, ada, 2)
    assert sessions(store, ada)[0].came == {1: 4}
    undo(store, ada, gone.change_no)
    assert sessions(store, ada)[0].came == {1: 4, 2: 3}
    assert faults(store) == []


def test_a_new_trust_is_not_taken_back_from_under_what_belongs_to_it(store: Store, ada: Actor) -> None:
    added = add_trust(store, ada, "Chestnut Park")
    add_participant(store, ada, "P01", RoleGroup.CONSULTANT, trust=added.subject_no)
    with pytest.raises(InvalidTransition, match="you added participant 1: “P01”"):
        undo(store, ada, added.change_no)


def test_nothing_is_brought_back_to_a_trust_that_has_gone(store: Store, ada: Actor) -> None:
    no = programme.add_event(store, ada, EventKind.INSPECTION, "An inspection", FEBRUARY, trust=2).subject_no or 0
    gone = programme.remove_event(store, ada, no)
    removed = remove_trust(store, ada, 2)
    with pytest.raises(InvalidTransition, match="trust 2, which it needs, is not there any more"):
        undo(store, ada, gone.change_no)
    undo(store, ada, removed.change_no)
    undo(store, ada, gone.change_no)
    assert programme.events(store, ada)[0].trust == 2


def test_the_programme_team_notes_events_and_leaves_phases_alone(store: Store, ada: Actor) -> None:
    ben = factories.actor(store, Role.PROGRAMME_TEAM, evaluation_id=ada.evaluation_id, name="Ben")
    done = programme.add_event(store, ben, EventKind.INSPECTION, "An inspection", FEBRUARY)
    undo(store, ben, done.change_no)
    with pytest.raises(NotPermitted):
        programme.add_phase(store, ben, "Prework", FEBRUARY, MARCH)
    with pytest.raises(NotPermitted):
        programme.add_meeting(store, ben, FEBRUARY)
    with pytest.raises(NotPermitted):
        correct_trust(store, ben, 1, "Alder")
