"""A table about the programme on its way in: which column is which, what is wrong with which row, and the good rows."""

import streamlit as st

from evalcore.errors import EvalError
from evalcore.interchange.problems import Problem, Severity
from evalcore.interchange.programme_rows import FIELDS, ProgrammeRow, TableKind, guess_columns
from evalcore.interchange.tabular import Table, read_table
from evalcore.manage.access import Actor
from evalcore.watch.programme_imports import IMPORTS, check_table
from pages.ui import look, session
from pages.ui.formats import count, plain
from pages.ui.importing.columns import problem_list
from pages.ui.programme.doing import do, heading, key


def table_form(me: Actor) -> None:
    """A file, what its rows are, its columns; then what can go in."""
    look.wear("sources.css")
    heading("Bring in a table")
    kinds = [kind for kind in TableKind if me.may(*IMPORTS[kind].actions)]
    left, right = st.columns([3, 5], gap="small")
    kind = left.selectbox("What the rows are", kinds, format_func=lambda one: one.value.capitalize(), key=key("rows"))
    wanted = " · ".join(field.label if field.required else f"{field.label} (if any)" for field in FIELDS[kind].values())
    left.caption(f"Columns: {wanted}.")
    file = right.file_uploader("CSV or Excel file", key=key("file"))
    if file is None:
        return
    try:
        table = read_table(file.name, file.getvalue())
        rows, problems = check_table(session.store(), me, kind, table, _mapping(kind, table))
    except EvalError as error:
        st.error(plain(str(error)))
        return
    _offer(me, kind, rows, problems)


def _mapping(kind: TableKind, table: Table) -> dict[str, str]:
    guessed = guess_columns(kind, table.columns)
    mapping: dict[str, str] = {}
    for number, (name, field) in enumerate(FIELDS[kind].items()):
        if number % 4 == 0:
            places = st.columns(4, gap="small")
        column = places[number % 4].selectbox(
            f"Column for {field.label}",
            table.columns,
            table.columns.index(guessed[name]) if name in guessed else None,
            placeholder="No column",
            key=key(f"column-{kind.name}-{name}"),
        )
        if column is not None:
            mapping[name] = column
    return mapping


def _offer(me: Actor, kind: TableKind, rows: tuple[ProgrammeRow, ...], problems: tuple[Problem, ...]) -> None:
    """What can go in and what stays out, and the button for it."""
    wrong = {problem.row for problem in problems if problem.severity is Severity.ERROR}
    many = len(rows) + len(wrong)
    st.markdown(f"{len(rows):,} of {count(many, 'row')} can go in.")
    problem_list(problems)
    if not rows:
        st.markdown("No row can go in: choose other columns, or mend the file.")
        return
    label = f"Bring in {count(len(rows), 'row')}"
    if wrong:
        label += f", leave {len(wrong):,} out"
    if st.button(label, type="primary", key=key("bring-in")):
        said = f"Brought in {count(len(rows), 'row')}: {kind.value}."
        do(lambda: IMPORTS[kind](session.store(), me, rows), said)
