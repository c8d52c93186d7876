"""A long list, some of it at once: the rest is a button away, so that a page opens quickly."""

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from pages.ui.keys import Key

AT_ONCE = 20

T = TypeVar("T")


def some_of(rows: Sequence[T], shown: Key[int]) -> Sequence[T]:
    """Those that are shown; `shown` remembers how many."""
    return rows[: shown.get()]


def offer_more(rows: Sequence[T], shown: Key[int], nouns: str) -> None:
    """Under the list, a button for the next ones."""
    rest = len(rows) - shown.get()
    if rest > 0 and st.button(f"Show {min(AT_ONCE, rest)} more of {rest} {nouns}", key=f"more-{shown.name}"):
        shown.set(shown.get() + AT_ONCE)
        st.rerun()
