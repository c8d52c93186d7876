"""How dates, times and numbers are written on every screen."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

WHOLE = "Whole collaborative"
"""What stands where something belongs to no single trust."""


def day(when: date) -> str:
    """3 Feb 2016."""
    return f"{when.day} {when:%b %Y}"


def moment(when: datetime, time_zone: str) -> str:
    """3 Feb 2016, 14:02, as the clock on the wall had it."""
    local = when.astimezone(ZoneInfo(time_zone))
    return f"{day(local.date())}, {local:%H:%M}"


def day_of(when: datetime, time_zone: str) -> str:
    """3 Feb 2016, as the calendar there had it."""
    return day(when.astimezone(ZoneInfo(time_zone)).date())


def today(time_zone: str) -> date:
    """The day that the calendar there has now."""
    return datetime.now(ZoneInfo(time_zone)).date()


def count(number: int, noun: str, plural: str | None = None) -> str:
    """1 source, 2 sources, 1,200 sources."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def plain(text: str) -> str:
    """Text as it stands, where Streamlit would read it as Markdown.

    >>> plain("notes_[draft] *2*.txt")
    'notes\\\\_\\\\[draft\\\\] \\\\*2\\\\*\\\\.txt'
    """
    # An address becomes a link whatever is escaped in it; a joiner that nobody sees keeps it text.
    return re.sub(r"([\\`*_\[\]<>#$~:|.])", r"\\\1", " ".join(text.split())).replace("@", "\N{WORD JOINER}@")
