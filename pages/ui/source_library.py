"""The library: how many sources there are and how far they are read, then the sources themselves."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from db.vocabulary import SourceKind
from evalcore.capture.library import SourceRow, library
from evalcore.manage.access import Action, Actor
from evalcore.sense.unplaced import unplaced
from evalcore.watch.reading_state import SourceReading, how_far_read, reading_states
from pages.ui import session
from pages.ui.done import show_done
from pages.ui.formats import count, plain
from pages.ui.importing.incoming import incoming
from pages.ui.importing.progress import job_of
from pages.ui.library_filters import clear_filters, narrowed
from pages.ui.navigation import screens_for
from pages.ui.source_table import Link, source_table

PAGE = "pages/capture/sources.py"


def show_library(me: Actor) -> None:
    store = session.store()
    rows, states = library(store, me), reading_states(store, me)
    with st.container(key="library-top"):
        st.title("Sources")
        waiting = len(incoming(me))
        label = f"Go on importing ({waiting})" if waiting else "Import sources"
        if job := job_of(me.evaluation_id):
            label = "See how the import goes" if job.running else "See what was imported"
        if me.may(Action.IMPORT_SOURCES) and st.button(label, type="primary", key="begin-import"):
            st.switch_page(PAGE, query_params={"view": "import"})
    st.markdown(_sentence(rows, states))
    show_done(me)
    if not rows:
        return
    _lost(me, rows)
    shown = narrowed(rows, states)
    if len(shown) < len(rows):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{len(shown)} of {len(rows)} fit the filters." if shown else "No source fits these filters.")
            st.button("Clear filters", on_click=clear_filters, type="tertiary")
    if shown:
        source_table(shown, states, lambda row: _links(me, row))


def _sentence(rows: Sequence[SourceRow], states: dict[int, SourceReading]) -> str:
    if not rows:
        return (
            "Here stand the interviews, field notes and documents of this evaluation, with how far each is read. "
            "There are none yet."
        )
    kinds = Counter(row.kind for row in rows)
    parts = [count(kinds[kind], kind) for kind in _ORDER if kinds[kind]]
    far = how_far_read(states[row.no] for row in rows)
    return f"{count(len(rows), 'source')}: {', '.join(parts)}; {far or 'all read'}."


_ORDER = (SourceKind.INTERVIEW, SourceKind.FOCUS_GROUP, SourceKind.FIELD_NOTE, SourceKind.DOCUMENT)


def _links(me: Actor, row: SourceRow) -> list[Link]:
    """Its title leads to the coding desk for who codes; then its facts, and a field note to be written on."""
    there = {screen.address for screen in screens_for(me)}
    facts = f"/sources?source={row.no}"
    links = [(row.named, f"/coding?source={row.no}" if "coding" in there else facts)]
    if row.kind is SourceKind.FIELD_NOTE and "field-notes" in there and me.may(Action.EDIT_SOURCES):
        links.append(("Edit", f"/field-notes?note={row.no}"))
    return [*links, ("Facts", facts)]


def _lost(me: Actor, rows: Sequence[SourceRow]) -> None:
    """The sources with excerpts that an edit left without a place."""
    titles = {row.no: row.named for row in rows}
    waiting = Counter(one.source for one in unplaced(session.store(), me))
    for source, many in waiting.items():
        with st.container(horizontal=True, vertical_alignment="center", key=f"lost-{source}"):
            st.markdown(f"{count(many, 'excerpt')} lost {'its' if many == 1 else 'their'} place in an edit.")
            st.page_link(PAGE, label=f"Place in “{plain(titles[source])}”", query_params={"source": str(source)})
