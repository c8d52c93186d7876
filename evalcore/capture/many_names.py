"""The names step over many files at once: a name is one line, wherever it stands, with one pseudonym in all of them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from evalcore.capture.names import FoundKind
from evalcore.capture.names_step import ORDER, NameGroup, Place, places_by_name, replacements, stands_in

NUMBERED = re.compile(r"\[([a-z][a-z ]*) (\d{1,4})\]")
MOST_PLACES = 12
"""How many places of a name are kept to be looked at: the rest are counted."""


@dataclass(frozen=True, slots=True)
class FileNames:
    """The names of one file. `numbered` are pseudonyms with a number that its text has already."""

    groups: tuple[NameGroup, ...]
    numbered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SharedName:
    """Somebody or something named in one or more files, with some of the places; `forms` are the ways of writing it."""

    key: str
    forms: tuple[str, ...]
    kind: FoundKind
    suggestion: str
    files: int
    how_many: int
    places: tuple[Place, ...]

    @property
    def name(self) -> str:
        return self.forms[0]


def numbered_in(text: str) -> frozenset[str]:
    return frozenset(match[0] for match in NUMBERED.finditer(text))


def with_missed(names: FileNames, title: str, text: str, missed: Sequence[str]) -> FileNames:
    """The names of a file with those that somebody missed in the list, as far as they stand in it."""
    there = {group.name.casefold() for group in names.groups}
    new = [name for name in missed if name.casefold() not in there and stands_in(name, title, text)]
    found = places_by_name(title, text, new)
    groups = [NameGroup((name,), FoundKind.PERSON, "", tuple(found[name])) for name in new if name in found]
    return replace(names, groups=(*names.groups, *groups))


def called_everywhere(called: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Who speaks in one file under her name has its pseudonym in the others too, where no file calls her otherwise."""
    pseudonyms: dict[str, set[str]] = {}
    for names in called.values():
        for name, pseudonym in names.items():
            pseudonyms.setdefault(name, set()).add(pseudonym)
    agreed = {name: next(iter(found)) for name, found in pseudonyms.items() if len(found) == 1}
    return {file: agreed | dict(names) for file, names in called.items()}


def shared_names(files: Mapping[str, FileNames], called: Mapping[str, Mapping[str, str]]) -> tuple[SharedName, ...]:
    """The names of all files, the surest first; `called` gives, for each file, the pseudonyms of who speaks in it.

    Ways of writing a name that a file takes for one person are one line. Between files the fullest of them tells who is
    who: the Patel who is Anita Patel in one file is not the Patel who is Raj Patel in another.
    """
    members: dict[str, list[tuple[str, NameGroup]]] = {}
    for file, names in files.items():
        for group, key in _keyed(names.groups, called.get(file, {})):
            members.setdefault(key, []).append((file, group))
    used = {pseudonym for names in files.values() for pseudonym in names.numbered}
    found = [_shared(key, groups) for key, groups in members.items()]
    found.sort(key=lambda one: ORDER.index(one.kind))
    return tuple(_numbered_anew(found, used))


def choices_in(
    names: FileNames, called: Mapping[str, str], shared: Mapping[str, SharedName], chosen: Mapping[str, str]
) -> dict[str, str]:
    """What is put for what in one file; `chosen` says it by the key of a shared name, and an empty one is kept."""
    by_group = {
        group.name: chosen.get(key, shared[key].suggestion)
        for group, key in _keyed(names.groups, called)
        if key in shared
    }
    return replacements(names.groups, by_group)


def _keyed(groups: Sequence[NameGroup], called: Mapping[str, str]) -> Iterable[tuple[NameGroup, str]]:
    """Each group of a file with what it is one with, here and in other files."""
    of_person: dict[str, list[NameGroup]] = {}
    for group in groups:
        if NUMBERED.fullmatch(group.suggestion):
            of_person.setdefault(group.suggestion, []).append(group)
    for group in groups:
        same = of_person.get(group.suggestion, [group])
        pseudonym = next((called[form] for one in same for form in one.forms if form in called), None)
        whole = max(same, key=lambda one: (len(one.name.split()), len(one.name)))
        yield group, f"called {pseudonym}" if pseudonym else f"named {whole.name.casefold()}"


def _shared(key: str, groups: Sequence[tuple[str, NameGroup]]) -> SharedName:
    forms = Counter(form for _, group in groups for form in group.forms for _ in group.places)
    whole = sorted(forms, key=lambda form: (-len(form.split()), form.isupper(), form.islower(), -forms[form], form))
    kinds = [group.kind for _, group in groups]
    given = key.removeprefix("called ") if key.startswith("called ") else groups[0][1].suggestion
    places = [place for _, group in groups for place in group.places]
    return SharedName(
        key,
        tuple(whole),
        min(kinds, key=ORDER.index),
        given,
        len({file for file, _ in groups}),
        len(places),
        tuple(places[:MOST_PLACES]),
    )


def _numbered_anew(found: Sequence[SharedName], used: set[str]) -> Iterable[SharedName]:
    """Each file counts its people from one: over all of them each has a number of its own."""
    numbers: Counter[str] = Counter()
    for one in found:
        match = NUMBERED.fullmatch(one.suggestion)
        if one.suggestion and not match:
            yield one
            continue
        role = match[1] if match else "person"
        numbers[role] += 1
        while f"[{role} {numbers[role]}]" in used:
            numbers[role] += 1
        yield replace(one, suggestion=f"[{role} {numbers[role]}]")
