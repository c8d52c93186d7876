"""What the demo's people did besides coding: points to raise, contributions, memos; and on which days."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db.vocabulary import ContributionKind, MemoKind, PointStage
from evalcore.demo.records import Record, ScriptFault, read_records
from evalcore.demo.sources import LEAD, ScriptSource

ABOUT = ("theme", "source", "participant")
ORDER = {"memo": -1, "point": 7, "contribution": 8}
"""Where they stand within a day: a change of the framework can rest on a memo of the same morning."""


@dataclass(frozen=True, slots=True)
class ScriptPoint:
    """`steps` are what was done with it: the note of the meeting, how far it came, and the words."""

    key: str
    text: str
    note: ScriptSource
    meeting_on: date | None
    by: str
    steps: tuple[tuple[ScriptSource, PointStage, str], ...]


@dataclass(frozen=True, slots=True)
class PointNoted:
    point: ScriptPoint


@dataclass(frozen=True, slots=True)
class PointMoved:
    point: ScriptPoint
    note: ScriptSource
    stage: PointStage
    words: str


@dataclass(frozen=True, slots=True)
class Contributed:
    on: date
    kind: ContributionKind
    what: str
    trust: str | None
    with_whom: str
    by: str


@dataclass(frozen=True, slots=True)
class ScriptMemo:
    """`about` is what it is tied to, by the demo's own keys: theme, source or participant; empty for nothing."""

    key: str
    kind: MemoKind
    about: Mapping[str, str]
    discussed_with: str


@dataclass(frozen=True, slots=True)
class MemoWritten:
    memo: ScriptMemo
    text: str


@dataclass(frozen=True, slots=True)
class MemoReworded:
    memo: ScriptMemo
    text: str


WeekStep = PointNoted | PointMoved | Contributed | MemoWritten | MemoReworded


def read_week(data: Path, sources: Iterable[ScriptSource]) -> tuple[tuple[date, int, WeekStep], ...]:
    """Each step with its day and its place within the day.

    Raises
    ------
    ScriptFault
        A file names what is not there.
    """
    by_key = {source.key: source for source in sources}
    found = [step for record in read_records(data / "points.txt") for step in _point(record, by_key)]
    found += [_contribution(record) for record in read_records(data / "contributions.txt")]
    found += [step for record in read_records(data / "memos.txt") for step in _memo(record)]
    return tuple(found)


def _point(record: Record, sources: Mapping[str, ScriptSource]) -> Iterator[tuple[date, int, WeekStep]]:
    record.only("note", "meeting", "raised", "by")
    outcome = next((name for name in record.parts if name.startswith("outcome")), None)
    steps = [(_note(record, record.get("raised"), sources), PointStage.RAISED, "")] if "raised" in record.fields else []
    if answer := record.parts.get("they said"):
        steps.append((_note(record, record.get("raised"), sources), PointStage.ANSWERED, answer))
    if outcome:
        steps.append(
            (_note(record, outcome.removeprefix("outcome "), sources), PointStage.CLOSED, record.parts[outcome])
        )
    meeting = date.fromisoformat(record.get("meeting")) if "meeting" in record.fields else None
    note = _note(record, record.get("note"), sources)
    point = ScriptPoint(record.key, record.parts[""], note, meeting, record.get("by", LEAD), tuple(steps))
    yield note.entered_on, ORDER["point"], PointNoted(point)
    for where, stage, words in steps:
        yield where.entered_on, ORDER["point"], PointMoved(point, where, stage, words)


def _note(record: Record, key: str, sources: Mapping[str, ScriptSource]) -> ScriptSource:
    if key not in sources:
        raise record.fault(f"there is no note “{key}”")
    return sources[key]


def _contribution(record: Record) -> tuple[date, int, WeekStep]:
    record.only("kind", "on", "trust", "with", "by")
    on = date.fromisoformat(record.get("on"))
    kind = ContributionKind(record.get("kind"))
    step = Contributed(
        on, kind, record.parts[""], record.fields.get("trust"), record.get("with", ""), record.get("by", LEAD)
    )
    return on, ORDER["contribution"], step


def _memo(record: Record) -> Iterator[tuple[date, int, WeekStep]]:
    record.only("kind", "on", *ABOUT, "with", "reworded")
    about = {name: record.fields[name] for name in ABOUT if name in record.fields}
    if len(about) > 1:
        raise ScriptFault(f"{record.key}: a memo is about one thing")
    memo = ScriptMemo(record.key, MemoKind(record.get("kind")), about, record.get("with", ""))
    yield date.fromisoformat(record.get("on")), ORDER["memo"], MemoWritten(memo, record.parts[""])
    if "reworded" in record.fields:
        on = date.fromisoformat(record.get("reworded"))
        yield on, ORDER["memo"], MemoReworded(memo, record.parts["reworded"])
