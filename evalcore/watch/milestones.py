"""What may explain a shift: the programme's events, and the changes of the framework that codings were made under."""

from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlmodel import select

from db.store import Store
from db.tables import Evaluation
from db.vocabulary import EventKind
from evalcore.manage.access import Action, Actor, require
from evalcore.sense.framework_log import log
from evalcore.watch.calendar import Milestone
from evalcore.watch.programme import events

_UNSEEN = frozenset({"recolour theme"})
"""Changes that no figure can come from."""


def milestones(store: Store, actor: Actor, *, trust: int | None = None, as_at: int | None = None) -> list[Milestone]:
    """Events, of one trust and of all where `trust` is given, and the framework's changes a day, as known at a change.

    An idea that a trust adopted explains what moves in that trust alone: it is there where that is asked for.

    Raises
    ------
    NotPermitted
        She sees no dashboard.
    """
    require(actor, Action.SEE_DASHBOARD)
    found = [
        Milestone(event.first_on, event.last_on, event.name)
        for event in events(store, actor, as_at)
        if event.trust in (None, trust) or (trust is None and event.kind is not EventKind.ADOPTION)
    ]
    return sorted([*found, *_of_framework(store, actor, as_at)], key=lambda one: (one.on, one.framework))


def _of_framework(store: Store, actor: Actor, as_at: int | None) -> list[Milestone]:
    with store.read() as session:
        query = select(Evaluation.time_zone).where(Evaluation.id == actor.evaluation_id)
        zone = ZoneInfo(session.exec(query).one())
    lines = [
        line
        for line in reversed(log(store, actor, as_at))
        if not line.undone and line.undoes is None and line.verb not in _UNSEEN
    ]

    def day(at: datetime) -> date:
        return at.astimezone(zone).date()

    found = []
    for on, group in groupby(lines, key=lambda line: day(line.at)):
        together = list(group)
        about = frozenset() if None in {line.theme for line in together} else {line.theme or 0 for line in together}
        text = ". ".join(_short(line.sentence) for line in together)
        found.append(Milestone(on, None, text, True, frozenset(about)))
    return found


def _short(sentence: str) -> str:
    return sentence.removeprefix("Named the ").replace("framework version", "Framework version")
