"""The demo's sources: interviews, field notes and documents, with everything that was done to them and when."""

import re
from dataclasses import dataclass
from datetime import date

from db.vocabulary import ObserverPart, Polarity, RoleGroup, Setting, SourceKind
from evalcore.demo.marks import SAID_BY, Mark, read_marks
from evalcore.demo.records import Record

LEAD, SECOND, PROGRAMME = "lead", "second", "programme"
KINDS = {"interview": SourceKind.INTERVIEW, "note": SourceKind.FIELD_NOTE, "document": SourceKind.DOCUMENT}
FIELDS = (
    *("title", "held", "until", "starts", "minutes", "trust", "setting", "part", "present"),
    *("by", "entered", "handed", "passes", "unfinished", "offered", "accepted", "blind"),
)


@dataclass(frozen=True, slots=True)
class ScriptTurn:
    """Code points, half-open; a turn runs up to where the next begins. `participant` None: the interviewer's."""

    start_cp: int
    end_cp: int
    participant: str | None


@dataclass(frozen=True, slots=True)
class ScriptCoding:
    start_cp: int
    end_cp: int
    theme: str
    """Its key in the demo's framework."""
    polarity: Polarity
    coder: str
    on: date
    said_by: RoleGroup | None = None
    blind: bool = False
    accepted_on: date | None = None


@dataclass(frozen=True, slots=True)
class ScriptSource:
    key: str
    kind: SourceKind
    title: str
    held_on: date
    until: date | None
    starts_at: str | None
    minutes: int | None
    trust: str | None
    """A trust's key; None is the whole collaborative."""
    setting: Setting | None
    observer_part: ObserverPart | None
    present: tuple[tuple[RoleGroup, int], ...]
    by: str
    """Whose source it is when it is entered; on `handed_on` the lead coder takes it over."""
    entered_on: date
    handed_on: date | None
    text: str
    reflection: str
    turns: tuple[ScriptTurn, ...]
    codings: tuple[ScriptCoding, ...]
    readings: tuple[date, ...]

    @property
    def participant(self) -> str | None:
        """Who was interviewed."""
        return self.key if self.kind is SourceKind.INTERVIEW else None


def source_of(record: Record, themes_on: dict[str, tuple[date, date]]) -> ScriptSource:
    """The source that a record describes. `themes_on`: from which day, and up to which, a theme can be coded to."""
    record.only(*FIELDS)
    held = _day(record, "held")
    entered = _day(record, "entered", record.get("held"))
    body = record.parts.get("")
    if not body:
        raise record.fault("has no text")
    try:
        text, marks = read_marks(body)
    except ValueError as fault:
        raise record.fault(str(fault)) from None
    turns: tuple[ScriptTurn, ...] = ()
    if record.kind == "interview":
        text, marks, turns = _into_turns(record, text, marks)
    passes = [date.fromisoformat(one) for one in record.list("passes")]
    unfinished = [date.fromisoformat(one) for one in record.list("unfinished")]
    return ScriptSource(
        key=record.key,
        kind=KINDS[record.kind],
        title=record.get("title", f"Interview {record.key}" if record.kind == "interview" else None),
        held_on=held,
        until=_day(record, "until") if "until" in record.fields else None,
        starts_at=record.fields.get("starts"),
        minutes=int(record.fields["minutes"]) if "minutes" in record.fields else None,
        trust=record.fields.get("trust"),
        setting=Setting(record.get("setting")) if "setting" in record.fields else None,
        observer_part=ObserverPart(record.get("part")) if "part" in record.fields else None,
        present=tuple(_present(record, one) for one in record.list("present")),
        by=record.get("by", LEAD),
        entered_on=entered,
        handed_on=_day(record, "handed") if "handed" in record.fields else None,
        text=text,
        reflection=record.parts.get("reflection", ""),
        turns=turns,
        codings=tuple(_coding(record, mark, [*passes, *unfinished], themes_on) for mark in marks),
        readings=tuple(passes),
    )


def _day(record: Record, name: str, default: str | None = None) -> date:
    return date.fromisoformat(record.get(name, default))


def _present(record: Record, written: str) -> tuple[RoleGroup, int]:
    """As `sn 3`: three senior nurses."""
    short, _, how_many = written.partition(" ")
    if short not in SAID_BY or not how_many.isdecimal():
        raise record.fault(f"cannot read who was present in “{written}”")
    return SAID_BY[short], int(how_many)


def _coding(record: Record, mark: Mark, passes: list[date], themes_on: dict[str, tuple[date, date]]) -> ScriptCoding:
    """A mark as a coding: on which day, by whom, and what became of it."""
    accepted_on = None
    if mark.how:
        on = _day(record, "blind" if mark.how == "%" else "offered")
        accepted_on = _day(record, "accepted") if mark.how == "!" else None
        days = [on]
    else:
        days = passes[mark.on_pass - 1 : mark.on_pass] if mark.on_pass else passes
    opened, closed = themes_on.get(mark.theme, (date.max, date.max))
    on_a_day = next((day for day in days if opened <= day < closed), None)
    if on_a_day is None:
        raise record.fault(f"nobody could code to “{mark.theme}” on its days")
    return ScriptCoding(
        mark.start_cp,
        mark.end_cp,
        mark.theme,
        mark.polarity,
        SECOND if mark.how else LEAD,
        on_a_day,
        mark.said_by,
        mark.how == "%",
        accepted_on,
    )


def _into_turns(
    record: Record, text: str, marks: tuple[Mark, ...]
) -> tuple[str, tuple[Mark, ...], tuple[ScriptTurn, ...]]:
    """Take the speakers' letters (I, P) out of the text, and make turns of them."""
    letters = list(re.finditer(r"(?:^|(?<=\n\n))([IP]): ", text))
    if not letters or letters[0].start():
        raise record.fault("does not begin with a speaker")
    starts = [letter.start() - 3 * at for at, letter in enumerate(letters)]
    for letter in reversed(letters):
        text = text[: letter.start()] + text[letter.end() :]

    def shifted(at: int) -> int:
        return at - 3 * sum(letter.end() <= at for letter in letters)

    moved = tuple(
        Mark(shifted(one.start_cp), shifted(one.end_cp), one.theme, one.polarity, one.how, one.said_by, one.on_pass)
        for one in marks
    )
    turns = tuple(
        ScriptTurn(start, end, record.key if letter[1] == "P" else None)
        for letter, start, end in zip(letters, starts, [*starts[1:], len(text)], strict=True)
    )
    return text, moved, turns
