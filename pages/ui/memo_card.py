"""One memo: what kind it is, what it is about, its words, and how they were before."""

from html import escape

import streamlit as st

from evalcore.interchange.safe_markdown import safe_html
from evalcore.manage.access import Actor
from evalcore.sense.memo_list import MemoRow, earlier_wordings, memos
from evalcore.sense.memos import About, remove_memo
from pages.ui import keys, session
from pages.ui.errors import told
from pages.ui.formats import count, moment
from pages.ui.memo_forms import word_anew, write_a_memo
from pages.ui.navigation import screen_at, screens_for
from pages.ui.ways import way_to


def show_memo(me: Actor, row: MemoRow, *, about: bool = True) -> None:
    """`about`: say what it is about; not where it stands with that."""
    with st.container(border=True, gap="small", key=f"memo-{row.no}"):
        st.html(_head(row, about=about) + f'<div class="memo">{safe_html(row.text)}</div>')
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _acts(me, row)
            _ways(me, row, theme=about)
        word_anew(me, row)
        _earlier(me, row)


def memos_about(me: Actor, about: About, key: str, what: str) -> None:
    """The memos tied to what stands here, and a place to write another."""
    written = [row for row in memos(session.store(), me) if row.about == about]
    st.caption(f"Memos ({len(written)})" if written else f"No memo about {what} yet")
    for row in written:
        show_memo(me, row, about=False)
    with st.expander(f"Write a memo about {what}"):
        write_a_memo(me, key, about=about)


def _head(row: MemoRow, *, about: bool) -> str:
    zone = session.time_zone()
    kind = "Reflection on a field note" if row.is_reflection else f"{row.kind.capitalize()} memo {row.no}"
    subject = f" · {escape(row.about_words)}" if about and row.about_words else ""
    small = [row.author, moment(row.written_at, zone)]
    small += [f"talked over with {row.discussed_with}"] if row.discussed_with else []
    small += [f"reworded {moment(row.worded_at, zone)}"] if row.worded > 1 else []
    return f'<p class="memo-head"><strong>{kind}</strong>{subject}<small>{escape(" · ".join(small))}</small></p>'


def _acts(me: Actor, row: MemoRow) -> None:
    if row.author_id != me.account_id or row.is_reflection:
        return
    if st.button("Word anew", key=f"word-{row.no}", type="tertiary"):
        keys.MEMO_OPEN.set((row.no, row.wording))
        st.rerun()
    if st.button("Remove", key=f"remove-memo-{row.no}", type="tertiary"):
        with told():
            done = remove_memo(session.store(), me, row.no)
            keys.DONE.set(("Removed the memo.", done.change_no))
            st.rerun()


def _ways(me: Actor, row: MemoRow, *, theme: bool) -> None:
    """To what it is about."""
    if row.is_reflection and row.author_id == me.account_id and (notes := screen_at("field-notes")) in screens_for(me):
        st.page_link(notes.file, label="Change it in its field note", query_params={"note": str(row.source)})
    if row.source is not None and (way := way_to(me, row.source, row.about.coding)):
        st.page_link(way[0], label="Open the source", query_params=way[1])
    framework = screen_at("framework")
    if theme and row.about.theme is not None and framework.is_for(me):
        st.page_link(framework.file, label="Open the theme", query_params={"theme": str(row.about.theme)})


def _earlier(me: Actor, row: MemoRow) -> None:
    if row.worded == 1 or not st.toggle(
        f"Show {count(row.worded - 1, 'earlier wording')}", key=f"earlier-{row.no}", persist_state="page"
    ):
        return
    for one in earlier_wordings(session.store(), me, row.no):
        st.html(
            f'<p class="memo-head"><small>From {escape(moment(one.at, session.time_zone()))}</small></p>'
            f'<div class="memo memo-earlier">{safe_html(one.text)}</div>'
        )
