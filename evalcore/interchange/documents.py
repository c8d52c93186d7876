"""One file to one text: what a source is made of."""

import hashlib
from dataclasses import dataclass

from evalcore.errors import ImportProblem
from evalcore.interchange.content import FileKind, kind_of, shown_name
from evalcore.interchange.encodings import decode
from evalcore.interchange.note_rows import looks_like_table
from evalcore.interchange.problems import Problem
from evalcore.interchange.word import Annotation, read_word


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """`text` is normalised (NFC, LF, no BOM, no U+0000); offsets in it are code points.

    `sha256` is that of the original file, which is not kept: it tells when the same file comes again.
    """

    kind: FileKind
    text: str
    problems: tuple[Problem, ...]
    sha256: str
    annotations: tuple[Annotation, ...] = ()


def read_document(name: str, data: bytes) -> ReadDocument:
    """Read a .txt or .docx file, whatever it is called; raises `ImportProblem` with what to do instead."""
    kind = kind_of(name, data)
    sha256 = hashlib.sha256(data).hexdigest()
    annotations: tuple[Annotation, ...] = ()
    if kind is FileKind.WORD:
        word = read_word(name, data)
        text, problems, annotations = word.text, word.problems, word.annotations
    else:
        decoded = decode(shown_name(name), data)
        text, problems = decoded.text, decoded.problems
        kind = FileKind.TABLE if looks_like_table(name, text) else FileKind.TEXT
    if not any(character.isalnum() for character in text):
        raise ImportProblem(
            f"{shown_name(name)} has no text in it: if it is a scan, bring in its text, typed or recognised."
        )
    return ReadDocument(kind, text, problems, sha256, annotations)
