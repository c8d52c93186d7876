"""What a search is asked, and what it answers."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from db.vocabulary import SourceKind
from evalcore.analysis.question import Filters
from evalcore.sense.in_context import Pieces

AT_A_TIME = 25
"""Sources whose places are worded, until more are asked for."""


class LookIn(StrEnum):
    """What a search can be narrowed to."""

    SOURCES = "sources"
    COMMENTS = "comments"
    MEMOS = "memos"
    THEMES = "themes"
    POINTS = "points"
    CONTRIBUTIONS = "contributions"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked through. `source`: that one alone, and more of its places; `groups`: how many are worded."""

    look_in: LookIn | None = None
    filters: Filters = field(default_factory=Filters)
    source: int | None = None
    groups: int = AT_A_TIME


@dataclass(frozen=True, slots=True)
class Hit:
    """A place as a line: what stands to its left, its words in pieces, what stands to its right.

    `where` names what has them: text, title, comment, memo, reflection, point, contribution, or a theme's name,
    definition ... `start` and `end` are code points of the source's text, None elsewhere; `by` is who says or wrote it,
    empty where nobody knows.
    """

    where: str
    left: str
    words: Pieces
    right: str
    start: int | None
    end: int | None
    coding: int | None
    theme: int | None
    memo: int | None
    point: int | None
    contribution: int | None
    by: str


@dataclass(frozen=True, slots=True)
class Group:
    """A source, or with `source` None what belongs to none, as the framework: the first of the places `found` there.

    `may_code`: whether she may code in it; `counts`: whether what she codes counts, or is offered to `lead_coder`.
    """

    source: int | None
    title: str
    found: int
    hits: tuple[Hit, ...]
    kind: SourceKind | None = None
    held_on: date | None = None
    trust: str | None = None
    version: int = 0
    lead_coder: str = ""
    may_code: bool = False
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """`found` places, in `in_sources` sources and, `elsewhere` by name, in what belongs to no source.

    `stopped`: there are more. `looked_through`: how many sources pass the filters. `groups` are the first of all.
    """

    found: int
    in_sources: int
    elsewhere: tuple[tuple[str, int], ...]
    groups: tuple[Group, ...]
    stopped: bool
    looked_through: int


def sentence(results: Results) -> str:
    """The answer in a sentence."""
    sources = f"{results.looked_through:,} source{'' if results.looked_through == 1 else 's'}"
    if not results.found:
        through = f", in {sources} looked through" if results.looked_through else ""
        return f"No place has this{through}. A star finds more: the beginning of a word and then *."
    places = f"{results.found:,} place{'' if results.found == 1 else 's'}"
    if results.stopped:
        return (
            f"More than {places}, and the search stopped there: in {results.in_sources:,} of {sources}, the newest "
            "first. Type more words, or narrow it by the filters."
        )
    elsewhere = sum(many for _, many in results.elsewhere)
    if not elsewhere:
        return f"{places} in {results.in_sources:,} of {sources}."
    inside = results.found - elsewhere
    if not inside and len(results.elsewhere) == 1:
        return f"{places} in {results.elsewhere[0][0]}."
    parts = [f"{inside:,} in {results.in_sources:,} of {sources}"] if inside else []
    parts += [f"{many:,} in {where}" for where, many in results.elsewhere]
    return f"{places}: {', '.join(parts)}."
