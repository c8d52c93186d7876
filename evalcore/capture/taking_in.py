"""Files taken in as sources, once somebody has looked through the names: stored only with the names replaced."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from db.tables import TrustState
from db.vocabulary import ObserverPart, RoleGroup, Setting, SourceKind
from evalcore.capture.clean import clean
from evalcore.capture.files import OpenFile, seen_before
from evalcore.capture.names import FoundKind
from evalcore.capture.participants import add_participant
from evalcore.capture.pseudonyms import replace_names, replaced_turns
from evalcore.capture.reflections import keep_reflection
from evalcore.capture.sources import Facts, Present, SpokenTurn, add_source
from evalcore.capture.titles import usual_title
from evalcore.errors import ImportProblem, Invalid, NotFound
from evalcore.interchange.content import shown_name
from evalcore.interchange.note_rows import NoteRow
from evalcore.interchange.transcripts import speaker_key
from evalcore.manage.access import Action
from evalcore.manage.changes import Work, verb


@dataclass(frozen=True, slots=True)
class Person:
    """A participant as a speaker is said to be; one without a number is new."""

    pseudonym: str
    role_group: RoleGroup
    no: int | None = None
    trust: int | None = None


INTERVIEWER = "Interviewer"
Speakers = Mapping[str, Person | None]
"""Who speaks under each label: a participant, or None for who asks the questions."""


def guessed_speakers(
    opened: OpenFile, people: Mapping[str, Person], only: Person | None = None
) -> dict[str, Person | None]:
    """Who the speakers seem to be: one called by a pseudonym is that person; the only one not asking is `only`."""
    guessed: dict[str, Person | None] = {speaker: None for speaker in opened.speakers if speaker in opened.asking}
    answering = [speaker for speaker in opened.speakers if speaker not in opened.asking]
    guessed |= {one: people[one.strip("[]").upper()] for one in answering if one.strip("[]").upper() in people}
    if only is not None and len(answering) == 1:
        guessed[answering[0]] = only
    return guessed


def named_speakers(opened: OpenFile, speakers: Speakers) -> dict[str, str]:
    """What stands for each speaker who is called by a name rather than by a role: the names step begins with these."""
    names = {one.text for one in opened.found if one.kind is FoundKind.SPEAKER}
    called = {label: person.pseudonym if person else INTERVIEWER for label, person in speakers.items()}
    return {name: called[label] for label in called if (name := label.partition("(")[0].strip()) in names}


@verb("import source", Action.IMPORT_SOURCES)
def take_in(
    work: Work,
    opened: OpenFile,
    kind: SourceKind,
    facts: Facts,
    *,
    choices: Mapping[str, str],
    speakers: Speakers | None = None,
    participants: tuple[Person, ...] = (),
) -> None:
    """Store the file's text with every name of `choices` replaced; who does it leads the source.

    A speaker who is not in `speakers` is nobody known. `participants` were there besides.

    Raises
    ------
    ImportProblem
        The same file was taken in before.
    Invalid
        A fact cannot be, or two new participants have one pseudonym.
    """
    _refuse_again(work, opened)
    replaced = replace_names(opened.document.text, choices)
    known = {speaker_key(label): person for label, person in (speakers or {}).items()}
    people = dict.fromkeys([*filter(None, known.values()), *participants])
    numbers = {person: _participant(work, person) for person in people}
    spoken = []
    for turn, new in zip(opened.turns, replaced_turns(opened.turns, replaced, choices), strict=True):
        key = speaker_key(turn.speaker)
        person = known.get(key)
        no, asks = (numbers[person], False) if person else (None, key in known)
        spoken.append(SpokenTurn(new.start, new.end, new.speaker, no, asks))
    add_source.within(
        work,
        kind,
        replace(facts, title=replace_names(facts.title, choices).text),
        replaced.text,
        turns=spoken,
        present=[Present(person.role_group, trust=person.trust, participant=no) for person, no in numbers.items()],
        original_sha256=opened.document.sha256,
    )


@verb("import field notes", Action.IMPORT_SOURCES)
def take_in_rows(work: Work, opened: OpenFile, rows: tuple[NoteRow, ...], *, choices: Mapping[str, str]) -> None:
    """Store a field note for every row, with names replaced: one change, so that one undo takes all of it back.

    Raises
    ------
    ImportProblem
        The same file was taken in before, or a row cannot be; its number is named, and nothing is stored.
    """
    _refuse_again(work, opened)
    named = work.standing(TrustState)
    trusts = {name.casefold(): row.trust for row in named for name in (row.name, row.shown_as)}
    for row in rows:
        # It was there when the rows were looked through; a colleague can rename it before they are confirmed.
        if row.trust and row.trust.casefold() not in trusts:
            raise ImportProblem(f"No trust is called “{row.trust}” any more. Look through the file again.", row.row)
    first: int | None = None
    for row in rows:
        setting = Setting(row.setting) if row.setting else None
        title = row.title or usual_title(setting)
        facts = Facts(
            title=replace_names(title, choices).text,
            held_on=row.held_on,
            starts_at=f"{row.starts_at:%H:%M}" if row.starts_at else None,
            minutes=row.minutes,
            trust=trusts[row.trust.casefold()] if row.trust else None,
            setting=setting,
            observer_part=ObserverPart(row.observer_part) if row.observer_part else None,
        )
        present = [Present(RoleGroup(role_group), how_many) for role_group, how_many in row.attendance]
        text = replace_names(clean(row.text), choices).text
        try:
            add_source.within(
                work, SourceKind.FIELD_NOTE, facts, text, present=present, original_sha256=opened.document.sha256
            )
        except (Invalid, NotFound) as error:
            raise ImportProblem(error.message, row.row) from error
        first = first or work.made
        if row.reflection:
            work.session.flush()
            keep_reflection(work, work.made, replace_names(clean(row.reflection), choices).text)
    work.subject("source", first)


def _participant(work: Work, person: Person) -> int:
    if person.no is not None:
        return person.no
    subject = work.subject_kind, work.subject_no
    add_participant.within(work, person.pseudonym, person.role_group, trust=person.trust)
    number = work.made
    work.subject(*subject)
    work.session.flush()
    return number


def _refuse_again(work: Work, opened: OpenFile) -> None:
    source = seen_before(work.session, work.evaluation_id, opened.document.sha256)
    if source is not None:
        raise ImportProblem(f"{shown_name(opened.name)} is in the library already, as source {source}. Open that one.")
