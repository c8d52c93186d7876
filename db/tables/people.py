"""Who signs in, which evaluation it is about, and who is a member of it."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from db.tables.columns import Dated, one_of, points_to
from db.vocabulary import Recruitment, Role, RoleGroup


class Account(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True)
    """Kept lower-cased."""
    name: str
    password_hash: str | None = None
    """argon2id; None until the person has set one."""
    opens_evaluations: bool = False
    """Whether the account may start a new evaluation: true of the first account and whom it names."""
    active: bool = True
    made_at: datetime


class SignIn(SQLModel, table=True):
    """A signed-in browser. Only the SHA-256 of its cookie's token is kept."""

    __tablename__ = "session"
    token_sha256: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    evaluation_id: int | None = Field(default=None, foreign_key="evaluation.id")
    """The evaluation that this browser is looking at."""
    made_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None


class Invitation(SQLModel, table=True):
    """A one-time link. Without an evaluation it is the set-up link of a new installation."""

    token_sha256: str = Field(primary_key=True)
    email: str | None = None
    evaluation_id: int | None = Field(default=None, foreign_key="evaluation.id")
    role: Role | None = one_of(Role, nullable=True)
    trust: int | None = None
    invited_by: int | None = Field(default=None, foreign_key="account.id")
    expires_at: datetime
    used_at: datetime | None = None


class Evaluation(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    guid: str = Field(unique=True)
    slug: str = Field(unique=True)
    name: str
    core_concept: str
    time_zone: str
    people_threshold: int = 5
    change_no: int = 0
    opened_on: date
    closed_on: date | None = None


class Membership(Dated, table=True):
    __table_args__ = (points_to("trust", "trust"),)
    account_id: int = Field(foreign_key="account.id", index=True)
    role: Role = one_of(Role)
    trust: int | None = None


class Participant(Dated, table=True):
    """Somebody observed or interviewed, known here only by a pseudonym."""

    __table_args__ = (points_to("trust", "trust"),)
    pseudonym: str
    role_group: RoleGroup = one_of(RoleGroup)
    band: str | None = None
    trust: int | None = None
    recruitment: Recruitment | None = one_of(Recruitment, nullable=True)
    withdrawn_in: int | None = None
