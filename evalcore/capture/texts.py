"""The text of a source in one of its versions, with who speaks where."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from db.reads.rows import standing
from db.store import Store
from db.tables import Participant, SourceState, TextVersion, Turn
from db.vocabulary import RoleGroup
from evalcore.errors import NotFound, NotPermitted
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.looks import record_look


@dataclass(frozen=True, slots=True)
class ReadTurn:
    """A stretch that one speaker says: code points, half-open. `speaker` as the text calls her, `participant` her
    pseudonym here; it and `role_group` are None where nobody knows them."""

    start: int
    end: int
    speaker: str
    role_group: RoleGroup | None
    is_interviewer: bool
    participant: str | None


@dataclass(frozen=True, slots=True)
class SourceText:
    text: str
    turns: tuple[ReadTurn, ...]


def source_text(store: Store, actor: Actor, source: int, version: int) -> SourceText:
    """What a source says in version `version`: for who reads sources, and a note for its own author.

    Raises
    ------
    NotFound
        There is no such source or version, or it was purged.
    NotPermitted
        It is not hers to read.
    """
    require(actor, Action.READ_SOURCES, Action.LOG_NOTES)
    evaluation = actor.evaluation_id
    with store.read() as session:
        states = standing(session, evaluation, SourceState, source=source)
        if states and states[0].lead_coder != actor.account_id and not actor.may(Action.READ_SOURCES):
            raise NotPermitted("You can read your own field notes only. Ask a researcher about this source.")
        query = select(TextVersion).where(
            TextVersion.evaluation_id == evaluation, TextVersion.source == source, TextVersion.number == version
        )
        text = session.exec(query).first()
        if not states or text is None or text.purged_in is not None:
            raise NotFound(f"There is no version {version} of source number {source} to read.")
        return SourceText(text.text, tuple(_turns(session, evaluation, text.no)))


def open_text(store: Store, actor: Actor, source: int, version: int) -> SourceText:
    """As `source_text`, for a person who opens it: that she did is recorded as a look.

    Raises
    ------
    NotFound, NotPermitted
        As `source_text`.
    """
    text = source_text(store, actor, source, version)
    record_look(store, actor, "open text", "source", source)
    return text


def _turns(session: Session, evaluation: int, text_version: int) -> list[ReadTurn]:
    query = select(Turn).where(Turn.evaluation_id == evaluation, Turn.text_version == text_version)
    people = {row.no: row for row in standing(session, evaluation, Participant)}
    return [
        ReadTurn(
            row.start_cp,
            row.end_cp,
            row.speaker,
            person.role_group if person else None,
            row.is_interviewer,
            person.pseudonym if person else None,
        )
        for row in session.exec(query.order_by(col(Turn.start_cp)))
        for person in [people.get(row.participant or 0)]
    ]
