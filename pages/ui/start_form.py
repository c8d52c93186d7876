"""Where an evaluation begins: the demo to look around in, or one's own."""

from zoneinfo import available_timezones

import streamlit as st

from evalcore.manage.beginnings import begin_own
from evalcore.manage.evaluations import CORE_CONCEPT
from evalcore.manage.sign_in import SignedIn
from pages.ui import session
from pages.ui.errors import told

HOME_ZONE = "Europe/London"


def start_form(who: SignedIn) -> None:
    with st.form("start"):
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
                session.choose_evaluation(mine.id)
                st.switch_page("pages/home.py")
