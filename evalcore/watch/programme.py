"""The programme's calendar: events that may explain a shift, phases, committee meetings."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from db.reads.rows import standing
from db.store import Store
from db.tables import Event, Meeting, Phase
from db.vocabulary import EventKind
from evalcore.capture.facts import check_trust, in_full
from evalcore.capture.participants import named
from evalcore.errors import Invalid
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.changes import Work, verb


@dataclass(frozen=True, slots=True)
class EventRow:
    """A dated thing; `last_on` None for a single day, `trust` None where it concerns all."""

    no: int
    kind: EventKind
    name: str
    first_on: date
    last_on: date | None
    trust: int | None
    note: str


@dataclass(frozen=True, slots=True)
class PhaseRow:
    no: int
    name: str
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting of the steering committee."""

    no: int
    held_on: date
    note: str


def events(store: Store, actor: Actor) -> list[EventRow]:
    """The programme's events, by date."""
    with _seen(store, actor) as session:
        rows = [
            EventRow(row.no, row.kind, row.name, row.first_on, row.last_on, row.trust, row.note)
            for row in standing(session, actor.evaluation_id, Event)
        ]
    return sorted(rows, key=lambda row: (row.first_on, row.no))


def phases(store: Store, actor: Actor) -> list[PhaseRow]:
    with _seen(store, actor) as session:
        rows = [
            PhaseRow(row.no, row.name, row.first_on, row.last_on)
            for row in standing(session, actor.evaluation_id, Phase)
        ]
    return sorted(rows, key=lambda row: row.first_on)


def meetings(store: Store, actor: Actor) -> list[MeetingRow]:
    with _seen(store, actor) as session:
        rows = [MeetingRow(row.no, row.held_on, row.note) for row in standing(session, actor.evaluation_id, Meeting)]
    return sorted(rows, key=lambda row: row.held_on)


@verb("add event", Action.CHANGE_PROGRAMME)
def add_event(
    work: Work,
    kind: EventKind,
    name: str,
    first_on: date,
    *,
    last_on: date | None = None,
    trust: int | None = None,
    note: str = "",
) -> None:
    """Note a dated thing that may explain a shift.

    Raises
    ------
    Invalid
        It ends before it starts.
    NotFound
        There is no such trust.
    """
    _in_order(first_on, last_on)
    check_trust(work, trust)
    row = work.add(
        Event, kind=kind, name=named(name, "event"), first_on=first_on, last_on=last_on, trust=trust, note=note.strip()
    )
    work.subject("event", row.no)


@verb("add meeting", Action.CHANGE_PROGRAMME)
def add_meeting(work: Work, held_on: date, *, note: str = "") -> None:
    """Add a meeting of the steering committee.

    Raises
    ------
    Invalid
        There is one on that day.
    """
    if any(row.held_on == held_on for row in work.standing(Meeting)):
        raise Invalid(f"There is a meeting on {in_full(held_on)} already.", "Date")
    work.subject("meeting", work.add(Meeting, held_on=held_on, note=note.strip()).no)


def _seen(store: Store, actor: Actor) -> AbstractContextManager[Session]:
    require(actor, Action.SEE_DASHBOARD, Action.LOG_NOTES)
    return store.read()


def _in_order(first_on: date, last_on: date | None) -> None:
    if last_on is not None and last_on < first_on:
        raise Invalid(f"It ends on {in_full(last_on)}, before it starts. Choose a later end.", "Until")
