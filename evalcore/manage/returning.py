"""What must hold of rows that an undo brings back: what they point to is there, and nothing has taken their place."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import ForeignKeyConstraint, func
from sqlmodel import col, select

from db.reads.rows import newest_text
from db.tables import (
    DATED,
    Attendance,
    Coding,
    CodingState,
    Excerpt,
    Membership,
    Memo,
    MemoState,
    Participant,
    SourceState,
    TextVersion,
    ThemeState,
    Turn,
)
from db.tables.columns import Dated, InEvaluation
from evalcore.errors import InvalidTransition
from evalcore.manage.changes import Work
from evalcore.manage.telling import told
from evalcore.sense.tree import Tree

D = TypeVar("D", bound=Dated)
Identities = Mapping[type[Dated], tuple[str, type[InEvaluation]]]


def keys_of(table: type[Dated]) -> list[tuple[str, str]]:
    """The columns of `table` that point to a row of the evaluation, each with the table that it points to."""
    keys = [key for key in table.__table__.constraints if isinstance(key, ForeignKeyConstraint)]  # type: ignore[attr-defined]
    return [(key.column_keys[-1], key.referred_table.name) for key in keys if len(key.column_keys) > 1]


def speaking(work: Work, participants: Collection[int]) -> set[int]:
    """The changes that made texts, the newest of sources that are there, in which one of `participants` speaks."""
    if not participants:
        return set()
    query = (
        select(TextVersion.source, TextVersion.number, TextVersion.made_in)
        .join(Turn, (col(Turn.evaluation_id) == TextVersion.evaluation_id) & (col(Turn.text_version) == TextVersion.no))
        .where(TextVersion.evaluation_id == work.evaluation_id, col(Turn.participant).in_(participants))
        .distinct()
    )
    return {
        made_in
        for source, number, made_in in work.session.exec(query)
        if work.standing(SourceState, source=source)
        and newest_text(work.session, work.evaluation_id, source).number == number
    }


def refuse_what_cannot_return(work: Work, change: int, back: Sequence[Dated], identities: Identities) -> None:
    """Go on if the rows that undoing `change` has brought back can stand as things are now.

    Raises
    ------
    InvalidTransition
        It names what is gone, or what stands in the way.
    """
    reason = _gone(work, back, identities) or _in_the_way(work, back)
    if reason:
        raise InvalidTransition(f"Change {change} cannot be undone: {reason}")


def _gone(work: Work, back: Sequence[Dated], identities: Identities) -> str:
    """What a row that came back points to and is not there any more."""
    states = {str(identity.__tablename__): (table, column) for table, (column, identity) in identities.items()}
    wholes = {str(table.__tablename__): (table, "no") for table in DATED}
    wanted: dict[str, set[int]] = {}
    for row in back:
        for column, name in keys_of(type(row)):
            if (no := getattr(row, column)) is not None:
                wanted.setdefault(name, set()).add(no)
    if any(isinstance(row, CodingState) for row in back):
        wanted.setdefault("source", set()).update(_coded_sources(work))
    wanted.setdefault("participant", set()).update(_speakers(work))
    for name, numbers in wanted.items():
        if name in states or name in wholes:
            table, column = states.get(name) or wholes[name]
            if gone := numbers - _standing_numbers(work, table, column):
                gone_no = min(gone)
                since = told(work, _gone_since(work, table, column, gone_no))
                return f"{name} {gone_no}, which it needs, is not there any more: {since}. Bring that back first."
    return ""


def _coded_sources(work: Work) -> set[int]:
    """The sources of the codings that this change has brought back."""
    query = (
        select(Excerpt.source)
        .join(Coding, (col(Coding.evaluation_id) == Excerpt.evaluation_id) & (col(Coding.excerpt) == Excerpt.no))
        .join(
            CodingState,
            (col(CodingState.evaluation_id) == Coding.evaluation_id) & (col(CodingState.coding) == Coding.no),
        )
        .where(Excerpt.evaluation_id == work.evaluation_id, CodingState.made_in == work.change_no)
    )
    return set(work.session.exec(query.distinct()))


def _speakers(work: Work) -> set[int]:
    """The participants who speak in the texts that this change has brought back."""
    query = (
        select(Turn.participant)
        .join(
            TextVersion,
            (col(TextVersion.evaluation_id) == Turn.evaluation_id) & (col(TextVersion.no) == Turn.text_version),
        )
        .where(TextVersion.evaluation_id == work.evaluation_id, TextVersion.made_in == work.change_no)
    )
    return {participant for participant in work.session.exec(query.distinct()) if participant is not None}


def _standing_numbers(work: Work, table: type[Dated], column: str) -> set[int]:
    query = select(getattr(table, column)).where(
        table.evaluation_id == work.evaluation_id, col(table.ended_in).is_(None)
    )
    return set(work.session.exec(query))


def _gone_since(work: Work, table: type[Dated], column: str, no: int) -> int:
    """The change that ended the last row of a thing that is there no more."""
    query = select(func.max(table.ended_in)).where(
        table.evaluation_id == work.evaluation_id, col(getattr(table, column)) == no
    )
    return int(work.session.exec(query).one() or 0)


def _in_the_way(work: Work, back: Sequence[Dated]) -> str:
    """What has taken the place of a row that came back."""
    kinds = {type(row) for row in back}
    return next(filter(None, (rule(work) for table, rule in _RULES.items() if table in kinds)), "")


def _second_membership(work: Work) -> str:
    return _twice(
        work,
        work.standing(Membership),
        lambda row: (row.account_id, row.role, row.trust),
        lambda row: f"this person has the role {row.role} again: {told(work, row.made_in)}. End that role first.",
    )


def _second_participant(work: Work) -> str:
    return _twice(
        work,
        work.standing(Participant),
        lambda row: row.pseudonym.casefold(),
        lambda row: f"another participant is {row.pseudonym} now: {told(work, row.made_in)}. Undo that first.",
    )


def _second_attendance(work: Work) -> str:
    return _twice(
        work,
        work.standing(Attendance),
        lambda row: (row.source, row.participant) if row.participant is not None else None,
        lambda row: f"{told(work, row.made_in)}, which says anew who was there. Undo that first.",
    )


def _second_theme(work: Work) -> str:
    tree = Tree.of(work.session, work.evaluation_id)
    for theme, state in tree.states.items():
        if state.made_in != work.change_no or not tree.in_use(theme):
            continue
        if other := tree.namesake(state.name, state.parent, but=theme):
            return f"another theme is “{other.name}” now: {told(work, other.made_in)}. Rename that one first."
    return ""


def _second_reflection(work: Work) -> str:
    own = {row.no: row for row in work.session.exec(select(Memo).where(Memo.evaluation_id == work.evaluation_id))}
    return _twice(
        work,
        [row for row in work.standing(MemoState) if own[row.memo].reflection],
        lambda row: (own[row.memo].author, row.source),
        lambda row: f"{told(work, row.made_in)}, with another reflection of the same person. Undo that first.",
    )


def _twice(work: Work, rows: Sequence[D], key: Callable[[D], Hashable], said: Callable[[D], str]) -> str:
    """The first row that stands where one that came back would stand; a key of None is nobody's place."""
    places = {key(row) for row in rows if row.made_in == work.change_no} - {None}
    return next((said(row) for row in rows if row.made_in != work.change_no and key(row) in places), "")


_RULES: dict[type[Dated], Callable[[Work], str]] = {
    Membership: _second_membership,
    Participant: _second_participant,
    Attendance: _second_attendance,
    ThemeState: _second_theme,
    MemoState: _second_reflection,
}
"""What can stand once only, by its table."""
