"""Which trusts have gone quiet: whom nobody has met for weeks, and whose attendance falls."""

from datetime import date, timedelta

import pytest

from db.store import Store
from db.vocabulary import Engagement, EventKind, Role, RoleGroup, SourceKind
from evalcore.capture.participants import add_participant, add_trust
from evalcore.capture.sources import Present
from evalcore.errors import NotPermitted
from evalcore.manage.access import Actor
from evalcore.watch.programme import add_event, add_phase
from evalcore.watch.quiet import quiet_trusts
from evalcore.watch.sessions import note_attendance
from evalcore.watch.trust_records import note_step
from tests import factories

DAY = date(2016, 6, 1)


def before(weeks: int) -> date:
    return DAY - timedelta(weeks=weeks)


@pytest.fixture
def ada(sqlite_store: Store) -> Actor:
    me = factories.actor(sqlite_store)
    for name in ("Alder Hall", "Birch Vale"):
        add_trust(sqlite_store, me, name)
    return me


def quiet(store: Store, me: Actor, weeks: int = 6) -> dict[str, int | None]:
    return {row.name: row.weeks for row in quiet_trusts(store, me, weeks=weeks, on=DAY) if row.silent}


def session(store: Store, me: Actor, on: date, came: dict[int, int]) -> None:
    no = add_event(store, me, EventKind.LEARNING_SESSION, f"Session of {on}", on).subject_no
    note_attendance(store, me, no or 0, came)


def test_the_longest_silent_come_first_and_never_met_before_all(sqlite_store: Store, ada: Actor) -> None:
    factories.source(sqlite_store, ada, trust=1, held_on=before(7))
    assert list(quiet(sqlite_store, ada).items()) == [("Birch Vale", None), ("Alder Hall", 7)]
    assert list(quiet(sqlite_store, ada, weeks=8)) == ["Birch Vale"]


def test_meeting_somebody_of_a_trust_anywhere_is_contact_and_its_papers_are_not(
    sqlite_store: Store, ada: Actor
) -> None:
    factories.source(sqlite_store, ada, trust=2, held_on=before(1), kind=SourceKind.DOCUMENT)
    assert set(quiet(sqlite_store, ada)) == {"Alder Hall", "Birch Vale"}
    person = add_participant(sqlite_store, ada, "P01", RoleGroup.CONSULTANT, trust=2).subject_no
    factories.source(sqlite_store, ada, held_on=before(2), present=[Present(RoleGroup.CONSULTANT, participant=person)])
    factories.source(sqlite_store, ada, held_on=before(3), present=[Present(RoleGroup.REGISTRAR, 2, trust=1)])
    assert quiet(sqlite_store, ada) == {}


def test_a_learning_session_is_contact_with_those_who_came(sqlite_store: Store, ada: Actor) -> None:
    session(sqlite_store, ada, before(2), {1: 3, 2: 0})
    assert list(quiet(sqlite_store, ada)) == ["Birch Vale"]


def test_who_has_just_signed_is_not_quiet_and_who_has_lapsed_is_gone(sqlite_store: Store, ada: Actor) -> None:
    note_step(sqlite_store, ada, 1, Engagement.SIGNED, before(2))
    note_step(sqlite_store, ada, 2, Engagement.SIGNED, before(30))
    assert list(quiet(sqlite_store, ada)) == ["Birch Vale"]
    note_step(sqlite_store, ada, 2, Engagement.LAPSED, before(8))
    assert quiet(sqlite_store, ada) == {}
    note_step(sqlite_store, ada, 2, Engagement.RETURNED, before(7))
    assert list(quiet(sqlite_store, ada)) == ["Birch Vale"]


FALLS = {
    "fewer each time": ([6, 5, 2], (6, 5, 2)),
    "of the last three": ([1, 6, 5, 2], (6, 5, 2)),
    "as many once": ([6, 6, 2], ()),
    "more at the end": ([6, 2, 5], ()),
    "two only": ([6, 2], ()),
    "to nobody": ([6, 2, 0], (6, 2, 0)),
    "one not known": ([6, None, 5, 2], (6, 5, 2)),
}


@pytest.mark.parametrize(("came", "falls"), FALLS.values(), ids=FALLS)
def test_attendance_falls_when_fewer_came_to_each_of_three_sessions(
    sqlite_store: Store, ada: Actor, came: list[int | None], falls: tuple[int, ...]
) -> None:
    for place, number in enumerate(came):
        known = {} if number is None else {1: number}
        session(sqlite_store, ada, before(10 - place), known | {2: 4})
    factories.source(sqlite_store, ada, trust=1, held_on=before(0))
    found = {row.name: row.falling for row in quiet_trusts(sqlite_store, ada, weeks=60, on=DAY)}
    assert found == ({"Alder Hall": falls} if falls else {})


def test_nobody_is_expected_after_the_end_of_the_programme(sqlite_store: Store, ada: Actor) -> None:
    for trust in (1, 2):
        factories.source(sqlite_store, ada, trust=trust, held_on=before(1))
    assert len(quiet_trusts(sqlite_store, ada)) == 2
    add_phase(sqlite_store, ada, "Sustain", before(10), DAY)
    assert quiet_trusts(sqlite_store, ada) == []


def test_who_sees_no_dashboard_sees_no_quiet_trusts(sqlite_store: Store, ada: Actor) -> None:
    eve = factories.actor(sqlite_store, Role.ADMINISTRATOR, evaluation_id=ada.evaluation_id)
    with pytest.raises(NotPermitted):
        quiet_trusts(sqlite_store, eve)
