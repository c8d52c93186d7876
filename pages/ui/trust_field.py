"""The field in which a trust is chosen, or none of them."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.ui.formats import WHOLE


def trust_field(
    label: str,
    trusts: Mapping[int, str],
    chosen: int | None,
    key: str,
    *,
    nothing: str = WHOLE,
    place: Any = st,
    **more: Any,
) -> int | None:
    """The number of a trust; None, which the field shows as `nothing`, where none is chosen."""
    numbers = list(trusts)
    found: int | None = place.selectbox(
        label,
        numbers,
        numbers.index(chosen) if chosen in numbers else None,
        format_func=lambda no: trusts[no],
        placeholder=nothing,
        key=key,
        **more,
    )
    return found
