"""What waits for a coder: each source in the one list that says what is to be done with it."""

from datetime import date

import pytest

from db.store import Store
from db.vocabulary import Role
from evalcore.capture.sources import change_lead
from evalcore.errors import NotPermitted
from evalcore.manage.access import Actor
from evalcore.sense.coding import accept, uncode
from evalcore.watch.waiting import Pile, Waiting, waiting
from tests import factories


def titles(pile: Pile) -> list[str]:
    return [row.title for row in pile.first]


def lists(found: Waiting) -> tuple[list[str], ...]:
    return titles(found.begun), titles(found.unread), titles(found.again), titles(found.offered)


@pytest.fixture
def ada(store: Store) -> Actor:
    return factories.actor(store, name="Ada Lovell")


@pytest.fixture
def ben(store: Store, ada: Actor) -> Actor:
    return factories.actor(store, Role.CODER, evaluation_id=ada.evaluation_id, name="Ben Osei")


def test_a_source_goes_from_unread_to_begun_to_read_to_read_again(store: Store, ada: Actor) -> None:
    for month in (1, 2):
        factories.source(store, ada, title=f"Meeting {month}", held_on=date(2016, month, 5))
    assert lists(waiting(store, ada)) == ([], ["Meeting 2", "Meeting 1"], [], [])
    coding = factories.coding(store, ada, source=1)
    assert lists(waiting(store, ada)) == (["Meeting 1"], ["Meeting 2"], [], [])
    uncode(store, ada, coding)
    assert titles(waiting(store, ada).begun) == []
    factories.reading(store, ada, source=1)
    assert lists(waiting(store, ada)) == ([], ["Meeting 2"], [], [])
    for name in ("Reputation", "Context"):
        factories.theme(store, ada, name=name)
    found = waiting(store, ada)
    assert lists(found) == ([], ["Meeting 2"], ["Meeting 1"], [])
    assert found.again.first[0].many == 2
    factories.reading(store, ada, source=1)
    assert titles(waiting(store, ada).again) == []


def test_what_she_coded_last_comes_first_and_the_rest_is_counted(store: Store, ada: Actor) -> None:
    for number in range(1, 6):
        factories.source(store, ada, title=f"Meeting {number}")
    for source in (2, 5, 3, 1, 2):
        factories.coding(store, ada, source=source)
    begun = waiting(store, ada, most=3).begun
    assert (titles(begun), begun.sources) == (["Meeting 2", "Meeting 1", "Meeting 3"], 4)


def test_codings_of_others_are_offered_to_the_lead_coder_alone(store: Store, ada: Actor, ben: Actor) -> None:
    factories.source(store, ada, title="Hers")
    first = factories.coding(store, ben, source=1)
    factories.coding(store, ben, source=1, theme=5)
    factories.coding(store, ben, source=1, theme=2, blind=True)
    (row,) = waiting(store, ada).offered.first
    assert (row.title, row.many, row.by) == ("Hers", 2, ("Ben Osei",))
    found = waiting(store, ben)
    assert (titles(found.offered), titles(found.begun), found.others_unread) == ([], ["Hers"], 1)
    accept(store, ada, first)
    assert waiting(store, ada).offered.many == 1
    change_lead(store, ada, 1, ben.account_id)
    assert waiting(store, ada).offered.many == 0


def test_who_codes_nothing_is_told_nothing(store: Store) -> None:
    with pytest.raises(NotPermitted):
        waiting(store, factories.actor(store, Role.PROGRAMME_TEAM))
