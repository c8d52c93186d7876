"""The library as a table: real rows and real links, which stay within the open page when they are pressed plainly."""

from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from evalcore.capture.library import SourceRow
from evalcore.watch.reading_state import ReadState, SourceReading
from pages.ui.component_assets import browser_component
from pages.ui.formats import WHOLE, count, day
from pages.ui.navigation import screen_at

_component = browser_component("source_table")


Link = tuple[str, str]
"""What stands on it, and the address it leads to."""


def source_table(
    rows: Sequence[SourceRow], states: dict[int, SourceReading], links: Callable[[SourceRow], list[Link]]
) -> None:
    """Mount the table; a link pressed in it ends the run and goes there.

    `links` gives the links of a source: the first is its title's, the others stand at the row's end.
    """
    data = {"rows": [_cells(row, states[row.no], links(row)) for row in rows]}
    pressed = _component(data=data, key="source-table", on_open_change=lambda: None)
    if pressed.open:
        there = urlsplit(str(pressed.open))
        st.switch_page(screen_at(there.path.lstrip("/")).file, query_params=dict(parse_qsl(there.query)))


def _cells(row: SourceRow, state: SourceReading, links: list[Link]) -> dict[str, object]:
    missing = len(state.not_looked_for)
    return {
        "title": row.named,
        "open": links[0][1],
        "links": links[1:],
        "date": day(row.held_on) if row.until is None else f"{day(row.held_on)} to {day(row.until)}",
        "kind": row.kind,
        "trust": row.trust or WHOLE,
        "people": ", ".join(row.participants),
        "minutes": row.minutes,
        "state": state.state,
        "missing": f"{count(missing, 'theme')} not looked for" if state.state is ReadState.PARTLY else "",
        "lead": row.lead_coder,
    }
