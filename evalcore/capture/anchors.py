"""Where spans of a text lie in another wording of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Span = tuple[int, int]

_IN_WORD = re.compile(r"\w")
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


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
    olds, news = _words(old, head, len(old) - tail), _words(new, head, len(new) - tail)
    matcher = SequenceMatcher(None, [old[a:b] for a, b in olds], [new[a:b] for a, b in news], autojunk=False)
    blocks = [_Block(0, head, 0, head, True)] if head else []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag in ("equal", "replace"):
            blocks.append(_Block(olds[a][0], olds[b - 1][1], news[c][0], news[d - 1][1], tag == "equal"))
    if tail:
        blocks.append(_Block(len(old) - tail, len(old), len(new) - tail, len(new), True))
    return blocks


def _carried(span: Span, blocks: Sequence[_Block], new: str) -> Span | None:
    start, end = span
    pieces: list[Span] = []
    for block in blocks:
        if block.same and block.start < end and start < block.end:
            shift = block.new_start - block.start
            pieces.append((max(start, block.start) + shift, min(end, block.end) + shift))
        elif not block.same and start <= block.start and block.end <= end:
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


def _words(text: str, start: int, end: int) -> list[Span]:
    return [match.span() for match in _WORD.finditer(text, start, end)]
