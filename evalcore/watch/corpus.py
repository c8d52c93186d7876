"""The evaluation in memory: kept from change to change, and grown by what a change touched."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from db.store import Store
from db.tables import Change, Coding, Excerpt, Reading
from evalcore.analysis.corpus import Corpus
from evalcore.analysis.snapshot import Snapshot, as_at
from evalcore.errors import NotFound
from evalcore.manage.changes import newest_change, newest_hash
from evalcore.watch.loading import codings, corpus, facts, surroundings

_KEPT = 4
_MOST_SOURCES = 200
"""More sources than this are loaded faster with all the others."""
_MOST_CHANGES = 500
_AROUND = frozenset(
    {"theme", "trust", "event", "phase", "meeting", "evaluation", "membership", "invitation", "account"}
)
_OF_SOURCES = frozenset({"source", "coding", "reading", "excerpt"})
_IN_NO_FIGURE = frozenset({"framework version", "memo", "point", "contribution"})
"""Kinds of subject. Of any other kind, every frame is loaded anew."""
_OF_MANY = frozenset({"split theme", "import field notes"})
"""Verbs that move more sources than their subject names: every frame is loaded anew too."""


@dataclass(frozen=True, slots=True)
class _Kept:
    history: str
    corpus: Corpus


_corpora: OrderedDict[tuple[Store, int], _Kept] = OrderedDict()
_lock = Lock()


def snapshot(store: Store, evaluation_id: int, change_no: int | None = None) -> Snapshot:
    """The evaluation as it was known at a change, kept until the evaluation moves on.

    Raises
    ------
    NotFound
        The change has not come yet, or there can be none of this number.
    """
    newest = newest_change(store, evaluation_id)
    at = newest if change_no is None else change_no
    if at < 0:
        raise NotFound(f"There is no change {at}: they are numbered from 0.")
    if at > newest:
        raise NotFound(f"Change {at} has not come yet: the newest is {newest}.")
    return _snapshot(store, evaluation_id, newest_hash(store, evaluation_id), at)


@lru_cache(maxsize=12)
def _snapshot(store: Store, evaluation_id: int, history: str, at: int) -> Snapshot:
    return as_at(known(store, evaluation_id), at)


def known(store: Store, evaluation_id: int) -> Corpus:
    """Everything there is to count, at every change at once; what was in memory before grows by what moved since."""
    with _lock, store.read() as session:
        kept = _corpora.pop((store, evaluation_id), None)
        newest = _newest(session, evaluation_id)
        if kept is None or kept.history != newest.hash:
            grown = _grown(session, evaluation_id, kept) if kept else None
            kept = _Kept(newest.hash, replace(grown, change_no=newest.no) if grown else corpus(session, evaluation_id))
        _corpora[store, evaluation_id] = kept
        while len(_corpora) > _KEPT:
            _corpora.popitem(last=False)
        return kept.corpus


def _newest(session: Session, evaluation_id: int) -> Change:
    query = select(Change).where(Change.evaluation_id == evaluation_id).order_by(col(Change.no).desc())
    return session.exec(query.limit(1)).one()


def _grown(session: Session, evaluation_id: int, kept: _Kept) -> Corpus | None:
    """What was kept, with what the changes since touched in its place; None where loading it anew is as fast."""
    old = kept.corpus
    query = select(Change).where(Change.evaluation_id == evaluation_id, Change.no >= old.change_no)
    changes = session.exec(query.order_by(col(Change.no)).limit(_MOST_CHANGES + 2)).all()
    if not changes or changes[0].hash != kept.history or len(changes) > _MOST_CHANGES:
        return None
    since = changes[1:]
    kinds = {change.subject_kind for change in since}
    if not kinds <= _AROUND | _OF_SOURCES | _IN_NO_FIGURE or any(_is_of_many(session, change) for change in since):
        return None
    coded, touched = _touched(session, evaluation_id, since)
    if len(coded | touched) > _MOST_SOURCES:
        return None
    new = surroundings(session, evaluation_id) if kinds & _AROUND else {}
    if touched:
        fresh = facts(session, evaluation_id, touched)
        new |= {name: _renewed(getattr(old, name), rows, touched) for name, rows in fresh.items()}
    if coded | touched:
        rows = codings(session, evaluation_id, coded | touched)
        new["codings"] = _renewed(old.codings, rows, coded | touched)
    return replace(old, **new)


def _is_of_many(session: Session, change: Change) -> bool:
    """Whether it moves sources that its subject does not name, or takes back what did."""
    root = change
    while root.undoes is not None:
        root = session.exec(
            select(Change).where(Change.evaluation_id == root.evaluation_id, Change.no == root.undoes)
        ).one()
    return root.verb in _OF_MANY


def _touched(session: Session, evaluation_id: int, changes: Sequence[Change]) -> tuple[set[int], set[int]]:
    """The sources in which only codings moved, and those of which anything may have."""
    numbers = {
        kind: {change.subject_no for change in changes if change.subject_kind == kind} - {None} for kind in _OF_SOURCES
    }
    excerpts = select(Coding.excerpt).where(
        Coding.evaluation_id == evaluation_id, col(Coding.no).in_(numbers["coding"])
    )
    read = select(Reading.source).where(Reading.evaluation_id == evaluation_id, col(Reading.no).in_(numbers["reading"]))
    placed = select(Excerpt.source).where(Excerpt.evaluation_id == evaluation_id)
    coded = session.exec(placed.where(col(Excerpt.no).in_(excerpts))).all()
    moved = session.exec(placed.where(col(Excerpt.no).in_(numbers["excerpt"]))).all()
    return set(coded), {*numbers["source"], *moved, *session.exec(read)}


def _renewed(rows: pd.DataFrame, fresh: pd.DataFrame, sources: set[int]) -> pd.DataFrame:
    """`rows` with those of `sources` as they are now, column by column: pandas would copy a million rows twice."""
    stay = ~np.isin(rows["source"].to_numpy(), list(sources))
    return pd.DataFrame({name: _end_to_end(rows[name], stay, fresh[name]) for name in rows}, copy=False)


def _end_to_end(column: "pd.Series[Any]", stay: NDArray[np.bool_], fresh: "pd.Series[Any]") -> Any:
    if isinstance(column.dtype, pd.CategoricalDtype):
        # The same words may stand in another order there.
        fresh = fresh.cat.set_categories(column.cat.categories)
        codes = np.concatenate([column.cat.codes.to_numpy()[stay], fresh.cat.codes.to_numpy()])
        return pd.Categorical.from_codes(codes, dtype=column.dtype)
    return np.concatenate([column.to_numpy()[stay], fresh.to_numpy()])
