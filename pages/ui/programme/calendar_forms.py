"""The forms of the calendar: events, phases, committee meetings, and who came to a learning session."""

from datetime import date
from typing import Any

import streamlit as st

from db.vocabulary import EventKind
from evalcore.manage.access import Actor
from evalcore.manage.changes import Done
from evalcore.watch import programme
from evalcore.watch.event_facts import EARLIEST, LATEST, EventFacts
from evalcore.watch.programme_picture import Calendar
from evalcore.watch.sessions import MOST, note_attendance
from pages.ui import session
from pages.ui.formats import day, plain
from pages.ui.programme import doing
from pages.ui.programme.doing import do, heading, key, remove, save
from pages.ui.trust_field import trust_field

ALL_TRUSTS = "All trusts"
BOUNDS: dict[str, Any] = {"min_value": EARLIEST, "max_value": LATEST, "format": "DD/MM/YYYY"}
LONGEST = 200


def event_form(me: Actor, found: Calendar, no: int | None) -> None:
    """An event to note or to correct."""
    row = next((one for one in found.events if one.no == no), None)
    heading("Correct the event" if row else "Note an event")
    with st.form(key("event"), enter_to_submit=False, border=False):
        left, middle, right = st.columns([3, 4, 4], gap="small")
        kinds = list(EventKind)
        kind = left.selectbox(
            "Kind",
            kinds,
            kinds.index(row.kind) if row else kinds.index(EventKind.OTHER),
            format_func=str.capitalize,
            key=key("kind"),
        )
        name = middle.text_input("Name", row.name if row else "", max_chars=LONGEST, key=key("name"))
        trust = trust_field(
            "Trust", found.names, row.trust if row else None, key("Trust"), nothing=ALL_TRUSTS, place=right
        )
        first_on, last_on = _span(row.first_on if row else found.today, row.last_on if row else None)
        nothing = "No trust: only for an idea adopted"
        came_from = row.adopted_from if row else None
        adopted_from = trust_field("Adopted from", found.names, came_from, key("Adopted from"), nothing=nothing)
        note = st.text_area("Note", row.note if row else "", height=80, key=key("note"))
        pressed = save("Save event")
    facts = EventFacts(kind, name, first_on or found.today, last_on, trust, adopted_from, note)
    if pressed and row:
        do(
            lambda: programme.correct_event(session.store(), me, row.no, facts, opened_at=doing.opened_at()),
            "Corrected the event.",
        )
    elif pressed:
        do(
            lambda: _add(me, facts),
            "Noted the event.",
            _attendance_next if kind is EventKind.LEARNING_SESSION else None,
        )
    if row:
        remove("Remove event", lambda: programme.remove_event(session.store(), me, row.no), "Removed the event.")


def attendance_form(me: Actor, found: Calendar, no: int | None) -> None:
    """How many of each trust came to a learning session."""
    held = next((one for one in found.sessions if one.no == no), None)
    if held is None:
        doing.close_form()
        return
    heading(f"Who came: {plain(held.name)}, {day(held.first_on)}")
    st.caption("0 where nobody came; empty where nobody knows.")
    came: dict[int, int] = {}
    with st.form(key("attendance"), enter_to_submit=False, border=False):
        for place, (trust, name) in enumerate(found.names.items()):
            if place % 4 == 0:
                columns = st.columns(4, gap="small", vertical_alignment="bottom")
            number = columns[place % 4].number_input(
                plain(name), 0, MOST, held.came.get(trust), 1, key=key(f"came-{trust}"), placeholder="not known"
            )
            if number is not None:
                came[trust] = int(number)
        pressed = save("Save attendance")
    if pressed:
        do(lambda: note_attendance(session.store(), me, held.no, came, opened_at=doing.opened_at()), "Saved who came.")


def phase_form(me: Actor, found: Calendar, no: int | None) -> None:
    """A phase to add or to correct."""
    row = next((one for one in found.phases if one.no == no), None)
    heading("Correct the phase" if row else "Add a phase")
    with st.form(key("phase"), enter_to_submit=False, border=False):
        name = st.text_input("Name", row.name if row else "", max_chars=LONGEST, key=key("name"))
        first_on, last_on = _span(row.first_on if row else found.today, row.last_on if row else found.today)
        pressed = save("Save phase")
    days = (first_on or found.today, last_on or first_on or found.today)
    if pressed and row:
        do(lambda: programme.correct_phase(session.store(), me, row.no, name, *days), "Corrected the phase.")
    elif pressed:
        do(lambda: programme.add_phase(session.store(), me, name, *days), "Added the phase.")
    if row:
        remove("Remove phase", lambda: programme.remove_phase(session.store(), me, row.no), "Removed the phase.")


def meeting_form(me: Actor, found: Calendar, no: int | None) -> None:
    """A committee meeting to add or to correct."""
    row = next((one for one in found.meetings if one.no == no), None)
    heading("Correct the committee meeting" if row else "Add a committee meeting")
    with st.form(key("meeting"), enter_to_submit=False, border=False):
        left, right = st.columns([1, 3], gap="small")
        held_on = left.date_input("Date", row.held_on if row else found.today, key=key("date"), **BOUNDS)
        note = right.text_input("Note", row.note if row else "", max_chars=LONGEST, key=key("note"))
        pressed = save("Save meeting")
    on = held_on or found.today
    if pressed and row:
        do(lambda: programme.correct_meeting(session.store(), me, row.no, on, note=note), "Corrected the meeting.")
    elif pressed:
        do(lambda: programme.add_meeting(session.store(), me, on, note=note), "Added the meeting.")
    if row:
        remove("Remove meeting", lambda: programme.remove_meeting(session.store(), me, row.no), "Removed the meeting.")


def _span(first: date, last: date | None) -> tuple[date | None, date | None]:
    left, right = st.columns(2, gap="small")
    first_on = left.date_input("Date", first, key=key("date"), **BOUNDS)
    last_on = right.date_input("Until", last, key=key("until"), **BOUNDS)
    return first_on, last_on


def _add(me: Actor, facts: EventFacts) -> Done:
    return programme.add_event(
        session.store(),
        me,
        facts.kind,
        facts.name,
        facts.first_on,
        last_on=facts.last_on,
        trust=facts.trust,
        adopted_from=facts.adopted_from,
        note=facts.note,
    )


def _attendance_next(done: Done) -> None:
    doing.open_form("attendance", done.subject_no)
