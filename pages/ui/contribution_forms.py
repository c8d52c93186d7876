"""The forms of a contribution, and its list as a file."""

import csv
from collections.abc import Mapping, Sequence
from io import StringIO

import streamlit as st

from db.vocabulary import ContributionKind
from evalcore.capture.contributions import (
    Brought,
    ContributionRow,
    change_contribution,
    log_contribution,
    remove_contribution,
)
from evalcore.manage.access import Action, Actor
from pages.ui import keys, session
from pages.ui.errors import told
from pages.ui.formats import WHOLE, today
from pages.ui.kept_text import keep_text, settled
from pages.ui.trust_field import trust_field

FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("date", "kind", "trust", "with_whom", "what", "by")


def log_a_contribution(me: Actor, trusts: Mapping[int, str]) -> None:
    """A form for a new one; it is a new form each time, so that it holds nothing back."""
    made = keys.CONTRIBUTIONS_LOGGED.get()
    with st.form(f"log-contribution-{made}", enter_to_submit=False, border=False):
        brought = _fields(f"new-{made}", trusts)
        keep_text(me, f"new-{made}-what", "contribution-new")
        if st.form_submit_button("Log contribution", type="primary"):
            with told():
                done = log_contribution(session.store(), me, brought)
                keys.CONTRIBUTIONS_LOGGED.set(made + 1)
                settled(brought.what)
                keys.DONE.set(("Logged the contribution.", done.change_no))
                st.rerun()


def offer_changes(me: Actor, row: ContributionRow) -> None:
    """What can be done about one that is hers, or anybody's for a researcher."""
    if row.author_id != me.account_id and not me.may(Action.EDIT_SOURCES):
        return
    with st.container(horizontal=True, gap="small", width="content"):
        if st.button("Change", key=f"again-{row.no}", type="tertiary"):
            keys.CONTRIBUTION_OPEN.set(row.no)
            st.rerun()
        if st.button("Remove", key=f"remove-{row.no}", type="tertiary"):
            with told():
                done = remove_contribution(session.store(), me, row.no)
                keys.DONE.set(("Removed the contribution.", done.change_no))
                st.rerun()


def show_change(me: Actor, row: ContributionRow, trusts: Mapping[int, str]) -> None:
    """The form of the one that is being changed."""
    if keys.CONTRIBUTION_OPEN.get() != row.no:
        return
    with st.form(f"change-contribution-{row.no}", enter_to_submit=False, border=False):
        brought = _fields(f"again-{row.no}", trusts, row)
        keep_text(me, f"again-{row.no}-what", f"contribution-{row.no}")
        with st.container(horizontal=True):
            save = st.form_submit_button("Save contribution", type="primary")
            leave = st.form_submit_button("Cancel", type="tertiary")
    if save:
        with told():
            done = change_contribution(session.store(), me, row.no, brought)
            keys.DONE.set(("Changed the contribution.", done.change_no))
            # Changed it has another number, by which the address may have asked for it.
            if "contribution" in st.query_params:
                st.query_params["contribution"] = str(done.made)
            settled(brought.what)
            keys.CONTRIBUTION_OPEN.set(None)
            st.rerun()
    if leave:
        settled(brought.what)
        keys.CONTRIBUTION_OPEN.set(None)
        st.rerun()


def _fields(key: str, trusts: Mapping[int, str], row: ContributionRow | None = None) -> Brought:
    what = st.text_area("What was brought in", row.what if row else "", height=80, key=f"{key}-what")
    kinds = list(ContributionKind)
    left, right = st.columns(2)
    kind = left.selectbox(
        "Kind of contribution",
        kinds,
        kinds.index(row.kind) if row else 0,
        format_func=lambda one: one.capitalize(),
        key=f"{key}-kind",
    )
    held_on = right.date_input(
        "Date", row.held_on if row else today(session.time_zone()), format="DD/MM/YYYY", key=f"{key}-on"
    )
    left, right = st.columns(2)
    trust = trust_field("To which trust", trusts, row.trust_no if row else None, f"{key}-trust", place=left)
    with_whom = right.text_input(
        "With whom", row.with_whom if row else "", placeholder="Roles, no names", key=f"{key}-with"
    )
    return Brought(kind, held_on or today(session.time_zone()), what, trust, with_whom)


def as_csv(rows: Sequence[ContributionRow]) -> bytes:
    """UTF-8 with a header; no cell can start a formula, for people open it in a spreadsheet."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for row in rows:
        cells = (row.held_on.isoformat(), row.kind.value, row.trust or WHOLE, row.with_whom, row.what, row.author)
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return file.getvalue().encode("utf-8")
