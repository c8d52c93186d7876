"""Field notes: the list of them, and the form to log or go on with one."""

import streamlit as st

from db.vocabulary import ObserverPart, RoleGroup, Setting, SourceKind
from evalcore.capture.drafts import list_drafts
from evalcore.capture.library import SourceRow, library
from evalcore.capture.participants import trusts
from evalcore.manage.access import Action, Actor
from evalcore.sense.desk import core_concept, recent_themes
from evalcore.sense.field_notes import last_facts
from evalcore.sense.framework_log import themes
from evalcore.watch.reading_state import reading_states
from pages.ui import keys, session
from pages.ui.done import how_it_counts, show_done
from pages.ui.formats import count, day, moment, plain
from pages.ui.note_editor import Fields, ThemeChoice, note_editor

NEW = "new"
DRAFT_OF_A_NEW_NOTE = "field-note-new"
AT_ONCE = 25


def main() -> None:
    me = session.require_page("field-notes")
    asked = st.query_params.get("note", "")
    if asked == NEW or asked.isdecimal():
        _write(me, None if asked == NEW else int(asked))
    else:
        _list(me)


def _write(me: Actor, note: int | None) -> None:
    """The form. What is typed is kept by the browser and the server; this page only hears that the note is saved."""
    if st.button("All field notes", icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    saved = note_editor(
        me.evaluation_id,
        DRAFT_OF_A_NEW_NOTE if note is None else f"field-note-{note}",
        account=me.account_id,
        note=note,
        initial=_fields(me) if note is None else None,
        last=_fields(me, before=note),
        trusts=[{"no": trust.no, "name": trust.name} for trust in trusts(session.store(), me)],
        settings=list(Setting),
        role_groups=list(RoleGroup),
        observer_parts=list(ObserverPart),
        themes=_themes(me),
        core_concept=core_concept(session.store(), me),
        key=f"note-{note or NEW}",
    )
    if saved:
        keys.DONE.set((f"Saved the field note. {how_it_counts(me, saved.source)}", saved.change_no))
        st.query_params.clear()
        st.rerun()


def _list(me: Actor) -> None:
    notes = [row for row in library(session.store(), me) if row.kind is SourceKind.FIELD_NOTE]
    hours = sum(row.minutes or 0 for row in notes) / 60
    st.title("Field notes")
    show_done(me)
    if notes:
        logged = count(len(notes), "field note")
        st.markdown(f"{logged}, {hours:,.1f} observed hours. The last is of {day(notes[0].held_on)}.")
    else:
        st.markdown("What you see in meetings and on wards is logged here, tagged while it is fresh.")
    if st.button("Log a field note", type="primary", icon=":material/add:"):
        st.query_params["note"] = NEW
        st.rerun()
    _drafts(me)
    _notes(me, notes)


def _drafts(me: Actor) -> None:
    for draft in list_drafts(session.store(), me):
        note = draft.body.get("note")
        label = f"Go on with field note {note}" if note else "Go on with your draft"
        if st.button(
            f"{label}, kept {moment(draft.saved_at, session.time_zone())}", key=draft.id, icon=":material/edit_note:"
        ):
            st.query_params["note"] = str(note or NEW)
            st.rerun()


def _notes(me: Actor, notes: list[SourceRow]) -> None:
    """A line a note: its title opens it, where she may write in it."""
    states = reading_states(session.store(), me)
    shown = notes if len(notes) <= AT_ONCE or st.toggle(f"Show all {len(notes)}", key="all-notes") else notes[:AT_ONCE]
    with st.container(key="note-list", gap=None):
        for row in shown:
            opens = me.may(Action.EDIT_SOURCES) or row.lead_coder_id == me.account_id
            where = (row.setting, row.trust or "whole collaborative", f"{row.minutes} min" if row.minutes else None)
            facts = [day(row.held_on), *where, states[row.no].state, f"by {row.lead_coder}"]
            with st.container(horizontal=True, vertical_alignment="center", key=f"note-{row.no}"):
                if st.button(plain(row.named), type="tertiary", key=f"open-{row.no}", disabled=not opens):
                    st.query_params["note"] = str(row.no)
                    st.rerun()
                st.caption(" · ".join(filter(None, facts)))


def _themes(me: Actor) -> list[ThemeChoice]:
    ranks = {no: rank for rank, no in enumerate(recent_themes(session.store(), me), 1)}
    return [
        {"no": row.no, "name": row.name, "path": row.path, "recent": ranks.get(row.no)}
        for row in themes(session.store(), me)
        if not row.retired
    ]


def _fields(me: Actor, *, before: int | None = None) -> Fields | None:
    """Where she was last time, and who was there; date, start and length are of this time."""
    facts = last_facts(session.store(), me, before=before)
    if facts is None:
        return None
    return {
        "trust": facts.trust,
        "setting": facts.setting,
        "observer_part": facts.observer_part,
        "attendance": [{"role_group": group, "how_many": number} for group, number in facts.present],
    }


main()
