"""What can be true of a source's date and length."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from evalcore.errors import Invalid

DAY_MINUTES = 24 * 60


def check_facts(held_on: date, until: date | None, minutes: int | None, time_zone: str) -> None:
    """Refuse a date that has not come, an end before the start, and a length that is no length.

    Raises
    ------
    Invalid
        Its `field` is "Date", "Until" or "Minutes".
    """
    today = datetime.now(ZoneInfo(time_zone)).date()
    if held_on > today:
        raise Invalid(f"{held_on:%-d %B %Y} has not come yet. Choose today or an earlier day.", "Date")
    if until is not None and until < held_on:
        raise Invalid(f"It ends on {until:%-d %B %Y}, before it starts. Choose a later end.", "Until")
    if until is not None and until > today:
        raise Invalid(f"{until:%-d %B %Y} has not come yet. Choose today or an earlier day.", "Until")
    if minutes is not None and minutes < 0:
        raise Invalid("It ends before it starts. Mend the start or the length.", "Minutes")
    if minutes is not None and not 0 < minutes <= DAY_MINUTES:
        raise Invalid("Minutes are a number from 1 to 1,440, or empty.", "Minutes")
