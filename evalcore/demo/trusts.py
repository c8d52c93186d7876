"""What the demo's people noted of the trusts: attendance, engagement, ratings, champions; and how each is told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db.vocabulary import Aspect, Engagement, Rater, RoleGroup
from evalcore.demo.marks import SAID_BY
from evalcore.demo.records import Record, ScriptFault, read_records
from evalcore.interchange.programme_rows import ProgrammeRow
from evalcore.manage.changes import Work
from evalcore.watch.programme_imports import import_engagement, import_ratings
from evalcore.watch.sessions import note_attendance
from evalcore.watch.trust_records import count_champions, note_step

BY = "programme"
"""The account of the programme team that notes it all."""
ORDER = 1.5
"""After the calendar, before what was entered."""

Do = Callable[[Work], None]


@dataclass(frozen=True, slots=True)
class CameTo:
    """How many of each trust came, by the key of the event."""

    event: str
    came: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Signed:
    """The days on which trusts signed, noted together."""

    on: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class StepTaken:
    trust: str
    step: Engagement
    taken_on: date
    note: str


@dataclass(frozen=True, slots=True)
class Rated:
    """One round of ratings."""

    on: date
    aspect: Aspect
    by: Rater
    scores: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ChampionsCounted:
    trust: str
    on: date
    how_many: Mapping[RoleGroup, int]


TrustStep = CameTo | Signed | StepTaken | Rated | ChampionsCounted


def read_trust_steps(data: Path, trusts: set[str], events: set[str]) -> tuple[tuple[date, float, TrustStep], ...]:
    """Each step with the day on which it was noted, and its place within the day.

    Raises
    ------
    ScriptFault
        The file names a trust or an event that is not there.
    """
    return tuple(_steps(data / "trusts.txt", trusts, events))


def _steps(file: Path, trusts: set[str], events: set[str]) -> Iterator[tuple[date, float, TrustStep]]:
    for record in read_records(file):
        step = _READ[record.kind](record)
        named = step.came if isinstance(step, CameTo) else step.on if isinstance(step, Signed) else {}
        named = step.scores if isinstance(step, Rated) else named
        strange = (set(named) | {getattr(step, "trust", next(iter(trusts)))}) - trusts
        if strange or (isinstance(step, CameTo) and step.event not in events):
            raise ScriptFault(f"{record.file}, {record.kind} {record.key}: names what is not there")
        yield date.fromisoformat(record.get("on")), ORDER, step


def _attendance(record: Record) -> CameTo:
    return CameTo(record.key, {name: int(value) for name, value in _by_trust(record, "on")})


def _signed(record: Record) -> Signed:
    return Signed({name: date.fromisoformat(value) for name, value in _by_trust(record, "on")})


def _step(record: Record) -> StepTaken:
    record.only("trust", "step", "taken", "on", "note")
    taken = date.fromisoformat(record.get("taken"))
    return StepTaken(record.get("trust"), Engagement(record.get("step")), taken, record.get("note", ""))


def _rating(record: Record) -> Rated:
    scores = {name: int(value) for name, value in _by_trust(record, "on", "aspect", "by")}
    aspect, by = Aspect(record.get("aspect")), Rater(record.get("by"))
    return Rated(date.fromisoformat(record.get("on")), aspect, by, scores)


def _champions(record: Record) -> ChampionsCounted:
    record.only("trust", "on", "counted")
    counts = (one.split() for one in record.list("counted"))
    how_many = {SAID_BY[group]: int(number) for group, number in counts}
    return ChampionsCounted(record.get("trust"), date.fromisoformat(record.get("on")), how_many)


def _by_trust(record: Record, *others: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in record.fields.items() if name not in others]


_READ: Mapping[str, Callable[[Record], TrustStep]] = {
    "attendance": _attendance,
    "signed": _signed,
    "step": _step,
    "rating": _rating,
    "champions": _champions,
}


def told_of_trusts(
    step: TrustStep, trusts: Mapping[str, int], names: Mapping[str, str], events: Mapping[str, int]
) -> tuple[str, Do]:
    """The name of a step's verb and how it is done; `trusts` and `events` are numbers by key."""
    match step:
        case CameTo(event, came):
            no, counts = events[event], {trusts[key]: number for key, number in came.items()}
            return note_attendance.name, lambda work: note_attendance.within(work, no, counts)
        case Signed(on):
            rows = [
                _row({"trust": names[key], "step": Engagement.SIGNED, "taken_on": day, "note": ""})
                for key, day in on.items()
            ]
            return import_engagement.name, lambda work: import_engagement.within(work, rows)
        case StepTaken(trust, taken, day, note):
            return note_step.name, lambda work: note_step.within(work, trusts[trust], taken, day, note=note)
        case Rated(rated_on, aspect, by, scores):
            ratings = [
                _row({"trust": names[key], "aspect": aspect, "rated_by": by, "rated_on": rated_on, "score": score})
                for key, score in scores.items()
            ]
            return import_ratings.name, lambda work: import_ratings.within(work, ratings)
        case ChampionsCounted(trust, day, how_many):
            return count_champions.name, lambda work: count_champions.within(work, trusts[trust], day, how_many)


def _row(values: Mapping[str, object]) -> ProgrammeRow:
    return ProgrammeRow(0, values)
