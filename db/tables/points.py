"""The weekly loop with a team: points to raise, and what the researcher brought in."""

from datetime import date

from sqlmodel import Field

from db.tables.columns import Dated, InEvaluation, one_of, points_to
from db.vocabulary import ContributionKind, PointStage


class Point(InEvaluation, table=True):
    """Something noticed that is taken to a team's meeting. It is there as long as it has a state in force."""

    author: int = Field(foreign_key="account.id")
    made_in: int


class PointState(Dated, table=True):
    """A point as far as it has come; each step has its own local calendar date."""

    __tablename__ = "point_state"
    __table_args__ = (
        points_to("point", "point"),
        points_to("trust", "trust"),
        points_to("source", "source"),
        points_to("coding", "coding"),
        points_to("raised_at", "source"),
    )
    point: int = Field(index=True)
    text: str
    stage: PointStage = one_of(PointStage)
    trust: int | None = Field(default=None, index=True)
    """The team it is for; None is the whole collaborative."""
    meeting_on: date | None = None
    """The meeting it is for; None is the team's next."""
    source: int | None = None
    """Where it was noted: the field note, or the source of the coding."""
    coding: int | None = None
    noted_on: date
    raised_on: date | None = None
    raised_at: int | None = None
    """The field note of the meeting in which it was raised."""
    answer: str = ""
    """What they said."""
    answered_on: date | None = None
    outcome: str = ""
    """What came of it."""
    closed_on: date | None = None


class Contribution(Dated, table=True):
    """What the researcher brought in: help, knowledge, findings, or people put in touch."""

    __table_args__ = (points_to("trust", "trust"),)
    kind: ContributionKind = one_of(ContributionKind)
    held_on: date
    trust: int | None = None
    """None is the whole collaborative."""
    with_whom: str = ""
    what: str
    author: int = Field(foreign_key="account.id")
