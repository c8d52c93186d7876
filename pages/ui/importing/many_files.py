"""Many files on their way in as a table: what each is, when and where it was, and who speaks in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st

from db.vocabulary import RoleGroup, SourceKind
from evalcore.capture.many import Looked
from evalcore.capture.sources import Facts
from evalcore.interchange.problems import Severity
from pages.ui import keys
from pages.ui.formats import WHOLE, count, plain
from pages.ui.importing.incoming import Incoming
from pages.ui.importing.speakers import Crowd, People, people_fields, people_said
from pages.ui.source_facts import EARLIEST, LATEST, what_is_wrong
from pages.ui.trust_field import trust_field

AT_ONCE = 20
AS_ALL, NO_TRUST = 0, -1
"""A trust's number is never one of these."""
WIDTHS = (11, 5, 5, 6, 6)
MOST_ROWS_SAID = 8


class AllFiles:
    """What names the widgets that are for all the files together."""

    def key(self, what: str) -> str:
        return f"import-all-{what}"


ALL = AllFiles()


@dataclass(frozen=True, slots=True)
class ForAll:
    """What holds for every file that does not say otherwise."""

    trust: int | None
    held_on: date | None
    group: RoleGroup | None


@dataclass(frozen=True, slots=True)
class Decided:
    """How a file is to go in. A table needs neither facts nor people; `problems` say what is still to be said."""

    kind: SourceKind
    facts: Facts | None
    people: People | None
    problems: tuple[str, ...]


def for_all_fields(trusts: Mapping[int, str]) -> ForAll:
    """Draw what can be said once for all of them."""
    with st.container(key=ALL.key("fields")):
        places = st.columns(3, gap="small")
    with places[0]:
        label = "Trust, unless a file has another"
        trust = trust_field(label, trusts, None, ALL.key("trust"), persist_state="session")
    with places[1]:
        held_on = st.date_input(
            "Date, where none was found",
            None,
            EARLIEST,
            LATEST,
            format="DD/MM/YYYY",
            key=ALL.key("date"),
            persist_state="session",
        )
    with places[2]:
        group = st.selectbox(
            "Role group of new participants",
            list(RoleGroup),
            None,
            placeholder="Choose a role group",
            key=ALL.key("group"),
            persist_state="session",
        )
    return ForAll(trust, held_on, group)


def file_rows(files: Sequence[Incoming], for_all: ForAll, crowd: Crowd, trusts: Mapping[int, str]) -> None:
    """Draw the files, a screenful at a time."""
    shown = a_page_of("files", files)
    with st.container(key=ALL.key("files")):
        with st.container(key=ALL.key("head")):
            for place, word in zip(st.columns(WIDTHS, gap="small"), ("File", *COLUMNS), strict=True):
                place.caption(word)
        for one in shown:
            with st.container(key=one.key("row")):
                _row(one, for_all, crowd, trusts)


COLUMNS = ("Kind", "Date", "Trust", "Who speaks")


def a_page_of(what: str, all_of_it: Sequence[Incoming]) -> Sequence[Incoming]:
    """As many as fit on a screen, and the choice of which, where there are more."""
    first = first_of_page(what, len(all_of_it))
    return all_of_it[first : first + AT_ONCE]


def first_of_page(what: str, how_many: int) -> int:
    """Draw the choice between the pages of a list, and give where the chosen one begins."""
    starts = list(range(0, how_many, AT_ONCE))
    if len(starts) < 2:
        return 0
    chosen = st.segmented_control(
        f"Which of the {how_many:,} {what}",
        starts,
        default=0,
        required=True,
        format_func=lambda start: f"{start + 1}–{min(start + AT_ONCE, how_many)}",
        key=ALL.key(f"page-{what}-{len(starts)}"),
        label_visibility="collapsed",
    )
    return chosen or 0


def decided(one: Incoming, for_all: ForAll, crowd: Crowd, time_zone: str) -> Decided:
    """What is said of a file, whether or not its fields are on the screen."""
    assert one.opened is not None and one.looked is not None
    if one.opened.table is not None:
        fault = (f"{plain(one.name)}: {plain(one.looked.fault)}",) if one.looked.fault else ()
        return Decided(SourceKind.FIELD_NOTE, None, None, fault)
    said = st.session_state
    kind = said.get(one.key("many-kind"), one.opened.kind)
    held_on = said.get(one.key("facts-date"), one.opened.held_on) or for_all.held_on
    chosen = said.get(one.key("many-trust"), AS_ALL)
    trust = for_all.trust if chosen == AS_ALL else None if chosen == NO_TRUST else chosen
    people = people_said(one, one.opened, crowd, trust)
    facts = Facts(one.opened.title, held_on, trust=trust) if held_on else None
    wrong = what_is_wrong(facts, time_zone)
    problems = (*filter(None, [wrong]), *people.problems)
    return Decided(kind, facts, people, tuple(f"{plain(one.name)}: {problem}" for problem in problems))


def _row(one: Incoming, for_all: ForAll, crowd: Crowd, trusts: Mapping[int, str]) -> None:
    assert one.opened is not None and one.looked is not None
    places = st.columns(WIDTHS, gap="small")
    with places[0]:
        st.html(_what_it_is(one, one.looked))
        key = one.key("alone")
        st.button("Look at it by itself", key=key, type="tertiary", on_click=keys.ALONE.set, args=(one.token,))
    if one.opened.table is not None:
        return
    name = plain(one.name)
    with places[1]:
        st.selectbox(
            "Kind",
            list(SourceKind),
            list(SourceKind).index(one.opened.kind),
            key=one.key("many-kind"),
            persist_state="session",
        )
    with places[2]:
        st.date_input(
            "Date",
            one.opened.held_on,
            EARLIEST,
            LATEST,
            format="DD/MM/YYYY",
            key=one.key("facts-date"),
            persist_state="session",
        )
    with places[3]:
        named = {AS_ALL: "As above", NO_TRUST: WHOLE, **trusts}
        st.selectbox(
            "Trust",
            list(named),
            format_func=lambda no: named[no],
            key=one.key("many-trust"),
            persist_state="session",
        )
    with places[4]:
        chosen = st.session_state.get(one.key("many-trust"), AS_ALL)
        trust = for_all.trust if chosen == AS_ALL else None if chosen == NO_TRUST else chosen
        with st.popover(_who_speaks(one, crowd, trust), key=one.key("people"), width="stretch"):
            st.markdown(f"**{name}**")
            people_fields(one, one.opened, crowd, trust)


def _who_speaks(one: Incoming, crowd: Crowd, trust: int | None) -> str:
    """Who speaks in it as far as that is said, short enough for a button."""
    assert one.opened is not None
    if not one.opened.speakers:
        return "Nobody in turns"
    people = people_said(one, one.opened, crowd, trust)
    called = dict.fromkeys(person.pseudonym if person else "Interviewer" for person in people.speakers.values())
    first = ", ".join(list(called)[:3]) or "Nobody who takes part"
    more = f" and {len(called) - 3} more" if len(called) > 3 else ""
    return plain(first) + more + (" (role group?)" if people.problems else "")


def _what_it_is(one: Incoming, looked: Looked) -> str:
    """Its name, what it is and how long, and what is to be said about it, as HTML."""
    opened = looked.opened
    size = count(len(opened.document.text.split()), "word")
    if opened.table is not None:
        size = count(len(looked.rows), "field note")
    said = [problem.message for problem in looked.problems if problem.row is None]
    if looked.fault:
        said.append(looked.fault)
    else:
        said += _rows_said(looked)
    where = one.where.rpartition("/")[0]
    folder = f"<span>in {escape(where)}</span>" if where else ""
    lines = "".join(f"<li>{escape(line)}</li>" for line in said)
    return (
        f"<div class='file'><strong>{escape(one.name)}</strong>{folder}<p>{opened.document.kind}, {size}</p>"
        f"<ul>{lines}</ul></div>"
    )


def _rows_said(looked: Looked) -> list[str]:
    out, found = looked.rows_left_out, []
    if out:
        rows = ", ".join(f"{row:,}" for row in out[:MOST_ROWS_SAID])
        more = f" and {len(out) - MOST_ROWS_SAID} more" if len(out) > MOST_ROWS_SAID else ""
        found.append(f"{'Row' if len(out) == 1 else 'Rows'} {rows}{more} cannot go in: the rest can.")
    doubtful = {problem.row for problem in looked.problems if problem.row and problem.severity is Severity.WARNING}
    if doubtful:
        found.append(f"{count(len(doubtful), 'row')} to look at.")
    return found
