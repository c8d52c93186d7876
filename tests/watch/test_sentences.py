"""The sentence that answers: what it says of ties, of nothing, of other units, and of time."""

import pytest

from db.vocabulary import AskedPolarity, CellState, Per, Unit
from evalcore.watch import sentences, words
from evalcore.watch.cells import Cell, Cells, ThemeLine

BARRIER, FACILITATOR, ANY = AskedPolarity.BARRIER, AskedPolarity.FACILITATOR, AskedPolarity.ANY


def cell(
    theme: int,
    value: float | None = 0,
    *,
    polarity: AskedPolarity = BARRIER,
    period: str | None = None,
    read: int = 58,
    everything: int = 58,
    people: int = 22,
    codings: int = 47,
) -> Cell:
    state = CellState.COUNTED if read == everything else CellState.PARTLY_READ
    known = read > 0
    if not known:
        state = CellState.NOT_LOOKED_FOR if everything else CellState.NO_SOURCES
    return Cell(
        theme,
        period,
        polarity,
        state,
        value if known else None,
        31 if known else None,
        None,
        read,
        everything,
        people if known else None,
        codings if known else None,
        0,
        None,
        None,
        None,
    )


def themes(*names: str) -> list[ThemeLine]:
    return [ThemeLine(no, name, name, 2, None, False) for no, name in enumerate(names, 1)]


def said(lines: list[ThemeLine], cells: list[Cell], unit: Unit = Unit.SOURCES, side: AskedPolarity = BARRIER) -> str:
    by_key: Cells = {(one.theme, None, one.polarity): one for one in cells}
    return sentences.most_mentioned(lines, by_key, unit, side)


@pytest.mark.parametrize(
    ("unit", "value", "figure"),
    [
        (Unit.SOURCES, 31, ""),
        (Unit.PEOPLE, 22, ""),
        (Unit.CODINGS, 47, "47 codings, in "),
        (Unit.SHARE, 0.124, "12% of all barrier codings, in "),
        (Unit.PREVALENCE, 0.534, "53% of sources read, in "),
        (Unit.RATE, 3.21, "3.2 codings per 10 observed hours, in "),
    ],
)
def test_the_answer_names_the_figure_and_what_it_rests_on(unit: Unit, value: float, figure: str) -> None:
    told = said(themes("Champions", "Engagement"), [cell(1, value / 2), cell(2, value)], unit)
    assert told == f"Engagement is the most mentioned barrier: {figure}31 of 58 sources, 22 people."


def test_two_that_are_mentioned_alike_share_the_answer() -> None:
    lines = themes("Champions", "Engagement", "Context")
    cells = [cell(1, 12), cell(2, 12), cell(3, 4)]
    assert said(lines, cells) == "Champions and Engagement are the most mentioned barriers: 12 sources each."


def test_many_that_are_mentioned_alike_are_counted() -> None:
    lines = themes("A", "B", "C", "D")
    assert (
        said(lines, [cell(line.no, 1) for line in lines]) == "4 themes are the most mentioned barriers: 1 source each."
    )


def test_a_theme_that_nobody_looked_for_is_not_the_least_mentioned() -> None:
    lines = themes("Champions", "Engagement")
    assert said(lines, [cell(1, read=0), cell(2, 0)]) == "No theme is mentioned as a barrier."


def test_a_heading_never_wins_over_what_it_gathers() -> None:
    heading = ThemeLine(3, "Everything", "Everything", 1, None, True)
    lines = [heading, *themes("Champions", "Engagement")]
    assert said(lines, [cell(3, 50), cell(1, 2), cell(2, 9)]).startswith("Engagement is")


@pytest.mark.parametrize(
    ("everything", "sentence"),
    [
        (0, "No source passes these filters."),
        (1, "Nothing can be counted yet: 1 source waits to be read."),
        (12, "Nothing can be counted yet: 12 sources wait to be read."),
    ],
)
def test_where_nothing_was_read_it_counts_nothing(everything: int, sentence: str) -> None:
    assert said(themes("Champions"), [cell(1, read=0, everything=everything)]) == sentence


def test_over_time_only_months_in_which_it_was_looked_for_are_counted() -> None:
    months = [cell(1, read=0, period="2016-01"), cell(1, 2, period="2016-02"), cell(1, 5, period="2016-03")]
    told = sentences.over_time("Engagement", months, Unit.SOURCES, Per.MONTH, (BARRIER,))
    assert told == (
        "“Engagement” is mentioned as a barrier in 2 of 2 months in which it was looked for, "
        "most in March 2016 (31 of 58 sources, 22 people)."
    )


def test_over_time_it_never_says_that_something_moved() -> None:
    months = [cell(1, number, period=f"2016-{number:02}") for number in range(1, 13)]
    told = sentences.over_time("Engagement", months, Unit.SOURCES, Per.MONTH, (BARRIER,))
    assert not any(word in told for word in ("rose", "fell", "more", "less", "grew", "trend"))


@pytest.mark.parametrize(
    ("per", "label", "name"),
    [
        (Per.MONTH, "2016-02", "February 2016"),
        (Per.QUARTER, "2016-Q1", "Q1 2016"),
        (Per.PHASE, "Action period 1", "Action period 1"),
        (Per.MEETING, "2016-02-15", "after the meeting of 15 Feb 2016"),
        (Per.MEETING, "before 2016-02-15", "before the meeting of 15 Feb 2016"),
    ],
)
def test_periods_are_named_as_people_name_them(per: Per, label: str, name: str) -> None:
    assert words.period_name(per, label) == name
