"""What waits for a coder: sources begun, not read, to be read again, and codings that others offer her."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from db.reads.rows import standing
from db.store import Store
from db.tables import Account, Coding, Source, SourceState, TrustState
from db.vocabulary import WHOLE_COLLABORATIVE, SourceKind
from evalcore.analysis.corpus import NEVER
from evalcore.analysis.snapshot import Snapshot
from evalcore.manage.access import Action, Actor, require
from evalcore.watch.corpus import snapshot
from evalcore.watch.reading_state import themes_asked

AT_ONCE = 500
"""Numbers in one question to the store: neither store takes any number of them."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class WaitingSource:
    """A source, and how much of it waits: `many` themes not looked for, or codings offered `by` whom."""

    no: int
    title: str
    kind: SourceKind
    held_on: date
    trust: str
    many: int = 0
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pile:
    """The first sources of a list, how many it has, and how much waits in them all."""

    first: tuple[WaitingSource, ...]
    sources: int
    many: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """`begun`: coded by her and not marked as read by her, the last coded first. Of what she leads, the newest first:
    `unread` for every theme, and not begun; `again`: read, but not for themes that came or changed since; `offered`:
    with codings of others that do not count yet. `others_unread` sources wait for other lead coders, of `sources`, of
    which she leads `led`.
    """

    begun: Pile
    unread: Pile
    again: Pile
    offered: Pile
    others_unread: int
    sources: int
    led: int


def waiting(store: Store, actor: Actor, most: int = 4) -> Waiting:
    """What waits for her, the first `most` of each kind: counted out of what is kept for the figures.

    Raises
    ------
    NotPermitted
    """
    require(actor, Action.CODE)
    known = snapshot(store, actor.evaluation_id)
    asked = themes_asked(known)
    missing = (~known.read[:, asked]).sum(axis=1)
    untouched = missing == len(asked)
    numbers = known.sources["source"].to_numpy("int64")
    hers = known.sources["lead_coder"].to_numpy() == actor.account_id
    newest = np.lexsort((numbers, known.sources["held_on"].to_numpy()))[::-1]
    begun = _begun(known, actor)
    unread = hers & untouched & ~np.isin(numbers, begun)
    again = hers & ~untouched & (missing > 0)
    themes = dict(zip(numbers.tolist(), missing.tolist(), strict=True))
    with store.read() as session:
        offered = _offered(session, known, actor, numbers[newest][hers[newest]])
        words = _Words(session, actor.evaluation_id)
        return Waiting(
            words.pile(begun, most),
            words.pile(numbers[newest][unread[newest]], most),
            words.pile(numbers[newest][again[newest]], most, themes),
            words.pile(list(offered), most, {no: len(by) for no, by in offered.items()}, offered),
            int((untouched & ~hers).sum()),
            len(numbers),
            int(hers.sum()),
        )


def _begun(known: Snapshot, actor: Actor) -> Numbers:
    codings, readings = known.corpus.codings, known.corpus.readings
    hers = codings[(codings["coder"] == actor.account_id) & (codings["ended_in"] == NEVER)]
    last = hers.groupby("source")["made_in"].max().sort_values(ascending=False)
    read = readings[(readings["coder"] == actor.account_id) & (readings["ended_in"] == NEVER)]["source"]
    sources = last.index.to_numpy("int64")
    return sources[~np.isin(sources, read) & np.isin(sources, known.sources["source"])]


def _offered(session: Session, known: Snapshot, actor: Actor, sources: Numbers) -> dict[int, list[int]]:
    """Whose codings are offered in these sources, once for each coding; blind ones are offered to nobody."""
    codings = known.corpus.codings
    there = codings[(codings["ended_in"] == NEVER) & ~codings["counted"] & (codings["coder"] != actor.account_id)]
    there = there[there["source"].isin(sources)].drop_duplicates("coding")
    numbers = there["coding"].tolist()
    blind: set[int] = set()
    for at in range(0, len(numbers), AT_ONCE):
        query = select(Coding.no).where(Coding.evaluation_id == actor.evaluation_id, col(Coding.blind))
        blind.update(session.exec(query.where(col(Coding.no).in_(numbers[at : at + AT_ONCE]))))
    found: dict[int, list[int]] = {}
    for coding, source, coder in zip(numbers, there["source"].tolist(), there["coder"].tolist(), strict=True):
        if coding not in blind:
            found.setdefault(source, []).append(coder)
    return {source: found[source] for source in sources.tolist() if source in found}


class _Words:
    """The titles and facts of the few sources that are named."""

    def __init__(self, session: Session, evaluation_id: int) -> None:
        self._session, self._evaluation = session, evaluation_id
        self._people = dict(session.exec(select(Account.id, Account.name)).all())
        self._trusts = {row.trust: row.name for row in standing(session, evaluation_id, TrustState)}

    def pile(
        self,
        sources: Sequence[int] | Numbers,
        most: int,
        many: Mapping[int, int] | None = None,
        by: Mapping[int, Sequence[int]] | None = None,
    ) -> Pile:
        numbers = [int(no) for no in sources]
        many, by = many or {}, by or {}
        of = (col(Source.evaluation_id) == SourceState.evaluation_id) & (col(Source.no) == SourceState.source)
        query = (
            select(SourceState, Source.kind)
            .join(Source, of)
            .where(
                SourceState.evaluation_id == self._evaluation,
                col(SourceState.ended_in).is_(None),
                col(SourceState.source).in_(numbers[:most]),
            )
        )
        found = {
            state.source: WaitingSource(
                state.source,
                state.title,
                SourceKind(kind),
                state.held_on,
                self._trusts.get(state.trust or 0, WHOLE_COLLABORATIVE),
                many.get(state.source, 0),
                tuple(sorted({self._people[one] for one in by.get(state.source, ())}, key=str.casefold)),
            )
            for state, kind in self._session.exec(query)
        }
        first = tuple(found[no] for no in numbers[:most])
        return Pile(first, len(numbers), sum(many.get(no, 0) for no in numbers))
