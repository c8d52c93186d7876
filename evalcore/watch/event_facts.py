"""What is said of a programme event, and the rule that holds it."""

from collections.abc import Set
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from db.vocabulary import EventKind
from evalcore.capture.facts import in_full
from evalcore.capture.participants import named
from evalcore.errors import Invalid, NotFound

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
"""The days between which a programme can be."""


@dataclass(frozen=True, slots=True)
class EventFacts:
    """A dated thing; `last_on` None for a single day, `trust` None where it concerns all.

    `adopted_from` is the trust whose idea it was that `trust` has taken up.
    """

    kind: EventKind
    name: str
    first_on: date
    last_on: date | None = None
    trust: int | None = None
    adopted_from: int | None = None
    note: str = ""


def check_days(first_on: date, last_on: date | None = None) -> None:
    """Refuse days that no programme has, and an end before the start.

    Raises
    ------
    Invalid
    """
    for day, field in ((first_on, "Date"), (last_on, "Until")):
        if day is not None and not EARLIEST <= day <= LATEST:
            raise Invalid(f"{in_full(day)} is no day of a programme. Check the year.", field)
    if last_on is not None and last_on < first_on:
        raise Invalid(f"It ends on {in_full(last_on)}, before it starts. Choose a later end.", "Until")


def checked(facts: EventFacts, trusts: Set[int]) -> dict[str, Any]:
    """What is stored of an event, where `trusts` are there.

    Raises
    ------
    Invalid, NotFound
    """
    check_days(facts.first_on, facts.last_on)
    for trust in {facts.trust, facts.adopted_from} - {None}:
        if trust not in trusts:
            raise NotFound(f"There is no trust number {trust} in this evaluation.")
    if facts.kind is EventKind.ADOPTION:
        if facts.trust is None or facts.adopted_from is None:
            raise Invalid("Say which trust adopted the idea, and from which.", "Adopted from")
        if facts.trust == facts.adopted_from:
            raise Invalid("A trust adopts an idea from another. Choose two trusts.", "Adopted from")
    elif facts.adopted_from is not None:
        raise Invalid(f"Only the kind “{EventKind.ADOPTION}” is adopted from a trust. Choose it, or no trust.", "Kind")
    last_on = None if facts.last_on == facts.first_on else facts.last_on
    return {field.name: getattr(facts, field.name) for field in fields(EventFacts)} | {
        "name": named(facts.name, "event"),
        "last_on": last_on,
        "note": facts.note.strip(),
    }
