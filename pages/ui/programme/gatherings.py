"""Learning sessions with who came, committee meetings, and the phases between them."""

from collections.abc import Sequence

import streamlit as st

from evalcore.manage.access import Action, Actor
from evalcore.watch.programme_picture import Calendar
from pages.ui.formats import count, day, plain
from pages.ui.programme import doing


def show_gatherings(me: Actor, found: Calendar) -> None:
    left, right = st.columns([7, 5], gap="large")
    with left:
        _sessions(me, found)
    with right:
        _meetings(me, found)
        _phases(me, found)


def _sessions(me: Actor, found: Calendar) -> None:
    st.header("Learning sessions", anchor=False)
    if not found.sessions:
        st.markdown("Note an event of the kind “learning session”, and here is who came to it, by trust.")
    for held in found.sessions:
        with st.container(border=True, key=f"session-{held.no}"):
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.subheader(plain(held.name), anchor=False)
                if me.may(Action.NOTE_EVENTS):
                    with st.container(horizontal=True, width="content", gap="small"):
                        _verb("Note who came", "attendance", held.no)
                        _verb("Correct", "event", held.no)
            st.caption(plain(" ".join(filter(None, (f"{day(held.first_on)}.", held.note)))))
            if held.came:
                unknown = len(found.names) - len(held.came)
                more = f" Of {count(unknown, 'trust')} it is not known." if unknown else ""
                st.markdown(f"{count(held.people, 'person', 'people')} of {count(held.trusts, 'trust')} came.{more}")
                with st.expander("By trust"):
                    _by_trust(found, held.came)
            else:
                st.markdown("It is not known who came.")


def _by_trust(found: Calendar, came: dict[int, int]) -> None:
    there = sorted(
        ((number, found.names[no]) for no, number in came.items() if no in found.names), key=lambda one: -one[0]
    )
    st.markdown(plain(", ".join(f"{name} {number}" for number, name in there if number)) or "Nobody came.")
    if nobody := [name for number, name in there if not number]:
        st.markdown(f"Nobody of {plain(', '.join(nobody))}.")


def _meetings(me: Actor, found: Calendar) -> None:
    st.header("Committee meetings", anchor=False)
    if not found.meetings:
        st.markdown("The days on which the steering committee meets: figures can be asked for from one to the next.")
    rows = [(row.no, day(row.held_on), row.note) for row in found.meetings]
    _list(me, "meeting", rows)
    if me.may(Action.CHANGE_PROGRAMME):
        _verb("Add a meeting", "meeting")


def _phases(me: Actor, found: Calendar) -> None:
    st.header("Phases", anchor=False)
    if not found.phases:
        st.markdown("The programme's phases: the dashboard can be asked for each of them.")
    _list(me, "phase", [(row.no, row.name, f"{day(row.first_on)} to {day(row.last_on)}") for row in found.phases])
    if me.may(Action.CHANGE_PROGRAMME):
        _verb("Add a phase", "phase")


def _list(me: Actor, what: str, rows: Sequence[tuple[int, str, str]]) -> None:
    with st.container(gap="xsmall"):
        for no, name, more in rows:
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"line-{what}-{no}"):
                st.markdown(f"**{plain(name)}** {plain(more)}".strip(), width="stretch")
                if me.may(Action.CHANGE_PROGRAMME):
                    _verb("Correct", what, no, told=f"Correct {name}")


def _verb(label: str, what: str, no: int | None = None, told: str | None = None) -> None:
    st.button(
        label,
        on_click=doing.open_form,
        args=(what, no),
        type="secondary" if no is None else "tertiary",
        key=f"{what}-{no or 'new'}-{label}",
        help=told,
    )
