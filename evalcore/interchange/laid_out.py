"""Text as a word processor lays it out: paragraphs, tables and text boxes, put together in the order of reading."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element

from evalcore.interchange.bold_names import spoken
from evalcore.interchange.content import damaged
from evalcore.interchange.encodings import check_length, normalise
from evalcore.interchange.left_out import Left, left_out
from evalcore.interchange.problems import ReadText
from evalcore.interchange.zipped import DEEPEST


class LaidOut(ABC):
    """A document as it is read: `out` is its text so far, `seen` what is left out of it."""

    def __init__(self, shown: str) -> None:
        self.out: list[str] = []
        self.seen: Counter[Left] = Counter()
        self._shown = shown
        self._row: list[str] | None = None
        self._boxes: list[Element] = []
        self._depth = 0

    @abstractmethod
    def walk(self, parent: Element) -> None:
        """Take in what stands in an element."""

    def text(self) -> ReadText:
        """What was taken in.

        Raises
        ------
        ImportProblem
            It is too long.
        """
        raw = "".join(self.out)
        check_length(self._shown, len(raw))
        text = normalise(spoken(raw))
        return ReadText(text.rstrip("\n") + "\n" if text.strip() else "", left_out(self.seen))

    @contextmanager
    def _one_deeper(self) -> Iterator[None]:
        self._depth += 1
        if self._depth > DEEPEST:
            raise damaged(self._shown)
        yield
        self._depth -= 1

    def _captured(self, parent: Element) -> str:
        """The text of an element by itself."""
        outer, self.out = self.out, []
        outer_boxes, self._boxes = self._boxes, []
        self.walk(parent)
        self.out, inner = outer, self.out
        self._boxes = outer_boxes
        return "".join(inner)

    def _boxes_append(self, element: Element) -> None:
        self._boxes.append(element)

    def _before_its_boxes(self, take_in: Callable[[], None]) -> None:
        """A paragraph, and after it the text boxes that are anchored in it."""
        outer, self._boxes = self._boxes, []
        take_in()
        boxes, self._boxes = self._boxes, outer
        for box in boxes:
            self.walk(box)

    def _table_row(self, element: Element) -> None:
        outer, self._row = self._row, []
        self.walk(element)
        cells, self._row = self._row, outer
        if any(cells):
            self.out.append("\t".join(cells).rstrip("\t") + "\n")

    def _cell(self, element: Element) -> None:
        row, self._row = self._row, None
        text = self._captured(element).strip("\n")
        self._row = row
        if row is None:
            self.out.append(text + "\n")
        else:
            row.append(text)
