"""What stands behind one cell of an answer: its codings."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from db.vocabulary import AskedPolarity, GroupBy, Polarity
from evalcore.analysis.cells import Cells, cells, distinct
from evalcore.analysis.corpus import Corpus
from evalcore.analysis.distribution import snapshot_for, theme_place
from evalcore.analysis.framework import Bools
from evalcore.analysis.question import Question
from evalcore.analysis.snapshot import Snapshot
from evalcore.analysis.tally import BIT, MASK

Numbers = NDArray[np.int64]


class CellCodings(NamedTuple):
    """Coding numbers, in order: those counted in the cell, and those in progress."""

    counted: Numbers
    in_progress: Numbers


def cell_codings(
    known: Corpus | Snapshot, question: Question, group: str | None, period: str | None, polarity: AskedPolarity
) -> CellCodings:
    """The codings of the row of `distribution` that has this group, period and polarity.

    Raises
    ------
    LookupError
        Where the answer has no such row.
    """
    snapshot = snapshot_for(known, question)
    table = cells(snapshot, question)
    theme = _theme(snapshot, question, group)
    voice = np.append(_inside(table, question, group, period), False)[table.unit_of_voice]
    under = np.zeros(len(snapshot.framework.numbers) + 1, dtype=bool)
    under[snapshot.framework.under(theme)] = True
    # A theme without a place (-1) takes the last item.
    found = np.flatnonzero(voice[snapshot.voice] & under[snapshot.theme] & (snapshot.bit & MASK[polarity] > 0))
    source = snapshot.voices.source[snapshot.voice[found]]
    if polarity is AskedPolarity.BOTH:
        sided = [source[snapshot.bit[found] == BIT[side]] for side in (Polarity.BARRIER, Polarity.FACILITATOR)]
        keep = np.isin(source, np.intersect1d(*sided))
        found, source = found[keep], source[keep]
    read = snapshot.read[source, theme]
    return CellCodings(*(np.unique(snapshot.coding[found[chosen]]).astype(np.int64) for chosen in (read, ~read)))


def _theme(snapshot: Snapshot, question: Question, group: str | None) -> int:
    """Position in the framework of the theme of a row."""
    if question.theme is None:
        paths = distinct(snapshot.framework.paths)
        if group not in paths:
            raise LookupError(f"there is no theme {group!r}")
        return paths.index(group)
    level, column = theme_place(snapshot, question.theme)
    return int(snapshot.framework.at_level(level)[column])


def _inside(table: Cells, question: Question, group: str | None, period: str | None) -> Bools:
    """Which units lie in the cell."""
    row = None if question.by is GroupBy.THEME else group
    if row not in table.groups or period not in table.periods:
        raise LookupError(f"there is no group {row!r} in period {period!r}")
    inside: Bools = table.unit_cell == table.groups.index(row) * len(table.periods) + table.periods.index(period)
    return inside
