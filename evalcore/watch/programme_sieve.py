"""Rows of a table about the programme, held against what is there: which can go in, and what hinders the others."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from db.reads.rows import standing
from db.tables import EngagementStep, EventState, Meeting, Phase, TrustState
from db.tables.columns import LARGEST
from db.vocabulary import Engagement, EventKind
from evalcore.capture.facts import in_full
from evalcore.capture.participants import check_beds
from evalcore.errors import EvalError
from evalcore.interchange.problems import Problem, Severity
from evalcore.interchange.programme_rows import ProgrammeRow, TableKind
from evalcore.watch.event_facts import EventFacts, check_days, checked
from evalcore.watch.programme_rules import of_phases, of_steps
from evalcore.watch.sessions import MOST
from evalcore.watch.trust_records import HIGHEST, LOWEST, MOST_CHAMPIONS

Rows = Sequence[ProgrammeRow]


@dataclass
class Sieve:
    """What is there already, and each row held against it and against the rows before it."""

    session: Session
    evaluation_id: int

    def __post_init__(self) -> None:
        named = standing(self.session, self.evaluation_id, TrustState)
        self.spellings = [name for row in named for name in dict.fromkeys((row.name, row.shown_as))]
        self.trusts = {name: row.trust for row in named for name in (row.name, row.shown_as)}
        self.taken = {name.casefold() for name in self.trusts}
        said = ("event", "kind", "name", "first_on", "trust")
        query = select(*(getattr(EventState, name) for name in said)).where(
            col(EventState.evaluation_id) == self.evaluation_id, col(EventState.ended_in).is_(None)
        )
        self.events: set[tuple[Any, ...]] = set()
        self.sessions: dict[tuple[date, str], int] = {}
        for no, kind, name, on, trust in self.session.execute(query):
            self.events.add((kind, name.casefold(), on, trust))
            if kind == EventKind.LEARNING_SESSION:
                self.sessions[on, name] = no
        self.of_day: dict[date, list[tuple[date, str]]] = defaultdict(list)
        for key in self.sessions:
            self.of_day[key[0]].append(key)
        self.phases = standing(self.session, self.evaluation_id, Phase)
        self.meetings = {row.held_on for row in standing(self.session, self.evaluation_id, Meeting)}
        self.steps: dict[int, list[EngagementStep]] = defaultdict(list)
        for step in standing(self.session, self.evaluation_id, EngagementStep):
            self.steps[step.trust].append(step)
        self.seen: set[tuple[Any, ...]] = set()

    def sift(self, kind: TableKind, rows: Rows) -> tuple[tuple[ProgrammeRow, ...], tuple[Problem, ...]]:
        """The rows that can stand beside what is there and beside the rows before them, and what hinders the others."""
        hindrances: Mapping[TableKind, Callable[[ProgrammeRow], str]] = {
            TableKind.EVENTS: self._event,
            TableKind.SESSIONS: self._attendance,
            TableKind.PHASES: self._phase,
            TableKind.MEETINGS: self._meeting,
            TableKind.RATINGS: self._rating,
            TableKind.ENGAGEMENT: self._step,
            TableKind.CHAMPIONS: self._champions,
            TableKind.TRUSTS: self._trust,
        }
        good: list[ProgrammeRow] = []
        wrong: list[Problem] = []
        for row in self._in_order(kind, rows):
            try:
                hindrance = hindrances[kind](row)
            except EvalError as error:
                hindrance = error.message
            if hindrance:
                wrong.append(Problem(row.number, hindrance, Severity.ERROR))
            else:
                good.append(row)
        return tuple(sorted(good, key=lambda row: row.number)), tuple(wrong)

    def trust(self, row: ProgrammeRow, name: str = "trust") -> int:
        return self.trusts[row.values[name]]

    def event(self, row: ProgrammeRow) -> EventFacts:
        said = row.values
        return EventFacts(
            EventKind(said["kind"] or EventKind.OTHER),
            said["name"],
            said["first_on"],
            said["last_on"],
            self.trust(row) if said["trust"] else None,
            self.trust(row, "adopted_from") if said["adopted_from"] else None,
            said["note"],
        )

    def session_of(self, row: ProgrammeRow) -> tuple[date, str]:
        """The session that a row is about: of its day and name, or the only one of its day where it names none."""
        on, name = row.values["first_on"], row.values["name"]
        same = [key for key in self.of_day[on] if key[1].casefold() == name.casefold()]
        if same or (not name and len(self.of_day[on]) == 1):
            return (same or self.of_day[on])[0]
        self.of_day[on].append((on, name or f"Learning session of {in_full(on)}"))
        return self.of_day[on][-1]

    def _in_order(self, kind: TableKind, rows: Rows) -> Iterator[ProgrammeRow]:
        """Steps by their days: which can follow which does not hang on the order of the rows."""
        return iter(sorted(rows, key=lambda row: row.values["taken_on"]) if kind is TableKind.ENGAGEMENT else rows)

    def _event(self, row: ProgrammeRow) -> str:
        facts = self.event(row)
        checked(facts, set(self.trusts.values()))
        key = (facts.kind, facts.name.casefold(), facts.first_on, facts.trust)
        if key in self.events:
            return f"“{facts.name}” is on the calendar on that day already."
        self.events.add(key)
        return ""

    def _attendance(self, row: ProgrammeRow) -> str:
        check_days(row.values["first_on"])
        if row.values["how_many"] > MOST:
            return f"From 0 to {MOST} people can come from a trust: mend the number."
        return self._once(
            (*self.session_of(row), self.trust(row)), "The trust is counted at this session in a row before."
        )

    def _phase(self, row: ProgrammeRow) -> str:
        check_days(row.values["first_on"], row.values["last_on"])
        phase = Phase(evaluation_id=self.evaluation_id, no=0, made_in=0, **row.values)
        for clash in of_phases([*self.phases, phase]):
            return clash.sentence
        self.phases = [*self.phases, phase]
        return ""

    def _meeting(self, row: ProgrammeRow) -> str:
        on = row.values["held_on"]
        check_days(on)
        if on in self.meetings:
            return f"There is a meeting on {in_full(on)} already."
        self.meetings.add(on)
        return ""

    def _rating(self, row: ProgrammeRow) -> str:
        said = row.values
        check_days(said["rated_on"])
        if not LOWEST <= said["score"] <= HIGHEST:
            return f"A rating is a number from {LOWEST} to {HIGHEST}: mend it."
        key = (self.trust(row), said["aspect"], said["rated_by"], said["rated_on"])
        return self._once(key, "The trust is rated so for that day in a row before.")

    def _step(self, row: ProgrammeRow) -> str:
        said, trust = row.values, self.trust(row)
        check_days(said["taken_on"])
        if any((one.step, one.taken_on) == (said["step"], said["taken_on"]) for one in self.steps[trust]):
            return "This step is noted already."
        # A number after all others: of two steps on a day the one in the file is the later.
        step = EngagementStep(
            evaluation_id=self.evaluation_id,
            no=LARGEST,
            made_in=0,
            trust=trust,
            step=Engagement(said["step"]),
            taken_on=said["taken_on"],
        )
        for clash in of_steps([*self.steps[trust], step]):
            return clash.sentence
        self.steps[trust].append(step)
        return ""

    def _champions(self, row: ProgrammeRow) -> str:
        said = row.values
        check_days(said["counted_on"])
        if said["how_many"] > MOST_CHAMPIONS:
            return f"A trust has from 0 to {MOST_CHAMPIONS} champions of a role group: mend the number."
        key = (self.trust(row), said["role_group"], said["counted_on"])
        return self._once(key, "The champions of this role group are counted for that day in a row before.")

    def _trust(self, row: ProgrammeRow) -> str:
        name, shown_as = row.values["name"], row.values["shown_as"] or row.values["name"]
        for one in dict.fromkeys((name, shown_as)):
            if one.casefold() in self.taken:
                return f"There is a trust “{one}” already: choose another name."
        check_beds(row.values["beds"])
        self.taken |= {name.casefold(), shown_as.casefold()}
        return ""

    def _once(self, key: tuple[Any, ...], sentence: str) -> str:
        if key in self.seen:
            return sentence
        self.seen.add(key)
        return ""
