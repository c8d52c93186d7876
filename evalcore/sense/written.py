"""Words as a search looks through them, and those of the week's lists: points to raise and contributions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from db.reads.rows import standing
from db.tables import Contribution, Point, PointState
from evalcore.sense.matching import Folded


@dataclass(frozen=True, slots=True)
class Written:
    """Words somebody wrote, and the same with their letters folded."""

    own: str
    folded: Folded


@dataclass(frozen=True, slots=True)
class SearchedEntry:
    """A point or a contribution that stands, each of its wordings by name; `trust` 0 is the whole collaborative."""

    no: int
    trust: int
    author: int
    on: date
    wordings: tuple[tuple[str, Written], ...]


def written(text: str) -> Written:
    return Written(text, Folded(text))


def worded(wordings: dict[str, str]) -> tuple[tuple[str, Written], ...]:
    """Those that say something."""
    return tuple((name, written(text)) for name, text in wordings.items() if text)


def searched_points(session: Session, evaluation_id: int) -> tuple[SearchedEntry, ...]:
    authors = dict(session.exec(select(Point.no, Point.author).where(Point.evaluation_id == evaluation_id)).all())
    return _newest_first(
        SearchedEntry(
            row.point,
            row.trust or 0,
            authors[row.point],
            row.noted_on,
            worded({"point": row.text, "what they said": row.answer, "what came of it": row.outcome}),
        )
        for row in standing(session, evaluation_id, PointState)
    )


def searched_contributions(session: Session, evaluation_id: int) -> tuple[SearchedEntry, ...]:
    return _newest_first(
        SearchedEntry(
            row.no,
            row.trust or 0,
            row.author,
            row.held_on,
            worded({"contribution": row.what, "with whom": row.with_whom}),
        )
        for row in standing(session, evaluation_id, Contribution)
    )


def _newest_first(entries: Iterable[SearchedEntry]) -> tuple[SearchedEntry, ...]:
    return tuple(sorted(entries, key=lambda one: (one.on, one.no), reverse=True))
