"""Every reader of what arrives from outside, with files to begin from, and what must hold whatever arrives."""

import contextlib
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import cycle

from evalcore.errors import ImportProblem
from evalcore.interchange import pdf
from evalcore.interchange.bundle import files_in
from evalcore.interchange.content import TOO_BIG, FileKind, kind_of
from evalcore.interchange.documents import read_document
from evalcore.interchange.encodings import MOST_CHARACTERS, normalise
from evalcore.interchange.note_rows import Allowed, guess_mapping, notes
from evalcore.interchange.pdf_pages import answer
from evalcore.interchange.problems import Severity
from evalcore.interchange.programme_rows import FIELDS, programme_rows
from evalcore.interchange.tabular import Table
from evalcore.interchange.transcripts import turns
from tests.interchange.pdf_files import locked, pdf_file
from tests.interchange.test_markdown import TEXTS as MARKDOWN
from tests.interchange.test_open_document import TEXTS as OPEN_DOCUMENTS
from tests.interchange.test_open_document import odt_file
from tests.interchange.test_rich_text import TEXTS as RICH_TEXTS
from tests.interchange.test_rich_text import rtf_file
from tests.interchange.test_subtitles import SRT, VTT
from tests.interchange.test_transcripts import FORMATS
from tests.interchange.test_web_page import TEXTS as WEB_PAGES
from tests.interchange.test_word import NAMED
from tests.interchange.test_workbook import ONE_ROW
from tests.interchange.word_files import word_file, zipped

ALLOWED = Allowed(date(2017, 1, 1), ("Trust A", "Trust B"), ("ward", "site visit"), ("watching",), ("consultant",))
CSV = (
    "Date,Start,End,Minutes,Trust,Setting,Who was there,Text\r\n"
    '31/05/2016,13:40,14:30,50,Trust B,ward,"2 consultants; nurse 3","They said ""no"", – twice."\r\n'
    '1 June 2016,,,1h30,Trust A,site visit,,"Line one\nline two £"\r\n'
    "2016-06-02,9am,,,,,registrar,Short.\r\n"
)


@dataclass(frozen=True, slots=True)
class Parser:
    """`read` refuses with ImportProblem and nothing else. `part`: where a zipped format has its words, so that bytes
    reach them past the archive around them."""

    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    part: str | None = None

    def given(self, data: bytes) -> None:
        """Read bytes as a file; where the first is odd, the rest as the part of a sound archive."""
        if self.part is not None and data[:1] and data[0] % 2:
            data = zipped(parts(self.seeds[0]) | {self.part: data[1:]})
        try:
            self.read(data)
        except ImportProblem as problem:
            assert str(problem).endswith("."), problem

    def beginnings(self) -> Iterator[bytes]:
        """The files to begin from, in the form that `given` takes."""
        for seed in self.seeds:
            yield seed
            if self.part is not None and self.part in parts(seed):
                yield b"\1" + parts(seed)[self.part]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read(name: str, data: bytes) -> None:
    if kind_of(name, data) is FileKind.PDF:
        read_pdf(data)
        return
    document = read_document(name, data)
    check_text(document.text)
    if document.table is not None:
        check_table(document.table)


def check_text(text: str) -> None:
    """What every text that is kept must be, and its turns with it."""
    assert normalise(text) == text and len(text) <= MOST_CHARACTERS + 1
    assert not set(text) & set("\0\1\2\r\ufeff")
    text.encode("utf-8")
    found = turns(text)
    if found:
        assert "".join(text[turn.start : turn.end] for turn in found) == text[found[0].start :]


def check_table(table: Table) -> None:
    fields_of_words = ("trust", "kind", "aspect", "rated_by", "step", "role_group", "followed_closely")
    known = dict.fromkeys(fields_of_words, ("Trust A", "inspection", "self", "consultant", "yes"))
    for kind, fields in FIELDS.items():
        read_rows, wrong = programme_rows(kind, table, dict(zip(fields, cycle(table.columns), strict=False)), known)
        assert {row.number for row in read_rows}.isdisjoint(one.row for one in wrong if one.severity is Severity.ERROR)
    rows, problems = notes(table, guess_mapping(table.columns), ALLOWED)
    numbers = {row.number for row in table.rows}
    assert {row.row for row in rows} <= numbers
    assert all(problem.message for problem in problems)


def read_pdf(data: bytes) -> None:
    """As the reader does in its own process, in this one: otherwise nothing could be learnt of its ways."""
    pages = answer(data, MOST_CHARACTERS).get("pages")
    if isinstance(pages, list):
        check_text(pdf.put_together("“a.pdf”", pages).text)


def reading(name: str) -> Callable[[bytes], None]:
    return lambda data: read(name, data)


def read_bundle(data: bytes) -> None:
    """Files out of a zip, each read for what it is."""
    for arrived in files_in("all.zip", data):
        assert len(arrived.data) <= TOO_BIG
        if arrived.problem is None and arrived.data:
            with contextlib.suppress(ImportProblem):
                read(arrived.name, arrived.data)


def web_page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


PARSERS = {
    "text": Parser(
        reading("talk.txt"), (*(text.encode() for text in FORMATS.values()), FORMATS["brackets"].encode("utf-16"))
    ),
    "csv": Parser(reading("notes.csv"), (CSV.encode(), CSV.replace(",", ";").encode("cp1252"))),
    "xlsx": Parser(reading("notes.xlsx"), (ONE_ROW,), "xl/worksheets/sheet1.xml"),
    "docx": Parser(reading("talk.docx"), (word_file(NAMED),), "word/document.xml"),
    "odt": Parser(
        reading("talk.odt"), (odt_file("".join(body for body, _ in OPEN_DOCUMENTS.values())),), "content.xml"
    ),
    "rtf": Parser(reading("talk.rtf"), tuple(rtf_file(body) for body, _ in RICH_TEXTS.values())),
    "html": Parser(reading("talk.html"), tuple(web_page(body) for body, _ in WEB_PAGES.values())),
    "md": Parser(reading("talk.md"), tuple(written.encode() for written, _ in MARKDOWN.values())),
    "vtt": Parser(reading("talk.vtt"), (VTT.encode(),)),
    "srt": Parser(reading("talk.srt"), (SRT.encode(),)),
    "pdf": Parser(read_pdf, (pdf_file(["Talk."], ["More."]), locked(pdf_file(["Talk."]), ""))),
    "zip": Parser(
        read_bundle,
        (zipped({"a/P07.txt": FORMATS["brackets"], "b.csv": CSV, "../out.srt": SRT}), zipped({"a.zip": zipped({})})),
    ),
}
