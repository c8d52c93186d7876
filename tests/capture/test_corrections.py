"""The facts of a source corrected: all of a form in one change, and nobody's correction lost."""

from dataclasses import replace
from datetime import date

import pytest

from db.reads.rows import standing
from db.store import Store
from db.tables import Attendance
from db.vocabulary import Role, RoleGroup
from evalcore.capture.library import find_source, possible_leads
from evalcore.capture.sources import Facts, Present, correct
from evalcore.errors import NotPermitted, Stale
from evalcore.manage.undo import undo
from tests import factories

FACTS = Facts("Meeting about the chart", date(2016, 2, 3), minutes=60)
THERE = (Present(RoleGroup.CONSULTANT, 2),)


def test_facts_attendance_and_lead_are_one_change_and_one_undo(store: Store) -> None:
    ada = factories.actor(store)
    ben = factories.actor(store, Role.CODER, evaluation_id=ada.evaluation_id, name="Ben Osei")
    source = factories.source(store, ada)
    new = replace(FACTS, minutes=45)
    done = correct(store, ada, source, new, present=THERE, lead_coder=ben.account_id, opened_at=1)
    row = find_source(store, ada, source)
    assert (row.minutes, row.lead_coder) == (45, "Ben Osei")
    undo(store, ada, done.change_no)
    row = find_source(store, ada, source)
    assert (row.minutes, row.lead_coder_id) == (60, ada.account_id)
    with store.read() as session:
        assert standing(session, ada.evaluation_id, Attendance) == []


@pytest.mark.parametrize("other", ["facts", "attendance"])
def test_the_second_of_two_corrections_is_told(store: Store, other: str) -> None:
    ada = factories.actor(store)
    source = factories.source(store, ada, present=THERE)
    if other == "facts":
        correct(store, ada, source, replace(FACTS, minutes=45))
    else:
        correct(store, ada, source, FACTS, present=())
    with pytest.raises(Stale, match="Somebody else"):
        correct(store, ada, source, replace(FACTS, minutes=50), present=THERE, opened_at=1)


def test_only_who_codes_can_be_given_the_lead(store: Store) -> None:
    ada = factories.actor(store)
    eve = factories.actor(store, Role.COMMITTEE, evaluation_id=ada.evaluation_id, name="Eve Aquino")
    source = factories.source(store, ada)
    assert possible_leads(store, ada) == {ada.account_id: "Ada Lovell"}
    with pytest.raises(NotPermitted, match="Only a member who codes"):
        correct(store, ada, source, FACTS, lead_coder=eve.account_id)


def test_an_author_cannot_hand_her_note_over(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store, Role.PROGRAMME_TEAM, Role.RESEARCHER)
    source = factories.source(sqlite_store, ada)
    author = replace(ada, roles=frozenset({Role.PROGRAMME_TEAM}))
    with pytest.raises(NotPermitted):
        correct(sqlite_store, author, source, FACTS, lead_coder=99)
