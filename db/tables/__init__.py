"""The tables of the store; `METADATA` is what the migrations are held against."""

from sqlmodel import SQLModel

from db.tables.columns import Dated
from db.tables.data import (
    Attendance,
    Excerpt,
    ExcerptPlace,
    Source,
    SourceState,
    TextVersion,
    Turn,
)
from db.tables.judgement import (
    Coding,
    CodingState,
    FrameworkVersion,
    Reading,
    Theme,
    ThemeState,
)
from db.tables.memos import Memo, MemoState
from db.tables.people import (
    Account,
    Evaluation,
    Invitation,
    Membership,
    Participant,
    SignIn,
)
from db.tables.points import Contribution, Point, PointState
from db.tables.programme import (
    ChampionCount,
    EngagementStep,
    Event,
    EventState,
    Meeting,
    Phase,
    SessionAttendance,
    Trust,
    TrustRating,
    TrustState,
)
from db.tables.record import Change, Draft, Look

METADATA = SQLModel.metadata

DATED: tuple[type[Dated], ...] = (
    Membership,
    TrustState,
    Participant,
    SourceState,
    Attendance,
    PointState,
    Contribution,
    MemoState,
    ThemeState,
    FrameworkVersion,
    CodingState,
    Reading,
    Phase,
    Meeting,
    EventState,
    SessionAttendance,
    EngagementStep,
    TrustRating,
    ChampionCount,
)
"""Every table whose rows hold from one change until another: what undo works on."""

__all__ = [
    "DATED",
    "METADATA",
    "Account",
    "Attendance",
    "ChampionCount",
    "Change",
    "Coding",
    "CodingState",
    "Contribution",
    "Draft",
    "EngagementStep",
    "Evaluation",
    "Event",
    "EventState",
    "Excerpt",
    "ExcerptPlace",
    "FrameworkVersion",
    "Invitation",
    "Look",
    "Meeting",
    "Membership",
    "Memo",
    "MemoState",
    "Participant",
    "Phase",
    "Point",
    "PointState",
    "Reading",
    "SessionAttendance",
    "SignIn",
    "Source",
    "SourceState",
    "TextVersion",
    "Theme",
    "ThemeState",
    "Trust",
    "TrustRating",
    "TrustState",
    "Turn",
]
