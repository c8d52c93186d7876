"""Which words of a text stand in another wording of it: soon found, in a long interview on one line too."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Pair = tuple[int, int]

SMALL = 40_000
"""How many pairs may be compared one by one: 200 words with 200."""
DEEPEST = 12
"""How often a stretch is parted at what is found once in it."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def empty(self) -> bool:
        return self.start == self.end or self.new_start == self.new_end

    @property
    def pairs(self) -> int:
        return (self.end - self.start) * (self.new_end - self.new_start)


def alike(olds: Sequence[str], news: Sequence[str], *, certain: bool = False) -> Iterator[Pair]:
    """The places of what stays, in the order of both.

    What is found once in each parts them ("patience diff", B. Cohen), again and again; what is left between is compared
    word by word while it is small, and else taken for other words. `certain`: it is not compared at all.
    """
    return _within(olds, news, _Stretch(0, len(olds), 0, len(news)), DEEPEST, certain)


def _within(olds: Sequence[str], news: Sequence[str], part: _Stretch, depth: int, certain: bool) -> Iterator[Pair]:
    head = tail = 0
    room = min(part.end - part.start, part.new_end - part.new_start)
    while head < room and olds[part.start + head] == news[part.new_start + head]:
        head += 1
    while tail < room - head and olds[part.end - 1 - tail] == news[part.new_end - 1 - tail]:
        tail += 1
    yield from ((part.start + at, part.new_start + at) for at in range(head))
    inner = _Stretch(part.start + head, part.end - tail, part.new_start + head, part.new_end - tail)
    if not inner.empty and not certain and inner.pairs <= SMALL:
        yield from _one_by_one(olds, news, inner)
    elif not inner.empty and depth:
        yield from _between(olds, news, inner, depth, certain)
    yield from ((part.end - at, part.new_end - at) for at in range(tail, 0, -1))


def _one_by_one(olds: Sequence[str], news: Sequence[str], part: _Stretch) -> Iterator[Pair]:
    matcher = SequenceMatcher(None, olds[part.start : part.end], news[part.new_start : part.new_end], autojunk=False)
    for one, other, size in matcher.get_matching_blocks():
        yield from ((part.start + one + at, part.new_start + other + at) for at in range(size))


def _between(olds: Sequence[str], news: Sequence[str], part: _Stretch, depth: int, certain: bool) -> Iterator[Pair]:
    anchors = _found_once(olds, news, part)
    at, new_at = part.start, part.new_start
    for anchor, new_anchor in anchors:
        yield from _within(olds, news, _Stretch(at, anchor, new_at, new_anchor), depth - 1, certain)
        yield anchor, new_anchor
        at, new_at = anchor + 1, new_anchor + 1
    if anchors:
        yield from _within(olds, news, _Stretch(at, part.end, new_at, part.new_end), depth - 1, certain)


def _found_once(olds: Sequence[str], news: Sequence[str], part: _Stretch) -> list[Pair]:
    """What both have once: the longest row of it that is in the same order in both."""
    old_counts = Counter(olds[part.start : part.end])
    new_counts = Counter(news[part.new_start : part.new_end])
    places = {news[at]: at for at in range(part.new_start, part.new_end) if new_counts[news[at]] == 1}
    pairs = [
        (at, places[olds[at]]) for at in range(part.start, part.end) if old_counts[olds[at]] == 1 and olds[at] in places
    ]
    return _rising(pairs)


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest row of pairs whose second numbers rise (M. Fredman 1975, by patience sorting)."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for no, (_, at) in enumerate(pairs):
        length = bisect_left(ends, at)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [at]
        last[length : length + 1] = [no]
    row: list[Pair] = []
    no = last[-1] if last else -1
    while no >= 0:
        row.append(pairs[no])
        no = before[no]
    return row[::-1]
