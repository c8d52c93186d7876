"""Merging, splitting and their undo: no coding is lost, doubled, or left under a theme that is not asked about."""

import pytest

from db.reads.rows import standing
from db.store import Store
from db.tables import CodingState, ThemeState
from evalcore.errors import InvalidTransition
from evalcore.manage.access import Actor
from evalcore.manage.undo import undo
from evalcore.manage.verification import faults
from evalcore.sense.coding import uncode
from evalcore.sense.framework import add_theme, merge, move, split, unmerge
from tests import factories


@pytest.fixture
def ada(store: Store) -> Actor:
    return factories.actor(store)


def part(store: Store, actor: Actor, name: str) -> int:
    with store.read() as session:
        return next(state.theme for state in standing(session, actor.evaluation_id, ThemeState) if state.name == name)


def themes_of(store: Store, actor: Actor, coding: int) -> list[int]:
    with store.read() as session:
        return sorted(state.theme for state in standing(session, actor.evaluation_id, CodingState, coding=coding))


def test_a_coding_in_both_parts_is_split_once_after_the_parts_were_merged(store: Store, ada: Actor) -> None:
    coding = factories.coding(store, ada, source=factories.source(store, ada), theme=4)
    split(store, ada, 4, ["Targets", "Operations"], {})
    targets, operations = part(store, ada, "Targets"), part(store, ada, "Operations")
    assert themes_of(store, ada, coding) == [targets, operations]
    merge(store, ada, operations, targets)
    again = split(store, ada, targets, ["Money", "Beds"], {coding: ["Beds"]})
    assert themes_of(store, ada, coding) == [part(store, ada, "Beds")]
    undo(store, ada, again.change_no)
    assert themes_of(store, ada, coding) == [targets, operations]
    assert faults(store) == []


def test_a_merge_stands_while_what_it_counts_under_is_split(store: Store, ada: Actor) -> None:
    first = merge(store, ada, 2, 4)
    merge(store, ada, 4, 5)
    parts = split(store, ada, 5, ["Money", "Staff"], {})
    with pytest.raises(InvalidTransition, match="has been split since"):
        unmerge(store, ada, 2)
    with pytest.raises(InvalidTransition, match=r"change 3 \(split theme\) builds on it"):
        undo(store, ada, first.change_no)
    undo(store, ada, parts.change_no)
    unmerge(store, ada, 2)


def test_a_merge_does_not_come_back_once_its_target_is_split(store: Store, ada: Actor) -> None:
    merge(store, ada, 4, 5)
    apart = unmerge(store, ada, 4)
    split(store, ada, 5, ["Money", "Staff"], {})
    with pytest.raises(InvalidTransition, match=r"change 3 \(split theme\) builds on it"):
        undo(store, ada, apart.change_no)


def test_a_coding_does_not_come_back_to_a_theme_that_leads_to_a_split_one(store: Store, ada: Actor) -> None:
    coding = factories.coding(store, ada, source=factories.source(store, ada), theme=4)
    gone = uncode(store, ada, coding)
    merge(store, ada, 4, 5)
    split(store, ada, 5, ["Money", "Staff"], {})
    with pytest.raises(InvalidTransition, match=r"\(split theme\) builds on it"):
        undo(store, ada, gone.change_no)


def test_no_theme_comes_to_stand_under_one_that_was_split(store: Store, ada: Actor) -> None:
    add_theme(store, ada, "Audits", 4)
    merge(store, ada, 6, 5)
    split(store, ada, 4, ["Targets", "Operations"], {})
    with pytest.raises(InvalidTransition, match="“Audits” would stand under “Conflicting priorities”, which was split"):
        unmerge(store, ada, 6)
    move(store, ada, 6, 3)
    unmerge(store, ada, 6)


def test_the_parts_are_opened_as_late_as_what_was_merged_into_the_whole(store: Store, ada: Actor) -> None:
    late = add_theme(store, ada, "Audits", 3)
    merge(store, ada, 6, 4)
    split(store, ada, 4, ["Targets", "Operations"], {})
    with store.read() as session:
        (targets,) = standing(session, ada.evaluation_id, ThemeState, theme=part(store, ada, "Targets"))
    assert targets.opened == late.change_no
