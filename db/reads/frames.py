"""Whole columns of an evaluation's tables, as frames: what figures are made from."""

from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session, SQLModel

STANDS = 2**31 - 1
"""`ended_in` of a row that still stands: later than any change."""


def frame(session: Session, table: type[SQLModel], evaluation_id: int, columns: tuple[str, ...]) -> pd.DataFrame:
    """One row per row of `table` in the evaluation, in order of `no`; enums as their values, NULL as None.

    `ended_in` is `STANDS` where the row still stands.
    """
    chosen = [getattr(table, column) for column in columns]
    where: Any = table.__table__.c  # type: ignore[attr-defined]
    query = select(*chosen).where(where.evaluation_id == evaluation_id).order_by(where.no)
    rows = session.connection().execute(query).fetchall()
    data = dict(zip(columns, zip(*rows, strict=True), strict=True)) if rows else {column: () for column in columns}
    values = {column: _plain(cells) for column, cells in data.items()}
    if "ended_in" in values:
        values["ended_in"] = [STANDS if cell is None else cell for cell in values["ended_in"]]
    return pd.DataFrame({column: pd.Series(cells, dtype=object) for column, cells in values.items()})


def _plain(cells: tuple[Any, ...]) -> list[Any]:
    return [getattr(cell, "value", cell) for cell in cells]
