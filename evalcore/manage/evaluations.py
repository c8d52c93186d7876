"""Opening an evaluation: with what it starts from, as change 0 of its record."""

import re
import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, delete, select

from db.store import Store
from db.tables import (
    Change,
    Evaluation,
    Meeting,
    Membership,
    Participant,
    Phase,
    Theme,
    ThemeState,
    Trust,
    TrustState,
)
from db.vocabulary import Recruitment, Role, RoleGroup
from evalcore.errors import Invalid, InvalidTransition, NotFound
from evalcore.manage.access import Actor
from evalcore.manage.changes import Work, record
from evalcore.sense.starting_framework import StartingTheme

CORE_CONCEPT = "Motivation to take part in the collaborative"


@dataclass(frozen=True, slots=True)
class NewTrust:
    """A trust to start with; `shown_as` is its name in what leaves the team, its own where nothing is said."""

    name: str
    shown_as: str = ""
    followed_closely: bool = False
    chosen_because: str = ""
    beds: int | None = None


@dataclass(frozen=True, slots=True)
class NewParticipant:
    pseudonym: str
    role_group: RoleGroup
    trust: str | None = None
    band: str | None = None
    recruitment: Recruitment | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """What an evaluation starts from, before its first change."""

    trusts: tuple[NewTrust, ...] = ()
    participants: tuple[NewParticipant, ...] = ()
    phases: tuple[tuple[str, date, date], ...] = ()
    meetings: tuple[date, ...] = ()
    framework: tuple[StartingTheme, ...] = ()
    members: tuple[tuple[int, Role], ...] = ()


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    id: int
    slug: str
    name: str
    core_concept: str
    time_zone: str
    change_no: int
    opened_on: date


def open_evaluation(
    store: Store,
    account_id: int,
    name: str,
    *,
    slug: str | None = None,
    core_concept: str = CORE_CONCEPT,
    time_zone: str = "Europe/London",
    beginning: Beginning | None = None,
) -> EvaluationRow:
    """Open an evaluation with what it starts from; all of it is change 0.

    Raises
    ------
    Invalid
        The name is empty, or the slug is taken.
    """
    with store.write() as session:
        evaluation = open_within(
            session,
            account_id,
            name,
            slug=slug,
            core_concept=core_concept,
            time_zone=time_zone,
            opened_on=date.today(),
            beginning=beginning or Beginning(),
        )
        return _row(evaluation)


def open_within(
    session: Session,
    account_id: int,
    name: str,
    *,
    slug: str | None,
    core_concept: str,
    time_zone: str,
    opened_on: date,
    beginning: Beginning,
) -> Evaluation:
    """As `open_evaluation`, as part of a larger transaction."""
    name = " ".join(name.split())
    if not name:
        raise Invalid("Give the evaluation a name.", "Name")
    slug = slug or slug_of(name)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise Invalid("A short name has small letters, digits and hyphens only, such as sepsis-2026.", "Short name")
    if session.exec(select(Evaluation).where(Evaluation.slug == slug)).first():
        raise Invalid(f"An evaluation with the short name {slug} is there already. Choose another.", "Short name")
    evaluation = Evaluation(
        guid=str(uuid.uuid4()),
        slug=slug,
        name=name,
        core_concept=core_concept,
        time_zone=time_zone,
        opened_on=opened_on,
    )
    session.add(evaluation)
    session.flush()
    assert evaluation.id is not None
    work = Work(session, Actor(account_id, "", evaluation.id, frozenset()), evaluation, 0)
    _begin(work, beginning)
    record(work, "open evaluation")
    return evaluation


def begin_again(store: Store, evaluation_id: int, beginning: Beginning) -> None:
    """Give an evaluation in which nothing has been done yet another beginning.

    Raises
    ------
    InvalidTransition
        Something has been done in it.
    """
    with store.write() as session:
        evaluation = store.lock(session, evaluation_id)
        if evaluation is None:
            raise NotFound("This evaluation is not there any more.")
        if evaluation.change_no:
            raise InvalidTransition(
                f"The evaluation {evaluation.slug} has {evaluation.change_no} changes already. Name a new one."
            )
        for table in (ThemeState, Theme, Participant, TrustState, Trust, Phase, Meeting):
            session.exec(delete(table).where(col(table.evaluation_id) == evaluation_id))
        opener = session.get(Change, (evaluation_id, 0))
        by = opener.by if opener and opener.by else 0
        _begin(Work(session, Actor(by, "", evaluation_id, frozenset()), evaluation, 0), beginning)


def evaluations(store: Store) -> list[EvaluationRow]:
    """Every evaluation, by name."""
    with store.read() as session:
        return sorted((_row(row) for row in session.exec(select(Evaluation))), key=lambda row: row.name.casefold())


def find_evaluation(store: Store, slug: str) -> EvaluationRow:
    """The evaluation with this short name.

    Raises
    ------
    NotFound
        Its message lists those that are there.
    """
    there = evaluations(store)
    for row in there:
        if row.slug == slug:
            return row
    names = ", ".join(row.slug for row in there) or "none yet"
    raise NotFound(f"There is no evaluation {slug}. Those here: {names}.")


def slug_of(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "evaluation"


def _begin(work: Work, beginning: Beginning) -> None:
    trusts: dict[str, int] = {}
    rows = [work.add(Trust) for _ in beginning.trusts]
    work.session.flush()
    for trust, row in zip(beginning.trusts, rows, strict=True):
        work.add(
            TrustState,
            trust=row.no,
            name=trust.name,
            shown_as=trust.shown_as or trust.name,
            followed_closely=trust.followed_closely,
            chosen_because=trust.chosen_because,
            beds=trust.beds,
        )
        trusts[trust.name] = row.no
    work.session.flush()
    for person in beginning.participants:
        work.add(
            Participant,
            pseudonym=person.pseudonym,
            role_group=person.role_group,
            band=person.band,
            trust=trusts[person.trust] if person.trust else None,
            recruitment=person.recruitment,
        )
    for name, first_on, last_on in beginning.phases:
        work.add(Phase, name=name, first_on=first_on, last_on=last_on)
    for held_on in beginning.meetings:
        work.add(Meeting, held_on=held_on)
    for account_id, role in beginning.members:
        work.add(Membership, account_id=account_id, role=role)
    _plant(work, beginning.framework)


def _plant(work: Work, framework: Iterable[StartingTheme]) -> None:
    """Put the themes in the tree; each stands after the one it is under."""
    planted: dict[tuple[str, ...], int] = {}
    for theme in framework:
        row = work.add(Theme)
        work.session.flush()
        work.add(
            ThemeState,
            theme=row.no,
            parent=planted[theme.path[:-1]] if len(theme.path) > 1 else None,
            name=theme.name,
            definition=theme.definition,
            use_when=theme.use_when,
            not_when=theme.not_when,
            colour=theme.colour,
            opened=0,
        )
        planted[theme.path] = row.no


def _row(evaluation: Evaluation) -> EvaluationRow:
    assert evaluation.id is not None
    return EvaluationRow(
        evaluation.id,
        evaluation.slug,
        evaluation.name,
        evaluation.core_concept,
        evaluation.time_zone,
        evaluation.change_no,
        evaluation.opened_on,
    )
