"""The names step: everything in a text that may lead to a person, for somebody to look through before it is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evalcore.capture.name_words import places_of
from evalcore.capture.names import FoundKind, find_names
from evalcore.capture.organisations import organisations
from evalcore.capture.pseudonyms import Replaced

AROUND = 48
ORDER = (
    FoundKind.SPEAKER,
    FoundKind.PERSON,
    FoundKind.TRUST,
    FoundKind.HOSPITAL,
    FoundKind.NHS_NUMBER,
    FoundKind.EMAIL,
    FoundKind.PHONE,
    FoundKind.POSTCODE,
    FoundKind.POSSIBLE,
)
PARTING = "\n\n"


@dataclass(frozen=True, slots=True)
class Place:
    """A name in its context: what stands before it, the words as written, and what comes after."""

    before: str
    words: str
    after: str
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class NameGroup:
    """One name with every place where it stands; `forms` are the ways in which it is written, the plainest first."""

    forms: tuple[str, ...]
    kind: FoundKind
    suggestion: str
    places: tuple[Place, ...]

    @property
    def name(self) -> str:
        return self.forms[0]


def names_in(
    title: str,
    text: str,
    known: Mapping[str, str] | None = None,
    added: Sequence[str] = (),
    *,
    trusts: Mapping[str, str] | None = None,
) -> tuple[NameGroup, ...]:
    """The names of a title and a text, the surest first.

    `known` are names with the pseudonym that each has already; `added` those that somebody missed in the list;
    `trusts` the names of the evaluation's trusts, each with what it is shown as.
    """
    whole = f"{title}{PARTING}{text}"
    forms: dict[str, list[str]] = {}
    said: dict[str, tuple[FoundKind, str]] = {}
    for one in find_names(whole, known or {}):
        key = _key(one.text)
        if one.text not in forms.setdefault(key, []):
            forms[key].append(one.text)
        kind, suggestion = said.get(key, (one.kind, one.suggestion))
        said[key] = (min(kind, one.kind, key=ORDER.index), suggestion)
    for name, shown in organisations(whole, trusts or {}).items():
        kind = FoundKind.TRUST if shown in (trusts or {}).values() else FoundKind.HOSPITAL
        if name not in forms.setdefault(_key(name), []):
            forms[_key(name)].append(name)
        said[_key(name)] = (kind, shown)
    number = 1
    for name in added:
        while f"[person {number}]" in whole or any(f"[person {number}]" == one for _, one in said.values()):
            number += 1
        if _key(name) not in forms:
            forms[_key(name)], said[_key(name)] = [name], (FoundKind.PERSON, f"[person {number}]")
    places = places_by_name(title, text, [form for group in forms.values() for form in group])
    groups = [
        NameGroup(
            tuple(sorted(group, key=lambda form: (form.isupper(), form.islower()))),
            *said[key],
            tuple(place for form in group for place in places.get(form, ())),
        )
        for key, group in forms.items()
    ]
    return tuple(sorted((group for group in groups if group.places), key=lambda group: ORDER.index(group.kind)))


def stands_in(name: str, title: str, text: str) -> bool:
    """Whether a name stands somewhere as whole words, so that it would be replaced."""
    return any(True for _ in places_of([name], f"{title}{PARTING}{text}"))


def replacements(groups: Sequence[NameGroup], chosen: Mapping[str, str]) -> dict[str, str]:
    """What is put for what; `chosen` says it by the group's name, and an empty one is kept. The rest as suggested."""
    return {form: chosen.get(group.name, group.suggestion) for group in groups for form in group.forms}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text as it will be stored; `stands_for_a_name` where it was put in."""

    text: str
    stands_for_a_name: bool


def pieces(replaced: Replaced) -> list[Piece]:
    at, found = 0, []
    for edit in replaced.edits:
        found.append(Piece(replaced.text[at : edit.new_start], False))
        found.append(Piece(replaced.text[edit.new_start : edit.new_end], True))
        at = edit.new_end
    return [piece for piece in (*found, Piece(replaced.text[at:], False)) if piece.text]


def places_by_name(title: str, text: str, names: Sequence[str]) -> dict[str, list[Place]]:
    """Where each name stands in a title and a text; no name that stands nowhere."""
    whole, title_length = f"{title}{PARTING}{text}", len(title)
    places: dict[str, list[Place]] = {}
    for start, end, name in places_of(names, whole):
        in_title = start < title_length
        low, high = (0, title_length) if in_title else (title_length + len(PARTING), len(whole))
        before = whole[max(low, start - AROUND) : start]
        after = whole[end : min(high, end + AROUND)]
        place = Place(_from_a_word(before, cut=start - AROUND > low), whole[start:end], _to_a_word(after), in_title)
        places.setdefault(name, []).append(place)
    return places


def _from_a_word(before: str, *, cut: bool) -> str:
    return "… " + before.partition(" ")[2] if cut else before


def _to_a_word(after: str) -> str:
    return after.rpartition(" ")[0] + " …" if len(after) == AROUND else after


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
