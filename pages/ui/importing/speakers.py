"""Who speaks in a file: each label that was recognised is said once to be somebody."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.vocabulary import RoleGroup
from evalcore.capture.files import OpenFile
from evalcore.capture.participants import free_pseudonyms, participants
from evalcore.capture.taking_in import Person, guessed_speakers
from evalcore.interchange.transcripts import speaker_key
from evalcore.manage.access import Actor
from pages.ui import session
from pages.ui.formats import count, plain
from pages.ui.importing.incoming import Incoming
from pages.ui.source_facts import person_label

ASKS, NEW, NOBODY = "asks", "new", "nobody"
SAID = {ASKS: "The interviewer", NEW: "A new participant", NOBODY: "Nobody who takes part"}


@dataclass(frozen=True, slots=True)
class People:
    """Who was there. `speakers` lacks those who are nobody; `problems` say what is still to be said."""

    speakers: dict[str, Person | None]
    others: tuple[Person, ...]
    problems: tuple[str, ...]


def people_fields(me: Actor, one: Incoming, opened: OpenFile, trust: int | None, trusts: Mapping[int, str]) -> People:
    """Draw a line for each speaker and one for who else was there, and give what they say."""
    there = participants(session.store(), me)
    known = {row.no: Person(row.pseudonym, row.role_group, row.no, row.trust) for row in there}
    shown = {row.no: person_label(row, trusts) for row in there}
    guesses = guessed_speakers(opened, {person.pseudonym.upper(): person for person in known.values()})
    free = free_pseudonyms(session.store(), me, len(opened.speakers))
    turns = Counter(speaker_key(turn.speaker) for turn in opened.turns)
    speakers: dict[str, Person | None] = {}
    problems: list[str] = []
    for number, label in enumerate(opened.speakers):
        guess = guesses.get(label)
        begin = guess.no if guess and guess.no else ASKS if label in guesses else NEW
        line = st.columns(3, gap="small")
        with line[0]:
            said = f"{plain(label)} ({count(turns[speaker_key(label)], 'turn')})"
            chosen = _who(one, number, said, begin, shown)
        if isinstance(chosen, int):
            speakers[label] = known[chosen]
        elif chosen == ASKS:
            speakers[label] = None
        elif chosen == NEW:
            new = sum(person is not None and person.no is None for person in speakers.values())
            person, problem = _new(line[1:], one, number, plain(label), free[new], trust)
            speakers |= {label: person} if person else {}
            problems += [problem] if problem else []
    others = st.multiselect(
        "Who else was there" if opened.speakers else "Participants",
        list(shown),
        format_func=lambda no: shown[no],
        placeholder="Choose participants",
        key=one.key("others"),
        persist_state="session",
    )
    return People(speakers, tuple(known[no] for no in others), tuple(problems))


def _who(one: Incoming, number: int, label: str, begin: int | str, shown: Mapping[int, str]) -> int | str:
    options: list[int | str] = [ASKS, NEW, *shown, NOBODY]
    return st.selectbox(
        label,
        options,
        options.index(begin),
        format_func=lambda who: shown[who] if isinstance(who, int) else SAID[who],
        key=one.key(f"who-{number}"),
        persist_state="session",
    )


def _new(
    places: Sequence[DeltaGenerator], one: Incoming, number: int, label: str, free: str, trust: int | None
) -> tuple[Person | None, str | None]:
    """A new participant as far as she is described, and what is still to be said of her."""
    with places[0]:
        pseudonym = st.text_input(
            f"Pseudonym of {label}", free, key=one.key(f"pseudonym-{number}"), persist_state="session"
        )
    with places[1]:
        group = st.selectbox(
            f"Role group of {label}",
            list(RoleGroup),
            index=None,
            placeholder="Choose a role group",
            key=one.key(f"group-{number}"),
            persist_state="session",
        )
    called = " ".join(pseudonym.split())
    if not called:
        return None, f"Give {label} a pseudonym."
    problem = f"Choose the role group of {plain(called)}." if group is None else None
    return Person(called, group or RoleGroup.OTHER, trust=trust), problem
