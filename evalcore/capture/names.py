"""The names step: what in a text leads to a person, and the pseudonym proposed for it."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from evalcore.capture.identifiers import IdentifierKind, identifiers
from evalcore.capture.name_sorts import LONG_TITLES, SHORT_TITLES, WORD
from evalcore.capture.name_words import folded, name_words
from evalcore.capture.people import people
from evalcore.interchange.transcripts import ROLE_WORDS, is_usual_label, turns


class FoundKind(StrEnum):
    PERSON = "person"
    POSSIBLE = "possible person"
    """A word with a capital letter that nothing else explains."""
    SPEAKER = "speaker"
    TRUST = "trust"
    HOSPITAL = "hospital or trust"
    NHS_NUMBER = "NHS number"
    EMAIL = "e-mail address"
    PHONE = "phone number"
    POSTCODE = "postcode"


IDENTIFIERS = {
    IdentifierKind.NHS_NUMBER: (FoundKind.NHS_NUMBER, "[NHS number]"),
    IdentifierKind.EMAIL: (FoundKind.EMAIL, "[e-mail]"),
    IdentifierKind.PHONE: (FoundKind.PHONE, "[phone]"),
    IdentifierKind.POSTCODE: (FoundKind.POSTCODE, "[postcode]"),
}
NURSES = frozenset({"sister", "matron", "nurse", "midwife"})
DOCTORS = frozenset({"dr", "doctor", "prof", "professor", "consultant", "registrar"})
USED = re.compile(r"\[(person|nurse|doctor) (\d{1,4})\]")


@dataclass(frozen=True, slots=True)
class Found:
    """One place: code points, half-open. `suggestion` is the same for all that seem to be one person."""

    start: int
    end: int
    text: str
    kind: FoundKind
    suggestion: str


def find_names(text: str, known: Collection[str] | Mapping[str, str] = ()) -> tuple[Found, ...]:
    """Every place that may lead to a person, in order and apart from one another.

    `known` are names to find wherever they stand; as a mapping, with the pseudonym each has already.
    """
    found = [Found(one.start, one.end, text[one.start : one.end], *IDENTIFIERS[one.kind]) for one in identifiers(text)]
    hidden = list(text)
    for one in found:
        hidden[one.start : one.end] = " " * (one.end - one.start)
    labels = _speaker_labels(text)
    spoken = {text[start:end] for start, end in labels}
    for person in people("".join(hidden), {*known, *spoken}):
        kind = FoundKind.PERSON if person.sure else FoundKind.POSSIBLE
        if (person.start, person.end) in labels:
            kind = FoundKind.SPEAKER
        found.append(Found(person.start, person.end, text[person.start : person.end], kind, ""))
    return _with_suggestions(text, sorted(found, key=lambda one: one.start), known)


def _speaker_labels(text: str) -> set[tuple[int, int]]:
    """Where a speaker is called by a name rather than by a role or a code."""
    labels = set()
    for turn in turns(text):
        name = re.sub(r"\s*\(.*", "", turn.speaker)
        words = WORD.findall(name)
        role = all(folded(word) in ROLE_WORDS or folded(word) in name_words().not_names for word in words)
        pattern = r"\s+".join(re.escape(word) for word in name.split())
        place = re.compile(pattern).search(text, turn.start, turn.end)
        if place and words and not role and not is_usual_label(name):
            labels.add(place.span())
    return labels


def _with_suggestions(
    text: str, found: Sequence[Found], known: Collection[str] | Mapping[str, str]
) -> tuple[Found, ...]:
    """One pseudonym for all the ways in which one person seems to be named: the one given, else numbered in order."""
    given = {folded(name): pseudonym for name, pseudonym in known.items()} if isinstance(known, Mapping) else {}
    numbers: Counter[str] = Counter()
    for role, number in USED.findall("\n".join([text, *given.values()])):
        numbers[role] = max(numbers[role], int(number))
    whole = _whole_names({_name(one.text) for one in found if not one.suggestion} | {_name(name) for name in given})
    roles: dict[tuple[str, ...], str] = {}
    for one in found:
        if not one.suggestion:
            role = _role(one.text)
            person = whole[_name(one.text)]
            roles[person] = role if roles.get(person, "person") == "person" else roles[person]
    pseudonyms = {whole[_name(name)]: pseudonym for name, pseudonym in given.items() if pseudonym}
    suggested = []
    for one in found:
        person = whole.get(_name(one.text), ())
        if not one.suggestion and person not in pseudonyms:
            numbers[roles[person]] += 1
            pseudonyms[person] = f"[{roles[person]} {numbers[roles[person]]}]"
        suggestion = one.suggestion or given.get(folded(one.text)) or pseudonyms[person]
        suggested.append(replace(one, suggestion=suggestion))
    return tuple(suggested)


def _name(text: str) -> tuple[str, ...]:
    """The words of a name without its titles and initials."""
    words = [folded(word) for word in WORD.findall(text)]
    kept = [word for word in words if len(word) > 1 and word not in SHORT_TITLES | LONG_TITLES]
    return tuple(kept or words)


def _role(text: str) -> str:
    words = {folded(word) for word in WORD.findall(text)}
    return "nurse" if words & NURSES else "doctor" if words & DOCTORS else "person"


def _whole_names(names: Collection[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The fullest form of each name: "Patel" and "Anita" are "Anita Patel" where only one person fits."""
    fuller: dict[str, list[tuple[str, ...]]] = {}
    for name in names:
        for word in set(name) if len(name) > 1 else ():
            fuller.setdefault(word, []).append(name)
    return {name: _only(fuller.get(name[0], []), name) if len(name) == 1 else name for name in names}


def _only(fuller: Sequence[tuple[str, ...]], name: tuple[str, ...]) -> tuple[str, ...]:
    return fuller[0] if len(fuller) == 1 else name
