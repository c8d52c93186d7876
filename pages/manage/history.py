"""The history: every change of the evaluation, who made it and when."""

from datetime import datetime
from html import escape
from itertools import groupby
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import streamlit as st

from evalcore.manage.access import Actor
from evalcore.manage.history import HistoryLine, history
from evalcore.manage.subjects import Subject, subjects
from pages.ui import keys, session
from pages.ui.formats import count, day, moment, plain
from pages.ui.navigation import screen_at, screens_for

AT_ONCE = 50
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


def main() -> None:
    me = session.require_page("history")
    who = session.who()
    zone = who.current.time_zone if who.current else "UTC"
    lines = history(session.store(), me)
    st.title("History")
    st.markdown(
        f"{count(len(lines), 'change')}, the last of them on {moment(lines[0].at, zone)} by {plain(lines[0].by)}. "
        "Each is kept for good, and none holds what people said."
    )
    shown = _chosen(lines)
    if not shown:
        st.markdown("No change is like this. Choose another person or thing.")
        return
    most = keys.HISTORY_SHOWN.get()
    with st.container(key="history"):
        st.html(_days(me, shown[:most], zone))
    if len(shown) > most and st.button(f"Show {min(AT_ONCE, len(shown) - most)} older changes"):
        keys.HISTORY_SHOWN.set(most + AT_ONCE)
        st.rerun()


def _days(me: Actor, lines: list[HistoryLine], zone: str) -> str:
    """The changes a day, a line each: when, who, what to which thing, and what came of it."""
    things = {(line.subject_kind, line.subject_no) for line in lines if line.subject_no is not None}
    named = subjects(session.store(), me, things)

    def local(line: HistoryLine) -> datetime:
        return line.at.astimezone(ZoneInfo(zone))

    parts = []
    for on, found in groupby(lines, key=lambda line: local(line).date()):
        items = "".join(
            f"<li{' class=undone' if line.undone else ''}><time>{local(line):%H:%M}</time>"
            f"<span>{escape(line.by)} {_what(me, line, named.get((line.subject_kind, line.subject_no or 0)))}</span>"
            f"<small>{'taken back since · ' if line.undone else ''}change {line.change_no}</small></li>"
            for line in found
        )
        parts.append(f"<h2>{day(on)}</h2><ol>{items}</ol>")
    return "".join(parts)


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


def _chosen(lines: list[HistoryLine]) -> list[HistoryLine]:
    """The changes by the people and about the things that the address names."""
    names = {str(line.by_id): line.by for line in lines}
    people = sorted(names, key=lambda account: (names[account].casefold(), account))
    things = sorted({line.subject_kind for line in lines})
    left, right = st.container(width=1024).columns(2)
    # Not bound to the address by itself: it would stand there by name, and so in the browser's history.
    if keys.HISTORY_WHO.get() is None:
        keys.HISTORY_WHO.set([account for account in st.query_params.get_all("who") if account in names])
    by = left.multiselect(
        "Who", people, key=keys.HISTORY_WHO.name, format_func=lambda account: names[account], placeholder="Everybody"
    )
    st.query_params["who"] = by
    about = right.multiselect("About", things, key="about", bind="query-params", placeholder="Everything")
    return [line for line in lines if (not by or str(line.by_id) in by) and (not about or line.subject_kind in about)]


main()
