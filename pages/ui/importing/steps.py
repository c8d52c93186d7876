"""One file on its way in, step by step: what it is, the names in it, and the import itself."""

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.vocabulary import SourceKind
from evalcore.capture.files import OpenFile, rows_text
from evalcore.capture.participants import shown_as, trusts
from evalcore.capture.taking_in import named_speakers, take_in, take_in_rows
from evalcore.manage.access import Actor
from evalcore.manage.changes import Done
from pages.ui import keys, session
from pages.ui.errors import told
from pages.ui.formats import count
from pages.ui.importing.columns import column_fields, problem_list
from pages.ui.importing.incoming import Incoming, put_aside
from pages.ui.importing.naming import Named, names_fields, preview
from pages.ui.importing.speakers import crowd_of, people_fields
from pages.ui.source_facts import Known, facts_fields, what_is_wrong

Landed = dict[str, str]
"""What of the library to look at, now that the file is in: the query of an address."""


def show_steps(me: Actor, one: Incoming, opened: OpenFile) -> Landed | None:
    """Draw the steps; once the file is in, where to look at it."""
    if opened.table is not None:
        return _table(me, one, opened)
    unsaid = st.container()
    st.subheader("1. What it is", anchor=False)
    for problem in opened.document.problems:
        if problem.row is None:
            st.caption(problem.message)
    problem_list([problem for problem in opened.document.problems if problem.row is not None])
    there = trusts(session.store(), me)
    named_trusts = {row.no: row.name for row in there}
    kind = st.segmented_control(
        "Kind", list(SourceKind), default=opened.kind, required=True, key=one.key("kind"), persist_state="session"
    )
    known = Known(opened.title, opened.held_on)
    facts = facts_fields(one.key("facts"), known, named_trusts, kept="session")
    crowd = crowd_of(me, [one], named_trusts)
    people = people_fields(one, opened, crowd, facts.trust if facts else None)
    current = session.who().current
    assert current is not None and kind is not None
    wrong = what_is_wrong(facts, current.time_zone)
    st.subheader("2. Names", anchor=False)
    title, text = facts.title if facts else opened.title, opened.document.text
    named = names_fields(one, title, text, named_speakers(opened, people.speakers), shown_as(there))
    preview(title, text, named.choices)

    def do() -> Done:
        assert facts is not None
        return take_in.once(
            one.token,
            session.store(),
            me,
            opened,
            kind,
            facts,
            choices=named.choices,
            speakers=people.speakers,
            participants=people.others,
        )

    problems = [*filter(None, [wrong]), *people.problems, *named.problems]
    _say(unsaid, problems)
    done = _confirm(one, problems, named, kind, do)
    return {"source": str(done.subject_no)} if done else None


def _table(me: Actor, one: Incoming, opened: OpenFile) -> Landed | None:
    top = st.container()
    st.subheader("1. What it is", anchor=False)
    rows, unsaid = column_fields(me, one, opened)
    if not rows:
        return None
    st.subheader("2. Names", anchor=False)
    text = rows_text(rows)
    named = names_fields(one, "", text, {}, shown_as(trusts(session.store(), me)))
    preview("", text, named.choices)

    _say(top, [*unsaid, *named.problems])

    def do() -> Done:
        return take_in_rows.once(one.token, session.store(), me, opened, rows, choices=named.choices)

    return {} if _confirm(one, [*unsaid, *named.problems], named, count(len(rows), "field note"), do) else None


def _say(place: DeltaGenerator, problems: list[str]) -> None:
    """What is missing, where the file begins: the button that waits for it is far below."""
    if problems:
        more = f", and {len(problems) - 1} more; all stand beside the button" if len(problems) > 1 else ""
        place.caption(f"Not ready to import: {problems[0].rstrip('.')}{more}.")


def _confirm(one: Incoming, problems: list[str], named: Named, what: str, do: Callable[[], Done]) -> Done | None:
    st.subheader("3. Import", anchor=False)
    names = count(named.names, "name or number", "names and numbers")
    st.markdown(
        f"With {names} replaced in {count(named.places, 'place')}. You become lead coder. The file is not kept, only "
        "its fingerprint (SHA-256), by which it is known if it comes again."
    )
    if problems:
        st.warning("Before it can be imported:\n" + "".join(f"\n- {problem}" for problem in problems))
    with st.container(horizontal=True):
        go = st.button(f"Import {what}", type="primary", disabled=bool(problems), key=one.key("go"))
        st.button("Do not import", key=one.key("aside"), on_click=put_aside, args=(one.token,))
    if go:
        with told():
            done = do()
            keys.DONE.set((f"Imported {what}.", done.change_no))
            keys.SCROLL_UP.set(True)
            put_aside(one.token)
            return done
    return None
