"""People in a text, by word lists and by how names stand in sentences: no model, no network.

What it finds is a proposal that a person looks through. It would rather propose a place too many than miss a name.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from evalcore.capture.name_sorts import BODIES, LONG_TITLES, SHORT_TITLES, SURE, Sort, Word, words_of
from evalcore.capture.name_words import name_words, places_of

JOINT = re.compile(r"[ \u00a0]{1,2}")
DOTTED_JOINT = re.compile(r"\.?[ \u00a0]{0,2}")

_DETERMINERS = "the a an this that these those our your their its every each no any some another which"
_MEETING = "with told asked called met saw thanked thank dear hi hello hey named nurse sister doctor dr"
_WITHIN = "in at near around inside outside via on"
_MONTHS = "april may june jan jun"
_SPEAKS = """
    said says say told tells asked asks thinks thought reckons reckoned rang phoned emailed texted explained replied
    mentioned agreed laughed nodded suggested suggests wants wanted came joined left knows knew felt feels went
    started took brought ran runs leads led chaired chairs spoke pointed noticed reminded offered who
"""
_HELPS = "will would has had is was did does"
_ADDRESSED = "cc bcc to from present apologies attendees attending chair chaired minutes by owner lead action"
_ENDINGS = (
    "ysis tion tions ment ments ness ing ity ities ology ance ence ship ism ics ally able ful ive ist ists ally ised"
)
DETERMINERS = frozenset(_DETERMINERS.split())
WITHIN = frozenset(_WITHIN.split())
MEETING = frozenset(_MEETING.split())
MONTHS = frozenset(_MONTHS.split())
SPEAKS = frozenset(_SPEAKS.split())
HELPS = frozenset(_HELPS.split())
ADDRESSED = frozenset(_ADDRESSED.split())
ENDINGS = tuple(_ENDINGS.split())
SHORTEST_UNKNOWN = 3
MOST_WORDS = 7


IN_A_NAME = frozenset(
    {Sort.GIVEN, Sort.GIVEN_WORD, Sort.SURNAME, Sort.SURNAME_WORD, Sort.UNKNOWN, Sort.INITIAL, Sort.PARTICLE}
)


@dataclass(frozen=True, slots=True)
class Person:
    start: int
    end: int
    sure: bool


def people(text: str, known: Collection[str] = ()) -> tuple[Person, ...]:
    """Who is named in a text, in order and apart from one another; `known` are words to find wherever they stand."""
    words = words_of(text)
    small = frozenset(word.key for word in words if word.text.islower())
    found = [person for run in _runs(text, words) for person in _in_run(words, run, small)]
    return _everywhere(text, words, found, known)


def _runs(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Stretches of words written as names, one space apart: from, to (as places in `words`)."""
    begun: int | None = None
    for place, word in enumerate(words):
        inside = word.named or (begun is not None and _leads_on(words, place))
        if begun is not None and not (inside and _joined(text, words[place - 1], word)):
            yield begun, place
            begun = None
        if begun is None and word.named:
            begun = place
    if begun is not None:
        yield begun, len(words)


def _leads_on(words: Sequence[Word], place: int) -> bool:
    """Whether a particle, or two ("van der"), lead to a name."""
    following = next((word for word in words[place : place + 3] if word.sort is not Sort.PARTICLE), None)
    return words[place].sort is Sort.PARTICLE and following is not None and following.named


def _joined(text: str, first: Word, second: Word) -> bool:
    dotted = first.sort in (Sort.TITLE, Sort.INITIAL)
    return bool((DOTTED_JOINT if dotted else JOINT).fullmatch(text, first.end, second.start))


def _in_run(words: Sequence[Word], run: tuple[int, int], small: frozenset[str]) -> Iterator[Person]:
    place, end = run
    while place < end:
        title = words[place].sort is Sort.TITLE
        stop = place + title
        while stop < min(end, place + MOST_WORDS) and _goes_on(words, place, stop):
            stop += 1
        while stop > place and words[stop - 1].sort is Sort.PARTICLE:
            stop -= 1
        if stop > place + title and (person := _judged(words, place, stop, small)):
            yield person
        place = max(stop, place + 1)


def _goes_on(words: Sequence[Word], first: int, place: int) -> bool:
    """Whether the word belongs to the name that begins at `first`: a place may be a surname after a given name."""
    word = words[place]
    if word.sort in IN_A_NAME:
        return True
    if place == first:
        return False
    before = words[place - 1]
    given = (Sort.GIVEN, Sort.INITIAL, *((Sort.GIVEN_WORD,) if words[first].sort is Sort.TITLE else ()))
    surname_here = before.sort in given or (before.sort is Sort.TITLE and before.key in SHORT_TITLES)
    if word.sort is Sort.BODY:
        return surname_here and word.key in name_words().surname_words
    if word.sort is Sort.TITLE:
        return all(one.sort is Sort.TITLE for one in words[first:place])
    return surname_here and word.sort in (Sort.PLACE, Sort.CAPITALS)


def _judged(words: Sequence[Word], first: int, stop: int, small: frozenset[str]) -> Person | None:
    """Whether words[first:stop] name a person; a sentence's first word may be none of it."""
    name = words[first:stop]
    before = words[first - 1] if first and not name[0].opens else None
    after = words[stop] if stop < len(words) and not words[stop].opens else None
    if before and before.key in SHORT_TITLES and before.text.islower():
        return Person(before.start, name[-1].end, sure=True)
    if name[0].sort is Sort.TITLE or (before and before.key in LONG_TITLES):
        return Person(name[0].start, name[-1].end, sure=True)
    if len(name) > 1 and name[0].opens and name[0].sort is Sort.UNKNOWN and _is_ordinary(name[0], small):
        return _judged(words, first + 1, stop, small)
    if len(name) < 3 and after and after.key in BODIES and not _full_name(name):
        return None
    if any(word.sort in SURE for word in name):
        return Person(name[0].start, name[-1].end, sure=True)
    if all(word.sort in (Sort.SURNAME_WORD, Sort.INITIAL, Sort.PARTICLE) for word in name):
        return None
    if name[0].opens and _beside_a_name(words, stop):
        return Person(name[0].start, name[-1].end, sure=name[0].sort is Sort.GIVEN_WORD)
    if any(word.sort is Sort.GIVEN_WORD for word in name):
        return _judged_given_word(name, before, after)
    if first and words[first - 1].key in ADDRESSED:
        before = words[first - 1]
    return _judged_unknown(name, before, after, small)


def _beside_a_name(words: Sequence[Word], stop: int) -> bool:
    """Whether "and" and another name follow: "Will and Grace"."""
    following = words[stop : stop + 2]
    names = {Sort.GIVEN, Sort.GIVEN_WORD, Sort.SURNAME, Sort.TITLE}
    if len(following) < 2 or following[0].opens or following[1].opens:
        return False
    return following[0].key == "and" and following[1].named and following[1].sort in names


def _judged_given_word(name: Sequence[Word], before: Word | None, after: Word | None) -> Person | None:
    """Will, May, Grace and the like: with a surname, or where a name is likelier than the word."""
    word = name[0]
    person = Person(word.start, name[-1].end, sure=True)
    if _full_name(name):
        return person
    if word.heading or (before and before.key in DETERMINERS | WITHIN):
        return None
    if after and after.key in SPEAKS:
        return person
    if word.key in MONTHS:
        return person if before and before.key in MEETING else None
    return None if word.opens else person


def _judged_unknown(
    name: Sequence[Word], before: Word | None, after: Word | None, small: frozenset[str]
) -> Person | None:
    """A word with a capital letter that no list has, by what stands around it."""
    word = name[0]
    if word.heading or all(one.sort is not Sort.UNKNOWN or _is_ordinary(one, small) for one in name):
        return None
    if len(name) == 1 and before and before.key in DETERMINERS | WITHIN:
        return None
    addressed = word.alone or (before and before.key in ADDRESSED)
    if len(name) == 1 and word.opens and not addressed and not (after and after.key in SPEAKS | HELPS):
        return None
    return Person(word.start, name[-1].end, sure=False)


def _full_name(name: Sequence[Word]) -> bool:
    given = name[0].sort in (Sort.GIVEN, Sort.GIVEN_WORD)
    return given and len(name) > 1 and name[-1].sort not in (Sort.INITIAL, Sort.PARTICLE)


def _is_ordinary(word: Word, small: frozenset[str]) -> bool:
    """An unknown word that is hardly a name: it stands in small letters elsewhere, or is built like no name."""
    inner_capitals = any(letter.isupper() for letter in word.text[1:]) and not word.text.isupper()
    return (
        word.key in small
        or len(word.key) < SHORTEST_UNKNOWN
        or word.key.endswith(ENDINGS)
        or (inner_capitals and not re.match(r"(?:Mc|Mac|O['’]|D['’]|De|Fitz|[^\W\d_]+-)[A-Z]", word.text))
    )


def _everywhere(
    text: str, words: Sequence[Word], found: Sequence[Person], known: Collection[str]
) -> tuple[Person, ...]:
    """Who is found once is found wherever the name stands, also where a sentence begins with it."""
    taken = bytearray(len(text) + 1)
    for person in found:
        taken[person.start : person.end] = b"\1" * (person.end - person.start)
    lists = name_words()
    doubtful = lists.given_words | lists.surname_words | lists.places
    keys: dict[str, bool] = {}
    for word in words:
        if taken[word.start] and word.sort in IN_A_NAME and len(word.key) > 1 and word.key not in doubtful:
            keys.setdefault(word.key, word.sort in SURE)
    again = [
        Person(word.start, word.end, sure=keys[word.key])
        for word in words
        if word.key in keys and not taken[word.start] and word.text[0].isupper()
    ]
    again += [Person(start, end, sure=True) for start, end, _ in places_of(known, text)]
    apart: list[Person] = []
    for person in sorted((*again, *found), key=lambda one: (one.start, -one.end, not one.sure)):
        if not apart or person.start >= apart[-1].end:
            apart.append(person)
    return tuple(apart)
