"""The form that corrects a source: its facts, who was there, who leads it. All of it is one change."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from db.vocabulary import RoleGroup
from evalcore.capture.attendance import attendance, changed, counted
from evalcore.capture.library import SourceRow, possible_leads
from evalcore.capture.participants import participants, trusts
from evalcore.capture.sources import Facts, Present, correct
from evalcore.errors import Stale
from evalcore.manage.access import Actor
from pages.ui import keys, session
from pages.ui.errors import told
from pages.ui.formats import WHOLE, count, day, plain
from pages.ui.source_facts import Known, facts_fields, person_label, what_is_wrong

MOST = 999


@dataclass(frozen=True, slots=True)
class Correction:
    facts: Facts
    present: list[Present]
    lead_coder: int


def correct_facts(me: Actor, row: SourceRow) -> None:
    """Draw the form, as the facts were when it was opened: a change by somebody else moves nothing under her hands."""
    current = session.who().current
    assert current is not None
    opened = keys.CORRECTING.get()
    if opened is None or opened[0] != row.no:
        opened = (row.no, current.change_no)
        keys.CORRECTING.set(opened)
        keys.CLASH.set(None)
    key = f"correct-{row.no}-{opened[1]}"
    places = {one.no: one.name for one in trusts(session.store(), me)}
    before = Correction(_facts(row), attendance(session.store(), me, row.no), row.lead_coder_id)
    with st.form(key, enter_to_submit=False):
        facts = facts_fields(key, Known(row.title, row.held_on, before.facts), places)
        present = _present(me, before.present, key, places)
        lead = _lead(me, row, key)
        pressed = st.form_submit_button("Save facts", type="primary")
    wrong = what_is_wrong(facts, current.time_zone)
    if wrong or facts is None:
        if pressed:
            st.error(wrong or "")
        return
    mine = Correction(facts, present, lead)
    if pressed and mine == before:
        st.info("Nothing was changed.")
    elif pressed:
        _save(me, row, mine, opened[1])
    if keys.CLASH.get() == "facts":
        _clash(me, row, mine, before, places, current.change_no)


def _present(me: Actor, there: list[Present], key: str, places: Mapping[int, str]) -> list[Present]:
    people = {row.no: row for row in participants(session.store(), me)}
    named = st.multiselect(
        "Participants",
        list(people),
        [one.participant for one in there if one.participant in people],
        format_func=lambda no: person_label(people[no], places),
        placeholder="Choose participants",
        key=f"{key}-participants",
    )
    before = counted(there)
    counts: dict[RoleGroup, int] = {}
    with st.expander("Who else was there, by role group"):
        columns = st.columns(4, gap="small")
        for number, group in enumerate(RoleGroup):
            with columns[number % 4]:
                label = group.value.capitalize()
                counts[group] = st.number_input(label, 0, MOST, before[group], key=f"{key}-{group.name}")
    return changed(there, [people[no] for no in named], counts)


def _lead(me: Actor, row: SourceRow, key: str) -> int:
    leads = possible_leads(session.store(), me)
    # Who has left the evaluation can still lead what she led; she cannot be chosen anew.
    options = leads if row.lead_coder_id in leads else {row.lead_coder_id: row.lead_coder, **leads}
    return st.selectbox(
        "Lead coder",
        list(options),
        list(options).index(row.lead_coder_id),
        format_func=lambda account: options[account],
        key=f"{key}-lead",
    )


def _save(me: Actor, row: SourceRow, mine: Correction, opened_at: int | None) -> None:
    with told():
        try:
            done = correct(
                session.store(),
                me,
                row.no,
                mine.facts,
                present=mine.present,
                lead_coder=mine.lead_coder,
                opened_at=opened_at,
            )
        except Stale:
            keys.CLASH.set("facts")
            return
        keys.CORRECTING.set(None)
        keys.CLASH.set(None)
        keys.DONE.set(("Saved the facts.", done.change_no))
        st.rerun()


def _clash(me: Actor, row: SourceRow, mine: Correction, now: Correction, places: Mapping[int, str], at: int) -> None:
    """Somebody else was quicker: both are shown, and she says which stands."""
    leads = {row.lead_coder_id: row.lead_coder, **possible_leads(session.store(), me)}
    theirs, hers = _in_words(now, places, leads), _in_words(mine, places, leads)
    lines = [f"- {what}: it says {theirs[what]}, you say {hers[what]}" for what in hers if hers[what] != theirs[what]]
    st.warning("Somebody else has changed this source since you opened it.\n\n" + "\n".join(lines))
    with st.container(horizontal=True):
        if st.button("Save mine all the same", key=f"mine-{row.no}"):
            # Against what she was shown beside hers: there may be other facts by now.
            _save(me, row, mine, keys.CLASH_SEEN.get())
        keys.CLASH_SEEN.set(at)
        if st.button("Take what stands now", key=f"theirs-{row.no}"):
            keys.CORRECTING.set(None)
            st.rerun()


def _in_words(one: Correction, places: Mapping[int, str], leads: Mapping[int, str]) -> dict[str, str]:
    facts = one.facts
    return {
        "Title": f"“{plain(facts.title)}”",
        "Date": day(facts.held_on),
        "Until": day(facts.until) if facts.until else "nothing",
        "Start": facts.starts_at or "nothing",
        "Minutes": str(facts.minutes or "nothing"),
        "Trust": plain(places.get(facts.trust or 0, WHOLE)),
        "Setting": str(facts.setting or "nothing"),
        "I was": str(facts.observer_part or "nothing"),
        "Who was there": count(sum(present.how_many for present in one.present), "person", "people"),
        "Lead coder": plain(leads.get(one.lead_coder, "")),
    }


def _facts(row: SourceRow) -> Facts:
    return Facts(
        row.title, row.held_on, row.until, row.starts_at, row.minutes, row.trust_no, row.setting, row.observer_part
    )
