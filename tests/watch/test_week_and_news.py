"""The days ahead, and what came since the last meeting of the committee."""

from datetime import UTC, date, datetime, timedelta

from db.store import Store
from db.vocabulary import EventKind, Role
from evalcore.watch.news import news
from evalcore.watch.programme import add_event, add_meeting
from evalcore.watch.week import Dated, this_week
from tests import factories

TODAY = date(2016, 5, 2)


def test_a_week_has_what_begins_and_what_goes_on_in_seven_days(store: Store) -> None:
    ada = factories.actor(store)
    for on, until, name in (
        (date(2016, 4, 20), date(2016, 5, 2), "Inspection"),
        (date(2016, 4, 20), None, "Over"),
        (date(2016, 5, 8), None, "Learning session 2"),
        (date(2016, 5, 9), None, "A week from now"),
    ):
        add_event(store, ada, EventKind.OTHER, name, on, last_on=until)
    add_meeting(store, ada, date(2016, 5, 4))
    week = this_week(store, ada, TODAY)
    assert [row.what for row in week.coming] == ["Inspection", "Steering committee", "Learning session 2"]
    assert week.after is None
    assert this_week(store, ada, date(2016, 5, 20)).after is None
    assert this_week(store, ada, date(2016, 4, 1)).after == Dated(date(2016, 4, 20), date(2016, 5, 2), "Inspection")


def test_news_counts_the_sources_since_the_last_meeting_and_names_what_happened(store: Store) -> None:
    ada = factories.actor(store)
    host = factories.actor(store, Role.PROGRAMME_TEAM, evaluation_id=ada.evaluation_id)
    today = datetime.now(UTC).date()
    for _ in range(2):
        factories.source(store, ada)
    add_event(store, ada, EventKind.OTHER, "Inspection", today - timedelta(3))
    add_event(store, ada, EventKind.OTHER, "Still to come", today + timedelta(3))
    factories.theme(store, ada, name="Reputation")
    found = news(store, host, today)
    assert (found.since, found.sources) == (None, 2)
    assert [one.text for one in found.latest] == [
        "Added “Reputation” under “Factors that influence motivation”",
        "Inspection",
    ]
    add_meeting(store, ada, today - timedelta(1))
    assert news(store, host, today).sources == 2
    add_meeting(store, ada, today + timedelta(1))
    assert news(store, host, today + timedelta(1)).sources == 0
