"""The text of a rich-text file (RTF), in reading order, with its tracked changes accepted."""

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field, replace

from evalcore.interchange.bold_names import bold, spoken, without_marks
from evalcore.interchange.content import damaged, shown_name
from evalcore.interchange.encodings import UNREADABLE, check_length, normalise
from evalcore.interchange.left_out import Left, left_out
from evalcore.interchange.problems import Problem, ReadText, Severity

# In this order: a word with its number, a byte, any other sign, a brace, a line's end (which means nothing), words.
TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]{1,4096})|\\"
)
# Word nests some 30 deep.
DEEPEST = 1_000
SIGNS = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "column": "\n", "row": "\n", "nestrow": "\n",
    "tab": "\t", "cell": "\t", "nestcell": "\t", "emdash": "—", "endash": "–", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
}  # fmt: skip
OTHER_SIGNS = {"\n": "\n", "\r": "\n", "~": "\u00a0", "_": "\u2011", "\\": "\\", "{": "{", "}": "}"}
# What is kept in groups of its own and is no part of the text.
_SKIPPED = """
    fonttbl colortbl stylesheet info listtable listoverridetable rsidtbl header headerl headerr headerf footer footerl
    footerr footerf fldinst pict objdata listtext pntext sp sn sv bkmkstart bkmkend annotation atnid atnauthor
    atndate atnref atrfstart atrfend filetbl revtbl themedata datastore latentstyles xmlnstbl tc xe nonshppict footnote
"""
SKIPPED = frozenset(_SKIPPED.split())
# Marked as what an older program may skip, though text stands in them.
KEPT_THOUGH_STARRED = frozenset({"shpinst", "shptxt", "shppict"})
COUNTED = {"pict": Left.PICTURE, "objdata": Left.EMBEDDED, "annotation": Left.COMMENT}
CODE_PAGES = {
    0: "cp1252", 2: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip
ENCODING_WORDS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
CUT_OFF = Problem(
    None, "It ends in the middle: the end may be missing. Compare it with the original.", Severity.WARNING
)
STRANGE = "Broken characters, shown as {sign}: {count}. Compare them with the original."


def read_rich_text(name: str, data: bytes) -> ReadText:
    """Paragraphs and tables (a row a line, cells parted by tabs), footnotes where they are referred to; without
    headers, footers and comments."""
    shown = shown_name(name)
    reader = _Reader(shown)
    reader.read(data.decode("latin-1"))
    raw = reader.text()
    check_length(shown, len(raw))
    lines = (line.rstrip("\t ") for line in spoken(raw).split("\n"))
    text = normalise("\n".join(lines)).rstrip("\n") + "\n"
    problems = left_out(reader.seen)
    if broken := text.count(UNREADABLE):
        message = STRANGE.format(sign=UNREADABLE, count=broken)
        problems = (*problems, Problem(None, message, Severity.WARNING))
    return ReadText(text if text.strip() else "", (*problems, CUT_OFF) if reader.is_cut_off else problems)


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group: `starred` says that it may be skipped by who does not know it."""

    skipped: bool = False
    starred: bool = False
    fonts: bool = False
    footnote: bool = False
    bold: bool = False
    unseen: bool = False
    font: int = 0
    after_unicode: int = 1


@dataclass
class _Reader:
    shown: str
    seen: Counter[Left] = field(default_factory=Counter)
    is_cut_off: bool = False
    _out: list[str] = field(default_factory=list)
    _bytes: bytearray = field(default_factory=bytearray)
    _state: _State = _State()
    _outer: list[_State] = field(default_factory=list)
    _to_skip: int = 0
    _footnote_at: int | None = None
    _encoding: str = "cp1252"
    _fonts: dict[int, str] = field(default_factory=dict)

    def read(self, source: str) -> None:
        at = 0
        while match := TOKEN.match(source, at):
            at = match.end()
            word, number, byte, sign, brace, words = match.groups()
            if byte is None:
                self._decode()
            if brace == "{":
                self._open()
            elif brace == "}":
                if self._close():
                    break
            elif word is not None:
                at += self._word(word, None if number is None else int(number))
            elif byte is not None:
                self._byte(int(byte, 16))
            elif sign is not None:
                self._sign(sign)
            elif words is not None:
                self._words(words)
        self._decode()
        self.is_cut_off = bool(self._outer)

    def text(self) -> str:
        """What was written, with the halves of signs beyond the first plane put together."""
        return "".join(self._out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _open(self) -> None:
        if len(self._outer) >= DEEPEST:
            raise damaged(self.shown)
        self._outer.append(self._state)
        self._state = replace(self._state, starred=False, footnote=False)
        self._to_skip = 0

    def _close(self) -> bool:
        """Whether the whole document ends here."""
        if self._state.footnote:
            self._end_footnote()
        self._to_skip = 0
        self._state = self._outer.pop() if self._outer else self._state
        return not self._outer

    def _word(self, word: str, number: int | None) -> int:
        """Do what a control word says, and give how many bytes behind it are no text."""
        on = number != 0
        if word == "bin":
            return max(0, number or 0)
        if word in SKIPPED or (self._state.starred and word not in KEPT_THOUGH_STARRED):
            self._begin_skipped(word)
        elif word in SIGNS:
            self._put(SIGNS[word])
        elif word == "u" and number is not None:
            self._put(chr(number % 0x10000))
            self._to_skip = self._state.after_unicode
        elif word == "uc":
            self._set(after_unicode=max(0, number or 0))
        elif word == "f":
            self._set(font=number or 0)
        elif word == "fcharset" and self._state.fonts:
            self._fonts[self._state.font] = CODE_PAGES.get(number or 0, self._encoding)
        elif word in ENCODING_WORDS or word == "ansicpg":
            self._encoding = ENCODING_WORDS.get(word) or _known(f"cp{number}")
        elif word == "b":
            self._set(bold=on)
        elif word == "plain":
            self._set(bold=False, unseen=False)
        elif word in ("v", "deleted"):
            self.seen[Left.TRACKED] += word == "deleted" and on and not self._state.skipped
            self._set(unseen=on)
        elif word == "revised":
            self.seen[Left.TRACKED] += on and not self._state.skipped
        if self._state.starred:
            self._set(starred=False)
        return 0

    def _begin_skipped(self, word: str) -> None:
        if self._state.skipped:
            return
        if word in COUNTED:
            self.seen[COUNTED[word]] += 1
        if word != "footnote":
            self._set(skipped=True, fonts=word == "fonttbl")
        elif self._footnote_at is None:
            self._footnote_at = len(self._out)
            self._set(footnote=True)

    def _end_footnote(self) -> None:
        """A footnote stands in brackets where it is referred to, so that it stays with its speaker."""
        at, self._footnote_at = self._footnote_at, None
        text = " ".join(without_marks("".join(self._out[at:])).split())
        self._out[at:] = [f" [footnote: {text}]"] if text else []

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._set(starred=True)
        elif sign in OTHER_SIGNS:
            self._put(OTHER_SIGNS[sign])

    def _words(self, words: str) -> None:
        skipped = min(self._to_skip, len(words))
        self._to_skip -= skipped
        words = words[skipped:]
        self._put(words if words.isascii() else words.encode("latin-1").decode(self._code_page(), "replace"))

    def _byte(self, value: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        else:
            self._bytes.append(value)

    def _decode(self) -> None:
        """Bytes that came one after another are read together: some signs have two."""
        if self._bytes:
            self._put(self._bytes.decode(self._code_page(), "replace"))
            self._bytes.clear()

    def _code_page(self) -> str:
        return self._fonts.get(self._state.font, self._encoding)

    def _put(self, text: str) -> None:
        if self._state.skipped or self._state.unseen:
            return
        text = without_marks(text)
        self._out.append(bold(text) if self._state.bold and text.strip() else text)

    def _set(self, **changes: bool | int) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]


def _known(code_page: str) -> str:
    """cp65001 is what Windows calls UTF-8."""
    try:
        return codecs.lookup("utf-8" if code_page == "cp65001" else code_page).name
    except LookupError:
        return "cp1252"
