"""What it means: themes, codings and readings, as identities with dated states."""

from sqlmodel import Field

from db.tables.columns import Dated, InEvaluation, found_by, one_of, points_to
from db.vocabulary import Polarity


class Theme(InEvaluation, table=True):
    __table_args__ = (points_to("split_from", "theme"),)
    made_in: int
    split_from: int | None = None
    """The theme of which this one is a part."""


class ThemeState(Dated, table=True):
    __tablename__ = "theme_state"
    __table_args__ = (
        points_to("theme", "theme"),
        points_to("parent", "theme"),
        points_to("merged_into", "theme"),
        points_to("because_memo", "memo"),
    )
    theme: int = Field(index=True)
    parent: int | None = None
    name: str
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    colour: str = ""
    """#rrggbb, or empty for the colour of its place in the tree."""
    opened: int
    """The change since which a source must have been read to know about the theme."""
    merged_into: int | None = None
    retired: bool = False
    split: bool = False
    """Whether its parts have taken its place."""
    reason: str = ""
    because_memo: int | None = None
    """The memo in which the change was thought through."""


class FrameworkVersion(Dated, table=True):
    """A name for the framework as it stood at change `made_in`."""

    __tablename__ = "framework_version"
    number: int
    reason: str = ""


class Coding(InEvaluation, table=True):
    __table_args__ = (points_to("excerpt", "excerpt"), found_by("coding", "excerpt"))
    excerpt: int
    coder: int = Field(foreign_key="account.id")
    blind: bool = False
    """A second coding made without seeing the first: accepted only in reconciliation."""
    made_in: int


class CodingState(Dated, table=True):
    """A judgement as it stands: two are in force where a split put the coding in both parts."""

    __tablename__ = "coding_state"
    __table_args__ = (
        points_to("coding", "coding"),
        points_to("theme", "theme"),
        # By the change that made or ended it too: an undo asks every table what its change did.
        *(found_by("coding_state", column) for column in ("coding", "made_in", "ended_in")),
    )
    coding: int
    theme: int = Field(index=True)
    polarity: Polarity = one_of(Polarity)
    strength: int | None = None
    comment: str = ""
    counted: bool


class Reading(Dated, table=True):
    """This coder has read this source against the framework as it stood at change `at`."""

    __table_args__ = (
        points_to("source", "source"),
        points_to("text_version", "text_version"),
    )
    source: int = Field(index=True)
    coder: int = Field(foreign_key="account.id")
    text_version: int
    at: int
    counted: bool
    """Whether the coder led the source when she marked it: only then is the source read."""
