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

WORDS = {
    "open evaluation": "opened the evaluation",
    "accept invitation": "accepted an invitation (membership {no})",
    "add member": "gave somebody a role (membership {no})",
    "end membership": "ended a role (membership {no})",
    "invite": "invited somebody",
    "withdraw invitation": "withdrew an invitation",
    "disable account": "disabled account {no}",
    "enable account": "enabled account {no}",
    "change settings": "changed the settings",
    "add trust": "added trust {no}",
    "add participant": "added participant {no}",
    "correct trust": "corrected trust {no}",
    "remove trust": "removed trust {no}",
    "add event": "added event {no}",
    "correct event": "corrected event {no}",
    "remove event": "removed event {no}",
    "import events": "imported events, the first of them event {no}",
    "import learning sessions": "imported who came to learning sessions, the first of them event {no}",
    "note session attendance": "noted who came to learning session {no}",
    "add phase": "added phase {no}",
    "correct phase": "corrected phase {no}",
    "remove phase": "removed phase {no}",
    "import phases": "imported phases, the last of them phase {no}",
    "add meeting": "added committee meeting {no}",
    "correct meeting": "corrected committee meeting {no}",
    "remove meeting": "removed committee meeting {no}",
    "import meetings": "imported committee meetings, the last of them meeting {no}",
    "note engagement": "noted a step of trust {no}",
    "correct engagement": "corrected a step of trust {no}",
    "remove engagement": "removed a step of trust {no}",
    "rate trust": "rated trust {no}",
    "import ratings": "imported ratings of trusts, the last of them trust {no}",
    "import engagement": "imported steps of trusts, the last of them trust {no}",
    "count champions": "counted the champions of trust {no}",
    "add source": "added source {no}",
    "import source": "imported source {no}",
    "import field notes": "imported field notes, the first of them source {no}",
    "log field note": "logged field note {no}",
    "edit field note": "edited field note {no}",
    "edit text": "edited the text of source {no}",
    "correct source": "corrected the facts of source {no}",
    "change attendance": "changed who was there in source {no}",
    "change lead coder": "changed the lead coder of source {no}",
    "note point": "noted point {no} to raise",
    "change point": "changed point {no}",
    "raise point": "raised point {no}",
    "answer point": "wrote down what they said to point {no}",
    "close point": "wrote down what came of point {no}",
    "drop point": "took point {no} off the list",
    "log contribution": "logged contribution {no}",
    "change contribution": "changed contribution {no}",
    "remove contribution": "removed contribution {no}",
    "write memo": "wrote memo {no}",
    "change memo": "changed memo {no}",
    "remove memo": "removed memo {no}",
    "code": "made coding {no}",
    "recode": "changed coding {no}",
    "move coding": "moved a coding to other words (coding {no})",
    "uncode": "took coding {no} away",
    "accept": "accepted coding {no}",
    "attribute coding": "said who spoke in coding {no}",
    "place excerpt": "said where the words of excerpt {no} are now",
    "mark read": "marked a source as read (reading {no})",
    "withdraw reading": "withdrew reading {no}",
    "add theme": "added theme {no}",
    "rename theme": "renamed theme {no}",
    "move theme": "moved theme {no}",
    "redefine theme": "redefined theme {no}",
    "recolour theme": "recoloured theme {no}",
    "retire theme": "retired theme {no}",
    "merge theme": "merged theme {no} into another",
    "undo merge": "undid the merge of theme {no}",
    "split theme": "split theme {no}",
    "name framework version": "named framework version {no}",
    "undo": "took back change {undoes}: {what}",
}
"""What each verb is called when it has been done."""


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

    def said(row: Change) -> str:
        """In words; of an undo, what it took back too."""
        if row.undoes is None:
            return WORDS[row.verb].format(no=row.subject_no)
        return WORDS[row.verb].format(undoes=row.undoes, what=said(before(row.undoes)))

    return [
        HistoryLine(
            row.no,
            row.at,
            row.by,
            names.get(row.by, ""),
            said(row),
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
