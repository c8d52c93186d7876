"""Memos and the reflexivity journal: what the team thinks as it goes, about what, and with whom it was talked over."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from db.vocabulary import MemoKind
from evalcore.manage.access import Actor
from evalcore.sense.memo_list import MemoRow, memos
from pages.ui import keys, look, session
from pages.ui.done import show_done
from pages.ui.formats import count, day_of, plain
from pages.ui.memo_card import show_memo
from pages.ui.memo_filters import narrowed, only_asked_for, show_all
from pages.ui.memo_forms import write_a_memo
from pages.ui.some_at_once import offer_more, some_of


def main() -> None:
    me = session.require_page("memos")
    look.wear("week.css")
    with st.container(key="week"):
        _page(me)


def _page(me: Actor) -> None:
    rows = memos(session.store(), me)
    st.title("Memos")
    st.markdown(_sentence(rows))
    show_done(me)
    asked = only_asked_for(rows)
    if asked is not None:
        named, found = asked
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{count(len(found), 'memo')} {plain(named)}.")
            st.button("Show all memos", on_click=show_all, type="tertiary")
        _list(me, found)
        return
    with st.expander("Write a memo", expanded=not rows):
        write_a_memo(me, "new")
    if rows:
        _list(me, narrowed(rows))


def _sentence(rows: Sequence[MemoRow]) -> str:
    if not rows:
        return (
            "Here stands what you think as you go: what a theme may mean, why you work as you do, what you bring to it "
            "yourself. Only the research team reads it."
        )
    kinds = Counter(row.kind for row in rows)
    parts = ", ".join(f"{kinds[kind]} {kind}" for kind in MemoKind if kinds[kind])
    last = day_of(rows[0].written_at, session.time_zone())
    return f"{count(len(rows), 'memo')}: {parts}; the last of {last}. Only the research team reads them."


def _list(me: Actor, rows: Sequence[MemoRow]) -> None:
    if not rows:
        st.markdown("No memo is like this. Choose another kind or other words.")
    for row in some_of(rows, keys.MEMOS_SHOWN):
        show_memo(me, row)
    offer_more(rows, keys.MEMOS_SHOWN, "older memos")


main()
