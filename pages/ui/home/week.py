"""The block of the days ahead: meetings, what happens in the programme, and points that are due."""

from datetime import date, timedelta

import streamlit as st

from db.vocabulary import WHOLE_COLLABORATIVE, PointStage
from evalcore.capture.point_list import PointRow, open_points
from evalcore.manage.access import Action, Actor
from evalcore.watch.week import DAYS, Dated, this_week
from pages.ui import session
from pages.ui.formats import count, day, today
from pages.ui.home import Block, block

AT_ONCE = 3
POINTS_AT_ONCE = 2
FIRST_WORDS = 60


def week_ahead(me: Actor) -> None:
    now = today(session.time_zone())
    week = this_week(session.store(), me, now)
    points = open_points(session.store(), me) if me.may(Action.NOTE_POINTS) else []
    with block("week", "This week") as lines:
        if not week.coming:
            st.markdown("No meeting and no event is noted for these seven days.")
        for row in week.coming[:AT_ONCE]:
            lines.fact(_when(row, now), row.what)
        if week.after:
            lines.fact(day(week.after.on), week.after.what)
        _points(lines, points, now)


def _points(lines: Block, points: list[PointRow], now: date) -> None:
    """Those for a meeting of these days, or of one that is past, by their first words; the others by their number."""
    end = now + timedelta(DAYS)
    due = [row for row in points if row.stage is PointStage.NOTED and row.meeting_on and row.meeting_on < end]
    for row in due[:POINTS_AT_ONCE]:
        assert row.meeting_on
        when = "its meeting is past" if row.meeting_on < now else f"to raise on {day(row.meeting_on)}"
        lines.link("points", _first_words(row.text), f"{when}, {row.trust or WHOLE_COLLABORATIVE}")
    more = len(points) - min(len(due), POINTS_AT_ONCE)
    if more:
        lines.link("points", count(more, "more open point" if due else "open point"))


def _first_words(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rsplit(' ', 1)[0]} …"


def _when(row: Dated, now: date) -> str:
    if row.on > now:
        return f"{row.on:%A} {row.on.day} {row.on:%b}"
    return "Today" if row.last_on is None else f"Until {day(row.last_on)}"
