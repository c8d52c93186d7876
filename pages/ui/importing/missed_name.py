"""The form for a name that the list of names lacks."""

from collections.abc import Callable

import streamlit as st


def missed_name(key: str, stands: Callable[[str], bool], refusal: str) -> str | None:
    """Draw it; the name that was added, None where none was. One that does not stand in the texts is refused."""
    with st.form(key, clear_on_submit=True, border=False):
        left, right = st.columns([13, 11], gap="medium", vertical_alignment="bottom")
        with left:
            name = " ".join(st.text_input("A name that was missed").split())
        with right:
            added = st.form_submit_button("Add name")
    if not added or not name:
        return None
    if stands(name):
        return name
    st.error(refusal)
    return None
