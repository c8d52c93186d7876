"""What all pictures over time have: periods along the bottom, and numbered lines where something happened."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import ceil
from string import ascii_lowercase
from typing import Any

from db.vocabulary import Per
from evalcore.watch import words
from evalcore.watch.calendar import Milestone, Span, place
from evalcore.watch.charts import ink
from evalcore.watch.charts.drawing import Drawing
from evalcore.watch.charts.looks import Look

CHIP = 19
MOST = 60
"""More lines than this nobody reads."""
AXES = ("x", "y")
_EVENT: Any = {"dash": "10px,4px", "width": 1}
_REFRAMED: Any = {"dash": "2px,6px", "width": 2}
"""Long strokes, and dots far apart: nobody takes one for the other, nor for the edge of a bar."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A milestone that lies in the series: its number in the key, its place among its kind, and where it is."""

    number: str
    place: int
    milestone: Milestone
    at: float


def numbered(periods: Sequence[Span], found: Sequence[Milestone]) -> list[Numbered]:
    """Events by numbers, changes of the framework by letters; what lies outside the series is left out.

    More events than anybody reads are told a period at a time.
    """
    return _numbered(periods, _told_together(periods, found))


def numbered_beside(
    periods: Sequence[Span], then: Sequence[Milestone], today: Sequence[Milestone]
) -> tuple[list[Numbered], list[Numbered]]:
    """What was known then and what is known today: what is in both has one number, as it has one place in the key."""
    # Two of one name and day are two.
    known, standing = (Counter(_told_together(periods, found)) for found in (then, today))
    marks = _numbered(periods, sorted((known | standing).elements(), key=lambda one: (one.on, one.framework)))
    return [one for one in marks if _taken(known, one)], [one for one in marks if _taken(standing, one)]


def _taken(milestones: Counter[Milestone], mark: Numbered) -> bool:
    """Whether one of `milestones` is left for a mark; then it is the mark's."""
    milestones[mark.milestone] -= 1
    return milestones[mark.milestone] >= 0


def _numbered(periods: Sequence[Span], found: Sequence[Milestone]) -> list[Numbered]:
    marks: list[Numbered] = []
    events = frameworks = 0
    for one in found:
        at = place(periods, one.on)
        if at is None:
            continue
        if one.framework:
            frameworks += 1
            marks.append(Numbered(_letters(frameworks), frameworks, one, at))
        else:
            events += 1
            marks.append(Numbered(str(events), events, one, at))
    return marks


def _told_together(periods: Sequence[Span], found: Sequence[Milestone]) -> list[Milestone]:
    """What happened; where that is more than `MOST` events within the series, those of a period as one."""
    inside = [one for one in found if not one.framework and place(periods, one.on) is not None]
    if len(inside) <= MOST:
        return list(found)
    by_period: dict[int, list[Milestone]] = {}
    for one in inside:
        by_period.setdefault(round(place(periods, one.on) or 0), []).append(one)
    together = [_as_one(own) for own in by_period.values()]
    return sorted([*together, *(one for one in found if one.framework)], key=lambda one: (one.on, one.framework))


def _as_one(own: Sequence[Milestone]) -> Milestone:
    if len(own) == 1:
        return own[0]
    last = max(one.last_on or one.on for one in own)
    return Milestone(own[0].on, last, f"{len(own):,} events: the programme has each", how_many=len(own))


@dataclass(frozen=True, slots=True)
class Label:
    """The number of one mark, or the numbers of several that lie close together; `at` is their middle."""

    framework: bool
    marks: tuple[Numbered, ...]

    @property
    def at(self) -> float:
        return (self.marks[0].at + self.marks[-1].at) / 2

    @property
    def text(self) -> str:
        """1, or 1-3 where none is missing between, or 1, 4."""
        numbers = [mark.number for mark in self.marks]
        first, last = self.marks[0], self.marks[-1]
        if len(numbers) > 2 and last.place - first.place == len(numbers) - 1:
            return f"{first.number}\N{EN DASH}{last.number}"
        return ", ".join(numbers)

    @property
    def width(self) -> float:
        """px that it takes, with a little air."""
        return 7.0 * len(self.text) + 8


@dataclass(frozen=True)
class Timeline:
    """The periods of a series on a picture of which `plot` px are theirs; `beside` are the marks of a picture that
    stands beside it, so that both keep room for the same lanes of labels."""

    per: Per
    periods: Sequence[Span]
    marks: Sequence[Numbered]
    plot: int
    beside: Sequence[Numbered] = ()

    @property
    def pitch(self) -> float:
        """px to a period."""
        return self.plot / max(len(self.periods), 1)

    @cached_property
    def names(self) -> list[str]:
        return [words.period_name(self.per, span.label) for span in self.periods]

    @property
    def every(self) -> int:
        """Where periods are narrow, only every second, third ... has its numbers written out."""
        return ceil(17 / self.pitch)

    def labels(self) -> list[Label]:
        """What stands over the lines: one for all whose numbers would touch, so that no two labels ever do."""
        return [label for framework in (False, True) for label in self._lane(framework)]

    def _lane(self, framework: bool) -> list[Label]:
        """Events in one lane, changes of the framework in another: those of a lane that touch are made one."""
        own = [Label(framework, (mark,)) for mark in self.marks if mark.milestone.framework is framework]
        done: list[Label] = []
        for label in own:
            while done and (done[-1].width + label.width) / 2 > self.along(label) - self.along(done[-1]):
                label = Label(framework, done.pop().marks + label.marks)
            done.append(label)
        return done

    def along(self, label: Label) -> float:
        """px from the left of the plot to the middle of a label, which never hangs over its edges."""
        half = label.width / 2
        return min(max((label.at + 0.5) * self.pitch, half), self.plot - half)

    def _lanes(self) -> list[bool]:
        there = {mark.milestone.framework for mark in (*self.marks, *self.beside)}
        return [framework for framework in (False, True) if framework in there]

    def head(self) -> int:
        """px that the labels take."""
        return CHIP * len(self._lanes())

    def draw_marks(self, drawing: Drawing, bottom: float) -> None:
        """Lines from the labels down: broken for events, dotted for changes of the framework."""
        lanes = self._lanes()
        for label in self.labels():
            y = CHIP * (lanes.index(label.framework) + 0.5)
            drawing.seen(Look.REFRAMED if label.framework else Look.EVENT)
            for mark in label.marks:
                look = _REFRAMED if label.framework else _EVENT
                drawing.line(AXES, (mark.at, mark.at), (y, bottom), ink.EDGE, layer="below", **look)
            text = f"<i>{label.text}</i>" if label.framework else f"<b>{label.text}</b>"
            drawing.note(
                AXES,
                self.along(label) / self.pitch - 0.5,
                y,
                text,
                anchor=("center", "middle"),
                size=ink.SMALL,
                ground=True,
            )

    def draw_periods(self, drawing: Drawing, top: float) -> int:
        """The names of the periods; how many px they take."""
        labels = [self._label(number) for number in range(len(self.periods))]
        upright = self.per is Per.MEETING and self.pitch < 44
        for number, lines in enumerate(labels):
            if number % self.every:
                continue
            text = (" " if upright else "<br>").join(lines)
            drawing.quiet(AXES, number, top, text, anchor=("center", "top"), upright=upright)
        return 70 if upright else 15 * max((len(lines) for lines in labels), default=1) + 4

    def _label(self, number: int) -> list[str]:
        span = self.periods[number]
        new_year = number == 0 or self.periods[number - 1].first.year != span.first.year
        year = [str(span.first.year)] if new_year else []
        match self.per:
            case Per.MONTH:
                return [f"{span.first:%b}" if self.pitch >= 28 else f"{span.first:%b}"[0], *year]
            case Per.QUARTER:
                return [f"Q{(span.first.month + 2) // 3}", *year]
            case Per.PHASE:
                return ink.wrapped(span.label, max(int(self.pitch / 6.5), 6))
            case _:
                day = date.fromisoformat(span.label.removeprefix("before "))
                if span.label.startswith("before"):
                    return ["before"]
                return [f"{day.day} {day:%b}", str(day.year)]


def _letters(number: int) -> str:
    """a, b, ... z, aa, ab ..."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = ascii_lowercase[rest] + text
    return text
