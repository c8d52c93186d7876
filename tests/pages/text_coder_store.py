"""Desks for the text coder's tests: sources, codings and what was done, kept in memory and in one file.

Each desk (an evaluation's number) is its own small world, so that tests share one server and never meet. The file is
there so that killing the server loses nothing that was acknowledged, as with the real store.
"""

import json
import os
import random
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

from pages.ui.text_coder import Ack, Coding
from pages.ui.text_coder.operations import (
    Accept,
    Code,
    Move,
    NotePoint,
    Operation,
    Read,
    Recode,
    Target,
    Uncode,
    Undo,
    WriteMemo,
)

KEPT = Path(os.environ.get("TEXT_CODER_STORE", "/dev/null"))
ONE_AT_A_TIME = Lock()
CLOSED_THEME = 9
LONG, HUGE = 8000, 9000
"""Desks from these numbers on hold one long source; the longest is for measuring. The file leaves them out."""

SHORT_ENOUGH = [
    ("Interviewer", None, "How did the first sepsis meeting go? 🩺 Take your time."),
    (
        "P07",
        "consultant",
        "Café or not, the x̂ chart helped us 👩🏽‍⚕️ and the team saw its own figures for the first time.",
    ),
    ("P07", "consultant", "But they ask us once it is all decided. Nobody had two days for the audit return."),
    ("Interviewer", None, "And the board?"),
    ("P07", "consultant", "The medical director came twice. That was new, and people noticed."),
    ("P11", "senior nurse (band 7+)", "On the ward we had one nurse who kept it going. When she left it stopped."),
]

TALK = """
    the audit return took two days and nobody on the ward had time for it because the board wanted the waiting list
    first while our team saw what other trusts did and felt that something could move when people meet and compare
"""
WORDS = TALK.split()


def long_text(words: int) -> list[tuple[str, str | None, str]]:
    """Invented talk of so many words, in turns of about forty, the same every time."""
    dice = random.Random(7)
    lines: list[tuple[str, str | None, str]] = []
    done = 0
    while done < words:
        count = dice.randint(8, 70)
        asks = len(lines) % 3 == 0
        sentence = " ".join(dice.choice(WORDS) for _ in range(count)).capitalize() + "."
        lines.append(("Interviewer" if asks else f"P{10 + len(lines) % 4}", None if asks else "consultant", sentence))
        done += count
    return lines


@dataclass
class Source:
    title: str
    lines: list[tuple[str, str | None, str]]

    @property
    def text(self) -> str:
        return "\n".join(line for _, _, line in self.lines)

    @property
    def turns(self) -> list[dict[str, Any]]:
        turns: list[dict[str, Any]] = []
        at = 0
        for speaker, role_group, line in self.lines:
            if not turns or turns[-1]["speaker"] != speaker:
                asks = speaker == "Interviewer"
                turns.append({"start": at, "speaker": speaker, "role_group": role_group, "is_interviewer": asks})
            turns[-1]["end"] = at + len(line)
            at += len(line) + 1
        return turns


@dataclass
class Desk:
    sources: dict[int, Source]
    codings: dict[int, tuple[int, Coding]] = field(default_factory=dict)
    comments: dict[int, str] = field(default_factory=dict)
    thoughts: list[dict[str, Any]] = field(default_factory=list)
    read: set[int] = field(default_factory=set)
    acks: dict[str, Ack] = field(default_factory=dict)
    undone: dict[str, tuple[int | None, tuple[int, Coding] | None]] = field(default_factory=dict)
    next_no: int = 1

    def of(self, source: int) -> tuple[Coding, ...]:
        return tuple(coding for at, coding in self.codings.values() if at == source)

    def add(self, source: int, coding: Coding) -> int:
        no = self.next_no
        self.next_no += 1
        self.codings[no] = (source, replace(coding, coding=no))
        return no

    def do(self, operation: Operation) -> Ack:
        """Carry an operation out, once."""
        with ONE_AT_A_TIME:
            if operation.nonce not in self.acks:
                try:
                    self.acks[operation.nonce] = Ack(True, coding=self._do(operation))
                except ValueError as refusal:
                    self.acks[operation.nonce] = Ack(False, str(refusal))
                keep()
            return self.acks[operation.nonce]

    def _do(self, operation: Operation) -> int | None:
        match operation:
            case Code(nonce, source):
                self._check(source, operation)
                if operation.theme == CLOSED_THEME:
                    raise ValueError("Reputation is retired in version 4. Choose another theme.")
                made = self.add(source, _new(operation))
                self.undone[nonce] = (made, None)
                return made
            case Read(nonce, source):
                self.read.add(source)
                self.undone[nonce] = (None, None)
                return None
            case Undo():
                no, before = self.undone.pop(operation.of)
                if no is None:
                    self.read.discard(operation.source)
                elif before is None:
                    del self.codings[no]
                else:
                    self.codings[no] = before
                return no
            case Recode() | Move() | Uncode() | Accept():
                return self._change(operation)
            case NotePoint() | WriteMemo():
                self._think(operation)
                return None
        raise ValueError("This change could not be read.")

    def _change(self, operation: Recode | Move | Uncode | Accept) -> int:
        no = self._number(operation.target)
        source, coding = self.codings[no]
        self.undone[operation.nonce] = (no, (source, coding))
        match operation:
            case Recode():
                fields = ("theme", "polarity", "strength", "said_by")
                changed = {name: value for name in fields if (value := getattr(operation, name)) is not None}
                if operation.strength == 0:
                    changed["strength"] = None
                if operation.comment is not None:
                    self.comments[no] = operation.comment
                    changed["has_comment"] = operation.comment != ""
                self.codings[no] = (source, replace(coding, **changed))
            case Move():
                self._check(source, operation)
                self.codings[no] = (source, replace(coding, start=operation.start, end=operation.end))
            case Accept():
                self.codings[no] = (source, replace(coding, counted=True))
            case Uncode():
                del self.codings[no]
        return no

    def _think(self, operation: NotePoint | WriteMemo) -> None:
        no = self._number(operation.target) if operation.target else None
        what = "point" if isinstance(operation, NotePoint) else "memo"
        self.thoughts.append({"what": what, "coding": no, "text": operation.text})
        if no is not None:
            source, coding = self.codings[no]
            points, memos = coding.points + (what == "point"), coding.memos + (what == "memo")
            self.codings[no] = (source, replace(coding, points=points, memos=memos))

    def _number(self, target: Target) -> int:
        no = target.coding if target.coding is not None else self.acks[str(target.of)].coding
        if no not in self.codings:
            raise ValueError("That coding is no longer there.")
        return no

    def _check(self, source: int, operation: Code | Move) -> None:
        if self.sources[source].text[operation.start : operation.end] != operation.quote:
            raise ValueError("The words you chose are not at that place in the text any more. Choose them again.")


def _new(operation: Code) -> Coding:
    start, end, theme, polarity = operation.start, operation.end, operation.theme, operation.polarity
    return Coding(0, start, end, theme, polarity, coder="Rose Ibe", mine=True, counted=True)


def new_desk() -> Desk:
    return Desk({7: Source("Interview P07", SHORT_ENOUGH), 8: Source("Interview P11", SHORT_ENOUGH[4:])})


def big_desk(words: int, codings: int) -> Desk:
    """One long source with so many codings, for measuring."""
    source = Source("Interview P12", long_text(words))
    desk = Desk({7: source})
    dice = random.Random(11)
    length = len(source.text)
    polarities = ("barrier", "facilitator", "mixed", "none")
    for _ in range(codings):
        start = dice.randrange(length - 200)
        coding = Coding(
            0, start, start + dice.randint(20, 180), dice.randint(1, 8), dice.choice(polarities), "Rose Ibe", True, True
        )
        desk.add(7, coding)
    return desk


DESKS: dict[int, Desk] = {}


def desk(evaluation: int) -> Desk:
    if not DESKS:
        _fetch()
    if evaluation not in DESKS:
        big = big_desk(100_000, 2_000) if evaluation >= HUGE else big_desk(25_000, 60)
        DESKS[evaluation] = big if evaluation >= LONG else new_desk()
    return DESKS[evaluation]


def keep() -> None:
    if KEPT.suffix == ".json":
        kept = {no: _plain(each) for no, each in DESKS.items() if no < LONG}
        KEPT.with_suffix(".new").write_text(json.dumps(kept))
        KEPT.with_suffix(".new").replace(KEPT)


def _plain(desk: Desk) -> dict[str, Any]:
    return {
        "codings": [[source, vars(coding)] for source, coding in desk.codings.values()],
        "comments": desk.comments,
        "read": sorted(desk.read),
        "acks": {nonce: vars(ack) for nonce, ack in desk.acks.items()},
        "next_no": desk.next_no,
    }


def _fetch() -> None:
    if not KEPT.is_file() or KEPT.suffix != ".json":
        return
    for no, kept in json.loads(KEPT.read_text()).items():
        found = new_desk()
        found.codings = {item["coding"]: (source, Coding(**item)) for source, item in kept["codings"]}
        found.comments = {int(coding): comment for coding, comment in kept["comments"].items()}
        found.read = set(kept["read"])
        found.acks = {nonce: Ack(**ack) for nonce, ack in kept["acks"].items()}
        found.next_no = kept["next_no"]
        DESKS[int(no)] = found
