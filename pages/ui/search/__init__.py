"""The search field and its results: what is looked for, and what is found, never pass through Streamlit.

The browser asks an authorised route, and the words stay out of every address. The page hands in what the search is
narrowed to, and hears of a link that was followed and of a coding that was made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import streamlit as st

from evalcore.analysis.question import Filters
from evalcore.manage.access import Actor
from evalcore.sense.found import LookIn
from evalcore.sense.query import LONGEST
from pages.ui.component_assets import browser_component
from pages.ui.filters import set_again
from pages.ui.note_editor import ThemeChoice

RESULTS = "search-results"

_component = browser_component("search")


def search_field(me: Actor) -> None:
    """Mount the field in which she types what to look for."""
    data = {"part": "field", "evaluation": me.evaluation_id, "account": me.account_id, "longest": LONGEST}
    _component(key="search-field", data=data)


def search_results(
    me: Actor,
    look_in: LookIn | None,
    filters: Filters,
    *,
    filters_set: Mapping[str, str],
    change_no: int,
    themes: Sequence[ThemeChoice],
    core_concept: str,
) -> str | None:
    """Mount what was found; the address of the link that she has just followed, None where she has not.

    `filters_set` are those of the page's filters that stand in its address, as it has them: who follows a place and
    goes back finds them set again. With another `change_no` what is coded at the places is asked for anew.
    """
    data: Mapping[str, Any] = {
        "part": "results",
        "evaluation": me.evaluation_id,
        "account": me.account_id,
        "narrowed": {"look_in": look_in, "filters": _as_sent(filters)},
        "filters_set": dict(filters_set),
        "change_no": change_no,
        "themes": list(themes),
        "core_concept": core_concept,
    }
    # A coding that was made only runs the page again, so that what stands around the results knows of it.
    mounted = _component(
        key=RESULTS,
        data=data,
        on_followed_change=lambda: None,
        on_coded_change=lambda: None,
        on_filters_change=_set_filters,
    )
    followed = mounted.get("followed")
    return followed if isinstance(followed, str) else None


def _set_filters() -> None:
    left = st.session_state[RESULTS].get("filters")
    if isinstance(left, Mapping):
        set_again(left)


def _as_sent(filters: Filters) -> dict[str, int | str | None]:
    days = {"first": filters.first and str(filters.first), "last": filters.last and str(filters.last)}
    return asdict(filters) | days
