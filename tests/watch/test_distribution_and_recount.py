"""The product's figures against a recount that shares no code with them, over random changes on real stores."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.store import Store
from db.vocabulary import Role
from evalcore.manage.access import Actor
from evalcore.manage.evaluations import find_evaluation
from evalcore.manage.replay import replay
from evalcore.watch.asking import plain_rows, question
from evalcore.watch.corpus import snapshot
from evalcore.watch.questions import distribution
from tests import random_questions, strategies
from tests.recount import Recount
from tests.watch.words import in_words

QUESTIONS = 50
CELL = (
    "state", "value", "sources", "both", "sources_read", "sources_all", "people", "codings", "in_progress", "hours",
    "low", "high",
)  # fmt: skip

Cells = dict[tuple[str | None, str | None], dict[str, Any]]


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=strategies.seeds, size=st.integers(20, 90))
def test_the_figures_are_those_of_a_recount_from_the_rules(store: Store, tmp_path: Path, seed: int, size: int) -> None:
    rng = random.Random(seed)
    author = strategies.Author(rng, strategies.evaluation(rng))
    file = tmp_path / f"random-{len(list(tmp_path.iterdir()))}.json"
    file.write_text(json.dumps(author.document | {"changes": author.write(size)}), "utf-8")
    replay(store, file, file.stem)
    evaluation = find_evaluation(store, file.stem)
    reader = Actor(0, "Ada Lovell", evaluation.id, frozenset({Role.RESEARCHER}))
    assert evaluation.change_no == author.recount.last
    for _ in range(QUESTIONS):
        asked = random_questions.question(rng, author.recount)
        known = snapshot(store, evaluation.id, asked["as_at"])
        answer = distribution(store, reader, question(in_words(asked), known))
        recounted = author.recount.answer(asked)
        if asked["by"] == "theme":
            under_their_paths(recounted["rows"], author.recount, asked["as_at"])
        assert (answer.left_out, cells(plain_rows(answer))) == (recounted["left_out"], cells(recounted["rows"])), asked


def under_their_paths(rows: list[dict[str, Any]], recount: Recount, as_at: int | None) -> None:
    """Call the themes of the rows as the product shows them, not by the names they were added under."""
    for row in rows:
        row["group"] = recount.path(row["group"], as_at)


def cells(rows: list[dict[str, Any]]) -> Cells:
    found: Cells = {}
    for row in rows:
        place = (row["group"], row["period"])
        assert place not in found
        found[place] = {name: close(row[name]) for name in CELL}
    return found


def close(value: Any) -> Any:
    return pytest.approx(value, abs=1e-6) if isinstance(value, float) else value
