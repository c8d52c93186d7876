"""The facts of a source as a form has them: the same fields for a file on its way in and for a correction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Literal, TypeVar

import streamlit as st

from db.vocabulary import ObserverPart, Setting
from evalcore.capture.facts import check_facts
from evalcore.capture.participants import ParticipantRow
from evalcore.capture.sources import Facts
from evalcore.errors import Invalid
from pages.ui.formats import WHOLE

EARLIEST = date(1990, 1, 1)
LATEST = date(2199, 12, 31)
"""Later than today, so that a slip of the year is answered in words rather than by a field that will not take it."""
NO_DAY = "Give the day on which it was."

Kept = Literal["session"] | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known:
    """What a form knows before anybody types; `held_on` None: a day must be given."""

    title: str
    held_on: date | None = None
    facts: Facts | None = None


def facts_fields(key: str, known: Known, trusts: Mapping[int, str], *, kept: Kept = None) -> Facts | None:
    """Draw the fields, and give the facts; None while there is no day. `kept`: what is typed outlasts another view."""
    facts = known.facts or Facts(known.title, date.min)
    title = st.text_input("Title", known.title, key=f"{key}-title", persist_state=kept)
    when = st.columns(4, gap="small")
    with when[0]:
        held_on = _day("Date", known.held_on, f"{key}-date", kept)
    with when[1]:
        until = _day("Until", facts.until, f"{key}-until", kept)
    with when[2]:
        starts = time.fromisoformat(facts.starts_at) if facts.starts_at else None
        starts_at = st.time_input("Start", starts, key=f"{key}-start", persist_state=kept)
    with when[3]:
        minutes = st.number_input("Minutes", value=facts.minutes, step=5, key=f"{key}-minutes", persist_state=kept)
    where = st.columns(3, gap="small")
    with where[0]:
        trust = _one_of("Trust", trusts, facts.trust, f"{key}-trust", kept, WHOLE)
    with where[1]:
        settings = {setting: setting.value for setting in Setting}
        setting = _one_of("Setting", settings, facts.setting, f"{key}-setting", kept, "Not given")
    with where[2]:
        parts = {part: part.value for part in ObserverPart}
        part = _one_of("I was", parts, facts.observer_part, f"{key}-part", kept, "Not given")
    if held_on is None:
        return None
    clock = f"{starts_at:%H:%M}" if starts_at else None
    return Facts(" ".join(title.split()), held_on, until, clock, minutes, trust, setting, part)


def what_is_wrong(facts: Facts | None, time_zone: str) -> str | None:
    """Why these facts cannot be saved, in a sentence."""
    if facts is None:
        return NO_DAY
    if not facts.title:
        return "Give the source a title."
    try:
        check_facts(facts.held_on, facts.until, facts.minutes, time_zone)
    except Invalid as error:
        return error.message
    return None


def person_label(row: ParticipantRow, trusts: Mapping[int, str]) -> str:
    """P07, consultant, Trust A."""
    return ", ".join(filter(None, (row.pseudonym, row.role_group, trusts.get(row.trust or 0))))


def _day(label: str, value: date | None, key: str, kept: Kept) -> date | None:
    return st.date_input(label, value, EARLIEST, LATEST, key=key, format="DD/MM/YYYY", persist_state=kept)


def _one_of(label: str, options: Mapping[T, str], value: T | None, key: str, kept: Kept, empty: str) -> T | None:
    there = list(options)
    return st.selectbox(
        label,
        there,
        there.index(value) if value in there else None,
        format_func=lambda one: options[one],
        placeholder=empty,
        key=key,
        persist_state=kept,
    )
