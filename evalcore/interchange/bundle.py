"""Many files at once: those inside a zip one after another, each bounded, none ever written to a disk."""

import contextlib
import io
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from evalcore.errors import ImportProblem
from evalcore.interchange.content import (
    MOST_TIMES_SMALLER,
    SMALL_UNPACKED,
    TOO_BIG,
    damaged,
    document_kind,
    is_zip,
    parts_of,
    shown_name,
    too_big,
    unpacks_too_big,
)
from evalcore.interchange.zipped import UNPACKING_FAULTS

MOST_FILES = 1_000
MOST_ALTOGETHER = 500_000_000
# A zip with one of these is a document of a program, whatever else is in it.
DOCUMENT_PARTS = frozenset({"[Content_Types].xml", "mimetype", "META-INF/container.xml"})
# What Windows, macOS and Word leave beside people's files.
DROPPINGS = re.compile(r"(?:__MACOSX|\._.*|\.DS_Store|\.localized|Thumbs\.db|desktop\.ini|~\$.*)", re.IGNORECASE)
DRIVE = re.compile(r"[A-Za-z]:")
UTF_8_NAME = 0x800
LOCKED = 0x1


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file as it came, by itself or out of a zip; `where` names that zip too. Without `data`, why it is not here."""

    name: str
    where: str
    data: bytes = b""
    problem: ImportProblem | None = None


def is_bundle(data: bytes) -> bool:
    """Whether it is a zip of files rather than a document that happens to be zipped."""
    if not is_zip(data):
        return False
    try:
        parts = parts_of("", data)
    except ImportProblem:
        return False
    return document_kind(parts) is None and DOCUMENT_PARTS.isdisjoint(part.filename for part in parts)


def count_in(name: str, data: bytes) -> int:
    """How many files `files_in` will give; raises as it does."""
    return len(_wanted(name, data)) if is_bundle(data) else 1


def files_in(name: str, data: bytes) -> Iterator[Arrived]:
    """The files of a zip, in order of their names, unpacked one at a time; any other file is itself.

    One that cannot come out, or must not, has its `problem` and stops no other.

    Raises
    ------
    ImportProblem
        The zip as a whole cannot be: it has too much in it, or nothing.
    """
    if not is_bundle(data):
        yield Arrived(name, name, data)
        return
    unpacked = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for path, part in _wanted(name, data):
            shown = shown_name(path.name)
            where = f"{name}/{path}"
            try:
                content = _unpacked(archive, shown, path, part)
                unpacked += len(content)
                if unpacked > MOST_ALTOGETHER:
                    raise unpacks_too_big(shown_name(name))
            except ImportProblem as problem:
                yield Arrived(path.name, where, problem=problem)
            else:
                yield Arrived(path.name, where, content)


def _wanted(name: str, data: bytes) -> list[tuple[PurePosixPath, zipfile.ZipInfo]]:
    """The files of a zip with their paths, without what programs leave there."""
    shown = shown_name(name)
    parts = parts_of(shown, data)
    files = [(_path(part), part) for part in parts if not part.filename.endswith("/")]
    wanted = [(path, part) for path, part in files if not any(DROPPINGS.fullmatch(step) for step in path.parts)]
    if not wanted:
        raise ImportProblem(f"{shown} has no files in it: zip the files that hold the text.")
    if len(wanted) > MOST_FILES:
        raise ImportProblem(
            f"{shown} has {len(wanted):,} files in it, and {MOST_FILES:,} can come at once: make several."
        )
    declared = sum(part.file_size for _, part in wanted)
    if declared > MOST_ALTOGETHER or (declared > SMALL_UNPACKED and declared > MOST_TIMES_SMALLER * len(data)):
        raise unpacks_too_big(shown)
    return sorted(wanted, key=lambda one: str(one[0]).casefold())


def _path(part: zipfile.ZipInfo) -> PurePosixPath:
    """Older programs write names in UTF-8 without saying so, and Windows ones part folders their own way."""
    name = part.filename
    if not part.flag_bits & UTF_8_NAME:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return PurePosixPath(name.replace("\\", "/"))


def _unpacked(archive: zipfile.ZipFile, shown: str, path: PurePosixPath, part: zipfile.ZipInfo) -> bytes:
    if path.is_absolute() or ".." in path.parts or DRIVE.match(str(path)):
        raise ImportProblem(f"{shown} has a path that leads out of the zip: zip it again by its name alone.")
    if stat.S_ISLNK(part.external_attr >> 16):
        raise ImportProblem(f"{shown} is a link to another file: zip the file itself.")
    if part.flag_bits & LOCKED:
        raise ImportProblem(f"{shown} is locked with a password: zip it without one and bring it in again.")
    if part.file_size >= TOO_BIG:
        raise too_big(shown, part.file_size)
    try:
        with archive.open(part) as file:
            content = file.read(TOO_BIG + 1)
    except (*UNPACKING_FAULTS, RuntimeError, ValueError, LookupError) as fault:
        raise damaged(shown) from fault
    if len(content) > TOO_BIG:
        raise too_big(shown, len(content))
    return content
