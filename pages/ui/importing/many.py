"""Many files on their way in at once: what each is, the names in all of them, and the import, file after file."""

from collections.abc import Mapping, Sequence
from itertools import chain

import streamlit as st

from evalcore.capture.many import Outcome, Plan, take_in_each
from evalcore.capture.many_names import FileNames, SharedName, called_everywhere, choices_in, shared_names, with_missed
from evalcore.capture.names_step import stands_in
from evalcore.capture.participants import trusts
from evalcore.capture.taking_in import named_speakers
from evalcore.interchange.transcripts import is_usual_label
from evalcore.manage.access import Actor
from pages.ui import keys, session
from pages.ui.formats import count, plain
from pages.ui.importing.incoming import Incoming, forget_all, look_through, put_aside
from pages.ui.importing.job import Job
from pages.ui.importing.many_files import (
    ALL,
    AT_ONCE,
    Decided,
    decided,
    file_rows,
    first_of_page,
    for_all_fields,
)
from pages.ui.importing.missed_name import missed_name
from pages.ui.importing.naming import mark_of, places_of_name, replacement_field
from pages.ui.importing.speakers import crowd_of

MOST_SAID = 6


def show_many(me: Actor, waiting: Sequence[Incoming]) -> None:
    """Draw the steps for all the files that wait and can be read; the report on them has the others too."""
    files = [one for one in look_through(me, waiting) if one.opened]
    refused = [one for one in waiting if one.problem]
    tables = [one for one in files if one.opened and one.opened.table is not None]
    st.header(f"{count(len(files), 'file')} to import", anchor=False)
    unsaid = st.container()
    st.subheader("1. What each is", anchor=False)
    named_trusts = {row.no: row.name for row in trusts(session.store(), me)}
    for_all = for_all_fields(named_trusts)
    crowd = crowd_of(me, files, named_trusts, for_all.group)
    file_rows(files, for_all, crowd, named_trusts)
    zone = session.time_zone()
    plans = {one.token: decided(one, for_all, crowd, zone) for one in files}
    problems = [problem for plan in plans.values() for problem in plan.problems]
    st.subheader("2. Names", anchor=False)
    chosen, unnamed = _names(files, plans)
    st.subheader("3. Import", anchor=False)
    ready = [*problems, *unnamed, *_rows_left_out(tables)]
    if ready:
        unsaid.caption(f"Not ready to import: {_short(ready)}")
    notes = sum(len(one.looked.rows) for one in tables if one.looked)
    if _confirm(files, ready, len(files) - len(tables) + notes):
        planned = [_plan(one, plans[one.token], chosen[one.token]) for one in files]
        _begin(me, planned, refused)


def _rows_left_out(tables: Sequence[Incoming]) -> list[str]:
    """Ask whether rows that cannot go in stay out: brought in again once it is mended, such a table would be twice."""
    rows = sum(len(one.looked.rows_left_out) for one in tables if one.looked and not one.looked.fault)
    if not rows:
        return []
    them = count(rows, "row")
    if st.checkbox(f"Leave out {them} that cannot go in", key=ALL.key("rows"), persist_state="session"):
        return []
    return [f"Leave out {them} that cannot go in, or put the files aside and mend them."]


def _short(problems: Sequence[str]) -> str:
    more = f" And {len(problems) - 1:,} more; they stand beside the button." if len(problems) > 1 else ""
    return problems[0] + more


def _names(files: Sequence[Incoming], plans: Mapping[str, Decided]) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Draw the names of all files, and give what is put for what in each, and what is still to be said."""
    called = called_everywhere({one.token: _called(one, plans[one.token]) for one in files})
    names, shared = _found(files, called)
    places = sum(one.how_many for one in shared)
    if shared:
        found = count(len(shared), "name or number", "names and numbers")
        st.markdown(
            f"{found} in {count(places, 'place')} may lead to a person. What stands in each field takes "
            "their place in every file."
        )
    else:
        st.markdown("Nothing was found that may lead to a person.")
    first = first_of_page("names", len(shared))
    for one in shared[first : first + AT_ONCE]:
        where = f" in {count(one.files, 'file')}" if one.files > 1 else ""
        kind = f"{one.kind}, {count(one.how_many, 'place')}{where}"
        said = places_of_name(one.name, kind, one.places, one.how_many - len(one.places))
        replacement_field(ALL, one.key, one.suggestion, said, called=one.name)
    _missed(files)
    chosen = {one.key: _said(one) for one in shared}
    by_key = {one.key: one for one in shared}
    unsaid = [
        f"Give “{plain(one.name)}” a replacement, or say that it is not a name."
        for one in shared
        if chosen[one.key] == "" and not st.session_state.get(ALL.key(f"none-{mark_of(one.key)}"), False)
    ]
    return {one.token: choices_in(names[one.token], called[one.token], by_key, chosen) for one in files}, unsaid


def _said(one: SharedName) -> str:
    """What is put for a name: the suggestion until somebody writes something else, nothing where it is no name."""
    mark = mark_of(one.key)
    if st.session_state.get(ALL.key(f"none-{mark}"), False):
        return ""
    written = st.session_state.get(ALL.key(f"by-{mark}"), one.suggestion)
    return " ".join(str(written).split())


def _called(one: Incoming, plan: Decided) -> dict[str, str]:
    if plan.people is None or one.opened is None:
        return keys.SPOKE.get()
    return keys.SPOKE.get() | named_speakers(one.opened, plan.people.speakers)


def _found(
    files: Sequence[Incoming], called: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, FileNames], tuple[SharedName, ...]]:
    """The names of each file and of all, put together once: each field that is filled in runs the page again."""
    missed = keys.NAMES_MISSED.get()
    asked = (tuple((token, tuple(names.items())) for token, names in called.items()), missed)
    before: tuple[object, dict[str, FileNames], tuple[SharedName, ...]] | None = st.session_state.get(ALL.key("found"))
    if before is None or before[0] != asked:
        looked = {one.token: one.looked for one in files if one.looked}
        names = {token: with_missed(one.names, one.title, one.text, missed) for token, one in looked.items()}
        before = (asked, names, shared_names(names, called))
        st.session_state[ALL.key("found")] = before
    return before[1], before[2]


def _missed(files: Sequence[Incoming]) -> None:
    def stands(name: str) -> bool:
        return any(one.looked and stands_in(name, one.looked.title, one.looked.text) for one in files)

    refusal = "This name stands in none of the texts. Write it as it stands there."
    if name := missed_name(ALL.key("missed"), stands, refusal):
        keys.NAMES_MISSED.set(tuple(dict.fromkeys((*keys.NAMES_MISSED.get(), name))))
        st.rerun()


def _confirm(files: Sequence[Incoming], problems: Sequence[str], sources: int) -> bool:
    """Draw the last step, and give whether it is to be done."""
    st.markdown(
        f"{count(len(files), 'file')} will be {count(sources, 'source')}, and you become their lead coder. Each goes "
        "in by itself: one that cannot stops no other. The files are not kept, only their fingerprints (SHA-256)."
    )
    if problems:
        more = f"\n- and {len(problems) - MOST_SAID:,} more" if len(problems) > MOST_SAID else ""
        lines = "".join(f"\n- {problem}" for problem in problems[:MOST_SAID])
        st.warning(f"Before they can be imported:\n{lines}{more}")
    with st.container(horizontal=True):
        label = f"Import {count(len(files), 'file')}"
        go = st.button(label, type="primary", disabled=bool(problems), key=ALL.key("go"))
        aside = st.button("Put all aside", key=ALL.key("aside"))
    if aside:
        put_aside(*(one.token for one in files))
        forget_all()
        st.rerun()
    return go


def _begin(me: Actor, planned: Sequence[Plan], refused: Sequence[Incoming]) -> None:
    unread = (Outcome(one.token, one.where or one.name, failed=one.problem) for one in refused)
    keys.SPOKE.set(
        {
            label.partition("(")[0].strip(): person.pseudonym
            for plan in planned
            for label, person in (plan.speakers or {}).items()
            if person and not is_usual_label(label)
        }
    )
    work = chain(unread, take_in_each(session.store(), me, planned))
    keys.TAKING_IN.set(Job("Importing", me.evaluation_id, len(refused) + len(planned), work))
    keys.SCROLL_UP.set(True)
    st.rerun()


def _plan(one: Incoming, plan: Decided, choices: Mapping[str, str]) -> Plan:
    assert one.looked is not None
    people = plan.people
    return Plan(
        one.token,
        one.looked,
        choices,
        plan.kind,
        plan.facts,
        people.speakers if people else None,
        people.others if people else (),
    )
