"""What can be true of a source: its date and length, its trust, who was there and who leads it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from db.tables import Attendance, Membership, Participant, SourceState, Trust, TrustState
from evalcore.errors import Invalid, NotFound, NotPermitted
from evalcore.manage.access import ALLOWED, Action
from evalcore.manage.changes import Work

DAY_MINUTES = 24 * 60
LEADS = frozenset({Action.CODE, Action.TAG_OWN_NOTES})
"""Whoever may do one of these can lead a source."""


def in_full(day: date) -> str:
    """3 February 2016."""
    return f"{day.day} {day:%B %Y}"


def check_facts(held_on: date, until: date | None, minutes: int | None, time_zone: str) -> None:
    """Refuse a date that has not come, an end before the start, and a length that is no length.

    Raises
    ------
    Invalid
        Its `field` is "Date", "Until" or "Minutes".
    """
    today = datetime.now(ZoneInfo(time_zone)).date()
    if held_on > today:
        raise Invalid(f"{in_full(held_on)} has not come yet. Choose today or an earlier day.", "Date")
    if until is not None and until < held_on:
        raise Invalid(f"It ends on {in_full(until)}, before it starts. Choose a later end.", "Until")
    if until is not None and until > today:
        raise Invalid(f"{in_full(until)} has not come yet. Choose today or an earlier day.", "Until")
    if minutes is not None and minutes < 0:
        raise Invalid("It ends before it starts. Mend the start or the length.", "Minutes")
    if minutes is not None and not 0 < minutes <= DAY_MINUTES:
        raise Invalid("Minutes are a number from 1 to 1,440, or empty.", "Minutes")


def check_lead(work: Work, account: int) -> None:
    """Refuse a lead coder who could not code.

    Raises
    ------
    NotPermitted
    """
    roles = [row.role for row in work.standing(Membership, account_id=account)]
    if not any(LEADS & ALLOWED[role] for role in roles):
        raise NotPermitted("Only a member who codes can lead a source. Choose a researcher or a coder.")


def check_trust(work: Work, trust: int | None) -> None:
    """Refuse a trust that is not one of the evaluation's now; None is the whole collaborative.

    Raises
    ------
    NotFound
    """
    if trust is None:
        return
    work.find(Trust, trust, "trust")
    if not work.standing(TrustState, trust=trust):
        raise NotFound(f"Trust {trust} is not there any more. Choose another.")


def check_participant(work: Work, participant: int | None) -> None:
    """Refuse a participant whom the evaluation does not know now; None is nobody known.

    Raises
    ------
    NotFound
    """
    if participant is not None and work.find(Participant, participant, "participant").ended_in is not None:
        raise NotFound(f"Participant {participant} is not there any more. Choose another.")


def changed_since(work: Work, source: int, change: int) -> bool:
    """Whether the facts of a source, or who was there, are others than at `change`."""
    query = (
        select(table.no).where(table.evaluation_id == work.evaluation_id, table.source == source, moved > change)
        for table in (SourceState, Attendance)
        for moved in (col(table.made_in), col(table.ended_in))
    )
    return any(work.session.exec(one).first() is not None for one in query)
