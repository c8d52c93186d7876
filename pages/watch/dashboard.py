"""What helps and what hinders, now and over time; every mark opens what was said behind it."""

import streamlit as st

from db.vocabulary import CellState
from evalcore.manage.access import Actor
from evalcore.watch.charts.mark import Mark
from evalcore.watch.choices import Choices, choices
from evalcore.watch.known_at import moment, occasions
from evalcore.watch.pictures import Now, OverTime
from pages.ui import evidence_panel, filters, legend, pictures, session
from pages.ui.figures_table import show_table
from pages.ui.filters import Chosen
from pages.ui.formats import count, day, plain
from pages.ui.navigation import screen_at
from pages.ui.pictures import Scope
from pages.ui.start_here import start_here, to_be_read

NO_PERIOD = {
    "meeting": "No committee meeting is noted yet, so there is no time between meetings. Choose another period.",
    "phase": "No source lies in a phase of the programme. Choose another period.",
}


def main() -> None:
    me = session.require_page("dashboard")
    there = choices(session.store(), me)
    st.title("What helps and what hinders")
    if start_here(me, there):
        return
    head = st.container(key="answer")
    now_tab, time_tab = st.tabs(["Now", "Over time"], key="view", bind="query-params")
    is_now = not time_tab.open
    _carry(there, over_time=not is_now)
    picture = now_tab if is_now else time_tab
    chosen = filters.choose(there, occasions(session.store(), me), over_time=not is_now)
    where = pictures.scope(me, there.change_no)
    view = chosen.view
    answer = pictures.now(where, me, view) if is_now else pictures.over_time(where, me, view, chosen.themes)
    with head:
        _answer(me, there, chosen, answer)
    with picture:
        _picture(me, there, chosen, answer, where)
    show_table(answer, there.change_no if view.as_at is None else view.as_at)


def _carry(there: Choices, *, over_time: bool) -> None:
    """What is chosen in one picture is chosen in the other: a mark of all time names the theme to draw large, a mark
    of one period the mark of its theme."""
    mark = evidence_panel.chosen_mark()
    if mark and over_time and mark.period is None:
        filters.draw_large(there, mark.theme)
        evidence_panel.keep_mark(None)
    elif mark and not over_time and mark.period is not None:
        evidence_panel.keep_mark(Mark(mark.theme, mark.polarity))


def _answer(me: Actor, there: Choices, chosen: Chosen, answer: Now | OverTime) -> None:
    """The sentence; before it that it is not of today, after it what it is narrowed to."""
    at = chosen.view.as_at
    if at is not None:
        with st.container(horizontal=True, vertical_alignment="center", key="as-it-was"):
            when = day(moment(session.store(), me, at).date())
            name = f"{plain(chosen.occasion)}: as" if chosen.occasion else "As"
            st.markdown(f"{name} it was known on {when} (change {at}).")
            st.button("Back to today", on_click=filters.clear, args=("as_at", "change"), key="back-to-today")
    st.markdown(plain(answer.sentence))
    whole = answer.whole if isinstance(answer, OverTime) else None
    with st.container(horizontal=True, vertical_alignment="center", key="narrowed"):
        said = [_stretch(answer) if isinstance(answer, OverTime) else "", answer.aside, filters.in_words(chosen, there)]
        if any(said):
            st.caption(plain(" ".join(filter(None, said))), width="content")
        if isinstance(answer, Now) and answer.aside and screen_at("sources").is_for(me):
            st.page_link(screen_at("sources").file, label="See which", query_params={"reading": "unread"})
        if whole:
            st.button("Show all time", on_click=filters.show_from, args=whole, type="tertiary", key="all-time")
        if filters.any_set():
            st.button("Clear filters", on_click=filters.clear, type="tertiary", key="clear-filters")
    if isinstance(answer, Now) and all(cell.state is CellState.NOT_LOOKED_FOR for cell in answer.cells.values()):
        to_be_read(me, there)


def _stretch(answer: OverTime) -> str:
    """What the picture leaves out so that it can be read."""
    if answer.whole is None:
        return ""
    shown = f"{answer.periods[0].first:%B %Y} to {answer.periods[-1].last:%B %Y}"
    lies = count(answer.outside, "source lies", "sources lie")
    return f"Shown is {shown}; {lies} more than a year away from it and in no figure here."


def _picture(me: Actor, there: Choices, chosen: Chosen, answer: Now | OverTime, where: Scope) -> None:
    """The picture, and beside it the evidence of the chosen mark; until one is chosen, how to read the marks."""
    view = chosen.view
    left, right = st.columns([7, 4], gap="large")
    with right:
        over_time = isinstance(answer, OverTime)
        mark = evidence_panel.show_evidence(me, view, there.change_no)
        if mark is None:
            legend.show_key(view.unit, over_time=over_time)
    with left:
        if isinstance(answer, Now):
            figures = pictures.now_figures(where, answer, view, mark)
            pictures.show("now", figures, answer.sentence)
        else:
            _over_time(chosen, answer, where, mark)


def _over_time(chosen: Chosen, answer: OverTime, where: Scope, mark: Mark | None) -> None:
    view = chosen.view
    if not answer.periods:
        st.markdown(NO_PERIOD.get(view.per, "No source passes these filters."))
        return
    pairs = pictures.column_figures(where, answer, view, chosen.themes, mark)
    for line, figures in zip(answer.chosen, pairs, strict=True):
        st.subheader(plain(line.name), anchor=False)
        pictures.show(f"theme-{line.no}", figures, f"{line.name} over time. The table below has every figure.")
    if answer.left_out:
        st.caption(f"{count(answer.left_out, 'source lies', 'sources lie')} in no period and cannot be shown here.")
    legend.show_milestones(answer.marks, answer.unmarked)
    st.subheader("All themes", anchor=False)
    figures = pictures.grid_figures(where, answer, view, mark)
    pictures.show("grid", figures, "All themes over time. The table below has every figure.")


main()
