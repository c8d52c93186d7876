"""A table on its way in: which column is which, and what is wrong with which row."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from evalcore.capture.files import OpenFile, read_rows
from evalcore.errors import ImportProblem
from evalcore.interchange.note_rows import FIELDS, NoteRow, guess_mapping
from evalcore.interchange.problems import Problem, Severity
from evalcore.manage.access import Actor
from pages.ui import session
from pages.ui.formats import count, plain
from pages.ui.importing.incoming import Incoming

MOST_SHOWN = 200


def column_fields(me: Actor, one: Incoming, opened: OpenFile) -> tuple[tuple[NoteRow, ...], tuple[str, ...]]:
    """Draw the fields with a column for each, and give the rows that can go in, and what is still to be said."""
    assert opened.table is not None
    st.markdown(
        f"A table with {count(len(opened.table.rows), 'row')}: each becomes a field note. Which column is which?"
    )
    mapping = _mapping(one, opened.table.columns)
    try:
        rows, problems = read_rows(session.store(), me, opened, mapping)
    except ImportProblem as error:
        st.error(plain(error.message))
        return (), (plain(error.message),)
    wrong = sorted({problem.row for problem in problems if problem.row and problem.severity is Severity.ERROR})
    st.markdown(f"{len(rows)} of {count(len(rows) + len(wrong), 'row')} can go in.")
    problem_list(problems)
    if not rows:
        return (), ("No row can go in: choose other columns, or mend the file.",)
    numbers = f"row {wrong[0]}" if len(wrong) == 1 else f"{len(wrong)} rows"
    if wrong and not st.checkbox(f"Leave {numbers} out", key=one.key("leave-out"), persist_state="session"):
        return rows, (f"Mend {numbers} in the file and bring it in again, or leave {numbers} out.",)
    return rows, ()


def _mapping(one: Incoming, columns: tuple[str, ...]) -> dict[str, str]:
    guessed = guess_mapping(columns)
    mapping: dict[str, str] = {}
    places = st.columns(4, gap="small")
    for number, (field, name) in enumerate(FIELDS.items()):
        with places[number % 4]:
            column = st.selectbox(
                name,
                columns,
                columns.index(guessed[field]) if field in guessed else None,
                placeholder="No column",
                key=one.key(f"column-{field}"),
                persist_state="session",
            )
        if column is not None:
            mapping[field] = column
    return mapping


def problem_list(problems: Sequence[Problem]) -> None:
    """Draw what is wrong with which row, as far as a page can hold it."""
    if not problems:
        return
    lines = "".join(
        f"<tr><th scope='row'>{'The file' if one.row is None else f'Row {one.row}'}</th><td>{escape(one.message)}</td>"
        f"<td>{'stays out' if one.severity is Severity.ERROR else 'look at it'}</td></tr>"
        for one in problems[:MOST_SHOWN]
    )
    st.html(
        f"<div class='problems' role='region' aria-label='Problems by row' tabindex='0'><table>{lines}</table></div>"
    )
    if len(problems) > MOST_SHOWN:
        st.caption(f"The first {MOST_SHOWN} of {len(problems):,} problems.")
