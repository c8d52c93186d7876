"""One source: what it is, its facts to correct, its text to edit, and what an edit left without a place."""

import streamlit as st

from db.vocabulary import SourceKind
from evalcore.capture.library import SourceRow, find_source, library
from evalcore.manage.access import Action, Actor
from evalcore.manage.undo import undo
from evalcore.watch.reading_state import ReadState, SourceReading, reading_states
from pages.ui import keys, session
from pages.ui.done import show_done
from pages.ui.errors import told
from pages.ui.formats import WHOLE, count, day, plain
from pages.ui.navigation import screen_at, screens_for
from pages.ui.place_excerpts import place_excerpts
from pages.ui.source_correction import correct_facts
from pages.ui.source_text_form import edit_source_text

PAGE = "pages/capture/sources.py"


def show_source(me: Actor, number: str) -> None:
    with st.container(key="back"):
        st.page_link(PAGE, label="All sources", icon=":material/arrow_back:")
    with told():
        row = find_source(session.store(), me, int(number) if number.isdecimal() else 0)
        _draw(me, row, reading_states(session.store(), me)[row.no])


def _draw(me: Actor, row: SourceRow, state: SourceReading) -> None:
    st.title(plain(row.named), anchor=False)
    st.markdown(_sentence(row, state))
    show_done(me)
    _ways_on(me, row)
    place_excerpts(me, row)
    if not me.may(Action.EDIT_SOURCES):
        return
    left, right = st.columns(2, gap="large")
    with left:
        st.header("Facts", anchor=False)
        correct_facts(me, row)
        _remove(me, row)
    with right:
        st.header("Text", anchor=False)
        edit_source_text(me, row)


def _sentence(row: SourceRow, state: SourceReading) -> str:
    """What it is, where it was and how far it is read, in one breath."""
    when = day(row.held_on) if row.until is None else f"{day(row.held_on)} to {day(row.until)}"
    parts = [f"{row.kind.capitalize()} of {when}", plain(row.trust or WHOLE.lower())]
    parts += [f"{row.minutes} minutes"] if row.minutes else []
    parts += [f"with {', '.join(row.participants)}"] if row.participants else []
    read = {
        ReadState.READ: "read",
        ReadState.PARTLY: f"partly read, {count(len(state.not_looked_for), 'theme')} not looked for yet",
        ReadState.UNREAD: "unread",
    }[state.state]
    return f"{', '.join(parts)}; {read}. {plain(row.lead_coder)} leads it."


def _ways_on(me: Actor, row: SourceRow) -> None:
    there = screens_for(me)
    with st.container(horizontal=True, vertical_alignment="center", key="ways-on"):
        if (coding := screen_at("coding")) in there:
            st.page_link(coding.file, label="Open at the coding desk", query_params={"source": str(row.no)})
        if (notes := screen_at("field-notes")) in there and row.kind is SourceKind.FIELD_NOTE:
            st.page_link(notes.file, label="Edit the note", query_params={"note": str(row.no)})


def _remove(me: Actor, row: SourceRow) -> None:
    together = sum(other.taken_in == row.taken_in for other in library(session.store(), me))
    st.header("Remove", anchor=False)
    what = "This source came in alone" if together == 1 else f"{together} sources came in together"
    st.markdown(f"{what}, with change {row.taken_in}. Removing undoes that, and can be undone in its turn.")
    label = "Remove source" if together == 1 else f"Remove all {together} sources"
    if st.button(label, key=f"remove-{row.no}"):
        with told():
            done = undo(session.store(), me, row.taken_in)
            keys.DONE.set((f"Removed {count(together, 'source')}.", done.change_no))
            st.switch_page(PAGE)
