"""Points as lists show them: every one, and those that a team's next meeting must not forget."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlmodel import select

from db.reads.rows import standing
from db.store import Store
from db.tables import Account, Point, PointState, SourceState, TrustState
from db.vocabulary import PointStage
from evalcore.capture.blind import hidden_codings
from evalcore.manage.access import Action, Actor, require


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point as far as it has come. `trust` None is the whole collaborative, `meeting_on` None the next meeting.

    `source`, `coding` and `raised_at` (the note of its meeting) are None where she may not open that source, and
    `coding` also where it is hidden from her.
    """

    no: int
    stage: PointStage
    text: str
    trust_no: int | None
    trust: str | None
    meeting_on: date | None
    author_id: int
    author: str
    source: int | None
    coding: int | None
    noted_on: date
    raised_on: date | None
    raised_at: int | None
    answer: str
    answered_on: date | None
    outcome: str
    closed_on: date | None

    @property
    def is_open(self) -> bool:
        return self.stage is not PointStage.CLOSED


def points(store: Store, actor: Actor) -> list[PointRow]:
    """Every point, in the order in which they come up: by meeting, those for the next one after those with a day.

    Raises
    ------
    NotPermitted
    """
    require(actor, Action.NOTE_POINTS)
    evaluation = actor.evaluation_id
    with store.read() as session:
        names = dict(session.exec(select(Account.id, Account.name)).all())
        authors = dict(session.exec(select(Point.no, Point.author).where(Point.evaluation_id == evaluation)).all())
        trusts = {row.trust: row.name for row in standing(session, evaluation, TrustState)}
        hidden = hidden_codings(session, actor)
        opens = {
            row.source
            for row in standing(session, evaluation, SourceState)
            if actor.may(Action.READ_SOURCES) or row.lead_coder == actor.account_id
        }
        rows = [
            PointRow(
                state.point,
                state.stage,
                state.text,
                state.trust,
                trusts.get(state.trust or 0),
                state.meeting_on,
                authors[state.point],
                names[authors[state.point]],
                state.source if state.source in opens else None,
                state.coding if state.source in opens and state.coding not in hidden else None,
                state.noted_on,
                state.raised_on,
                state.raised_at if state.raised_at in opens else None,
                state.answer,
                state.answered_on,
                state.outcome,
                state.closed_on,
            )
            for state in standing(session, evaluation, PointState)
        ]
    return sorted(rows, key=lambda row: (row.meeting_on or date.max, row.noted_on, row.no))


def open_points(store: Store, actor: Actor) -> list[PointRow]:
    """Those of which nothing has come yet."""
    return [row for row in points(store, actor) if row.is_open]


def points_at_codings(store: Store, actor: Actor, source: int) -> dict[int, int]:
    """How many points were noted at each coding of a source that she may know of."""
    require(actor, Action.NOTE_POINTS)
    with store.read() as session:
        rows = standing(session, actor.evaluation_id, PointState, source=source)
        hidden = hidden_codings(session, actor)
    return Counter(row.coding for row in rows if row.coding is not None and row.coding not in hidden)
