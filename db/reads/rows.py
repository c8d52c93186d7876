"""Rows of one evaluation: those in force, and the newest text of a source."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from db.tables import TextVersion
from db.tables.columns import LARGEST, Dated

D = TypeVar("D", bound=Dated)


def in_force(table: type[Dated], as_at: int | None) -> list[ColumnElement[bool]]:
    """What holds of the rows of `table` in force as at a change; None is now."""
    ended = col(table.ended_in)
    if as_at is None:
        return [ended.is_(None)]
    return [col(table.made_in) <= as_at, or_(ended.is_(None), ended > as_at)]


def standing(session: Session, evaluation_id: int, table: type[D], **where: object) -> list[D]:
    """The rows of `table` in force that match, oldest first."""
    query = select(table).where(table.evaluation_id == evaluation_id, col(table.ended_in).is_(None))
    if any(isinstance(value, int) and value > LARGEST for value in where.values()):
        return []
    for column, value in where.items():
        query = query.where(getattr(table, column) == value)
    return list(session.exec(query.order_by(col(table.no))))


def newest_text(session: Session, evaluation_id: int, source: int) -> TextVersion:
    query = select(TextVersion).where(TextVersion.evaluation_id == evaluation_id, TextVersion.source == source)
    return session.exec(query.order_by(col(TextVersion.number).desc()).limit(1)).one()


def newest_texts(session: Session, evaluation_id: int, sources: Sequence[int]) -> dict[int, int]:
    """The source of each newest text, by the text's own number."""
    query = select(TextVersion.source, TextVersion.number, TextVersion.no).where(
        TextVersion.evaluation_id == evaluation_id, col(TextVersion.source).in_(sources)
    )
    newest = {source: no for source, _, no in sorted(session.exec(query).all())}
    return {no: source for source, no in newest.items()}
