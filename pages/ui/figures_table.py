"""The figures behind a picture as a table, and as a file in the columns of the command line."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from db.vocabulary import AskedPolarity, Unit
from evalcore.watch import words
from evalcore.watch.charts.mark import Mark
from evalcore.watch.pictures import Now, OverTime
from pages.ui import session
from pages.ui.evidence_panel import choose_mark, of_then
from pages.ui.file_names import figures_file
from pages.ui.formats import plain

_PARTS = frozenset({Unit.PREVALENCE, Unit.SHARE})
_WITH_INTERVAL = _PARTS | {Unit.SOURCES}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def show_table(
    answer: Now | OverTime, unit: Unit, change_no: int, title: str = "The figures", which: str = "today"
) -> None:
    """The table, a row of which opens its evidence, and the file; `which` is "then" for what was known earlier."""
    if answer.rows.empty:
        return
    over_time = isinstance(answer, OverTime)
    with st.container(key=f"figures-table-{which}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            st.subheader(plain(title), anchor=False, width="content")
            st.download_button(
                "Download CSV",
                partial(as_csv, answer.rows, unit),
                _file_name(over_time=over_time, change_no=change_no),
                "text/csv",
                on_click="ignore",
                key=f"download-figures-{which}",
            )
        names = {line.label: line.name for line in answer.every}
        shown = _in_unit(answer.rows, unit).assign(group=answer.rows["group"].map(names))
        shown["polarity"] = shown["polarity"].map(words.POLARITY_WORDS)
        unused = [*([] if over_time else ["period"]), *([] if unit in _WITH_INTERVAL else ["low", "high"])]
        shown = shown.drop(columns=unused)
        st.dataframe(
            shown,
            hide_index=True,
            height=380,
            key=f"figures-{which}",
            on_select=partial(_open, answer, which),
            selection_mode="single-row",
            placeholder="",
            column_config=_COLUMNS | {name: _number(label, form) for name, label, form in _in_words(unit)},
        )
        st.caption("Choose a row to read what was said. An empty cell is not a zero: the state says why it is empty.")


def as_csv(rows: pd.DataFrame, unit: Unit) -> bytes:
    """UTF-8 with a header; null is empty. No cell can start a formula: people open it in a spreadsheet."""
    safe = _whole(rows, unit)
    for column in ("group", "period"):
        risky = safe[column].fillna("").str.startswith(_FORMULA)
        safe[column] = safe[column].mask(risky, "'" + safe[column].fillna(""))
    return safe.to_csv(index=False).encode("utf-8")


def _file_name(*, over_time: bool, change_no: int) -> str:
    current = session.who().current
    assert current is not None
    return figures_file(current.slug, over_time=over_time, change_no=change_no)


def _open(answer: Now | OverTime, which: str) -> None:
    chosen = st.session_state[f"figures-{which}"].selection.rows
    if not chosen:
        choose_mark(None)
        return
    row = answer.rows.iloc[chosen[0]]
    theme = next(line.no for line in answer.every if line.label == row["group"])
    period = None if pd.isna(row["period"]) else str(row["period"])
    mark = str(Mark(theme, AskedPolarity(row["polarity"]), period))
    if (mark, which == "then") != (st.query_params.get("mark"), of_then()):
        choose_mark(mark, then=which == "then")


def _whole(rows: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """What is counted as whole numbers."""
    return rows.assign(value=rows["value"].astype("Int64")) if unit in words.WHOLE else rows.copy()


def _in_unit(rows: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """As the pictures say it: parts of a whole are per cent."""
    if unit not in _PARTS:
        return _whole(rows, unit)
    return rows.assign(**{name: 100 * rows[name] for name in ("value", "low", "high")})


def _in_words(unit: Unit) -> list[tuple[str, str, str]]:
    """The heads of the figure and its interval, and how their numbers are written: an end of an interval of a count is
    an estimate, and no count."""
    form = "%.1f%%" if unit in _PARTS else "%.2f" if unit is Unit.RATE else "localized"
    ends = "%.1f" if unit in words.WHOLE else form
    return [("value", "Value", form), ("low", "Low", ends), ("high", "High", ends)]


def _number(label: str, form: str = "localized") -> Any:
    return st.column_config.NumberColumn(label, format=form)


_COLUMNS: dict[str, Any] = {
    "group": st.column_config.TextColumn("Theme", width="large"),
    "period": "Period",
    "polarity": "Polarity",
    "state": "State",
    "sources": _number("Sources"),
    "both": _number("With both"),
    "sources_read": _number("Sources read"),
    "sources_all": _number("All sources"),
    "people": _number("People"),
    "codings": _number("Codings"),
    "in_progress": _number("In progress"),
    "hours": _number("Hours", "%.1f"),
}
