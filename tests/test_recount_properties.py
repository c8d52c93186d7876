"""What must hold of any evaluation, whatever happened in it: the recount asked over random histories."""

import dataclasses
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests import random_questions, strategies
from tests.recount import Question, Recount

SIZES = st.integers(25, 90)
over_histories = settings(max_examples=60, deadline=None)


def history(seed: int, size: int) -> tuple[random.Random, Recount, strategies.Author]:
    rng = random.Random(seed)
    author = strategies.Author(rng, strategies.evaluation(rng))
    author.write(size)
    return rng, author.recount, author


def asked_as_at(question: Question, recount: Recount, n: int) -> bool:
    return question["theme"] is None or question["theme"] in random_questions.can_be_asked(recount, n)


def ordered(answer: dict[str, Any]) -> tuple[int, list[tuple[tuple[str, Any], ...]]]:
    return answer["left_out"], sorted((tuple(row.items()) for row in answer["rows"]), key=repr)


def sum_of(rows: list[dict[str, Any]], name: str) -> int:
    return sum(row[name] or 0 for row in rows)


def totals(recount: Recount, question: Question) -> dict[str, int]:
    rows = recount.answer(question)["rows"]
    return {name: sum_of(rows, name) for name in ("sources_all", "sources_read", "codings", "in_progress")}


@over_histories
@given(strategies.seeds, SIZES)
def test_a_figure_as_known_at_a_change_needs_nothing_later_but_corrections(seed: int, size: int) -> None:
    rng, whole, author = history(seed, size)
    n = rng.randrange(1, size)
    start = Recount(author.document)
    start.apply_all(whole.changes[:n])
    for source in start.sources.all_now():
        there = whole.sources.now(source)
        assert there is not None
        start.apply({"do": "correct source", "source": source} | dataclasses.asdict(there.facts))
    for _ in range(10):
        question = random_questions.question(rng, start) | {"as_at": n}
        if asked_as_at(question, start, n):
            assert ordered(start.answer(question)) == ordered(whole.answer(question))


@over_histories
@given(strategies.seeds, SIZES)
def test_undo_restores_every_figure_and_redo_brings_the_change_back(seed: int, size: int) -> None:
    rng, recount, author = history(seed, size)
    kind = rng.choice([kind for kind in strategies.WEIGHTS if kind not in ("add source", "correct source")])
    if author.attempt(kind) is None:
        return
    done = recount.last
    recount.apply({"do": "undo", "change": done})
    recount.apply({"do": "undo", "change": done + 1})
    for _ in range(10):
        question = random_questions.question(rng, recount)
        if asked_as_at(question, recount, done - 1):
            before, undone = (ordered(recount.answer(question | {"as_at": n})) for n in (done - 1, done + 1))
            assert before == undone
        if asked_as_at(question, recount, done):
            changed, redone = (ordered(recount.answer(question | {"as_at": n})) for n in (done, done + 2))
            assert changed == redone


@over_histories
@given(strategies.seeds, SIZES)
def test_groups_of_sources_add_up_to_the_whole(seed: int, size: int) -> None:
    rng, recount, _ = history(seed, size)
    for _ in range(10):
        question = random_questions.question(rng, recount)
        if question["theme"] is None:
            continue
        whole = question | {"by": None, "per": "none"}
        for by in {"trust", "setting", "kind"} - set(question["filters"]):
            assert totals(recount, whole | {"by": by}) == totals(recount, whole)


@over_histories
@given(strategies.seeds, SIZES)
def test_every_coding_has_one_role_group_and_one_coder(seed: int, size: int) -> None:
    rng, recount, _ = history(seed, size)
    for _ in range(10):
        question = random_questions.question(rng, recount)
        if question["theme"] is None or question["polarity"] == "both":
            continue
        whole = question | {"by": None, "per": "none"}
        for by in {"role_group", "coder"} - set(question["filters"]):
            grouped, total = totals(recount, whole | {"by": by}), totals(recount, whole)
            assert (grouped["codings"], grouped["in_progress"]) == (total["codings"], total["in_progress"])


@over_histories
@given(strategies.seeds, SIZES)
def test_periods_and_what_is_left_out_add_up_to_the_whole(seed: int, size: int) -> None:
    rng, recount, _ = history(seed, size)
    for _ in range(10):
        question = random_questions.question(rng, recount)
        if question["theme"] is None:
            continue
        whole = totals(recount, question | {"by": None, "per": "none"})
        for per in ("month", "quarter", "phase", "meeting"):
            series = recount.answer(question | {"by": None, "per": per})
            assert sum_of(series["rows"], "sources_all") + series["left_out"] == whole["sources_all"]
            assert series["left_out"] or sum_of(series["rows"], "codings") == whole["codings"]


@over_histories
@given(strategies.seeds, SIZES)
def test_what_moves_no_figure_moves_none(seed: int, size: int) -> None:
    rng, recount, author = history(seed, size)
    before = recount.last
    for kind in ("rename", "change lead"):
        author.attempt(kind)
    theme = author.attempt("redefine")
    if theme and theme["needs_rereading"]:
        recount.apply({"do": "undo", "change": recount.last})
    for _ in range(10):
        question = random_questions.question(rng, recount)
        of_coders = question["by"] == "coder" or "coder" in question["filters"]
        if not of_coders and asked_as_at(question, recount, before):
            earlier, later = (ordered(recount.answer(question | {"as_at": n})) for n in (before, None))
            assert earlier == later


@over_histories
@given(strategies.seeds, SIZES)
def test_a_split_moves_no_figure_of_what_stands_above(seed: int, size: int) -> None:
    rng, recount, author = history(seed, size)
    before = recount.last
    split = author.attempt("split")
    parent = split and recount.themes.at(split["theme"], before)
    if not parent or parent.parent is None:
        return
    for _ in range(10):
        question = random_questions.question(rng, recount) | {"theme": parent.parent}
        if question["by"] != "theme":
            earlier, later = (ordered(recount.answer(question | {"as_at": n})) for n in (before, None))
            assert earlier == later
