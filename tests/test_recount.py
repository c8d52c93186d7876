"""The recount against answers counted by hand, and against the changes that the counting rules forbid."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.recount import Recount, Refused

VECTORS: dict[str, Any] = json.loads(
    Path(__file__).with_name("vectors").joinpath("distribution.json").read_text("utf-8")
)
FOR_THE_TEAM = [question for question in VECTORS["questions"] if question.get("audience") is None]
CELL = {
    "group", "period", "state", "value", "sources", "sources_read", "sources_all", "people", "codings", "hours",
    "in_progress", "low", "high",
}  # fmt: skip


@pytest.fixture(scope="module")
def told() -> Recount:
    recount = Recount(VECTORS)
    recount.apply_all(VECTORS["changes"])
    return recount


def after(n: int) -> Recount:
    recount = Recount(VECTORS)
    recount.apply_all(VECTORS["changes"][:n])
    return recount


def cells(rows: list[dict[str, Any]]) -> dict[tuple[str | None, str | None], dict[str, Any]]:
    return {(row["group"], row["period"]): {name: row[name] for name in CELL} for row in rows}


@pytest.mark.parametrize("question", FOR_THE_TEAM, ids=lambda question: question["id"])
def test_the_recount_answers_as_counted_by_hand(told: Recount, question: dict[str, Any]) -> None:
    answer = told.answer(question)
    given, by_hand = cells(answer["rows"]), cells(question["rows"])
    assert len(answer["rows"]) == len(given) == len(question["rows"])
    assert given.keys() == by_hand.keys()
    for place, row in by_hand.items():
        for name, value in row.items():
            close = pytest.approx(value, abs=1e-4) if isinstance(value, float) else value
            assert given[place][name] == close, (place, name)
    assert answer["left_out"] == question.get("left_out", 0)


def test_every_kind_of_change_and_all_but_three_questions_are_held() -> None:
    assert len({change["do"] for change in VECTORS["changes"]}) == 18
    assert len(FOR_THE_TEAM) == len(VECTORS["questions"]) - 3


THEMES = ["Motivation", "Engagement", "Champions", "Organisation", "Time", "Paperwork"]
FORBIDDEN: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "merge into itself": ([], {"do": "merge", "theme": "Time", "into": "Time"}),
    "merge into its own descendant": ([], {"do": "merge", "theme": "Motivation", "into": "Engagement"}),
    "merge of a theme merged before": (
        [{"do": "merge", "theme": "Time", "into": "Engagement"}],
        {"do": "merge", "theme": "Time", "into": "Champions"},
    ),
    "merge into a theme merged away": (
        [{"do": "merge", "theme": "Time", "into": "Engagement"}],
        {"do": "merge", "theme": "Paperwork", "into": "Time"},
    ),
    "merge into a retired theme": (
        [{"do": "retire", "theme": "Time"}],
        {"do": "merge", "theme": "Paperwork", "into": "Time"},
    ),
    "merge into what stands under it by a merge": (
        [{"do": "merge", "theme": "Organisation", "into": "Engagement"}],
        {"do": "merge", "theme": "Motivation", "into": "Time"},
    ),
    "unmerge of a theme that is not merged": ([], {"do": "unmerge", "theme": "Time"}),
    "unmerge while the target is split": (
        [
            {"do": "merge", "theme": "Time", "into": "Champions"},
            {"do": "split", "theme": "Champions", "into": ["Ward", "Sponsors"], "assign": {}},
        ],
        {"do": "unmerge", "theme": "Time"},
    ),
    "unmerge while what the target was merged into is split": (
        [
            {"do": "merge", "theme": "Time", "into": "Paperwork"},
            {"do": "merge", "theme": "Paperwork", "into": "Champions"},
            {"do": "split", "theme": "Champions", "into": ["Ward", "Sponsors"], "assign": {}},
        ],
        {"do": "unmerge", "theme": "Time"},
    ),
    "undo of a merge while the target is split": (
        [
            {"do": "merge", "theme": "Time", "into": "Champions"},
            {"do": "split", "theme": "Champions", "into": ["Ward", "Sponsors"], "assign": {}},
        ],
        {"do": "undo", "change": 7},
    ),
    "move under itself": ([], {"do": "move", "theme": "Time", "parent": "Time"}),
    "move under its own child": ([], {"do": "move", "theme": "Organisation", "parent": "Time"}),
    "move under a child that a merge brought": (
        [{"do": "merge", "theme": "Organisation", "into": "Motivation"}],
        {"do": "move", "theme": "Motivation", "parent": "Time"},
    ),
    "unmerge that would close a ring": (
        [
            {"do": "add theme", "theme": "Juniors", "parent": "Engagement"},
            {"do": "merge", "theme": "Engagement", "into": "Organisation"},
            {"do": "move", "theme": "Motivation", "parent": "Juniors"},
        ],
        {"do": "unmerge", "theme": "Engagement"},
    ),
    "theme of a name used before": ([], {"do": "add theme", "theme": "Time", "parent": None}),
    "theme under a retired one": (
        [{"do": "retire", "theme": "Time"}],
        {"do": "add theme", "theme": "Nights", "parent": "Time"},
    ),
    "split of a theme with a child": (
        [],
        {"do": "split", "theme": "Organisation", "into": ["Near", "Far"], "assign": {}},
    ),
    "undo of what was undone": (
        [{"do": "retire", "theme": "Time"}, {"do": "undo", "change": 7}],
        {"do": "undo", "change": 7},
    ),
    "undo of what later changes build on": (
        [{"do": "rename", "theme": "Time", "shown_as": "Hours"}, {"do": "retire", "theme": "Time"}],
        {"do": "undo", "change": 7},
    ),
    "undo of a theme with a child": ([], {"do": "undo", "change": 1}),
    "undo of what has not happened": ([], {"do": "undo", "change": 7}),
}


@pytest.mark.parametrize("case", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_what_the_rules_forbid_in_the_framework_is_refused(case: tuple[list[dict[str, Any]], dict[str, Any]]) -> None:
    earlier, forbidden = case
    recount = after(len(THEMES))
    recount.apply_all(earlier)
    last, stood = recount.last, recount.themes.all_now()
    with pytest.raises(Refused):
        recount.apply(forbidden)
    assert (recount.last, recount.themes.all_now()) == (last, stood)


CODE = {
    "do": "code", "coding": "x", "source": "S01", "start": 61, "end": 91, "excerpt": "Nobody tells us why it matters",
    "theme": "Time", "polarity": "barrier", "coder": "ML",
}  # fmt: skip
FORBIDDEN_OF_CODINGS: dict[str, tuple[int, dict[str, Any]]] = {
    "an excerpt that does not match": (7, CODE | {"start": 62, "end": 92}),
    "an excerpt beyond the text": (7, CODE | {"start": 163, "end": 193 + 1}),
    "an empty excerpt": (7, CODE | {"start": 61, "end": 61, "excerpt": ""}),
    "coding to a theme that is not there": (7, CODE | {"theme": "Weather"}),
    "coding to a retired theme": (69, CODE | {"theme": "Paperwork"}),
    "coding to a merged theme": (54, CODE | {"theme": "Staffing"}),
    "coding to a split theme": (68, CODE | {"theme": "Champions"}),
    "a coding made before": (8, CODE | {"coding": "c01"}),
    "accepting a coding that counts": (39, {"do": "accept", "coding": "c16", "by": "KT"}),
    "accepting what another leads": (39, {"do": "accept", "coding": "c18", "by": "ML"}),
    "accepting a blind coding outside reconciliation": (33, {"do": "accept", "coding": "c15", "by": "ML"}),
    "accepting an ended coding": (58, {"do": "accept", "coding": "c02", "by": "ML"}),
    "uncoding twice": (56, {"do": "uncode", "coding": "c10"}),
    "undoing a coding that was split since": (68, {"do": "undo", "change": 27}),
    "a reading against what is yet to come": (
        11,
        {"do": "mark read", "reading": "x", "source": "S01", "coder": "ML", "against": 12},
    ),
    "withdrawing a reading that has ended": (94, {"do": "withdraw reading", "reading": "r07"}),
    "an edit that changes nothing": (
        17,
        {
            "do": "edit text",
            "source": "S02",
            "in_substance": True,
            "text": VECTORS["changes"][12]["text"],
            "turns": [],
        },
    ),
    "assigning a coding of another theme": (
        67,
        {"do": "split", "theme": "Champions", "into": ["Ward", "Sponsors"], "assign": {"c01": ["Ward"]}},
    ),
    "assigning a coding to no part": (
        67,
        {"do": "split", "theme": "Champions", "into": ["Ward", "Sponsors"], "assign": {"c11": ["Time"]}},
    ),
}


@pytest.mark.parametrize("case", FORBIDDEN_OF_CODINGS.values(), ids=FORBIDDEN_OF_CODINGS.keys())
def test_what_the_rules_forbid_of_codings_is_refused(case: tuple[int, dict[str, Any]]) -> None:
    n, forbidden = case
    recount = after(n)
    with pytest.raises(Refused):
        recount.apply(forbidden)
    assert recount.last == n


def test_a_coding_ended_before_its_theme_was_split_does_not_come_back() -> None:
    recount = after(67)
    recount.apply_all([{"do": "uncode", "coding": "c11"}, VECTORS["changes"][67] | {"no": 69, "assign": {}}])
    with pytest.raises(Refused, match="split"):
        recount.apply({"do": "undo", "change": 68})


def test_a_question_about_a_split_theme_is_refused(told: Recount) -> None:
    with pytest.raises(Refused, match="parts"):
        told.answer(FOR_THE_TEAM[0] | {"theme": "Champions", "as_at": 68})


def test_a_refused_change_leaves_its_names_free() -> None:
    recount = after(7)
    with pytest.raises(Refused):
        recount.apply({"do": "add source"} | VECTORS["changes"][12] | {"no": 8, "source": "S02", "trust": "Trust Z"})
    assert recount.apply(VECTORS["changes"][12] | {"no": 8}) == 8
