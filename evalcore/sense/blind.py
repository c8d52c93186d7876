"""A second coding that was made blind is its coder's alone until it counts."""

from collections.abc import Iterable

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


def refuse_hidden(work: Work, coding: Coding) -> None:
    """Go on if she may know of the coding.

    Raises
    ------
    NotPermitted
    """
    if is_hidden(work.actor, coding, work.standing(CodingState, coding=coding.no)):
        raise NotPermitted(f"Coding {coding.no} was made blind: it is its coder's alone until it is reconciled.")
