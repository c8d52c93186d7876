"""The record as people read it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from db.store import Store
from db.vocabulary import Role
from evalcore.capture.sources import Facts
from evalcore.errors import Invalid, InvalidTransition, NotPermitted
from evalcore.manage.access import Actor
from evalcore.manage.history import history, recent_changes
from evalcore.manage.settings import change_settings, read_settings
from evalcore.manage.undo import undo
from evalcore.sense.field_notes import Note, log_note
from evalcore.sense.framework import rename
from tests import factories


def test_the_history_says_who_did_what_and_what_was_taken_back(store: Store) -> None:
    me = factories.actor(store, name="Ada Lovell")
    source = factories.source(store, me, title="Meeting on the ward")
    factories.coding(store, me, source=source, comment="as she said before")
    undo(store, me, 2)
    lines = history(store, me)
    assert [(line.change_no, line.sentence, line.undone) for line in lines] == [
        (3, "took back change 2: made coding 1", False),
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


def test_what_can_be_taken_back_of_the_last_hour_is_told_to_who_may(store: Store) -> None:
    ada = factories.actor(store, Role.RESEARCHER, Role.ADMINISTRATOR, name="Ada Lovell")
    ben = factories.actor(store, Role.CODER, evaluation_id=ada.evaluation_id, name="Ben Osei")
    host = factories.actor(store, Role.PROGRAMME_TEAM, evaluation_id=ada.evaluation_id, name="Ida")
    source = factories.source(store, ada)
    factories.coding(store, ada, source=source)
    factories.coding(store, ben, source=source)
    change_settings(store, ada, "Sepsis 2026", "Motivation to come back.", 10)
    note = Note(Facts(title="What I saw", held_on=date(2016, 4, 5)), (), factories.TEXT)
    log_note(store, host, note, read=False)
    hour_ago = datetime.now(UTC) - timedelta(hours=1)

    def told(actor: Actor, since: datetime = hour_ago, most: int = 20) -> list[tuple[int, str]]:
        return [(line.change_no, line.sentence) for line in recent_changes(store, actor, since, most)]

    mine, his, hers = (2, "made coding 1"), (3, "made coding 2"), (5, "logged field note 2")
    assert told(ada) == [hers, his, mine, (1, "added source 1")]
    assert told(ada, most=2) == [hers, his]
    assert told(ben) == [his]
    assert told(host) == [hers]
    undo(store, ben, 3)
    assert told(ben) == [(6, "took back change 3: made coding 2")]
    undo(store, ben, 6)
    assert told(ben) == [(7, "took back change 6: took back change 3: made coding 2"), his]
    assert told(ada, since=datetime.now(UTC)) == []
    with pytest.raises(NotPermitted):
        told(factories.actor(store, Role.COMMITTEE, evaluation_id=ada.evaluation_id))


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.CODER])
def test_the_history_offers_to_undo_what_undo_then_takes_back(sqlite_store: Store, role: Role) -> None:
    both = factories.actor(sqlite_store, Role.ADMINISTRATOR, Role.RESEARCHER)
    source = factories.source(sqlite_store, both)
    factories.coding(sqlite_store, both, source=source)
    change_settings(sqlite_store, both, "Sepsis 2026", "Motivation to come back.", 10)
    undo(sqlite_store, both, rename(sqlite_store, both, 4, "Competing work", reason="The committee asked").change_no)
    acting = Actor(both.account_id, both.name, both.evaluation_id, frozenset({role}))
    offered = {line.change_no: line.may_undo for line in history(sqlite_store, acting)}
    for change_no, may_undo in sorted(offered.items()):
        try:
            undo(sqlite_store, acting, change_no)
        except (NotPermitted, InvalidTransition) as refused:
            assert not may_undo or re.search("builds? on it", str(refused)), change_no
        else:
            assert may_undo, change_no
    assert any(offered.values()) and not all(offered.values())
