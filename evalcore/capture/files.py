"""Files taken in as sources: read, looked through for names, and stored only with the names replaced."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePath
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from db.reads.rows import standing
from db.store import Store
from db.tables import Evaluation, Memo, Source, SourceState, Trust
from db.vocabulary import MemoKind, ObserverPart, RoleGroup, Setting, SourceKind
from evalcore.capture.clean import clean
from evalcore.capture.names import IDENTIFIERS, Found, FoundKind, find_names
from evalcore.capture.participants import add_participant
from evalcore.capture.pseudonyms import replace_names, replaced_turns
from evalcore.capture.sources import Facts, Present, SpokenTurn, insert_source
from evalcore.errors import ImportProblem, Invalid
from evalcore.interchange.content import FileKind
from evalcore.interchange.documents import ReadDocument, read_document
from evalcore.interchange.note_rows import Allowed, NoteRow, guess_mapping, notes
from evalcore.interchange.problems import Problem, Severity
from evalcore.interchange.tabular import Table, read_table
from evalcore.interchange.transcripts import Turn, looks_like_interviewer, turns
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.changes import Work, verb


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that was read and looked through; nothing of it is stored yet.

    `seen_as` is the source that the same file was taken in as before. A table has `table`, the rest `turns`.
    """

    name: str
    document: ReadDocument
    kind: SourceKind
    found: tuple[Found, ...]
    turns: tuple[Turn, ...] = ()
    table: Table | None = None
    seen_as: int | None = None

    @property
    def title(self) -> str:
        return PurePath(self.name).stem.replace("_", " ").strip() or "Untitled"

    @property
    def speakers(self) -> tuple[str, ...]:
        """The speakers of the turns, in order of appearance."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns))


@dataclass(frozen=True, slots=True)
class Person:
    """A participant as a speaker is said to be; one without a number is new."""

    pseudonym: str
    role_group: RoleGroup
    no: int | None = None
    trust: int | None = None


def open_file(store: Store, actor: Actor, name: str, data: bytes) -> OpenFile:
    """Read a file and look through it: its speaker turns, and every place that may lead to a person.

    Raises
    ------
    ImportProblem
        It cannot be read; the message says what to do instead.
    """
    require(actor, Action.IMPORT_SOURCES)
    document = read_document(name, data)
    with store.read() as session:
        seen_as = _seen_as(session, actor.evaluation_id, document.sha256)
    if document.kind is FileKind.TABLE:
        table = read_table(name, data)
        found = find_names("\n".join(" ".join(row.cells) for row in table.rows))
        return OpenFile(name, document, SourceKind.FIELD_NOTE, found, table=table, seen_as=seen_as)
    spoken = turns(document.text)
    return OpenFile(name, document, _kind(spoken), find_names(document.text), spoken, seen_as=seen_as)


def suggested(found: tuple[Found, ...]) -> dict[str, str]:
    """What is replaced by what unless a person says otherwise: each name as found, and its pseudonym."""
    return {one.text: one.suggestion for one in found}


def numbers_only(found: tuple[Found, ...]) -> dict[str, str]:
    """As `suggested`, for NHS numbers, e-mail addresses, phone numbers and postcodes alone."""
    kinds = {kind for kind, _ in IDENTIFIERS.values()}
    return {one.text: one.suggestion for one in found if one.kind in kinds}


def guessed_speakers(opened: OpenFile, people: Mapping[str, Person], only: Person | None = None) -> dict[str, Person]:
    """Who the speakers seem to be: one called by a pseudonym is that person; the only one not asking is `only`."""
    asked = [speaker for speaker in opened.speakers if not looks_like_interviewer(speaker)]
    guessed = {
        speaker: people[speaker.strip("[]").upper()] for speaker in asked if speaker.strip("[]").upper() in people
    }
    if only is not None and len(asked) == 1:
        guessed[asked[0]] = only
    return guessed


@verb("import source", Action.IMPORT_SOURCES)
def take_in(
    work: Work,
    opened: OpenFile,
    kind: SourceKind,
    facts: Facts,
    *,
    choices: Mapping[str, str],
    speakers: Mapping[str, Person] | None = None,
    participants: tuple[Person, ...] = (),
) -> None:
    """Store the file's text with every name of `choices` replaced; who does it leads the source.

    `speakers` says which participant a speaker is; one who asks is the interviewer. `participants` were there besides.

    Raises
    ------
    ImportProblem
        The same file was taken in before.
    """
    _refuse_again(work, opened)
    replaced = replace_names(opened.document.text, choices)
    people = dict.fromkeys([*(speakers or {}).values(), *participants])
    numbers = {person: _participant(work, person) for person in people}
    spoken = []
    for turn, new in zip(opened.turns, replaced_turns(opened.turns, replaced, choices), strict=True):
        person = (speakers or {}).get(turn.speaker)
        asks = person is None and looks_like_interviewer(turn.speaker)
        spoken.append(SpokenTurn(new.start, new.end, new.speaker, numbers[person] if person else None, asks))
    insert_source(
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
    trusts = {row.name.casefold(): row.no for row in work.standing(Trust)}
    trusts |= {row.shown_as.casefold(): row.no for row in work.standing(Trust)}
    for row in rows:
        setting = Setting(row.setting) if row.setting else None
        title = row.title or (setting.value.capitalize() if setting else "Field note")
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
            source = insert_source(
                work, SourceKind.FIELD_NOTE, facts, text, present=present, original_sha256=opened.document.sha256
            )
        except Invalid as error:
            raise ImportProblem(error.message, row.row) from error
        if row.reflection:
            reflection = replace_names(clean(row.reflection), choices).text
            work.add(Memo, kind=MemoKind.REFLEXIVE, source=source, author=work.actor.account_id, text=reflection)


def read_rows(
    store: Store, actor: Actor, opened: OpenFile, mapping: Mapping[str, str] | None = None
) -> tuple[tuple[NoteRow, ...], tuple[Problem, ...]]:
    """The rows of a table that can go in, and what is wrong with the others; `mapping` None: guessed from its columns.

    Raises
    ------
    ImportProblem
        There is no column for the date or the text.
    """
    require(actor, Action.IMPORT_SOURCES)
    assert opened.table is not None
    with store.read() as session:
        evaluation = session.get_one(Evaluation, actor.evaluation_id)
        trusts = standing(session, actor.evaluation_id, Trust)
    allowed = Allowed(
        today(evaluation.time_zone),
        trusts=[name for trust in trusts for name in dict.fromkeys((trust.name, trust.shown_as))],
        settings=[setting.value for setting in Setting],
        observer_parts=[part.value for part in ObserverPart],
        role_groups=[group.value for group in RoleGroup],
    )
    return notes(opened.table, mapping or guess_mapping(opened.table.columns), allowed)


def today(time_zone: str) -> date:
    return datetime.now(ZoneInfo(time_zone)).date()


def likely_names(found: tuple[Found, ...]) -> tuple[Problem, ...]:
    """A warning for each name that is still in the text, with how often it stands there."""
    persons = [one.text for one in found if one.kind in (FoundKind.PERSON, FoundKind.POSSIBLE, FoundKind.SPEAKER)]
    return tuple(
        Problem(None, f"“{name}” may be a name ({persons.count(name)} times).", Severity.WARNING)
        for name in dict.fromkeys(persons)
    )


def _kind(spoken: tuple[Turn, ...]) -> SourceKind:
    answering = {turn.speaker for turn in spoken if not looks_like_interviewer(turn.speaker)}
    if not spoken:
        return SourceKind.DOCUMENT
    return SourceKind.INTERVIEW if len(answering) < 2 else SourceKind.FOCUS_GROUP


def _participant(work: Work, person: Person) -> int:
    if person.no is not None:
        return person.no
    subject = work.subject_kind, work.subject_no
    add_participant.within(work, person.pseudonym, person.role_group, trust=person.trust)
    assert work.subject_no is not None
    number = work.subject_no
    work.subject(*subject)
    work.session.flush()
    return number


def _refuse_again(work: Work, opened: OpenFile) -> None:
    source = _seen_as(work.session, work.evaluation_id, opened.document.sha256)
    if source is not None:
        raise ImportProblem(f"{opened.name} is in the library already, as source {source}. Open that one.")


def _seen_as(session: Session, evaluation_id: int, sha256: str) -> int | None:
    """The source in force that was taken in from the same file."""
    query = (
        select(Source.no)
        .join(
            SourceState,
            (col(SourceState.evaluation_id) == Source.evaluation_id) & (col(SourceState.source) == Source.no),
        )
        .where(
            Source.evaluation_id == evaluation_id,
            Source.original_sha256 == sha256,
            col(SourceState.ended_in).is_(None),
        )
        .order_by(col(Source.no))
    )
    return session.exec(query).first()
