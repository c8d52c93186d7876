"""Files and pasted text on their way into the library: nothing of them is stored before the last step."""

import streamlit as st

from evalcore.manage.access import Actor
from pages.ui import keys
from pages.ui.done import show_done
from pages.ui.formats import plain
from pages.ui.importing.incoming import Incoming, incoming, put_aside, take_up
from pages.ui.importing.steps import show_steps

PAGE = "pages/capture/sources.py"
PROMISE = (
    "Names and numbers that lead to a person are replaced before anything is stored. Until you press Import, a file is "
    "only in this tab's memory."
)

KINDS = (
    "Files under 50 MB: text (.txt, .md), documents (.docx, .odt, .rtf, .pdf, .html), subtitles (.vtt, .srt) or tables "
    "(.csv, .xlsx)"
)


def show_import(me: Actor) -> None:
    with st.container(key="back"):
        st.page_link(PAGE, label="All sources", icon=":material/arrow_back:")
    st.title("Import sources")
    st.markdown(PROMISE)
    show_done(me)
    _bring(me)
    waiting = incoming(me)
    for one in waiting:
        if one.problem:
            _refused(one)
    readable = [one for one in waiting if one.opened]
    if not readable:
        return
    chosen = readable[0]
    if len(readable) > 1:
        names = {one.token: one for one in readable}
        token = st.radio(
            "Files to import", list(names), format_func=lambda token: plain(names[token].name), key="import-which"
        )
        chosen = names.get(token, chosen)
    assert chosen.opened is not None
    st.header(plain(chosen.name), anchor=False)
    with st.container(key="import-steps"):
        landed = show_steps(me, chosen, chosen.opened)
    if landed is not None and len(readable) > 1:
        st.rerun()
    elif landed is not None:
        st.switch_page(PAGE, query_params=landed)


def _bring(me: Actor) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        files = st.file_uploader(
            KINDS,
            accept_multiple_files=True,
            key=f"uploads-{keys.UPLOADS.get()}",
        )
        if files:
            take_up(me, [(file.name, file.getvalue()) for file in files])
            # A new uploader in its place holds none of the files any more.
            keys.UPLOADS.set(keys.UPLOADS.get() + 1)
            st.rerun()
    with right, st.expander("Paste text instead"), st.form("paste", clear_on_submit=True, border=False):
        title = st.text_input("Title", key="paste-title")
        text = st.text_area("Text", height=160, key="paste-text")
        if st.form_submit_button("Look through this text"):
            take_up(me, [(f"{title.strip() or 'Pasted text'}.txt", text.encode())])
            st.rerun()


def _refused(one: Incoming) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=one.key("refused")):
        st.error(plain(one.problem or ""))
        st.button("Close", key=one.key("close"), type="tertiary", on_click=put_aside, args=(one.token,))
