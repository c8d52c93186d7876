from db.store import Store
from evalcore.manage.evaluations import evaluations
from tests import factories


def test_each_test_gets_a_store_of_its_own_that_is_migrated(store: Store) -> None:
    assert store.is_current()
    assert evaluations(store) == []
    researcher = factories.actor(store)
    source = factories.source(store, researcher)
    coding = factories.coding(store, researcher, source=source)
    assert (source, coding, factories.reading(store, researcher, source=source)) == (1, 1, 1)
    assert factories.theme(store, researcher) == 6
    assert store.faults() == []
