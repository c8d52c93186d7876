"""The word lists by which names are found, made for this project."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "name_words"
STARTS = re.compile(r"\w+|[^\w\s]")
# Letters that no decomposition turns into plain ones.
PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "’": "'"})


@dataclass(frozen=True, slots=True)
class NameWords:
    """Each list as folded words (see `folded`); `phrases` as written."""

    given: frozenset[str]
    given_words: frozenset[str]
    surnames: frozenset[str]
    surname_words: frozenset[str]
    small_words: frozenset[str]
    not_names: frozenset[str]
    places: frozenset[str]
    phrases: tuple[str, ...]


def folded(word: str) -> str:
    """
    >>> folded("Zoë"), folded("O’BRIEN"), folded("Łukasz")
    ('zoe', "o'brien", 'lukasz')
    """
    if word.isascii():
        return word.casefold()
    parts = unicodedata.normalize("NFKD", word.casefold().translate(PLAIN))
    return "".join(part for part in parts if not unicodedata.combining(part))


@cache
def name_words() -> NameWords:
    return NameWords(
        given=_words("given"),
        given_words=_words("given_words"),
        surnames=_words("surnames"),
        surname_words=_words("surname_words"),
        small_words=_words("small_words"),
        not_names=_words("not_names") | _words("common"),
        places=_words("places"),
        phrases=tuple(_lines("phrases")),
    )


def _lines(name: str) -> list[str]:
    lines = (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _words(name: str) -> frozenset[str]:
    return frozenset(folded(word) for line in _lines(name) for word in line.split())


def places_of(names: Collection[str], text: str) -> Iterator[tuple[int, int, str]]:
    """Where the names stand in a text, apart from one another, the longest first: start, end, name.

    >>> list(places_of(["Jones", "Sarah Jones"], "SARAH JONES and jonesing Jones"))
    [(0, 11, 'Sarah Jones'), (25, 30, 'Jones')]
    """
    by_start: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        if first := STARTS.search(name):
            by_start.setdefault(first[0].casefold(), []).append(name)
    patterns: dict[str, re.Pattern[str]] = {}
    end = 0
    for token in STARTS.finditer(text):
        for name in by_start.get(token[0].casefold(), ()) if token.start() >= end else ():
            if name not in patterns:
                patterns[name] = re.compile(_written(name))
            if match := patterns[name].match(text, token.start()):
                end = match.end()
                yield token.start(), end, name
                break


def _written(name: str) -> str:
    """The ways in which a name stands in a text: in whole words, in capitals, over a line's end.

    In small letters only where it can be nothing else: "will" is not Will, but "sarah jones" is Sarah Jones.
    """
    words = name.split()
    if len(words) == 1 and name.isalpha() and name.isupper() and len(name) <= 3:
        forms = [name]
    elif not any(character.isalpha() for character in name) or _unmistakable(words):
        forms = [f"(?i:{_flexible(name)})"]
    else:
        capital = " ".join(word[0].upper() + word[1:] for word in words)
        forms = [_flexible(form) for form in dict.fromkeys((name, capital, name.upper()))]
    return f"(?:{'|'.join(forms)})" + (r"(?![\w\u0300-\u036f])" if re.search(r"\w\Z", name) else "")


def _unmistakable(words: list[str]) -> bool:
    lists = name_words()
    mistakable = lists.small_words | lists.not_names | lists.given_words | lists.surname_words
    names = lists.given | lists.surnames
    return any(len(word) > 3 and folded(word) in names and folded(word) not in mistakable for word in words)


def _flexible(name: str) -> str:
    escaped = r"\s+".join(re.escape(word) for word in name.split())
    return re.sub(r"['’]", "['’]", escaped.replace(r"\-", "[-‑]"))
