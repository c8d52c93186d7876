"""Bytes to text: UTF-8, UTF-16 and the two eight-bit encodings that Word and Notepad leave behind."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from charset_normalizer import from_bytes

from evalcore.errors import ImportProblem
from evalcore.interchange.problems import Problem, Severity

# UTF-32 first: its little-endian mark begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NAMES = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
SAMPLE = 1 << 16
# About 350,000 words: three times the longest source that the text coder was measured with.
MOST_CHARACTERS = 2_000_000
UNREADABLE = "\ufffd"

LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Nothing that a person sees: they would break XML exports and hide words from a search.
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str
    problems: tuple[Problem, ...]


def normalise(text: str) -> str:
    """The one form every text is kept in: NFC, LF, no BOM, no U+0000 and no other control characters but tab."""
    return unicodedata.normalize("NFC", INVISIBLE.sub("", LINE_ENDS.sub("\n", text)))


def decode(name: str, data: bytes, *, most: int = MOST_CHARACTERS) -> Decoded:
    """The text of a file that is not known to be anything else; normalised, and of no more than `most` characters.

    Raises `ImportProblem` where the bytes are no text in any of the encodings.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decoded(name, data[len(mark) :], encoding, most)
    if unmarked := _utf_16_without_mark(data):
        return _decoded(name, data, unmarked, most)
    if data[:SAMPLE].count(0) > 2 + len(data[:SAMPLE]) // 100:
        raise not_text(name)
    try:
        return _checked(name, data.decode("utf-8"), "utf-8", (), most)
    except UnicodeDecodeError:
        return _damaged_utf_8(name, data, most) or _eight_bit(name, data, most)


def check_length(name: str, characters: int, most: int = MOST_CHARACTERS) -> None:
    if characters > most:
        raise ImportProblem(
            f"{name} holds {characters / 1e6:.1f} million characters, and a source may have {most // 10**6} "
            "million: split it into parts, one for each sitting."
        )


def not_text(name: str) -> ImportProblem:
    return ImportProblem(
        f"{name} holds no text but binary data, whatever its name says: open it in the program it came from and save "
        "it as .docx or plain text."
    )


def _decoded(name: str, data: bytes, encoding: str, most: int) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise ImportProblem(
            f"{name} says that it is {encoding[:6].upper()} but is damaged or cut off near byte {fault.start}: "
            "save it again from the program it came from."
        ) from fault
    return _checked(name, text, encoding, (), most)


def _utf_16_without_mark(data: bytes) -> str | None:
    """Latin letters in UTF-16 have a zero as every other byte, and text has none elsewhere."""
    sample = data[: SAMPLE - SAMPLE % 2]
    pairs = len(sample) // 2
    if not pairs or len(data) % 2:
        return None
    high_be, high_le = sample[0::2].count(0), sample[1::2].count(0)
    if high_le > pairs * 0.4 and high_be < pairs * 0.02:
        return "utf-16-le"
    if high_be > pairs * 0.4 and high_le < pairs * 0.02:
        return "utf-16-be"
    return None


def _damaged_utf_8(name: str, data: bytes, most: int) -> Decoded | None:
    """UTF-8 with a few broken bytes, rather than a whole text turned into "â€™"."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count(UNREADABLE)
    sound = sum(1 for character in text if character > "\x7f") - broken
    if sound < 3 * broken:
        return None
    message = f"Broken characters, shown as {UNREADABLE}: {broken}. Compare them with the original."
    return _checked(name, text, "utf-8", (Problem(None, message, Severity.WARNING),), most)


def _eight_bit(name: str, data: bytes, most: int) -> Decoded:
    lines = (line for line in data.splitlines() if not line.isascii())
    sample = b"\n".join(lines)[:SAMPLE]
    match = from_bytes(sample, cp_isolation=["cp1252", "mac_roman"]).best()
    encoding = match.encoding if match else "cp1252"
    # Five byte values mean nothing in Windows-1252; they become U+FFFD, and many of them are no text at all.
    text = data.decode(encoding, errors="replace")
    message = f"Read as {NAMES[encoding]}: check that accents, £ signs and quotation marks look right."
    return _checked(name, text, encoding, (Problem(None, message, Severity.WARNING),), most)


def _checked(name: str, text: str, encoding: str, problems: tuple[Problem, ...], most: int) -> Decoded:
    check_length(name, len(text), most)
    strange = len(INVISIBLE.findall(text)) + text.count(UNREADABLE)
    if strange > 2 + len(text) // 50:
        raise not_text(name)
    return Decoded(normalise(text), NAMES.get(encoding, encoding.upper()), problems)
