"""The days of a series' periods, and what happened on them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from db.vocabulary import Per

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A period by the label it has in an answer; both days are in it."""

    label: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that happened on a day and may explain a shift; `last_on` where it went on for longer.

    `themes`: those that a change of the framework is about; empty where it concerns all. `how_many`: more than 1 where
    many are told as one.
    """

    on: date
    last_on: date | None
    text: str
    framework: bool = False
    themes: frozenset[int] = frozenset()
    how_many: int = 1

    def concerns(self, themes: frozenset[int]) -> bool:
        return not self.themes or bool(self.themes & themes)


def spans(
    per: Per,
    labels: Sequence[str],
    phases: Mapping[str, tuple[date, date]],
    meetings: Sequence[date],
    sources: tuple[date, date],
) -> list[Span]:
    """The days of each period; the first and last of `sources` close the times before and after all meetings."""
    match per:
        case Per.MONTH:
            return [_months(label, int(label[:4]), int(label[5:]), 1) for label in labels]
        case Per.QUARTER:
            return [_months(label, int(label[:4]), 3 * int(label[6:]) - 2, 3) for label in labels]
        case Per.PHASE:
            return [Span(label, *phases[label]) for label in labels]
        case _:
            return _between_meetings(labels, meetings, sources)


def between(per: Per, found: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those of the calendar without a hole."""
    ordered = sorted(found, key=lambda span: span.first)
    months = {Per.MONTH: 1, Per.QUARTER: 3}.get(per)
    if not ordered or months is None:
        return tuple(ordered)
    dense, first = [], ordered[0].first
    while first <= ordered[-1].first:
        label = f"{first:%Y-%m}" if per is Per.MONTH else f"{first.year}-Q{(first.month + 2) // 3}"
        dense.append(_months(label, first.year, first.month, months))
        first = dense[-1].last + _DAY
    return tuple(dense)


def place(periods: Sequence[Span], day: date) -> float | None:
    """Where a day lies: a period is one wide about its number, its first day at the left. None outside all."""
    for number, span in enumerate(periods):
        if span.first <= day <= span.last:
            return number - 0.5 + ((day - span.first).days + 0.5) / ((span.last - span.first).days + 1)
    return None


def _months(label: str, year: int, month: int, how_many: int) -> Span:
    after = month - 1 + how_many
    return Span(label, date(year, month, 1), date(year + after // 12, after % 12 + 1, 1) - _DAY)


def _between_meetings(labels: Sequence[str], meetings: Sequence[date], sources: tuple[date, date]) -> list[Span]:
    days = sorted(set(meetings))
    first, last = sources
    edges = [min(first, days[0] - _DAY), *days, max(last, days[-1]) + _DAY]
    names = [f"before {days[0]}", *map(str, days)]
    found = {name: Span(name, start, end - _DAY) for name, (start, end) in zip(names, pairwise(edges), strict=True)}
    return [found[label] for label in labels]
