"""What was done on the desk, carried out: each operation once, and an answer for each."""

from collections.abc import Iterable

from db.vocabulary import RoleGroup
from evalcore.capture.points import NewPoint, note_point
from evalcore.errors import EvalError, NotFound
from evalcore.manage.access import Actor
from evalcore.manage.changes import Done, landed
from evalcore.manage.undo import undo
from evalcore.sense.coding import accept, attribute, code, move_boundaries, recode, uncode
from evalcore.sense.memos import About, Thought, write_memo
from evalcore.sense.reading import mark_read
from pages.ui import session
from pages.ui.text_coder import Ack, Operation
from pages.ui.text_coder.operations import (
    Accept,
    Code,
    Move,
    NotePoint,
    Read,
    Recode,
    Target,
    Uncode,
    Undo,
    WriteMemo,
)

GONE = "What this was about is not there any more. Look at the text and choose the words again."


def carry_out(me: Actor, operations: Iterable[Operation]) -> dict[str, Ack]:
    """Do them in order; a refused one says why and keeps none of the others back."""
    answers: dict[str, Ack] = {}
    for operation in operations:
        try:
            done = _do(me, operation)
        except EvalError as error:
            answers[operation.nonce] = Ack(False, str(error))
        else:
            coding = done.subject_no if done.subject_kind == "coding" else None
            answers[operation.nonce] = Ack(True, change_no=done.change_no, coding=coding)
    return answers


def _do(me: Actor, operation: Operation) -> Done:
    store, nonce = session.store(), operation.nonce
    match operation:
        case Code():
            return code.once(
                nonce,
                store,
                me,
                operation.source,
                operation.start,
                operation.end,
                operation.quote,
                operation.theme,
                operation.polarity,
            )
        case Recode(said_by=RoleGroup() as said_by):
            return attribute.once(nonce, store, me, _coding(me, operation.target), said_by)
        case Recode():
            return recode.once(
                nonce,
                store,
                me,
                _coding(me, operation.target),
                theme=operation.theme,
                polarity=operation.polarity,
                strength=operation.strength,
                comment=operation.comment,
            )
        case Move():
            coding = _coding(me, operation.target)
            return move_boundaries.once(nonce, store, me, coding, operation.start, operation.end, operation.quote)
        case Uncode():
            return uncode.once(nonce, store, me, _coding(me, operation.target))
        case Accept():
            return accept.once(nonce, store, me, _coding(me, operation.target))
        case Undo():
            return undo.once(nonce, store, me, _landed(me, operation.of).change_no)
        case NotePoint():
            point = NewPoint(operation.text, operation.trust, operation.meeting_on)
            return note_point.once(nonce, store, me, point, coding=_coding(me, operation.target))
        case WriteMemo(target=target):
            about = About(coding=_coding(me, target)) if target else About(source=operation.source)
            thought = Thought(operation.kind, operation.text, about, operation.discussed_with)
            return write_memo.once(nonce, store, me, thought)
        case Read():
            return mark_read.once(nonce, store, me, operation.source, at=operation.at)
    raise NotFound(GONE)


def _coding(me: Actor, target: Target) -> int:
    """The number of the coding that is meant, also where the browser knows only what made it."""
    if target.coding is not None:
        return target.coding
    done = _landed(me, target.of or "")
    if done.subject_no is None:
        raise NotFound(GONE)
    return done.subject_no


def _landed(me: Actor, nonce: str) -> Done:
    done = landed(session.store(), me, nonce)
    if done is None:
        raise NotFound(GONE)
    return done
