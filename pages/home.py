"""Home: what waits for whoever is looking, by role."""

from collections.abc import Callable

import streamlit as st

from evalcore.capture.drafts import list_drafts
from evalcore.capture.library import SourceRow, library
from evalcore.manage.access import Action, Actor
from evalcore.manage.members import list_invitations, list_members
from evalcore.watch.reading_state import ReadState, how_far_read, reading_states
from pages.ui import session
from pages.ui.formats import count, day, moment
from pages.ui.navigation import screen_at, screens_for
from pages.ui.start_form import start_form

AT_ONCE = 6


def main() -> None:
    who = session.who()
    if who.current is None:
        _welcome()
        return
    me = session.actor()
    st.title(who.current.name)
    zone = who.current.time_zone
    draws: list[tuple[Action, Callable[[], None]]] = [
        (Action.LOG_NOTES, lambda: _notes(me, zone)),
        (Action.CODE, lambda: _to_read(me)),
        *([(Action.SEE_DASHBOARD, _dashboard)] if screen_at("dashboard") in screens_for(me) else []),
        (Action.MANAGE_MEMBERS, lambda: _people(me)),
    ]
    shown = [draw for action, draw in draws if me.may(action)]
    if not shown:
        st.markdown(
            "You are a member of this evaluation. No screen with data is open to your role: what people said stays "
            "with the research team until it can be shown without anybody being recognised."
        )
        return
    st.markdown(
        f"Barriers hinder and facilitators help: {who.current.core_concept[:1].lower()}{who.current.core_concept[1:]}."
    )
    columns = st.columns(2, gap="medium")
    for place, draw in enumerate(shown):
        with columns[place % 2], st.container(border=True, key=f"home-{place}"):
            draw()


def _welcome() -> None:
    who = session.who()
    st.title(f"Welcome, {who.name}")
    if who.opens_evaluations:
        start_form(who)
    else:
        st.markdown("You are not a member of an evaluation at the moment. Ask an administrator for an invitation.")


def _notes(me: Actor, time_zone: str) -> None:
    """What she has begun, and the way to begin another."""
    drafts = list_drafts(session.store(), me)
    st.subheader("Field notes")
    st.markdown(f"{count(len(drafts), 'note')} half-written." if drafts else "Nothing is half-written.")
    for draft in drafts[:AT_ONCE]:
        note = str(draft.body.get("note") or "new")
        _link("field-notes", f"Go on with the note kept {moment(draft.saved_at, time_zone)}", note=note)
    _link("field-notes", "Log a field note", note="new")


def _to_read(me: Actor) -> None:
    """The sources that wait to be read against every theme: her own first, then those of other lead coders."""
    states = reading_states(session.store(), me)
    rows = [row for row in library(session.store(), me) if states[row.no].state is not ReadState.READ]
    mine = [row for row in rows if row.lead_coder_id == me.account_id]
    st.subheader("To read")
    if not states:
        st.markdown("There are no sources yet.")
        _link("sources", "Import a source")
        return
    if mine:
        st.markdown(f"Of the sources that you lead: {how_far_read(states[row.no] for row in mine)}.")
    else:
        far = how_far_read(states[row.no] for row in rows)
        others = f" Of other lead coders: {far}." if rows else ""
        st.markdown(f"You have read everything that you lead.{others}")
    with st.container(gap="xsmall"):
        for row in (mine or rows)[:AT_ONCE]:
            _link("coding", _named(row), source=str(row.no))
        if len(rows) > AT_ONCE:
            _link("sources", f"All sources: {how_far_read(states[row.no] for row in rows)}")


def _named(row: SourceRow) -> str:
    if row.named != row.title:
        return row.named
    where = f", {row.trust}" if row.trust else ""
    return f"{row.title}: {row.kind}, {day(row.held_on)}{where}"


def _dashboard() -> None:
    st.subheader("Dashboard")
    st.markdown("What hinders and what helps, overall and over time.")
    _link("dashboard", "Open the dashboard")


def _people(me: Actor) -> None:
    members = {member.account_id for member in list_members(session.store(), me)}
    waiting = list_invitations(session.store(), me)
    st.subheader("People")
    open_ones = f" {count(len(waiting), 'invitation')} not accepted yet." if waiting else ""
    st.markdown(f"{count(len(members), 'member')}.{open_ones}")
    _link("admin", "Invite somebody, or change a role")


def _link(address: str, label: str, **query: str) -> None:
    """A link to a page, if the person has it."""
    screen = screen_at(address)
    if screen in screens_for(session.actor()):
        st.page_link(screen.file, label=label, query_params=query or None)


main()
