"""The timeline: the picture, its filters, and the table behind it."""

from functools import partial

import pandas as pd
import streamlit as st

from evalcore.manage.access import Action, Actor
from evalcore.watch.programme_picture import ENGAGEMENT, KINDS, MEETING, PHASE, Calendar
from pages.ui import session
from pages.ui.file_names import programme_file
from pages.ui.formats import count
from pages.ui.pictures import Scope, fitting
from pages.ui.programme import doing, reads
from pages.ui.safe_csv import safe_csv

ALL = "all"


def show_timeline(me: Actor, where: Scope, found: Calendar) -> None:
    place = st.container(key="timeline")
    chosen = _filters(found)
    seen = reads.shown(where, found, chosen)
    figures = reads.figures(where, seen, chosen)
    with place:
        if not figures or not (seen.happenings or seen.bands):
            st.markdown("Nothing on the calendar passes these filters.")
        else:
            told = f"The programme over time: {count(len(seen.rows), 'entry', 'entries')}. The table below has each."
            for sheet, figure in fitting(figures):
                with st.container(key=f"sheet-{sheet}-programme"):
                    config = {"displayModeBar": False, "displaylogo": False}
                    st.plotly_chart(figure, key=f"programme-{sheet}", config=config, alt=told)
    _table(me, seen.rows, where)


def _filters(found: Calendar) -> reads.Chosen:
    with st.container(horizontal=True, vertical_alignment="bottom", key="programme-filters"):
        numbers = {name: no for no, name in found.names.items()}
        trust = st.selectbox("Trust", [ALL, *numbers], key="calendar_trust", bind="query-params", width=300)
        kinds = st.multiselect("Kinds", KINDS, key="what", bind="query-params", placeholder="all", width=420)
    return numbers.get(trust), tuple(kinds)


def _table(me: Actor, rows: pd.DataFrame, where: Scope) -> None:
    if rows.empty:
        return
    st.subheader("The calendar", anchor=False)
    st.dataframe(
        rows,
        hide_index=True,
        height=min(380, 36 + 35 * len(rows)),
        key=_table_key(),
        on_select=partial(_open, me, rows),
        selection_mode="single-row",
        column_config=_COLUMNS,
        placeholder="",
        column_order=[name for name in _COLUMNS if name in rows and not rows[name].isna().all()],
    )
    if me.may(Action.NOTE_EVENTS):
        st.caption("Choose a row to correct or remove it. An empty number is not a zero: nobody knows.")
    current = session.who().current
    assert current is not None
    st.download_button(
        "Download CSV",
        partial(safe_csv, rows.drop(columns="no")),
        programme_file(current.slug, where[2]),
        "text/csv",
        on_click="ignore",
        key="download-programme",
    )


def _table_key() -> str:
    """Another for each form that was opened: its row is not chosen any more, and can be chosen again."""
    return doing.key("table")


def _open(me: Actor, rows: pd.DataFrame) -> None:
    """The form that corrects the chosen row."""
    chosen = st.session_state[_table_key()].selection.rows
    if not chosen:
        return
    row = rows.iloc[chosen[0]]
    what = {PHASE: "phase", MEETING: "meeting", ENGAGEMENT: "step"}.get(str(row["kind"]), "event")
    needed = Action.CHANGE_PROGRAMME if what in ("phase", "meeting") else Action.NOTE_EVENTS
    if me.may(needed) and what != "step":
        doing.open_form(what, int(row["no"]))


# Their order is that of the table: on a phone the first three are seen.
_COLUMNS = {
    "from": st.column_config.DateColumn("From", format="D MMM YYYY", width=100),
    "name": st.column_config.TextColumn("Name", width=380),
    "kind": st.column_config.TextColumn("Kind", width=140),
    "until": st.column_config.DateColumn("Until", format="D MMM YYYY", width=100),
    "trust": st.column_config.TextColumn("Trust", width=220),
    "adopted_from": st.column_config.TextColumn("Adopted from", width=190),
    "trusts_came": st.column_config.NumberColumn("Trusts came", width=100),
    "people_came": st.column_config.NumberColumn("People came", width=100),
    "note": st.column_config.TextColumn("Note", width="large"),
}
