"""The author's own reflection on a field note: a reflexive memo that is written in the note's form, kept apart."""

from sqlmodel import Session, col, select

from db.tables import Memo, MemoState
from db.vocabulary import MemoKind
from evalcore.capture.clean import clean
from evalcore.manage.changes import Work


def keep_reflection(work: Work, source: int, reflection: str) -> None:
    """Let the reflection of who is acting be this; it is nobody else's to change. Empty takes it away."""
    text = clean(reflection).strip()
    there = _state(work.session, work.evaluation_id, source, work.actor.account_id)
    if (there.text if there else "") == text:
        return
    if there:
        work.end(there)
    if text:
        memo = there.memo if there else _memo(work)
        work.add(MemoState, memo=memo, kind=MemoKind.REFLEXIVE, source=source, text=text)


def reflection_of(session: Session, evaluation_id: int, source: int, author: int) -> str:
    state = _state(session, evaluation_id, source, author)
    return state.text if state else ""


def _memo(work: Work) -> int:
    row = work.add(Memo, author=work.actor.account_id, reflection=True)
    work.session.flush()
    return row.no


def _state(session: Session, evaluation_id: int, source: int, author: int) -> MemoState | None:
    query = (
        select(MemoState)
        .join(Memo, (col(Memo.evaluation_id) == MemoState.evaluation_id) & (col(Memo.no) == MemoState.memo))
        .where(
            MemoState.evaluation_id == evaluation_id,
            MemoState.source == source,
            col(MemoState.ended_in).is_(None),
            Memo.author == author,
            col(Memo.reflection),
        )
    )
    return session.exec(query).first()
