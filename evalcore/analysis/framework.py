"""The tree of themes as it stood at a change, and which readings could have found what."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.signedinteger]
Bools = NDArray[np.bool_]

NO_THEME = -1


@dataclass(frozen=True, eq=False)
class Framework:
    """The themes that stand: not merged away, not split. Retired ones stand too.

    Position i is the i-th theme in the order of the tree. `numbers`, `names`, `opened`, `level` (1 is the top) have an
    item each; `parent` holds positions, NO_THEME at the top. `opened` counts what is merged into the theme now.
    `place` maps every theme number to the position that its codings count under (its merge target; for a split theme
    what it stood under), NO_THEME where there is none. `named` maps the numbers a question may name.
    """

    numbers: Ints
    names: tuple[str, ...]
    parent: Ints
    level: Ints
    opened: Ints
    place: dict[int, int]
    named: dict[int, int]

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Names from the top down, joined by " / "."""
        found: list[str] = []
        for position, name in enumerate(self.names):
            above = self.parent[position]
            found.append(name if above == NO_THEME else f"{found[above]} / {name}")
        return tuple(found)

    @property
    def depth(self) -> int:
        return int(self.level.max(initial=0))

    def at_level(self, level: int) -> Ints:
        """Positions of the themes of one level."""
        return np.flatnonzero(self.level == level)

    def above(self, level: int) -> Ints:
        """For each position the one at `level` that it is or stands under; NO_THEME for one higher up."""
        found = np.full(len(self.numbers), NO_THEME, dtype=np.intp)
        for position, (own, parent) in enumerate(zip(self.level, self.parent, strict=True)):
            if own == level:
                found[position] = position
            elif own > level:
                found[position] = found[parent]
        return found

    def under(self, position: int) -> Ints:
        """The position and all that stand under it."""
        return np.flatnonzero(self.above(int(self.level[position])) == position)


class State(NamedTuple):
    """What `framework_at` needs of a theme state."""

    parent: int
    name: str
    opened: int
    merged_into: int
    split: bool
    split_from: int


def framework_at(themes: pd.DataFrame, change_no: int) -> Framework:
    """The framework as at a change, from the theme states of `Corpus.themes`.

    Raises
    ------
    ValueError
        Where a theme is its own ancestor.
    """
    now = themes[(themes["made_in"] <= change_no) & (themes["ended_in"] > change_no)]
    columns = [now[column].tolist() for column in ("theme", *State._fields)]
    states = {theme: State(*values) for theme, *values in zip(*columns, strict=True)}
    targets = {theme: _target(states, theme, over_split=True) for theme in states}
    named = {theme: target for theme in states if (target := _target(states, theme, over_split=False))}
    standing = [theme for theme, target in targets.items() if theme == target]
    parents = {theme: _target(states, states[theme].parent, over_split=True) for theme in standing}
    order = _tree_order(parents, {theme: state.split_from for theme, state in states.items()})
    position = {theme: number for number, (theme, _) in enumerate(order)} | {0: NO_THEME}
    opened = dict.fromkeys(named.values(), 0)
    for theme, target in named.items():
        opened[target] = max(opened[target], states[theme].opened)
    return Framework(
        numbers=np.array([theme for theme, _ in order], dtype=np.intp),
        names=tuple(states[theme].name for theme, _ in order),
        parent=np.array([position[parents[theme]] for theme, _ in order], dtype=np.intp),
        level=np.array([level for _, level in order], dtype=np.intp),
        opened=np.array([opened[theme] for theme, _ in order], dtype=np.intp),
        place={theme: position[target] for theme, target in targets.items()},
        named={theme: position[target] for theme, target in named.items()},
    )


def _target(states: Mapping[int, State], theme: int, *, over_split: bool) -> int:
    """The theme that this one counts under: itself, or where its merge pointers lead; 0 for none.

    A split theme has none, or `over_split` the one that it stood under, where its parts stand now.
    """
    for _ in range(len(states) + 1):
        state = states.get(theme)
        if state is None:
            return 0
        if state.merged_into:
            theme = state.merged_into
        elif not state.split:
            return theme
        elif over_split:
            theme = state.parent
        else:
            return 0
    raise ValueError(f"theme {theme} is its own ancestor")


def _tree_order(parents: dict[int, int], split_from: dict[int, int]) -> list[tuple[int, int]]:
    """Theme and level, parents before children, in the order of their making; parts where the split theme was."""

    def age(theme: int) -> tuple[int, ...]:
        whole = split_from.get(theme, 0)
        return (*age(whole), theme) if whole else (theme,)

    children: dict[int, list[int]] = {}
    for theme in sorted(parents, key=age):
        children.setdefault(parents[theme], []).append(theme)
    order: list[tuple[int, int]] = []
    waiting = [(theme, 1) for theme in reversed(children.get(0, []))]
    while waiting:
        theme, level = waiting.pop()
        order.append((theme, level))
        waiting.extend((child, level + 1) for child in reversed(children.get(theme, [])))
    if len(order) < len(parents):
        lost = min(set(parents) - {theme for theme, _ in order})
        raise ValueError(f"theme {lost} is its own ancestor")
    return order


class History:
    """Every state that each theme ever had, for asking what a reader could code to at a change."""

    def __init__(self, themes: pd.DataFrame) -> None:
        # A state that ended in the change that made it never held.
        states = themes[themes["made_in"] < themes["ended_in"]].sort_values(["theme", "made_in"])
        self._theme = states["theme"].to_numpy()
        self._made = states["made_in"].to_numpy()
        self._ended = states["ended_in"].to_numpy()
        self._shut = (states["retired"] | (states["merged_into"] > 0)).to_numpy()
        self._split_from = states["split_from"].to_numpy()

    def could_code(self, theme: int, at: Ints) -> Bools:
        """For each change in `at`: whether a reader who had that framework before her could code to the theme.

        Not while it was retired or merged into another, nor while it was not there; but before the parts of a split
        were there, they were open where what was split was.
        """
        start, end = np.searchsorted(self._theme, [theme, theme + 1])
        if start == end:
            return np.zeros(len(at), dtype=bool)
        last = np.searchsorted(self._made[start:end], at, side="right") - 1
        there = (last >= 0) & (self._ended[start:end][last] > at)
        able: Bools = there & ~self._shut[start:end][last]
        whole = int(self._split_from[start:end].max())
        if whole and not there.all():
            able[~there] = self.could_code(whole, at[~there])
        return able


def read_for(themes: pd.DataFrame, framework: Framework, source: Ints, at: Ints, sources: int) -> Bools:
    """Which sources are read for which themes: bool, sources x standing themes.

    Parameters
    ----------
    themes : DataFrame
        `Corpus.themes`, all states: a reading is judged by the framework of its own change.
    framework : Framework
        As at the change asked about.
    source, at : ndarray of int, one item per reading in force by a lead coder
        Position of the source, and the change it was read against.
    sources : int
        How many sources there are.
    """
    history = History(themes)
    changes, which = np.unique(at, return_inverse=True)
    read = np.zeros((len(framework.numbers), sources), dtype=bool)
    for position, (theme, opened) in enumerate(zip(framework.numbers, framework.opened, strict=True)):
        tells = (changes >= opened) & history.could_code(int(theme), changes)
        read[position, source[tells[which]]] = True
    return np.ascontiguousarray(read.T)
