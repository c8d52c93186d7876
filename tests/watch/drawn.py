"""Pictures of the small evaluation that was counted by hand, and what can be found in them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import plotly.graph_objects as go

from db.vocabulary import AskedPolarity, Per
from evalcore.analysis.distribution import distribution
from evalcore.analysis.snapshot import as_at
from evalcore.watch.calendar import Milestone, Span, spans
from evalcore.watch.cells import Cells, ThemeLine, by_mentions, cells_of, theme_lines
from evalcore.watch.charts import bars, columns, grid, ink, rows
from evalcore.watch.charts.mark import Mark, mark_of
from evalcore.watch.charts.timeline import Timeline, numbered
from evalcore.watch.view import View
from tests.analysis.fold import Fold, load

VECTORS = load("distribution")
FOLD = Fold(VECTORS)
CORPUS = FOLD.corpus()
BARRIER, FACILITATOR, MIXED, ANY = (
    AskedPolarity.BARRIER,
    AskedPolarity.FACILITATOR,
    AskedPolarity.MIXED,
    AskedPolarity.ANY,
)
SIDES = (BARRIER, FACILITATOR, MIXED)

Shape = Any


class Picture:
    """A figure, and the cells it was drawn from."""

    def __init__(self, figure: go.Figure, lines: list[ThemeLine], cells: Cells) -> None:
        self.figure, self.lines, self.cells = figure, lines, cells

    def line(self, name: str) -> ThemeLine:
        return next(line for line in self.lines if line.no == FOLD.themes[name])

    def targets(self) -> Iterator[tuple[Mark, Any, int]]:
        """Each mark that can be chosen, with the trace it is in and its place there."""
        for trace in self.figure.data:
            for place, code in enumerate(trace.customdata if trace.customdata is not None else ()):
                mark = mark_of(code)
                assert mark is not None
                yield mark, trace, place

    def box(self, wanted: Mark) -> tuple[str, float, float, float, float]:
        """Axis, x0, x1, y0, y1 of a mark's place."""
        for mark, trace, place in self.targets():
            if mark == wanted:
                x, half = trace.x[place], trace.width[place] / 2
                return trace.xaxis, x - half, x + half, trace.base[place], trace.base[place] + trace.y[place]
        raise AssertionError(f"no mark {wanted}")

    def inside(self, mark: Mark, kind: str = "rect") -> list[Shape]:
        """The shapes that lie in a mark's place, but for the frame of a chosen one."""
        axis, x0, x1, y0, y1 = self.box(mark)
        found = []
        for shape in self.figure.layout.shapes:
            if shape.type != kind:
                continue
            across, down = sorted([shape.x0, shape.x1]), sorted([shape.y0, shape.y1])
            within = x0 - 1e-6 <= across[0] and across[1] <= x1 + 1e-6 and y0 <= down[0] and down[1] <= y1
            if shape.xref == axis and within and shape.layer != "below":
                found.append(shape)
        return found

    def hatched(self, mark: Mark, shape: str = ink.HATCHED) -> list[Any]:
        """The traces with a pattern that touch a mark's place."""
        axis, x0, x1, y0, y1 = self.box(mark)
        found = []
        for trace in self.figure.data:
            if trace.customdata is None and trace.marker.pattern.shape == shape and trace.xaxis == axis:
                for x, width, base, y in zip(trace.x, trace.width, trace.base, trace.y, strict=True):
                    top, bottom = sorted([base, base + y])
                    left, right = x - width / 2, x + width / 2
                    if left < x1 and right > x0 and top < y1 and bottom > y0:
                        found.append(trace)
        return found

    def squares(self, mark: Mark) -> list[Shape]:
        """The marks of codings in progress at a mark's place, on the side that it points to."""
        axis, x0, x1, y0, y1 = self.box(mark)
        found = [shape for shape in self.figure.layout.shapes if shape.type == "path" and shape.xref == axis]
        inside = [one for one in found if x0 - 1e-6 <= one.xanchor <= x1 + 1e-6 and y0 <= one.yanchor <= y1]
        return [one for one in inside if one.path.startswith("M-") is (x0 + x1 < 0)]

    def words(self, mark: Mark) -> list[str]:
        """What is written in a mark's place, on the side that it points to."""
        axis, x0, x1, y0, y1 = self.box(mark)
        other_side = "left" if x0 + x1 < 0 else "right"
        return [
            note.text
            for note in self.figure.layout.annotations
            if note.xref == axis and x0 - 1e-6 <= note.x <= x1 + 1e-6 and y0 <= note.y <= y1
            if note.xanchor != other_side
        ]


def drawn_bars(at: int | None = None, view: View | None = None, sheet: rows.Sheet = rows.WIDE, **more: Any) -> Picture:
    view, known = view or View(), as_at(CORPUS, at)
    lines = theme_lines(known, view.level)
    cells = cells_of(distribution(known, view.by_theme()).rows, lines)
    ordered = by_mentions(lines, cells, view.whole)
    return Picture(bars.bars(ordered, cells, view.unit, view.polarity, sheet=sheet, **more), ordered, cells)


def drawn_columns(
    theme: str, at: int | None = None, view: View | None = None, happened: tuple[Milestone, ...] = ()
) -> Picture:
    view, known = view or View(), as_at(CORPUS, at)
    lines = theme_lines(known)
    line = next(line for line in lines if line.no == FOLD.themes[theme])
    cells = cells_of(distribution(known, view.of_theme(line.no, view.per)).rows, lines, line.no)
    labels = list(dict.fromkeys(cell.period or "" for cell in cells.values()))
    timeline = Timeline(view.per, periods(view.per, labels), numbered(periods(view.per, labels), happened), 600)
    most = columns.tallest([line.no], cells, view.polarity)
    return Picture(columns.columns(line, cells, timeline, view.unit, most, view.polarity), [line], cells)


def periods(per: Per, labels: list[str]) -> list[Span]:
    phases = {
        one["name"]: (date.fromisoformat(one["from"]), date.fromisoformat(one["to"])) for one in VECTORS["phases"]
    }
    meetings = [date.fromisoformat(day) for day in VECTORS["meetings"]]
    return spans(per, labels, phases, meetings, (date(2016, 1, 1), date(2016, 12, 31)))


def drawn_grid(at: int | None = None, view: View | None = None, sheet: rows.Sheet = grid.WIDE) -> Picture:
    view, known = view or View(), as_at(CORPUS, at)
    lines = list(theme_lines(known))
    cells = cells_of(distribution(known, view.by_theme(view.per)).rows, lines)
    labels = list(dict.fromkeys(cell.period or "" for cell in cells.values()))
    timeline = Timeline(view.per, periods(view.per, labels), (), sheet.plot)
    return Picture(grid.grid(lines, cells, timeline, view.unit, view.polarity, sheet=sheet), lines, cells)
