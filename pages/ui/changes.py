"""A change as a line: when, who, what to which thing, and the button that takes it back."""

from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import streamlit as st

from evalcore.manage.access import Action, Actor
from evalcore.manage.history import HistoryLine
from evalcore.manage.subjects import Subject, Thing, subjects
from evalcore.manage.undo import undo
from pages.ui import session
from pages.ui.errors import told
from pages.ui.navigation import screen_at, screens_for

PAGES = {
    "theme": "framework",
    "framework version": "framework",
    "point": "points",
    "contribution": "contributions",
    "memo": "memos",
    "membership": "admin",
    "account": "admin",
    "invitation": "admin",
}
"""The page of each kind of thing; what has a place in a source is seen there."""


def named(me: Actor, lines: Iterable[HistoryLine]) -> Mapping[Thing, Subject]:
    """The names of the things that these changes are about, as far as she may know them."""
    if not me.may(Action.SEE_HISTORY):
        return {}
    things = {(line.subject_kind, line.subject_no) for line in lines if line.subject_no is not None}
    return subjects(session.store(), me, things)


def show_change(
    me: Actor, line: HistoryLine, things: Mapping[Thing, Subject], zone: str, *, panel: bool = False
) -> None:
    """Draw the line; pressed, its button takes the change back, or says why not. In the panel she is "you"."""
    who = "You" if panel and line.by_id == me.account_id else line.by
    place = "panel" if panel else "history"
    at = line.at.astimezone(ZoneInfo(zone))
    subject = things.get((line.subject_kind, line.subject_no or 0))
    with st.container(horizontal=True, vertical_alignment="center", key=f"change-{place}-{line.change_no}"):
        st.html(
            f'<p class="change{" undone" if line.undone else ""}">'
            f"<time>{at:%H:%M}</time><span>{escape(who)} {_what(me, line, subject)}</span>"
            f"<small>{'taken back since · ' if line.undone else ''}change {line.change_no}</small></p>"
        )
        pressed = line.may_undo and st.button("Undo", key=f"take-back-{place}-{line.change_no}")
    if pressed:
        with told():
            undo(session.store(), me, line.change_no)
            st.rerun()


def _what(me: Actor, line: HistoryLine, subject: Subject | None) -> str:
    said = escape(line.sentence)
    address = _address(me, line.subject_kind, subject)

    def linked(text: str) -> str:
        return f'<a href="{escape(address)}" target="_self">{text}</a>' if address else text

    if subject is None:
        return linked(said)
    return f"{said}{' in' if subject.within else ':'} {linked(f'<q>{escape(subject.name)}</q>')}"


def _address(me: Actor, kind: str, subject: Subject | None) -> str | None:
    """Where the thing can be seen, if she has the page."""
    page = PAGES.get(kind, "coding" if subject and subject.source else "")
    if not page or screen_at(page) not in screens_for(me):
        return None
    asked = {"source": subject.source, "at": subject.coding} if subject and page == "coding" else {}
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    return f"/{page}?{query}" if query else f"/{page}"
