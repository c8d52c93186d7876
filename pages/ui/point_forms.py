"""The forms of a point: to note one, and to write down what became of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import streamlit as st

from evalcore.capture.point_list import PointRow
from evalcore.capture.points import NewPoint, answer_point, change_point, close_point, note_point, raise_point
from evalcore.manage.access import Actor
from evalcore.manage.changes import Done
from pages.ui import keys, session
from pages.ui.errors import told
from pages.ui.formats import today
from pages.ui.kept_text import keep_text, settled
from pages.ui.trust_field import trust_field

Doing = Literal["raise", "answer", "close", "change"]
DAY = "DD/MM/YYYY"


def note_a_point(me: Actor, trusts: Mapping[int, str]) -> None:
    """A form for a new point; it is a new one each time, so that it holds nothing back."""
    made = keys.POINTS_NOTED.get()
    with st.form(f"note-point-{made}", enter_to_submit=False, border=False):
        new = _fields(me, f"new-{made}", trusts)
        if st.form_submit_button("Note point", type="primary"):
            with told():
                done = note_point(session.store(), me, new)
                keys.POINTS_NOTED.set(made + 1)
                settled(new.text)
                keys.DONE.set(("Noted the point.", done.change_no))
                st.rerun()


@dataclass(frozen=True, slots=True)
class Form:
    """What a form does once it is saved, what it says then, and the words that were typed into it."""

    do: Callable[[], Done]
    said: str
    words: str


def show_form(me: Actor, row: PointRow, doing: Doing, trusts: Mapping[int, str]) -> None:
    forms: dict[Doing, Callable[[Actor, PointRow], Form]] = {
        "raise": _raise,
        "answer": _answer,
        "close": _close,
        "change": lambda me, row: _change(me, row, trusts),
    }
    with st.form(f"{doing}-point-{row.no}", enter_to_submit=False, border=False):
        form = forms[doing](me, row)
        with st.container(horizontal=True):
            save = st.form_submit_button("Save", type="primary", key=f"save-{doing}-{row.no}")
            leave = st.form_submit_button("Cancel", type="tertiary", key=f"leave-{doing}-{row.no}")
    if save:
        with told():
            keys.DONE.set((form.said, form.do().change_no))
            _close_form(form)
    if leave:
        _close_form(form)


def _close_form(form: Form) -> None:
    settled(form.words)
    keys.POINT_DOING.set(None)
    st.rerun()


def _raise(me: Actor, row: PointRow) -> Form:
    on = _day("Raised on", today(session.time_zone()), f"raised-{row.no}")
    answer = _words(me, "What they said, if anything", f"said-{row.no}")
    return Form(lambda: raise_point(session.store(), me, row.no, on, answer=answer), "The point is raised.", answer)


def _answer(me: Actor, row: PointRow) -> Form:
    answer = _words(me, "What they said", f"answer-{row.no}-text")
    on = _day("Said on", row.raised_on, f"answered-{row.no}")
    return Form(lambda: answer_point(session.store(), me, row.no, answer, on), "Wrote down what they said.", answer)


def _close(me: Actor, row: PointRow) -> Form:
    outcome = _words(me, "What came of it", f"outcome-{row.no}")
    on = _day("Known on", today(session.time_zone()), f"closed-{row.no}")
    return Form(lambda: close_point(session.store(), me, row.no, outcome, on), "Wrote down what came of it.", outcome)


def _change(me: Actor, row: PointRow, trusts: Mapping[int, str]) -> Form:
    opened, opened_at = keys.POINT_OPENED.get(), None
    if opened and opened[0] == (me.evaluation_id, row.no):
        # As it was when the form was opened: a change by somebody else moves nothing under her hands.
        _, row, opened_at = opened
    new = _fields(me, f"again-{row.no}", trusts, row)
    return Form(
        lambda: change_point(session.store(), me, row.no, new, opened_at=opened_at), "Changed the point.", new.text
    )


def _words(me: Actor, label: str, key: str, value: str = "", field: str | None = None) -> str:
    words = st.text_area(label, value, height=80, key=key)
    keep_text(me, key, f"point-{field or key}")
    return words


def _fields(me: Actor, key: str, trusts: Mapping[int, str], row: PointRow | None = None) -> NewPoint:
    text = _words(me, "Point to raise", f"{key}-text", row.text if row else "", None if row else "new")
    left, right = st.columns(2)
    trust = trust_field("For which team", trusts, row.trust_no if row else None, f"{key}-team", place=left)
    meeting_on = right.date_input(
        "At their meeting of", row.meeting_on if row else None, format=DAY, key=f"{key}-meeting", help="Empty: the next"
    )
    return NewPoint(text, trust, meeting_on)


def _day(label: str, value: date | None, key: str) -> date:
    """A day; one that was cleared is today."""
    return st.date_input(label, value, format=DAY, key=key) or today(session.time_zone())
