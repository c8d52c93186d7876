"""A corpus as it was known at one change, in integers, kept so that the next question is cheap."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from db.vocabulary import Polarity
from evalcore.analysis.corpus import POLARITIES, ROLE_GROUPS, Corpus, codes
from evalcore.analysis.framework import NO_THEME, Bools, Framework, Ints, framework_at, read_for

DESCRIPTIVE = POLARITIES.index(Polarity.NONE)
EVERYTHING = 0  # the level at which all themes are one


@dataclass(frozen=True, eq=False)
class Voices:
    """One item per distinct source (position), coder, participant and role group of counted codings.

    There are far fewer voices than codings: every filter and grouping is worked out on them.
    """

    source: Ints
    coder: Ints
    participant: Ints
    role_group: Ints


@dataclass(frozen=True, eq=False)
class Entries:
    """Distinct codings at one level, grouped by the set of polarities they have (a bit each; nearly always one).

    `column` is the theme's place among the themes of the level. `parts` has a slice for each set of polarities.
    """

    voice: NDArray[np.int32]
    column: NDArray[np.int16]
    parts: tuple[tuple[int, slice], ...]


class Snapshot:
    """What `distribution` needs of a corpus as at a change. Make it with `as_at`; it never changes.

    Parts are worked out when first asked for and kept. At 1,000,000 codings it holds about 25 MB, and 5 MB a level.
    """

    def __init__(self, corpus: Corpus, change_no: int) -> None:
        self.corpus = corpus
        self.change_no = change_no
        self.framework: Framework = framework_at(corpus.themes, change_no)
        self.sources = _in_force(corpus.sources, change_no).sort_values("source", ignore_index=True)
        self._levels: dict[int, Entries] = {}
        self._code()

    def _code(self) -> None:
        """Codings as integers: number, voice, theme position, polarity bit; only counted ones on sources in force."""
        rows = self.corpus.codings
        at = self.change_no
        made, ended, counted = (rows[column].to_numpy() for column in ("made_in", "ended_in", "counted"))
        source = self.positions(rows["source"].to_numpy())
        keep = np.flatnonzero((made <= at) & (ended > at) & counted & (source >= 0))
        rows = rows[["coding", "theme", "polarity", "coder", "participant", "role_group"]].take(keep)
        voice, self.voices = self._voices(rows, source[keep])
        self.coding: NDArray[np.int32] = rows["coding"].to_numpy()
        self.voice: NDArray[np.int32] = voice.astype(np.int32)
        polarity = codes(rows["polarity"], POLARITIES)
        self.bit: NDArray[np.uint8] = (1 << np.where(polarity < 0, DESCRIPTIVE, polarity)).astype(np.uint8)
        numbers = rows["theme"].to_numpy()
        lookup = np.full(max(*self.framework.place, numbers.max(initial=0), 0) + 1, NO_THEME, dtype=np.int16)
        lookup[list(self.framework.place)] = list(self.framework.place.values())
        self.theme: NDArray[np.int16] = lookup[numbers]

    def _voices(self, rows: pd.DataFrame, source: Ints) -> tuple[Ints, Voices]:
        """The voice of each coding, and the voices."""
        coder = np.searchsorted(self.coders, rows["coder"].to_numpy())
        participant: Ints = rows["participant"].to_numpy()
        role_group = codes(rows["role_group"], ROLE_GROUPS)
        shape = (len(self.sources) + 1, len(self.coders) + 1, int(participant.max(initial=0)) + 1, len(ROLE_GROUPS))
        keys = np.asarray(np.ravel_multi_index((source, coder, participant, role_group), shape))
        voice, distinct = pd.factorize(keys)
        return voice, Voices(*np.unravel_index(distinct, shape))

    def positions(self, numbers: NDArray[np.int32]) -> NDArray[np.int32]:
        """Positions in `sources` of source numbers; -1 for one that is not in force."""
        own = self.sources["source"].to_numpy()
        lookup = np.full(max(int(numbers.max(initial=0)), int(own.max(initial=0))) + 1, -1, dtype=np.int32)
        lookup[own] = np.arange(len(own))
        return lookup[numbers]

    @cached_property
    def coders(self) -> Ints:
        """Numbers of all who lead a source or coded, in order."""
        both = (self.corpus.sources["lead_coder"], self.corpus.codings["coder"])
        return np.unique(np.concatenate([pd.unique(column) for column in both])).astype(np.intp)

    @cached_property
    def read(self) -> Bools:
        """Which sources are read for which themes: sources x standing themes."""
        readings = _in_force(self.corpus.readings, self.change_no)
        source = self.positions(readings["source"].to_numpy())
        keep = readings["counted"].to_numpy() & (source >= 0)
        at = readings["at"].to_numpy()[keep]
        return read_for(self.corpus.themes, self.framework, source[keep], at, len(self.sources))

    @cached_property
    def coded_by(self) -> Bools:
        """Which sources each coder leads or has a counted coding in: sources x coders."""
        found = np.zeros((len(self.sources), len(self.coders)), dtype=bool)
        lead = np.searchsorted(self.coders, self.sources["lead_coder"].to_numpy())
        found[np.arange(len(lead)), lead] = True
        found[self.voices.source, self.voices.coder] = True
        return found

    @cached_property
    def speaks(self) -> Bools:
        """In which sources each role group speaks, by its people or by a counted coding: sources x ROLE_GROUPS."""
        found = np.zeros((len(self.sources), len(ROLE_GROUPS)), dtype=bool)
        speakers = _in_force(self.corpus.speakers, self.change_no)
        source = self.positions(speakers["source"].to_numpy())
        group = codes(speakers["role_group"], ROLE_GROUPS)
        found[source[source >= 0], group[source >= 0]] = True
        found[self.voices.source, self.voices.role_group] = True
        return found

    def entries(self, level: int) -> Entries:
        """Distinct codings that mention a theme of `level`; all of them at `EVERYTHING`."""
        if level not in self._levels:
            self._levels[level] = self._entries(level)
        return self._levels[level]

    def _entries(self, level: int) -> Entries:
        column = np.full(len(self.framework.numbers) + 1, NO_THEME, dtype=np.int16)
        if level == EVERYTHING:
            column[:] = 0
        else:
            above = self.framework.above(level)
            under = above != NO_THEME
            column[:-1][under] = np.searchsorted(self.framework.at_level(level), above[under])
        # A theme without a place (-1) takes the last item.
        theme = column[self.theme]
        once = np.flatnonzero((theme != NO_THEME) & ~self._repeated)
        again = np.flatnonzero((theme != NO_THEME) & self._repeated)
        first, bits = _merge(self.coding[again], theme[again], self.bit[again])
        rows = np.concatenate([once, again[first]])
        bit = np.concatenate([self.bit[once], bits])
        order = np.argsort(bit, kind="stable")
        edges = np.flatnonzero(np.diff(bit[order], prepend=0, append=0))
        parts = tuple((int(bit[order[start]]), slice(int(start), int(end))) for start, end in pairwise(edges))
        return Entries(self.voice[rows[order]], theme[rows[order]], parts)

    @cached_property
    def _repeated(self) -> Bools:
        """Codings with two states in force (a split put them in both parts)."""
        found: Bools = pd.Series(self.coding).duplicated(keep=False).to_numpy()
        return found


def as_at(corpus: Corpus, change_no: int | None = None) -> Snapshot:
    """The corpus as it was known at a change; as at its last without one.

    Keep the answer by evaluation and change number: it is what makes a change of filters cheap.
    """
    return Snapshot(corpus, corpus.change_no if change_no is None else change_no)


def _in_force(states: pd.DataFrame, change_no: int) -> pd.DataFrame:
    return states[(states["made_in"] <= change_no) & (states["ended_in"] > change_no)]


def _merge(
    coding: NDArray[np.int32], theme: NDArray[np.int16], bit: NDArray[np.uint8]
) -> tuple[Ints, NDArray[np.uint8]]:
    """For each distinct coding and theme: a row that has it, and the polarities of all that have it."""
    if not len(coding):
        return np.zeros(0, dtype=np.intp), bit
    order = np.lexsort((theme, coding))
    new = np.flatnonzero(
        (np.diff(coding[order], prepend=coding[order[0]] - 1) != 0)
        | (np.diff(theme[order], prepend=theme[order[0]] - 1) != 0)
    )
    return order[new], np.bitwise_or.reduceat(bit[order], new)
