"""Memos as people read them: with what they are about in words, and how they were worded before."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from db.reads.rows import standing
from db.store import Store
from db.tables import (
    Account,
    Change,
    Coding,
    CodingState,
    Excerpt,
    Memo,
    MemoState,
    Participant,
    SourceState,
)
from db.vocabulary import MemoKind
from evalcore.capture.blind import hidden_codings
from evalcore.errors import NotFound
from evalcore.manage.access import Action, Actor, require
from evalcore.sense.memos import About, about_of
from evalcore.sense.tree import Tree

MARK = re.compile(r"^\s*(?:[-*+>]\s+|>|#{1,6}\s+|\d+[.)]\s+|-{3,}|\*{3,})*")
WEIGHT = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|`")


@dataclass(frozen=True, slots=True)
class MemoRow:
    """A memo as it is worded now. `about_words` names what it is tied to, empty for a thought of its own; `source` is
    the source that it leads to; `wording` the number of this wording, `worded` how many there have been."""

    no: int
    kind: MemoKind
    text: str
    about: About
    about_words: str
    source: int | None
    discussed_with: str
    author_id: int
    author: str
    is_reflection: bool
    written_at: datetime
    worded_at: datetime
    wording: int
    worded: int

    @property
    def heading(self) -> str:
        """The first words of its first line, for lists: as they are read, without the marks of Markdown."""
        lines = (WEIGHT.sub("", MARK.sub("", line)).strip() for line in self.text.splitlines())
        words = next(filter(None, lines), "")
        return words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True, slots=True)
class Wording:
    """What a memo said from one moment on."""

    at: datetime
    text: str
    discussed_with: str


def memos(store: Store, actor: Actor) -> list[MemoRow]:
    """Every memo, the newest first. One on a blind coding is not there for who may not know of the coding.

    Raises
    ------
    NotPermitted
    """
    require(actor, Action.WRITE_MEMOS)
    evaluation = actor.evaluation_id
    with store.read() as session:
        names = dict(session.exec(select(Account.id, Account.name)).all())
        known = {row.no: row for row in session.exec(select(Memo).where(Memo.evaluation_id == evaluation))}
        moments = dict(session.exec(select(Change.no, Change.at).where(Change.evaluation_id == evaluation)).all())
        earlier: dict[int, list[MemoState]] = {}
        query = select(MemoState).where(MemoState.evaluation_id == evaluation).order_by(col(MemoState.no))
        for state in session.exec(query):
            earlier.setdefault(state.memo, []).append(state)
        things = _Things(session, actor)
        rows = [
            MemoRow(
                state.memo,
                state.kind,
                state.text,
                about_of(state),
                things.words(about_of(state)),
                things.source_of(about_of(state)),
                state.discussed_with,
                known[state.memo].author,
                names[known[state.memo].author],
                known[state.memo].reflection,
                moments[known[state.memo].made_in],
                moments[state.made_in],
                state.no,
                len(_wordings(earlier[state.memo])),
            )
            for state in standing(session, evaluation, MemoState)
            if state.coding not in things.hidden
        ]
    return sorted(rows, key=lambda row: (row.written_at, row.no), reverse=True)


@dataclass(frozen=True, slots=True)
class Tied:
    """How many memos there are on a source, reflections among them, and on each coding."""

    source: int
    codings: dict[int, int]


def memos_at(store: Store, actor: Actor, source: int) -> Tied:
    """How many memos are tied to a source and to those of its codings that she may know of."""
    require(actor, Action.WRITE_MEMOS)
    evaluation = actor.evaluation_id
    with store.read() as session:
        on_codings = (
            select(MemoState.coding)
            .join(Coding, (col(Coding.evaluation_id) == MemoState.evaluation_id) & (col(Coding.no) == MemoState.coding))
            .join(Excerpt, (col(Excerpt.evaluation_id) == Coding.evaluation_id) & (col(Excerpt.no) == Coding.excerpt))
            .where(
                MemoState.evaluation_id == evaluation,
                col(MemoState.ended_in).is_(None),
                Excerpt.source == source,
            )
        )
        hidden = hidden_codings(session, actor)
        codings = Counter(no for no in session.exec(on_codings) if no is not None and no not in hidden)
        return Tied(len(standing(session, evaluation, MemoState, source=source)), codings)


def find_memo(store: Store, actor: Actor, memo: int) -> MemoRow:
    """One memo.

    Raises
    ------
    NotFound
    """
    for row in memos(store, actor):
        if row.no == memo:
            return row
    raise NotFound(f"There is no memo number {memo} that you can read. Choose one from the list.")


def earlier_wordings(store: Store, actor: Actor, memo: int) -> list[Wording]:
    """How the memo was worded before, the latest first.

    Raises
    ------
    NotFound, NotPermitted
    """
    find_memo(store, actor, memo)
    evaluation = actor.evaluation_id
    with store.read() as session:
        query = (
            select(MemoState, Change.at)
            .join(
                Change, (col(Change.evaluation_id) == MemoState.evaluation_id) & (col(Change.no) == MemoState.made_in)
            )
            .where(MemoState.evaluation_id == evaluation, MemoState.memo == memo)
            .order_by(col(MemoState.no))
        )
        moments = {state.no: (state, at) for state, at in session.exec(query)}
    kept = _wordings([state for state, _ in moments.values()])
    return [Wording(moments[state.no][1], state.text, state.discussed_with) for state in reversed(kept[:-1])]


def _wordings(states: list[MemoState]) -> list[MemoState]:
    """The states that word it otherwise than the one before."""
    kept: list[MemoState] = []
    for state in states:
        if not kept or (kept[-1].text, kept[-1].discussed_with) != (state.text, state.discussed_with):
            kept.append(state)
    return kept


class _Things:
    """What memos can be about, in words."""

    def __init__(self, session: Session, actor: Actor) -> None:
        evaluation = actor.evaluation_id
        self.tree = Tree.of(session, evaluation)
        self.titles = {row.source: row.title for row in standing(session, evaluation, SourceState)}
        self.people = {row.no: row.pseudonym for row in standing(session, evaluation, Participant)}
        query = (
            select(Coding.no, Excerpt.source)
            .join(Excerpt, (col(Excerpt.evaluation_id) == Coding.evaluation_id) & (col(Excerpt.no) == Coding.excerpt))
            .join(
                MemoState, (col(MemoState.evaluation_id) == Coding.evaluation_id) & (col(MemoState.coding) == Coding.no)
            )
            .where(Coding.evaluation_id == evaluation, col(MemoState.ended_in).is_(None))
        )
        self.sources = {coding: source for coding, source in session.exec(query)}
        judged: dict[int, list[CodingState]] = {}
        states = select(CodingState).where(
            CodingState.evaluation_id == evaluation,
            col(CodingState.ended_in).is_(None),
            col(CodingState.coding).in_(self.sources),
        )
        for state in session.exec(states):
            judged.setdefault(state.coding, []).append(state)
        self.themes = {no: self.tree.states[self.tree.standing(found[0].theme)].name for no, found in judged.items()}
        self.hidden = hidden_codings(session, actor)

    def source_of(self, about: About) -> int | None:
        source = self.sources.get(about.coding or 0, about.source)
        return source if source in self.titles else None

    def words(self, about: About) -> str:
        if about.theme is not None:
            return self.tree.path(about.theme) if about.theme in self.tree.states else "a theme that is gone"
        if about.source is not None:
            return self.titles.get(about.source, "a source that is gone")
        if about.participant is not None:
            return self.people.get(about.participant, "a participant who is gone")
        if about.coding is not None:
            title = self.titles.get(self.sources.get(about.coding, 0), "a source that is gone")
            return f"{self.themes.get(about.coding, 'a coding taken away since')}, in {title}"
        return ""
