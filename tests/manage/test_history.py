"""The record as people read it."""

import pytest

from db.store import Store
from db.vocabulary import Role
from evalcore.errors import Invalid
from evalcore.manage.history import history
from evalcore.manage.settings import change_settings, read_settings
from evalcore.manage.undo import undo
from tests import factories


def test_the_history_says_who_did_what_and_what_was_taken_back(store: Store) -> None:
    me = factories.actor(store, name="Ada Lovell")
    source = factories.source(store, me, title="Meeting on the ward")
    factories.coding(store, me, source=source, comment="as she said before")
    undo(store, me, 2)
    lines = history(store, me)
    assert [(line.change_no, line.sentence, line.undone) for line in lines] == [
        (3, "took back change 2", False),
        (2, "made coding 1", True),
        (1, "added source 1", False),
        (0, "opened the evaluation", False),
    ]
    assert {line.by for line in lines} == {"Ada Lovell"}
    assert "ward" not in repr(lines) and "before" not in repr(lines)


def test_settings_are_changed_and_stand_in_the_history(store: Store) -> None:
    both = factories.actor(store, Role.ADMINISTRATOR, Role.RESEARCHER)
    change_settings(store, both, "  Sepsis  2026 ", "Motivation to come back.", 10)
    now = read_settings(store, both)
    assert (now.name, now.core_concept, now.people_threshold) == ("Sepsis 2026", "Motivation to come back.", 10)
    assert history(store, both)[0].sentence == "changed the settings"


@pytest.mark.parametrize(
    ("name", "concept", "threshold", "field"),
    [
        pytest.param(" ", "Motivation", 5, "Name", id="no name"),
        pytest.param("Sepsis", " ", 5, "Core concept", id="no concept"),
        pytest.param("Sepsis", "Motivation", 2, "People threshold", id="too few people"),
        pytest.param("Sepsis", "Motivation", 51, "People threshold", id="too many people"),
    ],
)
def test_settings_that_cannot_be_change_nothing(
    sqlite_store: Store, name: str, concept: str, threshold: int, field: str
) -> None:
    administrator = factories.actor(sqlite_store, Role.ADMINISTRATOR)
    before = read_settings(sqlite_store, administrator)
    with pytest.raises(Invalid) as refused:
        change_settings(sqlite_store, administrator, name, concept, threshold)
    assert refused.value.field == field
    assert read_settings(sqlite_store, administrator) == before
