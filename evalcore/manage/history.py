"""The record of an evaluation as people read it: who did what to which thing, and when. It quotes no source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from db.store import Store
from db.tables import Account, Change
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.changes import VERBS, undone_by
from evalcore.manage.undo import undo
from evalcore.manage.wording import sentence

LASTING = frozenset(
    {
        "open evaluation",
        "invite",
        "withdraw invitation",
        "disable account",
        "enable account",
        "change settings",
    }
)
"""What is never undone: it is done otherwise again."""

MOST_RECENT = 2000
"""Changes that are looked through for recent ones."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change. `by_id` is the account of who made it; `undone`: whether it was taken back since; `may_undo`: whether
    she may take it back, as long as nothing builds on it."""

    change_no: int
    at: datetime
    by_id: int | None
    by: str
    sentence: str
    subject_kind: str
    subject_no: int | None
    undone: bool
    may_undo: bool


def history(store: Store, actor: Actor) -> list[HistoryLine]:
    """Every change, the newest first.

    Raises
    ------
    NotPermitted
    """
    require(actor, Action.SEE_HISTORY)
    with store.read() as session:
        query = select(Change).where(Change.evaluation_id == actor.evaluation_id).order_by(col(Change.no).desc())
        return _lines(session, actor, session.exec(query).all())


def recent_changes(store: Store, actor: Actor, since: datetime, most: int = 20) -> list[HistoryLine]:
    """The newest changes since a moment that she may take back, at most so many: her own, or everybody's where she may
    undo those.

    Raises
    ------
    NotPermitted
    """
    require(actor, *undo.actions)
    with store.read() as session:
        query = select(Change).where(Change.evaluation_id == actor.evaluation_id).order_by(col(Change.no).desc())
        rows = [row for row in session.exec(query.limit(MOST_RECENT)) if row.at >= since]
        return [line for line in _lines(session, actor, rows) if line.may_undo][:most]


def _lines(session: Session, actor: Actor, rows: Sequence[Change]) -> list[HistoryLine]:
    """The newest first; what took them back is among them, for it is newer."""
    names = dict(session.exec(select(Account.id, Account.name)).all())
    by_no = {row.no: row for row in rows}
    undone = undone_by(rows)

    def before(no: int) -> Change:
        return by_no.get(no) or session.get_one(Change, (actor.evaluation_id, no))

    def what(row: Change) -> Change:
        """The change itself; of an undo, what it took back in the end."""
        while row.undoes is not None:
            row = before(row.undoes)
        return row

    return [
        HistoryLine(
            row.no,
            row.at,
            row.by,
            names.get(row.by, ""),
            sentence(row, before),
            row.subject_kind,
            row.subject_no,
            row.no in undone,
            row.no not in undone and _may_undo(actor, row, what(row).verb),
        )
        for row in rows
    ]


def _may_undo(actor: Actor, row: Change, verb: str) -> bool:
    hers = row.by == actor.account_id or actor.may(Action.CHANGE_FRAMEWORK)
    actions = VERBS[verb].actions if verb in VERBS else (Action.MANAGE_MEMBERS,)
    return hers and verb not in LASTING and actor.may(*actions)
