"""What a file is, told by what is in it: its name may say anything."""

import io
import re
import zipfile
from enum import StrEnum

from evalcore.errors import ImportProblem

TOO_BIG = 50_000_000
SHOWN = 80


class FileKind(StrEnum):
    TEXT = "plain text"
    WORD = "Word document"
    TABLE = "table"


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
SIGNATURES = (
    (0, b"%PDF-", "a PDF", "open it in Word and save it as .docx."),
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
    (0, b"\x1f\x8b", "a packed archive", "unpack it and bring in the files one by one."),
    (0, b"7z\xbc\xaf\x27\x1c", "a packed archive", "unpack it and bring in the files one by one."),
    (0, b"Rar!", "a packed archive", "unpack it and bring in the files one by one."),
    (0, b"{\\rtf", "a rich-text file (RTF)", SAVE_AS),
)
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
MARKUP = re.compile(rb"\s*<(?:!doctype html|html|\?xml)\b", re.IGNORECASE)
# The part that says what a zipped document is.
ZIPPED = (
    ("xl/workbook.xml", "an Excel workbook", "save its sheet as CSV (UTF-8) and bring that in."),
    ("ppt/presentation.xml", "a PowerPoint file", "save its text as .docx or plain text."),
    ("content.xml", "an OpenDocument file", "save it as .docx."),
)
# Word on the web calls it document2.xml.
MAIN_PART = re.compile(r"word/document\d*\.xml")


def shown_name(name: str) -> str:
    """The file's name as a message shows it: one line, not endless, in quotation marks."""
    line = "".join(character if character.isprintable() else " " for character in name).strip() or "The file"
    return f"“{line if len(line) <= SHOWN else line[: SHOWN - 1] + '…'}”"


def kind_of(name: str, data: bytes) -> FileKind:
    """Tell a Word document and plain text apart from all that cannot be read, which is refused by name."""
    shown = shown_name(name)
    if not data:
        raise ImportProblem(f"{shown} is empty: choose the file that holds the text.")
    if len(data) >= TOO_BIG:
        raise ImportProblem(
            f"{shown} has {len(data) / 1e6:.0f} MB and a file must stay under {TOO_BIG // 10**6} MB: take out its "
            "pictures, or save its text alone."
        )
    if data.startswith(OLE):
        raise _old_office_file(shown, data)
    if data.startswith(ZIP) and data[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        check_archive(shown, data)
        return FileKind.WORD
    for offset, signature, what, next_step in SIGNATURES:
        if data.startswith(signature, offset) and (_says_itself(signature) or CONTROLS.search(data[:512])):
            raise ImportProblem(f"{shown} is {what}, not text: {next_step}")
    if MARKUP.match(data[:200]):
        raise ImportProblem(f"{shown} is a web page or XML, not plain text: {SAVE_AS}")
    return FileKind.TEXT


def _says_itself(signature: bytes) -> bool:
    """A speaker may be called MZ; no text begins with a byte that is no letter, or with %PDF-."""
    return signature in (b"%PDF-", b"{\\rtf") or not signature.isascii() or bool(CONTROLS.search(signature))


def check_archive(shown: str, data: bytes) -> None:
    """Refuse a damaged archive, a bomb and everything zipped that is no Word document, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as fault:
        raise damaged(shown) from fault
    unpacked = sum(part.file_size for part in parts)
    swollen = unpacked > SMALL_UNPACKED and unpacked > MOST_TIMES_SMALLER * len(data)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or swollen:
        raise unpacks_too_big(shown)
    names = {part.filename for part in parts}
    if any(part.flag_bits & 0x1 for part in parts):
        raise ImportProblem(f"{shown} is locked with a password: save it without one and bring it in again.")
    if any(MAIN_PART.fullmatch(name) for name in names):
        return
    for part_name, what, next_step in ZIPPED:
        if part_name in names:
            raise ImportProblem(f"{shown} is {what}, not a Word document: {next_step}")
    if "[Content_Types].xml" in names:
        raise damaged(shown)
    raise ImportProblem(f"{shown} is a packed archive: unpack it and bring in the files one by one.")


def damaged(shown: str) -> ImportProblem:
    return ImportProblem(f"{shown} is damaged and cannot be opened: save it again from Word, or send it again.")


def unpacks_too_big(shown: str) -> ImportProblem:
    return ImportProblem(
        f"{shown} would unpack to far more than its size, as no ordinary document does: "
        "open it in Word, copy its text into a new document and bring that in."
    )


def _old_office_file(shown: str, data: bytes) -> ImportProblem:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return ImportProblem(f"{shown} is locked with a password: save it without one and bring it in again.")
    if holds("WordDocument"):
        return ImportProblem(f"{shown} is in the old .doc format of Word: save it as .docx and bring that in.")
    if holds("Workbook") or holds("Book"):
        return ImportProblem(f"{shown} is an old Excel workbook: save its sheet as CSV (UTF-8) and bring that in.")
    return ImportProblem(f"{shown} is an old Office file or an Outlook message: save it as .docx or plain text.")
