"""The bars: what they may never say, and what must be seen without colour."""

import re
import tomllib
from pathlib import Path

import plotly.graph_objects as go
import pytest
from streamlit.elements.lib import streamlit_plotly_theme

from db.vocabulary import AskedPolarity, CellState, Unit
from evalcore.watch.cells import Cells, ThemeLine
from evalcore.watch.charts import bars, ink, rows
from evalcore.watch.charts.mark import Mark, mark_of
from evalcore.watch.view import View
from tests.watch.drawn import (
    ANY,
    BARRIER,
    FACILITATOR,
    FOLD,
    MIXED,
    SIDES,
    Picture,
    drawn_bars,
    drawn_columns,
    drawn_grid,
)

ROOT = Path(__file__).parents[2]


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


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("sheet", [rows.WIDE, rows.NARROW], ids=["wide", "narrow"])
def test_codings_in_progress_are_a_mark_of_one_size_with_their_number_and_no_length(
    unit: Unit, sheet: rows.Sheet
) -> None:
    picture = drawn_bars(32, View(unit=unit), sheet)
    seen = 0
    for mark, _, _ in picture.targets():
        cell = picture.cells[mark.theme, None, mark.polarity]
        waits = bool(cell.in_progress) and cell.value is not None
        squares = picture.squares(mark)
        assert len(squares) == waits
        numbered = waits and sheet is rows.WIDE
        assert [text for text in picture.words(mark) if text.startswith("+")] == [f"+{cell.in_progress}"] * numbered
        if waits:
            assert (squares[0].xsizemode, squares[0].ysizemode) == ("pixel", "pixel")
            assert squares[0].line.color == ink.COLOURS[mark.polarity]
            # Beyond the figure, which stands beyond the whisker.
            assert abs(squares[0].xanchor) in (0, max(cell.value or 0, cell.high or 0))
            seen += 1
    assert seen
    said = " ".join(note.text for note in picture.figure.layout.annotations if note.xref == "paper")
    assert ("+1 in progress" in said) is (sheet is rows.NARROW)


@pytest.mark.parametrize("unit", Unit)
def test_bars_keep_their_room_on_a_phone(unit: Unit) -> None:
    picture = drawn_bars(32, View(unit=unit), rows.NARROW)
    axis = picture.figure.layout.xaxis
    longest = max(cell.value or 0 for (_, _, side), cell in picture.cells.items() if side in (BARRIER, FACILITATOR))
    pixels = (axis.domain[1] - axis.domain[0]) * rows.NARROW.plot / (axis.range[1] - axis.range[0])
    assert longest * pixels > 12


def test_a_base_that_lacks_sources_says_of_how_many_that_are_read() -> None:
    said = " ".join(note.text for note in drawn_bars(60).figure.layout.annotations if note.xref == "paper")
    assert re.search(r"\d+ of the \d+ sources? read for it \N{MIDDLE DOT} \d+ (person|people)", said)
    assert not re.search(r"\d+ of \d+ read", said)


def test_a_bar_is_dashed_where_its_theme_lacks_sources_that_others_have() -> None:
    found = set()
    for at in (12, 32, 60, 98):
        picture = drawn_bars(at)
        missing = {key: cell.sources_all - cell.sources_read for key, cell in picture.cells.items()}
        for line in picture.lines:
            for body in [] if line.heading else picture.inside(Mark(line.no, BARRIER)):
                lacks = missing[line.no, None, BARRIER] > min(missing.values())
                assert (body.line.dash != "solid") is lacks
                found.add((lacks, picture.cells[line.no, None, BARRIER].state))
    # Sources that nobody read at all make no bar dashed.
    assert {(True, CellState.PARTLY_READ), (False, CellState.PARTLY_READ), (False, CellState.COUNTED)} <= found


def test_every_theme_stands_with_its_sources_and_people() -> None:
    picture = drawn_bars()
    labels = " ".join(note.text for note in picture.figure.layout.annotations if note.xref == "paper")
    for line in picture.lines:
        cell = picture.cells[line.no, None, ANY]
        if cell.sources is not None:
            ways = (f"{cell.sources} of {cell.sources_read} ", f"{cell.sources} of the {cell.sources_read} ")
            assert any(way in labels for way in ways)
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


@pytest.mark.parametrize(
    "picture", [drawn_bars(32), drawn_columns("Board", 60), drawn_grid(79)], ids=["bars", "columns", "grid"]
)
def test_plotly_knows_all_that_a_picture_is_made_of(picture: Picture) -> None:
    go.Figure(picture.figure.to_dict())
