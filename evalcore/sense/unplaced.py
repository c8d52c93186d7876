"""Excerpts that an edit of the text left without a place: listed, and put where a person says they belong."""

import re
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from db.reads.rows import standing
from db.store import Store
from db.tables import Account, Coding, CodingState, Excerpt, ExcerptPlace, SourceState, TextVersion
from db.vocabulary import Polarity
from evalcore.capture.blind import is_hidden
from evalcore.capture.sources import newest_version, standing_state
from evalcore.capture.text_edits import replace_text
from evalcore.errors import InvalidTransition, NotPermitted, Stale
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.changes import Work, verb


@dataclass(frozen=True, slots=True)
class LostCoding:
    coding: int
    theme: int
    polarity: Polarity
    coder_id: int
    coder: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An excerpt without a place in the newest text; `quote` is how it read in `version`, the last that had it."""

    excerpt: int
    source: int
    quote: str
    version: int
    codings: tuple[LostCoding, ...]


def unplaced(store: Store, actor: Actor, source: int | None = None) -> list[Unplaced]:
    """The excerpts with codings in force that a person must place, of one source or of all."""
    require(actor, Action.READ_SOURCES)
    with store.read() as session:
        evaluation = actor.evaluation_id
        newest, placed = _newest_texts(session, evaluation), _placed(session, evaluation)
        stands = {state.source for state in standing(session, evaluation, SourceState)}
        codings = _codings(session, actor)
        found = []
        for row in session.exec(select(Excerpt).where(Excerpt.evaluation_id == evaluation).order_by(col(Excerpt.no))):
            wanted = row.source in stands and source in (None, row.source) and row.no in codings
            if wanted and newest[row.source] not in placed.get(row.no, ()):
                quote, version = _last_words(session, evaluation, row.no)
                found.append(Unplaced(row.no, row.source, quote, version, tuple(codings[row.no])))
        return found


@verb("place excerpt", Action.CODE, Action.TAG_OWN_NOTES, Action.EDIT_SOURCES)
def place_excerpt(work: Work, excerpt: int, start: int, end: int, quote: str) -> None:
    """Say where in the newest text (code points, half-open) an excerpt lies that has no place in it.

    The same text becomes its next version, in which the excerpt has its place: so an undo takes the place back.

    Raises
    ------
    InvalidTransition
        It has a place.
    NotPermitted
        The source is neither hers to edit nor to lead, and the codings of the excerpt are not all hers.
    Stale
        The text there is not `quote`.
    """
    row = work.find(Excerpt, excerpt, "excerpt")
    text = newest_version(work, row.source)
    if text.no in _placed(work.session, work.evaluation_id).get(excerpt, ()):
        raise InvalidTransition(f"Excerpt {excerpt} has its place in the text. Move its coding instead.")
    _may_place(work, row)
    if not quote.strip() or not 0 <= start < end <= len(text.text) or text.text[start:end] != quote:
        raise Stale("The words you chose are not at that place in the text any more. Choose them again.")
    replace_text(
        work,
        row.source,
        text.text,
        in_substance=False,
        places={excerpt: (start, end)},
        reason=f"Excerpt {excerpt} placed",
    )
    work.subject("excerpt", excerpt)


def places_of_words(text: str, words: str) -> list[tuple[int, int]]:
    """Where words stand in a text, however they are broken into lines and whether capital or small.

    >>> places_of_words("It took two\\ndays. Two days!", "two days")
    [(8, 16), (18, 26)]
    """
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)] if pattern else []


def _may_place(work: Work, row: Excerpt) -> None:
    me = work.actor
    if me.may(Action.EDIT_SOURCES) or standing_state(work, row.source).lead_coder == me.account_id:
        return
    query = select(Coding).where(Coding.evaluation_id == work.evaluation_id, Coding.excerpt == row.no)
    coders = {coding.coder for coding in work.session.exec(query) if work.standing(CodingState, coding=coding.no)}
    if coders != {me.account_id}:
        raise NotPermitted("You can place your own codings only. Ask the lead coder of this source.")


def _newest_texts(session: Session, evaluation: int) -> dict[int, int]:
    """The newest text version of each source."""
    query = select(TextVersion.source, TextVersion.no).where(TextVersion.evaluation_id == evaluation)
    return dict(session.exec(query.order_by(col(TextVersion.number))).all())


def _placed(session: Session, evaluation: int) -> dict[int, set[int]]:
    """The text versions in which each excerpt has a place."""
    query = select(ExcerptPlace.excerpt, ExcerptPlace.text_version).where(ExcerptPlace.evaluation_id == evaluation)
    placed: dict[int, set[int]] = {}
    for excerpt, text_version in session.exec(query):
        placed.setdefault(excerpt, set()).add(text_version)
    return placed


def _codings(session: Session, actor: Actor) -> dict[int, list[LostCoding]]:
    """By excerpt, the codings in force that she may see: a blind one of somebody else stays hidden until it counts."""
    names = dict(session.exec(select(Account.id, Account.name)).all())
    query = (
        select(Coding, CodingState)
        .join(
            CodingState,
            (col(CodingState.evaluation_id) == Coding.evaluation_id) & (col(CodingState.coding) == Coding.no),
        )
        .where(Coding.evaluation_id == actor.evaluation_id, col(CodingState.ended_in).is_(None))
        .order_by(col(CodingState.no))
    )
    codings: dict[int, list[LostCoding]] = {}
    for coding, state in session.exec(query):
        if not is_hidden(actor, coding, [state]):
            lost = LostCoding(coding.no, state.theme, Polarity(state.polarity), coding.coder, names[coding.coder])
            codings.setdefault(coding.excerpt, []).append(lost)
    return codings


def _last_words(session: Session, evaluation: int, excerpt: int) -> tuple[str, int]:
    length = col(ExcerptPlace.end_cp) - col(ExcerptPlace.start_cp)
    query = (
        select(func.substr(TextVersion.text, col(ExcerptPlace.start_cp) + 1, length), TextVersion.number)
        .select_from(ExcerptPlace)
        .join(
            TextVersion,
            (col(TextVersion.evaluation_id) == ExcerptPlace.evaluation_id)
            & (col(TextVersion.no) == ExcerptPlace.text_version),
        )
        .where(ExcerptPlace.evaluation_id == evaluation, ExcerptPlace.excerpt == excerpt)
        .order_by(col(TextVersion.number).desc())
    )
    quote, version = session.exec(query.limit(1)).one()
    return quote, version
