"""All themes over time: a row a theme with small columns, facilitator up and barrier down, on one scale."""

from collections.abc import Sequence

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

WIDE = Sheet(labels=264, letters=38, plot=560)
NARROW = Sheet(labels=0, letters=50, plot=340)

REACH = 17  # px that the tallest column may grow from its middle line
HEADING = 26
WAITING = 4  # px of the mark of codings in progress, beyond what any column reaches


def grid(
    lines: Sequence[ThemeLine],
    cells: Cells,
    timeline: Timeline,
    unit: Unit,
    polarity: AskedPolarity | None = None,
    chosen: Mark | None = None,
    sheet: Sheet = WIDE,
    beside: Cells | None = None,
) -> go.Figure:
    """Small multiples.

    Parameters
    ----------
    lines
        In the order to draw; a heading has a name and no columns.
    cells
        For each line and period: of the polarity asked for, or of the sides and `any`. Mixed is drawn where it is
        asked for: it has no side.
    beside
        Of a picture that stands beside this one, which shares its scale.
    """
    return _Grid(lines, cells, timeline, unit, polarity, sheet, beside).figure(chosen)


Target = tuple[Box, Mark, Cell, str]
"""Where a mark is, its cell, and the name of its period."""


class _Grid:
    def __init__(
        self,
        lines: Sequence[ThemeLine],
        cells: Cells,
        timeline: Timeline,
        unit: Unit,
        polarity: AskedPolarity | None,
        sheet: Sheet,
        beside: Cells | None,
    ) -> None:
        self.lines, self.cells, self.timeline, self.unit, self.sheet = lines, cells, timeline, unit, sheet
        self.whole = polarity or AskedPolarity.ANY
        self.names = {line.no: line.name for line in lines}
        sides = (polarity,) if polarity else (AskedPolarity.FACILITATOR, AskedPolarity.BARRIER)
        self.sides = {side: 1 if side is AskedPolarity.BARRIER else -1 for side in sides}
        self.periods = [span.label for span in timeline.periods]
        shown = {line.no for line in lines if not line.heading}
        scaled = [*cells.values(), *(beside or {}).values()]
        values = [cell.value or 0.0 for cell in scaled if cell.theme in shown and cell.polarity in self.sides]
        self.px = REACH / (max(values, default=0.0) or 1.0)
        waiting = any(cell.in_progress for cell in scaled if cell.theme in shown)
        self.edge = WAITING + 2 if waiting else 2
        self.drawing = Drawing()
        # Boxes that look alike are one trace: there are hundreds of them.
        self.boxes: dict[tuple[AskedPolarity | None, CellState], list[Box]] = {}

    def figure(self, chosen: Mark | None) -> go.Figure:
        top = start = float(self.timeline.head() + 4)
        targets: dict[AskedPolarity, list[Target]] = {side: [] for side in self.sides}
        for line in self.lines:
            top = self._heading(line, top) if line.heading else self._row(line, top, chosen, targets)
        for (side, state), boxes in self.boxes.items():
            self.drawing.hatch(AXES, boxes, _look(side, state))
            for look in _seen(side, state):
                self.drawing.seen(look, side)
        for side, found in targets.items():
            told = [words.hover(self.names[cell.theme], cell, self.unit, period) for _, _, cell, period in found]
            boxes, marks = [box for box, *_ in found], [mark for _, mark, *_ in found]
            self.drawing.targets(AXES, boxes, marks, told, words.POLARITY_WORDS[side])
        self.timeline.draw_marks(self.drawing, top)
        height = int(top + 6 + self.timeline.draw_periods(self.drawing, top + 6)) + 2
        self.drawing.line(AXES, (-0.5, len(self.periods) - 0.5), (start, start), ink.LINE)
        return self.drawing.figure(
            height,
            margin={"l": self.sheet.labels, "r": 6, "t": 0, "b": 0},
            xaxis=ink.BLANK_AXIS | {"range": [-0.5, len(self.periods) - 0.5]},
            yaxis=ink.BLANK_AXIS | {"range": [height, 0]},
        )

    def _heading(self, line: ThemeLine, top: float) -> float:
        name = ink.wrapped(line.name, self.sheet.letters - 3)
        height = HEADING + 16 * (len(name) - 1)
        text = "<br>".join(f"<b>{one}</b>" for one in name)
        self.drawing.note(("paper", "y"), 0, top + height / 2 + 3, text, shift=-self.sheet.labels, ground=True)
        return top + height

    def _row(
        self,
        line: ThemeLine,
        top: float,
        chosen: Mark | None,
        targets: dict[AskedPolarity, list[Target]],
    ) -> float:
        name = ink.wrapped(line.name, self.sheet.letters)
        above = 0 if self.sheet.labels else 16 * len(name)
        reach = REACH + self.edge
        middle = top + above + 1 + (reach if -1 in self.sides.values() else 0)
        bottom = max(top + above + reach * len(self.sides) + 2, top + 16 * len(name) + 6)
        centre = top + 8 * len(name) if above else middle
        self.drawing.note(
            ("paper", "y"), 0, centre, "<br>".join(name), shift=10 - self.sheet.labels, ground=bool(above)
        )
        self.drawing.line(AXES, (-0.5, len(self.periods) - 0.5), (middle, middle), ink.EDGE, layer="below")
        if note := next((self.cells[line.no, period, self.whole].note for period in self.periods), ""):
            self.drawing.quiet(AXES, (len(self.periods) - 1) / 2, middle, note, ground=True)
        for number, period in enumerate(self.periods):
            state = self.cells[line.no, period, self.whole].state
            if state in ink.BANDS or state is CellState.NO_SOURCES:
                box = (number - 0.5, number + 0.5, middle - REACH, middle + REACH)
                self.boxes.setdefault((None, state), []).append(box)
            for side, sign in self.sides.items():
                cell = self.cells[line.no, period, side]
                mark = Mark(line.no, side, period)
                self._column(number, middle, sign, cell)
                ends = sorted([middle, middle + sign * reach])
                place = (number - 0.5, number + 0.5, ends[0], ends[1])
                targets[side].append((place, mark, cell, self.timeline.names[number]))
                if mark == chosen:
                    self.drawing.frame(AXES, place)
        return bottom

    def _column(self, number: int, middle: float, sign: int, cell: Cell) -> None:
        left, right = number - 0.36, number + 0.36
        end = (cell.value or 0.0) * self.px
        if end:
            box = (left, right, middle, middle + sign * end)
            self.boxes.setdefault((cell.polarity, cell.state), []).append(box)
        if cell.in_progress:
            box = (left, right, middle + sign * (REACH + 1), middle + sign * (REACH + 1 + WAITING))
            self.boxes.setdefault((cell.polarity, CellState.NOT_LOOKED_FOR), []).append(box)


def _seen(side: AskedPolarity | None, state: CellState) -> tuple[Look, ...]:
    """What the key calls boxes that look as `_look` has it."""
    if side is None:
        return (OF_STATE[state],)
    if state is CellState.NOT_LOOKED_FOR:
        return (Look.IN_PROGRESS,)
    if state is CellState.PARTLY_READ:
        return (Look.DOTTED,) if side in ink.HOLLOW else (Look.FIGURE, Look.PARTLY)
    return (Look.FIGURE,)


def _look(side: AskedPolarity | None, state: CellState) -> dict[str, object]:
    """How boxes look: of no side the state's ground; hatched in a side's colour what is in progress."""
    if side is None:
        return ink.BANDS.get(state, ink.TINT)
    colour = ink.COLOURS[side]
    if state is CellState.NOT_LOOKED_FOR:
        return ink.pattern(ink.HATCHED, colour, size=4)
    if side in ink.HOLLOW:
        if state is CellState.PARTLY_READ:
            return ink.pattern(ink.DOTTED, colour, size=4, solidity=0.2)
        return {"color": ink.CLEAR, "line": {"color": colour, "width": 1}}
    return {"color": colour, "line": {"width": 0}, "opacity": 0.55 if state is CellState.PARTLY_READ else 1}
