"""The forms of a trust: what it is, its steps in and out, its ratings, its champions."""

import streamlit as st

from db.vocabulary import Aspect, Engagement, Rater, RoleGroup
from evalcore.capture import participants
from evalcore.capture.participants import MOST_BEDS, TrustRow
from evalcore.manage.access import Actor
from evalcore.watch import trust_records
from evalcore.watch.programme_picture import Calendar
from evalcore.watch.trust_cards import TrustCard
from evalcore.watch.trust_records import HIGHEST, LOWEST, MOST_CHAMPIONS
from pages.ui import session
from pages.ui.formats import plain
from pages.ui.programme.calendar_forms import BOUNDS, LONGEST
from pages.ui.programme.doing import do, heading, key, opened_at, remove, save


def trust_form(me: Actor, row: TrustRow | None) -> None:
    """A trust to add or to correct."""
    heading(f"Correct {plain(row.name)}" if row else "Add a trust")
    with st.form(key("trust"), enter_to_submit=False, border=False):
        left, middle, right = st.columns([4, 2, 2], gap="small")
        name = left.text_input("Name", row.name if row else "", max_chars=LONGEST, key=key("name"))
        shown_as = middle.text_input(
            "Shown as",
            row.shown_as if row else "",
            max_chars=LONGEST,
            key=key("shown-as"),
            help="Its name in what leaves the team; its own where this is empty.",
        )
        beds = right.number_input(
            "Size (beds)", 1, MOST_BEDS, row.beds if row else None, 10, key=key("beds"), placeholder="not known"
        )
        followed = st.checkbox("Followed closely", row.followed_closely if row else False, key=key("followed"))
        because = st.text_area("Why it was chosen", row.chosen_because if row else "", height=80, key=key("because"))
        pressed = save("Save trust")
    said = {
        "shown_as": shown_as,
        "followed_closely": followed,
        "chosen_because": because,
        "beds": None if beds is None else int(beds),
    }
    if pressed and row:
        do(
            lambda: participants.correct_trust(
                session.store(),
                me,
                row.no,
                name,
                opened_at=opened_at(),
                **said,  # type: ignore[arg-type]
            ),
            "Corrected the trust.",
        )
    elif pressed:
        do(lambda: participants.add_trust(session.store(), me, name, **said), "Added the trust.")  # type: ignore[arg-type]
    if row:
        remove("Remove trust", lambda: participants.remove_trust(session.store(), me, row.no), "Removed the trust.")


def step_form(me: Actor, found: Calendar, card: TrustCard, no: int | None) -> None:
    """A step of a trust into the collaborative or out of it."""
    row = next((one for one in card.noted.steps if one.no == no), None)
    heading("Correct the step" if row else "Note a step")
    with st.form(key("step"), enter_to_submit=False, border=False):
        left, middle, right = st.columns([2, 2, 4], gap="small")
        steps = list(Engagement)
        newest = card.engagement
        likely = next(iter(trust_records.following(newest.step if newest else None)))
        step = left.selectbox(
            "Step", steps, steps.index(row.step if row else likely), format_func=str.capitalize, key=key("step")
        )
        taken_on = middle.date_input("Date", row.taken_on if row else found.today, key=key("date"), **BOUNDS)
        note = right.text_input("Note", row.note if row else "", max_chars=LONGEST, key=key("note"))
        pressed = save("Save step")
    on = taken_on or found.today
    if pressed and row:
        do(lambda: trust_records.correct_step(session.store(), me, row.no, step, on, note=note), "Corrected the step.")
    elif pressed:
        do(lambda: trust_records.note_step(session.store(), me, card.trust.no, step, on, note=note), "Noted the step.")
    if row:
        remove("Remove step", lambda: trust_records.remove_step(session.store(), me, row.no), "Removed the step.")


def rating_form(me: Actor, found: Calendar, card: TrustCard) -> None:
    """How capable or ready it is, as somebody says of a day."""
    aspects, raters = list(Aspect), list(Rater)
    heading("Rate")
    st.caption("A rating of the same day and rater is replaced; an empty score takes it out.")
    with st.form(key("rating"), enter_to_submit=False, border=False):
        columns = st.columns(4, gap="small")
        aspect = columns[0].selectbox("What is rated", aspects, 0, format_func=str.capitalize, key=key("aspect"))
        rated_by = columns[1].selectbox("Rated by", raters, 0, format_func=str.capitalize, key=key("by"))
        rated_on = columns[2].date_input("Date", found.today, key=key("date"), **BOUNDS)
        score = columns[3].number_input(
            f"Score ({LOWEST} to {HIGHEST})", LOWEST, HIGHEST, None, 1, key=key("score"), placeholder="none"
        )
        pressed = save("Save rating")
    if pressed:
        number = None if score is None else int(score)
        do(
            lambda: trust_records.rate(
                session.store(), me, card.trust.no, aspect, rated_by, rated_on or found.today, number
            ),
            "Saved the rating." if number else "Took the rating out.",
        )


def champions_form(me: Actor, found: Calendar, card: TrustCard) -> None:
    """How many champions there are of each role group."""
    heading("Count champions")
    st.caption("0 where there is none; empty where nobody has counted. A count of the same day is replaced.")
    before = card.champions.how_many if card.champions else {}
    how_many: dict[RoleGroup, int] = {}
    with st.form(key("champions"), enter_to_submit=False, border=False):
        counted_on = st.date_input("Date", found.today, key=key("date"), width=200, **BOUNDS)
        for place, group in enumerate(RoleGroup):
            if place % 4 == 0:
                columns = st.columns(4, gap="small", vertical_alignment="bottom")
            number = columns[place % 4].number_input(
                group.value.capitalize(), 0, MOST_CHAMPIONS, before.get(group), 1, key=key(group.name)
            )
            if number is not None:
                how_many[group] = int(number)
        pressed = save("Save champions")
    if pressed:
        do(
            lambda: trust_records.count_champions(
                session.store(), me, card.trust.no, counted_on or found.today, how_many
            ),
            "Counted the champions.",
        )
