"""What is noted of a trust from day to day: steps in order, ratings by day and rater, champions by role group."""

from datetime import date

import pytest

from db.store import Store
from db.vocabulary import Aspect, Engagement, Rater, RoleGroup
from evalcore.capture.participants import add_trust
from evalcore.errors import Invalid, InvalidTransition, NotFound
from evalcore.manage.access import Actor
from evalcore.manage.undo import undo
from evalcore.manage.verification import faults
from evalcore.watch.programme_rules import NEXT
from evalcore.watch.trust_records import (
    correct_step,
    count_champions,
    note_step,
    rate,
    records,
    remove_step,
)
from tests import factories

JANUARY, MARCH, MAY, JUNE = (date(2016, month, 1) for month in (1, 3, 5, 6))
SIGNED, LAPSED, RETURNED = Engagement.SIGNED, Engagement.LAPSED, Engagement.RETURNED


@pytest.fixture
def ada(store: Store) -> Actor:
    me = factories.actor(store)
    for name in ("Alder Hall", "Birch Vale"):
        add_trust(store, me, name)
    return me


@pytest.mark.parametrize("before", [None, *Engagement])
@pytest.mark.parametrize("step", list(Engagement))
def test_a_trust_signs_lapses_and_returns_in_that_order(
    sqlite_store: Store, before: Engagement | None, step: Engagement
) -> None:
    me = factories.actor(sqlite_store)
    add_trust(sqlite_store, me, "Alder Hall")
    way = {None: [], SIGNED: [SIGNED], LAPSED: [SIGNED, LAPSED], RETURNED: [SIGNED, LAPSED, RETURNED]}[before]
    for month, taken in enumerate(way, 1):
        note_step(sqlite_store, me, 1, taken, date(2016, month, 1))
    if step in NEXT[before]:
        note_step(sqlite_store, me, 1, step, JUNE)
        assert records(sqlite_store, me).engagement[1].step is step
    else:
        with pytest.raises(Invalid):
            note_step(sqlite_store, me, 1, step, JUNE)
        assert [row.step for row in records(sqlite_store, me).steps] == way


def test_a_step_is_put_where_its_day_is_and_what_follows_must_still_follow(store: Store, ada: Actor) -> None:
    signed = note_step(store, ada, 1, SIGNED, JANUARY)
    note_step(store, ada, 1, LAPSED, MARCH, note="No lead nurse")
    first, second = records(store, ada).steps
    with pytest.raises(Invalid, match="Note first when it signed"):
        remove_step(store, ada, first.no)
    with pytest.raises(Invalid, match="cannot be"):
        correct_step(store, ada, first.no, SIGNED, MAY)
    with pytest.raises(InvalidTransition, match="you noted a step of trust 1: “Alder Hall”"):
        undo(store, ada, signed.change_no)
    correct_step(store, ada, second.no, LAPSED, MAY)
    assert [(row.step, row.taken_on) for row in records(store, ada).of(1).steps] == [(SIGNED, JANUARY), (LAPSED, MAY)]
    with pytest.raises(NotFound):
        remove_step(store, ada, second.no)
    assert faults(store) == []


def test_a_rating_stands_by_its_rater_and_day(store: Store, ada: Actor) -> None:
    rate(store, ada, 1, Aspect.READINESS, Rater.SELF, JANUARY, 3)
    rate(store, ada, 1, Aspect.READINESS, Rater.FACULTY, JANUARY, 2)
    mended = rate(store, ada, 1, Aspect.READINESS, Rater.SELF, JANUARY, 4)
    rate(store, ada, 1, Aspect.READINESS, Rater.SELF, MARCH, 5)
    seen = records(store, ada)
    assert [(row.rated_on, row.score) for row in seen.ratings if row.rated_by is Rater.SELF] == [
        (JANUARY, 4),
        (MARCH, 5),
    ]
    newest = seen.score(1, Aspect.READINESS, Rater.FACULTY)
    assert newest is not None and newest.score == 2
    assert seen.score(2, Aspect.READINESS, Rater.SELF) is None
    undo(store, ada, mended.change_no)
    assert records(store, ada).ratings[1].score == 3
    rate(store, ada, 1, Aspect.READINESS, Rater.SELF, MARCH, None)
    assert len(records(store, ada).ratings) == 2
    with pytest.raises(Invalid, match="from 1 to 5"):
        rate(store, ada, 1, Aspect.READINESS, Rater.SELF, MARCH, 6)
    with pytest.raises(NotFound):
        rate(store, ada, 1, Aspect.CAPABILITY, Rater.SELF, MARCH, None)
    with pytest.raises(NotFound):
        rate(store, ada, 9, Aspect.CAPABILITY, Rater.SELF, MARCH, 3)


def test_champions_are_counted_anew_on_a_day(store: Store, ada: Actor) -> None:
    count_champions(store, ada, 1, JANUARY, {RoleGroup.CONSULTANT: 1, RoleGroup.JUNIOR_NURSE: 0})
    again = count_champions(store, ada, 1, JANUARY, {RoleGroup.CONSULTANT: 2})
    count_champions(store, ada, 1, MAY, {RoleGroup.SENIOR_NURSE: 3})
    january, may = records(store, ada).champions
    assert (january.how_many, may.all) == ({RoleGroup.CONSULTANT: 2}, 3)
    undo(store, ada, again.change_no)
    assert records(store, ada).champions[0].how_many == {RoleGroup.CONSULTANT: 1, RoleGroup.JUNIOR_NURSE: 0}
    with pytest.raises(Invalid, match="from 0 to 99"):
        count_champions(store, ada, 1, MAY, {RoleGroup.CONSULTANT: 100})
