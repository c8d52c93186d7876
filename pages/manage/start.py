"""Starting another evaluation."""

import streamlit as st

from pages.ui import session
from pages.ui.start_form import start_form

who = session.who()
st.title("Start an evaluation")
st.markdown("Each evaluation has its own sources, framework and members; nothing passes from one to another.")
start_form(who)
