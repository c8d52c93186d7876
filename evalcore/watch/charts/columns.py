"""One theme over time: a column a period, facilitator up, barrier down, mixed apart, and what each rests on below."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from db.vocabulary import AskedPolarity, CellState, Unit
from evalcore.watch import words
from evalcore.watch.cells import Cell, Cells, ThemeLine
from evalcore.watch.charts import ink
from evalcore.watch.charts.drawing import Box, Drawing
from evalcore.watch.charts.looks import OF_STATE, Look
from evalcore.watch.charts.mark import Mark
from evalcore.watch.charts.rows import Sheet
from evalcore.watch.charts.timeline import AXES, Timeline

WIDE = Sheet(labels=96, letters=90, plot=730)
NARROW = Sheet(labels=84, letters=46, plot=250)

SCALE = 190  # px for all that is above and below the middle line
NUMBER = 17  # px for the number at a column's end
ROW = 16
RIGHT = 30
IN_PROGRESS = "in progress"


@dataclass(frozen=True, slots=True)
class Area:
    """Where a polarity is drawn: px of its zero line, and which way and how far columns grow (-1 is up)."""

    polarity: AskedPolarity
    zero: float
    sign: int
    length: float

    @property
    def colour(self) -> str:
        return ink.COLOURS[self.polarity]

    @property
    def middle(self) -> float:
        return self.zero + self.sign * self.length / 2


def tallest(themes: Sequence[int], cells: Cells, polarity: AskedPolarity | None) -> dict[AskedPolarity, float]:
    """The most there is to draw of each polarity, so that several themes stand on one scale."""
    return {
        side: max(
            (max(cell.value or 0.0, cell.high or 0.0) for cell in cells.values() if _is(cell, themes, side)), default=0
        )
        for side in _polarities(polarity)
    }


def columns(
    line: ThemeLine,
    cells: Cells,
    timeline: Timeline,
    unit: Unit,
    most: dict[AskedPolarity, float],
    polarity: AskedPolarity | None = None,
    chosen: Mark | None = None,
    sheet: Sheet = WIDE,
    before: Cells | None = None,
) -> go.Figure:
    """The figure of one theme.

    Parameters
    ----------
    cells
        A cell for each period of `timeline`: of the polarity asked for, or of the sides and `any`.
    most
        What the scale must hold, as `tallest` gives it.
    before
        What was known earlier: a row of dots says in which periods the figures differ from it.
    """
    return _Columns(line, cells, timeline, unit, most, polarity, sheet, before).figure(chosen)


class _Columns:
    def __init__(
        self,
        line: ThemeLine,
        cells: Cells,
        timeline: Timeline,
        unit: Unit,
        most: dict[AskedPolarity, float],
        polarity: AskedPolarity | None,
        sheet: Sheet,
        before: Cells | None,
    ) -> None:
        self.before = before
        self.line, self.cells, self.timeline, self.unit, self.sheet = line, cells, timeline, unit, sheet
        self.whole = polarity or AskedPolarity.ANY
        self.periods = [span.label for span in timeline.periods]
        self.most = most
        scaled = sum(extent for side, extent in most.items() if side is not AskedPolarity.MIXED or polarity)
        self.px: float = SCALE / scaled if scaled else 1.0
        self.top = timeline.head() + 4
        self.areas = self._areas(polarity)
        self.bottom = max(max(area.zero, area.zero + area.sign * area.length) for area in self.areas)
        self.drawing = Drawing()

    def _areas(self, polarity: AskedPolarity | None) -> list[Area]:
        length = {side: max(extent * self.px, 12) + NUMBER for side, extent in self.most.items()}
        if polarity:
            sign, reach = (1 if polarity is AskedPolarity.BARRIER else -1), length[polarity]
            return [Area(polarity, self.top + (reach if sign < 0 else 0), sign, reach)]
        up, down = length[AskedPolarity.FACILITATOR], length[AskedPolarity.BARRIER]
        apart = length[AskedPolarity.MIXED]
        zero = self.top + up
        return [
            Area(AskedPolarity.FACILITATOR, zero, -1, up),
            Area(AskedPolarity.BARRIER, zero, 1, down),
            Area(AskedPolarity.MIXED, zero + down + apart + 8, -1, apart),
        ]

    def figure(self, chosen: Mark | None) -> go.Figure:
        self._ground()
        for area in self.areas:
            self._scale(area)
            for number, period in enumerate(self.periods):
                self._column(area, number, self.cells[self.line.no, period, area.polarity])
                if chosen == Mark(self.line.no, area.polarity, period):
                    self.drawing.frame(AXES, self._place(area, number))
            self._targets(area)
        self.timeline.draw_marks(self.drawing, self.bottom)
        top = self._bases(self.bottom + 8)
        height = int(top + self.timeline.draw_periods(self.drawing, top)) + 2
        return self.drawing.figure(
            height,
            margin={"l": self.sheet.labels, "r": RIGHT, "t": 0, "b": 0},
            xaxis=ink.BLANK_AXIS | {"range": [-0.5, len(self.periods) - 0.5]},
            yaxis=ink.BLANK_AXIS | {"range": [height, 0]},
        )

    def _ground(self) -> None:
        """What stands where there is no figure: hatching where nobody looked, nothing but a tint without sources."""
        states = [self.cells[self.line.no, period, self.whole].state for period in self.periods]
        for state, marker in {**ink.BANDS, CellState.NO_SOURCES: ink.TINT}.items():
            runs = _runs([one is state for one in states])
            boxes = [(first - 0.5, last + 0.5, self.top, self.bottom) for first, last in runs]
            self.drawing.hatch(AXES, boxes, marker)
            if boxes:
                self.drawing.seen(OF_STATE[state])
            for first, last in runs:
                room = (last - first + 1) * self.timeline.pitch
                text = words.NO_FIGURE[state]
                self.drawing.quiet(
                    AXES,
                    (first + last) / 2,
                    (self.top + self.areas[0].zero) / 2,
                    text,
                    ground=state is not CellState.NO_SOURCES,
                    upright=room <= 7 * len(text),
                )

    def _scale(self, area: Area) -> None:
        """The zero line, one line to measure by, and the name of the side."""
        across = (-0.5, len(self.periods) - 0.5)
        self.drawing.line(AXES, across, (area.zero, area.zero), ink.EDGE)
        step = _nice(max(self.most.values()), whole=self.unit in words.WHOLE)
        if 0 < step <= self.most[area.polarity]:
            y = area.zero + area.sign * step * self.px
            self.drawing.line(AXES, across, (y, y), ink.LINE, layer="below")
            self.drawing.quiet(AXES, across[1], y, words.number(step, self.unit), shift=4, anchor=("left", "middle"))
        name = f"<b>{words.title(area.polarity)}</b>"
        look: Any = {"shift": -10, "anchor": ("right", "middle"), "colour": area.colour, "size": ink.SMALL}
        self.drawing.note(AXES, across[0], area.middle, name, **look)

    def _column(self, area: Area, number: int, cell: Cell) -> None:
        half = min(0.34, 20 / self.timeline.pitch)
        value = cell.value or 0.0
        end = value * self.px
        if value:
            box = (number - half, number + half, area.zero, area.zero + area.sign * end)
            left = number if area.polarity is AskedPolarity.MIXED else number + half
            filled = None if area.polarity in ink.HOLLOW else (number - half, left, *box[2:])
            partly = cell.state is CellState.PARTLY_READ
            self.drawing.body(AXES, box, area.colour, filled=filled, partly=partly)
            self.drawing.seen(Look.FIGURE, area.polarity)
            if partly:
                self.drawing.seen(Look.PARTLY, area.polarity)
        if value and cell.low is not None and cell.high is not None:
            y = (area.zero + area.sign * cell.low * self.px, area.zero + area.sign * cell.high * self.px)
            self.drawing.line(AXES, (number, number), y, ink.MUTED)
            self.drawing.seen(Look.INTERVAL)
            end = max(end, cell.high * self.px)
        text = words.number(cell.value, self.unit)
        if text and self.timeline.pitch >= 7 * len(text) + 2:
            anchor = ("center", "bottom" if area.sign < 0 else "top")
            colour = ink.INK if value else ink.MUTED
            y_end = area.zero + area.sign * (end + 1)
            self.drawing.note(AXES, number, y_end, text, anchor=anchor, colour=colour, size=ink.SMALL, ground=True)

    def _place(self, area: Area, number: int) -> Box:
        y = sorted([area.zero, area.zero + area.sign * area.length])
        return number - 0.5, number + 0.5, y[0], y[1]

    def _targets(self, area: Area) -> None:
        boxes = [self._place(area, number) for number in range(len(self.periods))]
        marks = [Mark(self.line.no, area.polarity, period) for period in self.periods]
        told = [
            words.hover(self.line.name, self.cells[self.line.no, period, area.polarity], self.unit, name)
            for period, name in zip(self.periods, self.timeline.names, strict=True)
        ]
        self.drawing.targets(AXES, boxes, marks, told, words.POLARITY_WORDS[area.polarity])

    def _bases(self, top: float) -> float:
        """Rows of numbers: the sources of each period, those read for the theme, the people behind the figures."""
        wholes = [self.cells[self.line.no, period, self.whole] for period in self.periods]
        rows = {
            "sources": [str(cell.sources_all) for cell in wholes],
            "read for it": [str(cell.sources_read) for cell in wholes],
            "people": ["" if cell.people is None else str(cell.people) for cell in wholes],
        }
        if any(cell.in_progress for cell in wholes):
            rows[IN_PROGRESS] = [f"+{cell.in_progress}" if cell.in_progress else "" for cell in wholes]
        if self.before is not None:
            rows["changed"] = ["\N{BULLET}" if self._differs(period, self.before) else "" for period in self.periods]
        for name, numbers in rows.items():
            self.drawing.quiet(AXES, -0.5, top + ROW / 2, name, shift=-10, anchor=("right", "middle"))
            if name == IN_PROGRESS:
                self.drawing.hatched_square(AXES, -0.5, top + ROW / 2, -9, 8, ink.MUTED)
                self.drawing.seen(Look.IN_PROGRESS)
            if name == "changed" and any(numbers):
                self.drawing.seen(Look.CHANGED)
            for number, text in enumerate(numbers):
                if number % self.timeline.every == 0 or name in ("changed", IN_PROGRESS):
                    self.drawing.quiet(AXES, number, top + ROW / 2, text)
            top += ROW
        self.drawing.line(AXES, (-0.5, len(self.periods) - 0.5), (top + 3, top + 3), ink.LINE)
        return top + 6

    def _differs(self, period: str, before: Cells) -> bool:
        keys = [(self.line.no, period, area.polarity) for area in self.areas]
        return any((self.cells[key].value or 0) != (before[key].value or 0) for key in keys)


def _polarities(polarity: AskedPolarity | None) -> tuple[AskedPolarity, ...]:
    return (polarity,) if polarity else (AskedPolarity.FACILITATOR, AskedPolarity.BARRIER, AskedPolarity.MIXED)


def _is(cell: Cell, themes: Sequence[int], polarity: AskedPolarity) -> bool:
    return cell.polarity is polarity and cell.theme in themes


def _runs(flags: list[bool]) -> list[tuple[int, int]]:
    """First and last of each stretch that is true."""
    found: list[tuple[int, int]] = []
    for number, flag in enumerate(flags):
        if flag and found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        elif flag:
            found.append((number, number))
    return found


def _nice(most: float, *, whole: bool) -> float:
    """A round number at most `most`: 1, 2 or 5 and noughts; 0 where there is none worth a line."""
    steps = [base * 10.0**power for power in range(-2, 6) for base in (1, 2, 5)]
    return max((step for step in steps if step <= most * 0.85 and (step >= 1 or not whole)), default=0.0)
