"""What a search looks through, in memory: every newest text with its letters folded, and what is written besides."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import select as columns
from sqlmodel import Session, col, func, or_, select

from db.store import Store
from db.tables import Change, Coding, CodingState, Excerpt, Memo, MemoState, Source, SourceState, TextVersion
from db.vocabulary import Setting, SourceKind
from evalcore.capture.blind import is_its_coders
from evalcore.errors import NotFound
from evalcore.sense.framework_log import ThemeRow, in_tree_order
from evalcore.sense.tree import Tree
from evalcore.sense.written import (
    SearchedEntry,
    Written,
    searched_contributions,
    searched_points,
    worded,
    written,
)

MOST_EVALUATIONS = 4
AT_ONCE = 500
"""Numbers in one question to the store: neither store takes any number of them."""


@dataclass(frozen=True, slots=True)
class SearchedSource:
    """A source with its newest text: `text_version` is that text's own number, `version` counts within the source."""

    no: int
    kind: SourceKind
    title: Written
    held_on: date
    until: date | None
    trust: int | None
    setting: Setting | None
    lead_coder: int
    text_version: int
    version: int
    text: Written


@dataclass(frozen=True, slots=True)
class SearchedComment:
    """What a coder wrote beside a coding that stands."""

    coding: int
    source: int
    coder: int
    hidden: bool
    """Made blind and not counted: its coder's alone."""
    text: Written


@dataclass(frozen=True, slots=True)
class SearchedMemo:
    """A memo that stands, or a reflection; `source` is the one that it is about, itself or by a coding in it."""

    no: int
    source: int | None
    author: int
    reflection: bool
    coder: int | None
    hidden: bool
    """On a coding made blind and not counted: for its `coder` alone."""
    text: Written


W = TypeVar("W", SearchedComment, SearchedMemo)


@dataclass(frozen=True, slots=True)
class SearchedTheme:
    """A theme that stands, each of its wordings by name."""

    no: int
    path: str
    wordings: tuple[tuple[str, Written], ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """An evaluation's words as they stood at a change: sources, the newest first, and what was written about each."""

    change_no: int
    change_hash: str
    sources: dict[int, SearchedSource]
    comments: Mapping[int | None, Sequence[SearchedComment]]
    memos: Mapping[int | None, Sequence[SearchedMemo]]
    points: tuple[SearchedEntry, ...]
    contributions: tuple[SearchedEntry, ...]
    themes: tuple[SearchedTheme, ...]


_held: dict[tuple[Store, int], Searched] = {}
_lock = Lock()


def searched(store: Store, evaluation_id: int) -> Searched:
    """The words of an evaluation as it stands now. What did not move since the last search is not read again.

    Raises
    ------
    NotFound
        The evaluation is not there any more.
    """
    key = store, evaluation_id
    with _lock, store.read() as session:
        held = _held.pop(key, None)
        newest = _change(session, evaluation_id, None)
        if newest is None:
            raise NotFound("This evaluation is not there any more.")
        if held is None or newest.hash != held.change_hash:
            # After a restore the history may have come as far by another way: then nothing that is held holds.
            before = held and _change(session, evaluation_id, held.change_no)
            since = held if held and before and before.hash == held.change_hash else None
            held = _read(session, evaluation_id, newest, since)
        _held[key] = held
        while len(_held) > MOST_EVALUATIONS:
            del _held[next(iter(_held))]
        return held


def _change(session: Session, evaluation_id: int, no: int | None) -> Change | None:
    query = select(Change).where(Change.evaluation_id == evaluation_id)
    query = query.order_by(col(Change.no).desc()).limit(1) if no is None else query.where(Change.no == no)
    return session.exec(query).first()


def _read(session: Session, evaluation_id: int, newest: Change, since: Searched | None) -> Searched:
    moved = _moved(session, evaluation_id, since.change_no) if since else None
    sources = dict(since.sources) if since else {}
    for no in moved or ():
        sources.pop(no, None)
    if moved is None or moved:
        sources |= {source.no: source for source in _sources(session, evaluation_id, moved)}
        sources = dict(sorted(sources.items(), key=lambda one: (one[1].held_on, one[0]), reverse=True))
    return Searched(
        newest.no,
        newest.hash,
        sources,
        _by_source(_comments(session, evaluation_id)),
        _by_source(_memos(session, evaluation_id, sources)),
        searched_points(session, evaluation_id),
        searched_contributions(session, evaluation_id),
        tuple(map(_theme, in_tree_order(Tree.of(session, evaluation_id)))),
    )


def _moved(session: Session, evaluation_id: int, change_no: int) -> set[int]:
    """The sources whose facts or text changed after a change."""
    states = select(SourceState.source).where(
        SourceState.evaluation_id == evaluation_id,
        or_(col(SourceState.made_in) > change_no, col(SourceState.ended_in) > change_no),
    )
    texts = select(TextVersion.source).where(
        TextVersion.evaluation_id == evaluation_id,
        or_(col(TextVersion.made_in) > change_no, col(TextVersion.purged_in) > change_no),
    )
    return {*session.exec(states), *session.exec(texts)}


def _sources(session: Session, evaluation_id: int, only: set[int] | None) -> Iterable[SearchedSource]:
    states, texts = SourceState, TextVersion
    last = (
        columns(col(texts.source), func.max(col(texts.number)).label("number"))
        .where(col(texts.evaluation_id) == evaluation_id)
        .group_by(col(texts.source))
        .subquery()
    )
    first = (states.source, Source.kind, states.title, states.held_on, states.until, states.trust, states.setting)
    wanted: list[Any] = [*first, states.lead_coder, texts.no, texts.number, texts.text]
    query = (
        columns(*wanted)
        .join(Source, (col(Source.evaluation_id) == states.evaluation_id) & (col(Source.no) == states.source))
        .join(last, last.c.source == col(states.source))
        .join(
            texts,
            (col(texts.evaluation_id) == states.evaluation_id)
            & (col(texts.source) == states.source)
            & (col(texts.number) == last.c.number)
            & col(texts.purged_in).is_(None),
        )
        .where(col(states.evaluation_id) == evaluation_id, col(states.ended_in).is_(None))
    )
    for part in [None] if only is None else _parts(sorted(only)):
        asked = query if part is None else query.where(col(states.source).in_(part))
        for no, kind, title, held_on, until, trust, setting, lead, text_no, version, text in session.execute(asked):
            facts = (held_on, until, trust, setting, lead, text_no, version)
            yield SearchedSource(no, kind, written(title), *facts, written(text))


def _parts(numbers: list[int]) -> Iterable[list[int]]:
    return (numbers[at : at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE))


def _comments(session: Session, evaluation_id: int) -> Iterable[SearchedComment]:
    query = (
        select(CodingState, Coding, Excerpt)
        .join(Coding, (col(Coding.evaluation_id) == CodingState.evaluation_id) & (col(Coding.no) == CodingState.coding))
        .join(Excerpt, (col(Excerpt.evaluation_id) == Coding.evaluation_id) & (col(Excerpt.no) == Coding.excerpt))
        .where(
            CodingState.evaluation_id == evaluation_id,
            col(CodingState.ended_in).is_(None),
            CodingState.comment != "",
        )
        .order_by(col(CodingState.no))
    )
    # A coding that a split put in both parts has its comment in both states.
    rows = {coding.no: (state, coding, excerpt) for state, coding, excerpt in session.exec(query)}
    for state, coding, excerpt in rows.values():
        hidden = is_its_coders(coding, [state])
        yield SearchedComment(coding.no, excerpt.source, coding.coder, hidden, written(state.comment))


def _memos(session: Session, evaluation_id: int, there: Collection[int]) -> Iterable[SearchedMemo]:
    query = (
        select(MemoState, Memo)
        .join(Memo, (col(Memo.evaluation_id) == MemoState.evaluation_id) & (col(Memo.no) == MemoState.memo))
        .where(MemoState.evaluation_id == evaluation_id, col(MemoState.ended_in).is_(None))
    )
    rows = session.exec(query.order_by(col(MemoState.memo))).all()
    codings = {state.coding for state, _ in rows if state.coding is not None}
    tied = dict(_tied_to(session, evaluation_id, codings))
    for state, memo in rows:
        source, coder, hidden = tied.get(state.coding or 0, (state.source, None, False))
        source = source if source in there else None
        yield SearchedMemo(memo.no, source, memo.author, memo.reflection, coder, hidden, written(state.text))


def _tied_to(session: Session, evaluation_id: int, codings: set[int]) -> Iterable[tuple[int, tuple[int, int, bool]]]:
    """Of each coding its source, its coder, and whether it is its coder's alone."""
    for part in _parts(sorted(codings)):
        states = select(CodingState).where(
            CodingState.evaluation_id == evaluation_id,
            col(CodingState.ended_in).is_(None),
            col(CodingState.coding).in_(part),
        )
        standing: dict[int, list[CodingState]] = {}
        for state in session.exec(states):
            standing.setdefault(state.coding, []).append(state)
        query = (
            select(Coding, Excerpt.source)
            .join(Excerpt, (col(Excerpt.evaluation_id) == Coding.evaluation_id) & (col(Excerpt.no) == Coding.excerpt))
            .where(Coding.evaluation_id == evaluation_id, col(Coding.no).in_(part))
        )
        for coding, source in session.exec(query):
            yield coding.no, (source, coding.coder, is_its_coders(coding, standing.get(coding.no, [])))


def _by_source(rows: Iterable[W]) -> dict[int | None, list[W]]:
    found: dict[int | None, list[W]] = {}
    for row in rows:
        found.setdefault(row.source, []).append(row)
    return found


def _theme(row: ThemeRow) -> SearchedTheme:
    wordings = {
        "name": row.name,
        "definition": row.definition,
        "use when": row.use_when,
        "do not use when": row.not_when,
    }
    return SearchedTheme(row.no, row.path, worded(wordings))
