"""Sources: taken in, their facts corrected, their text edited with every coding kept in its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from db.reads.rows import newest_text
from db.tables import Attendance, ExcerptPlace, Participant, Reading, Source, SourceState, TextVersion, Turn
from db.vocabulary import ObserverPart, RoleGroup, Setting, SourceKind
from evalcore.capture.anchors import carry
from evalcore.capture.clean import clean
from evalcore.capture.facts import changed_since, check_facts, check_lead
from evalcore.errors import Invalid, NotFound, NotPermitted, Stale
from evalcore.manage.access import Action, require
from evalcore.manage.changes import Work, verb


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a source besides its text. `trust` None is the whole collaborative."""

    title: str
    held_on: date
    until: date | None = None
    starts_at: str | None = None
    minutes: int | None = None
    trust: int | None = None
    setting: Setting | None = None
    observer_part: ObserverPart | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """People of one role group who were there; with `participant`, one known by pseudonym."""

    role_group: RoleGroup
    how_many: int = 1
    trust: int | None = None
    participant: int | None = None


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """A stretch of the text that one speaker says: code points, half-open."""

    start: int
    end: int
    speaker: str
    participant: int | None = None
    is_interviewer: bool = False


@verb("add source", Action.IMPORT_SOURCES)
def add_source(
    work: Work,
    kind: SourceKind,
    facts: Facts,
    text: str,
    *,
    turns: Sequence[SpokenTurn] = (),
    present: Sequence[Present] = (),
    original_sha256: str | None = None,
) -> None:
    """Take in a source; who does it leads it.

    Raises
    ------
    Invalid
        It has no text, or a fact cannot be.
    """
    insert_source(work, kind, facts, text, turns=turns, present=present, original_sha256=original_sha256)


def insert_source(
    work: Work,
    kind: SourceKind,
    facts: Facts,
    text: str,
    *,
    turns: Sequence[SpokenTurn] = (),
    present: Sequence[Present] = (),
    original_sha256: str | None = None,
) -> int:
    """As `add_source`, for a larger verb; the number of the new source."""
    text = clean(text)
    if not text.strip():
        raise Invalid("There is no text. Write or import what was said or seen.", "Text")
    check_facts(facts.held_on, facts.until, facts.minutes, work.evaluation.time_zone)
    source = work.add(Source, kind=kind, original_sha256=original_sha256)
    work.session.flush()
    work.add(SourceState, source=source.no, lead_coder=work.actor.account_id, **_values(facts))
    _attend(work, source.no, present)
    _write(work, source.no, 1, text, turns, "")
    work.subject("source", source.no)
    return source.no


@verb("correct source", Action.EDIT_SOURCES, Action.LOG_NOTES)
def correct(
    work: Work,
    source: int,
    facts: Facts,
    *,
    present: Sequence[Present] | None = None,
    lead_coder: int | None = None,
    opened_at: int | None = None,
) -> None:
    """Mend the facts of a source, and who was there and who leads it where that is given.

    A correction is no news: it holds for all times. `opened_at` is the change at which the facts were looked at.

    Raises
    ------
    Stale
        Somebody has changed them since `opened_at`.
    """
    may_edit(work, standing_state(work, source))
    if opened_at is not None and changed_since(work, source, opened_at):
        raise Stale("Somebody else has changed this source since you opened it. Compare the two before you save.")
    replace_facts(work, source, facts, lead_coder=lead_coder)
    if present is not None:
        replace_attendance(work, source, present)
    work.subject("source", source)


@verb("change attendance", Action.EDIT_SOURCES, Action.LOG_NOTES)
def change_attendance(work: Work, source: int, present: Sequence[Present]) -> None:
    may_edit(work, standing_state(work, source))
    replace_attendance(work, source, present)
    work.subject("source", source)


def replace_facts(work: Work, source: int, facts: Facts, *, lead_coder: int | None = None) -> None:
    """As `correct`, for a larger verb."""
    check_facts(facts.held_on, facts.until, facts.minutes, work.evaluation.time_zone)
    state = standing_state(work, source)
    if lead_coder not in (None, state.lead_coder):
        require(work.actor, Action.EDIT_SOURCES)
        check_lead(work, lead_coder)
        work.replace(state, **_values(facts), lead_coder=lead_coder)
    elif facts != facts_of(state):
        work.replace(state, **_values(facts))


def replace_attendance(work: Work, source: int, present: Sequence[Present]) -> None:
    """As `change_attendance`, for a larger verb."""
    rows = work.standing(Attendance, source=source)
    if [Present(row.role_group, row.how_many, row.trust, row.participant) for row in rows] == list(present):
        return
    for row in rows:
        work.end(row)
    _attend(work, source, present)


@verb("change lead coder", Action.EDIT_SOURCES)
def change_lead(work: Work, source: int, lead_coder: int) -> None:
    """Hand the source to another lead. It moves no figure: what counted counts, what was offered stays offered.

    Raises
    ------
    NotPermitted
        The other could not code it.
    """
    check_lead(work, lead_coder)
    work.replace(standing_state(work, source), lead_coder=lead_coder)
    work.subject("source", source)


@verb("edit text", Action.EDIT_SOURCES, Action.LOG_NOTES)
def edit_text(
    work: Work,
    source: int,
    text: str,
    *,
    version: int | None = None,
    in_substance: bool = True,
    turns: Sequence[SpokenTurn] | None = None,
    reason: str = "",
) -> None:
    """Give the source a new text; every excerpt is carried to its place in it.

    `version`: the number of the text that was edited; `turns` None: carried along like the excerpts.
    An excerpt whose words are gone has no place from now on and is listed for a person to place.

    Raises
    ------
    Stale
        Somebody has edited the text since `version`.
    """
    may_edit(work, standing_state(work, source))
    replace_text(work, source, text, version=version, in_substance=in_substance, turns=turns, reason=reason)


def replace_text(
    work: Work,
    source: int,
    text: str,
    *,
    version: int | None = None,
    in_substance: bool = True,
    turns: Sequence[SpokenTurn] | None = None,
    places: Mapping[int, tuple[int, int]] | None = None,
    reason: str = "",
) -> int:
    """As `edit_text`, for a larger verb; `places` are excerpts whose place is known. The number of the new text."""
    old = newest_version(work, source)
    if version is not None and version != old.number:
        raise Stale("Somebody else has edited this text since you opened it. Compare the two before you save.")
    text = clean(text)
    if not text.strip():
        raise Invalid("There is no text. Write or import what was said or seen.", "Text")
    if turns is None:
        turns = _carried_turns(work, old, text)
    new = _write(work, source, old.number + 1, text, turns, reason)
    _carry_places(work, old, new, places or {})
    if in_substance:
        for reading in work.standing(Reading, source=source):
            work.end(reading)
    work.subject("source", source)
    return new.no


def standing_state(work: Work, source: int) -> SourceState:
    states = work.standing(SourceState, source=source)
    if not states:
        raise NotFound(f"There is no source number {source} in this evaluation.")
    return states[0]


def may_edit(work: Work, state: SourceState) -> None:
    """Go on if she edits sources, or if the note is her own."""
    if not work.actor.may(Action.EDIT_SOURCES) and state.lead_coder != work.actor.account_id:
        raise NotPermitted("You can change your own field notes only. Ask a researcher to change this source.")


def newest_version(work: Work, source: int) -> TextVersion:
    return newest_text(work.session, work.evaluation_id, source)


def facts_of(state: SourceState) -> Facts:
    return Facts(**{field: getattr(state, field) for field in Facts.__dataclass_fields__})


def _values(facts: Facts) -> dict[str, Any]:
    return {field: getattr(facts, field) for field in Facts.__dataclass_fields__}


def _attend(work: Work, source: int, present: Sequence[Present]) -> None:
    for one in present:
        if one.participant is not None:
            work.find(Participant, one.participant, "participant")
        work.add(
            Attendance,
            source=source,
            role_group=one.role_group,
            trust=one.trust,
            how_many=one.how_many,
            participant=one.participant,
        )


def _write(work: Work, source: int, number: int, text: str, turns: Sequence[SpokenTurn], reason: str) -> TextVersion:
    version = work.add(TextVersion, source=source, number=number, text=text, reason=reason.strip())
    work.session.flush()
    for turn in turns:
        if not 0 <= turn.start < turn.end <= len(text):
            raise Invalid("A speaker turn lies outside the text. Import the file again.")
        work.add(
            Turn,
            text_version=version.no,
            start_cp=turn.start,
            end_cp=turn.end,
            speaker=turn.speaker,
            participant=turn.participant,
            is_interviewer=turn.is_interviewer,
        )
    return version


def _carried_turns(work: Work, old: TextVersion, text: str) -> list[SpokenTurn]:
    query = select(Turn).where(Turn.evaluation_id == work.evaluation_id, Turn.text_version == old.no)
    rows = list(work.session.exec(query.order_by(col(Turn.start_cp))))
    spans = carry(old.text, text, [(row.start_cp, row.end_cp) for row in rows])
    return [
        SpokenTurn(*span, row.speaker, row.participant, row.is_interviewer)
        for row, span in zip(rows, spans, strict=True)
        if span
    ]


def _carry_places(work: Work, old: TextVersion, new: TextVersion, known: Mapping[int, tuple[int, int]]) -> None:
    query = select(ExcerptPlace).where(
        ExcerptPlace.evaluation_id == work.evaluation_id, ExcerptPlace.text_version == old.no
    )
    rows = list(work.session.exec(query.order_by(col(ExcerptPlace.no))))
    spans = carry(old.text, new.text, [(row.start_cp, row.end_cp) for row in rows])
    places = dict(known)
    for row, carried in zip(rows, spans, strict=True):
        if carried:
            places.setdefault(row.excerpt, carried)
    for excerpt, (start, end) in places.items():
        work.add(ExcerptPlace, excerpt=excerpt, text_version=new.no, start_cp=start, end_cp=end)
