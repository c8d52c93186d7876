"""A field note, saved with what was tagged in it while it was fresh: one change, so that one undo takes it back."""

from dataclasses import dataclass, replace

from sqlmodel import col, select

from db.reads.rows import newest_text, standing
from db.store import Store
from db.tables import Attendance, Evaluation, Source, SourceState
from db.vocabulary import ObserverPart, RoleGroup, Setting, SourceKind
from evalcore.capture.attendance import with_trusts
from evalcore.capture.clean import clean
from evalcore.capture.facts import changed_since
from evalcore.capture.points import NewPoint, PointStep, note_point, take_step
from evalcore.capture.reflections import keep_reflection, reflection_of
from evalcore.capture.sources import (
    Facts,
    Present,
    add_source,
    facts_of,
    may_edit,
    newest_version,
    replace_attendance,
    replace_facts,
    standing_state,
)
from evalcore.capture.text_edits import replace_text
from evalcore.capture.titles import is_usual_title
from evalcore.errors import NotFound, NotPermitted, Stale
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.changes import Work, verb
from evalcore.sense.coding import move_boundaries
from evalcore.sense.note_tags import Tag, own_tags, settle_tags, tag_words
from evalcore.sense.reading import mark_read


@dataclass(frozen=True, slots=True)
class Note:
    """A field note as its form holds it. `reflection` is the author's own, kept apart from the text.

    `lost` are codings whose words she deleted: they stay, without a place, until a person places them. `points` are
    noted for the team that the note is about, `steps` say what was done in the meeting about earlier ones.
    """

    facts: Facts
    present: tuple[Present, ...]
    text: str
    reflection: str = ""
    tags: tuple[Tag, ...] = ()
    lost: tuple[int, ...] = ()
    points: tuple[NewPoint, ...] = ()
    steps: tuple[PointStep, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenNote:
    """A saved note, and as what it was opened: `version` of its text, at change `opened_at`."""

    source: int
    note: Note
    version: int
    opened_at: int


@verb("log field note", Action.LOG_NOTES)
def log_note(work: Work, note: Note, *, read: bool) -> None:
    """Save a new note. `read`: she wrote it with the framework before her, so it is read as well."""
    add_source.within(work, SourceKind.FIELD_NOTE, note.facts, note.text, present=note.present)
    source = work.made
    work.session.flush()
    keep_reflection(work, source, note.reflection)
    tag_words(work, source, note.tags)
    _take_points(work, source, note)
    if read:
        mark_read.within(work, source)
    work.subject("source", source)


@verb("edit field note", Action.LOG_NOTES, Action.EDIT_SOURCES)
def edit_note(work: Work, source: int, note: Note, *, version: int, opened_at: int, read: bool) -> None:
    """Save a note again: facts, text and tags. A new wording makes it unread, unless she reads it now.

    Raises
    ------
    Stale
        Somebody has changed the note since it was opened.
    """
    before = standing_state(work, source)
    may_edit(work, before)
    old = newest_version(work, source)
    if old.number != version or changed_since(work, source, opened_at):
        raise Stale("Somebody else has changed this note since you opened it. Compare the two before you save.")
    # The form has no field for a title, a last day or whose people came: what was given elsewhere stays.
    title = before.title if is_usual_title(note.facts.title) and not is_usual_title(before.title) else note.facts.title
    until = before.until if before.until and before.until >= note.facts.held_on else None
    replace_facts(work, source, replace(note.facts, title=title, until=note.facts.until or until))
    there = [
        Present(row.role_group, row.how_many, row.trust, row.participant)
        for row in standing(work.session, work.evaluation_id, Attendance, source=source)
    ]
    replace_attendance(work, source, with_trusts(note.present, there))
    keep_reflection(work, source, note.reflection)
    text = clean(note.text)
    moved = settle_tags(work, old, text, note.tags, note.lost, opened_at=opened_at)
    if text != old.text:
        replace_text(work, source, text, places=moved.places)
        work.session.flush()
    for tag in moved.apart:
        move_boundaries.within(work, tag.coding or 0, tag.start, tag.end, tag.quote)
    tag_words(work, source, [tag for tag in note.tags if tag.coding is None])
    _take_points(work, source, note)
    if read:
        mark_read.within(work, source)
    work.subject("source", source)


def open_note(store: Store, actor: Actor, source: int) -> OpenNote:
    """A note to go on writing: her own, or anybody's for who edits sources.

    Raises
    ------
    NotFound, NotPermitted
    """
    require(actor, Action.LOG_NOTES, Action.EDIT_SOURCES)
    evaluation = actor.evaluation_id
    with store.read() as session:
        row = session.get(Source, (evaluation, source))
        states = standing(session, evaluation, SourceState, source=source)
        if row is None or not states or row.kind is not SourceKind.FIELD_NOTE:
            raise NotFound(f"There is no field note number {source}. Open it from the list.")
        if states[0].lead_coder != actor.account_id and not actor.may(Action.EDIT_SOURCES):
            raise NotPermitted("You can change your own field notes only. Ask a researcher to change this one.")
        text = newest_text(session, evaluation, source)
        present = standing(session, evaluation, Attendance, source=source)
        note = Note(
            facts_of(states[0]),
            tuple(Present(one.role_group, one.how_many, one.trust, one.participant) for one in present),
            text.text,
            reflection_of(session, evaluation, source, actor.account_id),
            tuple(own_tags(session, actor, text)),
        )
        opened_at = session.exec(select(Evaluation.change_no).where(Evaluation.id == evaluation)).one()
        return OpenNote(source, note, text.number, opened_at)


@dataclass(frozen=True, slots=True)
class LastFacts:
    """Where somebody was the last time she logged a note, and who was there."""

    trust: int | None
    setting: Setting | None
    observer_part: ObserverPart | None
    present: tuple[tuple[RoleGroup, int], ...]


def last_facts(store: Store, actor: Actor, *, before: int | None = None) -> LastFacts | None:
    """What "same as last time" means: of her newest field note, or of the one before a note; None: none."""
    require(actor, Action.LOG_NOTES)
    evaluation = actor.evaluation_id
    with store.read() as session:
        notes = select(Source.no).where(Source.evaluation_id == evaluation, Source.kind == SourceKind.FIELD_NOTE)
        query = (
            select(SourceState)
            .where(
                SourceState.evaluation_id == evaluation,
                SourceState.lead_coder == actor.account_id,
                col(SourceState.ended_in).is_(None),
                col(SourceState.source).in_(notes if before is None else notes.where(col(Source.no) < before)),
            )
            .order_by(col(SourceState.source).desc())
            .limit(1)
        )
        state = session.exec(query).first()
        if state is None:
            return None
        there = standing(session, evaluation, Attendance, source=state.source)
        present = tuple((row.role_group, row.how_many) for row in there if row.participant is None)
        return LastFacts(state.trust, state.setting, state.observer_part, present)


def _take_points(work: Work, source: int, note: Note) -> None:
    """Note the new points and move the earlier ones on, all on the day of the meeting."""
    for step in note.steps:
        take_step(work, step, source, note.facts.held_on)
    for point in note.points:
        note_point.within(work, point, source=source, noted_on=note.facts.held_on)
