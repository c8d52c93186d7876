"""What was seen, said and written: sources, their texts, and the spans of them that matter."""

from datetime import date

from sqlmodel import Field

from db.tables.columns import (
    Dated,
    InEvaluation,
    found_by,
    once_per_evaluation,
    one_of,
    points_to,
    span_check,
)
from db.vocabulary import ObserverPart, RoleGroup, Setting, SourceKind


class Source(InEvaluation, table=True):
    """One piece of data. It is there as long as it has a state in force."""

    kind: SourceKind = one_of(SourceKind)
    original_sha256: str | None = None
    """Of the imported file, which is not kept: it holds names."""
    made_in: int


class SourceState(Dated, table=True):
    """The facts of a source. Figures use those that stand now, whatever change is asked for."""

    __tablename__ = "source_state"
    __table_args__ = (points_to("source", "source"), points_to("trust", "trust"))
    source: int = Field(index=True)
    title: str
    held_on: date
    """A local calendar date, never a UTC one."""
    until: date | None = None
    starts_at: str | None = None
    """Local time, HH:MM."""
    minutes: int | None = None
    trust: int | None = None
    """None: the whole collaborative."""
    setting: Setting | None = one_of(Setting, nullable=True)
    observer_part: ObserverPart | None = one_of(ObserverPart, nullable=True)
    lead_coder: int = Field(foreign_key="account.id")


class Attendance(Dated, table=True):
    """Who was there, by role group; with `participant`, somebody known by pseudonym."""

    __table_args__ = (
        points_to("source", "source"),
        points_to("trust", "trust"),
        points_to("participant", "participant"),
    )
    source: int = Field(index=True)
    role_group: RoleGroup = one_of(RoleGroup)
    trust: int | None = None
    how_many: int = 1
    participant: int | None = None


class TextVersion(InEvaluation, table=True):
    """A text of a source, immutable but for purging. NFC, LF, no BOM, no U+0000."""

    __tablename__ = "text_version"
    __table_args__ = (
        points_to("source", "source"),
        once_per_evaluation("source", "number"),
    )
    source: int
    number: int
    text: str
    reason: str = ""
    made_in: int
    purged_in: int | None = None


class Turn(InEvaluation, table=True):
    """A stretch of a text that one speaker says, in code points, half-open."""

    __table_args__ = (
        points_to("text_version", "text_version"),
        points_to("participant", "participant"),
        span_check(),
    )
    text_version: int = Field(index=True)
    start_cp: int
    end_cp: int
    speaker: str
    participant: int | None = None
    is_interviewer: bool = False


class Excerpt(InEvaluation, table=True):
    """A span of one source; where it lies in each version of the text, its places say."""

    __table_args__ = (points_to("source", "source"), found_by("excerpt", "source"))
    source: int
    said_by: RoleGroup | None = one_of(RoleGroup, nullable=True)
    made_in: int


class ExcerptPlace(InEvaluation, table=True):
    """Where an excerpt lies in one text version. None in the newest version: a person must place it."""

    __tablename__ = "excerpt_place"
    __table_args__ = (
        points_to("excerpt", "excerpt"),
        points_to("text_version", "text_version"),
        once_per_evaluation("excerpt", "text_version"),
        span_check(),
    )
    excerpt: int
    text_version: int = Field(index=True)
    start_cp: int
    end_cp: int
