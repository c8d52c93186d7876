"""The one entry of a list that an address asks for, shown alone until the rest is wanted."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

import streamlit as st


class Numbered(Protocol):
    @property
    def no(self) -> int: ...


T = TypeVar("T", bound=Numbered)


def only_asked_for(name: str, rows: Sequence[T]) -> list[T] | None:
    """What the address asks for as `name`, with the way to the others; None where it asks for none."""
    asked = st.query_params.get(name, "")
    if not asked.isdecimal():
        return None
    found = [row for row in rows if row.no == int(asked)]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"The {name} you asked for." if found else f"The {name} you asked for is not on the list any more.")
        st.button(f"Show all {name}s", on_click=_show_all, args=(name,), type="tertiary")
    return found


def _show_all(name: str) -> None:
    st.query_params.pop(name, None)
