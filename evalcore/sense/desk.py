"""What lies on the coding desk: a source's codings in their places, and the themes at hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from db.reads.rows import newest_text, newest_texts, standing
from db.store import Store
from db.tables import Account, Coding, CodingState, Evaluation, Excerpt, ExcerptPlace, SourceState
from db.vocabulary import Polarity, RoleGroup
from evalcore.capture.blind import hides
from evalcore.manage.access import Action, Actor, require
from evalcore.sense.tree import Tree

RECENT = 9


@dataclass(frozen=True, slots=True)
class PlacedCoding:
    """A coding in force, where it lies in the newest text, which is `text_version`: code points, half-open."""

    coding: int
    text_version: int
    start: int
    end: int
    theme: int
    polarity: Polarity
    strength: int | None
    has_comment: bool
    counted: bool
    blind: bool
    coder_id: int
    coder: str
    said_by: RoleGroup | None


@dataclass(frozen=True, slots=True)
class NamedCoding:
    """A placed coding with the name of its theme."""

    placed: PlacedCoding
    theme: str


def codings_of(store: Store, actor: Actor, source: int) -> list[PlacedCoding]:
    """The codings of a source that she may see, in the order of the text: blind ones are their coder's alone.

    `theme` is the one that stands for the coding's now. A coding whose words are gone has no place and is not here;
    one that a split put in both parts is here twice.

    Raises
    ------
    NotPermitted
    """
    require(actor, Action.READ_SOURCES)
    with store.read() as session:
        tree = Tree.of(session, actor.evaluation_id)
        return _placed(session, actor, tree, [newest_text(session, actor.evaluation_id, source).no])


def codings_in(store: Store, actor: Actor, sources: Sequence[int]) -> dict[int, list[NamedCoding]]:
    """As `codings_of`, of each of these sources that she may read: all, or her own field notes.

    Raises
    ------
    NotPermitted
    """
    require(actor, Action.READ_SOURCES, Action.LOG_NOTES)
    evaluation = actor.evaluation_id
    with store.read() as session:
        own = {state.source for state in standing(session, evaluation, SourceState, lead_coder=actor.account_id)}
        readable = [source for source in sources if actor.may(Action.READ_SOURCES) or source in own]
        texts = newest_texts(session, evaluation, readable)
        tree = Tree.of(session, evaluation)
        found: dict[int, list[NamedCoding]] = {}
        for one in _placed(session, actor, tree, list(texts)):
            found.setdefault(texts[one.text_version], []).append(NamedCoding(one, tree.states[one.theme].name))
    return found


def _placed(session: Session, actor: Actor, tree: Tree, text_versions: Sequence[int]) -> list[PlacedCoding]:
    names = dict(session.exec(select(Account.id, Account.name)).all())
    return [
        PlacedCoding(
            *(no, text_version, start, end, tree.standing(theme), Polarity(polarity), strength),
            *(bool(comment), counted, blind, coder, names[coder], said_by),
        )
        for no, text_version, start, end, theme, polarity, strength, comment, counted, blind, coder, said_by in (
            session.execute(_in_place(actor.evaluation_id, text_versions))
        )
        if not hides(actor, blind=blind, coder=coder, counted=counted)
    ]


def _in_place(evaluation_id: int, text_versions: Sequence[int]) -> Select[Any]:
    """Columns, not rows of the tables: to make those of 2,000 codings took 235 ms, at every coding."""
    state, place = CodingState, ExcerptPlace
    where: list[Any] = [Coding.no, place.text_version, place.start_cp, place.end_cp]
    said: list[Any] = [state.theme, state.polarity, state.strength, state.comment, state.counted]
    whose: list[Any] = [Coding.blind, Coding.coder, Excerpt.said_by]
    return (
        columns(*where, *said, *whose)
        .select_from(CodingState)
        .join(
            Coding,
            (col(Coding.evaluation_id) == CodingState.evaluation_id) & (col(Coding.no) == CodingState.coding),
        )
        .join(Excerpt, (col(Excerpt.evaluation_id) == Coding.evaluation_id) & (col(Excerpt.no) == Coding.excerpt))
        .join(
            ExcerptPlace,
            (col(ExcerptPlace.evaluation_id) == Excerpt.evaluation_id) & (col(ExcerptPlace.excerpt) == Excerpt.no),
        )
        .where(
            col(CodingState.evaluation_id) == evaluation_id,
            col(CodingState.ended_in).is_(None),
            col(ExcerptPlace.text_version).in_(text_versions),
        )
        .order_by(col(ExcerptPlace.start_cp), col(ExcerptPlace.end_cp), col(CodingState.no))
    )


def recent_themes(store: Store, actor: Actor) -> list[int]:
    """The themes that she coded to last, the latest first, at most nine."""
    require(actor, Action.CODE, Action.TAG_OWN_NOTES)
    with store.read() as session:
        query = (
            select(CodingState.theme)
            .join(
                Coding,
                (col(Coding.evaluation_id) == CodingState.evaluation_id) & (col(Coding.no) == CodingState.coding),
            )
            .where(CodingState.evaluation_id == actor.evaluation_id, Coding.coder == actor.account_id)
            .order_by(col(CodingState.no).desc())
            .limit(400)
        )
        return list(dict.fromkeys(session.exec(query)))[:RECENT]


def core_concept(store: Store, actor: Actor) -> str:
    """What barriers hinder and facilitators help, shown wherever polarity is chosen."""
    require(actor, Action.SEE_DASHBOARD, Action.CODE, Action.LOG_NOTES)
    with store.read() as session:
        return session.get_one(Evaluation, actor.evaluation_id).core_concept
