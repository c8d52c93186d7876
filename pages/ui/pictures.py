"""The pictures of the dashboard: counted and drawn once for each state of the evaluation and view, then kept.

Each is drawn for a wide and for a narrow screen; the one that fits is shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from evalcore.manage.access import Action, Actor
from evalcore.manage.changes import newest_change, newest_hash
from evalcore.watch import beside, known_at, pictures
from evalcore.watch.beside import NowBeside, OverTimeBeside
from evalcore.watch.cells import Cells, ThemeLine
from evalcore.watch.charts import bars, columns, grid, rows
from evalcore.watch.charts.looks import Seen
from evalcore.watch.charts.mark import Mark
from evalcore.watch.charts.timeline import Timeline
from evalcore.watch.choices import Choices
from evalcore.watch.choices import choices as there_is
from evalcore.watch.known_at import Occasion
from evalcore.watch.pictures import Now, OverTime
from evalcore.watch.view import View
from pages.ui import keys, session
from pages.ui.evidence_panel import choose_mark
from pages.ui.formats import plain

Figures = tuple[go.Figure, go.Figure]
Scope = tuple[str, int, int, str, bool]
"""What an answer may be kept for: the store, the evaluation, its change number and history, what the person may see."""


def scope(me: Actor) -> Scope:
    store, evaluation = session.store(), me.evaluation_id
    may = me.may(Action.SEE_EVIDENCE)
    return str(store.url), evaluation, newest_change(store, evaluation), newest_hash(store, evaluation), may


@st.cache_resource(max_entries=20, show_spinner=False)
def choices(where: Scope, _me: Actor) -> Choices:
    return there_is(session.store(), _me)


@st.cache_resource(max_entries=20, ttl=600, show_spinner=False)
def occasions(where: Scope, _me: Actor) -> list[Occasion]:
    """For ten minutes: a meeting is an occasion from its day on, whether anything changes or not."""
    return known_at.occasions(session.store(), _me)


@st.cache_resource(max_entries=60, show_spinner=False)
def now(where: Scope, _me: Actor, view: View) -> Now:
    return pictures.now(session.store(), _me, view)


@st.cache_resource(max_entries=60, show_spinner=False)
def over_time(where: Scope, _me: Actor, view: View, themes: tuple[int, ...]) -> OverTime:
    return pictures.over_time(session.store(), _me, view, themes)


@st.cache_resource(max_entries=60, show_spinner=False)
def now_figures(where: Scope, _answer: Now, view: View, mark: Mark | None) -> Figures:
    def draw(sheet: rows.Sheet) -> go.Figure:
        return bars.bars(_answer.lines, _answer.cells, view.unit, view.polarity, mark, sheet)

    return draw(rows.WIDE), draw(rows.NARROW)


@st.cache_resource(max_entries=60, show_spinner=False)
def column_figures(
    where: Scope, _answer: OverTime, view: View, themes: tuple[int, ...], mark: Mark | None
) -> list[Figures]:
    """A pair for each chosen theme, all on one scale."""
    most = columns.tallest([line.no for line in _answer.chosen], _answer.cells, view.polarity)

    def draw(line: ThemeLine, sheet: rows.Sheet) -> go.Figure:
        marks = [one for one in _answer.marks if one.milestone.concerns(_answer.families[line.no])]
        timeline = Timeline(view.per, _answer.periods, marks, sheet.plot)
        return columns.columns(line, _answer.cells, timeline, view.unit, most, view.polarity, mark, sheet)

    return [(draw(line, columns.WIDE), draw(line, columns.NARROW)) for line in _answer.chosen]


@st.cache_resource(max_entries=60, show_spinner=False)
def grid_figures(where: Scope, _answer: OverTime, view: View, mark: Mark | None) -> Figures:
    def draw(sheet: rows.Sheet) -> go.Figure:
        timeline = Timeline(view.per, _answer.periods, _answer.marks, sheet.plot)
        return grid.grid(_answer.lines, _answer.cells, timeline, view.unit, view.polarity, mark, sheet)

    return draw(grid.WIDE), draw(grid.NARROW)


@st.cache_resource(max_entries=30, show_spinner=False)
def now_beside(where: Scope, _me: Actor, view: View) -> NowBeside:
    return beside.now_beside(session.store(), _me, view)


@st.cache_resource(max_entries=30, show_spinner=False)
def over_time_beside(where: Scope, _me: Actor, view: View, themes: tuple[int, ...]) -> OverTimeBeside:
    return beside.over_time_beside(session.store(), _me, view, themes)


def looks(drawn: Iterable[Figures]) -> frozenset[Seen]:
    """What is to be seen in these pictures."""
    return frozenset(look for figures in drawn for figure in figures for look in figure.looks)


Marks = tuple[Mark | None, Mark | None]
"""What is chosen in the picture as it was known, and in today's."""


@st.cache_resource(max_entries=30, show_spinner=False)
def now_beside_figures(where: Scope, _answer: NowBeside, view: View, marks: Marks) -> Figures:
    """As it was known, and today: both narrow, for they share the room of one."""
    then, today, look = _answer.then, _answer.today, (view.unit, view.polarity)
    return (
        bars.bars(then.lines, then.cells, *look, marks[0], rows.NARROW, today.cells),
        bars.bars(today.lines, today.cells, *look, marks[1], rows.NARROW, then.cells, newer=True),
    )


@st.cache_resource(max_entries=30, show_spinner=False)
def column_beside_figures(
    where: Scope, _answer: OverTimeBeside, view: View, themes: tuple[int, ...], marks: Marks
) -> list[Figures]:
    """A pair for each theme, as it was known and today, all on one scale and one line of time."""
    then, today, sheet = _answer.then, _answer.today, columns.NARROW
    each = [columns.tallest(themes, one.cells, view.polarity) for one in (then, today)]
    most = {side: max(one[side] for one in each) for side in each[0]}

    def draw(line: ThemeLine, one: OverTime, mark: Mark | None, before: Cells | None) -> go.Figure:
        shown, both = (
            [found for found in marks if found.milestone.concerns(today.families[line.no])]
            for marks in (one.marks, (*then.marks, *today.marks))
        )
        timeline = Timeline(view.per, today.periods, shown, sheet.plot, both)
        return columns.columns(line, one.cells, timeline, view.unit, most, view.polarity, mark, sheet, before)

    return [(draw(line, then, marks[0], None), draw(line, today, marks[1], then.cells)) for line in today.chosen]


@st.cache_resource(max_entries=30, show_spinner=False)
def grid_beside_figures(where: Scope, _answer: OverTimeBeside, view: View, marks: Marks) -> Figures:
    def draw(one: OverTime, other: OverTime, mark: Mark | None) -> go.Figure:
        timeline = Timeline(view.per, one.periods, one.marks, grid.NARROW.plot, other.marks)
        return grid.grid(one.lines, one.cells, timeline, view.unit, view.polarity, mark, grid.NARROW, other.cells)

    return draw(_answer.then, _answer.today, marks[0]), draw(_answer.today, _answer.then, marks[1])


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over one of two pictures beside each other."""

    name: str
    sentence: str = ""


def show_beside(name: str, figures: Figures, heads: tuple[Head, Head]) -> None:
    """Two pictures side by side, on a phone one under the other, each with its name."""
    places = st.columns(2, gap="medium")
    for place, which, figure, head in zip(places, ("then", "today"), figures, heads, strict=True):
        with place:
            with st.container(key=f"head-{which}-{name}", gap="xsmall"):
                st.markdown(f"**{plain(head.name)}**")
                if head.sentence:
                    st.caption(plain(head.sentence))
            told = f"{head.name}. {head.sentence or 'The tables below have every figure.'}"
            _chart(f"{which}-{name}", figure, told, then=which == "then")


def fitting(figures: Figures) -> list[tuple[str, go.Figure]]:
    """The sheet of a picture that fits the screen; both until that is known, of which the style sheet shows one."""
    sheets = zip(("wide", "narrow"), figures, strict=True)
    return [(sheet, figure) for sheet, figure in sheets if keys.SHEET.get() in (None, sheet)]


def show(name: str, figures: Figures, told: str) -> None:
    """A picture; `told` says in words what it shows, for who cannot see it."""
    for sheet, figure in fitting(figures):
        _chart(f"{sheet}-{name}", figure, told)


def _chart(name: str, figure: go.Figure, told: str, *, then: bool = False) -> None:
    key = f"{name}-{keys.CHART_GENERATION.get()}"
    with st.container(key=f"sheet-{name}"):
        st.plotly_chart(
            figure,
            key=key,
            on_select=_chosen(key, then=then),
            selection_mode="points",
            config={"displayModeBar": False, "displaylogo": False},
            alt=told,
        )


def _chosen(key: str, *, then: bool) -> Callable[[], None]:
    def choose() -> None:
        points: list[dict[str, Any]] = st.session_state[key].selection.points
        mark = points[0].get("customdata") if points else None
        choose_mark(mark[0] if isinstance(mark, list) else mark, then=then)

    return choose
