"""What is new since the last meeting of the committee, for who works in the programme."""

from dataclasses import dataclass
from datetime import date

from db.store import Store
from db.tables import Evaluation
from evalcore.manage.access import Action, Actor, require
from evalcore.watch.calendar import Milestone
from evalcore.watch.corpus import snapshot
from evalcore.watch.known_at import last_before
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
        evaluation = session.get_one(Evaluation, actor.evaluation_id)
        change_no = last_before(session, evaluation, since) if since else 0
    known = snapshot(store, actor.evaluation_id)
    states = known.corpus.sources
    came = states.groupby("source")["made_in"].min()
    new = came.index[came > change_no].isin(known.sources["source"])
    happened = [one for one in milestones(store, actor) if one.on <= today]
    return News(since, int(new.sum()), tuple(reversed(happened[-most:])))
