"""What a reader has to say about a file that it could read."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    """This row stays out."""
    WARNING = "warning"
    """It comes in; a person should look at it."""
    NOTE = "note"
    """What was done, for the record."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` counts as a spreadsheet does (the header is row 1), in subtitles lines; None speaks of the whole file."""

    row: int | None
    message: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class ReadText:
    """The text of a document as it is kept, and what there is to say about it."""

    text: str
    problems: tuple[Problem, ...] = ()
