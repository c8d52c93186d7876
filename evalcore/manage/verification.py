"""Whether the store is whole: what `verify` finds."""

from collections import defaultdict
from itertools import pairwise

from sqlmodel import Session, col, select

from db.reads.rows import newest_texts, standing
from db.store import Store
from db.tables import (
    DATED,
    Attendance,
    Change,
    CodingState,
    Evaluation,
    EventState,
    ExcerptPlace,
    MemoState,
    Participant,
    PointState,
    SourceState,
    TextVersion,
    ThemeState,
    TrustState,
    Turn,
)
from db.tables.columns import Dated
from evalcore.errors import EvalError
from evalcore.manage.changes import digest
from evalcore.manage.looks import look_faults
from evalcore.sense.tree import Tree
from evalcore.watch.programme_rules import clashes


def faults(store: Store) -> list[str]:
    """Everything that is wrong, a sentence each; empty for a store that is whole."""
    found = store.faults()
    with store.read() as session:
        for evaluation in session.exec(select(Evaluation).order_by(col(Evaluation.id))):
            assert evaluation.id is not None
            wrong = [
                *_chain(session, evaluation),
                *look_faults(session, evaluation.id, evaluation.guid),
                *_offsets(session, evaluation.id),
                *_intervals(session, evaluation),
                *_states(session, evaluation.id),
                *_gone_participants(session, evaluation.id),
            ]
            found += [f"{evaluation.slug}: {sentence}" for sentence in wrong]
    return found


def _chain(session: Session, evaluation: Evaluation) -> list[str]:
    """Whether every change follows the one before it, and none was altered."""
    found: list[str] = []
    query = select(Change).where(Change.evaluation_id == evaluation.id).order_by(col(Change.no))
    previous, expected = evaluation.guid, 0
    for change in session.exec(query):
        if change.no != expected:
            found.append(f"change {expected} is missing from the record")
        if change.previous_hash != previous or change.hash != digest(change):
            found.append(f"change {change.no} is not as it was recorded")
        previous, expected = change.hash, change.no + 1
    if expected - 1 != evaluation.change_no:
        found.append(f"the record ends at change {expected - 1}, the evaluation at {evaluation.change_no}")
    return found


def _offsets(session: Session, evaluation_id: int) -> list[str]:
    """Whether every excerpt and turn lies inside its text."""
    texts = {
        row.no: len(row.text)
        for row in session.exec(select(TextVersion).where(TextVersion.evaluation_id == evaluation_id))
        if row.purged_in is None
    }
    places = session.exec(select(ExcerptPlace).where(ExcerptPlace.evaluation_id == evaluation_id))
    turns = session.exec(select(Turn).where(Turn.evaluation_id == evaluation_id))
    spans: list[tuple[ExcerptPlace | Turn, str]] = [
        *((place, "excerpt place") for place in places),
        *((turn, "turn") for turn in turns),
    ]
    return [
        f"{what} {span.no} lies outside its text"
        for span, what in spans
        if span.text_version in texts and not 0 <= span.start_cp < span.end_cp <= texts[span.text_version]
    ]


def _intervals(session: Session, evaluation: Evaluation) -> list[str]:
    """Whether every dated row holds for a stretch of changes that have come."""
    found: list[str] = []
    for table in DATED:
        for row in session.exec(select(table).where(table.evaluation_id == evaluation.id)):
            last = evaluation.change_no if row.ended_in is None else row.ended_in
            if not 0 <= row.made_in <= last <= evaluation.change_no:
                found.append(f"row {row.no} of {table.__tablename__} ends before it begins")
    return found


def _gone_participants(session: Session, evaluation_id: int) -> list[str]:
    """Whether everybody who speaks in a text that is read now, or was there, is a participant still."""
    there = {row.no for row in standing(session, evaluation_id, Participant)}
    sources = [row.source for row in standing(session, evaluation_id, SourceState)]
    read_now = newest_texts(session, evaluation_id, sources)
    turns = session.exec(select(Turn).where(Turn.evaluation_id == evaluation_id, col(Turn.participant).is_not(None)))
    speaking = {(turn.participant, read_now[turn.text_version]) for turn in turns if turn.text_version in read_now}
    attended = {
        (row.participant, row.source) for row in standing(session, evaluation_id, Attendance) if row.participant
    }
    return [
        *(f"participant {no} speaks in source {at} and is not there" for no, at in sorted(speaking) if no not in there),
        *(f"participant {no} attended source {at} and is not there" for no, at in sorted(attended) if no not in there),
    ]


def _states(session: Session, evaluation_id: int) -> list[str]:
    """Whether what has states has one at a time, a coding one a theme, the programme no clash, and the tree no knot."""
    found: list[str] = []
    one_at_a_time: tuple[tuple[type[Dated], tuple[str, ...]], ...] = (
        (ThemeState, ("theme",)),
        (SourceState, ("source",)),
        (PointState, ("point",)),
        (MemoState, ("memo",)),
        (TrustState, ("trust",)),
        (EventState, ("event",)),
        (CodingState, ("coding", "theme")),
    )
    for table, key in one_at_a_time:
        stretches: dict[tuple[int, ...], list[tuple[int, float]]] = defaultdict(list)
        for row in session.exec(select(table).where(table.evaluation_id == evaluation_id)):
            ended = float("inf") if row.ended_in is None else row.ended_in
            stretches[tuple(getattr(row, column) for column in key)].append((row.made_in, ended))
        for identity, spans in stretches.items():
            if any(later[0] < earlier[1] for earlier, later in pairwise(sorted(spans))):
                found.append(f"{key[0]} {identity[0]} has two states at one change")
    found += [clash.sentence.rstrip(".") for clash in clashes(session, evaluation_id)]
    try:
        Tree.of(session, evaluation_id).refuse_knots()
    except EvalError as error:
        found.append(error.message)
    return found
