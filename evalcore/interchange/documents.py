"""One file to one text: what a source is made of."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from evalcore.errors import ImportProblem
from evalcore.interchange.content import FileKind, kind_of, shown_name
from evalcore.interchange.encodings import decode
from evalcore.interchange.markdown import looks_like_markdown, plain_text
from evalcore.interchange.note_rows import looks_like_table
from evalcore.interchange.open_document import read_open_document
from evalcore.interchange.pdf import read_pdf
from evalcore.interchange.problems import Problem, ReadText
from evalcore.interchange.rich_text import read_rich_text
from evalcore.interchange.subtitles import looks_like_subtitles, read_subtitles
from evalcore.interchange.tabular import Table, read_table, words_of
from evalcore.interchange.web_page import read_web_page
from evalcore.interchange.word import read_word


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """`text` is normalised (NFC, LF, no BOM, no U+0000); offsets in it are code points.

    `sha256` is that of the original file, which is not kept: it tells when the same file comes again. A table has
    `table`, and its `text` is what its rows say.
    """

    kind: FileKind
    text: str
    problems: tuple[Problem, ...]
    sha256: str
    table: Table | None = None


READERS: Mapping[FileKind, Callable[[str, bytes], ReadText]] = {
    FileKind.WORD: read_word,
    FileKind.OPEN_DOCUMENT: read_open_document,
    FileKind.RICH_TEXT: read_rich_text,
    FileKind.PDF: read_pdf,
    FileKind.WEB_PAGE: read_web_page,
}


def read_document(name: str, data: bytes) -> ReadDocument:
    """Read a file for what it is, whatever it is called; raises `ImportProblem` with what to do instead."""
    kind = kind_of(name, data)
    if kind is FileKind.WORKBOOK:
        return _table(kind, name, data)
    if reader := READERS.get(kind):
        read = reader(name, data)
    else:
        decoded = decode(shown_name(name), data)
        if looks_like_table(name, decoded.text):
            return _table(FileKind.TABLE, name, data)
        kind, read = _marked_up(name, decoded.text)
        read = ReadText(read.text, (*decoded.problems, *read.problems))
    if not any(character.isalnum() for character in read.text):
        raise ImportProblem(
            f"{shown_name(name)} has no text in it: if it is a scan, bring in its text, typed or recognised."
        )
    return ReadDocument(kind, read.text, read.problems, hashlib.sha256(data).hexdigest())


def _marked_up(name: str, text: str) -> tuple[FileKind, ReadText]:
    """Plain text for what it is written as."""
    if looks_like_subtitles(text):
        return FileKind.SUBTITLES, read_subtitles(text)
    if looks_like_markdown(name, text):
        return FileKind.MARKDOWN, ReadText(plain_text(text))
    return FileKind.TEXT, ReadText(text)


def _table(kind: FileKind, name: str, data: bytes) -> ReadDocument:
    table = read_table(name, data)
    return ReadDocument(kind, words_of(table), table.problems, table.sha256, table)
