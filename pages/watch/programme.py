"""The programme: its timeline, its trusts, its sessions and meetings; noted and corrected by form or by table."""

import streamlit as st

from evalcore.manage.access import Action, Actor
from evalcore.watch.programme_picture import Calendar, sentence
from pages.ui import look, session
from pages.ui.done import show_done
from pages.ui.formats import plain
from pages.ui.programme import calendar_forms, doing, reads, table_import, trust_forms
from pages.ui.programme.card import show_card
from pages.ui.programme.gatherings import show_gatherings
from pages.ui.programme.timeline import show_timeline
from pages.ui.programme.trust_list import show_trusts

TRUSTS = "Trusts"
EMPTY = (
    "The programme's phases, learning sessions, committee meetings and whatever may explain a shift are kept here. "
    "The dashboard draws them beside its figures. Note the first event, or bring in a table."
)


def main() -> None:
    me = session.require_page("programme")
    look.wear("programme.css")
    where = reads.here(me)
    found, cards = reads.calendar(where, me), reads.cards(where, me)
    asked = st.query_params.get("card", "")
    card = next((one for one in cards if str(one.trust.no) == asked), None)
    st.title("Programme")
    if card:
        st.button("All trusts", icon=":material/arrow_back:", on_click=_back, type="tertiary", key="all-trusts")
        show_done(me)
        show_card(me, found, card)
        return
    st.markdown(plain(sentence(found)) or EMPTY)
    show_done(me)
    _verbs(me)
    _form(me, found)
    timeline, trusts, gatherings = st.tabs(
        ["Timeline", TRUSTS, "Sessions and meetings"], key="part", bind="query-params"
    )
    if trusts.open:
        with trusts:
            show_trusts(me, where, cards)
    elif gatherings.open:
        with gatherings:
            show_gatherings(me, found)
    elif not found.empty:
        with timeline:
            show_timeline(me, where, found)


def _back() -> None:
    """To the list of trusts, also in the address."""
    doing.close_form()
    st.query_params.pop("card")
    st.session_state["part"] = TRUSTS


def _verbs(me: Actor) -> None:
    if not me.may(Action.NOTE_EVENTS):
        return
    with st.container(horizontal=True, gap="small", key="programme-verbs"):
        st.button("Note an event", on_click=doing.open_form, args=("event",), type="primary", key="note-event")
        st.button("Bring in a table", on_click=doing.open_form, args=("table",), key="bring-in-table")


def _form(me: Actor, found: Calendar) -> None:
    form = doing.is_open("event", "attendance", "phase", "meeting", "table", "new trust")
    if form is None:
        return
    with st.container(border=True, key="programme-form"):
        match form:
            case "event", no:
                calendar_forms.event_form(me, found, no)
            case "attendance", no:
                calendar_forms.attendance_form(me, found, no)
            case "phase", no:
                calendar_forms.phase_form(me, found, no)
            case "meeting", no:
                calendar_forms.meeting_form(me, found, no)
            case "new trust", _:
                trust_forms.trust_form(me, None)
            case _:
                table_import.table_form(me)


main()
