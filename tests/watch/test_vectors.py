"""The small evaluation that was counted by hand, replayed through the services and asked as people ask, in words."""

import json
from pathlib import Path
from typing import Any

import pytest
from pytest import Subtests

from db.store import Store
from db.vocabulary import Role
from evalcore.analysis.snapshot import Snapshot
from evalcore.cli.main import main
from evalcore.manage.access import Actor
from evalcore.manage.evaluations import find_evaluation
from evalcore.manage.replay import replay
from evalcore.watch.asking import plain_rows, question, theme_named
from evalcore.watch.corpus import snapshot
from evalcore.watch.questions import distribution
from tests.watch.words import in_words

FILE = Path(__file__).parents[1] / "vectors" / "distribution.json"
VECTORS = json.loads(FILE.read_text(encoding="utf-8"))
# What an audience outside the research team is shown is not a matter of counting.
QUESTIONS = [asked for asked in VECTORS["questions"] if not asked.get("audience")]

Row = dict[str, Any]
Rows = dict[tuple[str | None, str | None], Row]


@pytest.fixture
def actor(store: Store) -> Actor:
    return replayed(store)


def replayed(store: Store) -> Actor:
    """A researcher of the evaluation after all its changes."""
    replay(store, FILE, "three-hospitals")
    return Actor(1, "Ada Lovell", find_evaluation(store, "three-hospitals").id, frozenset({Role.RESEARCHER}))


def on_the_command_line(asked: Row) -> list[str]:
    """The same as arguments."""
    named = {
        "unit": asked["unit"],
        "theme": asked["theme"],
        "polarity": asked["polarity"],
        "by": asked["by"],
        "level": asked.get("level"),
        "per": asked["per"],
        "as-at": asked["as_at"],
        **{name.replace("_", "-"): value for name, value in asked["filters"].items()},
    }
    given = [f"--{name}={value}" for name, value in named.items() if value is not None]
    return ["distribution", "--evaluation=three-hospitals", "--json", *given]


def wanted(asked: Row, known: Snapshot) -> Rows:
    """The rows counted by hand, themes by the path that they had then."""
    found: Rows = {}
    for row in asked["rows"]:
        group = row["group"]
        if asked["by"] == "theme":
            group = known.framework.paths[known.framework.named[theme_named(known, group)]]
        found[group, row["period"]] = row | {"group": group}
    return found


def compare(rows: list[Row], left_out: int, asked: Row, known: Snapshot) -> None:
    found: Rows = {(row["group"], row["period"]): row for row in rows}
    by_hand = wanted(asked, known)
    assert left_out == asked.get("left_out", 0)
    assert found.keys() == by_hand.keys()
    assert len(rows) == len(by_hand)
    for key, row in by_hand.items():
        assert {column: found[key][column] for column in row} == {
            column: pytest.approx(value, abs=1e-4) if isinstance(value, float) else value
            for column, value in row.items()
        }


def test_every_question_counted_by_hand_is_answered_so(store: Store, actor: Actor, subtests: Subtests) -> None:
    for asked in QUESTIONS:
        with subtests.test(asked["id"]):
            known = snapshot(store, actor.evaluation_id, asked["as_at"])
            answer = distribution(store, actor, question(in_words(asked), known))
            compare(plain_rows(answer), answer.left_out, asked, known)


@pytest.mark.slow
def test_the_command_line_answers_them_so(
    sqlite_store: Store, subtests: Subtests, capsys: pytest.CaptureFixture[str]
) -> None:
    actor, url = replayed(sqlite_store), str(sqlite_store.url)
    for asked in QUESTIONS:
        with subtests.test(asked["id"]):
            assert main(["--database", url, *on_the_command_line(asked)]) == 0
            answer = json.loads(capsys.readouterr().out)
            known = snapshot(sqlite_store, actor.evaluation_id, asked["as_at"])
            compare(answer["rows"], answer["left_out"], asked, known)


def test_a_renamed_theme_answers_to_the_name_it_was_added_under(store: Store, actor: Actor) -> None:
    renames = [change for change in VECTORS["changes"] if change["do"] == "rename"]
    now = snapshot(store, actor.evaluation_id)
    assert renames
    for change in renames:
        assert theme_named(now, change["theme"]) == theme_named(now, change["shown_as"])
