"""Codings written into the text, so that nobody counts offsets by hand.

    {prio- the beds come first}             a coding: theme, polarity, the passage
    {prio-,press~ the beds come first}      two codings of one passage
    {own+ they {achieve+ saw it work}}      one inside the other
    {1prio- the beds {2press- come}1 first}2    two that cross: numbered
    {prio-/mm the beds come first}          said by a middle manager (in a field note)
    {rota-@2 two posts stood empty}         found on the second pass through the source
    {?prio- ...} {!prio- ...} {%prio- ...}  by the second coder: offered, accepted, made blind

Polarity: - barrier, + facilitator, ~ mixed, = none.
"""

import re
from dataclasses import dataclass

from db.vocabulary import Polarity, RoleGroup

POLARITIES = {
    "-": Polarity.BARRIER,
    "+": Polarity.FACILITATOR,
    "~": Polarity.MIXED,
    "=": Polarity.NONE,
}
SAID_BY = {
    "sm": RoleGroup.SENIOR_MANAGER,
    "mm": RoleGroup.MIDDLE_MANAGER,
    "co": RoleGroup.CONSULTANT,
    "re": RoleGroup.REGISTRAR,
    "sn": RoleGroup.SENIOR_NURSE,
    "jn": RoleGroup.JUNIOR_NURSE,
    "pt": RoleGroup.PROGRAMME_TEAM,
    "ot": RoleGroup.OTHER,
}
_TOKEN = re.compile(r"\{(\d?)([^\s{}]+) |\}(\d?)")
_MARK = re.compile(r"([?!%]?)([a-z]+)([-+~=])(?:/([a-z]{2}))?(?:@(\d))?")


@dataclass(frozen=True, slots=True)
class Mark:
    """One coding as it is written: a span of the plain text in code points, half-open."""

    start_cp: int
    end_cp: int
    theme: str
    polarity: Polarity
    how: str = ""
    """"" by the lead coder; ? offered, ! offered and accepted, % blind: by the second coder."""
    said_by: RoleGroup | None = None
    on_pass: int | None = None


def read_marks(written: str) -> tuple[str, tuple[Mark, ...]]:
    """The plain text, and its marks in the order in which they open.

    Raises
    ------
    ValueError
        A mark does not close, closes nothing, is empty, or is not written as above.
    """
    plain: list[str] = []
    length = last = 0
    open_marks: list[tuple[str, str, int, int]] = []
    found: list[tuple[int, Mark]] = []
    for order, token in enumerate(_TOKEN.finditer(written)):
        piece = written[last : token.start()]
        plain.append(piece)
        length, last = length + len(piece), token.end()
        if token[2] is not None:
            open_marks.append((token[1], token[2], length, order))
        else:
            words, start, opened = _opening(open_marks, token[3], written[: token.start()])
            found += [(opened, mark) for mark in _marks(words, start, length)]
    plain.append(written[last:])
    text = "".join(plain)
    if open_marks:
        raise ValueError(f"the mark {{{open_marks[-1][1]} is not closed")
    if stray := re.search(r"[{}]", text):
        raise ValueError(f"a brace that is no mark, after “{text[max(0, stray.start() - 40) : stray.start()]}”")
    return text, tuple(mark for _, mark in sorted(found, key=lambda one: one[0]))


def _opening(open_marks: list[tuple[str, str, int, int]], number: str, before: str) -> tuple[str, int, int]:
    for at in range(len(open_marks) - 1, -1, -1):
        if open_marks[at][0] == number:
            return open_marks.pop(at)[1:]
    raise ValueError(f"a mark closes that was not opened, after “{before[-40:]}”")


def _marks(words: str, start: int, end: int) -> list[Mark]:
    marks = []
    for word in words.split(","):
        match = _MARK.fullmatch(word)
        if match is None or (match[4] and match[4] not in SAID_BY):
            raise ValueError(f"cannot read the mark “{word}”")
        if start >= end:
            raise ValueError(f"the mark “{word}” holds no words")
        said_by = SAID_BY[match[4]] if match[4] else None
        on_pass = int(match[5]) if match[5] else None
        marks.append(Mark(start, end, match[2], POLARITIES[match[3]], match[1], said_by, on_pass))
    return marks
