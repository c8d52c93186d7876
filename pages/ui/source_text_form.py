"""The form that edits the text of a source: every coding is carried along, and what was typed outlasts a clash."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from evalcore.capture.clean import clean
from evalcore.capture.edits import Difference, differences, fresh_names
from evalcore.capture.library import SourceRow
from evalcore.capture.text_edits import edit_text
from evalcore.errors import Stale
from evalcore.manage.access import Actor
from pages.ui import keys, session
from pages.ui.done import how_it_counts
from pages.ui.errors import told
from pages.ui.formats import count, plain
from pages.ui.opened_text import opened_text

HEIGHT = 480


def edit_source_text(me: Actor, row: SourceRow) -> None:
    """A way to open the text, or the form with the text as it was when it was opened."""
    opened = keys.EDITING.get()
    if opened is None or opened[0] != row.no:
        words = row.characters // 6
        st.markdown(f"About {count(words, 'word')}. An edit carries every coding along to its words.")
        if st.button("Edit text", key=f"edit-text-{row.no}"):
            keys.EDITING.set((row.no, row.version))
            st.rerun()
        return
    key = f"text-{row.no}-{opened[1]}"
    before = opened_text(me, row.no, opened[1])
    with st.form(key, enter_to_submit=False):
        text = st.text_area("Text", before, height=HEIGHT, key=f"{key}-text")
        spelling = st.checkbox(
            "Only spelling was mended: it stays read", key=f"{key}-spelling", help="Otherwise it must be read again."
        )
        with st.container(horizontal=True):
            pressed = st.form_submit_button("Save text", type="primary")
            closed = st.form_submit_button("Close without saving")
    if closed:
        _close()
    if pressed and clean(text) == before:
        st.info("Nothing was changed.")
    elif pressed and _may_go(before, text, key):
        _save(me, row, text, opened[1], spelling)
    if keys.CLASH.get() == "text" and row.version != opened[1]:
        _clash(me, row, before, text, spelling)


def _may_go(before: str, text: str, key: str) -> bool:
    """Whether no name came in with the edit, or she was told of all that did."""
    names = fresh_names(before, clean(text))
    told_of: Sequence[str] = st.session_state.get(f"{key}-told", ())
    st.session_state[f"{key}-told"] = names
    if set(names) <= set(told_of):
        return True
    listed = ", ".join(f"“{plain(name)}”" for name in names)
    st.warning(f"{listed} may lead to a person. Put a pseudonym there, or save again if it is no name.")
    return False


def _save(me: Actor, row: SourceRow, text: str, version: int, spelling: bool) -> None:
    with told():
        try:
            done = edit_text(session.store(), me, row.no, text, version=version, in_substance=not spelling)
        except Stale:
            keys.CLASH.set("text")
            st.rerun()
        keys.DONE.set((f"Saved the text. {how_it_counts(me, row.no)}", done.change_no))
        _close()


def _clash(me: Actor, row: SourceRow, before: str, mine: str, spelling: bool) -> None:
    """Somebody else was quicker: what the other changed is shown, and what she typed stays in the field."""
    st.warning("Somebody else has edited this text since you opened it. What you typed is still in the field above.")
    theirs = opened_text(me, row.no, row.version)
    st.markdown("**What the other has changed**")
    lines = "".join(_line(one) for one in differences(before, theirs))
    st.html(f"<div class='found' role='region' aria-label='Changes' tabindex='0'><ul>{lines}</ul></div>")
    with st.container(horizontal=True):
        if st.button("Save mine in its place", key=f"text-mine-{row.no}"):
            # Against the text that she was shown beside hers: there may be a newer one by now.
            _save(me, row, mine, keys.CLASH_SEEN.get() or row.version, spelling)
        keys.CLASH_SEEN.set(row.version)
        if st.button("Drop mine", key=f"text-theirs-{row.no}"):
            _close()


def _line(one: Difference) -> str:
    out = f"<del>{escape(one.taken_out)}</del>" if one.taken_out.strip() else ""
    put = f"<ins>{escape(one.put_in)}</ins>" if one.put_in.strip() else ""
    return f"<li>… {escape(one.before)}{out}{put}{escape(one.after)} …</li>"


def _close() -> None:
    keys.EDITING.set(None)
    keys.CLASH.set(None)
    st.rerun()
