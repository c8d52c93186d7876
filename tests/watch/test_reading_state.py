from db.store import Store
from evalcore.watch.reading_state import ReadState, reading_states
from tests import factories


def test_a_source_that_came_in_since_is_unread_for_every_theme(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    factories.source(sqlite_store, ada)
    states = reading_states(sqlite_store, ada)
    later = factories.source(sqlite_store, ada)
    assert later not in states
    assert states[later].state is ReadState.UNREAD
    assert states[later].not_looked_for == states[1].not_looked_for
