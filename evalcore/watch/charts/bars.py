"""What hinders and what helps: a row a theme, barrier to the left, facilitator to the right, mixed apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from db.vocabulary import AskedPolarity, Unit
from evalcore.watch import words
from evalcore.watch.cells import Cell, Cells, ThemeLine
from evalcore.watch.charts import ink
from evalcore.watch.charts.drawing import Box, Drawing
from evalcore.watch.charts.looks import OF_STATE, Look
from evalcore.watch.charts.mark import Mark
from evalcore.watch.charts.rows import BAR, WIDE, Row, Sheet, rows_of

HEAD = 28
GAP = 14  # px between two scales
SQUARE = 10  # px of the mark of codings in progress
DIGIT = 7.5  # px


@dataclass(frozen=True, slots=True)
class Side:
    """A polarity, the axis it is drawn on and the way it points."""

    polarity: AskedPolarity
    axis: str
    sign: int

    @property
    def colour(self) -> str:
        return ink.COLOURS[self.polarity]


def bars(
    lines: Sequence[ThemeLine],
    cells: Cells,
    unit: Unit,
    polarity: AskedPolarity | None = None,
    chosen: Mark | None = None,
    sheet: Sheet = WIDE,
    beside: Cells | None = None,
    *,
    newer: bool = False,
) -> go.Figure:
    """Diverging bars.

    Parameters
    ----------
    lines
        In the order to draw; a heading has its figures in quiet words and no bar.
    cells
        Of one period, for each line: the polarity asked for, or the four sides and `any`.
    chosen
        The mark whose evidence is open.
    beside
        Of a picture that stands beside this one, which shares its scale and its rows; with `newer`, an upright line
        stands on each bar where the one there ends, if it ends elsewhere.
    """
    return _Bars(lines, cells, unit, polarity, sheet, beside, newer=newer).figure(chosen)


class _Bars:
    def __init__(
        self,
        lines: Sequence[ThemeLine],
        cells: Cells,
        unit: Unit,
        polarity: AskedPolarity | None,
        sheet: Sheet,
        beside: Cells | None,
        *,
        newer: bool,
    ) -> None:
        self.cells, self.unit, self.sheet = cells, unit, sheet
        self.scaled = [cells] if beside is None else [cells, beside]
        self.before = beside if newer else None
        self.whole = polarity or AskedPolarity.ANY
        self.rows = rows_of(lines, cells, self.whole, sheet, HEAD, beside)
        self.bottom = self.rows[-1].bottom if self.rows else HEAD
        self.sides = _sides(lines, self.scaled, polarity)
        self.drawing = Drawing()
        self._scale()

    def _scale(self) -> None:
        """One scale for all sides: `px` units to a pixel of the sheet; `reach` is what a side has room for."""
        room = self.sheet.plot - GAP * (len({side.axis for side in self.sides}) - 1)
        extents = {side: max(self._extents(side), default=0.0) for side in self.sides}
        number = {side: self._number_room(side) for side in self.sides}
        # A side keeps room for its title, also where little was said.
        titles = {side: 6.6 * len(words.title(side.polarity)) + 10 for side in self.sides}
        long = {side for side in self.sides if extents[side]}
        self.px = 1.0
        while long:
            written = sum(number[side] if side in long else titles[side] for side in self.sides)
            # However much is written, bars keep a part of the room.
            self.px = sum(extents[side] for side in long) / max(room - written, room / 5)
            short = {side for side in long if extents[side] / self.px + number[side] < titles[side]}
            if not short:
                break
            long -= short
        self.reach = {
            side: extents[side] + number[side] * self.px if side in long else titles[side] * self.px
            for side in self.sides
        }

    def figure(self, chosen: Mark | None) -> go.Figure:
        for row in self.rows:
            self._label(row)
            for side in self.sides:
                cell = self.cells[row.line.no, None, side.polarity]
                (self._number if row.line.heading else self._bar)(row, side, cell)
                if chosen == Mark(row.line.no, side.polarity):
                    self.drawing.frame((side.axis, "y"), self._place(row, side, 1))
            if not row.line.heading:
                self._no_figure(row)
        for side in self.sides:
            self._beside(HEAD / 2, side, 0.0, f"<b>{words.title(side.polarity)}</b>", colour=side.colour)
            self._targets(side)
        height = int(self.bottom) + 4
        return self.drawing.figure(
            height,
            margin={"l": self.sheet.labels, "r": 2, "t": 0, "b": 0},
            yaxis=ink.BLANK_AXIS | {"range": [height, 0]},
            **self._axes(),
        )

    def _extents(self, side: Side) -> list[float]:
        found = []
        for row in self.rows:
            for cells in self.scaled:
                cell = cells[row.line.no, None, side.polarity]
                if not row.line.heading and cell.value is not None:
                    found.append(max(cell.value, cell.high or 0.0))
        return found

    def _number_room(self, side: Side) -> float:
        """px beyond the longest bar for a figure and the mark of codings in progress."""
        shown = [cells[row.line.no, None, side.polarity] for row in self.rows for cells in self.scaled]
        known = [cell for cell in shown if cell.value is not None]
        letters = max((len(words.number(cell.value, self.unit)) for cell in known), default=1)
        return DIGIT * letters + 8 + self._mark_room(max((cell.in_progress for cell in known), default=0))

    def _mark_room(self, in_progress: int) -> float:
        """px that the mark of codings in progress takes, with its number where there is room for one."""
        number = 3 + 7.0 * len(f"+{in_progress:,}") if self.sheet.labels else 0
        return 7 + SQUARE + number if in_progress else 0

    def _earlier(self, cell: Cell, side: Side) -> Cell | None:
        return self.before[cell.theme, None, side.polarity] if self.before else None

    def _label(self, row: Row) -> None:
        labels, paper = self.sheet.labels, ("paper", "y")
        self.drawing.note(paper, 0, row.words, row.label, shift=row.inset - labels)
        if row.rule:
            y = (row.top + 6, row.top + 6)
            self.drawing.line(paper, (0, 1), y, ink.LINE)
            if labels:
                self.drawing.line(paper, (-labels, 0), y, ink.LINE, xsizemode="pixel", xanchor=0)

    def _number(self, row: Row, side: Side, cell: Cell) -> None:
        """A heading's figure stands at the middle line, where its themes' bars begin; by how much it differs from an
        earlier one, on its outer side."""
        if cell.value is None:
            return
        text = words.number(cell.value, self.unit)
        before = self._earlier(cell, side)
        change = words.change(cell, before, self.unit) if before else ""
        if change:
            quiet = f"<span style='font-size:{ink.SMALL}px'>{change}</span>"
            text = f"{text} {quiet}" if side.sign > 0 else f"{quiet} {text}"
        self._beside(row.bar, side, 0.0, text, colour=ink.MUTED)
        shown = words.number(cell.value, self.unit) + (f" {change}" if change else "")
        self._in_progress(row, side, 0.0, cell, DIGIT * len(shown))

    def _bar(self, row: Row, side: Side, cell: Cell) -> None:
        if cell.value is None:
            return
        axes, sign, end = (side.axis, "y"), side.sign, cell.value
        top, bottom = row.bar - BAR / 2, row.bar + BAR / 2
        if cell.value:
            x = (0.0, sign * cell.value)
            half = row.bar if side.polarity is AskedPolarity.MIXED else top
            filled = None if side.polarity in ink.HOLLOW else (*x, half, bottom)
            self.drawing.body(axes, (*x, top, bottom), side.colour, filled=filled, partly=row.lacks)
            self.drawing.seen(Look.FIGURE, side.polarity)
            if row.lacks:
                self.drawing.seen(Look.PARTLY, side.polarity)
        if cell.value and cell.low is not None and cell.high is not None:
            low, high = sign * cell.low, sign * cell.high
            self.drawing.line(axes, (low, high), (row.bar, row.bar), ink.MUTED)
            for at in (low, high):
                self.drawing.line(axes, (at, at), (row.bar - 3, row.bar + 3), ink.MUTED)
            self.drawing.seen(Look.INTERVAL)
            end = max(end, cell.high)
        before = self._earlier(cell, side)
        if before and words.change(cell, before, self.unit):
            at = sign * (before.value or 0.0)
            self.drawing.line(axes, (at, at), (top - 4, bottom + 4), ink.INK, width=2.5)
            self.drawing.seen(Look.EARLIER, side.polarity)
        colour = ink.INK if cell.value else ink.MUTED
        text = words.number(cell.value, self.unit)
        self._beside(row.bar, side, end, text, colour=colour)
        self._in_progress(row, side, end, cell, DIGIT * len(text))

    def _in_progress(self, row: Row, side: Side, end: float, cell: Cell, taken: float) -> None:
        """A square after the figure, `taken` px long, with how many codings wait: no length, for it is on no scale.
        On a phone the number is in the small print, for it would leave no room for bars."""
        if not cell.in_progress:
            return
        axes, start = (side.axis, "y"), 5 + taken + 7
        left = start if side.sign > 0 else -start - SQUARE
        self.drawing.hatched_square(axes, side.sign * end, row.bar, left, SQUARE, side.colour)
        self.drawing.seen(Look.IN_PROGRESS, side.polarity)
        if not self.sheet.labels:
            return
        shift = side.sign * (start + SQUARE + 3)
        anchor = ("left" if side.sign > 0 else "right", "middle")
        self.drawing.quiet(axes, side.sign * end, row.bar, f"+{cell.in_progress:,}", shift=shift, anchor=anchor)

    def _no_figure(self, row: Row) -> None:
        """Where there is no figure, the row says so across the middle line, and is hatched if nobody looked."""
        cell = self.cells[row.line.no, None, self.whole]
        if cell.value is not None:
            return
        axes = (self.sides[0].axis, "y")
        left, right = self._range(axes[0])
        if marker := ink.BANDS.get(cell.state):
            self.drawing.hatch(axes, [(left, right, row.bar - BAR / 2, row.bar + BAR / 2)], marker)
            self.drawing.seen(OF_STATE[cell.state])
        more = f", {cell.in_progress} in progress" if cell.in_progress else ""
        text = cell.note or words.NO_FIGURE.get(cell.state, "nothing to divide by") + more
        # On hatching the words need a ground of their own.
        self.drawing.quiet(axes, (left + right) / 2, row.bar, text, ground=True)

    def _beside(self, y: float, side: Side, at: float, text: str, *, colour: str = ink.INK) -> None:
        """Words beside the middle line or the end of a bar, on the side they belong to."""
        anchor = ("left" if side.sign > 0 else "right", "middle")
        self.drawing.note((side.axis, "y"), side.sign * at, y, text, shift=5 * side.sign, anchor=anchor, colour=colour)

    def _place(self, row: Row, side: Side, inset: float = 0) -> Box:
        x0, x1 = sorted([0.0, side.sign * self.reach[side]])
        return x0, x1, row.top + inset + (9 if row.rule else 0), row.bottom - inset

    def _targets(self, side: Side) -> None:
        boxes = [self._place(row, side) for row in self.rows]
        marks = [Mark(row.line.no, side.polarity) for row in self.rows]
        told = [
            words.hover(row.line.label, self.cells[row.line.no, None, side.polarity], self.unit) for row in self.rows
        ]
        self.drawing.targets((side.axis, "y"), boxes, marks, told, words.POLARITY_WORDS[side.polarity])

    def _range(self, axis: str) -> tuple[float, float]:
        ends = [side.sign * self.reach[side] for side in self.sides if side.axis == axis]
        return min(0.0, *ends), max(0.0, *ends)

    def _axes(self) -> dict[str, Any]:
        spans = {side.axis: self._range(side.axis) for side in self.sides}
        gap = GAP / self.sheet.plot
        everything = sum(right - left for left, right in spans.values())
        axes, start = {}, 0.0
        for name, (left, right) in spans.items():
            end = start + (1 - gap * (len(spans) - 1)) * (right - left) / everything
            axis = {"range": [left, right], "domain": [start, min(end, 1.0)]}
            axes[name.replace("x", "xaxis")] = ink.BLANK_AXIS | axis
            start = end + gap
            if self.sheet.labels:
                self.drawing.line((name, "y"), (0, 0), (HEAD, self.bottom), ink.EDGE)
            for row in self.rows if not self.sheet.labels else ():
                self.drawing.line((name, "y"), (0, 0), (row.bar - BAR / 2, row.bar + BAR / 2 + 2), ink.EDGE)
        return axes


def _sides(lines: Sequence[ThemeLine], scaled: Sequence[Cells], polarity: AskedPolarity | None) -> list[Side]:
    if polarity:
        return [Side(polarity, "x", -1 if polarity is AskedPolarity.BARRIER else 1)]
    sides = [
        Side(AskedPolarity.BARRIER, "x", -1),
        Side(AskedPolarity.FACILITATOR, "x", 1),
        Side(AskedPolarity.MIXED, "x2", 1),
    ]
    described = [cells[line.no, None, AskedPolarity.NONE] for line in lines for cells in scaled]
    if any(cell.value or cell.in_progress for cell in described):
        sides.append(Side(AskedPolarity.NONE, "x3", 1))
    return sides
