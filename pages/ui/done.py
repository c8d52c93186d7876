"""What was just done, said once where the eye is, with its undo beside it."""

import streamlit as st

from evalcore.capture.library import find_source
from evalcore.manage.access import Actor
from evalcore.manage.undo import undo
from evalcore.watch.reading_state import ReadState, reading_states
from pages.ui import keys, session
from pages.ui.errors import told
from pages.ui.formats import plain

TO_THE_TOP = "<script>document.querySelector('.stMain')?.scrollTo(0, 0)</script>"


def how_it_counts(me: Actor, source: int) -> str:
    """Whether what was just saved in a source counts, or who must read it first."""
    if reading_states(session.store(), me)[source].state is not ReadState.UNREAD:
        return "It counts on the dashboard at once."
    lead = find_source(session.store(), me, source)
    if lead.lead_coder_id == me.account_id:
        return "It is unread. It counts once you have read it."
    return f"It is unread. It counts once {lead.lead_coder} has read it."


def show_done(me: Actor) -> None:
    """Say what the last run did, and offer to take it back."""
    done = keys.DONE.get()
    if done is None:
        return
    said, change_no = done
    if keys.SCROLL_UP.take():
        st.html(TO_THE_TOP, unsafe_allow_javascript=True)
    with st.container(horizontal=True, vertical_alignment="center", key="done"):
        st.success(plain(said), icon=":material/check:")
        if change_no is not None and st.button("Undo", key=f"undo-done-{change_no}"):
            with told():
                undo(session.store(), me, change_no)
                keys.DONE.set(("Taken back.", None))
                st.rerun()
        if st.button("Close", key=f"close-done-{change_no}", type="tertiary"):
            keys.DONE.set(None)
            st.rerun()
