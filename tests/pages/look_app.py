"""Every widget that the pages use, on one page, for the look to be tried on."""

import datetime as dt

import pandas as pd
import streamlit as st

from pages.ui.look import apply_look


@st.dialog("Merge themes")
def merge() -> None:
    st.write("31 codings move with it.")
    st.html("<p id='in-dialog' style='color: var(--barrier)'>barrier</p>")
    st.pills("Keep", ["name", "colour"], default="name")


def choices() -> None:
    st.selectbox("Trust", ["All trusts", "Trust A"])
    st.multiselect("Role group", ["consultant", "registrar"], ["consultant"])
    st.segmented_control("Unit", ["sources", "people"], default="sources")
    st.pills("Setting", ["ward", "webinar"], selection_mode="multi", default=["ward"])
    st.radio("Polarity", ["barrier", "facilitator"], captions=["it hinders", "it helps"], horizontal=True)
    st.toggle("Show codings", True)
    st.checkbox("Include offered", True)
    st.slider("Strength", 1, 5, 3)


def fields() -> None:
    st.date_input("From", dt.date(2016, 1, 4))
    st.time_input("Started", dt.time(13, 40))
    st.number_input("Minutes", value=50)
    st.text_input("Search", placeholder="filter as you type")
    with st.expander("My own reflection", expanded=True):
        st.text_area("Reflection", "The return took two days.")
    st.file_uploader("Source file")
    with st.form("note"):
        st.text_input("Title")
        st.form_submit_button("Save note", type="primary", shortcut="Ctrl+S")
    st.button("Save, tag later", shortcut="Ctrl+Enter")
    st.popover("More").button("Retire theme")
    if st.button("Merge"):
        merge()


def answers() -> None:
    st.title("What helps and what hinders")
    st.markdown("Engagement is the most mentioned barrier: **31 of 58 sources**. [Open in source](?source=3)")
    st.caption("As at change 412")
    now, moved = st.tabs(["Now", "Moved"])
    now.metric("Sources read", "58 of 64", "9 new", delta_color="off")
    moved.write("Too few points to judge.")
    table = pd.DataFrame({"theme": ["Champions"], "sources": [18]}).set_index("theme")
    st.dataframe(table)
    st.table(table)
    st.html("".join(f"<p style='color: var(--{name})'>{name}</p>" for name in ("barrier", "facilitator", "mixed")))
    for say in (st.info, st.success, st.warning, st.error):
        say("Theme 'Leadrship' is not in framework version 3.")


def everything() -> None:
    answers()
    choices()
    fields()


st.set_page_config(page_title="The look", layout="wide")
apply_look()
dashboard = st.Page(everything, title="Dashboard", url_path="dashboard", default=True)
coding = st.Page(answers, title="Coding", url_path="coding")
st.navigation({"Watch": [dashboard], "Make sense": [coding]}, position="top").run()
