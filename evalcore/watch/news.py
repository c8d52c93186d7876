"""What is new since the last meeting of the committee, for who works in the programme."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from db.store import Store
from db.tables import Change, Evaluation
from evalcore.manage.access import Action, Actor, require
from evalcore.watch.calendar import Milestone
from evalcore.watch.corpus import snapshot
from evalcore.watch.milestones import milestones
from evalcore.watch.programme import meetings


@dataclass(frozen=True, slots=True)
class News:
    """`since`: the day of the last meeting, None before the first; `sources` that came since. `latest`: what has
    happened in the programme and in the framework, the last first."""

    since: date | None
    sources: int
    latest: tuple[Milestone, ...]


def news(store: Store, actor: Actor, today: date, most: int = 4) -> News:
    """What came since the last meeting, and the last `most` things that happened.

    Raises
    ------
    NotPermitted
    """
    require(actor, Action.SEE_DASHBOARD)
    held = [row.held_on for row in meetings(store, actor) if row.held_on <= today]
    since = held[-1] if held else None
    with store.read() as session:
        change_no = _before(session, actor.evaluation_id, since) if since else 0
    known = snapshot(store, actor.evaluation_id)
    states = known.corpus.sources
    came = states.groupby("source")["made_in"].min()
    new = came.index[came > change_no].isin(known.sources["source"])
    happened = [one for one in milestones(store, actor) if one.on <= today]
    return News(since, int(new.sum()), tuple(reversed(happened[-most:])))


def _before(session: Session, evaluation_id: int, day: date) -> int:
    """The last change before a day began, by the clock on the evaluation's wall."""
    zone = ZoneInfo(session.get_one(Evaluation, evaluation_id).time_zone)
    morning = datetime.combine(day, time(), zone)
    query = select(Change.no).where(Change.evaluation_id == evaluation_id, Change.at < morning)
    return session.exec(query.order_by(col(Change.no).desc()).limit(1)).first() or 0
