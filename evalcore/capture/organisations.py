"""Hospitals and trusts in a text: where people work leads to them, in a small trust to one person alone."""

import re
from collections.abc import Iterator, Mapping

_CAPITAL = r"(?:St\.|[A-Z][\w'’-]*)"
_GAP = "[ \u00a0]+"
_TRUST = rf"(?:NHS{_GAP})?(?:Foundation{_GAP})?Trust"
HOSPITAL = re.compile(
    rf"\b(?:{_CAPITAL}{_GAP}(?:(?:and|of|the|upon|on|in|&){_GAP}){{0,2}}){{1,6}}"
    rf"(?:(?:Hospitals?|Infirmary)(?:{_GAP}{_TRUST})?|NHS{_GAP}(?:Foundation{_GAP})?Trust)(?!\w)"
)
_OPENING = """
    a all an and another any as at before after because both but by during each every few for from had has her here his
    how i if in inside is it its leaving many most my near no of on one only or other our outside over several since so
    some that the their then there these they this those three to two under until visit visited was we were what when
    where which while who why with within without yes you your
    chair chief director directors executive executives head manager managers matron nurse nurses patients staff team
    teams
"""
_GENERAL = """
    acute and board children's community cottage day district field foundation general health healthcare hospital
    hospitals host independent infirmary local maternity mental national nhs of partner private psychiatric regional
    service services specialist teaching the trust university women's
"""
OPENING = frozenset(_OPENING.split())
"""A sentence may begin with these, or speak of people of a hospital; no hospital's name does."""
GENERAL = frozenset(_GENERAL.split())
"""What makes no hospital the one: "District General Hospital" is any."""
NUMBERED = re.compile(r"\[hospital (\d{1,4})\]")


def organisations(text: str, trusts: Mapping[str, str]) -> dict[str, str]:
    """The hospitals and trusts that a text may name, and what is proposed for each.

    `trusts` says how each trust of the evaluation is shown. One that is shown by its own name is no secret, and is
    left out; the others come in any case, also where the text has them not.

    >>> organisations("We met at Northmoor Hospital, a District General Hospital.", {})
    {'Northmoor Hospital': '[hospital 1]'}
    >>> organisations("Of Eastby Hospitals NHS Trust.", {"Eastby Hospitals": "Trust B"})
    {'Eastby Hospitals': 'Trust B', 'Eastby Hospitals NHS Trust': 'Trust B'}
    """
    found = dict(trusts)
    numbers: dict[str, int] = {}
    first = _next(text)
    for name in _hospitals(text):
        trust = next((trust for trust in trusts if _key(name).startswith(_key(trust))), None)
        if trust is not None and _key(trusts[trust]) != _key(trust):
            found[name] = trusts[trust]
        elif trust is None:
            number = numbers.setdefault(_key(name), first + len(numbers))
            found[name] = f"[hospital {number}]"
    return {name: shown for name, shown in found.items() if _key(name) != _key(shown)}


def _hospitals(text: str) -> Iterator[str]:
    for match in HOSPITAL.finditer(text):
        words = match[0].split()
        while words and words[0].casefold().strip(".") in OPENING:
            words.pop(0)
        if any(_plain(word) not in GENERAL for word in words):
            yield " ".join(words)


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'").strip(".")


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _next(text: str) -> int:
    return max((int(match[1]) for match in NUMBERED.finditer(text)), default=0) + 1
