"""Files that are to be sources: read and looked through, with nothing of them stored."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from db.reads.rows import standing
from db.store import Store
from db.tables import Evaluation, Source, SourceState, TrustState
from db.vocabulary import ObserverPart, RoleGroup, Setting, SourceKind
from evalcore.capture.names import IDENTIFIERS, Found, FoundKind, find_names
from evalcore.interchange.dates import find_date
from evalcore.interchange.documents import ReadDocument, read_document
from evalcore.interchange.note_rows import Allowed, NoteRow, guess_mapping, notes
from evalcore.interchange.problems import Problem, Severity
from evalcore.interchange.tabular import Table
from evalcore.interchange.transcripts import Turn, looks_like_interviewer, speaker_key, turns
from evalcore.manage.access import Action, Actor, require

BEGINNING = 600
"""How far into a text its date is looked for: what is said later may be any day."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that was read and looked through; nothing of it is stored yet.

    `seen_as` is the source that the same file was taken in as before, `held_on` the day that its name or its beginning
    gives, `asking` the speakers who seem to ask the questions. A table has `table`, the rest `turns`.
    """

    name: str
    document: ReadDocument
    kind: SourceKind
    found: tuple[Found, ...]
    turns: tuple[Turn, ...] = ()
    table: Table | None = None
    seen_as: int | None = None
    held_on: date | None = None
    asking: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        return " ".join(PurePath(self.name).stem.replace("_", " ").split()) or "Untitled"

    @property
    def speakers(self) -> tuple[str, ...]:
        """The speakers of the turns, in order of appearance, each as first written."""
        first: dict[str, str] = {}
        for turn in self.turns:
            first.setdefault(speaker_key(turn.speaker), turn.speaker)
        return tuple(first.values())


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
        seen_as = seen_before(session, actor.evaluation_id, document.sha256)
        zone = session.get_one(Evaluation, actor.evaluation_id).time_zone
    if document.table is not None:
        found = find_names(document.text)
        return OpenFile(name, document, SourceKind.FIELD_NOTE, found, table=document.table, seen_as=seen_as)
    spoken = turns(document.text)
    held_on = find_date(PurePath(name).stem, today(zone)) or find_date(document.text[:BEGINNING], today(zone))
    found = find_names(document.text)
    asking = _asking(document.text, spoken)
    kind = _kind(spoken, asking)
    return OpenFile(name, document, kind, found, spoken, seen_as=seen_as, held_on=held_on, asking=asking)


def suggested(found: tuple[Found, ...]) -> dict[str, str]:
    """What is replaced by what unless a person says otherwise: each name as found, and its pseudonym."""
    return {one.text: one.suggestion for one in found}


def numbers_only(found: tuple[Found, ...]) -> dict[str, str]:
    """As `suggested`, for NHS numbers, e-mail addresses, phone numbers and postcodes alone."""
    kinds = {kind for kind, _ in IDENTIFIERS.values()}
    return {one.text: one.suggestion for one in found if one.kind in kinds}


def likely_names(found: tuple[Found, ...]) -> tuple[Problem, ...]:
    """A warning for each name that is still in the text, with how often it stands there."""
    persons = [one.text for one in found if one.kind in (FoundKind.PERSON, FoundKind.POSSIBLE, FoundKind.SPEAKER)]
    return tuple(
        Problem(None, f"“{name}” may be a name ({_places(persons.count(name))}).", Severity.WARNING)
        for name in dict.fromkeys(persons)
    )


def numbers_replaced(found: tuple[Found, ...]) -> tuple[Problem, ...]:
    """A note for each kind of number or address that goes in replaced, with how many there are; never which."""
    kinds = Counter(one.kind for one in found if one.kind in {kind for kind, _ in IDENTIFIERS.values()})
    return tuple(Problem(None, f"Replaced: {kind} ({number}).", Severity.NOTE) for kind, number in kinds.items())


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
        trusts = standing(session, actor.evaluation_id, TrustState)
    allowed = Allowed(
        today(evaluation.time_zone),
        trusts=[name for trust in trusts for name in dict.fromkeys((trust.name, trust.shown_as))],
        trusts_shown=[trust.name for trust in trusts],
        settings=[setting.value for setting in Setting],
        observer_parts=[part.value for part in ObserverPart],
        role_groups=[group.value for group in RoleGroup],
    )
    return notes(opened.table, mapping or guess_mapping(opened.table.columns), allowed)


def rows_text(rows: Sequence[NoteRow]) -> str:
    """All that would be stored of a table's rows and could hold a name."""
    return "\n\n".join("\n".join(filter(None, (row.title, row.text, row.reflection))) for row in rows)


def today(time_zone: str) -> date:
    return datetime.now(ZoneInfo(time_zone)).date()


def seen_before(session: Session, evaluation_id: int, sha256: str) -> int | None:
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


def _kind(spoken: tuple[Turn, ...], asking: frozenset[str]) -> SourceKind:
    answering = {speaker_key(turn.speaker) for turn in spoken if turn.speaker not in asking}
    if not spoken:
        return SourceKind.DOCUMENT
    return SourceKind.INTERVIEW if len(answering) < 2 else SourceKind.FOCUS_GROUP


def _asking(text: str, spoken: tuple[Turn, ...]) -> frozenset[str]:
    """Who is called an interviewer; where nobody is, the one whose turns are mostly questions, and short."""
    called = {turn.speaker for turn in spoken if looks_like_interviewer(turn.speaker)}
    if called:
        return frozenset(called)
    questions: Counter[str] = Counter()
    turns_of: Counter[str] = Counter()
    length: Counter[str] = Counter()
    for turn in spoken:
        turns_of[turn.speaker] += 1
        length[turn.speaker] += turn.end - turn.start
        questions[turn.speaker] += "?" in text[turn.start : turn.end]
    share = sum(length.values()) / max(len(length), 1)
    mostly = [who for who in turns_of if questions[who] > turns_of[who] / 2]
    return frozenset(mostly) if len(mostly) == 1 and length[mostly[0]] < share else frozenset()


def _places(number: int) -> str:
    return "in 1 place" if number == 1 else f"in {number} places"
