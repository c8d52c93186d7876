"""Where a text has what is looked for. Pure: texts and offsets in, offsets out."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice

from evalcore.sense.query import Near, Phrase, Query, fold, word_letters

Span = tuple[int, int]
"""Start and end, half-open."""

_LINE_END = re.compile("\n")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of a text, and inside it the words that were looked for."""

    start: int
    end: int
    marks: tuple[Span, ...]


class Folded:
    """A text in NFC with its letters folded, and the way back to its own code points.

    Folding makes some letters longer (ß, İ): `_lost` says by how much those that end before an offset grew.
    """

    __slots__ = ("_ends", "_lost", "text")

    def __init__(self, own: str) -> None:
        self.text = fold(own)
        self._ends: list[int] = []
        self._lost: list[int] = [0]
        if len(self.text) != len(own):
            lengths = [len(fold(letter)) for letter in own]
            grown = [(end, length - 1) for end, length in zip(accumulate(lengths), lengths, strict=True) if length > 1]
            self._ends = [end for end, _ in grown]
            self._lost = list(accumulate((more for _, more in grown), initial=0))

    def own(self, offset: int) -> int:
        """The offset in the text as it is of one in the folded text."""
        return offset - self._lost[bisect_right(self._ends, offset)]


class Matcher:
    """Finds a query's places, text by text."""

    def __init__(self, query: Query) -> None:
        self._finders = [_Row(term) if isinstance(term, Phrase) else _Pair(term) for term in query.terms]

    def places(self, text: Folded, most: int) -> list[Place]:
        """The first `most` places in order, in the text's own code points. They may overlap where terms do."""
        if len(self._finders) == 1:
            found = list(islice(self._finders[0].places(text.text), most))
        else:
            found = self._together(text.text)[:most]
        own = text.own
        return [
            Place(own(place.start), own(place.end), tuple((own(first), own(last)) for first, last in place.marks))
            for place in found
        ]

    def _together(self, folded: str) -> list[Place]:
        """The places of every term in the paragraphs that have all of them."""
        by_term: list[list[Place]] = []
        for finder in self._finders:
            places = list(finder.places(folded))
            if not places:
                return []
            by_term.append(places)
        line_ends = [match.start() for match in _LINE_END.finditer(folded)]
        lines = [{bisect_left(line_ends, place.start) for place in places} for places in by_term]
        kept = set.intersection(*lines)
        together = {place for places in by_term for place in places if bisect_left(line_ends, place.start) in kept}
        return sorted(together)


class _Row:
    """Words in a row: each place begins where the one before has ended, or later."""

    def __init__(self, phrase: Phrase) -> None:
        letter = f"[{word_letters()}]"
        between = f"[^{word_letters()}]+"
        pattern = ""
        for word in phrase.words:
            letters = re.escape(word.text)
            # What must not stand before the first word is said after its letters: the engine can leap to those.
            pattern += f"{between}{letters}" if pattern else f"{letters}(?<!{letter}{letters})"
            pattern += f"{letter}*" if word.begun else f"(?!{letter})"
        self._pattern = re.compile(pattern)
        self.longest = max((word.text for word in phrase.words), key=len)

    def spans(self, folded: str) -> Iterator[Span]:
        # Most texts lack a rare word altogether, which is seen at once.
        if self.longest not in folded:
            return
        for match in self._pattern.finditer(folded):
            yield match.span()

    def places(self, folded: str) -> Iterator[Place]:
        for span in self.spans(folded):
            yield Place(*span, (span,))


class _Pair:
    """A place of each phrase, apart from one another, with no other place of either between them."""

    def __init__(self, near: Near) -> None:
        self._one, self._other = sorted((_Row(near.one), _Row(near.other)), key=lambda row: -len(row.longest))
        self._between = near.within - 1
        self._word = re.compile(f"[{word_letters()}]+")

    def places(self, folded: str) -> Iterator[Place]:
        ones = set(self._one.spans(folded))
        others = set(self._other.spans(folded)) if ones else set()
        every = sorted(ones | others) if others else []
        starts = [start for start, _ in every]
        for first in every:
            nearest_end = len(folded)
            for second in islice(every, bisect_left(starts, first[1]), None):
                if second[0] >= nearest_end or not self._close(folded, first[1], second[0]):
                    break
                nearest_end = min(nearest_end, second[1])
                if (first in ones and second in others) or (first in others and second in ones):
                    yield Place(first[0], second[1], (first, second))

    def _close(self, folded: str, start: int, end: int) -> bool:
        words = islice(self._word.finditer(folded, start, end), self._between + 1)
        return sum(1 for _ in words) <= self._between
