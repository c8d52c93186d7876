"""Counting, for all cells and all themes of a level at once, by adding up integers."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from db.vocabulary import AskedPolarity, Polarity
from evalcore.analysis.cells import Cells
from evalcore.analysis.corpus import POLARITIES
from evalcore.analysis.framework import Bools, Ints
from evalcore.analysis.snapshot import EVERYTHING, Entries, Snapshot

Floats = NDArray[np.float64]

BIT = {polarity: 1 << POLARITIES.index(polarity) for polarity in Polarity}
MASK = {
    **{AskedPolarity(polarity.value): bit for polarity, bit in BIT.items()},
    AskedPolarity.ANY: sum(BIT.values()),
    AskedPolarity.BOTH: BIT[Polarity.BARRIER] | BIT[Polarity.FACILITATOR],
}


@dataclass(frozen=True, eq=False)
class Base:
    """What lies behind every polarity: cells x themes, but for `sources_all`, a number per cell.

    `hours` is NaN where no source read has minutes; `both` counts sources with a barrier and a facilitator coding.
    """

    sources_all: Ints
    sources_read: Ints
    hours: Floats
    both: Ints


@dataclass(frozen=True, eq=False)
class Mentions:
    """One polarity, cells x themes: on the sources read, but for `in_progress`, the codings on the others."""

    sources: Ints
    codings: Ints
    people: Ints
    in_progress: Ints


@dataclass(frozen=True, eq=False)
class Moments:
    """Sums over the sources read that have a coding of the polarity to any theme, which a share is worked out from.

    m is the codings of a source to any theme, y those to the theme; cells x themes.
    """

    clusters: Floats
    y: Floats
    m: Floats
    yy: Floats
    ym: Floats
    mm: Floats


class Tally:
    """Counts of themes that do not hold each other (a level, or one theme) in all cells of a question.

    A unit is a source in a group; "asked" is of the polarity, or for both on a unit that has each.

    Parameters
    ----------
    snapshot, cells
        Of one question.
    level
        The level of the themes.
    column
        One theme by its place in the level; None for all of them.
    """

    def __init__(self, snapshot: Snapshot, cells: Cells, level: int, column: int | None = None) -> None:
        self.cells = cells
        at_level = snapshot.framework.at_level(level)
        self.themes = at_level if column is None else at_level[[column]]
        self._column = column
        self._entries = snapshot.entries(level)
        self._snapshot = snapshot
        self.read: Bools = snapshot.read[cells.unit_source][:, self.themes]
        self._minutes = snapshot.sources["minutes"].to_numpy()[cells.unit_source]

    @cached_property
    def base(self) -> Base:
        timed = ~np.isnan(self._minutes)
        hours = self._per_cell(self.read * np.nan_to_num(self._minutes / 60)[:, None])
        both = self.read & (self._asked(AskedPolarity.BOTH) > 0)
        return Base(
            sources_all=np.bincount(self.cells.unit_cell, minlength=self.cells.number),
            sources_read=self._per_cell(self.read).astype(np.intp),
            hours=np.where(self._per_cell(self.read & timed[:, None]) > 0, hours, np.nan),
            both=self._per_cell(both).astype(np.intp),
        )

    def mentions(self, polarity: AskedPolarity) -> Mentions:
        judged = self._asked(polarity) * self.read
        codings = self._per_cell(judged).astype(np.intp)
        return Mentions(
            sources=self._per_cell(judged > 0).astype(np.intp),
            codings=codings,
            people=self._people(polarity, judged > 0),
            in_progress=self.codings(polarity) - codings,
        )

    def codings(self, polarity: AskedPolarity) -> Ints:
        """All that are asked, on sources read or not: cells x themes."""
        if polarity is AskedPolarity.BOTH:
            return self._per_cell(self._asked(polarity)).astype(np.intp)
        return self._count(self._key(polarity, self.cells.cell_of_voice), self.cells.number)

    def timed(self, polarity: AskedPolarity) -> Ints:
        """Codings on sources read that have minutes: cells x themes."""
        timed = ~np.isnan(self._minutes)[:, None]
        return self._per_cell(self._asked(polarity) * (self.read & timed)).astype(np.intp)

    def moments(self, polarity: AskedPolarity) -> Moments:
        voice, _ = _picked(self._snapshot.entries(EVERYTHING), MASK[polarity])
        units = len(self.cells.unit_source)
        total = np.bincount(self.cells.unit_of_voice[voice], minlength=units)[:units, None]
        hits = self._asked(polarity) * self.read
        return Moments(
            clusters=self._per_cell(self.read & (total > 0)),
            y=self._per_cell(hits),
            m=self._per_cell(self.read * total),
            yy=self._per_cell(hits * hits),
            ym=self._per_cell(hits * total),
            mm=self._per_cell(self.read * (total * total)),
        )

    def _asked(self, polarity: AskedPolarity) -> Ints:
        """Codings asked for, read or not: units x themes."""
        found = self._count(self._key(polarity, self.cells.unit_of_voice), len(self.cells.unit_source))
        if polarity is AskedPolarity.BOTH:
            return found * (self._asked(AskedPolarity.BARRIER) > 0) * (self._asked(AskedPolarity.FACILITATOR) > 0)
        return found

    def _people(self, polarity: AskedPolarity, where: Bools) -> Ints:
        """Distinct participants of the asked codings on the units and themes of `where`: cells x themes."""
        persons, themes = self.cells.persons, where.shape[1]
        shown = np.append(where, np.zeros((1, themes), dtype=bool)).ravel()
        heard = np.zeros((len(persons.cell) + 1) * themes, dtype=bool)
        spoken = shown.take(self._key(polarity, self.cells.unit_of_voice))
        heard[self._key(polarity, persons.of_voice)[spoken]] = True
        people = heard.reshape(len(persons.cell) + 1, themes)[:-1]
        return _sum_rows(people, persons.cell, self.cells.number).astype(np.intp)

    def _key(self, polarity: AskedPolarity, place: Ints) -> Ints:
        """Place of its voice x themes + theme, for each coding of the polarity."""
        voice, column = _picked(self._entries, MASK[polarity])
        key: Ints
        if self._column is None:
            key = (place * len(self.themes)).take(voice) + column
        else:
            key = place.take(voice[column == self._column])
        return key

    def _count(self, key: Ints, places: int) -> Ints:
        """How often each key occurs: places x themes. What lies in no place has a key past the end."""
        size = places * len(self.themes)
        return np.bincount(key, minlength=size)[:size].reshape(places, len(self.themes))

    def _per_cell(self, of_units: NDArray[Any]) -> Floats:
        return _sum_rows(of_units, self.cells.unit_cell, self.cells.number)


def _picked(entries: Entries, mask: int) -> tuple[NDArray[np.int32], NDArray[np.int16]]:
    """Voice and column of the codings that have a polarity of the mask."""
    parts = [part for bits, part in entries.parts if bits & mask]
    if len(parts) == 1:
        return entries.voice[parts[0]], entries.column[parts[0]]
    if len(parts) == len(entries.parts):
        return entries.voice, entries.column
    return (
        np.concatenate([entries.voice[part] for part in parts] or [entries.voice[:0]]),
        np.concatenate([entries.column[part] for part in parts] or [entries.column[:0]]),
    )


def _sum_rows(rows: NDArray[Any], cell: Ints, cells: int) -> Floats:
    """Sums of the rows of each cell. A matrix product; whole numbers stay exact in it far beyond any count."""
    membership = csr_array((np.ones(len(cell)), (cell, np.arange(len(cell)))), shape=(cells, len(cell)))
    totals: Floats = membership @ rows.astype(np.float64)
    return totals
