"""Files on their way in: read, and held in this tab's memory alone."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from evalcore.capture.files import OpenFile, open_file
from evalcore.errors import EvalError
from evalcore.interchange.content import shown_name
from evalcore.manage.access import Actor
from pages.ui import keys, session


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was brought here: `opened`, or with the `problem` that keeps it out.

    `token` names its widgets, and sees to it that it lands once. `added` are names that a person missed in the list.
    """

    evaluation_id: int
    name: str
    opened: OpenFile | None = None
    problem: str | None = None
    added: tuple[str, ...] = ()
    token: str = field(default_factory=lambda: secrets.token_hex(8))

    def key(self, what: str) -> str:
        return f"import-{self.token}-{what}"


def incoming(me: Actor) -> list[Incoming]:
    return [one for one in keys.INCOMING.get() if one.evaluation_id == me.evaluation_id]


def take_up(me: Actor, files: Sequence[tuple[str, bytes]]) -> None:
    """Read files one after another, and keep each with what became of it."""
    place = st.empty()
    for number, (name, data) in enumerate(files, 1):
        if len(files) > 1:
            place.progress(number / len(files), f"Reading {number} of {len(files)}")
        keys.INCOMING.set((*keys.INCOMING.get(), _read(me, name, data)))


def change(one: Incoming, *, added: tuple[str, ...]) -> None:
    keys.INCOMING.set(tuple(replace(one, added=added) if one == other else other for other in keys.INCOMING.get()))


def put_aside(token: str) -> None:
    """Forget a file, and everything that was said about it."""
    keys.INCOMING.set(tuple(one for one in keys.INCOMING.get() if one.token != token))
    for key in [str(key) for key in st.session_state if str(key).startswith(f"import-{token}-")]:
        del st.session_state[key]


def _read(me: Actor, name: str, data: bytes) -> Incoming:
    try:
        opened = open_file(session.store(), me, name, data)
    except EvalError as error:
        return Incoming(me.evaluation_id, name, problem=str(error))
    shown = shown_name(name)
    if opened.seen_as is not None:
        problem = f"{shown} is in the library already, as source {opened.seen_as}: open that one."
        return Incoming(me.evaluation_id, name, opened=None, problem=problem)
    for other in incoming(me):
        if other.opened and other.opened.document.sha256 == opened.document.sha256:
            return Incoming(me.evaluation_id, name, problem=f"{shown} is the same file as {shown_name(other.name)}.")
    return Incoming(me.evaluation_id, name, opened)
