"""One point: what was noted, raised, said and done, each with its day, and what can be done next."""

from datetime import date
from html import escape

import streamlit as st

from db.vocabulary import PointStage
from evalcore.capture.point_list import PointRow
from evalcore.capture.points import NEXT, drop_point
from evalcore.manage.access import Action, Actor
from pages.ui import keys, session
from pages.ui.errors import told
from pages.ui.formats import day, today
from pages.ui.point_forms import Doing, show_form
from pages.ui.ways import way_to

LABELS: dict[PointStage, tuple[Doing, str]] = {
    PointStage.RAISED: ("raise", "Mark as raised"),
    PointStage.ANSWERED: ("answer", "Write what they said"),
    PointStage.CLOSED: ("close", "Write what came of it"),
}


def show_point(me: Actor, row: PointRow, trusts: dict[int, str]) -> None:
    with st.container(border=True, gap="small", key=f"point-{row.no}"):
        st.html(_steps(row))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _acts(me, row)
            _ways(me, row)
        doing = keys.POINT_DOING.get()
        if doing and doing[0] == row.no:
            show_form(me, row, doing[1], trusts)


def _steps(row: PointRow) -> str:
    """A line a step; what has no words of its own is said by its name and day alone."""
    meeting = f" · for the meeting of {day(row.meeting_on)}" if row.meeting_on and row.stage is PointStage.NOTED else ""
    late = row.meeting_on is not None and row.meeting_on < today(session.time_zone())
    missed = " · that meeting is past" if late and row.stage is PointStage.NOTED else ""
    lines = [("Noted", row.noted_on, row.text, f"by {row.author}{meeting}{missed}")]
    lines += [("Raised", row.raised_on, "", "")] if row.raised_on and not row.answer else []
    lines += [("They said", row.answered_on, row.answer, "")] if row.answered_on else []
    lines += [("What came of it", row.closed_on, row.outcome, "")] if row.closed_on else []
    return f'<dl class="steps">{"".join(map(_line, lines))}</dl>'


def _line(line: tuple[str, date | None, str, str]) -> str:
    name, when, words, small = line
    on = f"<span>{escape(day(when))}</span>" if when else ""
    said = f"<p>{escape(words)}</p>" if words else ""
    note = f"<small>{escape(small)}</small>" if small else ""
    return f"<div><dt>{name}{on}</dt><dd>{said}{note}</dd></div>"


def _acts(me: Actor, row: PointRow) -> None:
    acts: list[tuple[Doing, str]] = [LABELS[stage] for stage in PointStage if stage in NEXT[row.stage]]
    own = row.author_id == me.account_id or me.may(Action.EDIT_SOURCES)
    if own:
        acts.append(("change", "Change"))
    for name, label in acts:
        if st.button(label, key=f"point-{name}-{row.no}", type="secondary" if name != "change" else "tertiary"):
            current = session.who().current
            assert current is not None
            keys.POINT_OPENED.set(((me.evaluation_id, row.no), row, current.change_no))
            keys.POINT_DOING.set((row.no, name))
            st.rerun()
    if own and st.button("Take off the list", key=f"drop-{row.no}", type="tertiary"):
        with told():
            done = drop_point(session.store(), me, row.no)
            keys.DONE.set(("Took the point off the list.", done.change_no))
            st.rerun()


def _ways(me: Actor, row: PointRow) -> None:
    """To where it was noticed, and to the note of the meeting in which it was raised."""
    for label, source, coding in (
        ("Where it was noted", row.source, row.coding),
        ("Where it was raised", row.raised_at, None),
    ):
        if source is not None and (way := way_to(me, source, coding)):
            st.page_link(way[0], label=label, query_params=way[1])
