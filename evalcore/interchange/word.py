"""The text of a Word document, in reading order, with its tracked changes accepted."""

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from lzma import LZMAError
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from evalcore.errors import ImportProblem
from evalcore.interchange.content import MAIN_PART, damaged, shown_name, unpacks_too_big
from evalcore.interchange.encodings import check_length, normalise
from evalcore.interchange.problems import Problem, Severity

WORD_SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
MATHS_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# Text parts of 100,000 words; more would take the memory of everybody else.
MOST_BYTES_A_PART = 32_000_000
# Word nests some 50 deep in its worst tables.
DEEPEST = 100

DELETED = {"del", "moveFrom"}
INSERTED = {"ins", "moveTo"}
NOT_TEXT = {"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "instrText", "delText", "delInstrText", "rt"}
GLYPHS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
# What Word's typing aid makes of --> and :-), in a font without Unicode.
SYMBOLS = {"F0E0": "→", "F0DF": "←", "F04A": "☺", "F04C": "☹", "F0B7": "•", "F0FC": "✓"}
EMBEDDED = {"altChunk", "subDoc", "object"}
# Marks of where a comment begins and ends travel inside the text: XML cannot hold these characters.
MARK = re.compile("\x01([se])([^\x02]*)\x02")
MARK_BEFORE_ACCENT = re.compile("((?:\x01[^\x02]*\x02)+)([\u0300-\u036f]+)")


@dataclass(frozen=True, slots=True)
class Annotation:
    """A comment in the margin and the words it stands at; its author's name is not kept."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class WordText:
    text: str
    annotations: tuple[Annotation, ...]
    problems: tuple[Problem, ...]


def read_word(name: str, data: bytes) -> WordText:
    """Paragraphs and tables (a row a line, cells parted by tabs), footnotes where they are referred to, text boxes
    after their paragraph; without headers and footers."""
    parts = _Parts(shown_name(name), data)
    reader = _Reader(parts)
    reader.walk(parts.root("document"))
    raw = "".join(reader.out)
    check_length(parts.shown, len(raw))
    text, places = _without_marks(raw.rstrip("\n") + "\n" if raw.strip() else "")
    annotations = tuple(
        Annotation(start, end, comment)
        for number, (start, end) in sorted(places.items(), key=lambda item: item[1])
        if (comment := _without_marks(reader.captured(parts.noted("comments", number)))[0].strip())
    )
    return WordText(text, annotations, _problems(reader.seen, len(annotations)))


class _Parts:
    """The XML parts of one document, each parsed when it is first asked for."""

    def __init__(self, shown: str, data: bytes) -> None:
        self.shown = shown
        self._data = data
        self._notes: dict[str, dict[str, Element]] = {}

    def root(self, kind: str) -> Element:
        pattern = MAIN_PART if kind == "document" else re.compile(rf"word/{kind}\d*\.xml")
        try:
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
                found = sorted(name for name in archive.namelist() if pattern.fullmatch(name))
                if not found:
                    return Element(kind)
                with archive.open(found[0]) as part:
                    content = part.read(MOST_BYTES_A_PART + 1)
            if len(content) > MOST_BYTES_A_PART:
                raise unpacks_too_big(self.shown)
            root: Element = fromstring(content, forbid_dtd=True)
        except DefusedXmlException as fault:
            raise ImportProblem(
                f"{self.shown} holds XML entities or references to other files, which no Word document needs: "
                "open it in Word, copy its text into a new document and bring that in."
            ) from fault
        except (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, NotImplementedError) as fault:
            raise damaged(self.shown) from fault
        except (ParseError, RuntimeError, ValueError, LookupError) as fault:
            raise damaged(self.shown) from fault
        return root

    def noted(self, kind: str, number: str) -> Element:
        """A footnote, endnote or comment by its number; an empty element where there is none."""
        if kind not in self._notes:
            self._notes[kind] = {_attribute(note, "id"): note for note in self.root(kind)}
        return self._notes[kind].get(number, Element(kind))


class _Reader:
    def __init__(self, parts: _Parts) -> None:
        self.out: list[str] = []
        self.seen: Counter[str] = Counter()
        self._parts = parts
        self._row: list[str] | None = None
        self._boxes: list[Element] = []
        self._depth = 0
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
            "commentRangeStart": lambda element: self._mark("s", element),
            "commentRangeEnd": lambda element: self._mark("e", element),
            "commentReference": lambda element: self._mark("e", element),
        }

    def walk(self, parent: Element) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise damaged(self._parts.shown)
        for element in parent:
            self._element(element)
        self._depth -= 1

    def captured(self, parent: Element) -> str:
        """The text of an element by itself."""
        outer, self.out = self.out, []
        outer_boxes, self._boxes = self._boxes, []
        self.walk(parent)
        self.out, inner = outer, self.out
        self._boxes = outer_boxes
        return "".join(inner)

    def _element(self, element: Element) -> None:
        if element.tag == CHOICES:
            self._first_choice(element)
            return
        tag = _word_tag(element)
        if tag in DELETED:
            self.seen["tracked"] += 1
        elif tag in NOT_TEXT or tag.endswith("Change"):
            pass
        elif tag in GLYPHS:
            self.out.append(GLYPHS[tag])
        elif handler := self._handlers.get(tag):
            handler(element)
        else:
            self.seen["tracked"] += tag in INSERTED
            self.seen["embedded"] += tag in EMBEDDED
            self.seen["pictures"] += element.tag.endswith(("}blip", "}imagedata"))
            self.walk(element)

    def _first_choice(self, element: Element) -> None:
        """The same text box is there twice, for newer and for older Word."""
        for choice in element:
            self.walk(choice)
            break

    def _paragraph(self, element: Element) -> None:
        outer, self._boxes = self._boxes, []
        self.walk(element)
        if not _is_deleted(element, "pPr", "rPr"):
            self.out.append("\n")
        boxes, self._boxes = self._boxes, outer
        for box in boxes:
            self.walk(box)

    def _boxes_append(self, element: Element) -> None:
        self._boxes.append(element)

    def _table_row(self, element: Element) -> None:
        if _is_deleted(element, "trPr"):
            self.seen["tracked"] += 1
            return
        outer, self._row = self._row, []
        self.walk(element)
        cells, self._row = self._row, outer
        if any(cells):
            self.out.append("\t".join(cells).rstrip("\t") + "\n")

    def _cell(self, element: Element) -> None:
        if _is_deleted(element, "tcPr"):
            return
        row, self._row = self._row, None
        text = self.captured(element).strip("\n")
        self._row = row
        if row is None:
            self.out.append(text + "\n")
        else:
            row.append(text)

    def _text(self, element: Element) -> None:
        self.out.append(element.text or "")

    def _symbol(self, element: Element) -> None:
        self.out.append(SYMBOLS.get(_attribute(element, "char").upper(), "\ufffd"))

    def _note(self, kind: str, element: Element) -> None:
        """A footnote stands in brackets where it is referred to, so that it stays with its speaker."""
        if self._in_note:
            return
        self._in_note = True
        text = " ".join(self.captured(self._parts.noted(kind, _attribute(element, "id"))).split())
        self._in_note = False
        if text:
            self.out.append(f" [{kind[:-1]}: {text}]")

    def _mark(self, which: str, element: Element) -> None:
        self.out.append(f"\x01{which}{_attribute(element, 'id')}\x02")


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


def _without_marks(raw: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """The normalised text, and where each comment begins and ends in it."""
    raw = MARK_BEFORE_ACCENT.sub(r"\2\1", raw)
    pieces: list[str] = []
    places: dict[str, tuple[int, int]] = {}
    length = at = 0
    for mark in MARK.finditer(raw):
        pieces.append(normalise(raw[at : mark.start()]))
        length, at = length + len(pieces[-1]), mark.end()
        which, number = mark.groups()
        begun = places.get(number)
        if which == "s" or begun is None:
            places[number] = (length, length)
        elif begun[0] == begun[1]:
            places[number] = (begun[0], length)
    text = normalise("".join(pieces) + normalise(raw[at:]))
    return text, {number: (min(a, len(text)), min(b, len(text))) for number, (a, b) in places.items()}


def _problems(seen: Counter[str], comments: int) -> tuple[Problem, ...]:
    said = (
        (seen["tracked"], "Tracked changes accepted (what was put in is kept, what was taken out is gone)", "NOTE"),
        (comments, "Comments in the margin left out; type in the text what matters of them", "WARNING"),
        (seen["pictures"], "Pictures left out; describe in the text what matters of them", "WARNING"),
        (seen["embedded"], "Embedded files left out; bring in each by itself", "WARNING"),
    )
    return tuple(Problem(None, f"{words}: {count}.", Severity[level]) for count, words, level in said if count)
