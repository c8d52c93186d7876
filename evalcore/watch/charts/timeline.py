"""What all pictures over time have: periods along the bottom, and numbered lines where something happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import ceil
from string import ascii_lowercase

from db.vocabulary import Per
from evalcore.watch import words
from evalcore.watch.calendar import Milestone, Span, place
from evalcore.watch.charts import ink
from evalcore.watch.charts.drawing import Drawing

CHIP = 19
AXES = ("x", "y")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A milestone that lies in the series: its number in the key, and where it is."""

    number: str
    milestone: Milestone
    at: float


def numbered(periods: Sequence[Span], found: Sequence[Milestone]) -> list[Numbered]:
    """Events by numbers, changes of the framework by letters; what lies outside the series is left out."""
    marks: list[Numbered] = []
    events = frameworks = 0
    for one in found:
        at = place(periods, one.on)
        if at is None:
            continue
        if one.framework:
            frameworks += 1
            marks.append(Numbered(_letters(frameworks), one, at))
        else:
            events += 1
            marks.append(Numbered(str(events), one, at))
    return marks


@dataclass(frozen=True)
class Timeline:
    """The periods of a series on a picture of which `plot` px are theirs."""

    per: Per
    periods: Sequence[Span]
    marks: Sequence[Numbered]
    plot: int

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

    def lanes(self) -> list[int]:
        """The lane of each mark: two whose numbers would touch never share one."""
        ends: list[float] = []
        found = []
        for mark in self.marks:
            left = mark.at * self.pitch - CHIP / 2
            lane = next((lane for lane, end in enumerate(ends) if end <= left), len(ends))
            ends[lane : lane + 1] = [left + CHIP + 1]
            found.append(lane)
        return found

    def head(self) -> int:
        """px that the numbers take."""
        return CHIP * (max(self.lanes(), default=-1) + 1)

    def draw_marks(self, drawing: Drawing, bottom: float) -> None:
        """Lines from the numbers down: broken for events, dotted for changes of the framework."""
        for mark, lane in zip(self.marks, self.lanes(), strict=True):
            y = CHIP * (lane + 0.5)
            framework = mark.milestone.framework
            dash = "dot" if framework else "5px,3px"
            drawing.line(AXES, (mark.at, mark.at), (y, bottom), ink.EDGE, dash=dash, layer="below")
            text = f"<i>{mark.number}</i>" if framework else f"<b>{mark.number}</b>"
            drawing.note(AXES, mark.at, y, text, anchor=("center", "middle"), size=ink.SMALL, ground=True)

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
