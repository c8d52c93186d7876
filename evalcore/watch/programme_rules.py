"""What must hold of the programme whatever is added, corrected or taken back: each thing once, and steps in order."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from sqlmodel import Session, col, select

from db.reads.rows import standing
from db.tables import (
    ChampionCount,
    EngagementStep,
    EventState,
    Meeting,
    Phase,
    SessionAttendance,
    TrustRating,
    TrustState,
)
from db.tables.columns import Dated
from db.vocabulary import Engagement, EventKind
from evalcore.capture.facts import in_full

D = TypeVar("D", bound=Dated)

TABLES: tuple[type[Dated], ...] = (
    TrustState, Phase, Meeting, EventState, SessionAttendance, EngagementStep, TrustRating, ChampionCount,
)  # fmt: skip
"""What the rules are about."""

NEXT: dict[Engagement | None, frozenset[Engagement]] = {
    None: frozenset({Engagement.SIGNED}),
    Engagement.SIGNED: frozenset({Engagement.LAPSED}),
    Engagement.LAPSED: frozenset({Engagement.RETURNED}),
    Engagement.RETURNED: frozenset({Engagement.LAPSED}),
}
"""Which step of a trust can follow which."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Rows that cannot stand together; the sentence says why, and what to do."""

    sentence: str
    rows: tuple[Dated, ...]


def clashes(session: Session, evaluation_id: int) -> list[Clash]:
    """Everything of the programme that cannot stand together."""

    def rows(table: type[D]) -> list[D]:
        return standing(session, evaluation_id, table)

    came = rows(SessionAttendance)
    kinds = _kinds(session, evaluation_id, {row.event for row in came})
    return [
        *_twice(rows(TrustState), lambda row: row.name.casefold(), "Two trusts have one name"),
        *of_phases(rows(Phase)),
        *_twice(rows(Meeting), lambda row: row.held_on, "Two meetings are on one day"),
        *_twice(came, lambda row: (row.event, row.trust), "A trust is counted twice at one learning session"),
        *(
            Clash("Attendance is noted for what is no learning session. Take it out first.", (row,))
            for row in came
            if kinds.get(row.event) is not EventKind.LEARNING_SESSION
        ),
        *of_steps(rows(EngagementStep)),
        *_twice(
            rows(TrustRating), lambda row: (row.trust, row.aspect, row.rated_by, row.rated_on), "It is rated twice"
        ),
        *_twice(rows(ChampionCount), lambda row: (row.trust, row.counted_on, row.role_group), "They are counted twice"),
    ]


def _kinds(session: Session, evaluation_id: int, events: Set[int]) -> dict[int, EventKind]:
    query = select(EventState.event, EventState.kind).where(
        EventState.evaluation_id == evaluation_id,
        col(EventState.ended_in).is_(None),
        col(EventState.event).in_(events),
    )
    return {event: EventKind(kind) for event, kind in session.exec(query)}


def of_phases(phases: Iterable[Phase]) -> list[Clash]:
    """Two phases with one name, or a day that is in two."""
    ordered = sorted(phases, key=lambda row: (row.first_on, row.last_on))
    shared = [
        Clash(
            f"“{later.name}” begins on {in_full(later.first_on)}, before “{earlier.name}” has ended. "
            "Change the days of one: no day is in two phases.",
            (earlier, later),
        )
        for earlier, later in pairwise(ordered)
        if later.first_on <= earlier.last_on
    ]
    return [*_twice(ordered, lambda row: row.name.casefold(), "Two phases have one name"), *shared]


def of_steps(steps: Iterable[EngagementStep]) -> list[Clash]:
    """A step of a trust that cannot follow the one before it."""
    found = []
    by_trust: dict[int, list[EngagementStep]] = defaultdict(list)
    for row in steps:
        by_trust[row.trust].append(row)
    for own in by_trust.values():
        before: EngagementStep | None = None
        for row in sorted(own, key=lambda row: (row.taken_on, row.no)):
            if row.step not in NEXT[before.step if before else None]:
                found.append(Clash(_out_of_order(row, before), (row, *([before] if before else []))))
            before = row
    return found


def _out_of_order(row: EngagementStep, before: EngagementStep | None) -> str:
    if before is None:
        return f"A trust that has not signed cannot be {row.step}. Note first when it signed."
    can = " or ".join(sorted(NEXT[before.step]))
    return (
        f"After it was {before.step} on {in_full(before.taken_on)} a trust cannot be {row.step} on "
        f"{in_full(row.taken_on)}, only {can}. Change the step or its day."
    )


def _twice(rows: Sequence[D], key: Callable[[D], Hashable], sentence: str) -> Iterator[Clash]:
    """Rows with a key that an earlier one has."""
    seen: dict[Hashable, D] = {}
    for row in rows:
        first = seen.setdefault(key(row), row)
        if first is not row:
            yield Clash(f"{sentence}. Keep one of the two.", (first, row))
