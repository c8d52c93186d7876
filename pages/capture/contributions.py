"""Contributions: what the researcher brought in, by kind, with whom and when."""

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from db.vocabulary import ContributionKind
from evalcore.capture.contributions import ContributionRow, contributions, totals
from evalcore.capture.participants import trusts
from evalcore.manage.access import Actor
from evalcore.manage.changes import newest_change
from pages.ui import keys, look, session
from pages.ui.asked_for import only_asked_for
from pages.ui.contribution_forms import as_csv, log_a_contribution, offer_changes, show_change
from pages.ui.done import show_done
from pages.ui.file_names import contributions_file
from pages.ui.formats import WHOLE, count, day
from pages.ui.some_at_once import offer_more, some_of

EARLIEST = "2000-01-01"


def main() -> None:
    me = session.require_page("contributions")
    look.wear("week.css")
    with st.container(key="week"):
        _page(me)


def _page(me: Actor) -> None:
    rows = contributions(session.store(), me)
    names = {trust.no: trust.name for trust in trusts(session.store(), me)}
    st.title("Contributions")
    st.markdown(_sentence(rows))
    show_done(me)
    if (asked := only_asked_for("contribution", rows)) is not None:
        _lines(me, asked, names)
        return
    with st.expander("Log a contribution", expanded=not rows):
        log_a_contribution(me, names)
    if not rows:
        return
    totals_at = st.container()
    shown = _narrowed(rows)
    totals_at.html(_totals(shown))
    _list(me, shown, names)


def _sentence(rows: Sequence[ContributionRow]) -> str:
    if not rows:
        return (
            "What you bring in is logged here: help, literature, findings, people put in touch. "
            "It shows what a researcher in residence does besides watching."
        )
    trusts_reached = len({row.trust_no for row in rows if row.trust_no})
    return (
        f"{count(len(rows), 'contribution')} from {day(rows[-1].held_on)} to {day(rows[0].held_on)}, "
        f"to {count(trusts_reached, 'trust')} and to the collaborative as a whole."
    )


def _narrowed(rows: Sequence[ContributionRow]) -> list[ContributionRow]:
    with st.container(key="week-filters"):
        columns = st.columns([3, 3, 2, 2], gap="small")
        kind = columns[0].selectbox(
            "Kind", list(ContributionKind), index=None, placeholder="All", key="contribution_kind", bind="query-params"
        )
        places = sorted({row.trust or WHOLE for row in rows}, key=str.casefold)
        trust = columns[1].selectbox(
            "Trust", places, index=None, placeholder="All", key="contribution_trust", bind="query-params"
        )
        first, last = (
            column.date_input(
                label, None, min_value=EARLIEST, max_value="today", format="DD/MM/YYYY", key=key, bind="query-params"
            )
            for column, label, key in ((columns[2], "From", "brought_from"), (columns[3], "To", "brought_to"))
        )
    return [
        row
        for row in rows
        if kind in (None, row.kind)
        and trust in (None, row.trust or WHOLE)
        and (first is None or row.held_on >= first)
        and (last is None or row.held_on <= last)
    ]


def _totals(rows: Sequence[ContributionRow]) -> str:
    figures = "".join(
        f"<div><dt>{escape(kind.capitalize())}</dt><dd>{number}</dd></div>" for kind, number in totals(rows).items()
    )
    return f'<dl class="totals">{figures}</dl>'


def _list(me: Actor, rows: Sequence[ContributionRow], names: dict[int, str]) -> None:
    if not rows:
        st.markdown("No contribution is like this. Choose another kind, trust or time.")
        return
    _lines(me, some_of(rows, keys.CONTRIBUTIONS_SHOWN), names)
    offer_more(rows, keys.CONTRIBUTIONS_SHOWN, "contributions")
    current = session.who().current
    assert current is not None
    st.download_button(
        "Download CSV",
        partial(as_csv, rows),
        contributions_file(current.slug, newest_change(session.store(), me.evaluation_id)),
        "text/csv",
        on_click="ignore",
    )


def _lines(me: Actor, rows: Sequence[ContributionRow], names: dict[int, str]) -> None:
    with st.container(gap=None, key="contribution-list"):
        for row in rows:
            with st.container(key=f"contribution-{row.no}", gap="xsmall"):
                with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                    st.html(_line(row), width="stretch")
                    offer_changes(me, row)
                show_change(me, row, names)


def _line(row: ContributionRow) -> str:
    about = [row.kind.capitalize(), row.trust or WHOLE, f"with {row.with_whom}" if row.with_whom else ""]
    small = " · ".join(filter(None, [*about, f"by {row.author}"]))
    return (
        f'<div class="contribution"><time datetime="{row.held_on.isoformat()}">{escape(day(row.held_on))}</time>'
        f"<div><p>{escape(row.what)}</p><small>{escape(small)}</small></div></div>"
    )


main()
