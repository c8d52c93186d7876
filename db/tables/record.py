"""The record of what was done and looked at, and drafts."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from db.tables.columns import InEvaluation, once_per_evaluation


class Change(InEvaluation, table=True):
    """Ids and verbs only, never what people said: withdrawal can erase text and the chain still verifies."""

    __table_args__ = (once_per_evaluation("nonce"),)
    at: datetime
    by: int | None = Field(default=None, foreign_key="account.id")
    verb: str
    subject_kind: str
    subject_no: int | None = None
    undoes: int | None = None
    nonce: str | None = None
    """The client's own mark: an operation sent twice lands once."""
    previous_hash: str
    hash: str


class Look(InEvaluation, table=True):
    """Who opened or exported which evidence: a chain of its own, so that reading empties no cache."""

    at: datetime
    by: int | None = Field(default=None, foreign_key="account.id")
    verb: str
    subject_kind: str
    subject_no: int | None = None
    previous_hash: str
    hash: str


class Draft(SQLModel, table=True):
    """Something half-typed, kept for its author alone."""

    evaluation_id: int = Field(primary_key=True, foreign_key="evaluation.id")
    account_id: int = Field(primary_key=True, foreign_key="account.id")
    id: str = Field(primary_key=True)
    kind: str
    body: str
    client: str
    seq: int
    rev: int
    saved_at: datetime
