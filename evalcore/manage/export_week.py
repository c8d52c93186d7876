"""What the weekly loop and thinking leave behind, as tables of the export: points, contributions, memos."""

from collections.abc import Mapping
from typing import Any, Protocol

from db.tables import Contribution, Memo, MemoState, Participant, Point, PointState

Row = dict[str, Any]

WEEK_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "points": (
        "point", "stage", "trust", "meeting_on", "text", "source", "coding", "noted_on", "raised_on", "raised_at",
        "answer", "answered_on", "outcome", "closed_on", "author",
    ),
    "contributions": ("contribution", "kind", "held_on", "trust", "with_whom", "what", "author"),
    "memos": (
        "memo", "kind", "theme", "source", "coding", "participant", "text", "discussed_with", "author", "reflection",
        "made_in", "ended_in",
    ),
}  # fmt: skip


class Reader(Protocol):
    """The rows of one evaluation, and the names that numbers stand for."""

    names: dict[int | None, str]
    trusts: dict[int, str]
    people: dict[int, Participant]
    hidden: set[int]
    """Codings that the reader may not know of."""

    def rows(self, table: Any) -> list[Any]: ...


def points(reader: Reader) -> list[Row]:
    authors = {row.no: reader.names[row.author] for row in reader.rows(Point)}
    return [
        {
            "point": row.point,
            "stage": row.stage.value,
            "trust": reader.trusts.get(row.trust or 0),
            "meeting_on": row.meeting_on,
            "text": row.text,
            "source": row.source,
            "coding": row.coding if row.coding not in reader.hidden else None,
            "noted_on": row.noted_on,
            "raised_on": row.raised_on,
            "raised_at": row.raised_at,
            "answer": row.answer or None,
            "answered_on": row.answered_on,
            "outcome": row.outcome or None,
            "closed_on": row.closed_on,
            "author": authors[row.point],
        }
        for row in sorted(reader.rows(PointState), key=lambda row: int(row.point))
        if row.ended_in is None
    ]


def contributions(reader: Reader) -> list[Row]:
    return [
        {
            "contribution": row.no,
            "kind": row.kind.value,
            "held_on": row.held_on,
            "trust": reader.trusts.get(row.trust or 0),
            "with_whom": row.with_whom or None,
            "what": row.what,
            "author": reader.names[row.author],
        }
        for row in reader.rows(Contribution)
        if row.ended_in is None
    ]


def memos(reader: Reader) -> list[Row]:
    known = {row.no: row for row in reader.rows(Memo)}
    return [
        {
            "memo": row.memo,
            "kind": row.kind.value,
            "theme": row.theme,
            "source": row.source,
            "coding": row.coding,
            "participant": reader.people[row.participant].pseudonym if row.participant else None,
            "text": row.text,
            "discussed_with": row.discussed_with or None,
            "author": reader.names[known[row.memo].author],
            "reflection": "yes" if known[row.memo].reflection else "no",
            "made_in": row.made_in,
            "ended_in": row.ended_in,
        }
        for row in reader.rows(MemoState)
        if row.coding not in reader.hidden
    ]
