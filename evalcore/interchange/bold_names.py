"""Names in bold that say who speaks: in plain text, where nothing is bold, a colon says the same."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from evalcore.interchange.transcripts import STAMP, could_speak, is_usual_label, speaker_key

# Neither stands in any text: XML cannot hold them, and what comes from elsewhere is cleaned of them.
ON, OFF = "\x01", "\x02"
LONGEST = 40
BOLD_FIRST = re.compile(rf"(?P<stamp>[ \t]*(?:{STAMP}[ \t]*)?){ON}(?P<label>[^{ON}{OFF}]+){OFF}(?P<after>.*)")
BETWEEN = re.compile(rf"{OFF}([ \t]*){ON}")
MARKS = re.compile(f"[{ON}{OFF}]")


def bold(text: str) -> str:
    """Text as it goes into a raw text when it is bold."""
    return f"{ON}{text}{OFF}" if text.strip() else text


def without_marks(text: str) -> str:
    return MARKS.sub("", text)


def spoken(raw: str) -> str:
    """The text without the marks of what is bold; a bold name that begins what somebody says has a colon behind it.

    A heading in bold is left alone: a name counts where it comes again, or is one that transcribers use, and single
    ones count beside those.

    >>> spoken("\\x01Sarah Jones\\x02 Well.\\n\\x01Int\\x02 Why?\\n\\x01Sarah Jones\\x02 Time.")
    'Sarah Jones: Well.\\nInt: Why?\\nSarah Jones: Time.'
    >>> spoken("\\x01Aims\\x02\\nTo \\x01see\\x02.")
    'Aims\\nTo see.'
    """
    lines = BETWEEN.sub(r"\1", raw).split("\n")
    named = dict(_named(lines))
    counts = Counter(one.key for one in named.values())
    sure = {number for number, one in named.items() if is_usual_label(one.label.rstrip(": ")) or counts[one.key] > 1}
    for number, one in named.items() if len(sure) > 1 else ():
        if not one.has_colon and (number in sure or one.after.strip()):
            gap = "" if not one.after or one.after[0].isspace() else " "
            lines[number] = f"{one.before}{one.label}:{gap}{one.after}".rstrip(" ")
    return without_marks("\n".join(lines))


@dataclass(frozen=True, slots=True)
class _Named:
    """A line that begins with a name in bold: what stands before it, the name, and what comes after."""

    before: str
    label: str
    after: str

    @property
    def key(self) -> str:
        return speaker_key(self.label)

    @property
    def has_colon(self) -> bool:
        return self.label.endswith(":") or self.after.lstrip().startswith(":")


def _named(lines: list[str]) -> Iterator[tuple[int, _Named]]:
    """The lines that begin with a name in bold and have words to go with it; a row of a table speaks by its cells."""
    for number, line in enumerate(lines):
        match = BOLD_FIRST.fullmatch(line)
        if match is None or match["after"].startswith("\t"):
            continue
        one = _Named(match["stamp"], " ".join(match["label"].split()), match["after"])
        name = one.label.rstrip(": ")
        if len(name) <= LONGEST and could_speak(name) and (one.after.strip() or _words_follow(lines, number)):
            yield number, one


def _words_follow(lines: list[str], number: int) -> bool:
    """Whether plain words come next: under a heading, another heading may."""
    following = next((line for line in lines[number + 1 : number + 3] if line.strip()), "")
    return bool(following) and not following.lstrip().startswith(ON)
