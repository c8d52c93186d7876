"""Files on their way in: read, and held in this tab's memory alone."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from evalcore.capture.files import OpenFile, open_file
from evalcore.capture.many import Looked, look
from evalcore.capture.participants import shown_as, trusts
from evalcore.errors import EvalError
from evalcore.interchange.bundle import Arrived, count_in, files_in, is_bundle
from evalcore.interchange.content import shown_name
from evalcore.manage.access import Actor
from pages.ui import keys, session
from pages.ui.importing.job import Job

MOST_WAITING = 30_000_000
"""Characters that wait in one tab's memory at a time: some 600 interviews of an hour."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was brought here: `opened`, or with the `problem` that keeps it out.

    `token` names its widgets, and sees to it that it lands once. `added` are names that a person missed in the list,
    `looked` is what a file among many is looked through for, `where` its path where it came out of a zip.
    """

    evaluation_id: int
    name: str
    opened: OpenFile | None = None
    problem: str | None = None
    added: tuple[str, ...] = ()
    looked: Looked | None = None
    where: str = ""
    token: str = field(default_factory=lambda: secrets.token_hex(8))

    def key(self, what: str) -> str:
        return f"import-{self.token}-{what}"


def incoming(me: Actor) -> list[Incoming]:
    return [one for one in keys.INCOMING.get() if one.evaluation_id == me.evaluation_id]


def take_up(me: Actor, files: Sequence[tuple[str, bytes]]) -> None:
    """Read one file; or begin to read many, one after another, in a job that the page follows."""
    waiting = [one for one in incoming(me) if one.opened]
    if len(files) == 1 and not is_bundle(files[0][1]) and not waiting:
        [(name, data)] = files
        keys.INCOMING.set((*keys.INCOMING.get(), _read(me, Arrived(name, name, data), waiting)))
        return
    of = sum(_count(name, data) for name, data in files)
    work = _read_each(me, files, waiting)
    keys.READING.set(Job("Reading", me.evaluation_id, of, work))


def take_over(job: Job[Incoming]) -> None:
    """Put the files of a job that has ended among those that wait, and all that waited with them."""
    keys.INCOMING.set((*keys.INCOMING.get(), *job.wait()))
    if job.stopped:
        keys.DONE.set((f"Stopped. {len(job.done)} of {job.of} files were read.", None))


def look_through(me: Actor, waiting: Sequence[Incoming]) -> list[Incoming]:
    """The files that wait, each looked through as one of many: one that came by itself is not, until then."""
    if all(one.looked or not one.opened for one in waiting):
        return list(waiting)
    shown = shown_as(trusts(session.store(), me))
    done = [
        replace(one, looked=look(session.store(), me, one.opened, shown)) if one.opened and not one.looked else one
        for one in waiting
    ]
    by_token = {one.token: one for one in done}
    keys.INCOMING.set(tuple(by_token.get(one.token, one) for one in keys.INCOMING.get()))
    return done


def change(one: Incoming, *, added: tuple[str, ...]) -> None:
    keys.INCOMING.set(tuple(replace(one, added=added) if one == other else other for other in keys.INCOMING.get()))


def put_aside(*tokens: str) -> None:
    """Forget files, and everything that was said about them."""
    keys.INCOMING.set(tuple(one for one in keys.INCOMING.get() if one.token not in tokens))
    beginnings = tuple(f"import-{token}-" for token in tokens)
    for key in [str(key) for key in st.session_state if str(key).startswith(beginnings)]:
        del st.session_state[key]


def forget_all() -> None:
    """Forget what was said about all files together: once none of them waits."""
    put_aside("all")
    keys.NAMES_MISSED.set(())
    keys.SPOKE.set({})


def _count(name: str, data: bytes) -> int:
    try:
        return count_in(name, data)
    except EvalError:
        return 1


def _read_each(me: Actor, files: Sequence[tuple[str, bytes]], waiting: Sequence[Incoming]) -> Iterator[Incoming]:
    """Each file read and looked through, those of a zip one by one: never more than one unpacked."""
    store = session.store()
    shown = shown_as(trusts(store, me))
    there = list(waiting)
    for name, data in files:
        try:
            for arrived in files_in(name, data):
                one = _read(me, arrived, there)
                if one.opened:
                    one = replace(one, looked=look(store, me, one.opened, shown))
                    there.append(one)
                yield one
        except EvalError as error:
            yield Incoming(me.evaluation_id, name, problem=str(error), where=name)


def _read(me: Actor, arrived: Arrived, waiting: Sequence[Incoming]) -> Incoming:
    """One file, unless it is there already: in the library, or among those that wait."""

    def refused(problem: str) -> Incoming:
        return Incoming(me.evaluation_id, arrived.name, problem=problem, where=arrived.where)

    shown = shown_name(arrived.name)
    try:
        if arrived.problem:
            raise arrived.problem
        opened = open_file(session.store(), me, arrived.name, arrived.data)
    except EvalError as error:
        return refused(str(error))
    if opened.seen_as is not None:
        return refused(f"{shown} is in the library already, as source {opened.seen_as}: open that one.")
    held = 0
    for other in waiting:
        assert other.opened
        held += len(other.opened.document.text)
        if other.opened.document.sha256 == opened.document.sha256:
            return refused(f"{shown} is the same file as {shown_name(other.name)}.")
    if held + len(opened.document.text) > MOST_WAITING:
        return refused(f"{shown} has to wait: import the files that are here, then bring it in again.")
    return Incoming(me.evaluation_id, arrived.name, opened, where=arrived.where)
