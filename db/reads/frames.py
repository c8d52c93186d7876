"""Whole columns of an evaluation's tables, as frames: what figures are made from."""

from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import csv
from sqlalchemy import Boolean, Date, Enum, Integer, String, cast, func, literal, select
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


def packed(session: Session, query: Any) -> pd.DataFrame:
    """The rows of a query whose columns are numbers, yes or no, words of a vocabulary, and days; in no order.

    Numbers as int64, or float64 where one is NULL; yes or no as 1 or 0; days as datetime64[s]; words as categories.
    The store hands over one long text instead of a Python object for each cell, since a million rows of objects
    take ten times the time and the memory.
    """
    columns = list(query.selected_columns)
    line: Any = literal("")
    rows = query.subquery()
    for number, (column, kept) in enumerate(zip(rows.c, columns, strict=True)):
        assert isinstance(kept.type, Integer | Boolean | Enum | Date), f"{column.name} may hold a comma"
        number_of = cast(column, Integer) if isinstance(kept.type, Boolean) else column
        line = line + ("," if number else "") + func.coalesce(cast(number_of, String), "")
    whole = session.connection().execute(select(func.aggregate_strings(line, "\n")).select_from(rows)).scalar()
    types = {str(column.name): _arrow(column.type) for column in columns}
    if not whole:
        table = pa.table({name: pa.array([], kind) for name, kind in types.items()})
    else:
        table = csv.read_csv(
            pa.BufferReader(whole.encode()),
            read_options=csv.ReadOptions(column_names=list(types)),
            convert_options=csv.ConvertOptions(column_types=types, strings_can_be_null=True),
        )
    rows_read: pd.DataFrame = table.to_pandas()
    return rows_read


def _arrow(kind: object) -> pa.DataType:
    if isinstance(kind, Date):
        return pa.timestamp("s")
    return pa.dictionary(pa.int32(), pa.string()) if isinstance(kind, Enum) else pa.int64()


def _plain(cells: tuple[Any, ...]) -> list[Any]:
    return [getattr(cell, "value", cell) for cell in cells]
