"""What a picture of the programme shows: phases, and whatever happened on a day; many at a time as one."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST = 60
"""More marks than this nobody reads: they are told a month, a quarter or a year at a time."""


class Sort(StrEnum):
    """The rows of the picture, from the top."""

    SESSION = "Learning sessions"
    MEETING = "Committee"
    STEP = "Engagement"
    EVENT = "Events"


@dataclass(frozen=True, slots=True)
class Band:
    """A phase; both days are in it."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Happening:
    """A dated thing. `text` is beside its mark, `name` where there is more room, `told` is what pointing at it says.

    `kind` is what it is one of.
    """

    sort: Sort
    first: date
    last: date
    text: str
    name: str
    told: str
    kind: str


def readable(happenings: Sequence[Happening], most: int = MOST) -> list[Happening]:
    """The happenings by date, those of a month, a quarter or a year told as one where there are more than `most`."""
    ordered = sorted(happenings, key=lambda one: (one.first, one.last, one.text))
    for period in _PERIODS:
        if len(ordered) <= most:
            break
        groups: dict[tuple[Sort, object], list[Happening]] = defaultdict(list)
        for one in sorted(happenings, key=lambda one: (one.first, one.last, one.text)):
            groups[one.sort, period(one.first)].append(one)
        ordered = sorted(
            (group[0] if len(group) == 1 else _together(group) for group in groups.values()),
            key=lambda one: (one.first, one.last, one.text),
        )
    return ordered


_PERIODS: tuple[Callable[[date], object], ...] = (
    lambda day: (day.year, day.month),
    lambda day: (day.year, (day.month - 1) // 3),
    lambda day: day.year,
    lambda day: day.year // 10,
)


def _together(group: Sequence[Happening]) -> Happening:
    first, last = group[0].first, max(one.last for one in group)
    kinds = Counter(one.kind for one in group)
    listed = ", ".join(f"{kind} {number}" for kind, number in kinds.most_common())
    noun = {Sort.SESSION: "learning sessions", Sort.MEETING: "meetings", Sort.STEP: "steps", Sort.EVENT: "events"}
    text = f"{len(group):,} {noun[group[0].sort]}"
    span = f"from {first.day} {first:%b %Y} to {last.day} {last:%b %Y}"
    told = f"{text} {span}: {listed}. Choose a trust or a kind to see each."
    return Happening(group[0].sort, first, last, text, text, told, group[0].kind)
