"""What the dashboard opens with: the answer in a sentence, and what it is narrowed to."""

import streamlit as st

from db.vocabulary import CellState
from evalcore.manage.access import Actor
from evalcore.watch.choices import Choices
from evalcore.watch.known_at import moment
from evalcore.watch.pictures import Now, OverTime
from pages.ui import filters, session
from pages.ui.beside import Beside
from pages.ui.filters import Chosen
from pages.ui.formats import count, day, plain
from pages.ui.navigation import screen_at
from pages.ui.start_here import to_be_read


def as_known_at(chosen: Chosen) -> str:
    """As known at the meeting of 12 May 2016."""
    occasion = chosen.occasion or f"change {chosen.view.as_at}"
    article = "the " if occasion.startswith("Meeting") else ""
    return f"As known at {article}{occasion[0].lower()}{occasion[1:]}"


def show_answer(me: Actor, there: Choices, chosen: Chosen, answer: Now | OverTime, beside: Beside | None) -> None:
    """The sentence; before it that it is not of today, after it what it is narrowed to."""
    at = chosen.view.as_at
    if at is not None:
        with st.container(horizontal=True, vertical_alignment="center", key="as-it-was"):
            when = day(moment(session.store(), me, at).date())
            name = f"{plain(chosen.occasion)}: as" if chosen.occasion else "As"
            st.markdown(f"{name} it was known on {when} (change {at}).")
            st.button("Back to today", on_click=filters.clear, args=("as_at", "change"), key="back-to-today")
    st.markdown(plain(beside.sentence if beside else answer.sentence))
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
