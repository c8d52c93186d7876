"""Who was there."""

import pytest

from db.store import Store
from db.vocabulary import RoleGroup
from evalcore.capture.library import library
from evalcore.capture.sources import Present
from evalcore.errors import Invalid
from tests import factories


@pytest.mark.parametrize("how_many", [0, -5])
def test_a_role_group_that_was_there_has_at_least_one_person(sqlite_store: Store, how_many: int) -> None:
    ada = factories.actor(sqlite_store)
    with pytest.raises(Invalid, match="1 consultant or more"):
        factories.source(sqlite_store, ada, present=[Present(RoleGroup.CONSULTANT, how_many)])
    assert library(sqlite_store, ada) == []
