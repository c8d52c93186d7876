"""What is drawn as a line over time: events, and the framework's changes on the day they had where the study is."""

from datetime import UTC, date, datetime

import pytest

from db.store import Store
from db.tables import Change
from db.vocabulary import EventKind, Role
from evalcore.capture.participants import add_trust
from evalcore.errors import NotPermitted
from evalcore.manage.access import Actor
from evalcore.manage.undo import undo
from evalcore.sense import framework
from evalcore.watch.event_facts import EventFacts
from evalcore.watch.milestones import milestones
from evalcore.watch.programme import add_event, correct_event, remove_event
from tests import factories

CHAMPIONS, SUPPORT = 2, 5


@pytest.fixture
def ada(sqlite_store: Store) -> Actor:
    return factories.actor(sqlite_store)


def on(store: Store, ada: Actor, change_no: int, at: datetime) -> None:
    with store.write() as session:
        change = session.get_one(Change, (ada.evaluation_id, change_no))
        change.at = at
        session.add(change)


def test_events_and_changes_stand_in_order_of_their_days(sqlite_store: Store, ada: Actor) -> None:
    add_event(sqlite_store, ada, EventKind.INSPECTION, "An inspection", date(2016, 6, 14), last_on=date(2016, 6, 16))
    renamed = framework.rename(sqlite_store, ada, CHAMPIONS, "Local champions", reason="The committee asked").change_no
    # Half past eleven at night in UTC is the next day in a British summer.
    on(sqlite_store, ada, renamed, datetime(2016, 6, 9, 23, 30, tzinfo=UTC))
    found = milestones(sqlite_store, ada)
    assert [(one.on, one.last_on, one.framework) for one in found] == [
        (date(2016, 6, 10), None, True),
        (date(2016, 6, 14), date(2016, 6, 16), False),
    ]
    assert found[0].text == "Renamed “Champions” to “Local champions”"
    assert found[0].concerns(frozenset({CHAMPIONS}))
    assert not found[0].concerns(frozenset({SUPPORT}))


def test_changes_of_one_day_are_one_line_and_a_version_concerns_every_theme(sqlite_store: Store, ada: Actor) -> None:
    for done in (
        framework.rename(sqlite_store, ada, CHAMPIONS, "Local champions", reason="The committee asked"),
        framework.name_version(sqlite_store, ada, "Agreed"),
    ):
        on(sqlite_store, ada, done.change_no, datetime(2016, 6, 9, 12, tzinfo=UTC))
    (one,) = milestones(sqlite_store, ada)
    assert one.text == "Renamed “Champions” to “Local champions”. Framework version 1"
    assert one.concerns(frozenset({SUPPORT}))


def test_what_was_taken_back_or_changes_no_figure_is_no_line(sqlite_store: Store, ada: Actor) -> None:
    framework.recolour(sqlite_store, ada, SUPPORT, "#123456", reason="The committee asked")
    undo(sqlite_store, ada, framework.retire(sqlite_store, ada, CHAMPIONS, reason="The committee asked").change_no)
    assert milestones(sqlite_store, ada) == []


def test_as_at_an_earlier_change_later_ones_are_not_known(sqlite_store: Store, ada: Actor) -> None:
    first = framework.rename(sqlite_store, ada, CHAMPIONS, "Local champions", reason="The committee asked").change_no
    framework.rename(sqlite_store, ada, SUPPORT, "Support", reason="The committee asked")
    assert len(milestones(sqlite_store, ada, as_at=first)) == 1


def test_events_are_lines_as_they_were_known_at_the_change_that_is_asked_for(store: Store) -> None:
    ada = factories.actor(store)
    moved = add_event(store, ada, EventKind.INSPECTION, "An inspection", date(2016, 6, 14))
    gone = add_event(store, ada, EventKind.OTHER, "A strike", date(2016, 7, 1))
    facts = EventFacts(EventKind.INSPECTION, "An inspection, put off", date(2016, 9, 1))
    correct_event(store, ada, moved.made, facts)
    removed = remove_event(store, ada, gone.made)

    def lines(as_at: int | None) -> list[str]:
        return [f"{one.on:%B}: {one.text}" for one in milestones(store, ada, as_at=as_at)]

    assert lines(0) == []
    assert lines(moved.change_no) == ["June: An inspection"]
    assert lines(gone.change_no) == ["June: An inspection", "July: A strike"]
    assert lines(removed.change_no) == lines(None) == ["September: An inspection, put off"]


def test_what_was_taken_back_later_was_still_known_before(store: Store) -> None:
    ada = factories.actor(store)
    retired = framework.retire(store, ada, CHAMPIONS, reason="The committee asked").change_no
    undo(store, ada, retired)
    assert [one.text for one in milestones(store, ada, as_at=retired)] == ["Retired “Champions”"]
    assert milestones(store, ada) == []


def test_a_trust_has_its_own_events_and_those_of_all(sqlite_store: Store, ada: Actor) -> None:
    for no, name in enumerate(("Trust A", "Trust B"), 1):
        add_trust(sqlite_store, ada, name)
        add_event(sqlite_store, ada, EventKind.INSPECTION, f"Inspection of {name}", date(2016, 6, no), trust=no)
    add_event(sqlite_store, ada, EventKind.GUIDANCE, "A guideline", date(2016, 7, 1))
    texts = [one.text for one in milestones(sqlite_store, ada, trust=2)]
    assert texts == ["Inspection of Trust B", "A guideline"]


def test_an_idea_adopted_is_a_line_of_its_trust_alone(sqlite_store: Store, ada: Actor) -> None:
    for name in ("Trust A", "Trust B"):
        add_trust(sqlite_store, ada, name)
    add_event(sqlite_store, ada, EventKind.ADOPTION, "A trolley", date(2016, 8, 1), trust=2, adopted_from=1)
    assert [len(milestones(sqlite_store, ada, trust=trust)) for trust in (None, 1, 2)] == [0, 0, 1]


def test_the_programme_team_sees_them_and_the_committee_does_not(sqlite_store: Store, ada: Actor) -> None:
    framework.name_version(sqlite_store, ada, "Agreed")
    team, committee = (
        factories.actor(sqlite_store, role, evaluation_id=ada.evaluation_id)
        for role in (Role.PROGRAMME_TEAM, Role.COMMITTEE)
    )
    assert len(milestones(sqlite_store, team)) == 1
    with pytest.raises(NotPermitted):
        milestones(sqlite_store, committee)
