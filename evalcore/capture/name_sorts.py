"""What each word of a text can be on its own: a title, a given name, a surname, a place, or nothing of a name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from evalcore.capture.name_words import NameWords, folded, name_words

WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’‑-][^\W\d_]+)*(?!\w)")
POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
OPENS = re.compile(r"[.!?…:;\t“‘\"]|[-–—•*]\s*$")
NO_HEADING = re.compile(r"[,;:@]|[.!?…”\"]\s*$")
_SHORT_TITLES = "dr mr mrs ms miss prof professor sir dame lord lady rev reverend"
_LONG_TITLES = "doctor sister matron nurse midwife registrar consultant father"
_PARTICLES = "de da di del della dos van der den von bin ibn al el la le ter ten"
# What carries a person's name without being one: St George's Hospital, the Francis report, the Apgar score.
_BODIES = """
    hospital hospitals trust university road street avenue lane close centre center committee college school house unit
    clinic foundation institute council society association academy review report inquiry enquiry award score scores
    scale syndrome disease method chart charts test cycle fund ward building suite wing hall theatre park station court
    cross model framework principle principles criteria law effect bundle prize lecture medal act bill square bridge
    terrace gardens place library lounge room surgery practice pathway tool toolkit programme project recommendations
"""
SHORT_TITLES = frozenset(_SHORT_TITLES.split())
LONG_TITLES = frozenset(_LONG_TITLES.split())
PARTICLES = frozenset(_PARTICLES.split())
BODIES = frozenset(_BODIES.split())


class Sort(Enum):
    """What a word can be, on its own."""

    TITLE = auto()
    GIVEN = auto()
    GIVEN_WORD = auto()
    SURNAME = auto()
    SURNAME_WORD = auto()
    UNKNOWN = auto()
    INITIAL = auto()
    PARTICLE = auto()
    PLACE = auto()
    BODY = auto()
    CAPITALS = auto()
    OTHER = auto()


SURE = frozenset({Sort.GIVEN, Sort.SURNAME})


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    text: str
    key: str
    sort: Sort
    opens: bool
    """A capital letter means nothing here: a sentence, a quotation or a line begins."""
    heading: bool
    alone: bool
    """Nothing else stands in its line."""

    @property
    def named(self) -> bool:
        """Written as a name is: with a capital letter, or an unmistakable name without."""
        return self.text[0].isupper() or self.sort in SURE


def words_of(text: str) -> tuple[Word, ...]:
    return tuple(_words(_without_phrases(text)))


def _without_phrases(text: str) -> str:
    """The text with "St George's" and the like blanked out, at the same length."""
    pattern = "|".join(re.escape(phrase).replace("'", "['’]") for phrase in name_words().phrases)
    return re.sub(rf"\b(?:{pattern})\b(?:['’]s|['’])?", lambda match: "." * len(match[0]), text)


def _words(text: str) -> Iterator[Word]:
    lists = name_words()
    start = 0
    for line in text.split("\n"):
        capitals = line.isupper()
        heading = capitals or _is_heading(line)
        at = start
        opens = True
        alone = bool(WORD.fullmatch(line.strip()))
        for match in WORD.finditer(line):
            word = POSSESSIVE.sub("", match[0])
            gap = text[at : start + match.start()]
            opens = opens or bool(OPENS.search(gap))
            sort = _sort(word, lists, opens=opens, capitals=capitals)
            at = start + match.start()
            yield Word(at, at + len(word), word, folded(word), sort, opens, heading, alone)
            at = start + match.end()
            # The full stop of "Dr." and "J." ends no sentence.
            opens = False
            if sort in (Sort.TITLE, Sort.INITIAL) and text.startswith(". ", at):
                at += 1
        start += len(line) + 1


def _is_heading(line: str) -> bool:
    """A line in Title Case, where capital letters say nothing."""
    long = [word for word in WORD.findall(line) if len(word) > 3]
    return len(long) > 2 and not NO_HEADING.search(line) and sum(word[0].isupper() for word in long) > 0.7 * len(long)


def _sort(word: str, lists: NameWords, *, opens: bool, capitals: bool) -> Sort:
    key = folded(word)
    if not word[0].isupper():
        return _small_sort(word, key, lists)
    if len(word) == 1:
        return Sort.OTHER if key == "i" or (key == "a" and opens) else Sort.INITIAL
    if key in SHORT_TITLES or key in LONG_TITLES:
        return Sort.TITLE
    abbreviation = word.isupper() and not capitals
    if abbreviation and len(word) < 4:
        return Sort.CAPITALS
    parts = {key, *key.replace("‑", "-").split("-")}
    if not parts.isdisjoint(lists.given):
        return Sort.GIVEN
    if not parts.isdisjoint(lists.surnames):
        return Sort.SURNAME
    if abbreviation:
        return Sort.CAPITALS
    for sort, words in (
        (Sort.GIVEN_WORD, lists.given_words),
        (Sort.BODY, BODIES),
        (Sort.SURNAME_WORD, lists.surname_words),
        (Sort.PLACE, lists.places),
        (Sort.OTHER, lists.not_names),
    ):
        if key in words or (sort is Sort.OTHER and not parts.isdisjoint(words)):
            return sort
    return Sort.UNKNOWN


def _small_sort(word: str, key: str, lists: NameWords) -> Sort:
    """A word in small letters: a particle, or a name that is nothing else."""
    if key in PARTICLES:
        return Sort.PARTICLE
    if len(word) < 4 or key in lists.small_words or key in lists.not_names:
        return Sort.OTHER
    return Sort.GIVEN if key in lists.given else Sort.SURNAME if key in lists.surnames else Sort.OTHER
