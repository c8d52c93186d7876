"""Learning sessions: events to which the trusts come, and how many of each came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, or_, select

from db.reads.rows import standing
from db.store import Store
from db.tables import EventState, SessionAttendance, TrustState
from db.vocabulary import EventKind
from evalcore.errors import Invalid, NotFound, Stale
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.changes import Work, verb
from evalcore.watch.programme import standing_event

MOST = 999
"""More of one trust is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A learning session. `came`: how many by trust, 0 where nobody did; a trust that is not in it is not known."""

    no: int
    name: str
    first_on: date
    last_on: date | None
    note: str
    came: dict[int, int]

    @property
    def trusts(self) -> int:
        """How many trusts sent somebody."""
        return sum(1 for how_many in self.came.values() if how_many)

    @property
    def people(self) -> int:
        return sum(self.came.values())


def sessions(store: Store, actor: Actor) -> list[SessionRow]:
    """The learning sessions, by date.

    Raises
    ------
    NotPermitted
    """
    require(actor, Action.SEE_DASHBOARD)
    with store.read() as session:
        states = standing(session, actor.evaluation_id, EventState, kind=EventKind.LEARNING_SESSION)
        came: dict[int, dict[int, int]] = {}
        for row in standing(session, actor.evaluation_id, SessionAttendance):
            came.setdefault(row.event, {})[row.trust] = row.how_many
    rows = [
        SessionRow(
            state.event,
            state.name,
            state.first_on,
            state.last_on,
            state.note,
            came.get(state.event, {}),
        )
        for state in states
    ]
    return sorted(rows, key=lambda row: (row.first_on, row.no))


@verb("note session attendance", Action.NOTE_EVENTS)
def note_attendance(work: Work, event: int, came: Mapping[int, int], *, opened_at: int | None = None) -> None:
    """Say how many of each trust came to a learning session; of trusts that are left out it is not known.

    `opened_at` is the change at which it was looked at.

    Raises
    ------
    NotFound
    Invalid
        It is no learning session, or a number is no number of people.
    Stale
        Somebody has changed who came since `opened_at`.
    """
    if standing_event(work, event).kind is not EventKind.LEARNING_SESSION:
        raise Invalid("Attendance is noted for learning sessions only. Choose one, or correct the kind first.", "Kind")
    if opened_at is not None and _changed_since(work, event, opened_at):
        raise Stale("Somebody else has said who came since you opened it. Open it again to see what stands now.")
    put_attendance(work, event, came)
    work.subject("event", event)


def put_attendance(work: Work, event: int, came: Mapping[int, int]) -> None:
    """As `note_attendance`, for a larger verb. What is the same stays as it was."""
    names = {row.trust: row.name for row in work.standing(TrustState)}
    for trust, how_many in came.items():
        if trust not in names:
            raise NotFound(f"There is no trust number {trust} in this evaluation.")
        if not 0 <= how_many <= MOST:
            raise Invalid(f"From 0 to {MOST} people can come from a trust. Mend the number of {names[trust]}.", "Came")
    there = {row.trust: row for row in work.standing(SessionAttendance, event=event)}
    for trust, row in there.items():
        if came.get(trust) != row.how_many:
            work.end(row)
    for trust, how_many in came.items():
        if trust not in there or there[trust].how_many != how_many:
            work.add(SessionAttendance, event=event, trust=trust, how_many=how_many)


def _changed_since(work: Work, event: int, change: int) -> bool:
    moved = or_(col(SessionAttendance.made_in) > change, col(SessionAttendance.ended_in) > change)
    query = select(SessionAttendance.no).where(
        SessionAttendance.evaluation_id == work.evaluation_id, SessionAttendance.event == event, moved
    )
    return work.session.exec(query).first() is not None


def add_to_attendance(work: Work, event: int, came: Mapping[int, int]) -> None:
    """As `put_attendance`, of trusts that are left out what stands."""
    there = {row.trust: row.how_many for row in work.standing(SessionAttendance, event=event)}
    put_attendance(work, event, there | dict(came))
