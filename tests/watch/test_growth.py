"""What is kept in memory grows with what changes, and is at every moment what the store holds."""

import random
from dataclasses import fields

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.store import Store
from evalcore.analysis.corpus import Corpus
from evalcore.capture.files import open_file, read_rows
from evalcore.capture.taking_in import take_in_rows
from evalcore.manage.undo import undo
from evalcore.watch import corpus as kept
from evalcore.watch.corpus import snapshot
from evalcore.watch.loading import corpus
from tests import factories, strategies
from tests.test_random_walk import replay_into


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=strategies.seeds, size=st.integers(40, 120))
def test_what_is_kept_is_what_would_be_loaded_anew(store: Store, seed: int, size: int) -> None:
    rng = random.Random(seed)
    author = strategies.Author(rng, strategies.evaluation(rng))
    player = replay_into(store, author.document)
    for change in author.write(size):
        player.apply(change)
        if rng.random() < 0.5:
            known = kept.known(store, player.evaluation_id)
            with store.read() as session:
                assert said(known) == said(corpus(session, player.evaluation_id)), change


def test_notes_that_one_undo_took_back_leave_every_figure(store: Store) -> None:
    ada = factories.actor(store)
    table = b"date,text\n3 Feb 2016,It was a quiet day.\n10 Feb 2016,Nobody had time.\n"
    file = open_file(store, ada, "notes.csv", table)
    rows, _ = read_rows(store, ada, file)
    done = take_in_rows(store, ada, file, rows, choices={})
    assert len(snapshot(store, ada.evaluation_id).sources) == 2
    undo(store, ada, done.change_no)
    assert len(snapshot(store, ada.evaluation_id).sources) == 0


def said(known: Corpus) -> dict[str, object]:
    """All that a corpus holds, whatever the order of its rows."""
    values = {field.name: getattr(known, field.name) for field in fields(known)}
    return {name: rows_of(value) if isinstance(value, pd.DataFrame) else value for name, value in values.items()}


def rows_of(rows: pd.DataFrame) -> tuple[list[str], list[str]]:
    return [str(dtype) for dtype in rows.dtypes], sorted(map(repr, rows.itertuples(index=False, name=None)))
