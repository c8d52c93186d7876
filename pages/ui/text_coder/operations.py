"""Operations as they come from the browser: read with suspicion, turned into frozen dataclasses."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.vocabulary import MemoKind, Polarity, RoleGroup

LARGEST = 2**31 - 1
NONCE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Operation:
    """One thing she did. `source` is where: the outbox may hold operations of a source she has left since."""

    nonce: str
    source: int


@dataclass(frozen=True)
class Target:
    """The coding that is meant: its number, or the nonce of the operation that gives it one."""

    coding: int | None
    of: str | None


@dataclass(frozen=True)
class Code(Operation):
    version: int
    start: int
    end: int
    quote: str
    theme: int
    polarity: Polarity


@dataclass(frozen=True)
class Recode(Operation):
    """Fields that are None stay as they are."""

    target: Target
    theme: int | None
    polarity: Polarity | None
    strength: int | None
    comment: str | None
    said_by: RoleGroup | None


@dataclass(frozen=True)
class Move(Operation):
    target: Target
    version: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class Uncode(Operation):
    target: Target


@dataclass(frozen=True)
class Accept(Operation):
    target: Target


@dataclass(frozen=True)
class NotePoint(Operation):
    """Something to raise with a team, noticed at a coding; `trust` None is the whole collaborative."""

    target: Target
    text: str
    trust: int | None
    meeting_on: date | None


@dataclass(frozen=True)
class WriteMemo(Operation):
    """A memo on a coding; with no target, on the source."""

    target: Target | None
    kind: MemoKind
    text: str
    discussed_with: str


@dataclass(frozen=True)
class Undo(Operation):
    """Take back what the operation with the nonce `of` did."""

    of: str


@dataclass(frozen=True)
class Read(Operation):
    """The source is read against the framework as at change `at`."""

    at: int


@dataclass(frozen=True)
class Unreadable(Operation):
    """An operation nobody can carry out; it is refused, so that it leaves the outbox."""


def operations_in(raw: Any) -> list[Operation]:
    """The operations of a trigger's value, in order; what has no nonce is nobody's and is left out."""
    items = raw if isinstance(raw, list) else []
    return [_operation(item) for item in items if isinstance(item, dict) and _is_nonce(item.get("nonce"))]


def _operation(item: dict[str, Any]) -> Operation:
    nonce = item["nonce"]
    try:
        return _BUILD[item["op"]](item, nonce, _whole(item["source"]))
    except (KeyError, ValueError):
        return Unreadable(nonce, 0)


def _code(item: dict[str, Any], nonce: str, source: int) -> Operation:
    return Code(nonce, source, *_passage(item), theme=_whole(item["theme"]), polarity=Polarity(item["polarity"]))


def _recode(item: dict[str, Any], nonce: str, source: int) -> Operation:
    theme, polarity, strength = item.get("theme"), item.get("polarity"), item.get("strength")
    comment, said_by = item.get("comment"), item.get("said_by")
    return Recode(
        nonce,
        source,
        _target(item),
        theme=None if theme is None else _whole(theme),
        polarity=None if polarity is None else Polarity(polarity),
        strength=None if strength is None else _whole(strength),
        comment=None if comment is None else _words(comment),
        said_by=None if said_by is None else RoleGroup(said_by),
    )


def _move(item: dict[str, Any], nonce: str, source: int) -> Operation:
    return Move(nonce, source, _target(item), *_passage(item))


def _point(item: dict[str, Any], nonce: str, source: int) -> Operation:
    trust, meeting_on = item.get("trust"), item.get("meeting_on")
    return NotePoint(
        nonce,
        source,
        _target(item),
        _words(item["text"]),
        None if trust is None else _whole(trust),
        None if meeting_on is None else date.fromisoformat(_words(meeting_on)),
    )


def _memo(item: dict[str, Any], nonce: str, source: int) -> Operation:
    on_source = item.get("coding") is None and item.get("of") is None
    target = None if on_source else _target(item)
    return WriteMemo(
        nonce, source, target, MemoKind(item["kind"]), _words(item["text"]), _words(item["discussed_with"])
    )


def _passage(item: dict[str, Any]) -> tuple[int, int, int, str]:
    return _whole(item["version"]), _whole(item["start"]), _whole(item["end"]), _words(item["quote"])


def _target(item: dict[str, Any]) -> Target:
    coding, of = item.get("coding"), item.get("of")
    if (coding is None) == (of is None):
        raise ValueError("either a coding or the operation that makes it")
    return Target(None if coding is None else _whole(coding), None if of is None else _nonce(of))


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
        raise ValueError("a whole number that the store can keep")
    return value


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("text")
    return value


def _nonce(value: Any) -> str:
    if not _is_nonce(value):
        raise ValueError("a nonce")
    return str(value)


def _is_nonce(value: Any) -> bool:
    return isinstance(value, str) and NONCE.fullmatch(value) is not None


_BUILD: dict[str, Callable[[dict[str, Any], str, int], Operation]] = {
    "code": _code,
    "recode": _recode,
    "move": _move,
    "uncode": lambda item, nonce, source: Uncode(nonce, source, _target(item)),
    "point": _point,
    "memo": _memo,
    "accept": lambda item, nonce, source: Accept(nonce, source, _target(item)),
    "undo": lambda item, nonce, source: Undo(nonce, source, _nonce(item["of"])),
    "read": lambda item, nonce, source: Read(nonce, source, _whole(item["at"])),
}
