"""Where each theme stands in a picture with a row a theme, and what is written beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.vocabulary import AskedPolarity
from evalcore.watch import words
from evalcore.watch.cells import Cell, Cells, ThemeLine
from evalcore.watch.charts import ink

LINE, SMALL_LINE, BAR = 16, 15, 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a picture is drawn for, in px: `labels` left of the bars, 0 where the words stand above them."""

    labels: int
    letters: int
    plot: int


WIDE = Sheet(labels=264, letters=38, plot=560)
NARROW = Sheet(labels=0, letters=50, plot=340)


@dataclass(frozen=True, slots=True)
class Row:
    """A theme's place: px from the top, its words `inset` from the left. `bar`, `words`: the middle of each.

    `lacks`: fewer sources are read for it than for the best read theme, so that its figures are not to be compared.
    """

    line: ThemeLine
    inset: int
    top: float
    bottom: float
    bar: float
    words: float
    label: str
    rule: bool
    lacks: bool


def rows_of(
    lines: Sequence[ThemeLine],
    cells: Cells,
    whole: AskedPolarity,
    sheet: Sheet,
    start: float,
    beside: Cells | None = None,
) -> list[Row]:
    """A row for each line, a heading at the top with more room above it; as high as that of a picture `beside` it."""
    insets: dict[int | None, int] = {}
    bases = [cells[line.no, None, whole] for line in lines]
    common = _common(bases)
    others = [beside[line.no, None, whole] for line in lines] if beside else bases
    common_there = _common(others)
    top, rows = start, []
    for line, cell, other in zip(lines, bases, others, strict=True):
        rule = line.heading and line.level == 1 and top > start
        inset = insets.setdefault(line.no, insets.get(line.parent, -10) + 10)
        lacks = cell.sources_all - cell.sources_read > common
        above, under = _words(line, cell, lacks, sheet)
        own = _height(above, under)
        height = max(own, _height(*_words(line, other, other.sources_all - other.sources_read > common_there, sheet)))
        first = top + (16 if rule else 6)
        bar = first + height / 2 if sheet.labels else first + height + 8 + BAR / 2
        bottom = first + height + 5 if sheet.labels else bar + BAR / 2 + 7
        label = "<br>".join([*above, *map(_quiet, under)])
        rows.append(Row(line, inset, top, bottom, bar, first + own / 2, label, rule, lacks))
        top = bottom
    return rows


def _common(bases: Sequence[Cell]) -> int:
    """Sources that nobody has read at all are missing everywhere, which is said once beside the picture."""
    return min((cell.sources_all - cell.sources_read for cell in bases if not cell.note), default=0)


def _height(above: list[str], under: list[str]) -> int:
    return LINE * len(above) + SMALL_LINE * len(under)


def _words(line: ThemeLine, cell: Cell, lacks: bool, sheet: Sheet) -> tuple[list[str], list[str]]:
    """Lines of the name, and quiet lines of the base."""
    name = ink.wrapped(line.name, sheet.letters - (3 if line.heading else 0))
    base = words.base_read(cell) if lacks else words.base(cell)
    bold = [f"<b>{one}</b>" if line.heading else one for one in name]
    # A note stands where the bars would.
    under = [] if cell.note else [base]
    if under and not sheet.labels and len(name[-1]) + len(base) + 4 <= sheet.letters:
        bold[-1] += f"  {_quiet(base)}"
        under = []
    waiting = f"+{cell.in_progress:,} in progress" if cell.in_progress and not sheet.labels else ""
    more = ", ".join(filter(None, [words.not_read(cell) if lacks else "", waiting]))
    return bold, under + ([more] if more else [])


def _quiet(text: str) -> str:
    return f"<span style='font-size:{ink.SMALL}px;color:{ink.MUTED}'>{text}</span>"
