"""Keeps an open page up to date: a browser asks for the change number, and only a new one makes the page run again."""

import secrets

import streamlit as st

from evalcore.manage.sign_in import Mine
from pages.ui import keys
from pages.ui.component_assets import browser_component

BOOT = secrets.token_hex(8)
"""Another one after a restart: the page that was open runs again then, since nothing else would tell it to."""

_component = browser_component("live")


def keep_up_to_date(evaluation: Mine, *, writes: bool) -> None:
    """Mount the watch over `evaluation`; the shell calls it once a run, outside fragments.

    On a page that `writes` somebody who is signed out elsewhere is told so; any other page is loaded anew, which
    leads to the sign-in.
    """
    seen = {"evaluation": evaluation.id, "change_no": evaluation.change_no, "boot": BOOT, "writes": writes}
    _component(data=seen, key="live", on_moved_change=lambda: None, on_fits_change=_fits)


def _fits() -> None:
    """Which sheet of a picture the screen has room for."""
    if (sheet := st.session_state["live"].fits) in ("wide", "narrow"):
        keys.SHEET.set(sheet)
