"""The pictures of the dashboard: counted and drawn once for each state of the evaluation and view, then kept.

Each is drawn for a wide and for a narrow screen; the style sheet shows the one that fits.
"""

from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from evalcore.manage.access import Action, Actor
from evalcore.manage.changes import newest_hash
from evalcore.watch import pictures
from evalcore.watch.cells import ThemeLine
from evalcore.watch.charts import bars, columns, grid, rows
from evalcore.watch.charts.mark import Mark
from evalcore.watch.charts.timeline import Timeline
from evalcore.watch.pictures import Now, OverTime
from evalcore.watch.view import View
from pages.ui import keys, session
from pages.ui.evidence_panel import choose_mark

Figures = tuple[go.Figure, go.Figure]
Scope = tuple[str, int, int, str, bool]
"""What an answer may be kept for: the store, the evaluation, its change number and history, what the person may see."""


def scope(me: Actor, change_no: int) -> Scope:
    store = session.store()
    history = newest_hash(store, me.evaluation_id)
    return str(store.url), me.evaluation_id, change_no, history, me.may(Action.SEE_EVIDENCE)


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


def show(name: str, figures: Figures, told: str) -> None:
    """Both sheets of a picture; `told` says in words what it shows, for who cannot see it."""
    generation = keys.CHART_GENERATION.get()
    for sheet, figure in zip(("wide", "narrow"), figures, strict=True):
        key = f"{name}-{sheet}-{generation}"
        with st.container(key=f"sheet-{sheet}-{name}"):
            st.plotly_chart(
                figure,
                key=key,
                on_select=_chosen(key),
                selection_mode="points",
                config={"displayModeBar": False, "displaylogo": False},
                alt=told,
            )


def _chosen(key: str) -> Callable[[], None]:
    def choose() -> None:
        points: list[dict[str, Any]] = st.session_state[key].selection.points
        mark = points[0].get("customdata") if points else None
        choose_mark(mark[0] if isinstance(mark, list) else mark)

    return choose
