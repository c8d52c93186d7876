"""What the things in the history are called, for who may see that: the history itself keeps numbers only."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from db.reads.rows import standing
from db.store import Store
from db.tables import (
    Account,
    Coding,
    EventState,
    Excerpt,
    Meeting,
    Membership,
    Participant,
    Phase,
    Reading,
    SourceState,
    ThemeState,
    TrustState,
)
from db.tables.columns import Dated
from evalcore.capture.facts import in_full
from evalcore.manage.access import Action, Actor, require


@dataclass(frozen=True, slots=True)
class Subject:
    """`name` of the thing, or of the source it is `within`; `source` and `coding` where it has a place to be seen."""

    name: str
    within: bool = False
    source: int | None = None
    coding: int | None = None


Thing = tuple[str, int]
"""A subject's kind and number."""


def subjects(store: Store, actor: Actor, things: Collection[Thing]) -> dict[Thing, Subject]:
    """The names of those of `things` that stand and that she may know by name.

    What a coding says stays unsaid, also its theme: it may be a blind one.

    Raises
    ------
    NotPermitted
    """
    require(actor, Action.SEE_HISTORY)
    with store.read() as session:
        return subjects_within(session, actor, things)


def subjects_within(session: Session, actor: Actor, things: Collection[Thing]) -> dict[Thing, Subject]:
    """As `subjects`, of what stands in an open session; who sees no history is told no name."""
    if not actor.may(Action.SEE_HISTORY):
        return {}
    kinds = {kind for kind, _ in things}
    found = _people(session, actor, kinds)
    if actor.may(Action.READ_SOURCES):
        for kind, (table, no, name) in _NAMED.items():
            if kind in kinds:
                rows = standing(session, actor.evaluation_id, table)
                found |= {(kind, no(row)): Subject(name(row)) for row in rows}
        found |= _of_sources(session, actor, things)
    return {thing: subject for thing, subject in found.items() if thing in things}


_NAMED: dict[str, tuple[type[Dated], Callable[[Any], int], Callable[[Any], str]]] = {
    "theme": (ThemeState, lambda row: row.theme, lambda row: row.name),
    "trust": (TrustState, lambda row: row.trust, lambda row: row.name),
    "event": (EventState, lambda row: row.event, lambda row: row.name),
    "participant": (Participant, lambda row: row.no, lambda row: row.pseudonym),
    "phase": (Phase, lambda row: row.no, lambda row: row.name),
    "meeting": (Meeting, lambda row: row.no, lambda row: in_full(row.held_on)),
}


def _people(session: Session, actor: Actor, kinds: set[str]) -> dict[Thing, Subject]:
    if not kinds & {"account", "membership"}:
        return {}
    names = dict(session.exec(select(Account.id, Account.name)).all())
    rows = session.exec(select(Membership).where(Membership.evaluation_id == actor.evaluation_id)).all()
    members = {("membership", row.no): Subject(names[row.account_id]) for row in rows}
    return members | {("account", row.account_id): Subject(names[row.account_id]) for row in rows}


def _of_sources(session: Session, actor: Actor, things: Iterable[Thing]) -> dict[Thing, Subject]:
    """Sources by their titles; codings, readings and excerpts by those of the sources they are in."""
    titles = {row.source: row.title for row in standing(session, actor.evaluation_id, SourceState)}
    found = {("source", source): Subject(title, source=source) for source, title in titles.items()}
    asked: dict[str, list[int]] = {}
    for kind, no in things:
        asked.setdefault(kind, []).append(no)
    here = Excerpt.evaluation_id == actor.evaluation_id
    in_excerpt = (col(Coding.evaluation_id) == Excerpt.evaluation_id) & (col(Coding.excerpt) == Excerpt.no)
    queries: dict[str, Any] = {
        "coding": select(Coding.no, Excerpt.source)
        .join(Excerpt, in_excerpt)
        .where(here)
        .where(col(Coding.no).in_(asked.get("coding", ()))),
        "excerpt": select(Excerpt.no, Excerpt.source).where(here, col(Excerpt.no).in_(asked.get("excerpt", ()))),
        "reading": select(Reading.no, Reading.source).where(
            Reading.evaluation_id == actor.evaluation_id, col(Reading.no).in_(asked.get("reading", ()))
        ),
    }
    for kind in asked.keys() & queries.keys():
        for no, source in session.exec(queries[kind]):
            if source in titles:
                found[kind, no] = Subject(titles[source], True, source, no if kind == "coding" else None)
    return found
