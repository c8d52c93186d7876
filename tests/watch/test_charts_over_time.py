"""The pictures over time: what they may never say, and what must never touch."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import CellState, Per, Unit
from evalcore.watch.calendar import Milestone
from evalcore.watch.charts import ink
from evalcore.watch.charts.mark import Mark
from evalcore.watch.charts.timeline import CHIP, Timeline, numbered
from evalcore.watch.view import View
from tests.watch.drawn import ANY, BARRIER, FACILITATOR, SIDES, drawn_columns, drawn_grid, periods


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


def test_ten_thousand_events_are_told_a_month_at_a_time() -> None:
    months = periods(Per.MONTH, ["2016-01", "2016-02", "2016-03"])
    day = date(2015, 12, 1)
    events = [Milestone(day + timedelta(no % 122), None, f"Event {no}") for no in range(10_000)]
    renamed = Milestone(date(2016, 2, 9), None, "Renamed “Time”", framework=True)
    marks = numbered(months, sorted([*events, renamed], key=lambda one: one.on))
    assert [mark.number for mark in marks] == ["1", "2", "a", "3"]
    inside = sum(date(2016, 1, 1) <= one.on <= date(2016, 3, 31) for one in events)
    assert sum(mark.milestone.how_many for mark in marks) == inside + 1
    assert marks[0].milestone.text.endswith("events: the programme has each")


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
    # Strokes against dots: nobody takes one for the other, also where only a bit of a line is in sight.
    stroke, dot = (float(one.line.dash.split("px")[0]) for one in lines)
    assert stroke >= 4 * dot
    numbers = [note.text for note in picture.figure.layout.annotations if note.y < CHIP * 2]
    assert {"<b>1</b>", "<i>a</i>"} <= set(numbers)


@given(st.lists(st.integers(0, 480), max_size=40), st.sampled_from([250, 340, 560, 730]))
def test_numbers_of_what_happened_never_touch(days: list[int], plot: int) -> None:
    start = date(2016, 1, 1)
    months = periods(Per.MONTH, [f"{2016 + month // 12}-{month % 12 + 1:02}" for month in range(16)])
    happened = sorted(
        (Milestone(start + timedelta(day), None, "x", framework=day % 3 == 0) for day in days), key=lambda one: one.on
    )
    timeline = Timeline(Per.MONTH, months, numbered(months, happened), plot)
    labels = timeline.labels()
    for lane in (False, True):
        along = [label for label in labels if label.framework is lane]
        for earlier, later in pairwise(along):
            assert timeline.along(later) - timeline.along(earlier) >= (earlier.width + later.width) / 2
    # No mark is lost where labels are made one, and two lanes are the most they take.
    assert sorted(mark.at for label in labels for mark in label.marks) == sorted(mark.at for mark in timeline.marks)
    assert timeline.head() <= 2 * CHIP


def test_what_lies_close_together_shares_a_label_that_names_each() -> None:
    month = periods(Per.MONTH, ["2016-01"])
    marks = numbered(month, [Milestone(date(2016, 1, day), None, "x") for day in (1, 2, 3, 4, 30)])
    close = Timeline(Per.MONTH, month, marks, 250)
    assert [label.text for label in close.labels()] == ["1\N{EN DASH}4", "5"]
    holes = Timeline(Per.MONTH, month, [marks[0], marks[2]], 150)
    assert [label.text for label in holes.labels()] == ["1, 3"]


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


def test_codings_in_progress_are_a_number_below_their_month_and_no_part_of_a_column() -> None:
    picture = drawn_columns("Time", 32)
    wholes = [cell for (_, _, side), cell in picture.cells.items() if side is ANY]
    assert any(cell.in_progress for cell in wholes)
    said = [(note.x, note.text) for note in picture.figure.layout.annotations]
    for number, cell in enumerate(wholes):
        assert [text for x, text in said if x == number and text.startswith("+")] == [f"+{cell.in_progress}"] * bool(
            cell.in_progress
        )
    coloured = [picture.hatched(mark) for mark, _, _ in picture.targets()]
    assert all(trace.marker.pattern.fgcolor == ink.EDGE for traces in coloured for trace in traces)


def test_in_the_grid_they_are_a_mark_beyond_every_column() -> None:
    picture = drawn_grid(32)
    columns = [trace for trace in picture.figure.data if trace.customdata is None]
    marks = [one for one in columns if one.marker.pattern.fgcolor in (ink.BARRIER, ink.FACILITATOR)]
    heights = {abs(height) for one in marks if one.marker.pattern.shape == ink.HATCHED for height in one.y}
    assert heights == {4}


def test_no_line_runs_through_a_number() -> None:
    picture = drawn_columns("Time", happened=(Milestone(date(2016, 2, 15), None, "An inspection"),))
    notes = picture.figure.layout.annotations
    numbers = [note for note in notes if note.text.isdigit() and note.yanchor in ("top", "bottom")]
    assert numbers
    assert all(note.bgcolor == ink.PAGE for note in numbers)


def test_the_grid_opens_every_theme_in_every_month_on_both_sides() -> None:
    picture = drawn_grid()
    marks = {mark for mark, _, _ in picture.targets()}
    shown = [line.no for line in picture.lines if not line.heading]
    months = {period for _, period, _ in picture.cells}
    assert marks == {Mark(theme, side, month) for theme in shown for side in (BARRIER, FACILITATOR) for month in months}
