"""The programme that is evaluated: its trusts, its calendar, and what is known of each trust from day to day."""

from datetime import date

from sqlmodel import Field

from db.tables.columns import Dated, InEvaluation, one_of, points_to
from db.vocabulary import Aspect, Engagement, EventKind, Rater, RoleGroup


class Trust(InEvaluation, table=True):
    """A member organisation. It is there as long as it has a state in force."""

    made_in: int


class TrustState(Dated, table=True):
    __tablename__ = "trust_state"
    __table_args__ = (points_to("trust", "trust"),)
    trust: int = Field(index=True)
    name: str
    shown_as: str
    """Its name in what leaves the team."""
    followed_closely: bool = False
    chosen_because: str = ""
    beds: int | None = None
    """Its size; None where nobody has said."""


class Phase(Dated, table=True):
    name: str
    first_on: date
    last_on: date


class Meeting(Dated, table=True):
    """A meeting of the evaluation's steering committee."""

    held_on: date
    note: str = ""


class Event(InEvaluation, table=True):
    """A dated thing that may explain a shift. It is there as long as it has a state in force."""

    made_in: int


class EventState(Dated, table=True):
    __tablename__ = "event_state"
    __table_args__ = (points_to("event", "event"), points_to("trust", "trust"), points_to("adopted_from", "trust"))
    event: int = Field(index=True)
    kind: EventKind = one_of(EventKind)
    name: str
    first_on: date
    last_on: date | None = None
    trust: int | None = None
    adopted_from: int | None = None
    """The trust whose idea it was."""
    note: str = ""


class SessionAttendance(Dated, table=True):
    """How many of a trust came to a learning session; 0 where nobody did, no row where nobody knows."""

    __tablename__ = "session_attendance"
    __table_args__ = (points_to("event", "event"), points_to("trust", "trust"))
    event: int = Field(index=True)
    trust: int
    how_many: int


class EngagementStep(Dated, table=True):
    """A trust signed up, lapsed or returned."""

    __tablename__ = "engagement_step"
    __table_args__ = (points_to("trust", "trust"),)
    trust: int = Field(index=True)
    step: Engagement = one_of(Engagement)
    taken_on: date
    note: str = ""


class TrustRating(Dated, table=True):
    """How capable or ready a trust was on a day, by its own team or by the faculty, on a scale of 1 to 5."""

    __tablename__ = "trust_rating"
    __table_args__ = (points_to("trust", "trust"),)
    trust: int = Field(index=True)
    aspect: Aspect = one_of(Aspect)
    rated_by: Rater = one_of(Rater)
    rated_on: date
    score: int


class ChampionCount(Dated, table=True):
    """How many champions of a role group a trust had on a day."""

    __tablename__ = "champion_count"
    __table_args__ = (points_to("trust", "trust"),)
    trust: int = Field(index=True)
    counted_on: date
    role_group: RoleGroup = one_of(RoleGroup)
    how_many: int
