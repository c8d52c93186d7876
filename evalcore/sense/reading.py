"""Readings: that a source was read against the framework as it stood. They make silence a zero."""

from db.tables import Reading
from evalcore.capture.sources import newest_version, standing_state
from evalcore.errors import Invalid, InvalidTransition, NotPermitted
from evalcore.manage.access import Action
from evalcore.manage.changes import Work, verb
from evalcore.sense.coding import may_code


@verb("mark read", Action.CODE, Action.TAG_OWN_NOTES)
def mark_read(work: Work, source: int, *, at: int | None = None) -> None:
    """Say that she has read the source against the framework as at change `at` (None: as it stands).

    Only the lead coder's reading makes the source read.

    Raises
    ------
    Invalid
        `at` has not come yet.
    """
    lead = standing_state(work, source).lead_coder
    may_code(work, lead)
    at = work.change_no - 1 if at is None else at
    if not 0 <= at <= work.change_no:
        raise Invalid(f"Change {at} has not come yet: the newest is {work.change_no - 1}.")
    row = work.add(
        Reading,
        source=source,
        coder=work.actor.account_id,
        text_version=newest_version(work, source).no,
        at=at,
        counted=lead == work.actor.account_id,
    )
    work.subject("reading", row.no)


@verb("withdraw reading", Action.CODE, Action.TAG_OWN_NOTES)
def withdraw_reading(work: Work, reading: int) -> None:
    """End one reading; any others of the source stay."""
    row = work.find(Reading, reading, "reading")
    if row.coder != work.actor.account_id:
        raise NotPermitted("Only who marked the source as read can withdraw that.")
    if row.ended_in is not None:
        raise InvalidTransition(f"Reading {reading} does not stand any more.")
    work.end(row)
    work.subject("reading", reading)
