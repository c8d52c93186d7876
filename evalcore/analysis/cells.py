"""The cells of an answer: which source and which coding lies in which group and period, after the filters."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from db.vocabulary import NONE_GIVEN, WHOLE_COLLABORATIVE, GroupBy
from evalcore.analysis.corpus import KINDS, NOBODY, ROLE_GROUPS, SETTINGS, WHOLE, codes
from evalcore.analysis.framework import Bools, Ints
from evalcore.analysis.periods import OUTSIDE, periods
from evalcore.analysis.question import Filters, Question
from evalcore.analysis.snapshot import Snapshot, Voices


@dataclass(frozen=True, eq=False)
class Persons:
    """A person is a participant in a cell. `of_voice`: the number of persons for a voice that is nobody's there."""

    cell: Ints
    of_voice: Ints


@dataclass(frozen=True, eq=False)
class Cells:
    """Cell = group x periods + period.

    A unit is a source in a group: by role group or coder a source can be in several. A coding is in one unit at most:
    `unit_of_voice`, the number of units where it is in none. `groups` holds None where there is one group.
    """

    groups: tuple[str | None, ...]
    periods: tuple[str | None, ...]
    left_out: int
    unit_source: Ints
    unit_cell: Ints
    unit_of_voice: Ints
    participant_of_voice: Ints

    @property
    def number(self) -> int:
        return len(self.groups) * len(self.periods)

    @cached_property
    def cell_of_voice(self) -> Ints:
        """The number of cells for a voice that is in none."""
        return np.append(self.unit_cell, self.number)[self.unit_of_voice]

    @cached_property
    def persons(self) -> Persons:
        known = np.flatnonzero((self.participant_of_voice != NOBODY) & (self.unit_of_voice < len(self.unit_source)))
        participant = self.participant_of_voice[known]
        most = int(participant.max(initial=0)) + 1
        person, found = pd.factorize(self.unit_cell[self.unit_of_voice[known]] * most + participant)
        of_voice = np.full(len(self.unit_of_voice), len(found))
        of_voice[known] = person
        return Persons(found // most, of_voice)


@dataclass(frozen=True, eq=False)
class Groups:
    """`members`: sources x groups; `of_voice`: the group of each voice, meaningful where its source is a member."""

    labels: tuple[str | None, ...]
    members: Bools
    of_voice: Ints


def cells(snapshot: Snapshot, question: Question) -> Cells:
    """The cells of a question, from voices and sources alone: it does not touch the codings."""
    sources, voices = snapshot.sources, snapshot.voices
    keep = _sources_kept(snapshot, question.filters)
    heard = _voices_kept(snapshot, question.filters)
    series = periods(
        question.per,
        sources["held_on"].to_numpy(),
        sources["until"].to_numpy(),
        keep,
        snapshot.corpus.phases,
        snapshot.corpus.meetings,
    )
    groups = _groups(snapshot, question, keep)
    inside = series.of_source != OUTSIDE
    group, source = np.nonzero(groups.members.T & inside)
    unit_of = np.full(groups.members.shape, len(source))
    unit_of[source, group] = np.arange(len(source))
    # A voice outside every group (-1) takes the last, and is struck out with those the filters drop.
    unit_of_voice = np.where(heard & (groups.of_voice >= 0), _pick(unit_of, voices, groups.of_voice), len(source))
    return Cells(
        groups=groups.labels,
        periods=series.labels,
        left_out=int((keep & ~inside).sum()),
        unit_source=source,
        unit_cell=group * len(series.labels) + series.of_source[source],
        unit_of_voice=unit_of_voice,
        participant_of_voice=voices.participant,
    )


def _pick(unit_of: Ints, voices: Voices, of_voice: Ints) -> Ints:
    if not unit_of.shape[1]:
        return np.zeros(len(of_voice), dtype=np.intp)
    return unit_of[voices.source, of_voice]


def _sources_kept(snapshot: Snapshot, filters: Filters) -> Bools:
    sources = snapshot.sources
    keep = np.ones(len(sources), dtype=bool)
    if filters.trust is not None:
        keep &= sources["trust"].to_numpy() == filters.trust
    if filters.kind is not None:
        keep &= (sources["kind"] == filters.kind).to_numpy()
    if filters.setting is not None:
        same = sources["setting"].isna() if filters.setting == NONE_GIVEN else sources["setting"] == filters.setting
        keep &= same.to_numpy()
    if filters.role_group is not None:
        keep &= snapshot.speaks[:, ROLE_GROUPS.index(filters.role_group)]
    if filters.coder is not None:
        keep &= snapshot.coded_by[:, snapshot.coders == filters.coder].any(axis=1)
    if filters.first is not None:
        keep &= (sources["held_on"] >= pd.Timestamp(filters.first)).to_numpy()
    if filters.last is not None:
        last_day = sources["until"].fillna(sources["held_on"])
        keep &= (last_day <= pd.Timestamp(filters.last)).to_numpy()
    return keep


def _voices_kept(snapshot: Snapshot, filters: Filters) -> Bools:
    voices = snapshot.voices
    keep = np.ones(len(voices.source), dtype=bool)
    if filters.role_group is not None:
        keep &= voices.role_group == ROLE_GROUPS.index(filters.role_group)
    if filters.coder is not None:
        keep &= snapshot.coders[voices.coder] == filters.coder
    return keep


def _groups(snapshot: Snapshot, question: Question, keep: Bools) -> Groups:
    voices, filters = snapshot.voices, question.filters
    match question.by:
        case GroupBy.TRUST:
            return _by_trust(snapshot, filters, keep)
        case GroupBy.KIND:
            return _by_word(snapshot, codes(snapshot.sources["kind"], KINDS), KINDS, keep)
        case GroupBy.SETTING:
            place = codes(snapshot.sources["setting"], SETTINGS)
            return _by_word(snapshot, np.where(place < 0, len(SETTINGS), place), (*SETTINGS, NONE_GIVEN), keep)
        case GroupBy.ROLE_GROUP:
            asked = np.array([filters.role_group in (None, name) for name in ROLE_GROUPS], dtype=bool)
            return _found(ROLE_GROUPS, snapshot.speaks & asked, voices.role_group, keep)
        case GroupBy.CODER:
            named = snapshot.corpus.coders.sort_values("coder")
            names = dict(zip(named["coder"], distinct(tuple(named["name"])), strict=True))
            labels = tuple(names[coder] for coder in snapshot.coders)
            asked = np.array([filters.coder in (None, coder) for coder in snapshot.coders], dtype=bool)
            return _found(labels, snapshot.coded_by & asked, voices.coder, keep)
        case _:
            return Groups((None,), keep[:, None], np.zeros(len(voices.source), dtype=np.intp))


def _by_trust(snapshot: Snapshot, filters: Filters, keep: Bools) -> Groups:
    """Every trust has a row, or the one filtered for; the whole collaborative where it has a source."""
    trusts = snapshot.corpus.trusts.sort_values("trust", ignore_index=True)
    asked = np.array([filters.trust in (None, trust) for trust in trusts["trust"]], dtype=bool)
    own = snapshot.sources["trust"].to_numpy()
    numbers = [*trusts["trust"][asked], *([WHOLE] if (own[keep] == WHOLE).any() else [])]
    labels = distinct((*trusts["name"][asked], *([WHOLE_COLLABORATIVE] if WHOLE in numbers else [])))
    members = (own[:, None] == np.array(numbers, dtype=np.intp)) & keep[:, None]
    return Groups(labels, members, _single(members, snapshot.voices))


def _by_word(snapshot: Snapshot, place: Ints, words: tuple[str, ...], keep: Bools) -> Groups:
    members = place[:, None] == np.arange(len(words))
    return _found(words, members, place[snapshot.voices.source], keep)


def _found(labels: tuple[str, ...], members: Bools, of_voice: Ints, keep: Bools) -> Groups:
    """The groups that have a source left, in the order of their labels."""
    members = members & keep[:, None]
    present: Bools = np.any(members, axis=0)
    renumbered = np.where(present, np.cumsum(present) - 1, -1)
    kept = tuple(label for label, there in zip(labels, present, strict=True) if there)
    return Groups(kept, members[:, present], renumbered[of_voice])


def _single(members: Bools, voices: Voices) -> Ints:
    """The group of each voice where a source is in one group at most; -1 for none."""
    if not members.shape[1]:
        return np.full(len(voices.source), -1)
    return np.where(members.any(axis=1), members.argmax(axis=1), -1)[voices.source]


def distinct(labels: tuple[str, ...]) -> tuple[str, ...]:
    """The labels, those that occur twice told apart, so that a label names its row."""
    seen: dict[str, int] = {}
    found = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        found.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return tuple(found)
