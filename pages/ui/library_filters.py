"""The library's filters: one quiet row, kept in the address, so that a view can be shared."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.vocabulary import SourceKind
from evalcore.capture.library import SourceRow
from evalcore.watch.reading_state import ReadState, SourceReading
from pages.ui.formats import WHOLE

KEYS = ("title", "source_kind", "source_trust", "reading", "lead", "held_from", "held_to")
EARLIEST = date(1990, 1, 1)

Keeps = Callable[[SourceRow], bool]


def narrowed(rows: Sequence[SourceRow], states: dict[int, SourceReading]) -> list[SourceRow]:
    """Draw the filters, and give the sources that pass all of them."""
    with st.container(key="library-filters"):
        columns = st.columns([5, 3, 4, 3, 4, 3, 3], gap="small")
        with columns[0]:
            words = st.text_input("Title", placeholder="Words of the title", key="title", bind="query-params")
        kind = _choice(
            columns[1], "Kind", "source_kind", [kind for kind in SourceKind if any(row.kind is kind for row in rows)]
        )
        trusts = sorted({row.trust for row in rows if row.trust}, key=str.casefold)
        trust = _choice(columns[2], "Trust", "source_trust", [WHOLE, *trusts])
        reading = _choice(columns[3], "Reading", "reading", list(ReadState))
        leads = sorted({row.lead_coder for row in rows}, key=str.casefold)
        lead = _choice(columns[4], "Lead coder", "lead", leads)
        first, last = _day(columns[5], "From", "held_from"), _day(columns[6], "To", "held_to")
    keeps: list[Keeps] = [
        lambda row: words.strip().casefold() in row.named.casefold(),
        lambda row: kind in (None, row.kind),
        lambda row: trust in (None, row.trust or WHOLE),
        lambda row: reading in (None, states[row.no].state),
        lambda row: lead in (None, row.lead_coder),
        lambda row: first is None or (row.until or row.held_on) >= first,
        lambda row: last is None or row.held_on <= last,
    ]
    return [row for row in rows if all(keep(row) for keep in keeps)]


def clear_filters() -> None:
    for key in KEYS:
        st.session_state[key] = "" if key == "title" else None


def _choice(column: DeltaGenerator, label: str, key: str, options: Sequence[str]) -> str | None:
    with column:
        return st.selectbox(label, options, index=None, placeholder="All", key=key, bind="query-params")


def _day(column: DeltaGenerator, label: str, key: str) -> date | None:
    with column:
        return st.date_input(
            label, None, min_value=EARLIEST, max_value="today", format="DD/MM/YYYY", key=key, bind="query-params"
        )
