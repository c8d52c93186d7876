"""The history: every change of the evaluation, who made it and when."""

from itertools import groupby
from zoneinfo import ZoneInfo

import streamlit as st

from evalcore.manage.access import Actor
from evalcore.manage.history import HistoryLine, history
from pages.ui import keys, session
from pages.ui.changes import named, show_change
from pages.ui.formats import count, day, moment, plain

AT_ONCE = 50


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
    with st.container(key="history", gap=None):
        _days(me, shown[:most], zone)
    if len(shown) > most and st.button(f"Show {min(AT_ONCE, len(shown) - most)} older changes"):
        keys.HISTORY_SHOWN.set(most + AT_ONCE)
        st.rerun()


def _days(me: Actor, lines: list[HistoryLine], zone: str) -> None:
    """The changes, a day at a time."""
    things = named(me, lines)
    for on, found in groupby(lines, key=lambda line: line.at.astimezone(ZoneInfo(zone)).date()):
        st.subheader(day(on), anchor=False)
        for line in found:
            show_change(me, line, things, zone)


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
