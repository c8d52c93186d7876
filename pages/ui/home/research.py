"""Home for who codes: what she can go on with, what is to be read, and what is offered to her."""

from collections.abc import Sequence

import streamlit as st

from evalcore.capture.drafts import DraftRow, list_drafts
from evalcore.manage.access import Action, Actor
from evalcore.watch.waiting import Pile, Waiting, WaitingSource, waiting
from pages.ui import session
from pages.ui.formats import count, day, moment
from pages.ui.home import Block, answer, block
from pages.ui.home.week import week_ahead

AT_ONCE = 3


def show_research(me: Actor, concept: str) -> None:
    """The sentence that says how much waits, then what it is."""
    found = waiting(session.store(), me, AT_ONCE)
    drafts = list_drafts(session.store(), me) if me.may(Action.LOG_NOTES) else []
    answer(_sentence(len(drafts), found), concept)
    left, right = st.columns(2, gap="medium")
    with left:
        _continue(drafts, found.begun, found.sources)
        _offered(found.offered)
    with right:
        _to_read(found)
        week_ahead(me)


def _sentence(drafts: int, found: Waiting) -> str:
    begun, unread, again, offered = found.begun.sources, found.unread.sources, found.again.sources, found.offered.many
    parts = [
        (drafts, count(drafts, "note half-written", "notes half-written")),
        (begun, count(begun, "source half-read", "sources half-read")),
        (unread, f"{unread:,} to read"),
        (again, f"{again:,} to read again"),
        (offered, f"{count(offered, 'coding')} offered to you"),
    ]
    said = ", ".join(part for many, part in parts if many)
    return f"{said}." if said else "Nothing waits for you."


def _continue(drafts: Sequence[DraftRow], begun: Pile, sources: int) -> None:
    with block("continue", "Continue") as lines:
        if not drafts and not begun.sources:
            st.markdown("Nothing is half-done." if sources else "Nothing is begun yet.")
        draft_lines(lines, drafts[:AT_ONCE])
        for row in begun.first[: max(1, AT_ONCE - len(drafts))]:
            lines.link("coding", row.title, f"half-read {_facts(row)}", source=str(row.no))
        lines.link("field-notes", "Log a field note", note="new")
        if not sources:
            lines.link("sources", "Import a source", view="import")


def draft_lines(lines: Block, drafts: Sequence[DraftRow]) -> None:
    """The notes that are half-written, by when they were kept: what they say stays out of lists."""
    for draft in drafts:
        note = str(draft.body.get("note") or "new")
        name = "A new field note" if note == "new" else f"Field note {note}"
        kept = f"half-written, kept {moment(draft.saved_at, session.time_zone())}"
        lines.link("field-notes", name, kept, note=note)


def _to_read(found: Waiting) -> None:
    unread, again, others = found.unread, found.again, found.others_unread
    with block("to-read", "To read") as lines:
        if not found.sources:
            st.markdown("There are no sources yet.")
        elif not unread.sources and not again.sources:
            waits = f" {count(others, 'source waits', 'sources wait')} for other lead coders." if others else ""
            hers = "You have read everything that you lead." if found.led else "You lead no source yet."
            st.markdown(f"{hers}{waits}")
        if unread.sources:
            st.markdown(f"**Not read yet** ({unread.sources:,})")
        for row in unread.first:
            lines.link("coding", row.title, _facts(row), source=str(row.no))
        if again.sources:
            st.markdown(f"**To read again** ({again.sources:,}): themes came or changed since")
        for row in again.first:
            lines.link("coding", row.title, f"for {count(row.many, 'theme')}, {_facts(row)}", source=str(row.no))
        if unread.sources > len(unread.first) or again.sources > len(again.first):
            lines.link("sources", "All sources, with how far each is read")


def _offered(offered: Pile) -> None:
    with block("offered", "Offered to you") as lines:
        if not offered.sources:
            st.markdown("No coding of somebody else waits for you to accept it.")
        for row in offered.first:
            by = " and ".join(row.by)
            lines.link("coding", row.title, f"{count(row.many, 'coding')} by {by}", source=str(row.no))
        if offered.sources > len(offered.first):
            st.caption(f"And in {count(offered.sources - len(offered.first), 'other source')}.")


def _facts(row: WaitingSource) -> str:
    return f"{row.kind}, {day(row.held_on)}, {row.trust}"
