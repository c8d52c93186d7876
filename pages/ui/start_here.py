"""What the dashboard is while there is nothing to show: what it will show, and the one way that gets there."""

import streamlit as st

from evalcore.manage.access import Actor
from evalcore.watch.choices import Choices
from pages.ui.navigation import ROOT, screen_at

_WILL_SHOW = (
    "Here the themes of the framework will stand, with how many sources mention each as a barrier or a facilitator."
)


def start_here(me: Actor, there: Choices) -> bool:
    """Whether there is nothing to draw yet; then this is the page."""
    if not there.themes:
        _start("The framework has no theme yet.", me, ("framework", "Add a theme"))
    elif not there.sources:
        _start("There is nothing to show yet.", me, ("field-notes", "Log a field note"), ("sources", "Import a source"))
    else:
        return False
    return True


def to_be_read(me: Actor, there: Choices) -> None:
    """The way to the first source that waits, where none was read."""
    if there.unread is not None:
        _link(me, "coding", "Read the first source", source=str(there.unread))


def _start(sentence: str, me: Actor, *ways: tuple[str, str]) -> None:
    st.markdown(f"{sentence} {_WILL_SHOW}")
    for address, label in ways:
        if _link(me, address, label):
            return


def _link(me: Actor, address: str, label: str, **query: str) -> bool:
    screen = screen_at(address)
    if not screen.is_for(me) or not (ROOT / screen.file).exists():
        return False
    with st.container(key="start-here"):
        st.page_link(screen.file, label=label, query_params=query or None)
    return True
