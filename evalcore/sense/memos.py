"""Memos: written thoughts, each tied to one thing or to none. The team reads them, the author changes them."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import col, select

from db.tables import Memo, MemoState, Participant, SourceState, ThemeState
from db.vocabulary import MemoKind
from evalcore.capture.blind import may_know_of
from evalcore.capture.clean import clean
from evalcore.errors import Invalid, InvalidTransition, NotFound, NotPermitted, Stale
from evalcore.manage.access import Action
from evalcore.manage.changes import Work, standing_undos, verb

LONGEST = 100_000
"""Characters of a memo: reading Markdown takes time that grows with what is written."""


@dataclass(frozen=True, slots=True)
class About:
    """The one thing that a memo is tied to; none of them: a thought of its own."""

    theme: int | None = None
    source: int | None = None
    coding: int | None = None
    participant: int | None = None


@dataclass(frozen=True, slots=True)
class Thought:
    """A memo as somebody writes it: Markdown, and with whom it was talked over."""

    kind: MemoKind
    text: str
    about: About = About()
    discussed_with: str = ""


@verb("write memo", Action.WRITE_MEMOS)
def write_memo(work: Work, thought: Thought) -> None:
    """Keep a thought.

    Raises
    ------
    Invalid
        It says nothing.
    NotFound
        What it is tied to is not there.
    """
    values = _values(work, thought)
    row = work.add(Memo, author=work.actor.account_id)
    work.session.flush()
    work.add(MemoState, memo=row.no, **values)
    work.subject("memo", row.no)


@verb("change memo", Action.WRITE_MEMOS)
def change_memo(work: Work, memo: int, thought: Thought, *, wording: int | None = None) -> None:
    """Word a memo anew, or tie it to something else; the earlier wording is kept.

    `wording` is the number of the wording that was opened.

    Raises
    ------
    Stale
        It was changed since, in another tab.
    """
    state = own_memo(work, memo)
    if wording is not None and state.no != wording:
        raise Stale("This memo was changed since you opened it, in another tab. Compare the two before you save.")
    work.replace(state, **_values(work, thought, about_of(state)))
    work.subject("memo", memo)


@verb("remove memo", Action.WRITE_MEMOS)
def remove_memo(work: Work, memo: int) -> None:
    """Take a memo away.

    Raises
    ------
    InvalidTransition
        A change of the framework rests on it.
    """
    state = own_memo(work, memo)
    query = select(ThemeState.made_in).where(
        ThemeState.evaluation_id == work.evaluation_id, ThemeState.because_memo == memo
    )
    undone = standing_undos(work.session, work.evaluation_id)
    resting = [change for change in work.session.exec(query.order_by(col(ThemeState.no))) if change not in undone]
    if resting:
        raise InvalidTransition(f"Change {resting[0]} of the framework rests on memo {memo}. Keep it, or word it anew.")
    work.end(state)
    work.subject("memo", memo)


def own_memo(work: Work, memo: int) -> MemoState:
    """The state in force of a memo that is hers to change here."""
    state = standing_memo(work, memo)
    row = work.find(Memo, memo, "memo")
    if row.author != work.actor.account_id:
        raise NotPermitted("Only its author can change a memo. Write one of your own beside it.")
    if row.reflection:
        raise NotPermitted("This is your reflection on a field note. Change it in the form of that note.")
    return state


def standing_memo(work: Work, memo: int) -> MemoState:
    states = work.standing(MemoState, memo=memo)
    if not states:
        raise NotFound(f"There is no memo number {memo} in this evaluation. It may have been removed.")
    return states[0]


def about_of(state: MemoState) -> About:
    return About(state.theme, state.source, state.coding, state.participant)


def _values(work: Work, thought: Thought, before: About | None = None) -> dict[str, Any]:
    text = clean(thought.text).strip()
    if not text:
        raise Invalid("There is nothing in the memo. Write the thought down.", "Memo")
    if len(text) > LONGEST:
        raise Invalid(f"A memo has {LONGEST:,} characters at most. Write the rest in another one.", "Memo")
    # What it was tied to may have gone since: that keeps nobody from wording it anew.
    if thought.about != before:
        _refuse_gone(work, thought.about)
    discussed_with = " ".join(clean(thought.discussed_with).split())
    return {"kind": thought.kind, "text": text, "discussed_with": discussed_with, **asdict(thought.about)}


def _refuse_gone(work: Work, about: About) -> None:
    """Go on if the memo is tied to one thing at most, and if that is there."""
    ties = {name: no for name, no in asdict(about).items() if no is not None}
    if len(ties) > 1:
        raise Invalid("A memo is tied to one thing. Choose which.", "About")
    there: dict[str, Callable[[int], object]] = {
        "theme": lambda no: work.standing(ThemeState, theme=no),
        "source": lambda no: work.standing(SourceState, source=no),
        "coding": lambda no: may_know_of(work, no),
        "participant": lambda no: work.standing(Participant, no=no),
    }
    for name, no in ties.items():
        if not there[name](no):
            raise NotFound(f"There is no {name} number {no} in this evaluation. Choose what the memo is about.")
