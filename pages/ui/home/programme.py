"""Home for the programme team: the way to log, what is new, and the trusts that have gone quiet."""

import streamlit as st

from db.vocabulary import Engagement
from evalcore.capture.drafts import list_drafts
from evalcore.manage.access import Actor
from evalcore.watch.news import news
from evalcore.watch.quiet import QuietTrust, quiet_trusts
from pages.ui import session
from pages.ui.formats import count, day, today
from pages.ui.home import answer, block
from pages.ui.home.research import draft_lines
from pages.ui.home.week import week_ahead
from pages.ui.navigation import screen_at

AT_ONCE = 6


def show_programme(me: Actor, concept: str) -> None:
    quiet = quiet_trusts(session.store(), me)
    answer(_sentence(quiet), concept)
    left, right = st.columns(2, gap="medium")
    with left:
        with block("log", "Log") as lines:
            draft_lines(lines, list_drafts(session.store(), me)[:AT_ONCE])
            with st.container(key="start-here"):
                st.page_link(screen_at("field-notes").file, label="Log a field note", query_params={"note": "new"})
        _news(me)
    with right:
        _quiet(quiet)
        week_ahead(me)


def _sentence(quiet: list[QuietTrust]) -> str:
    silent = sum(row.silent for row in quiet)
    falling = len(quiet) - silent
    said = [count(silent, "trust has gone quiet", "trusts have gone quiet")] if silent else []
    said += [count(falling, "trust sends fewer each time", "trusts send fewer each time")] if falling else []
    return f"{', '.join(said)}." if said else "Every trust has been heard of lately."


def _news(me: Actor) -> None:
    found = news(session.store(), me, today(session.time_zone()))
    with block("news", "What is new") as lines:
        since = f"Since the committee met on {day(found.since)}" if found.since else "So far"
        st.markdown(f"{since}: {count(found.sources, 'source')} came in.")
        for one in found.latest:
            lines.fact(day(one.on), one.text)
        lines.link("dashboard", "What helps and what hinders")


def _quiet(quiet: list[QuietTrust]) -> None:
    with block("quiet", "Quiet trusts") as lines:
        if not quiet:
            st.markdown("None: every trust has been met in the last weeks, and none sends fewer each time.")
        for row in quiet[:AT_ONCE]:
            lines.fact(row.name, "; ".join(_why(row)))
        if len(quiet) > AT_ONCE:
            st.caption(f"And {count(len(quiet) - AT_ONCE, 'other')}.")


def _why(row: QuietTrust) -> list[str]:
    said = []
    if row.contact is None:
        said.append("nobody of it was ever met")
    elif row.silent:
        steps = tuple(map(str, Engagement))
        how = f"it {row.contact.what} on" if row.contact.what in steps else f"the {row.contact.what} of"
        said.append(f"{count(row.weeks or 0, 'week')} since {how} {day(row.contact.on)}")
    if row.falling:
        said.append(f"{', '.join(map(str, row.falling))} came to the last learning sessions")
    return said
