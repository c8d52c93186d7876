"""The tree as at a change: pointers of merges, parts of splits, and what a reader could have coded to."""

from typing import Any

import numpy as np
import pytest

from evalcore.analysis.corpus import NEVER, frame
from evalcore.analysis.framework import Framework, History, framework_at

STANDING: dict[str, Any] = {
    "parent": 0,
    "opened": 1,
    "merged_into": 0,
    "retired": False,
    "split": False,
    "split_from": 0,
    "made_in": 1,
    "ended_in": NEVER,
}


def states(*rows: dict[str, Any]) -> Any:
    full = [STANDING | {"name": f"T{row['theme']}"} | row for row in rows]
    return frame("themes", {column: [row[column] for row in full] for column in full[0]})


def opened(framework: Framework) -> dict[int, int]:
    return dict(zip(framework.numbers.tolist(), framework.opened.tolist(), strict=True))


def test_a_chain_of_merges_ends_in_one_theme_opened_by_the_latest_of_all() -> None:
    found = framework_at(
        states(
            {"theme": 1, "opened": 2},
            {"theme": 2, "opened": 9, "merged_into": 1},
            {"theme": 3, "opened": 5, "merged_into": 2},
        ),
        20,
    )
    assert opened(found) == {1: 9}
    assert found.named == {1: 0, 2: 0, 3: 0}


def test_children_of_a_merged_theme_stand_under_its_target() -> None:
    found = framework_at(
        states({"theme": 1}, {"theme": 2}, {"theme": 3, "parent": 2, "merged_into": 1}, {"theme": 4, "parent": 3}), 20
    )
    assert found.paths == ("T1", "T1 / T4", "T2")


def test_what_stood_under_a_split_theme_stands_where_its_parts_do() -> None:
    found = framework_at(
        states(
            {"theme": 1},
            {"theme": 2, "parent": 1, "split": True},
            {"theme": 3, "parent": 2},
            {"theme": 4, "parent": 1, "split_from": 2},
            {"theme": 5, "merged_into": 2},
        ),
        20,
    )
    assert found.paths == ("T1", "T1 / T4", "T1 / T3")
    assert set(found.named) == {1, 3, 4}
    assert found.place[5] == found.place[2] == found.place[1]


@pytest.mark.parametrize(
    "loop",
    [
        [{"theme": 1, "parent": 2}, {"theme": 2, "parent": 1}],
        [{"theme": 1, "merged_into": 2}, {"theme": 2, "merged_into": 1}],
        [{"theme": 1, "parent": 2}, {"theme": 2, "merged_into": 1}],
    ],
    ids=["parents", "merges", "merged into its own child"],
)
def test_a_theme_that_is_its_own_ancestor_is_refused(loop: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="its own ancestor"):
        framework_at(states(*loop), 20)


def test_nobody_could_code_to_a_theme_while_it_was_retired_merged_or_not_there() -> None:
    history = History(
        states(
            {"theme": 1, "made_in": 3, "ended_in": 5},
            {"theme": 1, "made_in": 5, "ended_in": 7, "retired": True},
            {"theme": 1, "made_in": 9, "ended_in": 11, "merged_into": 2},
            {"theme": 1, "made_in": 11},
        )
    )
    at = np.arange(2, 13)
    assert at[history.could_code(1, at)].tolist() == [3, 4, 11, 12]


def test_parts_take_over_the_readings_of_what_was_split_also_twice() -> None:
    history = History(
        states(
            {"theme": 1, "made_in": 1, "ended_in": 4},
            {"theme": 1, "made_in": 4, "ended_in": 6, "retired": True},
            {"theme": 1, "made_in": 6, "ended_in": 8},
            {"theme": 1, "made_in": 8, "split": True},
            {"theme": 2, "made_in": 8, "ended_in": 10, "split_from": 1},
            {"theme": 2, "made_in": 10, "split": True, "split_from": 1},
            {"theme": 3, "made_in": 10, "split_from": 2},
        )
    )
    at = np.arange(0, 12)
    assert at[history.could_code(3, at)].tolist() == [1, 2, 3, 6, 7, 8, 9, 10, 11]
