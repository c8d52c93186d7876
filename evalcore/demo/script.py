"""The demo evaluation as written in `data/`: read, checked, and put in the order in which it happened."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from db.vocabulary import EventKind, Recruitment, Role, RoleGroup
from evalcore.demo.marks import SAID_BY
from evalcore.demo.records import Record, ScriptFault, read_records
from evalcore.demo.sources import ScriptCoding, ScriptSource, source_of
from evalcore.demo.trusts import TrustStep, read_trust_steps
from evalcore.demo.week import WeekStep, read_week

DATA = Path(__file__).parent / "data"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ScriptAccount:
    key: str
    name: str
    email: str
    role: Role


@dataclass(frozen=True, slots=True)
class ScriptTrust:
    key: str
    name: str
    shown_as: str
    beds: int
    chosen_because: str

    @property
    def followed_closely(self) -> bool:
        return bool(self.chosen_because)


@dataclass(frozen=True, slots=True)
class ScriptParticipant:
    """`trust` None: of the host team. `band` where a nurse."""

    pseudonym: str
    role_group: RoleGroup
    band: str | None
    trust: str | None
    recruitment: Recruitment


@dataclass(frozen=True, slots=True)
class ScriptPhase:
    name: str
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class ScriptEvent:
    key: str
    kind: EventKind
    name: str
    first_on: date
    last_on: date | None
    trust: str | None
    adopted_from: str | None
    note: str


@dataclass(frozen=True, slots=True)
class FrameworkChange:
    """One change to the framework; `values` are what the verb needs: name, under, into, definition ..."""

    on: date
    verb: str
    """add, rename, move, redefine, merge or version."""
    theme: str
    values: dict[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class Script:
    name: str
    core_concept: str
    host: str
    opened_on: date
    closed_on: date
    accounts: tuple[ScriptAccount, ...]
    trusts: tuple[ScriptTrust, ...]
    participants: tuple[ScriptParticipant, ...]
    phases: tuple[ScriptPhase, ...]
    meetings: tuple[date, ...]
    events: tuple[ScriptEvent, ...]
    starting_themes: dict[str, tuple[str, ...]]
    """The path in the starting framework by the demo's short key."""
    framework: tuple[FrameworkChange, ...]
    sources: tuple[ScriptSource, ...]
    week: tuple[tuple[date, int, WeekStep], ...]
    of_trusts: tuple[tuple[date, float, TrustStep], ...]
    """Points, contributions and memos, each step with its day and its place within the day."""


@dataclass(frozen=True, slots=True)
class SourceEntered:
    source: ScriptSource


@dataclass(frozen=True, slots=True)
class LeadHanded:
    source: ScriptSource


@dataclass(frozen=True, slots=True)
class Coded:
    source: ScriptSource
    coding: ScriptCoding


@dataclass(frozen=True, slots=True)
class CodingAccepted:
    source: ScriptSource
    coding: ScriptCoding


@dataclass(frozen=True, slots=True)
class SourceRead:
    """Read by its lead coder, against the framework as it stands then."""

    source: ScriptSource


Step = (
    FrameworkChange
    | ScriptEvent
    | SourceEntered
    | LeadHanded
    | Coded
    | CodingAccepted
    | SourceRead
    | WeekStep
    | TrustStep
)


def read_script(data: Path = DATA) -> Script:
    """The whole demo.

    Raises
    ------
    ScriptFault
        Its files contradict themselves.
    """
    basics = _by_kind(read_records(data / "evaluation.txt"))
    programme = _by_kind(read_records(data / "programme.txt"))
    framework = list(read_records(data / "framework.txt"))
    head = basics["evaluation"][0]
    changes = tuple(_framework_change(record) for record in framework if record.kind != "starting")
    starting = {one.key: _path(one.get("path")) for one in framework if one.kind == "starting"}
    files = [*sorted(data.glob("interviews/*.txt")), *sorted(data.glob("notes/*.txt")), data / "documents.txt"]
    days = _days_of_themes(starting, changes)
    sources = [source_of(record, days) for file in files for record in read_records(file)]
    sources.sort(key=lambda one: (one.entered_on, one.held_on, one.key))
    script = Script(
        name=head.get("name"),
        core_concept=head.get("core_concept"),
        host=head.get("host"),
        opened_on=date.fromisoformat(head.get("opened")),
        closed_on=date.fromisoformat(head.get("closed")),
        accounts=_each(basics["account"], _account),
        trusts=_each(basics["trust"], _trust),
        participants=_each(basics["participant"], _participant),
        phases=_each(programme["phase"], _phase),
        meetings=_each(programme["meeting"], lambda one: date.fromisoformat(one.get("held"))),
        events=_each(programme["event"], _event),
        starting_themes=starting,
        framework=changes,
        sources=tuple(sources),
        week=read_week(data, sources),
        of_trusts=read_trust_steps(data, {one.key for one in basics["trust"]}, {one.key for one in programme["event"]}),
    )
    _check(script)
    return script


def steps(script: Script) -> Iterator[tuple[date, Step]]:
    """Everything that was done, in the order in which it was.

    Within a day: memos, the framework, the calendar, what is noted of trusts, what was entered and handed over,
    codings, what was accepted, readings, points, contributions.
    """
    dated: list[tuple[date, float, Step]] = [(one.on, 0, one) for one in script.framework]
    dated += [(event.first_on, 1, event) for event in script.events]
    dated += script.of_trusts
    dated += script.week
    for source in script.sources:
        dated.append((source.entered_on, 2, SourceEntered(source)))
        if source.handed_on:
            dated.append((source.handed_on, 3, LeadHanded(source)))
        for coding in source.codings:
            dated.append((coding.on, 4, Coded(source, coding)))
            if coding.accepted_on:
                dated.append((coding.accepted_on, 5, CodingAccepted(source, coding)))
        dated += [(day, 6, SourceRead(source)) for day in source.readings]
    for day, _, step in sorted(dated, key=lambda one: one[:2]):
        yield day, step


def _by_kind(records: Iterable[Record]) -> dict[str, list[Record]]:
    kinds: dict[str, list[Record]] = {}
    for record in records:
        kinds.setdefault(record.kind, []).append(record)
    return kinds


def _each(records: list[Record], read: Callable[[Record], T]) -> tuple[T, ...]:
    return tuple(read(record) for record in records)


def _account(record: Record) -> ScriptAccount:
    return ScriptAccount(record.key, record.get("name"), record.get("email"), Role(record.get("role")))


def _trust(record: Record) -> ScriptTrust:
    return ScriptTrust(
        record.key, record.get("name"), record.get("shown_as"), int(record.get("beds")), record.get("because", "")
    )


def _participant(record: Record) -> ScriptParticipant:
    return ScriptParticipant(
        record.key,
        SAID_BY[record.get("role_group")],
        record.fields.get("band"),
        record.fields.get("trust"),
        Recruitment(record.get("recruitment")),
    )


def _phase(record: Record) -> ScriptPhase:
    first, last = (date.fromisoformat(record.get(one)) for one in ("first", "last"))
    return ScriptPhase(record.get("name"), first, last)


def _event(record: Record) -> ScriptEvent:
    until = record.fields.get("until")
    record.only("kind", "name", "on", "until", "trust", "from", "note")
    return ScriptEvent(
        record.key,
        EventKind(record.get("kind")),
        record.get("name"),
        date.fromisoformat(record.get("on")),
        date.fromisoformat(until) if until else None,
        record.fields.get("trust"),
        record.fields.get("from"),
        record.get("note", ""),
    )


def _framework_change(record: Record) -> FrameworkChange:
    values = {name: value for name, value in record.fields.items() if name not in ("on", "reason")}
    on = date.fromisoformat(record.get("on"))
    return FrameworkChange(on, record.kind, record.key, values, record.get("reason"))


def _path(written: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in written.split(" / "))


def _days_of_themes(
    starting: dict[str, tuple[str, ...]], changes: tuple[FrameworkChange, ...]
) -> dict[str, tuple[date, date]]:
    """From which day, and up to which, each theme can be coded to."""
    days = {key: (date.min, date.max) for key in starting}
    for change in changes:
        if change.verb == "add":
            days[change.theme] = (change.on, date.max)
        elif change.verb == "merge":
            days[change.theme] = (days[change.theme][0], change.on)
    return days


def _check(script: Script) -> None:
    trusts = {trust.key for trust in script.trusts}
    people = {person.pseudonym: person for person in script.participants}
    for source in script.sources:
        if source.trust is not None and source.trust not in trusts:
            raise ScriptFault(f"{source.key}: there is no trust “{source.trust}”")
        if source.participant and people[source.participant].trust != source.trust:
            raise ScriptFault(f"{source.key}: the participant is of another trust")
        if source.entered_on < source.held_on or any(one.on < source.entered_on for one in source.codings):
            raise ScriptFault(f"{source.key}: something was done to it before it was there")
    keys = [source.key for source in script.sources]
    if len(set(keys)) != len(keys):
        raise ScriptFault("two sources have one key")
