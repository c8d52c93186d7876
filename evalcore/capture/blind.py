"""A second coding that was made blind is its coder's alone until it counts."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from db.tables import Coding, CodingState
from evalcore.errors import NotPermitted
from evalcore.manage.access import Actor
from evalcore.manage.changes import Work


def is_hidden(actor: Actor, coding: Coding, states: Iterable[CodingState]) -> bool:
    """Whether she may not know of a coding; `states` are those of it that stand."""
    return hides(actor, blind=coding.blind, coder=coding.coder, counted=any(state.counted for state in states))


def hides(actor: Actor, *, blind: bool, coder: int, counted: bool) -> bool:
    return blind and coder != actor.account_id and not counted


def is_its_coders(coding: Coding, states: Iterable[CodingState]) -> bool:
    """Whether a coding is its coder's alone."""
    return coding.blind and not any(state.counted for state in states)


def hidden_codings(session: Session, actor: Actor) -> set[int]:
    """The codings that she may not know of."""
    blind = select(Coding).where(
        Coding.evaluation_id == actor.evaluation_id, col(Coding.blind), Coding.coder != actor.account_id
    )
    here = (CodingState.evaluation_id == actor.evaluation_id, col(CodingState.ended_in).is_(None))
    counted = set(session.exec(select(CodingState.coding).where(*here, col(CodingState.counted))))
    return {row.no for row in session.exec(blind)} - counted


def may_know_of(work: Work, coding: int) -> bool:
    """Whether a coding stands that is not hidden from her."""
    states = work.standing(CodingState, coding=coding)
    row = work.session.get(Coding, (work.evaluation_id, coding)) if states else None
    return row is not None and not is_hidden(work.actor, row, states)


def refuse_hidden(work: Work, coding: Coding) -> None:
    """Go on if she may know of the coding.

    Raises
    ------
    NotPermitted
    """
    if is_hidden(work.actor, coding, work.standing(CodingState, coding=coding.no)):
        raise NotPermitted(f"Coding {coding.no} was made blind: it is its coder's alone until it is reconciled.")
