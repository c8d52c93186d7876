"""Keeping what is typed into a long field of a form on the device, until it is saved."""

import json
from pathlib import Path

import streamlit as st

from evalcore.manage.access import Actor
from pages.ui import keys

_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def keep_text(me: Actor, widget: str, field: str) -> None:
    """Keep the text area whose key is `widget`, as the field called `field`, and bring back what is kept of it.

    A form that is drawn anew once it is saved has another widget for the same field.
    """
    place = {
        "widget": f"st-key-{widget}",
        "name": f"{me.evaluation_id}:{me.account_id}:{field}",
        "saved": keys.TEXT_SAVED.get(),
    }
    with st.container(key=f"kept-{widget}"):
        st.html(f"<script>{_SCRIPT.strip()}({json.dumps(place)});</script>", unsafe_allow_javascript=True)


def settled(text: str) -> None:
    """This text is in the store, or nobody wants it any more: the device can forget it, wherever it was typed."""
    keys.TEXT_SAVED.set(fingerprint(text))


def fingerprint(text: str) -> int:
    """FNV-1a over UTF-16, which a browser works out without waiting.

    >>> fingerprint("a")
    3826002220
    """
    units = text.encode("utf-16-le")
    value = 0x811C9DC5
    for low, high in zip(units[::2], units[1::2], strict=True):
        value = (value ^ (high << 8 | low)) * 0x01000193 & 0xFFFFFFFF
    return value
