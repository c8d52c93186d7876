"""What a person looks at on the dashboard: the filters of its address as one value, and the questions they ask."""

from dataclasses import dataclass, field

from db.vocabulary import AskedPolarity, GroupBy, Per, Unit
from evalcore.analysis.question import SINGLE_POLARITIES, Filters, Question

SIDES = SINGLE_POLARITIES
"""What stands beside each other unless one polarity is asked for."""


@dataclass(frozen=True)
class View:
    """`polarity` None: the sides beside each other. `level` None: the whole tree. `as_at` None: today."""

    unit: Unit = Unit.SOURCES
    polarity: AskedPolarity | None = None
    level: int | None = None
    per: Per = Per.MONTH
    filters: Filters = field(default_factory=Filters)
    as_at: int | None = None

    @property
    def polarities(self) -> tuple[AskedPolarity, ...]:
        """What is asked: with the sides also `any`, by which themes are sorted and whose base stands beside them."""
        return (self.polarity,) if self.polarity else (*SIDES, AskedPolarity.ANY)

    @property
    def whole(self) -> AskedPolarity:
        """The polarity of a theme's own base."""
        return self.polarity or AskedPolarity.ANY

    def by_theme(self, per: Per = Per.NONE) -> Question:
        """Every theme of the level, in one period or in many."""
        return Question(self.unit, self.polarities, None, GroupBy.THEME, self.level, per, self.filters, self.as_at)

    def of_theme(self, theme: int, per: Per = Per.NONE) -> Question:
        """One theme, in one period or in many."""
        return Question(self.unit, self.polarities, theme, None, None, per, self.filters, self.as_at)
