"""What can go wrong in a way a person can act on.

The message of an `EvalError` is safe to show: it says what is wrong with which thing and what to do next, and
never holds what a participant said.
"""


class EvalError(Exception):
    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(EvalError):
    """There is no such thing in this evaluation."""


class NotPermitted(EvalError):
    """The person's role does not allow it."""


class InvalidTransition(EvalError):
    """The thing is in a state from which it cannot go there."""


class Invalid(EvalError):
    """A value that cannot be taken; `field` names the one to mend, as the form does."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Stale(EvalError):
    """Somebody else changed the thing since it was opened."""


class ImportProblem(EvalError):
    """A file, or one row of it, cannot be brought in; `row` counts as a spreadsheet does, the header being 1."""

    def __init__(self, message: str, row: int | None = None) -> None:
        super().__init__(message)
        self.row = row

    def __str__(self) -> str:
        return self.message if self.row is None else f"Row {self.row}: {self.message}"


class WouldDisclose(EvalError):
    """Showing it could make a person recognisable."""
