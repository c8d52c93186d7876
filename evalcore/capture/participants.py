"""The trusts of the collaborative, and the people known by pseudonym."""

import re
from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlmodel import Session, col, select

from db.reads.rows import standing
from db.store import Store
from db.tables import (
    DATED,
    Attendance,
    ChampionCount,
    EngagementStep,
    EventState,
    Membership,
    Participant,
    SessionAttendance,
    SourceState,
    Trust,
    TrustRating,
    TrustState,
)
from db.tables.columns import Dated
from db.vocabulary import Recruitment, RoleGroup
from evalcore.capture.facts import check_trust
from evalcore.errors import Invalid, InvalidTransition, NotFound, Stale
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.changes import Work, verb

NUMBERED = re.compile(r"[Pp](\d{1,6})")
MOST_BEDS = 5_000
OWN_OF_A_TRUST = (TrustState, SessionAttendance, EngagementStep, TrustRating, ChampionCount)
"""What goes with a trust when it goes."""
_WHAT: dict[type[Dated], str] = {
    Participant: "participant",
    SourceState: "source",
    Attendance: "attendance",
    Membership: "member",
    EventState: "event",
}


@dataclass(frozen=True, slots=True)
class TrustRow:
    no: int
    name: str
    shown_as: str
    followed_closely: bool
    chosen_because: str
    beds: int | None


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
        rows = [
            TrustRow(row.trust, row.name, row.shown_as, row.followed_closely, row.chosen_because, row.beds)
            for row in standing(session, actor.evaluation_id, TrustState)
        ]
    return sorted(rows, key=lambda row: row.no)


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


def withdrawn_pseudonyms(store: Store, actor: Actor) -> frozenset[str]:
    """Those of who withdrew, in capitals: they are nobody's again."""
    with _seen(store, actor) as session:
        return _withdrawn(session, actor.evaluation_id)


def _withdrawn(session: Session, evaluation_id: int) -> frozenset[str]:
    query = select(Participant.pseudonym).where(
        Participant.evaluation_id == evaluation_id, col(Participant.withdrawn_in).is_not(None)
    )
    return frozenset(pseudonym.upper() for pseudonym in session.exec(query))


@verb("add trust", Action.CHANGE_PROGRAMME, Action.MANAGE_SETTINGS)
def add_trust(
    work: Work,
    name: str,
    *,
    shown_as: str = "",
    followed_closely: bool = False,
    chosen_because: str = "",
    beds: int | None = None,
) -> None:
    """Add a member organisation; `shown_as` is its name in what leaves the team, its own where nothing is said.

    Raises
    ------
    Invalid
        There is one of this name, or its size is no size.
    """
    names = _free_names(work, name, shown_as)
    row = work.add(Trust)
    work.session.flush()
    _describe(work, row.no, names, followed_closely, chosen_because, beds)


@verb("correct trust", Action.CHANGE_PROGRAMME)
def correct_trust(
    work: Work,
    trust: int,
    name: str,
    *,
    shown_as: str = "",
    followed_closely: bool = False,
    chosen_because: str = "",
    beds: int | None = None,
    opened_at: int | None = None,
) -> None:
    """Say anew what is said of a trust. `opened_at` is the change at which it was looked at.

    Raises
    ------
    NotFound
    Invalid
        Another trust has this name, or its size is no size.
    Stale
        Somebody has changed it since `opened_at`.
    """
    state = standing_trust(work, trust)
    refuse_stale(state, opened_at, "trust")
    names = _free_names(work, name, shown_as, but=trust)
    work.end(state)
    _describe(work, trust, names, followed_closely, chosen_because, beds)


@verb("remove trust", Action.CHANGE_PROGRAMME)
def remove_trust(work: Work, trust: int) -> None:
    """Take a trust off the list, with the ratings, steps and champions that are its own.

    Raises
    ------
    NotFound
    InvalidTransition
        Something else points to it: the message says what.
    """
    state = standing_trust(work, trust)
    rows = [
        row
        for table in DATED
        for column in _columns_of_trusts(table)
        for row in work.standing(table, **{column: trust})
    ]
    others = Counter(_WHAT.get(type(row), "other record") for row in rows if not isinstance(row, OWN_OF_A_TRUST))
    if others:
        listed = " and ".join(f"{number} {what}{'s' if number > 1 else ''}" for what, number in others.items())
        raise InvalidTransition(f"“{state.name}” cannot be removed: {listed} belong to it. Correct these first.")
    for row in rows:
        work.end(row)
    work.subject("trust", trust)


def standing_trust(work: Work, trust: int) -> TrustState:
    """What is said of a trust now.

    Raises
    ------
    NotFound
    """
    for state in work.standing(TrustState, trust=trust):
        return state
    raise NotFound(f"There is no trust number {trust} in this evaluation.")


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
        The pseudonym is taken, or was that of somebody who withdrew.
    NotFound
        There is no such trust.
    """
    pseudonym = named(pseudonym, "participant")
    if any(row.pseudonym.casefold() == pseudonym.casefold() for row in work.standing(Participant)):
        raise Invalid(f"There is a participant {pseudonym} already. Choose another pseudonym.", "Participant")
    if pseudonym.upper() in _withdrawn(work.session, work.evaluation_id):
        raise Invalid(f"{pseudonym} was somebody who withdrew. Choose a pseudonym that nobody has had.", "Participant")
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


def check_beds(beds: int | None) -> None:
    """Go on if a trust can be of this size, or its size is not known.

    Raises
    ------
    Invalid
    """
    if beds is not None and not 0 < beds <= MOST_BEDS:
        raise Invalid(f"A trust has from 1 to {MOST_BEDS:,} beds. Mend the number or leave it empty.", "Beds")


def refuse_stale(row: Dated, opened_at: int | None, what: str) -> None:
    """Go on if what she looked at is what stands.

    Raises
    ------
    Stale
    """
    if opened_at is not None and row.made_in > opened_at:
        raise Stale(f"Somebody else has changed this {what} since you opened it. Open it again to see what stands now.")


def _free_names(work: Work, name: str, shown_as: str, but: int | None = None) -> tuple[str, str]:
    name = named(name, "trust")
    shown_as = " ".join(shown_as.split()) or name
    taken = {
        one.casefold() for row in work.standing(TrustState) if row.trust != but for one in (row.name, row.shown_as)
    }
    for one, field in ((name, "Trust"), (shown_as, "Shown as")):
        if one.casefold() in taken:
            raise Invalid(f"There is a trust “{one}” already. Choose another name.", field)
    return name, shown_as


def _describe(
    work: Work, trust: int, names: tuple[str, str], followed_closely: bool, because: str, beds: int | None
) -> None:
    check_beds(beds)
    work.add(
        TrustState,
        trust=trust,
        name=names[0],
        shown_as=names[1],
        followed_closely=followed_closely,
        chosen_because=because.strip(),
        beds=beds,
    )
    work.subject("trust", trust)


def _columns_of_trusts(table: type[Dated]) -> list[str]:
    """The columns of `table` that point to a trust."""
    keys = table.__table__.foreign_key_constraints  # type: ignore[attr-defined]
    return [key.column_keys[-1] for key in keys if key.referred_table.name == Trust.__tablename__]
