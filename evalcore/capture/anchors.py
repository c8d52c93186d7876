"""Where spans of a text lie in another wording of it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evalcore.capture.alike import alike

Span = tuple[int, int]

_IN_WORD = re.compile(r"\w")
# White space is left out of both: it is every other thing in a text, and what an edit does to it moves no word.
_WORD = re.compile(r"\w+|[^\w\s]")
_LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")


def carry(old: str, new: str, spans: Sequence[Span]) -> list[Span | None]:
    """The place of each span of `old` in `new`; None where nothing of its words is left.

    An edit inside a span belongs to it; what is added at its edge stays outside. Code points, half-open.
    """
    if old == new or not spans:
        return list(spans)
    blocks = _blocks(old, new)
    return [_carried(span, blocks, new) for span in spans]


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch of the old wording and what stands in its place: the same, or other words."""

    start: int
    end: int
    new_start: int
    new_end: int
    same: bool


def _blocks(old: str, new: str) -> list[_Block]:
    head = _common(old, new)
    head = min(_word_start(old, head), _word_start(new, head))
    tail = _common(old[head:][::-1], new[head:][::-1])
    tail = min(len(old) - _word_end(old, len(old) - tail), len(new) - _word_end(new, len(new) - tail))
    blocks = [_Block(0, head, 0, head, True)] if head else []
    at, new_at = head, head
    for line, new_line in _same_lines(old, new, head, tail):
        blocks += _word_blocks(old, new, (at, line[0]), (new_at, new_line[0]))
        blocks.append(_Block(*line, *new_line, True))
        at, new_at = line[1], new_line[1]
    blocks += _word_blocks(old, new, (at, len(old) - tail), (new_at, len(new) - tail))
    if tail:
        blocks.append(_Block(len(old) - tail, len(old), len(new) - tail, len(new), True))
    return blocks


def _same_lines(old: str, new: str, head: int, tail: int) -> list[tuple[Span, Span]]:
    """The lines between head and tail that surely are the same: found once in both, or beside such a one."""
    lines, new_lines = _spans(_LINE, old, (head, len(old) - tail)), _spans(_LINE, new, (head, len(new) - tail))
    pairs = alike(_read(old, lines), _read(new, new_lines), certain=True)
    return [(lines[one], new_lines[other]) for one, other in pairs]


def _word_blocks(old: str, new: str, part: Span, new_part: Span) -> Iterator[_Block]:
    words, new_words = _spans(_WORD, old, part), _spans(_WORD, new, new_part)
    at = new_at = 0
    for one, other in [*alike(_read(old, words), _read(new, new_words)), (len(words), len(new_words))]:
        if at < one and new_at < other:
            yield _Block(words[at][0], words[one - 1][1], new_words[new_at][0], new_words[other - 1][1], False)
        if one < len(words):
            yield _Block(*words[one], *new_words[other], True)
        at, new_at = one + 1, other + 1


def _carried(span: Span, blocks: Sequence[_Block], new: str) -> Span | None:
    start, end = span
    pieces: list[Span] = []
    for no in range(bisect_right(blocks, start, key=lambda block: block.end), len(blocks)):
        block = blocks[no]
        if block.start >= end:
            break
        if block.same:
            shift = block.new_start - block.start
            pieces.append((max(start, block.start) + shift, min(end, block.end) + shift))
        elif start <= block.start and block.end <= end:
            # The span holds all of what was replaced, so it holds the replacement.
            pieces.append((block.new_start, block.new_end))
    if not pieces:
        return None
    low, high = pieces[0][0], pieces[-1][1]
    left = new[low:high]
    # Where a word at its edge is gone, the space that parted it from the rest goes too.
    return (low + len(left) - len(left.lstrip()), high - len(left) + len(left.rstrip())) if left.strip() else None


def _common(one: str, other: str) -> int:
    """How many code points the two begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _word_start(text: str, at: int) -> int:
    """`at`, or where the word begins that it lies in: what both begin with may end inside a word of one of them."""
    while 0 < at < len(text) and _IN_WORD.match(text[at - 1]) and _IN_WORD.match(text[at]):
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while 0 < at < len(text) and _IN_WORD.match(text[at - 1]) and _IN_WORD.match(text[at]):
        at += 1
    return at


def _spans(what: re.Pattern[str], text: str, part: Span) -> list[Span]:
    return [match.span() for match in what.finditer(text, *part)]


def _read(text: str, spans: Sequence[Span]) -> list[str]:
    return [text[start:end] for start, end in spans]
