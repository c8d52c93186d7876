"""The answer to a question as cells: what a picture draws and a sentence words, null as None."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from db.vocabulary import AskedPolarity, CellState
from evalcore.analysis.cells import distinct
from evalcore.analysis.framework import NO_THEME
from evalcore.analysis.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme as a line of a picture. `label` tells it from every other.

    `heading`: others stand under it, so its figure holds theirs and is not to be compared with them; codings directly
    on it are in its figure too.
    """

    no: int
    name: str
    label: str
    level: int
    parent: int | None
    heading: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of `distribution`. `note`: why there is no figure, where that is not its state."""

    theme: int
    period: str | None
    polarity: AskedPolarity
    state: CellState
    value: float | None
    sources: int | None
    both: int | None
    sources_read: int
    sources_all: int
    people: int | None
    codings: int | None
    in_progress: int
    hours: float | None
    low: float | None
    high: float | None
    note: str = ""


Key = tuple[int, str | None, AskedPolarity]
Cells = Mapping[Key, Cell]


def theme_lines(known: Snapshot, level: int | None = None) -> tuple[ThemeLine, ...]:
    """The themes that stood then, in the order of the tree; those of one level are never headings."""
    framework = known.framework
    labels = distinct(framework.paths)
    parents = set(framework.parent.tolist())
    return tuple(
        ThemeLine(
            int(no),
            framework.names[place],
            labels[place],
            int(framework.level[place]),
            None if framework.parent[place] == NO_THEME else int(framework.numbers[framework.parent[place]]),
            level is None and place in parents,
        )
        for place, no in enumerate(framework.numbers)
        if level in (None, framework.level[place])
    )


def cells_of(rows: pd.DataFrame, lines: Iterable[ThemeLine], theme: int | None = None) -> dict[Key, Cell]:
    """The rows of an answer by theme, period and polarity; `theme` where one was asked about."""
    by_label = {line.label: line.no for line in lines}
    plain = rows.astype(object).where(rows.notna(), None)
    found = {}
    for row in plain.to_dict("records"):
        no = by_label[row["group"]] if theme is None else theme
        values = {name: row[name] for name in Cell.__slots__ if name in row}
        cell = Cell(theme=no, **values | {"state": CellState(row["state"]), "polarity": AskedPolarity(row["polarity"])})
        found[no, cell.period, cell.polarity] = cell
    return found


def by_mentions(lines: Iterable[ThemeLine], cells: Cells, whole: AskedPolarity) -> list[ThemeLine]:
    """The lines as an outline, the most mentioned first among those that stand under the same theme."""
    shown = list(lines)
    there = {line.no for line in shown}

    def mentions(line: ThemeLine) -> tuple[bool, float]:
        cell = cells[line.no, None, whole]
        # What nobody looked for comes last: it is not the least mentioned.
        return cell.value is None, -(cell.value if cell.value is not None else cell.in_progress)

    def under(parent: int | None) -> list[ThemeLine]:
        children = [line for line in shown if (line.parent if line.parent in there else None) == parent]
        return [one for child in sorted(children, key=mentions) for one in (child, *under(child.no))]

    return under(None)
