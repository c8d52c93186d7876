"""Which form of the page is open, and what every form does when it is sent."""

from collections.abc import Callable

import streamlit as st

from evalcore.manage.changes import Done, newest_change
from pages.ui import keys, session
from pages.ui.done import TO_THE_TOP
from pages.ui.errors import told

Open = tuple[str, int | None]
"""What a form is about, and the number of what it corrects; None for something new."""


def open_form(what: str, no: int | None = None) -> None:
    """Open a form in the place of the one that was; to be called from a button."""
    keys.PROGRAMME_FORM.set((what, no))
    keys.PROGRAMME_FORMS.set(keys.PROGRAMME_FORMS.get() + 1)
    keys.PROGRAMME_OPENED_AT.set(newest_change(session.store(), session.actor().evaluation_id))
    keys.SCROLL_UP.set(True)
    keys.DONE.set(None)


def close_form() -> None:
    keys.PROGRAMME_FORM.set(None)


def opened_at() -> int:
    """The change at which the open form was opened: whoever was slower than a colleague is told."""
    return keys.PROGRAMME_OPENED_AT.get()


def is_open(*what: str) -> Open | None:
    """The form that is open, if it is about one of these."""
    form = keys.PROGRAMME_FORM.get()
    return form if form and form[0] in what else None


def key(name: str) -> str:
    """The key of a field: another for each form that is opened, so that none holds what was typed in one before."""
    return f"programme-{keys.PROGRAMME_FORMS.get()}-{name}"


def do(change: Callable[[], Done], said: str, then: Callable[[Done], None] | None = None) -> None:
    """Make the change, say so and close the form; what is wrong with it is said below the form, which stays."""
    with told():
        done = change()
        close_form()
        if then:
            then(done)
        keys.DONE.set((said, done.change_no))
        st.rerun()


def heading(title: str) -> None:
    """The head of a form, with the way to leave it; the page is scrolled there when it opens."""
    if keys.SCROLL_UP.take():
        # Another text each time, or the browser would not run it again.
        st.html(TO_THE_TOP + f"<!-- {keys.PROGRAMME_FORMS.get()} -->", unsafe_allow_javascript=True)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(title, anchor=False)
        st.button("Close", on_click=close_form, type="tertiary", key=key("close"))


def save(label: str) -> bool:
    return st.form_submit_button(label, type="primary")


def remove(label: str, change: Callable[[], Done], said: str) -> None:
    """A button outside the form: undo takes it back, so it asks nothing."""
    if st.button(label, key=key("remove"), type="tertiary"):
        do(change, said)
