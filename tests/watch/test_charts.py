"""The pictures: what they may never say, and what must be seen without colour."""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.elements.lib import streamlit_plotly_theme

from db.vocabulary import AskedPolarity, CellState, Per, Unit
from evalcore.analysis.distribution import distribution
from evalcore.analysis.snapshot import as_at
from evalcore.watch.calendar import Milestone, Span, spans
from evalcore.watch.cells import Cells, ThemeLine, by_mentions, cells_of, theme_lines
from evalcore.watch.charts import bars, columns, grid, ink, rows
from evalcore.watch.charts.mark import Mark, mark_of
from evalcore.watch.charts.timeline import CHIP, Timeline, numbered
from evalcore.watch.view import View
from tests.analysis.fold import Fold, load

ROOT = Path(__file__).parents[2]
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
            across, down = sorted([shape.x0, shape.x1]), sorted([shape.y0, shape.y1])
            within = x0 - 1e-6 <= across[0] and across[1] <= x1 + 1e-6 and y0 <= down[0] and down[1] <= y1
            if shape.type == kind and shape.xref == axis and within and shape.layer != "below":
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

    def words(self, mark: Mark) -> list[str]:
        """What is written in a mark's place, on the side that it points to."""
        axis, x0, x1, y0, y1 = self.box(mark)
        other_side = "left" if x1 <= 0 else "right"
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


# Bars


def test_a_barrier_is_left_and_hollow_a_facilitator_right_and_solid() -> None:
    picture = drawn_bars()
    time = picture.line("Time").no
    (barrier,) = picture.inside(Mark(time, BARRIER))
    solid, _edge = picture.inside(Mark(time, FACILITATOR))
    assert max(barrier.x0, barrier.x1) == 0 > min(barrier.x0, barrier.x1)
    assert barrier.fillcolor == ink.CLEAR
    assert min(solid.x0, solid.x1) == 0 < max(solid.x0, solid.x1)
    assert solid.fillcolor == ink.FACILITATOR


def test_mixed_is_half_and_half_and_drawn_apart() -> None:
    picture = drawn_bars()
    mark = Mark(picture.line("Time").no, MIXED)
    half, edge = picture.inside(mark)
    assert abs(half.y1 - half.y0) == pytest.approx(abs(edge.y1 - edge.y0) / 2)
    assert half.xref == "x2"
    value = picture.cells[mark.theme, None, MIXED].value
    assert edge.x1 == value


def test_all_sides_are_measured_by_one_scale() -> None:
    layout = drawn_bars().figure.layout
    scales = []
    for axis in (layout.xaxis, layout.xaxis2):
        (left, right), (start, end) = axis.range, axis.domain
        scales.append((end - start) / (right - left))
    assert scales[0] == pytest.approx(scales[1])


@pytest.mark.parametrize("sheet", [rows.WIDE, rows.NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("unit", Unit)
def test_what_nobody_looked_for_is_hatched_and_has_neither_bar_nor_number(unit: Unit, sheet: rows.Sheet) -> None:
    picture = drawn_bars(79, View(unit=unit), sheet)
    unlooked = picture.line("Engagement").no
    assert picture.cells[unlooked, None, ANY].state is CellState.NOT_LOOKED_FOR
    assert picture.hatched(Mark(unlooked, BARRIER))
    for side in SIDES:
        assert not picture.inside(Mark(unlooked, side))
        assert not any(text[:1].isdigit() for text in picture.words(Mark(unlooked, side)))
    said = [note.text for note in picture.figure.layout.annotations]
    assert sum(text.startswith("not looked for") for text in said) >= 1


@pytest.mark.parametrize("at", [6, 11, 32, 49, 60, 98])
def test_a_number_stands_exactly_where_there_is_a_figure(at: int) -> None:
    picture = drawn_bars(at)
    for mark, _, _ in picture.targets():
        value = picture.cells[mark.theme, None, mark.polarity].value
        numbers = [text.removeprefix("<b>").removesuffix("</b>") for text in picture.words(mark)]
        assert [text for text in numbers if text.isdigit()] == ([] if value is None else [f"{value:.0f}"])


def test_codings_in_progress_are_a_hatched_end_in_their_sides_colour() -> None:
    picture = drawn_bars(32)
    mark = Mark(picture.line("Time").no, BARRIER)
    assert picture.cells[mark.theme, None, BARRIER].in_progress == 1
    (stub,) = picture.hatched(mark)
    assert stub.marker.pattern.fgcolor == ink.BARRIER
    assert stub.x[0] + stub.width[0] / 2 <= -picture.cells[mark.theme, None, BARRIER].value  # type: ignore[operator]


def test_a_bar_that_does_not_know_of_every_source_is_dashed() -> None:
    partly, whole = drawn_bars(32), drawn_bars(12)
    (dashed,) = partly.inside(Mark(partly.line("Time").no, BARRIER))
    assert partly.cells[partly.line("Time").no, None, BARRIER].state is CellState.PARTLY_READ
    assert dashed.line.dash != "solid"
    (counted,) = whole.inside(Mark(whole.line("Engagement").no, BARRIER))
    assert whole.cells[whole.line("Engagement").no, None, BARRIER].state is CellState.COUNTED
    assert counted.line.dash == "solid"


def test_every_theme_stands_with_its_sources_and_people() -> None:
    picture = drawn_bars()
    labels = " ".join(note.text for note in picture.figure.layout.annotations if note.xref == "paper")
    for line in picture.lines:
        cell = picture.cells[line.no, None, ANY]
        if cell.sources is not None:
            assert f"{cell.sources} of {cell.sources_read} " in labels
            assert f"{cell.people} p" in labels


@pytest.mark.parametrize("unit", Unit)
def test_a_whisker_is_drawn_where_the_unit_has_an_interval_and_nowhere_else(unit: Unit) -> None:
    picture = drawn_bars(view=View(unit=unit))
    mark = Mark(picture.line("Time").no, BARRIER)
    cell = picture.cells[mark.theme, None, BARRIER]
    ends = {abs(shape.x0) for shape in picture.inside(mark, "line")} - {0}
    assert ends == (set() if cell.low is None else {cell.low, cell.high})


def test_the_most_mentioned_comes_first_under_its_heading() -> None:
    picture = drawn_bars()
    for parent in {line.parent for line in picture.lines}:
        children = [picture.cells[line.no, None, ANY] for line in picture.lines if line.parent == parent]
        known = [cell.value for cell in children if cell.value is not None]
        assert known == sorted(known, reverse=True)
        assert all(cell.value is None for cell in children[len(known) :])
    above = [line.parent for line in picture.lines]
    assert all(
        parent is None or above.index(parent) > [line.no for line in picture.lines].index(parent) for parent in above
    )


def test_a_polarity_that_is_asked_for_stands_alone() -> None:
    picture = drawn_bars(view=View(polarity=MIXED))
    assert {mark.polarity for mark, _, _ in picture.targets()} == {MIXED}


def test_every_theme_can_be_chosen_on_every_side_and_says_what_it_rests_on() -> None:
    picture = drawn_bars()
    marks = [mark for mark, _, _ in picture.targets()]
    assert len(set(marks)) == len(marks)
    assert set(marks) >= {Mark(line.no, side) for line in picture.lines for side in SIDES}
    for mark, trace, place in picture.targets():
        cell = picture.cells[mark.theme, None, mark.polarity]
        if cell.sources is not None:
            assert f"{cell.sources} of {cell.sources_read} source" in trace.hovertext[place]


def test_the_chosen_mark_is_framed() -> None:
    bare = drawn_bars()
    mark = Mark(bare.line("Time").no, BARRIER)
    chosen = drawn_bars(chosen=mark)
    assert len(chosen.figure.layout.shapes) == len(bare.figure.layout.shapes) + 1
    axis, x0, x1, *_ = chosen.box(mark)
    (frame,) = [shape for shape in chosen.figure.layout.shapes if shape.layer == "below" and shape.type == "rect"]
    assert (frame.xref, frame.x0, frame.x1) == (axis, pytest.approx(x0), pytest.approx(x1))


def test_a_themes_name_is_never_taken_for_mark_up() -> None:
    line = ThemeLine(1, "<b>Beds</b> & staff", "<b>Beds</b> & staff", 1, None, False)
    cells = drawn_bars().cells
    some: Cells = {
        (1, None, side): cells[FOLD.themes["Time"], None, side] for side in (*SIDES, AskedPolarity.NONE, ANY)
    }
    figure = bars.bars([line], some, Unit.SOURCES)
    label = next(note.text for note in figure.layout.annotations if note.xref == "paper")
    assert label.startswith("&lt;b&gt;Beds&lt;/b&gt; &amp; staff")


# Over time


def test_a_month_in_which_nobody_looked_is_hatched_and_one_without_sources_is_not() -> None:
    picture = drawn_columns("Board", 60)
    unlooked = picture.lines[0].no
    states = {period: cell.state for (_, period, side), cell in picture.cells.items() if side is ANY}
    assert {CellState.NOT_LOOKED_FOR, CellState.NO_SOURCES} <= set(states.values())
    for period, state in states.items():
        for side in SIDES:
            mark = Mark(unlooked, side, period)
            banded = [trace for trace in picture.hatched(mark) if trace.marker.pattern.fgcolor == ink.EDGE]
            assert bool(banded) is (state is CellState.NOT_LOOKED_FOR)
            if state in (CellState.NOT_LOOKED_FOR, CellState.NO_SOURCES):
                assert not picture.inside(mark)
                assert not any(text.isdigit() for text in picture.words(mark))


@pytest.mark.parametrize("per", [Per.MONTH, Per.QUARTER, Per.PHASE, Per.MEETING])
@pytest.mark.parametrize("unit", Unit)
def test_a_column_is_as_high_as_its_figure(per: Per, unit: Unit) -> None:
    picture = drawn_columns("Time", view=View(unit=unit, per=per))
    heights = []
    for mark, _, _ in picture.targets():
        value = picture.cells[mark.theme, mark.period, mark.polarity].value
        bodies = picture.inside(mark)
        assert bool(bodies) is bool(value)
        if value:
            heights.append(abs(bodies[-1].y1 - bodies[-1].y0) / value)
    assert heights == pytest.approx([heights[0]] * len(heights))


def test_facilitators_grow_up_and_barriers_down_from_one_line() -> None:
    picture = drawn_columns("Time")
    zero = set()
    for mark, _, _ in picture.targets():
        for body in picture.inside(mark):
            if mark.polarity in (BARRIER, FACILITATOR):
                assert (body.y1 > body.y0) is (mark.polarity is BARRIER)
                zero.add(body.y0)
    assert len(zero) == 1


def test_below_each_month_stands_what_its_figures_rest_on() -> None:
    picture = drawn_columns("Time")
    said = [(note.x, note.text) for note in picture.figure.layout.annotations]
    wholes = [cell for (_, _, side), cell in picture.cells.items() if side is ANY]
    for number, cell in enumerate(wholes):
        texts = [text for x, text in said if x == number]
        for base in (cell.sources_all, cell.sources_read):
            assert str(base) in texts


def test_an_event_and_a_change_of_the_framework_are_lines_of_their_own_at_their_day() -> None:
    happened = (
        Milestone(date(2016, 2, 15), None, "An inspection"),
        Milestone(date(2016, 3, 1), None, "Added “Board”", framework=True),
        Milestone(date(2030, 1, 1), None, "Long after"),
    )
    picture = drawn_columns("Time", happened=happened)
    lines = [
        shape
        for shape in picture.figure.layout.shapes
        if shape.x0 == shape.x1 and shape.line.dash not in (None, "solid")
    ]
    labels = [str(cell.period) for (_, _, side), cell in picture.cells.items() if side is ANY]
    assert [line.x0 for line in lines] == [
        pytest.approx(labels.index("2016-02") - 0.5 + 14.5 / 29),
        pytest.approx(labels.index("2016-03") - 0.5 + 0.5 / 31),
    ]
    assert lines[0].line.dash != lines[1].line.dash
    numbers = [note.text for note in picture.figure.layout.annotations if note.y < CHIP * 2]
    assert {"<b>1</b>", "<i>a</i>"} <= set(numbers)


@given(st.lists(st.integers(0, 480), max_size=40), st.sampled_from([250, 340, 560, 730]))
def test_numbers_of_what_happened_never_touch(days: list[int], plot: int) -> None:
    start = date(2016, 1, 1)
    months = periods(Per.MONTH, [f"{2016 + month // 12}-{month % 12 + 1:02}" for month in range(16)])
    happened = sorted((Milestone(start + timedelta(day), None, "x") for day in days), key=lambda one: one.on)
    timeline = Timeline(Per.MONTH, months, numbered(months, happened), plot)
    places = [(lane, mark.at * timeline.pitch) for lane, mark in zip(timeline.lanes(), timeline.marks, strict=True)]
    for lane in {lane for lane, _ in places}:
        along = sorted(x for one, x in places if one == lane)
        assert all(later - earlier >= CHIP for earlier, later in pairwise(along))


def test_the_grid_hatches_every_cell_in_which_nobody_looked_and_draws_none_there() -> None:
    picture = drawn_grid(79)
    headings = {line.no for line in picture.lines if line.heading}
    seen = 0
    for mark, _, _ in picture.targets():
        assert mark.theme not in headings
        state = picture.cells[mark.theme, mark.period, ANY].state
        banded = [trace for trace in picture.hatched(mark) if trace.marker.pattern.fgcolor == ink.EDGE]
        assert bool(banded) is (state is CellState.NOT_LOOKED_FOR)
        seen += bool(banded)
    assert seen


def test_the_grid_opens_every_theme_in_every_month_on_both_sides() -> None:
    picture = drawn_grid()
    marks = {mark for mark, _, _ in picture.targets()}
    shown = [line.no for line in picture.lines if not line.heading]
    months = {period for _, period, _ in picture.cells}
    assert marks == {Mark(theme, side, month) for theme in shown for side in (BARRIER, FACILITATOR) for month in months}


# Colour


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_colours_are_those_of_the_look_in_both_themes(theme: str) -> None:
    lists = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][theme]
    worn = {
        ink.BARRIER: (streamlit_plotly_theme.DIVERGING_1, lists["chartDivergingColors"][1], lists["orangeColor"]),
        ink.MIXED: (streamlit_plotly_theme.CATEGORY_3, lists["chartCategoricalColors"][3], lists["violetColor"]),
        ink.INK: (streamlit_plotly_theme.SEQUENTIAL_9, lists["chartSequentialColors"][9], None),
        ink.MUTED: (streamlit_plotly_theme.SEQUENTIAL_7, lists["chartSequentialColors"][7], None),
        ink.PAGE: (streamlit_plotly_theme.BG_COLOR, lists["backgroundColor"], lists["backgroundColor"]),
    }
    for colour, (place, shown, wanted) in worn.items():
        assert colour == place
        assert wanted in (None, shown)
    assert ink.FACILITATOR == streamlit_plotly_theme.DIVERGING_8
    assert lists["chartDivergingColors"][8] == {"light": "#0B6B88", "dark": "#5BB8D4"}[theme]


@pytest.mark.parametrize("text", ["9.barrier", "12.any.2016-01", "3.mixed.Action period 1.2"])
def test_a_mark_comes_back_from_the_address_as_it_went_there(text: str) -> None:
    assert str(mark_of(text)) == text


@pytest.mark.parametrize("text", ["", "barrier", "x.barrier", "9.sad", "9", "-1.barrier"])
def test_what_is_no_mark_is_none(text: str) -> None:
    assert mark_of(text) is None
