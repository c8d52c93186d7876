"""What an edit did to a text, for a person to see before she saves over it."""

import re
from dataclasses import dataclass
from itertools import accumulate

from evalcore.capture.alike import alike
from evalcore.capture.names import find_names

WORD = re.compile(r"\s*\S+|\s+\Z")
AROUND = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two wordings differ, with what both have before and after it."""

    before: str
    taken_out: str
    put_in: str
    after: str


def differences(old: str, new: str) -> list[Difference]:
    """Where two wordings differ, word by word.

    >>> [(one.taken_out, one.put_in) for one in differences("It took two days.", "It took three whole days.")]
    [(' two', ' three whole')]
    """
    olds, news = WORD.findall(old), WORD.findall(new)
    # Where each word begins: together they are the whole text.
    starts, new_starts = [0, *accumulate(map(len, olds))], [0, *accumulate(map(len, news))]
    found = []
    at = new_at = 0
    for one, other in [*alike(olds, news), (len(olds), len(news))]:
        if at < one or new_at < other:
            start, end = starts[at], starts[one]
            put_in = new[new_starts[new_at] : new_starts[other]]
            found.append(
                Difference(old[max(0, start - AROUND) : start], old[start:end], put_in, old[end : end + AROUND])
            )
        at, new_at = one + 1, other + 1
    return found


def fresh_names(old: str, new: str) -> list[str]:
    """What may lead to a person in a wording and was not in the one before it."""
    there = {one.text for one in find_names(old)}
    return list(dict.fromkeys(one.text for one in find_names(new) if one.text not in there))
