"""What a file is, told by what is in it: its name may say anything."""

import io
import re
import zipfile
from collections.abc import Sequence
from enum import StrEnum

from evalcore.errors import ImportProblem

TOO_BIG = 50_000_000
SHOWN = 80


class FileKind(StrEnum):
    TEXT = "plain text"
    MARKDOWN = "Markdown"
    WEB_PAGE = "web page"
    SUBTITLES = "subtitles"
    WORD = "Word document"
    OPEN_DOCUMENT = "OpenDocument text"
    RICH_TEXT = "rich text"
    PDF = "PDF"
    TABLE = "table"
    WORKBOOK = "Excel workbook"


TABLES = frozenset({FileKind.TABLE, FileKind.WORKBOOK})
"""A row of these is a source of its own."""


# Long documents have some hundred parts and pictures; the text parts of 100,000 words are about 20 MB of XML.
MOST_PARTS = 5_000
MOST_UNPACKED = 300_000_000
# XML that Word wrote packs 10 to 30 times; small archives may do better, and cannot hurt.
SMALL_UNPACKED = 20_000_000
MOST_TIMES_SMALLER = 100

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP = b"PK"

# What the first bytes say (offset, bytes, what it is, what to do).
RECORDING = "bring in its transcript instead."
PICTURE = "bring in the text that it shows, typed or recognised."
SAVE_AS = "open it in the program it came from and save it as .docx or plain text."
UNPACK = "unpack it, and bring in its files or a zip of them."
SIGNATURES = (
    (0, b"\x89PNG", "a picture (PNG)", PICTURE),
    (0, b"\xff\xd8\xff", "a picture (JPEG)", PICTURE),
    (0, b"GIF8", "a picture (GIF)", PICTURE),
    (0, b"BM", "a picture (BMP)", PICTURE),
    (0, b"II*\x00", "a picture (TIFF)", PICTURE),
    (0, b"MM\x00*", "a picture (TIFF)", PICTURE),
    (8, b"WEBP", "a picture (WebP)", PICTURE),
    (4, b"ftypheic", "a picture (HEIC)", PICTURE),
    (4, b"ftyp", "a recording (MP4)", RECORDING),
    (0, b"ID3", "a recording (MP3)", RECORDING),
    (0, b"\xff\xfb", "a recording (MP3)", RECORDING),
    (8, b"WAVE", "a recording (WAV)", RECORDING),
    (0, b"OggS", "a recording (Ogg)", RECORDING),
    (0, b"fLaC", "a recording (FLAC)", RECORDING),
    (0, b"\x1aE\xdf\xa3", "a recording (WebM)", RECORDING),
    (0, b"MZ", "a program", "choose the file that holds the text."),
    (0, b"\x7fELF", "a program", "choose the file that holds the text."),
    (0, b"SQLite format 3\x00", "a database", "export its texts as plain text or CSV first."),
    (0, b"\x1f\x8b", "a packed archive", UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a packed archive", UNPACK),
    (0, b"Rar!", "a packed archive", UNPACK),
)
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
# Readers of PDF look for this within the first kilobyte; what a program put before it is no text.
PDF = re.compile(rb"%PDF-\d")
RICH_TEXT = b"{\\rtf"
# A web page, be it a fragment with nothing but its body; and XML, which may say that it is one.
WEB_PAGE = re.compile(
    rb"(?>\s*(?:<\?xml[^>]*>|<!--.*?-->))*+\s*<(?:!doctype html|html|head|body|meta|title|div|p|h[1-6]|table)\b[^<]*>",
    re.IGNORECASE | re.DOTALL,
)
XML = re.compile(rb"\s*<(?:\?xml|!doctype)\b", re.IGNORECASE)
BEGINNING = 4_000
# The part that says what a zipped document is; slides are refused with the next step.
ZIPPED = (
    ("xl/workbook.xml", FileKind.WORKBOOK),
    ("content.xml", FileKind.OPEN_DOCUMENT),
)
# Word on the web calls it document2.xml.
MAIN_PART = re.compile(r"word/document\d*\.xml")


def shown_name(name: str) -> str:
    """The file's name as a message shows it: one line, not endless, in quotation marks."""
    line = "".join(character if character.isprintable() else " " for character in name).strip() or "The file"
    return f"“{line if len(line) <= SHOWN else line[: SHOWN - 1] + '…'}”"


def kind_of(name: str, data: bytes) -> FileKind:
    """Tell apart what can be read by its first bytes, and refuse by name what cannot. All that is plain text, be it
    marked up, is TEXT or WEB_PAGE here: what else it is shows once it is decoded."""
    shown = shown_name(name)
    if not data:
        raise ImportProblem(f"{shown} is empty: choose the file that holds the text.")
    if len(data) >= TOO_BIG:
        raise too_big(shown, len(data))
    if data.startswith(OLE):
        raise _old_office_file(shown, data)
    if is_zip(data):
        return _zipped_kind(shown, data)
    if PDF.search(data, 0, 1_024) and (data.startswith(b"%PDF-") or CONTROLS.search(data[:BEGINNING])):
        return FileKind.PDF
    if data.startswith(RICH_TEXT):
        return FileKind.RICH_TEXT
    for offset, signature, what, next_step in SIGNATURES:
        if data.startswith(signature, offset) and (_says_itself(signature) or CONTROLS.search(data[:512])):
            raise ImportProblem(f"{shown} is {what}, not text: {next_step}")
    # In UTF-16 every other byte is a zero.
    beginning = data[:BEGINNING].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if WEB_PAGE.match(beginning):
        return FileKind.WEB_PAGE
    if XML.match(beginning):
        raise ImportProblem(f"{shown} is XML, not plain text: {SAVE_AS}")
    return FileKind.TEXT


def is_zip(data: bytes) -> bool:
    return data.startswith(ZIP) and data[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08")


def _says_itself(signature: bytes) -> bool:
    """A speaker may be called MZ; no text begins with a byte that is no letter."""
    return not signature.isascii() or bool(CONTROLS.search(signature))


def _zipped_kind(shown: str, data: bytes) -> FileKind:
    """Refuse a damaged archive, a bomb and everything zipped that is no document, before anything is unpacked."""
    parts = parts_of(shown, data)
    unpacked = sum(part.file_size for part in parts)
    swollen = unpacked > SMALL_UNPACKED and unpacked > MOST_TIMES_SMALLER * len(data)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or swollen:
        raise unpacks_too_big(shown)
    if any(part.flag_bits & 0x1 for part in parts):
        raise ImportProblem(f"{shown} is locked with a password: save it without one and bring it in again.")
    if kind := document_kind(parts):
        return kind
    names = {part.filename for part in parts}
    if "ppt/presentation.xml" in names:
        raise ImportProblem(f"{shown} is a PowerPoint file, not text: save its text as .docx or plain text.")
    if "[Content_Types].xml" in names:
        raise damaged(shown)
    raise ImportProblem(f"{shown} is a packed archive: {UNPACK}")


def parts_of(shown: str, data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as fault:
        raise damaged(shown) from fault


def document_kind(parts: Sequence[zipfile.ZipInfo]) -> FileKind | None:
    """Which document an archive with these parts is; None where it is none that can be read."""
    names = {part.filename for part in parts}
    if any(MAIN_PART.fullmatch(name) for name in names):
        return FileKind.WORD
    return next((kind for part_name, kind in ZIPPED if part_name in names), None)


def too_big(shown: str, size: int) -> ImportProblem:
    return ImportProblem(
        f"{shown} has {size / 1e6:.0f} MB and a file must stay under {TOO_BIG // 10**6} MB: take out its "
        "pictures, or save its text alone."
    )


def damaged(shown: str) -> ImportProblem:
    return ImportProblem(f"{shown} is damaged and cannot be opened: save it again, or have it sent again.")


def unpacks_too_big(shown: str) -> ImportProblem:
    return ImportProblem(
        f"{shown} would unpack to far more than its size, as no ordinary document does: "
        "copy its text into a new document and bring that in."
    )


def _old_office_file(shown: str, data: bytes) -> ImportProblem:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return ImportProblem(f"{shown} is locked with a password: save it without one and bring it in again.")
    if holds("WordDocument"):
        return ImportProblem(f"{shown} is in the old .doc format of Word: save it as .docx and bring that in.")
    if holds("Workbook") or holds("Book"):
        return ImportProblem(f"{shown} is an old Excel workbook: save it as .xlsx or CSV (UTF-8) and bring that in.")
    return ImportProblem(f"{shown} is an old Office file or an Outlook message: save it as .docx or plain text.")
