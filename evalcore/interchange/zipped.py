"""One XML part out of a zipped document, never more of it than the memory of everybody else allows."""

import io
import re
import zipfile
import zlib
from lzma import LZMAError
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from evalcore.errors import ImportProblem
from evalcore.interchange.content import damaged, unpacks_too_big

# Text parts of 100,000 words; more would take the memory of everybody else.
MOST_BYTES_A_PART = 32_000_000
# Word nests some 50 deep in its worst tables.
DEEPEST = 100
UNPACKING_FAULTS = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, NotImplementedError)


def part_of(shown: str, data: bytes, pattern: re.Pattern[str]) -> bytes | None:
    """The first part whose whole name fits; None where there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = sorted(name for name in archive.namelist() if pattern.fullmatch(name))
            if not found:
                return None
            with archive.open(found[0]) as part:
                content = part.read(MOST_BYTES_A_PART + 1)
    except (*UNPACKING_FAULTS, RuntimeError, ValueError, LookupError) as fault:
        raise damaged(shown) from fault
    if len(content) > MOST_BYTES_A_PART:
        raise unpacks_too_big(shown)
    return content


def parsed(shown: str, content: bytes) -> Element:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as fault:
        raise ImportProblem(
            f"{shown} holds XML entities or references to other files, which no document needs: "
            "copy its text into a new document and bring that in."
        ) from fault
    except (ParseError, ValueError, LookupError) as fault:
        raise damaged(shown) from fault
    return root
