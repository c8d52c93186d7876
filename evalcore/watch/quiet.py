"""Trusts that have gone quiet: nobody of theirs was met for weeks, or fewer come each time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from db.reads.rows import standing
from db.store import Store
from db.tables import Attendance, Evaluation, Participant, Source, SourceState
from db.vocabulary import Engagement, SourceKind
from evalcore.capture.participants import trusts
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.changes import newest_hash
from evalcore.watch.programme import phases
from evalcore.watch.sessions import SessionRow, sessions
from evalcore.watch.trust_records import records

WEEKS = 6
"""So many without contact are quiet, unless somebody asks for more or fewer."""


@dataclass(frozen=True, slots=True)
class Contact:
    """The last day on which somebody of a trust was met, and what it was."""

    on: date
    what: str


@dataclass(frozen=True, slots=True)
class QuietTrust:
    """A trust that nobody hears of: `contact` None where nobody of it was ever met.

    `weeks` since then, None without contact; `falling` how many came to each of the last learning sessions, where
    fewer came each time, else empty.
    """

    trust: int
    name: str
    contact: Contact | None
    weeks: int | None
    silent: bool
    falling: tuple[int, ...]


def quiet_trusts(store: Store, actor: Actor, *, weeks: int = WEEKS, on: date | None = None) -> list[QuietTrust]:
    """Trusts without contact for `weeks` weeks, or whose attendance falls: the longest silent first.

    Contact is a field note, interview or focus group at or with the trust, somebody at a learning session, and its
    signing or returning. A trust that has lapsed is not quiet but gone. `on` None is today, or the last day of the
    programme's last phase once that is over: after the end nobody is expected.

    Raises
    ------
    NotPermitted
    """
    require(actor, Action.SEE_DASHBOARD)
    day = last_day(store, actor) if on is None else on
    return list(_quiet(store, actor, newest_hash(store, actor.evaluation_id), weeks, day))


@lru_cache(maxsize=16)
def _quiet(store: Store, actor: Actor, history: str, weeks: int, day: date) -> tuple[QuietTrust, ...]:
    """Kept until the evaluation moves on: home shows it at every visit."""
    met = last_contacts(store, actor, day)
    held = [row for row in sessions(store, actor) if row.first_on <= day]
    gone = {
        trust
        for trust, step in records(store, actor).engagement.items()
        if step.step is Engagement.LAPSED and step.taken_on <= day
    }
    found = []
    for row in trusts(store, actor):
        contact = met.get(row.no)
        since = (day - contact.on).days // 7 if contact else None
        silent = since is None or since >= weeks
        falls = falling(held, row.no)
        if row.no not in gone and (silent or falls):
            found.append(QuietTrust(row.no, row.name, contact, since, silent, falls))
    never = timedelta.max.days
    return tuple(sorted(found, key=lambda row: (-(never if row.weeks is None else row.weeks), row.trust)))


def falling(held: list[SessionRow], trust: int) -> tuple[int, ...]:
    """How many came to the last three sessions of which that is known, if fewer came each time."""
    came = tuple(row.came[trust] for row in held if trust in row.came)[-3:]
    return came if len(came) == 3 and came[0] > came[1] > came[2] else ()


def last_contacts(store: Store, actor: Actor, day: date) -> dict[int, Contact]:
    """The last contact with each trust up to `day`.

    Raises
    ------
    NotPermitted
    """
    require(actor, Action.SEE_DASHBOARD)
    with store.read() as session:
        found = [*_sources(session, actor.evaluation_id)]
    for held in sessions(store, actor):
        found += [(trust, Contact(held.first_on, "learning session")) for trust, number in held.came.items() if number]
    for step in records(store, actor).steps:
        if step.step is not Engagement.LAPSED:
            found.append((step.trust, Contact(step.taken_on, step.step.value)))
    last: dict[int, Contact] = {}
    for trust, contact in found:
        if contact.on <= day and (trust not in last or last[trust].on < contact.on):
            last[trust] = contact
    return last


def last_day(store: Store, actor: Actor) -> date:
    """Today, or the last day of the programme where that is over."""
    with store.read() as session:
        zone = ZoneInfo(session.get_one(Evaluation, actor.evaluation_id).time_zone)
    today = datetime.now(zone).date()
    return min([today, *(row.last_on for row in phases(store, actor)[-1:])])


def _sources(session: Session, evaluation_id: int) -> Iterator[tuple[int, Contact]]:
    """Every source in which somebody of a trust was met, with the trust."""
    query = select(Source.no, Source.kind).where(Source.evaluation_id == evaluation_id)
    kinds = {no: kind for no, kind in session.exec(query) if kind != SourceKind.DOCUMENT}
    homes = {row.no: row.trust for row in standing(session, evaluation_id, Participant)}
    of: dict[int, set[int]] = {}
    for row in standing(session, evaluation_id, Attendance):
        of.setdefault(row.source, set()).update(filter(None, (row.trust, homes.get(row.participant or 0))))
    for state in standing(session, evaluation_id, SourceState):
        if state.source in kinds:
            met = of.get(state.source, set()) | ({state.trust} if state.trust else set())
            for trust in met:
                yield trust, Contact(state.until or state.held_on, str(kinds[state.source]))
