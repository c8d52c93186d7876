"""A mark of a picture by name: what a click sends back, and what the address keeps."""

from dataclasses import dataclass

from db.vocabulary import AskedPolarity


@dataclass(frozen=True, slots=True)
class Mark:
    """A theme with a polarity, in one period or in all."""

    theme: int
    polarity: AskedPolarity
    period: str | None = None

    def __str__(self) -> str:
        parts = [str(self.theme), str(self.polarity), *([self.period] if self.period else [])]
        return ".".join(parts)


def mark_of(text: str) -> Mark | None:
    """The mark that `text` names; None for what is none."""
    theme, _, rest = text.partition(".")
    polarity, _, period = rest.partition(".")
    if not theme.isdecimal() or polarity not in list(AskedPolarity):
        return None
    return Mark(int(theme), AskedPolarity(polarity), period or None)
