"""Merging, splitting and their undo: no coding is lost, doubled, or left under a theme that is not asked about."""

from collections.abc import Callable

import pytest

from db.reads.rows import standing
from db.store import Store
from db.tables import CodingState, ThemeState
from evalcore.errors import Invalid, InvalidTransition
from evalcore.manage.access import Actor
from evalcore.manage.changes import Done, newest_change
from evalcore.manage.undo import undo
from evalcore.manage.verification import faults
from evalcore.sense.coding import uncode
from evalcore.sense.framework import (
    add_theme,
    merge,
    move,
    name_version,
    recolour,
    redefine,
    rename,
    retire,
    split,
    unmerge,
)
from evalcore.sense.framework_log import log, versions
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
    split(store, ada, 4, ["Targets", "Operations"], {}, reason="The committee asked")
    targets, operations = part(store, ada, "Targets"), part(store, ada, "Operations")
    assert themes_of(store, ada, coding) == [targets, operations]
    merge(store, ada, operations, targets, reason="The committee asked")
    again = split(store, ada, targets, ["Money", "Beds"], {coding: ["Beds"]}, reason="The committee asked")
    assert themes_of(store, ada, coding) == [part(store, ada, "Beds")]
    undo(store, ada, again.change_no)
    assert themes_of(store, ada, coding) == [targets, operations]
    assert faults(store) == []


def test_a_merge_stands_while_what_it_counts_under_is_split(store: Store, ada: Actor) -> None:
    first = merge(store, ada, 2, 4, reason="The committee asked")
    merge(store, ada, 4, 5, reason="The committee asked")
    parts = split(store, ada, 5, ["Money", "Staff"], {}, reason="The committee asked")
    with pytest.raises(InvalidTransition, match="has been split since"):
        unmerge(store, ada, 2, reason="The committee asked")
    with pytest.raises(InvalidTransition, match=r"split theme .* \(change 3\), which builds on it"):
        undo(store, ada, first.change_no)
    undo(store, ada, parts.change_no)
    unmerge(store, ada, 2, reason="The committee asked")


def test_a_merge_does_not_come_back_once_its_target_is_split(store: Store, ada: Actor) -> None:
    merge(store, ada, 4, 5, reason="The committee asked")
    apart = unmerge(store, ada, 4, reason="The committee asked")
    split(store, ada, 5, ["Money", "Staff"], {}, reason="The committee asked")
    with pytest.raises(InvalidTransition, match=r"split theme .* \(change 3\), which builds on it"):
        undo(store, ada, apart.change_no)


def test_a_coding_does_not_come_back_to_a_theme_that_leads_to_a_split_one(store: Store, ada: Actor) -> None:
    coding = factories.coding(store, ada, source=factories.source(store, ada), theme=4)
    gone = uncode(store, ada, coding)
    merge(store, ada, 4, 5, reason="The committee asked")
    split(store, ada, 5, ["Money", "Staff"], {}, reason="The committee asked")
    with pytest.raises(InvalidTransition, match="split theme 5: “Support and culture” .* builds on it"):
        undo(store, ada, gone.change_no)


def test_no_theme_comes_to_stand_under_one_that_was_split(store: Store, ada: Actor) -> None:
    add_theme(store, ada, "Audits", 4, reason="The committee asked")
    merge(store, ada, 6, 5, reason="The committee asked")
    split(store, ada, 4, ["Targets", "Operations"], {}, reason="The committee asked")
    with pytest.raises(InvalidTransition, match="“Audits” would stand under “Conflicting priorities”, which was split"):
        unmerge(store, ada, 6, reason="The committee asked")
    move(store, ada, 6, 3, reason="The committee asked")
    unmerge(store, ada, 6, reason="The committee asked")


def test_the_parts_are_opened_as_late_as_what_was_merged_into_the_whole(store: Store, ada: Actor) -> None:
    late = add_theme(store, ada, "Audits", 3, reason="The committee asked")
    merge(store, ada, 6, 4, reason="The committee asked")
    split(store, ada, 4, ["Targets", "Operations"], {}, reason="The committee asked")
    with store.read() as session:
        (targets,) = standing(session, ada.evaluation_id, ThemeState, theme=part(store, ada, "Targets"))
    assert targets.opened == late.change_no


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda store, ada, why: add_theme(store, ada, "Audits", reason=why), id="add"),
        pytest.param(lambda store, ada, why: rename(store, ada, 4, "Competing work", reason=why), id="rename"),
        pytest.param(
            lambda store, ada, why: redefine(store, ada, 4, definition="Other work", reason=why), id="redefine"
        ),
        pytest.param(lambda store, ada, why: move(store, ada, 4, None, reason=why), id="move"),
        pytest.param(lambda store, ada, why: recolour(store, ada, 4, "#123456", reason=why), id="recolour"),
        pytest.param(lambda store, ada, why: retire(store, ada, 4, reason=why), id="retire"),
        pytest.param(lambda store, ada, why: merge(store, ada, 4, 5, reason=why), id="merge"),
        pytest.param(lambda store, ada, why: unmerge(store, ada, 2, reason=why), id="undo merge"),
        pytest.param(lambda store, ada, why: split(store, ada, 4, ["Targets", "Beds"], {}, reason=why), id="split"),
        pytest.param(name_version, id="name a version"),
    ],
)
def test_no_change_of_the_framework_is_kept_without_its_reason(
    sqlite_store: Store, change: Callable[..., Done]
) -> None:
    ada = factories.actor(sqlite_store)
    before = merge(sqlite_store, ada, 2, 5, reason="They mean the same").change_no
    with pytest.raises(Invalid, match="Say why") as refused:
        change(sqlite_store, ada, " \n ")
    assert refused.value.field == "Because"
    assert newest_change(sqlite_store, ada.evaluation_id) == before
    assert change(sqlite_store, ada, "The committee asked").change_no == before + 1


def test_a_version_that_was_brought_back_stands_where_it_was_named(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    name_version(sqlite_store, ada, "As the study began")
    named = name_version(sqlite_store, ada, "After the first visits").change_no
    before = versions(sqlite_store, ada)
    back = undo(sqlite_store, ada, named).change_no
    assert [row.number for row in versions(sqlite_store, ada)] == [1]
    undo(sqlite_store, ada, back)
    assert versions(sqlite_store, ada) == before
    assert before[0].change_no == named


def test_the_log_says_in_words_what_was_taken_back(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    renamed = rename(sqlite_store, ada, 4, "Competing work", reason="The committee asked").change_no
    undo(sqlite_store, ada, renamed)
    named = name_version(sqlite_store, ada, "As the study began").change_no
    undo(sqlite_store, ada, named)
    back = undo(sqlite_store, ada, named + 1).change_no
    said = {line.change_no: line.sentence for line in log(sqlite_store, ada)}
    assert said[renamed + 1] == f"Took back change {renamed}: renamed “Conflicting priorities” to “Competing work”"
    assert said[named + 1] == f"Took back change {named}: named the framework version 1"
    assert said[back] == f"Took back change {named + 1}: took back change {named}: named the framework version 1"
