"""The key beside a picture explains what is in it, and nothing else."""

from datetime import date

from db.vocabulary import AskedPolarity, CellState
from evalcore.watch.calendar import Milestone
from evalcore.watch.charts.looks import Look
from evalcore.watch.view import View
from tests.watch.drawn import ANY, BARRIER, MIXED, Picture, drawn_bars, drawn_columns, drawn_grid


def looks(picture: Picture) -> set[Look]:
    return {look for look, _ in picture.figure.looks}


def sides(picture: Picture) -> set[AskedPolarity | None]:
    return {side for look, side in picture.figure.looks if look is Look.FIGURE}


def test_a_state_is_in_the_key_of_a_picture_over_time_where_a_period_has_it() -> None:
    both = drawn_columns("Board", 60)
    states = {cell.state for (_, _, side), cell in both.cells.items() if side is ANY}
    assert {CellState.NOT_LOOKED_FOR, CellState.NO_SOURCES} <= states
    assert {Look.NOT_LOOKED_FOR, Look.NO_SOURCES} <= looks(both)
    read = drawn_columns("Time")
    states = {cell.state for (_, _, side), cell in read.cells.items() if side is ANY}
    assert (Look.NOT_LOOKED_FOR in looks(read)) is (CellState.NOT_LOOKED_FOR in states)
    assert (Look.NO_SOURCES in looks(read)) is (CellState.NO_SOURCES in states)


def test_only_the_polarities_that_are_drawn_are_in_the_key() -> None:
    asked = drawn_bars(view=View(polarity=BARRIER))
    assert sides(asked) == {BARRIER}
    together = drawn_bars()
    drawn = {side for (_, _, side), cell in together.cells.items() if side is not ANY and cell.value}
    assert sides(together) == drawn
    assert MIXED in sides(drawn_grid(view=View(polarity=MIXED)))
    # It has no side of its own beside the others, in small.
    assert MIXED not in sides(drawn_grid())


def test_what_is_in_progress_and_intervals_are_in_the_key_where_there_are_some() -> None:
    for at in (40, 60, None):
        picture = drawn_bars(at)
        waiting = any(cell.in_progress for (_, _, side), cell in picture.cells.items() if side is not ANY)
        assert (Look.IN_PROGRESS in looks(picture)) is waiting
        ends = any(cell.value and cell.low is not None for (_, _, side), cell in picture.cells.items() if side != ANY)
        assert (Look.INTERVAL in looks(picture)) is ends


def test_a_line_is_in_the_key_where_something_of_its_kind_happened() -> None:
    event, renamed = Milestone(date(2016, 2, 15), None, "An inspection"), Milestone(date(2016, 3, 1), None, "x", True)
    kinds = {Look.EVENT, Look.REFRAMED}
    assert looks(drawn_columns("Time")) & kinds == set()
    assert looks(drawn_columns("Time", happened=(event,))) & kinds == {Look.EVENT}
    assert looks(drawn_columns("Time", happened=(event, renamed))) & kinds == kinds
