"""What helps and what hinders, now and over time; every mark opens what was said behind it."""

import streamlit as st

from evalcore.manage.access import Actor
from evalcore.watch.charts.looks import Seen
from evalcore.watch.charts.mark import Mark
from evalcore.watch.choices import Choices
from evalcore.watch.pictures import Now, OverTime
from pages.ui import evidence_panel, filters, legend, pictures, session
from pages.ui.answer import as_known_at, show_answer
from pages.ui.beside import Beside, show_beside
from pages.ui.figures_table import show_table
from pages.ui.filters import Chosen
from pages.ui.formats import count, plain
from pages.ui.pictures import Scope
from pages.ui.start_here import start_here

NO_PERIOD = {
    "meeting": "No committee meeting is noted yet, so there is no time between meetings. Choose another period.",
    "phase": "No source lies in a phase of the programme. Choose another period.",
}


def main() -> None:
    me = session.require_page("dashboard")
    where = pictures.scope(me)
    there = pictures.choices(where, me)
    st.title("What helps and what hinders")
    if start_here(me, there):
        return
    head = st.container(key="answer")
    now_tab, time_tab = st.tabs(["Now", "Over time"], key="view", bind="query-params")
    is_now = not time_tab.open
    _carry(there, over_time=not is_now)
    picture = now_tab if is_now else time_tab
    chosen = filters.choose(there, pictures.occasions(where, me), over_time=not is_now)
    view = chosen.view
    beside = _beside(where, me, chosen, over_time=not is_now)
    if beside:
        answer: Now | OverTime = beside.today
    else:
        answer = pictures.now(where, me, view) if is_now else pictures.over_time(where, me, view, chosen.themes)
    with head:
        show_answer(me, there, chosen, answer, beside)
    with picture:
        if isinstance(answer, OverTime) and not answer.periods:
            st.markdown(NO_PERIOD.get(view.per, "No source passes these filters."))
        elif beside:
            show_beside(me, view, there.change_no, beside, where, as_known_at(chosen))
        else:
            _picture(me, there, chosen, answer, where)
    show_table(answer, view.unit, there.change_no)
    if beside:
        show_table(beside.then, view.unit, view.as_at or 0, f"The figures a{as_known_at(chosen)[1:]}", "then")


def _beside(where: Scope, me: Actor, chosen: Chosen, *, over_time: bool) -> Beside | None:
    """What is known today beside what was known at the change that is asked for, if one is."""
    if chosen.view.as_at is None:
        return None
    if over_time:
        return pictures.over_time_beside(where, me, chosen.view, chosen.themes)
    return pictures.now_beside(where, me, chosen.view)


def _carry(there: Choices, *, over_time: bool) -> None:
    """What is chosen in one picture is chosen in the other: a mark of all time names the theme to draw large, a mark
    of one period the mark of its theme."""
    mark = evidence_panel.chosen_mark()
    if mark and over_time and mark.period is None:
        filters.draw_large(there, mark.theme)
        evidence_panel.keep_mark(None)
    elif mark and not over_time and mark.period is not None:
        evidence_panel.keep_mark(Mark(mark.theme, mark.polarity))


def _picture(me: Actor, there: Choices, chosen: Chosen, answer: Now | OverTime, where: Scope) -> None:
    """The picture, and beside it the evidence of the chosen mark; until one is chosen, how to read the marks."""
    view = chosen.view
    left, right = st.columns([7, 4], gap="large")
    with right:
        mark = evidence_panel.show_evidence(me, view, there.change_no)
    with left:
        if isinstance(answer, Now):
            figures = pictures.now_figures(where, answer, view, mark)
            pictures.show("now", figures, answer.sentence)
            seen = pictures.looks([figures])
        else:
            seen = _over_time(chosen, answer, where, mark)
    if mark is None:
        with right:
            legend.show_key(view.unit, seen, over_time=isinstance(answer, OverTime))


def _over_time(chosen: Chosen, answer: OverTime, where: Scope, mark: Mark | None) -> frozenset[Seen]:
    """Draw the chosen themes large and all in small; what is to be seen in them."""
    view = chosen.view
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
    return pictures.looks([*pairs, figures])


main()
