"""The forms of a memo: to write one, about anything or about what is at hand, and to word one anew."""

from collections.abc import Mapping

import streamlit as st

from db.vocabulary import MemoKind
from evalcore.capture.library import library
from evalcore.capture.participants import participants
from evalcore.manage.access import Actor
from evalcore.sense.framework_log import themes
from evalcore.sense.memo_list import MemoRow
from evalcore.sense.memos import About, Thought, change_memo, write_memo
from pages.ui import keys, session
from pages.ui.errors import told
from pages.ui.formats import day
from pages.ui.kept_text import keep_text, settled

KINDS = {
    MemoKind.ANALYTIC: "What it may mean",
    MemoKind.METHODOLOGICAL: "How we go about it, and why",
    MemoKind.REFLEXIVE: "What I bring to it myself",
}
NOTHING = "Nothing in particular"


def write_a_memo(me: Actor, key: str, *, about: About | None = None) -> None:
    """A form for a new memo; it is a new one each time, so that it holds nothing back. `about`: what it is about."""
    made = keys.MEMOS_WRITTEN.get()
    with st.form(f"write-memo-{key}-{made}", enter_to_submit=False, border=False):
        choices = _choices(me) if about is None else None
        thought = _fields(f"{key}-{made}", choices, MemoKind.ANALYTIC, about=about)
        keep_text(me, f"{key}-{made}-text", f"memo-{key}")
        if st.form_submit_button("Save memo", type="primary", key=f"save-memo-{key}"):
            with told():
                done = write_memo(session.store(), me, thought)
                keys.MEMOS_WRITTEN.set(made + 1)
                settled(thought.text)
                keys.DONE.set(("Saved the memo.", done.change_no))
                st.rerun()


def word_anew(me: Actor, row: MemoRow) -> None:
    """The form of the memo that is open; it knows the wording that was opened."""
    opened = keys.MEMO_OPEN.get()
    if opened is None or opened[0] != row.no:
        return
    key = f"memo-{row.no}-{opened[1]}"
    with st.form(f"change-{key}", enter_to_submit=False, border=False):
        choices = _choices(me) | {row.about: f"As it is: {row.about_words}" if row.about_words else NOTHING}
        thought = _fields(key, choices, row.kind, row.text, row.about, row.discussed_with)
        keep_text(me, f"{key}-text", key)
        with st.container(horizontal=True):
            save = st.form_submit_button("Save wording", type="primary")
            leave = st.form_submit_button("Cancel", type="tertiary")
    if save:
        with told():
            done = change_memo(session.store(), me, row.no, thought, wording=opened[1])
            keys.MEMO_OPEN.set(None)
            settled(thought.text)
            keys.DONE.set(("Saved the memo.", done.change_no))
            st.rerun()
    if leave:
        keys.MEMO_OPEN.set(None)
        settled(thought.text)
        st.rerun()


def _fields(
    key: str,
    choices: Mapping[About, str] | None,
    kind: MemoKind,
    text: str = "",
    about: About | None = None,
    discussed_with: str = "",
) -> Thought:
    """`choices` None: what it is about is settled."""
    chosen = st.radio(
        "Kind of memo",
        list(MemoKind),
        list(MemoKind).index(kind),
        format_func=lambda one: one.capitalize(),
        captions=[KINDS[one] for one in MemoKind],
        horizontal=True,
        key=f"{key}-kind",
    )
    words = st.text_area(
        "Memo", text, height=180, key=f"{key}-text", placeholder="Markdown: *weight*, - lists, # heads"
    )
    left, right = st.columns(2)
    tied = about or About()
    if choices is not None:
        with left:
            there = list(choices)
            tied = st.selectbox(
                "About",
                there,
                there.index(tied) if tied in choices else 0,
                format_func=lambda one: choices[one],
                key=f"{key}-about",
            )
    with right if choices is not None else left:
        talked = st.text_input("Talked over with", discussed_with, placeholder="Nobody yet", key=f"{key}-with")
    return Thought(chosen or kind, words, tied, talked)


def _choices(me: Actor) -> dict[About, str]:
    """Everything that a memo can be tied to; a coding it is tied to at the coding desk."""
    store = session.store()
    found = {About(): NOTHING}
    found |= {About(theme=row.no): f"Theme: {row.path}" for row in themes(store, me)}
    found |= {About(source=row.no): f"Source: {row.title}, {day(row.held_on)}" for row in library(store, me)}
    found |= {About(participant=row.no): f"Participant: {row.pseudonym}" for row in participants(store, me)}
    return found
