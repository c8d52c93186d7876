"""Sources: taken in with their first text, and their facts corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.reads.rows import newest_text
from db.tables import Attendance, Source, SourceState, TextVersion, Turn
from db.vocabulary import ObserverPart, RoleGroup, Setting, SourceKind
from evalcore.capture.clean import clean
from evalcore.capture.facts import changed_since, check_facts, check_lead, check_participant, check_trust
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
    NotFound
        A trust or participant is not there.
    """
    text = text_to_keep(text)
    check_facts(facts.held_on, facts.until, facts.minutes, work.evaluation.time_zone)
    check_trust(work, facts.trust)
    source = work.add(Source, kind=kind, original_sha256=original_sha256)
    work.session.flush()
    work.add(SourceState, source=source.no, lead_coder=work.actor.account_id, **_values(facts))
    _attend(work, source.no, present)
    write_text(work, source.no, 1, text, turns, "")
    work.subject("source", source.no)


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


def replace_facts(work: Work, source: int, facts: Facts, *, lead_coder: int | None = None) -> None:
    """As `correct`, for a larger verb."""
    check_facts(facts.held_on, facts.until, facts.minutes, work.evaluation.time_zone)
    state = standing_state(work, source)
    if facts.trust != state.trust:
        check_trust(work, facts.trust)
    if lead_coder not in (None, state.lead_coder):
        require(work.actor, Action.EDIT_SOURCES)
        check_lead(work, lead_coder)
        work.replace(state, **_values(facts), lead_coder=lead_coder)
    elif facts != facts_of(state):
        work.replace(state, **_values(facts))


def replace_attendance(work: Work, source: int, present: Sequence[Present]) -> None:
    """Say anew who was there, as part of a larger verb; what is the same changes nothing."""
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
        check_trust(work, one.trust)
        check_participant(work, one.participant)
        if one.how_many < 1:
            raise Invalid(
                f"Say that 1 {one.role_group} or more was there, or leave that role group out.", "Who was there"
            )
        work.add(
            Attendance,
            source=source,
            role_group=one.role_group,
            trust=one.trust,
            how_many=one.how_many,
            participant=one.participant,
        )


def text_to_keep(text: str) -> str:
    """The text as it is kept.

    Raises
    ------
    Invalid
        There is none.
    """
    text = clean(text)
    if not text.strip():
        raise Invalid("There is no text. Write or import what was said or seen.", "Text")
    return text


def write_text(
    work: Work, source: int, number: int, text: str, turns: Sequence[SpokenTurn], reason: str
) -> TextVersion:
    version = work.add(TextVersion, source=source, number=number, text=text, reason=reason.strip())
    work.session.flush()
    for turn in turns:
        if not 0 <= turn.start < turn.end <= len(text):
            raise Invalid("A speaker turn lies outside the text. Import the file again.")
        check_participant(work, turn.participant)
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
