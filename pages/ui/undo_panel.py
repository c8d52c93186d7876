"""The changes of the last hour, a click away on every page, each with the button that takes it back."""

from datetime import UTC, datetime, timedelta

import streamlit as st

from evalcore.manage.access import Actor
from evalcore.manage.history import recent_changes
from evalcore.manage.undo import undo
from pages.ui import session
from pages.ui.changes import named, show_change
from pages.ui.navigation import screen_at, screens_for

HOUR = timedelta(hours=1)
MOST = 20


def undo_panel(me: Actor) -> None:
    """Draw it closed for whoever may take anything back; what is in it is read when it is opened."""
    if me.may(*undo.actions):
        _panel()


# A fragment, so that opening it does not run the page: that may hold a whole source and its codings.
@st.fragment
def _panel() -> None:
    icon = ":material/history:"
    panel = st.popover("Recent changes", icon=icon, type="tertiary", key="undo-panel", on_change="rerun")
    if not panel.open:
        return
    me = session.actor()
    with panel, st.container(key="undo-lines", gap=None):
        lines = recent_changes(session.store(), me, datetime.now(UTC) - HOUR, MOST)
        st.markdown("**The last hour**" if lines else "There is nothing of the last hour to take back.")
        things, zone = named(me, lines), session.time_zone()
        for line in lines:
            show_change(me, line, things, zone, panel=True)
        history = screen_at("history")
        if history in screens_for(me):
            st.page_link(history.file, label="The whole history")
