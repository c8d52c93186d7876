"""People and settings: who is in the evaluation and in which role, who is invited, and what it is called."""

import streamlit as st

from evalcore.capture.participants import trusts
from evalcore.errors import Stale
from evalcore.manage.access import Action, Actor
from evalcore.manage.members import list_invitations, list_members
from evalcore.manage.settings import FEWEST, MOST, change_settings, read_settings
from pages.ui import keys, session
from pages.ui.done import show_done
from pages.ui.errors import told
from pages.ui.formats import count
from pages.ui.people import invitation_form, member_list, waiting_list


def main() -> None:
    me = session.require_page("admin")
    members, waiting = list_members(session.store(), me), list_invitations(session.store(), me)
    st.title("People and settings")
    people = len({row.account_id for row in members})
    open_ones = f" {count(len(waiting), 'invitation')} not accepted yet." if waiting else ""
    st.markdown(f"{count(people, 'person', 'people')} {'is' if people == 1 else 'are'} in this evaluation.{open_ones}")
    show_done(me)
    left, right = st.columns([7, 5], gap="large")
    with left:
        st.header("Members")
        member_list(me, members)
    with right:
        st.header("Invite")
        invitation_form(me, trusts(session.store(), me))
        if waiting:
            st.header("Not accepted yet")
            waiting_list(me, waiting)
        if me.may(Action.MANAGE_SETTINGS):
            st.header("Settings")
            _settings(me)


def _settings(me: Actor) -> None:
    opened = keys.SETTINGS_OPENED.get()
    if opened is None or opened[0] != me.evaluation_id:
        current = session.who().current
        assert current is not None
        opened = (me.evaluation_id, read_settings(session.store(), me), current.change_no)
        keys.SETTINGS_OPENED.set(opened)
    _, now, opened_at = opened
    with st.form("settings"):
        name = st.text_input("Name of the evaluation", now.name)
        concept = st.text_input("Core concept", now.core_concept, help="What barriers hinder and facilitators help.")
        threshold = st.number_input(
            "People threshold",
            FEWEST,
            MOST,
            now.people_threshold,
            help="What leaves the research team hides figures that rest on fewer people than this.",
        )
        pressed = st.form_submit_button("Save the settings")
    if pressed:
        with told():
            try:
                change_settings(session.store(), me, name, concept, int(threshold), opened_at=opened_at)
            except Stale:
                st.button("Take what stands now", on_click=keys.SETTINGS_OPENED.set, args=(None,))
                raise
            keys.SETTINGS_OPENED.set(None)
            keys.DONE.set(("Saved the settings.", None))
            st.rerun()


main()
