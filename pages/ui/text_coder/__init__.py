"""The text coder: what the page hands in, the component, and what the reader did.

The component paints at once and saves behind. What it hands over is its whole outbox: every operation the server has
not acknowledged yet, oldest first. Doing one twice must therefore change nothing (its nonce tells), and an operation
stays in the outbox until its nonce comes back in `TextCoderData.acks`.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

import streamlit as st

from db.vocabulary import RoleGroup
from pages.ui.component_assets import browser_component
from pages.ui.text_coder.operations import Operation, operations_in

__all__ = [
    "Ack",
    "Coding",
    "Me",
    "Operation",
    "Place",
    "SourceItem",
    "Team",
    "TextCoderData",
    "ThemeItem",
    "Turned",
    "text_coder",
    "turned_before",
]


@dataclass(frozen=True)
class ThemeItem:
    """A theme as a passage can be coded to it; `recent` is its rank among those she used last, 1 the newest."""

    no: int
    name: str
    path: str
    colour: str
    retired: bool = False
    recent: int | None = None


@dataclass(frozen=True)
class Coding:
    """A coding's place and judgement; never its words nor its comment, which come from routes that ask who it is."""

    coding: int
    start: int
    end: int
    theme: int
    polarity: str
    coder: str
    mine: bool
    counted: bool
    blind: bool = False
    has_comment: bool = False
    strength: int | None = None
    said_by: str | None = None
    memos: int = 0
    points: int = 0


@dataclass(frozen=True)
class Team:
    """A trust, as a point can be for its team."""

    no: int
    name: str


@dataclass(frozen=True)
class SourceItem:
    """A line of the list of sources; `read_state` is read, partly or unread, `day` where the title does not say it."""

    no: int
    title: str
    read_state: str
    day: str = ""


@dataclass(frozen=True)
class Me:
    """Who sits at the desk. `blind`: she codes this source without seeing others' codings."""

    account: int
    name: str
    can_code: bool
    is_lead: bool
    blind: bool = False


@dataclass(frozen=True)
class Ack:
    """The server's answer to an operation: done (with the coding it left), or refused in a sentence she can act on."""

    ok: bool
    message: str = ""
    change_no: int | None = None
    coding: int | None = None


@dataclass(frozen=True)
class Place:
    """Where to open the source: at a coding, or at words by their offsets."""

    coding: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class TextCoderData:
    """Everything the component needs but the text, which it fetches from `text_url`.

    `facts` are the parts of the line under the title: kind, pseudonym, role group, trust, date. `framework_at` is the
    change number at which `themes` were read: what a reading marked now is a reading of. `trust` is where the source is
    from; `memos` counts those on the source itself.
    """

    evaluation: int
    core_concept: str
    source: int
    version: int
    text_url: str
    title: str
    facts: tuple[str, ...]
    themes: tuple[ThemeItem, ...]
    codings: tuple[Coding, ...]
    sources: tuple[SourceItem, ...]
    me: Me
    framework_at: int
    framework_version: int | None
    not_looked_for: int
    read_state: str
    read_at: str | None = None
    trust: int | None = None
    trusts: tuple[Team, ...] = ()
    memos: int = 0
    acks: dict[str, Ack] = field(default_factory=dict)
    focus: Place | None = None
    role_groups: tuple[str, ...] = tuple(RoleGroup)


@dataclass(frozen=True)
class Turned:
    """What she did since the last run: operations to carry out, or another source to open."""

    operations: list[Operation]
    open_source: int | None


_mount = browser_component("text_coder")


def text_coder(data: TextCoderData, *, key: str) -> Turned | None:
    """Mount the component; None where she did nothing.

    Carry the operations out in order, then run again with their nonces in `acks`. Read the return value and use no
    callback: after a restart of the server callbacks do not fire. Mount it outside fragments: inside, it is mounted
    anew whenever an element comes or goes above it.
    """
    return _turned(_mount(key=key, data=asdict(data), on_turned_change=_nothing))


def turned_before(key: str) -> Turned | None:
    """What `text_coder` will return in this run, before it is mounted; None too where none is."""
    return _turned(st.session_state.get(key))


def _turned(component: Any) -> Turned | None:
    turned = component.get("turned") if component else None
    if not isinstance(turned, dict):
        return None
    opened = turned.get("open")
    return Turned(operations_in(turned.get("operations")), opened if isinstance(opened, int) else None)


def _nothing() -> None:
    """A trigger exists only where a callback names it."""
