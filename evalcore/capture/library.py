"""The library: every source with its facts, as lists show them."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import func, select

from db.reads.rows import standing
from db.store import Store
from db.tables import Account, Attendance, Membership, Participant, Source, SourceState, TextVersion, TrustState
from db.vocabulary import ObserverPart, Setting, SourceKind
from evalcore.capture.facts import LEADS
from evalcore.capture.titles import is_usual_title
from evalcore.errors import NotFound
from evalcore.manage.access import ALLOWED, Action, Actor, require


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source without its text. `trust` None is the whole collaborative; `version` the number of its newest text;
    `taken_in` the change that brought it here, alone or with others."""

    no: int
    kind: SourceKind
    title: str
    held_on: date
    until: date | None
    starts_at: str | None
    minutes: int | None
    trust_no: int | None
    trust: str | None
    setting: Setting | None
    observer_part: ObserverPart | None
    lead_coder_id: int
    lead_coder: str
    participants: tuple[str, ...]
    characters: int
    version: int
    taken_in: int

    @property
    def named(self) -> str:
        """What lists call it: a field note without a title of its own by where and when it was."""
        if self.kind is not SourceKind.FIELD_NOTE or not is_usual_title(self.title):
            return self.title
        when = f"{self.held_on.day} {self.held_on:%b %Y}"
        return f"{self.title}, {self.trust or 'whole collaborative'}, {when}"


def library(store: Store, actor: Actor) -> list[SourceRow]:
    """Every source that she may see, the newest first: all of them for who reads sources, else her own field notes.

    Raises
    ------
    NotPermitted
    """
    require(actor, Action.READ_SOURCES, Action.LOG_NOTES)
    evaluation = actor.evaluation_id
    with store.read() as session:
        known = {row.no: row for row in session.exec(select(Source).where(Source.evaluation_id == evaluation))}
        names = dict(session.exec(select(Account.id, Account.name)).all())
        trusts = {row.trust: row.name for row in standing(session, evaluation, TrustState)}
        people = {row.no: row.pseudonym for row in standing(session, evaluation, Participant)}
        present: dict[int, list[str]] = {}
        for row in standing(session, evaluation, Attendance):
            if row.participant in people:
                present.setdefault(row.source, []).append(people[row.participant])
        lengths = select(TextVersion.source, TextVersion.number, func.length(TextVersion.text)).where(
            TextVersion.evaluation_id == evaluation
        )
        texts = {source: (number, length) for source, number, length in sorted(session.exec(lengths))}
        rows = [
            SourceRow(
                state.source,
                known[state.source].kind,
                state.title,
                state.held_on,
                state.until,
                state.starts_at,
                state.minutes,
                state.trust,
                trusts.get(state.trust or 0),
                state.setting,
                state.observer_part,
                state.lead_coder,
                names[state.lead_coder],
                tuple(sorted(present.get(state.source, []))),
                texts[state.source][1],
                texts[state.source][0],
                known[state.source].made_in,
            )
            for state in standing(session, evaluation, SourceState)
            if actor.may(Action.READ_SOURCES) or state.lead_coder == actor.account_id
        ]
    return sorted(rows, key=lambda row: (row.held_on, row.no), reverse=True)


def find_source(store: Store, actor: Actor, source: int) -> SourceRow:
    """One source of the library.

    Raises
    ------
    NotFound
    """
    for row in library(store, actor):
        if row.no == source:
            return row
    raise NotFound(f"There is no source number {source} that you can open. Choose one from the library.")


def possible_leads(store: Store, actor: Actor) -> dict[int, str]:
    """Who can lead a source, by name: every member who codes."""
    require(actor, Action.READ_SOURCES)
    with store.read() as session:
        names = dict(session.exec(select(Account.id, Account.name)).all())
        rows = standing(session, actor.evaluation_id, Membership)
        found = {row.account_id: names[row.account_id] for row in rows if LEADS & ALLOWED[row.role]}
    return dict(sorted(found.items(), key=lambda one: one[1].casefold()))
