"""The words of a web page: what a browser would show of it, without scripts, styles and pictures."""

import re
from collections import Counter

from lxml import etree

from evalcore.interchange.bold_names import OFF, ON, spoken, without_marks
from evalcore.interchange.content import shown_name
from evalcore.interchange.encodings import check_length, decode, normalise
from evalcore.interchange.left_out import Left, left_out
from evalcore.interchange.problems import ReadText

# Scripts and pictures written into a page make it far longer than its words.
MOST_MARKUP = 30_000_000
# A page is fed to the parser by pieces, so that it holds none of it twice.
PIECE = 1_000_000
_NOT_SHOWN = "head script style template noscript svg math iframe object select datalist audio video"
_BLOCKS = """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody tfoot thead tr ul
"""
NOT_SHOWN = frozenset(_NOT_SHOWN.split())
BLOCKS = frozenset(_BLOCKS.split())
BOLD = frozenset({"b", "strong"})
CELLS = frozenset({"td", "th"})
BLANKS = re.compile(r"[ \t\r\n\f]+")


def read_web_page(name: str, data: bytes) -> ReadText:
    """Each block of the page is a line, and each row of a table, its cells parted by tabs."""
    shown = shown_name(name)
    decoded = decode(shown, data, most=MOST_MARKUP)
    reader = _Reader()
    # Without a network, and without any file of the server: the parser is given nothing to open.
    parser = etree.HTMLParser(target=reader, encoding="utf-8", no_network=True, huge_tree=True)
    markup = without_marks(decoded.text)
    for at in range(0, len(markup), PIECE):
        parser.feed(markup[at : at + PIECE].encode())
    parser.close()
    raw = "".join(reader.out)
    check_length(shown, len(raw))
    lines = (line.strip(" ") for line in spoken(raw).split("\n"))
    text = normalise(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n"))
    return ReadText(text + "\n" if text.strip() else "", (*decoded.problems, *left_out(reader.seen)))


class _Reader:
    """Takes the page as the parser comes to it; no tree of it is ever built."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.seen: Counter[Left] = Counter()
        self._hidden = 0
        self._bold = 0
        self._kept_as_written = 0
        self._cells = 0

    def start(self, tag: str | bytes, attrib: object) -> None:
        if tag in NOT_SHOWN:
            self._hidden += 1
        if self._hidden:
            return
        self.seen[Left.PICTURE] += tag == "img"
        if tag in CELLS:
            if not self._at_line_start():
                self._put("\t")
            self._cells += 1
        elif tag in BLOCKS or tag == "br":
            self._new_line(always=tag == "br")
        self._bold += tag in BOLD
        self._kept_as_written += tag == "pre"

    def end(self, tag: str | bytes) -> None:
        if tag in NOT_SHOWN:
            self._hidden = max(0, self._hidden - 1)
        if self._hidden:
            return
        if tag in CELLS:
            self._cells = max(0, self._cells - 1)
        elif tag in BLOCKS:
            self._new_line()
            if tag == "p":
                self._new_line(always=True)
        self._bold -= tag in BOLD and self._bold > 0
        self._kept_as_written -= tag == "pre" and self._kept_as_written > 0

    def data(self, data: str | bytes) -> None:
        if self._hidden:
            return
        if self._kept_as_written:
            self._put(str(data))
            return
        words = BLANKS.sub(" ", str(data))
        if words.startswith(" ") and self._after_a_blank():
            words = words[1:]
        if words:
            self._put(f"{ON}{words}{OFF}" if self._bold and words.strip() else words)

    def comment(self, text: str | bytes) -> None:
        """What its author hid is not said."""

    def pi(self, target: str | bytes, data: str | bytes | None = None) -> None:
        """Neither is what is meant for a program."""

    def close(self) -> None:
        return None

    def _put(self, text: str) -> None:
        if text:
            self.out.append(text)

    def _new_line(self, *, always: bool = False) -> None:
        """Within a cell a row goes on: its lines are parted by blanks."""
        if self._cells:
            self._put("" if self._after_a_blank() else " ")
        elif always or not self._at_line_start():
            self._put("\n")

    def _at_line_start(self) -> bool:
        return not self.out or self.out[-1].endswith("\n")

    def _after_a_blank(self) -> bool:
        return not self.out or self.out[-1].rstrip(OFF).endswith((" ", "\n", "\t"))
