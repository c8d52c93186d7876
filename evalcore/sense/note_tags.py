"""The tags of a field note: its author's codings as the form of the note holds them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from db.tables import Coding, CodingState, ExcerptPlace, TextVersion
from db.vocabulary import Polarity
from evalcore.capture.anchors import carry
from evalcore.errors import Stale
from evalcore.manage.access import Actor
from evalcore.manage.changes import Work
from evalcore.sense.coding import code, recode, uncode


@dataclass(frozen=True, slots=True)
class Tag:
    """Words of the note and what they speak to; `coding` where it was tagged before."""

    start: int
    end: int
    quote: str
    theme: int
    polarity: Polarity
    coding: int | None = None

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the form has the words: `places` of excerpts in the new text, and tags that need an excerpt `apart`."""

    places: dict[int, tuple[int, int]] = field(default_factory=dict)
    apart: list[Tag] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Standing:
    """A coding of hers with a place in the text; it has several states where a split left it in both parts."""

    no: int
    excerpt: int
    span: tuple[int, int]
    states: list[CodingState]


def own_tags(session: Session, actor: Actor, text: TextVersion) -> list[Tag]:
    """Her codings in force that have a place in this text, in its order."""
    return [
        Tag(*one.span, text.text[slice(*one.span)], state.theme, Polarity(state.polarity), one.no)
        for one in _own(session, actor, text)
        for state in one.states
    ]


def tag_words(work: Work, source: int, tags: Sequence[Tag]) -> None:
    for tag in tags:
        code.within(work, source, tag.start, tag.end, tag.quote, tag.theme, tag.polarity)


def settle_tags(
    work: Work, old: TextVersion, text: str, tags: Sequence[Tag], lost: Collection[int], *, opened_at: int
) -> Moved:
    """Take back and judge anew the author's own codings as the form now has them, and say where it has their words.

    A coding that came or changed since `opened_at`, at the desk, is none that the form knew: it is left alone.

    Raises
    ------
    Stale
        A tag does not lie on its words in `text`.
    """
    kept: dict[int, dict[int, Tag]] = {}
    were = {}
    for one in _own(work.session, work.actor, old):
        given = {tag.theme: tag for tag in tags if tag.coding == one.no}
        if any(state.made_in > opened_at for state in one.states) or (not given and one.no in lost):
            continue
        _judge(work, one, given)
        if given:
            # It lies on the same words under both parts of a split: the tag that was moved says where.
            moved = next((tag for tag in given.values() if tag.span != one.span), next(iter(given.values())))
            kept.setdefault(one.excerpt, {})[one.no] = moved
            were[one.excerpt] = one.span
    work.session.flush()
    if any(text[tag.start : tag.end] != tag.quote for of in kept.values() for tag in of.values()):
        raise Stale("A tag does not lie on its words any more. Choose the words again.")
    return _moved(
        work, kept, dict(zip(were, carry(old.text, text, list(were.values())), strict=True)), text != old.text
    )


def _judge(work: Work, one: _Standing, given: Mapping[int, Tag]) -> None:
    there = {state.theme for state in one.states}
    chosen = [tag for tag in given.values() if tag.theme not in there]
    for state in one.states:
        tag = given.get(state.theme) or (chosen.pop(0) if chosen else None)
        if tag is None:
            uncode.within(work, one.no, under=state.theme)
        elif tag.theme != state.theme:
            recode.within(work, one.no, theme=tag.theme, polarity=tag.polarity, under=state.theme)
        elif tag.polarity != state.polarity:
            recode.within(work, one.no, polarity=tag.polarity, under=state.theme)
        work.session.flush()


def _moved(
    work: Work,
    kept: Mapping[int, Mapping[int, Tag]],
    carried: Mapping[int, tuple[int, int] | None],
    text_changed: bool,
) -> Moved:
    moved = Moved()
    for excerpt, tags in kept.items():
        spans = {tag.span for tag in tags.values()}
        # Whoever else coded these words chose them herself: what the author moves moves for her alone.
        if text_changed and len(spans) == 1 and _coded(work, excerpt) <= set(tags):
            moved.places[excerpt] = spans.pop()
        else:
            moved.apart.extend(tag for tag in tags.values() if tag.span != carried[excerpt])
    return moved


def _coded(work: Work, excerpt: int) -> set[int]:
    """The codings in force that share an excerpt."""
    query = (
        select(Coding.no)
        .join(
            CodingState,
            (col(CodingState.evaluation_id) == Coding.evaluation_id) & (col(CodingState.coding) == Coding.no),
        )
        .where(
            Coding.evaluation_id == work.evaluation_id, Coding.excerpt == excerpt, col(CodingState.ended_in).is_(None)
        )
    )
    return set(work.session.exec(query))


def _own(session: Session, actor: Actor, text: TextVersion) -> list[_Standing]:
    query = (
        select(CodingState, ExcerptPlace)
        .join(Coding, (col(Coding.evaluation_id) == CodingState.evaluation_id) & (col(Coding.no) == CodingState.coding))
        .join(
            ExcerptPlace,
            (col(ExcerptPlace.evaluation_id) == Coding.evaluation_id) & (col(ExcerptPlace.excerpt) == Coding.excerpt),
        )
        .where(
            CodingState.evaluation_id == text.evaluation_id,
            col(CodingState.ended_in).is_(None),
            Coding.coder == actor.account_id,
            ExcerptPlace.text_version == text.no,
        )
        .order_by(col(ExcerptPlace.start_cp), col(CodingState.no))
    )
    found: dict[int, _Standing] = {}
    for state, place in session.exec(query):
        new = _Standing(state.coding, place.excerpt, (place.start_cp, place.end_cp), [])
        found.setdefault(state.coding, new).states.append(state)
    return list(found.values())
