"""What an edit did to a text, for a person to see before she saves over it."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

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
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    found = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            before, after = "".join(olds[:a])[-AROUND:], "".join(olds[b:])[:AROUND]
            found.append(Difference(before, "".join(olds[a:b]), "".join(news[c:d]), after))
    return found


def fresh_names(old: str, new: str) -> list[str]:
    """What may lead to a person in a wording and was not in the one before it."""
    there = {one.text for one in find_names(old)}
    return list(dict.fromkeys(one.text for one in find_names(new) if one.text not in there))
