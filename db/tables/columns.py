"""How a column or a key is declared, so that every table declares it alike."""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Enum,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

LARGEST = 2**31 - 1
"""No number that the store keeps is larger; PostgreSQL refuses to look for one."""


def points_to(column: str, table: str) -> ForeignKeyConstraint:
    """A composite foreign key: a row can only point into its own evaluation."""
    return ForeignKeyConstraint(["evaluation_id", column], [f"{table}.evaluation_id", f"{table}.no"])


def once_per_evaluation(*columns: str) -> UniqueConstraint:
    return UniqueConstraint("evaluation_id", *columns)


def found_by(table: str, column: str) -> Index:
    """An index of `column` within an evaluation."""
    return Index(f"ix_{table}_{column}", "evaluation_id", column)


def span_check() -> CheckConstraint:
    return CheckConstraint("0 <= start_cp AND start_cp < end_cp", name="a_span_runs_forward")


def one_of(words: type[StrEnum], *, nullable: bool = False) -> Any:
    """A column that holds one of `words` by value, with a CHECK constraint."""
    kind = Enum(
        words,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=40,
        name=words.__name__.lower(),
    )
    default: Any = None if nullable else ...
    return Field(default, sa_column=Column(kind, nullable=nullable))


class InEvaluation(SQLModel):
    """A row of an evaluation: `no` counts 1, 2, 3 within the evaluation and table."""

    evaluation_id: int = Field(primary_key=True, foreign_key="evaluation.id")
    no: int = Field(primary_key=True)


class Dated(InEvaluation):
    """A row that holds from change `made_in` until change `ended_in` (None while it stands)."""

    made_in: int = Field(index=False)
    ended_in: int | None = None
