"""Markdown as the text that it stands for: line by line as written, without the marks."""

import re
from collections.abc import Iterator

from evalcore.interchange.bold_names import OFF, ON, spoken, without_marks
from evalcore.interchange.encodings import normalise

NAMES = (".md", ".markdown", ".mdown", ".mkd")
HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?=\S)")
FENCE = re.compile(r" {0,3}(?:```|~~~)[^`]*")
QUOTED = re.compile(r" {0,3}(?:>[ \t]?)+")
UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*")
EMPHASIS = re.compile(r"\*{1,3}|_{1,3}")
# A picture leaves its description, a link its words.
LINK = re.compile(r"!?\[(?P<text>[^\[\]]{0,500})\]\((?P<to>[^()\s]{1,1000})(?:[ \t]+[\"'][^\"']{0,300}[\"'])?\)")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# A mark that the author wrote with a backslash before it, while the others are taken out.
HELD = re.compile("[\ue000-\ue07f]")
FIRST_HELD = 0xE000


def looks_like_markdown(name: str, text: str) -> bool:
    """By its name; or because it has a heading with #, and a word in bold or a link besides."""
    if name.casefold().endswith(NAMES):
        return True
    lines = text.split("\n")
    if not any(HEADING.match(line) for line in lines):
        return False
    return any(ON in _emphasised(line) for line in lines if "**" in line) or _links(text) != text


def plain_text(written: str) -> str:
    """
    >>> plain_text("# Ward B\\n**Int** *Well*, see [the report](http://127.0.0.1/a).\\n**P07** Why?\\n")
    'Ward B\\nInt: Well, see the report.\\nP07: Why?\\n'
    """
    held = ESCAPED.sub(lambda match: chr(FIRST_HELD + ord(match[1])), HELD.sub("", without_marks(written)))
    text = "\n".join(_emphasised(_links(line)) for line in _lines(held))
    text = HELD.sub(lambda match: chr(ord(match[0]) - FIRST_HELD), spoken(text))
    return normalise(text.strip("\n") + "\n")


def _lines(text: str) -> Iterator[str]:
    """The lines without what marks a heading, a quotation, a rule or a block of code."""
    before = ""
    for line in text.split("\n"):
        line = line[match.end() :] if (match := QUOTED.match(line)) else line
        underline = UNDERLINE.fullmatch(line) and any(map(str.isalnum, before))
        before = line
        if underline or FENCE.fullmatch(line) or _is_rule(line):
            continue
        if match := HEADING.match(line):
            line = re.sub(r"[ \t]#+$", "", line[match.end() :].rstrip()).rstrip()
        yield line


def _is_rule(line: str) -> bool:
    marks = line.replace(" ", "").replace("\t", "")
    return len(marks) > 2 and marks[0] in "*-_" and marks.count(marks[0]) == len(marks)


def _links(text: str) -> str:
    """Without the addresses of links; "[Sarah Jones](nurse)" is none."""
    return LINK.sub(lambda match: match["text"] if re.search("[./#:]", match["to"]) else match[0], text)


def _emphasised(line: str) -> str:
    """The line without the marks of emphasis that come by twos, and what was bold between marks of ours."""
    if "*" not in line and "_" not in line:
        return line
    opened: dict[str, re.Match[str]] = {}
    put: dict[int, tuple[int, str]] = {}
    for match in EMPHASIS.finditer(line):
        mark, before, after = (
            match[0],
            line[max(0, match.start() - 1) : match.start()],
            line[match.end() : match.end() + 1],
        )
        inside = mark[0] == "_" and before.isalnum() and after.isalnum()
        opener = opened.get(mark)
        if opener and before.strip() and not inside and opener.end() < match.start():
            is_bold = len(mark) > 1
            put[opener.start()] = (opener.end(), ON if is_bold else "")
            put[match.start()] = (match.end(), OFF if is_bold else "")
            del opened[mark]
        elif after.strip() and not inside:
            opened[mark] = match
    pieces, at = [], 0
    for start, (end, instead) in sorted(put.items()):
        pieces += [line[at:start], instead]
        at = end
    return "".join([*pieces, line[at:]])
