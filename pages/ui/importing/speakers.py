"""Who speaks in a file: each label that was recognised is said once to be somebody."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.vocabulary import RoleGroup
from evalcore.capture.files import OpenFile
from evalcore.capture.participants import free_pseudonyms, participants, withdrawn_pseudonyms
from evalcore.capture.speaking import is_nobody_known, proposed_pseudonyms
from evalcore.capture.taking_in import Person, guessed_speakers
from evalcore.interchange.transcripts import speaker_key
from evalcore.manage.access import Actor
from pages.ui import keys, session
from pages.ui.formats import count, plain
from pages.ui.importing.incoming import Incoming
from pages.ui.source_facts import person_label

ASKS, NEW, NOBODY = "asks", "new", "nobody"
SAID = {ASKS: "The interviewer", NEW: "A new participant", NOBODY: "Nobody who takes part"}
Who = int | str
"""A participant's number, or one of the three above."""


@dataclass(frozen=True, slots=True)
class People:
    """Who was there. `speakers` lacks those who are nobody; `problems` say what is still to be said."""

    speakers: dict[str, Person | None]
    others: tuple[Person, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who is known, what each is called on screen, and what is proposed for the speakers of the files on their way in,
    by file and label. `group` is the role group of a new participant unless it is said."""

    known: dict[int, Person]
    shown: dict[int, str]
    begins: dict[tuple[str, str], Who]
    pseudonyms: dict[tuple[str, str], str]
    group: RoleGroup | None = None


def crowd_of(me: Actor, files: Sequence[Incoming], trusts: Mapping[int, str], group: RoleGroup | None = None) -> Crowd:
    there = participants(session.store(), me)
    known = {row.no: Person(row.pseudonym, row.role_group, row.no, row.trust) for row in there}
    by_pseudonym = {person.pseudonym.upper(): person for person in known.values()}
    spoke = {name: by_pseudonym[called].no for name, called in _spoke().items() if called in by_pseudonym}
    opened = {one.token: one.opened for one in files if one.opened}
    begins: dict[tuple[str, str], Who] = {}
    for token, file in opened.items():
        guesses = guessed_speakers(file, by_pseudonym)
        for label in file.speakers:
            begins[token, label] = spoke.get(speaker_key(label)) or _begin(label, guesses)
    spoken_for = {
        token: [label for label in file.speakers if begins[token, label] != NEW] for token, file in opened.items()
    }
    free = free_pseudonyms(session.store(), me, 2 * len(begins))
    shown = {row.no: person_label(row, trusts) for row in there}
    pseudonyms = proposed_pseudonyms(opened, spoken_for, free, withdrawn_pseudonyms(session.store(), me))
    return Crowd(known, shown, begins, pseudonyms, group)


def remember_who_spoke(waiting: Sequence[Incoming]) -> None:
    """Let files that still wait take who speaks in them for the participants who came with the others."""
    spoke = _spoke()
    for one in waiting:
        for number, label in enumerate(one.opened.speakers if one.opened else ()):
            said = st.session_state.get(one.key(f"pseudonym-{number}"))
            if said is not None and said.upper() == spoke.get(speaker_key(label)):
                for field in ("who", "pseudonym", "group"):
                    st.session_state.pop(one.key(f"{field}-{number}"), None)


def _spoke() -> dict[str, str]:
    """The pseudonyms of who spoke in the files before these, in capitals, by what tells one speaker from another."""
    return {speaker_key(name): pseudonym.upper() for name, pseudonym in keys.SPOKE.get().items()}


def _begin(label: str, guesses: Mapping[str, Person | None]) -> Who:
    guess = guesses.get(label)
    if guess and guess.no:
        return guess.no
    return ASKS if label in guesses else NOBODY if is_nobody_known(label) else NEW


def people_fields(one: Incoming, opened: OpenFile, crowd: Crowd, trust: int | None) -> People:
    """Draw a line for each speaker and one for who else was there, and give what they say."""
    turns = Counter(speaker_key(turn.speaker) for turn in opened.turns)
    for number, label in enumerate(opened.speakers):
        line = st.columns(3, gap="small")
        with line[0]:
            said = f"{plain(label)} ({count(turns[speaker_key(label)], 'turn')})"
            chosen = _who(one, number, said, crowd.begins[one.token, label], crowd.shown)
        if chosen == NEW:
            _new(line[1:], one, number, plain(label), crowd.pseudonyms[one.token, label])
    st.multiselect(
        "Who else was there" if opened.speakers else "Participants",
        list(crowd.shown),
        format_func=lambda no: crowd.shown[no],
        placeholder="Choose participants",
        key=one.key("others"),
        persist_state="session",
    )
    return people_said(one, opened, crowd, trust)


def people_said(one: Incoming, opened: OpenFile, crowd: Crowd, trust: int | None) -> People:
    """What is said of who was there, whether or not the fields for it are on the screen."""
    said = st.session_state
    speakers: dict[str, Person | None] = {}
    problems: list[str] = []
    for number, label in enumerate(opened.speakers):
        begin = crowd.begins[one.token, label]
        chosen: Who = said.get(one.key(f"who-{number}"), begin)
        if isinstance(chosen, int) and chosen not in crowd.known:
            # Somebody else has taken her out of the evaluation since.
            chosen = begin
        if isinstance(chosen, int):
            speakers[label] = crowd.known[chosen]
        elif chosen == ASKS:
            speakers[label] = None
        elif chosen == NEW:
            pseudonym: str = said.get(one.key(f"pseudonym-{number}"), crowd.pseudonyms[one.token, label])
            group: RoleGroup | None = said.get(one.key(f"group-{number}")) or crowd.group
            called = " ".join(pseudonym.split())
            if not called:
                problems.append(f"Give {plain(label)} a pseudonym.")
                continue
            if group is None:
                problems.append(f"Choose the role group of {plain(label)}.")
            speakers[label] = Person(called, group or RoleGroup.OTHER, trust=trust)
    others: list[int] = said.get(one.key("others"), [])
    return People(speakers, tuple(crowd.known[no] for no in others if no in crowd.known), tuple(problems))


def _who(one: Incoming, number: int, label: str, begin: Who, shown: Mapping[int, str]) -> Who:
    options: list[Who] = [ASKS, NEW, *shown, NOBODY]
    return st.selectbox(
        label,
        options,
        options.index(begin),
        format_func=lambda who: shown[who] if isinstance(who, int) else SAID[who],
        key=one.key(f"who-{number}"),
        persist_state="session",
    )


def _new(places: Sequence[DeltaGenerator], one: Incoming, number: int, label: str, free: str) -> None:
    with places[0]:
        st.text_input(f"Pseudonym of {label}", free, key=one.key(f"pseudonym-{number}"), persist_state="session")
    with places[1]:
        st.selectbox(
            f"Role group of {label}",
            list(RoleGroup),
            index=None,
            placeholder="Choose a role group",
            key=one.key(f"group-{number}"),
            persist_state="session",
        )
