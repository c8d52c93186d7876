"""A place of a text with the words around it, as a line: keyword in context. Pure."""

import re

from evalcore.sense.matching import Place

SIDE = 90
"""Characters on each side: somewhat more than stands beside a keyword on the widest screen."""

_SPACE = re.compile(r"\s+")
_CUT_FIRST = re.compile(r"\S*\s")
_CUT_LAST = re.compile(r"\s\S*\Z")

Pieces = tuple[tuple[str, bool], ...]


def in_context(text: str, place: Place) -> tuple[str, Pieces, str]:
    """What stands to the left, the place in pieces, each with whether it was looked for, and what stands to the right.

    White space, the end of a line too, is one space. The sides are cut between words where they have any.

    >>> in_context("It took\\ntwo days, they said.", Place(8, 16, ((8, 11), (12, 16))))
    ('It took ', (('two', True), (' ', False), ('days', True)), ', they said.')
    """
    left = text[max(0, place.start - SIDE) : place.start]
    if place.start > SIDE:
        left = _CUT_FIRST.sub("", left, count=1)
    right = text[place.end : place.end + SIDE]
    if place.end + SIDE < len(text):
        right = _CUT_LAST.sub("", right)
    pieces, at = [], place.start
    for start, end in place.marks:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at : place.end], False))
    return _line(left), tuple((_line(piece), marked) for piece, marked in pieces if piece), _line(right)


def _line(text: str) -> str:
    return _SPACE.sub(" ", text)
