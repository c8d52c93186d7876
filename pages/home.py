"""Home: what waits for whoever is looking, on one screen, by role."""

import streamlit as st

from evalcore.manage.access import Action, Actor
from evalcore.manage.members import list_invitations, list_members
from pages.ui import session
from pages.ui.formats import count, plain
from pages.ui.home import block
from pages.ui.home.programme import show_programme
from pages.ui.home.research import show_research
from pages.ui.look import wear
from pages.ui.start_form import start_form


def main() -> None:
    who = session.who()
    if who.current is None:
        _welcome()
        return
    me = session.actor()
    wear("home.css")
    st.title(plain(who.current.name))
    concept = f"{who.current.core_concept[:1].lower()}{who.current.core_concept[1:]}".rstrip(".")
    if me.may(Action.CODE):
        show_research(me, concept)
    elif me.may(Action.LOG_NOTES):
        show_programme(me, concept)
    elif not me.may(Action.MANAGE_MEMBERS):
        st.markdown(
            "You are a member of this evaluation. No screen with data is open to your role: what people said stays "
            "with the research team until it can be shown without anybody being recognised."
        )
    if me.may(Action.MANAGE_MEMBERS):
        _people(me)


def _welcome() -> None:
    who = session.who()
    st.title(f"Welcome, {plain(who.name)}")
    if who.opens_evaluations:
        start_form(who)
    else:
        st.markdown("You are not a member of an evaluation at the moment. Ask an administrator for an invitation.")


def _people(me: Actor) -> None:
    members = {member.account_id for member in list_members(session.store(), me)}
    waiting = list_invitations(session.store(), me)
    with block("people", "People") as lines:
        open_ones = f", {count(len(waiting), 'invitation')} not accepted yet" if waiting else ""
        lines.link("admin", "Invite somebody, or change a role", f"{count(len(members), 'member')}{open_ones}")


main()
