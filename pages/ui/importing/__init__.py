"""Files and pasted text on their way into the library: nothing of them is stored before the last step."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from evalcore.manage.access import Actor
from pages.ui import keys
from pages.ui.done import show_done
from pages.ui.formats import count, plain
from pages.ui.importing.incoming import Incoming, incoming, put_aside, take_up
from pages.ui.importing.many import show_many
from pages.ui.importing.progress import job_of, land, show_progress, show_report
from pages.ui.importing.steps import show_steps

PAGE = "pages/capture/sources.py"
PROMISE = (
    "Names and numbers that lead to a person are replaced before anything is stored. Until you press Import, a file is "
    "only in this tab's memory."
)

KINDS = (
    "Files under 50 MB: text (.txt, .md), documents (.docx, .odt, .rtf, .pdf, .html), subtitles (.vtt, .srt) or tables "
    "(.csv, .xlsx). Many at once, or a zip of them, too."
)
FEW = 3


def show_import(me: Actor) -> None:
    land()
    with st.container(key="back"):
        st.page_link(PAGE, label="All sources", icon=":material/arrow_back:")
    st.title("Import sources")
    st.markdown(PROMISE)
    show_done(me)
    job = job_of(me.evaluation_id)
    if job and job.running:
        show_progress(job)
        return
    show_report(me.evaluation_id)
    _bring(me)
    waiting = incoming(me)
    _show_refused([one for one in waiting if one.problem])
    readable = [one for one in waiting if one.opened]
    chosen = readable[0] if len(readable) == 1 else _alone(readable)
    if chosen:
        _show_one(me, chosen, among=len(readable))
    elif readable:
        with st.container(key="import-steps"):
            show_many(me, waiting)


def _alone(readable: Sequence[Incoming]) -> Incoming | None:
    return next((one for one in readable if one.token == keys.ALONE.get()), None)


def _show_one(me: Actor, one: Incoming, *, among: int) -> None:
    assert one.opened is not None
    if among > 1:
        label = f"All {count(among, 'file')}"
        st.button(label, icon=":material/arrow_back:", type="tertiary", on_click=keys.ALONE.set, args=(None,))
    st.header(plain(one.name), anchor=False)
    with st.container(key="import-steps"):
        landed = show_steps(me, one, one.opened)
    if landed is not None and among > 1:
        keys.ALONE.set(None)
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


def _show_refused(refused: Sequence[Incoming]) -> None:
    """Why a file is not here; many of them as a table, so that the others are not pushed off the screen."""
    if len(refused) < FEW:
        for one in refused:
            with st.container(horizontal=True, vertical_alignment="center", key=one.key("refused")):
                st.error(plain(one.problem or ""))
                st.button("Close", key=one.key("close"), type="tertiary", on_click=put_aside, args=(one.token,))
        return
    with st.container(horizontal=True, vertical_alignment="center", key="import-refused"):
        st.error(f"{count(len(refused), 'file')} cannot come in.")
        tokens = tuple(one.token for one in refused)
        st.button("Close list", key="import-refused-close", type="tertiary", on_click=put_aside, args=tokens)
    lines = "".join(
        f"<tr><th scope='row'>{escape(one.where or one.name)}</th><td>{escape(one.problem or '')}</td></tr>"
        for one in refused
    )
    st.html(
        "<div class='problems files' role='region' aria-label='Files that cannot come in' tabindex='0'>"
        f"<table>{lines}</table></div>"
    )
