"""The one form in which a text is kept."""

import re
import unicodedata

# NFC does not compose what it decomposes into, so a control character never comes back.
_UNWANTED = re.compile("[\ufeff\x00]")


def clean(text: str) -> str:
    """`text` as NFC with LF line ends, without byte order marks and U+0000. Cleaning twice changes nothing."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text))
