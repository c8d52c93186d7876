"""The values that the recount keeps, each with the change number from which it held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Change = dict[str, Any]
POLARITIES = ("barrier", "facilitator", "mixed", "none")


class Refused(Exception):
    """The rules do not allow the change, or the question cannot be asked; nothing was changed."""


@dataclass(frozen=True)
class Theme:
    parent: str | None
    opened: int
    shown_as: str
    merged_into: str | None = None
    retired: bool = False
    split: bool = False
    part_of: str | None = None


@dataclass(frozen=True)
class Source:
    kind: str
    participants: tuple[str, ...]
    lead: str
    facts: Facts


@dataclass(frozen=True)
class Facts:
    """What a correction mends; asked for as it stands now, whatever n (D15)."""

    held_on: str
    until: str | None
    minutes: int | None
    trust: str | None
    setting: str | None


@dataclass(frozen=True)
class Text:
    text: str
    turns: tuple[tuple[int, str], ...]  # where each starts, who speaks


@dataclass(frozen=True)
class Coding:
    source: str
    coder: str
    polarity: str
    themes: frozenset[str]  # more than one after a split into several parts
    counted: bool
    blind: bool
    said_by: str | None
    ended: bool = False


@dataclass(frozen=True)
class Place:
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    source: str
    at: int
    by_lead: bool
    ended: bool = False


class Dated(Generic[T]):
    """Every value that each named thing has had, with the change number from which it held."""

    def __init__(self) -> None:
        self.values: dict[str, list[tuple[int, T | None]]] = {}

    def take_back(self, name: str) -> None:
        self.values[name].pop()
        if not self.values[name]:
            del self.values[name]

    def at(self, name: str, n: int) -> T | None:
        held = [value for since, value in self.values.get(name, []) if since <= n]
        return held[-1] if held else None

    def now(self, name: str) -> T | None:
        values = self.values.get(name)
        return values[-1][1] if values else None

    def first(self, name: str) -> tuple[int, T]:
        """The change that made it, and what it was then."""
        made_in, value = self.values[name][0]
        assert value is not None
        return made_in, value

    def all_at(self, n: int) -> dict[str, T]:
        found = ((name, self.at(name, n)) for name in self.values)
        return {name: value for name, value in found if value is not None}

    def all_now(self) -> dict[str, T]:
        found = ((name, values[-1][1]) for name, values in self.values.items())
        return {name: value for name, value in found if value is not None}


@dataclass(frozen=True)
class Step:
    """One thing that one change gave a new value."""

    dated: Dated[Any]
    name: str
    before: Any
    after: Any


def must(holds: object, why: str) -> None:
    if not holds:
        raise Refused(why)


def end_of(themes: dict[str, Theme], name: str) -> str:
    """Where the pointers of merges lead from a theme."""
    led = [name]
    while (into := themes[led[-1]].merged_into) is not None:
        must(into not in led, f"{name} would be merged into itself")
        led.append(into)
    return led[-1]


def upwards(themes: dict[str, Theme], name: str) -> list[str]:
    """A theme that stands and all above it."""
    above = themes[name].parent
    return [name] if above is None else [name, *upwards(themes, end_of(themes, above))]


def moved(place: Place, old: str, new: str) -> Place | None:
    """Where an excerpt stands after an edit of one stretch: what is typed at its edge stays outside; None if gone."""
    shorter = min(len(old), len(new))
    first = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    tail = next((i for i in range(shorter - first) if old[-1 - i] != new[-1 - i]), shorter - first)
    last, grown = len(old) - tail, len(new) - len(old)
    start, end = place.start, place.end
    if start >= last:
        start += grown
    elif start > first:
        start = last + grown
    if end >= last and end > first:
        end += grown
    elif end > first:
        end = first
    return Place(start, end) if start < end else None
