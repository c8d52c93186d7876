"""Where an evaluation begins: the demo to look around in, or one's own."""

from zoneinfo import available_timezones

import streamlit as st

from evalcore.demo.load import load
from evalcore.manage.beginnings import begin_own, may_begin
from evalcore.manage.evaluations import CORE_CONCEPT
from evalcore.manage.sign_in import SignedIn
from pages.ui import session
from pages.ui.errors import told

HOME_ZONE = "Europe/London"


def start_form(who: SignedIn) -> None:
    demo, own = st.columns([5, 7], gap="large")
    with demo, st.container(border=True, key="start-demo"):
        st.subheader("Look around first")
        st.markdown(
            "An invented collaborative of 23 trusts: 15 interviews, 16 months of field notes, two coders, and one "
            "shift to find. Change what you like in it."
        )
        if st.button("Explore the demo evaluation"):
            _explore(who)
    with own, st.form("start"):
        st.subheader("Start your own")
        st.markdown("It begins with a framework of themes that you can change, and with you as its researcher.")
        name = st.text_input("Name", placeholder="Sepsis collaborative 2026")
        concept = st.text_input(
            "Core concept",
            CORE_CONCEPT,
            help="What barriers hinder and facilitators help. It stands wherever polarity is chosen.",
        )
        zones = sorted(available_timezones())
        here = st.context.timezone
        zone = st.selectbox("Time zone", zones, index=zones.index(here if here in zones else HOME_ZONE))
        if st.form_submit_button("Start your own", type="primary"):
            with told():
                mine = begin_own(session.store(), who.account_id, name, core_concept=concept, time_zone=zone)
                _go_to(mine.id)


def _explore(who: SignedIn) -> None:
    bar = st.progress(0.0, "Loading the demo evaluation")
    with told():
        may_begin(session.store(), who.account_id)
        demo = load(
            session.store(),
            who.account_id,
            told=lambda done, of: bar.progress(done / of, f"Loading the demo evaluation: step {done:,} of {of:,}"),
        )
        _go_to(demo.id)


def _go_to(evaluation_id: int) -> None:
    session.choose_evaluation(evaluation_id)
    st.switch_page("pages/home.py")
