"""Excerpts that an edit left without a place: a person says where their words are now, or takes the coding back."""

from html import escape

import streamlit as st

from db.vocabulary import Polarity
from evalcore.capture.library import SourceRow
from evalcore.manage.access import Action, Actor
from evalcore.sense.coding import uncode
from evalcore.sense.framework_log import themes
from evalcore.sense.unplaced import LostCoding, Unplaced, place_excerpt, places_of_words, unplaced
from pages.ui import keys, session
from pages.ui.errors import told
from pages.ui.formats import count, plain
from pages.ui.opened_text import opened_text

MARKS = {Polarity.BARRIER: "◁ barrier", Polarity.FACILITATOR: "▷ facilitator", Polarity.MIXED: "◇ mixed"}
AROUND = 60


def place_excerpts(me: Actor, row: SourceRow) -> None:
    """A block for each excerpt of the source that has no place; nothing where all have."""
    waiting = unplaced(session.store(), me, row.no)
    if not waiting or not me.may(Action.CODE, Action.EDIT_SOURCES):
        return
    text = opened_text(me, row.no, row.version)
    names = {one.no: one.name for one in themes(session.store(), me)}
    names |= {no: name for one in themes(session.store(), me) for no, name in one.merged}
    st.header("Without a place", anchor=False)
    st.markdown(
        f"{count(len(waiting), 'excerpt')} lost {'its' if len(waiting) == 1 else 'their'} place in an edit. Write the "
        "words as they stand in the text now, or take the coding back."
    )
    for one in waiting:
        with st.container(border=True, key=f"unplaced-{one.excerpt}"):
            _block(me, row, one, text, names)


def _block(me: Actor, row: SourceRow, one: Unplaced, text: str, names: dict[int, str]) -> None:
    st.html(f"<blockquote class='lost'>{escape(one.quote)}</blockquote>")
    for coding in one.codings:
        said, button = st.columns([5, 2], vertical_alignment="center")
        said.markdown(_said(coding, names))
        if me.account_id in (coding.coder_id, row.lead_coder_id) and button.button(
            "Take coding back", key=f"uncode-{coding.coding}-{coding.theme}"
        ):
            with told():
                keys.DONE.set(("Took a coding back.", uncode(session.store(), me, coding.coding).change_no))
                st.rerun()
    first = one.quote if places_of_words(text, one.quote) else ""
    words = st.text_input("Its words in the text now", first, key=f"words-{one.excerpt}")
    found = places_of_words(text, words)
    if words.strip() and not found:
        st.error("These words do not stand in the text. Copy them as they stand there.")
    if not found:
        return
    start, end = found[0]
    if len(found) > 1:
        start, end = st.radio(
            "Where", found, format_func=lambda place: _around(text, *place), key=f"where-{one.excerpt}"
        )
    else:
        st.markdown(_around(text, start, end))
    if st.button("Place excerpt", type="primary", key=f"place-{one.excerpt}"):
        with told():
            done = place_excerpt(session.store(), me, one.excerpt, start, end, text[start:end])
            keys.DONE.set(("Placed an excerpt.", done.change_no))
            st.rerun()


def _said(coding: LostCoding, names: dict[int, str]) -> str:
    polarity = MARKS.get(coding.polarity, "descriptive")
    return f"{plain(names.get(coding.theme, ''))} · {polarity} · coded by {plain(coding.coder)}"


def _around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return f"… {plain(before)} **{plain(text[start:end])}** {plain(after)} …"
