"""The moments at which an evaluation can be looked at again as it was known then."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from db.store import Store
from db.tables import Change, Evaluation
from evalcore.errors import NotFound
from evalcore.manage.access import Action, Actor, require
from evalcore.sense.framework_log import versions
from evalcore.watch.programme import meetings


@dataclass(frozen=True, slots=True)
class Occasion:
    """A moment with a name; `code` is how an address names it."""

    code: str
    words: str
    change_no: int


def occasions(store: Store, actor: Actor) -> list[Occasion]:
    """Each committee meeting that has been, as the morning of its day found the evaluation, and each framework version.

    Raises
    ------
    NotPermitted
        She sees no dashboard.
    """
    require(actor, Action.SEE_DASHBOARD)
    held = [meeting.held_on for meeting in meetings(store, actor)]
    named = versions(store, actor)
    found = []
    with store.read() as session:
        evaluation = session.get_one(Evaluation, actor.evaluation_id)
        zone = ZoneInfo(evaluation.time_zone)
        for day in held:
            before = last_before(session, evaluation, day)
            # One that is still to come is today; before one that was held before anything was known there is nothing.
            if before and day <= datetime.now(zone).date():
                found.append(Occasion(f"meeting-{day}", f"Meeting of {day.day} {day:%b %Y}", before))
    found += [Occasion(f"version-{row.number}", f"Framework version {row.number}", row.change_no) for row in named]
    return found


def last_before(session: Session, evaluation: Evaluation, day: date) -> int:
    """The last change made before a day began, by the clock on the evaluation's wall; 0 where none was. Changes are
    numbered as they come, so a few are looked at, however many there are."""
    morning = datetime.combine(day, time(), ZoneInfo(evaluation.time_zone))

    def made(no: int) -> datetime:
        query = select(Change.at).where(Change.evaluation_id == evaluation.id, Change.no == no)
        return session.exec(query).one()

    return max(bisect_left(range(evaluation.change_no + 1), morning, key=made) - 1, 0)


def moment(store: Store, actor: Actor, change_no: int) -> datetime:
    """When a change was made, as the clock on the evaluation's wall had it.

    Raises
    ------
    NotFound
        It has not come yet.
    """
    require(actor, Action.SEE_DASHBOARD)
    with store.read() as session:
        evaluation = session.get_one(Evaluation, actor.evaluation_id)
        change = session.get(Change, (actor.evaluation_id, change_no))
    if change is None:
        raise NotFound(f"Change {change_no} has not come yet: the newest is {evaluation.change_no}.")
    return change.at.astimezone(ZoneInfo(evaluation.time_zone))
