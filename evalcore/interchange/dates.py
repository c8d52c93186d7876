"""Dates, times and durations as people in Britain write them: the day comes first, always."""

import re
from datetime import date, time

# Not calendar.month_name, which speaks the server's language.
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTH_WORD = "|".join(f"{month}|{month[:3]}" for month in MONTHS) + "|sept"
# Older is a slip of the keyboard: no evaluation reaches back so far.
EARLIEST = date(1990, 1, 1)
MOST_MINUTES = 24 * 60

YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
DAY_FIRST = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})")
WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+", re.IGNORECASE)
DAY_MONTH_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?([a-z]{3,9})[.,]?(?:[\s-]+(\d{4}|\d{2}))?", re.I)
MONTH_NAME_DAY = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?", re.IGNORECASE)
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2})(?:[:.]\d{2}(?:\.\d+)?)?)?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)
TIME_AFTER = re.compile(r"[T,\s]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(?:Z|[+-]\d{2}:?\d{2})?$")
# A whole date among other words, as file names and the first lines of a transcript have it.
WITHIN = re.compile(
    r"(?<![\d./-])(?:(?P<digits>(?:19|20)\d{6})"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?:{MONTH_WORD})[.,]?[\s-]+\d{{4}}"
    rf"|(?:{MONTH_WORD})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})(?![\d-]|[./]\d)",
    re.IGNORECASE,
)
HOURS_MINUTES = re.compile(r"(\d+(?:\.\d+)?)\s*(?:hours?|hrs?|h)\s*(?:(?:and\s+)?(\d+)\s*(?:minutes?|mins?|m)?)?", re.I)
MINUTES = re.compile(r"(\d+(?:\.\d+)?)\s*(?:minutes?|mins?|m|')?", re.IGNORECASE)


def read_date(written: str, today: date) -> date:
    """The day that is meant; raises ValueError with what is wrong, as the end of the sentence "DATE ...".

    >>> read_date("03/04/2016", date(2017, 1, 1))
    datetime.date(2016, 4, 3)
    >>> read_date("Tue 31st May 2016", date(2017, 1, 1))
    datetime.date(2016, 5, 31)
    """
    words = WEEKDAY.sub("", TIME_AFTER.sub("", written.strip()), count=1)
    if match := YEAR_FIRST.fullmatch(words):
        year, month, day = match.groups()
    elif match := DAY_FIRST.fullmatch(words):
        day, month, year = match.groups()
        if len(year) == 2:
            _refuse_two_readings(int(day), int(month), int(year), today)
    elif match := DAY_MONTH_NAME.fullmatch(words):
        day, month, year = match[1], _month(match[2]), match[3]
    elif match := MONTH_NAME_DAY.fullmatch(words):
        day, month, year = match[2], _month(match[1]), match[3]
    elif re.fullmatch(r"\d{5}(\.\d+)?", words):
        raise ValueError("is Excel's own number for a date: format the column as a date and save the CSV again")
    else:
        raise ValueError("is not a date: write it as 2016-05-31, 31/05/2016 or 31 May 2016")
    if not year:
        raise ValueError("has no year: write it as 31 May 2016")
    return _checked(int(year) if len(year) == 4 else 2000 + int(year), int(month), int(day), today)


def find_date(text: str, today: date) -> date | None:
    """The first date within a text that can be meant; none that has not come, or without its year.

    >>> find_date("P07_interview_2016-02-03 (final)", date(2017, 1, 1))
    datetime.date(2016, 2, 3)
    >>> find_date("Interview with the lead nurse, Tuesday 31st May 2016, 40 minutes", date(2017, 1, 1))
    datetime.date(2016, 5, 31)
    >>> find_date("Ward 3/4, version 2.0.1, in 2016", date(2017, 1, 1))
    """
    for match in WITHIN.finditer(text.replace("_", " ")):
        written = match[0]
        if digits := match["digits"]:
            written = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
        try:
            return read_date(written, today)
        except ValueError:
            continue
    return None


def month_comes_first(written: str) -> bool:
    """Whether a date can only be meant with the month first, as Americans and some programs write it."""
    match = DAY_FIRST.fullmatch(TIME_AFTER.sub("", written.strip()))
    return bool(match and 1 <= int(match[1]) <= 12 < int(match[2]) <= 31)


def could_be_month_first(written: str) -> bool:
    """Whether swapping day and month would give another day."""
    match = DAY_FIRST.fullmatch(TIME_AFTER.sub("", written.strip()))
    return bool(match and int(match[1]) <= 12 and int(match[2]) <= 12 and int(match[1]) != int(match[2]))


def time_within(written: str) -> time | None:
    """The time of day that a date carries behind it; midnight is what programs write for none."""
    match = TIME_AFTER.search(written.strip())
    try:
        found = read_time(match[1]) if match else None
    except ValueError:
        return None
    return None if found == time(0) else found


def read_time(written: str) -> time:
    """
    >>> read_time("2.30 pm")
    datetime.time(14, 30)
    """
    match = CLOCK.fullmatch(written.strip())
    wrong = ValueError("is not a time of day: write it as 13:40")
    if not match or not (match[2] or match[3]):
        raise wrong
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise wrong
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        raise wrong
    return time(hour, minute)


def read_minutes(written: str, *, in_hours: bool = False) -> int:
    """How long it took; `in_hours` says that a bare number counts hours.

    >>> read_minutes("1 h 30"), read_minutes("1:30"), read_minutes("50 min"), read_minutes("1.5", in_hours=True)
    (90, 90, 50, 90)
    """
    words = written.strip()
    if match := re.fullmatch(r"(\d{1,2}):([0-5]\d)(?::00)?", words):
        minutes = 60.0 * int(match[1]) + int(match[2])
    elif match := HOURS_MINUTES.fullmatch(words):
        minutes = 60 * float(match[1]) + int(match[2] or 0)
    elif match := MINUTES.fullmatch(words):
        bare = words.replace(".", "", 1).isdecimal()
        minutes = float(match[1]) * (60 if in_hours and bare else 1)
    else:
        raise ValueError("is not a number of minutes: write it as 50")
    if not 1 <= minutes <= MOST_MINUTES:
        raise ValueError("is not between 1 minute and 24 hours")
    return round(minutes)


def _month(name: str) -> str:
    written = "sep" if name.lower() == "sept" else name.lower()
    for number, month in enumerate(MONTHS, start=1):
        if written in (month, month[:3]):
            return str(number)
    raise ValueError("names no month: write it as 31 May 2016")


def _refuse_two_readings(first: int, month: int, last: int, today: date) -> None:
    """16/05/12 may be 16 May 2012 or 12 May 2016: nobody should guess."""
    try:
        other = date(2000 + first, month, last)
    except ValueError:
        return
    if EARLIEST <= other <= today and first != last:
        raise ValueError("can be read in two ways: write the year in full, as 31/05/2016")


def _checked(year: int, month: int, day: int, today: date) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        if 12 < month <= 31 and 1 <= day <= 12:
            raise ValueError("has no such month, as the day comes first here: write it as 2016-05-31") from None
        raise ValueError("is not in the calendar: check day and month") from None
    if found > today:
        raise ValueError("is in the future: check the year and the month")
    if found < EARLIEST:
        raise ValueError(f"is before {EARLIEST.year}: check the year")
    return found
