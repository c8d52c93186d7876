"""Written thoughts, as identities with dated states."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.tables.columns import Dated, InEvaluation, one_of, points_to
from db.vocabulary import MemoKind

TIES = ("theme", "source", "coding", "participant")


class Memo(InEvaluation, table=True):
    """A written thought. It is there as long as it has a state in force."""

    author: int = Field(foreign_key="account.id")
    reflection: bool = False
    """Whether it is the author's own reflection in the form of a field note, and is written there."""
    made_in: int


class MemoState(Dated, table=True):
    """What a memo says, and the one thing that it is tied to, if it is."""

    __tablename__ = "memo_state"
    __table_args__ = (
        points_to("memo", "memo"),
        *(points_to(tie, tie) for tie in TIES),
        CheckConstraint(
            " + ".join(f"(CASE WHEN {tie} IS NULL THEN 0 ELSE 1 END)" for tie in TIES) + " <= 1",
            name="a_memo_is_tied_to_one_thing",
        ),
    )
    memo: int = Field(index=True)
    kind: MemoKind = one_of(MemoKind)
    text: str
    """Markdown."""
    theme: int | None = None
    source: int | None = Field(default=None, index=True)
    coding: int | None = Field(default=None, index=True)
    participant: int | None = None
    discussed_with: str = ""
