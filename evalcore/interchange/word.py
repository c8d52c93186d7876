"""The text of a Word document, in reading order, with its tracked changes accepted."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from evalcore.interchange.bold_names import bold
from evalcore.interchange.content import MAIN_PART, shown_name
from evalcore.interchange.laid_out import LaidOut
from evalcore.interchange.left_out import Left
from evalcore.interchange.problems import ReadText
from evalcore.interchange.zipped import parsed, part_of

WORD_SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
MATHS_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
DELETED = {"del", "moveFrom"}
INSERTED = {"ins", "moveTo"}
NOT_TEXT = {"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "instrText", "delText", "delInstrText", "rt"}
GLYPHS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
# What Word's typing aid makes of --> and :-), in a font without Unicode.
SYMBOLS = {"F0E0": "→", "F0DF": "←", "F04A": "☺", "F04C": "☹", "F0B7": "•", "F0FC": "✓"}
EMBEDDED = {"altChunk", "subDoc", "object"}


def read_word(name: str, data: bytes) -> ReadText:
    """Paragraphs and tables (a row a line, cells parted by tabs), footnotes where they are referred to, text boxes
    after their paragraph; without headers, footers and comments."""
    parts = _Parts(shown_name(name), data)
    reader = _Reader(parts)
    reader.walk(parts.root("document"))
    return reader.text()


class _Parts:
    """The XML parts of one document, each parsed when it is first asked for."""

    def __init__(self, shown: str, data: bytes) -> None:
        self.shown = shown
        self._data = data
        self._notes: dict[str, dict[str, Element]] = {}

    def root(self, kind: str) -> Element:
        pattern = MAIN_PART if kind == "document" else re.compile(rf"word/{kind}\d*\.xml")
        content = part_of(self.shown, self._data, pattern)
        return Element(kind) if content is None else parsed(self.shown, content)

    def noted(self, kind: str, number: str) -> Element:
        """A footnote or endnote by its number; an empty element where there is none."""
        if kind not in self._notes:
            self._notes[kind] = {_attribute(note, "id"): note for note in self.root(kind)}
        return self._notes[kind].get(number, Element(kind))


class _Reader(LaidOut):
    def __init__(self, parts: _Parts) -> None:
        super().__init__(parts.shown)
        self._parts = parts
        self._in_note = False
        self._handlers: dict[str, Callable[[Element], None]] = {
            "p": self._paragraph,
            "tr": self._table_row,
            "tc": self._cell,
            "t": self._text,
            "sym": self._symbol,
            "txbxContent": self._boxes_append,
            "footnoteReference": lambda element: self._note("footnotes", element),
            "endnoteReference": lambda element: self._note("endnotes", element),
            "r": self._run,
            "commentReference": lambda _: self.seen.update([Left.COMMENT]),
        }

    def walk(self, parent: Element) -> None:
        with self._one_deeper():
            for element in parent:
                self._element(element)

    def _element(self, element: Element) -> None:
        if element.tag == CHOICES:
            self._first_choice(element)
            return
        tag = _word_tag(element)
        if tag in DELETED:
            self.seen[Left.TRACKED] += 1
        elif tag in NOT_TEXT or tag.endswith("Change"):
            pass
        elif tag in GLYPHS:
            self.out.append(GLYPHS[tag])
        elif handler := self._handlers.get(tag):
            handler(element)
        else:
            self.seen[Left.TRACKED] += tag in INSERTED
            self.seen[Left.EMBEDDED] += tag in EMBEDDED
            self.seen[Left.PICTURE] += element.tag.endswith(("}blip", "}imagedata"))
            self.walk(element)

    def _first_choice(self, element: Element) -> None:
        """The same text box is there twice, for newer and for older Word."""
        for choice in element:
            self.walk(choice)
            break

    def _paragraph(self, element: Element) -> None:
        def take_in() -> None:
            self.walk(element)
            if not _is_deleted(element, "pPr", "rPr"):
                self.out.append("\n")

        self._before_its_boxes(take_in)

    def _table_row(self, element: Element) -> None:
        if _is_deleted(element, "trPr"):
            self.seen[Left.TRACKED] += 1
            return
        super()._table_row(element)

    def _cell(self, element: Element) -> None:
        if not _is_deleted(element, "tcPr"):
            super()._cell(element)

    def _run(self, element: Element) -> None:
        begun = len(self.out)
        self.walk(element)
        if _is_bold(element):
            # A run may hold breaks: each line of it is bold by itself.
            self.out[begun:] = ["\n".join(map(bold, "".join(self.out[begun:]).split("\n")))]

    def _text(self, element: Element) -> None:
        self.out.append(element.text or "")

    def _symbol(self, element: Element) -> None:
        self.out.append(SYMBOLS.get(_attribute(element, "char").upper(), "\ufffd"))

    def _note(self, kind: str, element: Element) -> None:
        """A footnote stands in brackets where it is referred to, so that it stays with its speaker."""
        if self._in_note:
            return
        self._in_note = True
        text = " ".join(self._captured(self._parts.noted(kind, _attribute(element, "id"))).split())
        self._in_note = False
        if text:
            self.out.append(f" [{kind[:-1]}: {text}]")


def _word_tag(element: Element) -> str:
    if element.tag == MATHS_TEXT:
        return "t"
    space, _, tag = element.tag.rpartition("}")
    return tag if space[1:] in WORD_SPACES else ""


def _attribute(element: Element, name: str) -> str:
    for space in WORD_SPACES:
        if (value := element.get(f"{{{space}}}{name}")) is not None:
            return value
    return ""


def _is_deleted(element: Element, *path: str) -> bool:
    """Whether a paragraph's end, a row or a cell is marked as deleted or moved away in its properties."""
    found = [element]
    for step in path:
        found = [child for parent in found for child in parent if _word_tag(child) == step]
    return any(_word_tag(child) in (*DELETED, "cellDel") for parent in found for child in parent)


def _is_bold(run: Element) -> bool:
    """Whether a run is set in bold, or in the style that Word calls strong."""
    for properties in (child for child in run if _word_tag(child) == "rPr"):
        for child in properties:
            tag, value = _word_tag(child), _attribute(child, "val")
            if (tag == "b" and value not in ("0", "false", "off")) or (tag == "rStyle" and value == "Strong"):
                return True
    return False
