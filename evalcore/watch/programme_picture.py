"""The programme as one picture and one table, of all trusts or as it concerns one."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from db.store import Store
from db.vocabulary import EventKind
from evalcore.capture.facts import in_full
from evalcore.capture.participants import trusts
from evalcore.manage.access import Action, Actor, require
from evalcore.watch.happenings import Band, Happening, Sort, readable
from evalcore.watch.programme import EventRow, MeetingRow, PhaseRow, events, meetings, phases
from evalcore.watch.quiet import last_day
from evalcore.watch.sessions import SessionRow, sessions
from evalcore.watch.trust_records import StepRow, records

PHASE, MEETING, ENGAGEMENT = "phase", "committee meeting", "engagement"
KINDS = (PHASE, MEETING, *(str(kind) for kind in EventKind), ENGAGEMENT)
"""What a row of the table is."""
COLUMNS = ("kind", "name", "from", "until", "trust", "adopted_from", "trusts_came", "people_came", "note", "no")


@dataclass(frozen=True)
class Calendar:
    """Everything dated of the programme; `names` are the trusts by number, `today` is not after the programme's end."""

    phases: tuple[PhaseRow, ...]
    meetings: tuple[MeetingRow, ...]
    sessions: tuple[SessionRow, ...]
    events: tuple[EventRow, ...]
    steps: tuple[StepRow, ...]
    names: dict[int, str]
    today: date

    @property
    def empty(self) -> bool:
        return not (self.phases or self.meetings or self.events or self.steps)


@dataclass(frozen=True)
class Shown:
    """What passes the filters: the bands and marks of the picture, and the rows of the table."""

    bands: tuple[Band, ...]
    happenings: tuple[Happening, ...]
    rows: pd.DataFrame


def calendar(store: Store, actor: Actor) -> Calendar:
    """The programme as it stands now.

    Raises
    ------
    NotPermitted
        She sees no dashboard.
    """
    require(actor, Action.SEE_DASHBOARD)
    return Calendar(
        tuple(phases(store, actor)),
        tuple(meetings(store, actor)),
        tuple(sessions(store, actor)),
        tuple(events(store, actor)),
        records(store, actor).steps,
        {row.no: row.name for row in trusts(store, actor)},
        last_day(store, actor),
    )


def shown(found: Calendar, trust: int | None = None, kinds: Collection[str] = ()) -> Shown:
    """What concerns `trust`, its own steps and what concerns all; of all trusts without it. Of `kinds`, if any.

    Steps of every trust would hide the rest: of all trusts they are there where they are asked for.
    """
    kinds = frozenset(kinds or (KINDS if trust is not None else set(KINDS) - {ENGAGEMENT}))
    concerning = [
        row for row in found.events if trust is None or trust in (row.trust, row.adopted_from) or not row.trust
    ]
    chosen = [row for row in concerning if row.kind in kinds]
    held = {row.no: row for row in found.sessions}
    steps = [row for row in found.steps if trust in (None, row.trust)] if ENGAGEMENT in kinds else []
    assembled = found.meetings if MEETING in kinds else ()
    happenings = [
        *(_session(held[row.no], trust) for row in chosen if row.no in held),
        *(_meeting(row) for row in assembled),
        *(_step(row, found.names, trust) for row in steps),
        *(_event(row, found.names, trust) for row in chosen if row.no not in held),
    ]
    bands = tuple(Band(row.name, row.first_on, row.last_on) for row in found.phases)
    rows = pd.DataFrame([*_rows(found, kinds, chosen, held, steps, trust)], columns=list(COLUMNS), dtype=object)
    counts = {name: rows[name].astype("Int64") for name in ("trusts_came", "people_came", "no")}
    ordered = rows.assign(**counts).sort_values("from", kind="stable", ignore_index=True)
    return Shown(bands, tuple(readable(happenings)), ordered)


def sentence(found: Calendar) -> str:
    """Where the programme stands, in words."""
    if found.empty:
        return ""
    number, many = len(found.phases), len(found.events) - len(found.sessions)
    counted = ", ".join(
        _count(*one)
        for one in (
            (len(found.sessions), "learning session"),
            (len(found.meetings), "committee meeting"),
            (many, "other event"),
        )
        if one[0]
    )
    now = next((row for row in found.phases if row.first_on <= found.today <= row.last_on), None)
    if now is None:
        return f"{_count(number, 'phase')}: {counted}." if number else f"{counted[:1].upper()}{counted[1:]}."
    place = found.phases.index(now) + 1
    if place == number and found.today == now.last_on:
        return f"The programme ran until {in_full(now.last_on)} in {_count(number, 'phase')}: {counted}."
    held = f"The programme is in phase {place} of {number}, “{now.name}”, until {in_full(now.last_on)}: {counted}."
    return " ".join(filter(None, (held, _next(found))))


def _next(found: Calendar) -> str:
    """The next dated thing to come."""
    ahead = [
        *((row.held_on, "a committee meeting") for row in found.meetings),
        *((row.first_on, row.name) for row in found.events),
    ]
    coming = min((one for one in ahead if one[0] > found.today), default=None)
    return f"Next: {coming[1]}, on {in_full(coming[0])}." if coming else ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _when(first: date, last: date | None) -> str:
    return in_full(first) if last is None else f"{in_full(first)} to {in_full(last)}"


def _session(row: SessionRow, trust: int | None) -> Happening:
    came = f"{_count(row.people, 'person')} of {_count(row.trusts, 'trust')} came".replace("persons", "people")
    if trust is not None:
        number = row.came.get(trust)
        came = "not known who came" if number is None else "nobody came" if not number else f"{number} came"
    elif not row.came:
        came = "not known who came"
    told = ". ".join(filter(None, (f"{row.name}, {_when(row.first_on, row.last_on)}", came.capitalize(), row.note)))
    text = f"{came.capitalize()}: {row.name}" if trust is not None else row.name
    last = row.last_on or row.first_on
    return Happening(Sort.SESSION, row.first_on, last, text, text, told, str(EventKind.LEARNING_SESSION))


def _meeting(row: MeetingRow) -> Happening:
    told = ". ".join(filter(None, (f"Committee meeting, {in_full(row.held_on)}", row.note)))
    text = f"{row.held_on.day} {row.held_on:%b}"
    return Happening(Sort.MEETING, row.held_on, row.held_on, text, "Committee meeting", told, MEETING)


def _step(row: StepRow, names: dict[int, str], trust: int | None) -> Happening:
    what = row.step.capitalize() if trust is not None else f"{names.get(row.trust, 'A trust')} {row.step}"
    told = ". ".join(filter(None, (f"{what}, {in_full(row.taken_on)}", row.note)))
    return Happening(Sort.STEP, row.taken_on, row.taken_on, what, what, told, ENGAGEMENT)


def _event(row: EventRow, names: dict[int, str], trust: int | None) -> Happening:
    where = names.get(row.trust or 0, "")
    origin = f"from {names.get(row.adopted_from, 'a trust that has gone')}" if row.adopted_from else ""
    own = trust is not None and row.trust in (None, trust)
    named = row.name if own or not where or where.split()[0] in row.name else f"{row.name} ({where})"
    about = ", ".join(filter(None, (str(row.kind).capitalize(), where or "all trusts", origin)))
    told = ". ".join(filter(None, (f"{row.name}, {_when(row.first_on, row.last_on)}", about, row.note)))
    return Happening(Sort.EVENT, row.first_on, row.last_on or row.first_on, named, named, told, str(row.kind))


def _rows(
    found: Calendar,
    kinds: Collection[str],
    chosen: Collection[EventRow],
    held: dict[int, SessionRow],
    steps: Collection[StepRow],
    trust: int | None,
) -> Iterator[tuple[object, ...]]:
    name = found.names.get
    for phase in found.phases if PHASE in kinds else ():
        yield PHASE, phase.name, phase.first_on, phase.last_on, None, None, None, None, "", phase.no
    for meeting in found.meetings if MEETING in kinds else ():
        yield MEETING, "", meeting.held_on, None, None, None, None, None, meeting.note, meeting.no
    for row in chosen:
        came = held[row.no].came if row.no in held else {}
        counts: tuple[int | None, int | None] = (held[row.no].trusts, held[row.no].people) if came else (None, None)
        if came and trust is not None:
            counts = (None, came.get(trust))
        where, origin = name(row.trust or 0), name(row.adopted_from or 0)
        yield str(row.kind), row.name, row.first_on, row.last_on, where, origin, *counts, row.note, row.no
    for step in steps:
        yield ENGAGEMENT, str(step.step), step.taken_on, None, name(step.trust), None, None, None, step.note, step.no
