"""A trust's own card: what it is, its small pictures, what happened there, and the forms for all of it."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from db.vocabulary import Aspect, Rater
from evalcore.manage.access import Action, Actor
from evalcore.watch.charts import trust as small
from evalcore.watch.programme import EventRow
from evalcore.watch.programme_picture import Calendar
from evalcore.watch.trust_cards import TrustCard
from pages.ui.formats import count, day, plain
from pages.ui.programme import doing, trust_forms

CHART = {"displayModeBar": False, "displaylogo": False}


def show_card(me: Actor, found: Calendar, card: TrustCard) -> None:
    trust = card.trust
    st.header(plain(trust.name), anchor=False)
    followed = "Followed closely. " if trust.followed_closely else ""
    shown = f"Outside the team it is shown as {plain(trust.shown_as)}. " if trust.shown_as != trust.name else ""
    st.markdown(f"{followed}{shown}{plain(trust.chosen_because)}")
    _verbs(me)
    _form(me, found, card)
    st.html(_facts(card))
    _pictures(card)
    left, right = st.columns(2, gap="large")
    with left:
        _steps(me, card)
        _champions(card)
    with right:
        _events("What happened there", [row for row in found.events if row.trust == trust.no], found)
        others = [row for row in found.events if row.adopted_from == trust.no]
        _events("Adopted from here by others", others, found)


def _verbs(me: Actor) -> None:
    with st.container(horizontal=True, gap="small", key="card-verbs"):
        if me.may(Action.NOTE_EVENTS):
            for what, label in (("step", "Note a step"), ("rating", "Rate"), ("champions", "Count champions")):
                st.button(label, on_click=doing.open_form, args=(what,), key=f"card-{what}")
        if me.may(Action.CHANGE_PROGRAMME):
            st.button("Correct this trust", on_click=doing.open_form, args=("trust",), key="card-trust")


def _form(me: Actor, found: Calendar, card: TrustCard) -> None:
    form = doing.is_open("step", "rating", "champions", "trust")
    if form is None:
        return
    with st.container(border=True, key="programme-form"):
        match form[0]:
            case "step":
                trust_forms.step_form(me, found, card, form[1])
            case "rating":
                trust_forms.rating_form(me, found, card)
            case "champions":
                trust_forms.champions_form(me, found, card)
            case _:
                trust_forms.trust_form(me, card.trust)


def _facts(card: TrustCard) -> str:
    step, contact, (came, known) = card.engagement, card.contact, card.attended
    facts = {
        "Size": f"{card.trust.beds:,} beds" if card.trust.beds else "not known",
        "Engagement": f"{step.step}, {day(step.taken_on)}" if step else "no step noted",
        "Learning sessions": f"came to {came} of {known}" if known else "not known",
        "Champions": count(card.champions.all, "champion") if card.champions else "not counted",
        "Last contact": f"{day(contact.on)}, {contact.what}" if contact else "never",
    }
    told = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(said)}</dd></div>" for name, said in facts.items())
    return f'<dl class="trust-facts">{told}</dl>'


def _pictures(card: TrustCard) -> None:
    columns = st.columns(3, gap="medium")
    for column, aspect in zip(columns, Aspect, strict=False):
        lines: list[small.Line] = [
            (
                by.value,
                by is Rater.FACULTY,
                [(row.rated_on, row.score) for row in card.noted.ratings if (row.aspect, row.rated_by) == (aspect, by)],
            )
            for by in Rater
        ]
        with column:
            st.subheader(f"{aspect.capitalize()}, 1 to 5", anchor=False)
            if not any(scores for _, _, scores in lines):
                st.markdown("Not rated yet.")
                continue
            told = "; ".join(f"{name}: {', '.join(str(score) for _, score in scores)}" for name, _, scores in lines)
            st.plotly_chart(
                small.ratings(lines), key=f"card-{aspect}", config=CHART, alt=f"{aspect} over time. {told}."
            )
    with columns[2]:
        st.subheader("Who came to learning sessions", anchor=False)
        if not card.sessions:
            st.markdown("There was no learning session yet.")
            return
        came = [(held.name, held.first_on, held.came.get(card.trust.no)) for held in card.sessions[-8:]]
        told = ", ".join("not known" if number is None else str(number) for _, _, number in came)
        st.plotly_chart(
            small.attendance(came), key="card-came", config=CHART, alt=f"People who came, by session: {told}."
        )


def _steps(me: Actor, card: TrustCard) -> None:
    st.subheader("Engagement", anchor=False)
    if not card.noted.steps:
        st.markdown("No step is noted yet: signed, lapsed or returned.")
    for step in card.noted.steps:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"line-step-{step.no}"):
            note = f" {plain(step.note)}" if step.note else ""
            st.markdown(f"**{step.step.capitalize()}** {day(step.taken_on)}.{note}", width="stretch")
            if me.may(Action.NOTE_EVENTS):
                st.button(
                    "Correct",
                    on_click=doing.open_form,
                    args=("step", step.no),
                    type="tertiary",
                    key=f"correct-step-{step.no}",
                    help=f"Correct {step.step} {day(step.taken_on)}",
                )


def _champions(card: TrustCard) -> None:
    if card.champions is None:
        return
    st.subheader(f"Champions, counted {day(card.champions.counted_on)}", anchor=False)
    counted = [f"{group} {number}" for group, number in card.champions.how_many.items()]
    st.markdown(plain(", ".join(counted)) + ".")


def _events(title: str, rows: Sequence[EventRow], found: Calendar) -> None:
    if not rows:
        return
    st.subheader(title, anchor=False)
    with st.container(gap="xsmall"):
        for row in rows[:50]:
            origin = f", from {found.names.get(row.adopted_from, '')}" if row.adopted_from else ""
            where = f" at {found.names.get(row.trust, '')}" if title.startswith("Adopted") and row.trust else ""
            origin = "" if title.startswith("Adopted") else origin
            st.markdown(f"{day(row.first_on)}: {plain(row.name + origin + where)}")
        if len(rows) > 50:
            st.caption(f"The first 50 of {len(rows):,}. The timeline has each.")
