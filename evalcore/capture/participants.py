"""The trusts of the collaborative, and the people known by pseudonym."""

import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlmodel import Session, select

from db.reads.rows import standing
from db.store import Store
from db.tables import Participant, Trust
from db.vocabulary import Recruitment, RoleGroup
from evalcore.capture.facts import check_trust
from evalcore.errors import Invalid
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.changes import Work, verb

NUMBERED = re.compile(r"[Pp](\d{1,6})")


@dataclass(frozen=True, slots=True)
class TrustRow:
    no: int
    name: str
    shown_as: str
    followed_closely: bool
    chosen_because: str


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    no: int
    pseudonym: str
    role_group: RoleGroup
    band: str | None
    trust: int | None
    recruitment: Recruitment | None


def trusts(store: Store, actor: Actor) -> list[TrustRow]:
    """The trusts, in the order they were named."""
    require(actor, Action.SEE_DASHBOARD, Action.LOG_NOTES, Action.MANAGE_MEMBERS)
    with store.read() as session:
        return [
            TrustRow(row.no, row.name, row.shown_as, row.followed_closely, row.chosen_because)
            for row in standing(session, actor.evaluation_id, Trust)
        ]


def shown_as(rows: Iterable[TrustRow]) -> dict[str, str]:
    """What each trust is shown as, by its name."""
    return {row.name: row.shown_as for row in rows}


def participants(store: Store, actor: Actor) -> list[ParticipantRow]:
    with _seen(store, actor) as session:
        return [
            ParticipantRow(row.no, row.pseudonym, row.role_group, row.band, row.trust, row.recruitment)
            for row in standing(session, actor.evaluation_id, Participant)
        ]


def free_pseudonyms(store: Store, actor: Actor, how_many: int) -> list[str]:
    """The next pseudonyms that nobody has, P16 after P15; that of somebody who withdrew is never given again."""
    with _seen(store, actor) as session:
        rows = session.exec(select(Participant).where(Participant.evaluation_id == actor.evaluation_id))
        taken = {row.pseudonym for row in rows if row.ended_in is None or row.withdrawn_in is not None}
    numbers = [int(match[1]) for match in map(NUMBERED.fullmatch, taken) if match]
    first = max(numbers, default=0) + 1
    return [f"P{number:02}" for number in range(first, first + how_many)]


@verb("add trust", Action.CHANGE_PROGRAMME, Action.MANAGE_SETTINGS)
def add_trust(work: Work, name: str, *, followed_closely: bool = False, chosen_because: str = "") -> None:
    """Add a member organisation.

    Raises
    ------
    Invalid
        There is one of this name.
    """
    name = named(name, "trust")
    if any(row.name.casefold() == name.casefold() for row in work.standing(Trust)):
        raise Invalid(f"There is a trust “{name}” already. Choose another name.", "Trust")
    row = work.add(
        Trust, name=name, shown_as=name, followed_closely=followed_closely, chosen_because=chosen_because.strip()
    )
    work.subject("trust", row.no)


@verb("add participant", Action.IMPORT_SOURCES)
def add_participant(
    work: Work,
    pseudonym: str,
    role_group: RoleGroup,
    *,
    trust: int | None = None,
    band: str | None = None,
    recruitment: Recruitment | None = None,
) -> None:
    """Add somebody who is observed or interviewed, under a pseudonym.

    Raises
    ------
    Invalid
        The pseudonym is taken.
    NotFound
        There is no such trust.
    """
    pseudonym = named(pseudonym, "participant")
    if any(row.pseudonym.casefold() == pseudonym.casefold() for row in work.standing(Participant)):
        raise Invalid(f"There is a participant {pseudonym} already. Choose another pseudonym.", "Participant")
    check_trust(work, trust)
    row = work.add(
        Participant, pseudonym=pseudonym, role_group=role_group, trust=trust, band=band, recruitment=recruitment
    )
    work.subject("participant", row.no)


def _seen(store: Store, actor: Actor) -> AbstractContextManager[Session]:
    require(actor, Action.SEE_DASHBOARD, Action.LOG_NOTES)
    return store.read()


def named(name: str, what: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid(f"Give the {what} a name.", what.capitalize())
    return name
