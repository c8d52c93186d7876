"""The programme's calendar: events that may explain a shift, phases, committee meetings."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlmodel import Session, col

from db.reads.rows import in_force, standing
from db.store import Store
from db.tables import Event, EventState, Meeting, Phase, SessionAttendance, TrustState
from db.tables.columns import Dated
from db.vocabulary import EventKind
from evalcore.capture.facts import in_full
from evalcore.capture.participants import named, refuse_stale
from evalcore.errors import Invalid, NotFound
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.changes import Work, verb
from evalcore.watch.event_facts import EventFacts, check_days, checked
from evalcore.watch.programme_rules import of_phases

D = TypeVar("D", bound=Dated)


@dataclass(frozen=True, slots=True)
class EventRow:
    """As `EventFacts`, of an event that stands."""

    no: int
    kind: EventKind
    name: str
    first_on: date
    last_on: date | None
    trust: int | None
    adopted_from: int | None
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


def events(store: Store, actor: Actor, as_at: int | None = None) -> list[EventRow]:
    """The programme's events by date, as they were known at a change; without one, as they stand."""
    said = ("event", *(field.name for field in fields(EventFacts)))
    # Columns, not rows of the table: there can be ten thousand.
    query = select(*(getattr(EventState, name) for name in said)).where(
        col(EventState.evaluation_id) == actor.evaluation_id, *in_force(EventState, as_at)
    )
    with _seen(store, actor) as session:
        rows = [EventRow(*row) for row in session.execute(query)]
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


@verb("add event", Action.NOTE_EVENTS)
def add_event(
    work: Work,
    kind: EventKind,
    name: str,
    first_on: date,
    *,
    last_on: date | None = None,
    trust: int | None = None,
    adopted_from: int | None = None,
    note: str = "",
) -> None:
    """Note a dated thing that may explain a shift.

    Raises
    ------
    Invalid
        It ends before it starts, or is an idea adopted from nowhere.
    NotFound
        There is no such trust.
    """
    insert_event(work, EventFacts(kind, name, first_on, last_on, trust, adopted_from, note))


def insert_event(work: Work, facts: EventFacts) -> int:
    """As `add_event`, for a larger verb; the number of the new event."""
    (no,) = insert_events(work, [facts])
    return no


def insert_events(work: Work, several: Sequence[EventFacts]) -> list[int]:
    """As `insert_event`, for many at once."""
    there = {row.trust for row in work.standing(TrustState)}
    values = [checked(facts, there) for facts in several]
    numbers = work.add_many(Event, [{} for _ in several])
    work.add_many(EventState, [{"event": no, **said} for no, said in zip(numbers, values, strict=True)])
    work.subject("event", numbers[0] if numbers else None)
    return numbers


@verb("correct event", Action.NOTE_EVENTS)
def correct_event(work: Work, event: int, facts: EventFacts, *, opened_at: int | None = None) -> None:
    """Say anew what an event was. `opened_at` is the change at which it was looked at.

    Raises
    ------
    NotFound, Invalid
    Stale
        Somebody has changed it since `opened_at`.
    """
    state = standing_event(work, event)
    refuse_stale(state, opened_at, "event")
    values = checked(facts, {row.trust for row in work.standing(TrustState)})
    if facts.kind is not EventKind.LEARNING_SESSION and work.standing(SessionAttendance, event=event):
        raise Invalid("It has attendance, so it is a learning session. Take the attendance out first.", "Kind")
    work.replace(state, **values)
    work.subject("event", event)


@verb("remove event", Action.NOTE_EVENTS)
def remove_event(work: Work, event: int) -> None:
    """Take an event off the calendar, with the attendance that was noted for it.

    Raises
    ------
    NotFound
    """
    for row in (standing_event(work, event), *work.standing(SessionAttendance, event=event)):
        work.end(row)
    work.subject("event", event)


def standing_event(work: Work, event: int) -> EventState:
    """What is said of an event now.

    Raises
    ------
    NotFound
    """
    for state in work.standing(EventState, event=event):
        return state
    raise NotFound(f"There is no event number {event} any more. Reload the page.")


@verb("add phase", Action.CHANGE_PROGRAMME)
def add_phase(work: Work, name: str, first_on: date, last_on: date) -> None:
    """Add a phase of the programme: figures per phase have it from now on.

    Raises
    ------
    Invalid
        It ends before it starts, or another phase has its name or one of its days.
    """
    _put_phase(work, name, first_on, last_on)


@verb("correct phase", Action.CHANGE_PROGRAMME)
def correct_phase(work: Work, phase: int, name: str, first_on: date, last_on: date) -> None:
    """Say anew what a phase is called and when it is.

    Raises
    ------
    NotFound
        It is not there any more.
    Invalid
        As for a new one.
    """
    work.end(_standing(work, Phase, phase, "phase"))
    _put_phase(work, name, first_on, last_on)


@verb("remove phase", Action.CHANGE_PROGRAMME)
def remove_phase(work: Work, phase: int) -> None:
    work.end(_standing(work, Phase, phase, "phase"))
    work.subject("phase", phase)


@verb("add meeting", Action.CHANGE_PROGRAMME)
def add_meeting(work: Work, held_on: date, *, note: str = "") -> None:
    """Add a meeting of the steering committee.

    Raises
    ------
    Invalid
        There is one on that day.
    """
    put_meeting(work, held_on, note)


@verb("correct meeting", Action.CHANGE_PROGRAMME)
def correct_meeting(work: Work, meeting: int, held_on: date, *, note: str = "") -> None:
    """Say anew when a meeting was and what is noted of it.

    Raises
    ------
    NotFound, Invalid
    """
    work.end(_standing(work, Meeting, meeting, "meeting"))
    put_meeting(work, held_on, note)


@verb("remove meeting", Action.CHANGE_PROGRAMME)
def remove_meeting(work: Work, meeting: int) -> None:
    work.end(_standing(work, Meeting, meeting, "meeting"))
    work.subject("meeting", meeting)


def put_meeting(work: Work, held_on: date, note: str) -> None:
    """As `add_meeting`, for a larger verb."""
    work.session.flush()
    if any(row.held_on == held_on for row in work.standing(Meeting)):
        raise Invalid(f"There is a meeting on {in_full(held_on)} already.", "Date")
    check_days(held_on)
    work.subject("meeting", work.add(Meeting, held_on=held_on, note=note.strip()).no)


def _put_phase(work: Work, name: str, first_on: date, last_on: date) -> None:
    check_days(first_on, last_on)
    row = work.add(Phase, name=named(name, "phase"), first_on=first_on, last_on=last_on)
    work.session.flush()
    for clash in of_phases(work.standing(Phase)):
        raise Invalid(clash.sentence, "Phase")
    work.subject("phase", row.no)


def _standing(work: Work, table: type[D], no: int, what: str) -> D:
    row = work.session.get(table, (work.evaluation_id, no))
    if row is None or row.ended_in is not None:
        raise NotFound(f"This {what} is not there any more. Reload the page to see what is.")
    return row


def _seen(store: Store, actor: Actor) -> AbstractContextManager[Session]:
    require(actor, Action.SEE_DASHBOARD, Action.LOG_NOTES)
    return store.read()
