"""What a person types to look for, read into what is looked for: no message repeats it, for it may quote somebody."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from evalcore.capture.clean import clean
from evalcore.errors import Invalid

LONGEST = 300
FURTHEST = 50
FIELD = "Search for"

_CURLY = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_CHUNKS = re.compile(r'"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+)')
_NEAR = re.compile(r"near/(\d*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """A word in folded letters; `begun`: only its beginning was typed."""

    text: str
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row, whatever stands between them but other words; often only one."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Two phrases at most `within` words from each other, in either order: 1 is side by side."""

    one: Phrase
    other: Phrase
    within: int


Term = Phrase | Near


@dataclass(frozen=True, slots=True)
class Query:
    """Terms that one paragraph must have all of."""

    terms: tuple[Term, ...]


def fold(text: str) -> str:
    """Letters without their case: each is folded by itself, whatever stands beside it."""
    return text.casefold()


@cache
def word_letters() -> str:
    """Inside a character class: what a word is made of. Python's \\w leaves out the marks that combine with letters."""
    marks = [code for code in range(0x300, 0x20000) if unicodedata.category(chr(code)).startswith("M")]
    runs: list[list[int]] = []
    for code in marks:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return r"\w" + "".join(f"{chr(first)}-{chr(last)}" for first, last in runs)


def parse(typed: str) -> Query:
    """Read what was typed.

    Raises
    ------
    Invalid
        There is nothing to look for in it, or it is not well formed.
    """
    text = clean(typed).translate(_CURLY)
    if len(text) > LONGEST:
        raise Invalid(f"That is too long to look for. Shorten it to {LONGEST} characters.", FIELD)
    if text.count('"') % 2:
        raise Invalid("A quotation mark is open. Close it, or take it away.", FIELD)
    terms = _joined([found for match in _CHUNKS.finditer(text) if (found := _term(match))])
    if not terms:
        raise Invalid("There is nothing to look for yet. Type a word.", FIELD)
    return Query(tuple(dict.fromkeys(terms)))


def _term(match: re.Match[str]) -> Phrase | int | None:
    """A phrase, the number of a `near/5`, or None where there is no letter in it."""
    if match["quoted"] is not None:
        words = [word for chunk in match["quoted"].split() for word in _words(chunk)]
    elif near := _NEAR.fullmatch(match["bare"]):
        if not near[1] or not 1 <= int(near[1]) <= FURTHEST:
            raise Invalid(f"Say after near/ how many words apart they may be: 1 to {FURTHEST}, as in near/5.", FIELD)
        return int(near[1])
    else:
        words = _words(match["bare"])
    return Phrase(tuple(words)) if words else None


def _words(chunk: str) -> list[Word]:
    body = chunk.removesuffix("*")
    words = re.findall(f"[{word_letters()}]+", fold(body))
    begun = body != chunk
    if "*" in body or (begun and not (words and fold(body).endswith(words[-1]))):
        raise Invalid("A star stands for the rest of a word. Type it right after the beginning of one.", FIELD)
    return [Word(text, begun and place == len(words)) for place, text in enumerate(words, 1)]


def _joined(found: list[Phrase | int]) -> list[Term]:
    """The phrases in order, those around a number joined by it."""
    terms: list[Term] = []
    rest = iter(found)
    for one in rest:
        if isinstance(one, Phrase):
            terms.append(one)
            continue
        other, before = next(rest, None), terms.pop() if terms else None
        if not isinstance(before, Phrase) or not isinstance(other, Phrase):
            raise Invalid(f"near/{one} joins two words or phrases. Type one before it and one after it.", FIELD)
        terms.append(Near(before, other, one))
    return terms
