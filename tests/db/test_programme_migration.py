"""A store of an earlier layout comes up to date with everything that was in it."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Date, MetaData, insert

from db.reads.rows import standing
from db.store import Store
from db.tables import Participant
from db.vocabulary import EventKind, Role
from evalcore.capture.participants import TrustRow, correct_trust, trusts
from evalcore.manage.access import Actor
from evalcore.watch.event_facts import EventFacts
from evalcore.watch.programme import correct_event, events

ADA = Actor(1, "Ada", 1, frozenset({Role.RESEARCHER}))
FIRST: dict[str, list[dict[str, Any]]] = {
    "account": [
        {"id": 1, "email": "ada@example.org", "name": "Ada", "opens_evaluations": True, "active": True,
         "made_at": datetime(2016, 1, 4, 9, tzinfo=UTC)},
    ],
    "evaluation": [
        {"id": 1, "guid": "g", "slug": "sepsis", "name": "Sepsis", "core_concept": "Motivation", "time_zone": "UTC",
         "people_threshold": 5, "change_no": 2, "opened_on": "2016-01-04"},
    ],
    "trust": [
        {"evaluation_id": 1, "no": 1, "made_in": 0, "name": "Alder Hall", "shown_as": "Trust A",
         "followed_closely": True, "chosen_because": "Small."},
        {"evaluation_id": 1, "no": 2, "made_in": 1, "ended_in": 2, "name": "A slip", "shown_as": "A slip",
         "followed_closely": False, "chosen_because": ""},
    ],
    "participant": [
        {"evaluation_id": 1, "no": 1, "made_in": 0, "pseudonym": "P01", "role_group": "consultant", "trust": 1},
    ],
    "event": [
        {"evaluation_id": 1, "no": 1, "made_in": 1, "kind": "inspection", "name": "An inspection",
         "first_on": "2016-02-01", "trust": 1, "note": "Announced."},
    ],
}  # fmt: skip
"""Some rows of the first layout."""


def laid_out_at_first(connection: Connection) -> None:
    there = MetaData()
    there.reflect(connection)
    for table in there.sorted_tables:
        days = {column.name for column in table.columns if isinstance(column.type, Date)}
        for row in FIRST.get(table.name, []):
            connection.execute(
                insert(table),
                {name: date.fromisoformat(value) if name in days else value for name, value in row.items()},
            )


def test_trusts_and_events_of_the_first_layout_are_all_there_and_can_be_corrected(store: Store) -> None:
    store.rebuild("0001", laid_out_at_first)
    assert store.is_current()
    assert trusts(store, ADA) == [TrustRow(1, "Alder Hall", "Trust A", True, "Small.", None)]
    (event,) = events(store, ADA)
    assert (event.no, event.kind, event.trust, event.note) == (1, EventKind.INSPECTION, 1, "Announced.")
    with store.read() as session:
        assert [row.trust for row in standing(session, 1, Participant)] == [1]
    correct_trust(store, ADA, 1, "Alder Hall and Dale")
    correct_event(store, ADA, 1, EventFacts(EventKind.INSPECTION, "A second inspection", date(2016, 3, 1)))
    assert (trusts(store, ADA)[0].name, events(store, ADA)[0].name) == ("Alder Hall and Dale", "A second inspection")
    assert store.faults() == []
