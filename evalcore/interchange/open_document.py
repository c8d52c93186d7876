"""The text of an OpenDocument text (.odt), in reading order, with its tracked changes accepted."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from evalcore.errors import ImportProblem
from evalcore.interchange.bold_names import bold
from evalcore.interchange.content import damaged, shown_name
from evalcore.interchange.laid_out import LaidOut
from evalcore.interchange.left_out import Left
from evalcore.interchange.problems import ReadText
from evalcore.interchange.zipped import parsed, part_of

SPACE = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE, DRAW, STYLE = (f"{SPACE}{name}:1.0}}" for name in ("office", "text", "table", "drawing", "style"))
WEIGHT = f"{SPACE}xsl-fo-compatible:1.0}}font-weight"
STRONG = "Strong_20_Emphasis"
BODY = f"{OFFICE}body/{OFFICE}text"
NOT_TEXTS = {"spreadsheet": "save its sheet as .xlsx or CSV (UTF-8)", "presentation": "save its text as .odt"}
NOT_TEXT = {
    *(TEXT + tag for tag in ("tracked-changes", "note-citation", "ruby-text", "sequence-decls", "variable-decls")),
    *(OFFICE + tag for tag in ("annotation-end", "forms", "scripts", "event-listeners")),
    TABLE + "covered-table-cell",
}
BLANKS = re.compile(r"[ \t\r\n]+")
# More blanks in one place than a line is long say nothing.
MOST_BLANKS = 100


def read_open_document(name: str, data: bytes) -> ReadText:
    """Paragraphs and tables (a row a line, cells parted by tabs), footnotes where they are referred to, text boxes
    after their paragraph; without headers, footers and comments."""
    shown = shown_name(name)
    manifest = part_of(shown, data, re.compile(r"META-INF/manifest\.xml")) or b""
    if b"encryption-data" in manifest:
        raise ImportProblem(f"{shown} is locked with a password: save it without one and bring it in again.")
    content = part_of(shown, data, re.compile(r"content\.xml"))
    if content is None:
        raise damaged(shown)
    root = parsed(shown, content)
    body = root.find(BODY)
    if body is None:
        raise _no_text(shown, root)
    reader = _Reader(shown, _bold_styles(root))
    reader.walk(body)
    return reader.text()


def _no_text(shown: str, root: Element) -> ImportProblem:
    for kind, next_step in NOT_TEXTS.items():
        if root.find(f"{OFFICE}body/{OFFICE}{kind}") is not None:
            return ImportProblem(f"{shown} is an OpenDocument {kind}, not text: {next_step} and bring that in.")
    return damaged(shown)


def _bold_styles(root: Element) -> set[str]:
    styles = (style for style in root.iterfind(f"{OFFICE}automatic-styles/{STYLE}style"))
    found = {
        style.get(f"{STYLE}name", "")
        for style in styles
        if any(properties.get(WEIGHT) in ("bold", "700") for properties in style)
        or style.get(f"{STYLE}parent-style-name") == STRONG
    }
    return found | {STRONG}


class _Reader(LaidOut):
    def __init__(self, shown: str, bold_styles: set[str]) -> None:
        super().__init__(shown)
        self._bold_styles = bold_styles
        self._handlers: dict[str, Callable[[Element], None]] = {
            f"{TEXT}p": self._paragraph,
            f"{TEXT}h": self._paragraph,
            f"{TEXT}span": self._span,
            f"{TEXT}s": lambda element: self.out.append(" " * _blanks(element)),
            f"{TEXT}tab": lambda _: self.out.append("\t"),
            f"{TEXT}line-break": lambda _: self.out.append("\n"),
            f"{TEXT}note": self._note,
            f"{TEXT}tracked-changes": lambda element: self.seen.update({Left.TRACKED: len(element)}),
            f"{TABLE}table-row": self._table_row,
            f"{TABLE}table-cell": self._cell,
            f"{DRAW}text-box": self._boxes_append,
            f"{DRAW}image": lambda _: self.seen.update([Left.PICTURE]),
            f"{DRAW}object": lambda _: self.seen.update([Left.EMBEDDED]),
            f"{DRAW}object-ole": lambda _: self.seen.update([Left.EMBEDDED]),
            f"{OFFICE}annotation": lambda _: self.seen.update([Left.COMMENT]),
        }

    def walk(self, parent: Element, *, inline: bool = False) -> None:
        """What stands in an element; `inline`: its own words too, not only those of the paragraphs in it."""
        with self._one_deeper():
            if inline:
                self._words(parent.text)
            for element in parent:
                if handler := self._handlers.get(element.tag):
                    handler(element)
                elif element.tag not in NOT_TEXT:
                    self.walk(element, inline=inline)
                if inline:
                    self._words(element.tail)

    def _words(self, written: str | None) -> None:
        """Any run of blanks is one space, and none at the beginning of a line."""
        words = BLANKS.sub(" ", written or "")
        if words.startswith(" ") and (not self.out or self.out[-1].endswith((" ", "\n"))):
            words = words[1:]
        if words:
            self.out.append(words)

    def _paragraph(self, element: Element) -> None:
        def take_in() -> None:
            self._span(element)
            self.out.append("\n")

        self._before_its_boxes(take_in)

    def _span(self, element: Element) -> None:
        begun = len(self.out)
        self.walk(element, inline=True)
        self._set_in_bold(element, begun)

    def _set_in_bold(self, element: Element, begun: int) -> None:
        if element.get(f"{TEXT}style-name") in self._bold_styles:
            written = "".join(self.out[begun:])
            if "\x01" not in written:
                self.out[begun:] = ["\n".join(map(bold, written.split("\n")))]

    def _note(self, element: Element) -> None:
        """A footnote stands in brackets where it is referred to, so that it stays with its speaker."""
        text = " ".join(self._captured(element).split())
        if text:
            kind = "endnote" if element.get(f"{TEXT}note-class") == "endnote" else "footnote"
            self.out.append(f" [{kind}: {text}]")


def _blanks(element: Element) -> int:
    written = element.get(f"{TEXT}c", "1")
    return min(int(written), MOST_BLANKS) if written.isascii() and written.isdecimal() else 1
