"""What can be asked of a corpus."""

from dataclasses import dataclass, field
from datetime import date

from db.vocabulary import AskedPolarity, GroupBy, Per, Unit

SINGLE_POLARITIES = (
    AskedPolarity.BARRIER,
    AskedPolarity.FACILITATOR,
    AskedPolarity.MIXED,
    AskedPolarity.NONE,
)


@dataclass(frozen=True)
class Filters:
    """What a source or coding must be to be looked at; all must hold, None asks nothing.

    `trust` 0 is the whole collaborative; `setting` may be `NONE_GIVEN`, `role_group` may be `UNKNOWN_ROLE_GROUP`. By
    `coder`: the sources she leads and those with a counted coding of hers, and of the codings hers only. By
    `role_group`: the sources in which it speaks, and of the codings its own only. A source lies wholly within `first`
    and `last`, both inclusive.
    """

    trust: int | None = None
    kind: str | None = None
    setting: str | None = None
    role_group: str | None = None
    coder: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Question:
    """One question of the dashboard or the command line; hashable, so that an answer can be kept.

    Parameters
    ----------
    unit
        What is counted.
    polarities
        One answer each, in this order.
    theme
        The theme asked about; None only with `by` theme.
    by
        A row for each theme, trust ...; None for one group.
    level
        With `by` theme: 1 is the top; None asks for all levels.
    per
        A row for each month, quarter ...
    filters
        What is looked at.
    as_at
        The change number as at which it is asked; None for the last.

    Raises
    ------
    ValueError
        For a question that has no defined answer: neither a theme nor `by` theme, both, or a share of "both".
    """

    unit: Unit = Unit.SOURCES
    polarities: tuple[AskedPolarity, ...] = SINGLE_POLARITIES
    theme: int | None = None
    by: GroupBy | None = None
    level: int | None = None
    per: Per = Per.NONE
    filters: Filters = field(default_factory=Filters)
    as_at: int | None = None

    def __post_init__(self) -> None:
        if (self.theme is None) != (self.by is GroupBy.THEME):
            raise ValueError("ask about one theme, or by theme")
        if self.unit is Unit.SHARE and AskedPolarity.BOTH in self.polarities:
            raise ValueError("a share is not asked of both polarities together")
