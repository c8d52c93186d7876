"""What the days ahead hold: meetings of the committee, and what happens in the programme."""

from dataclasses import dataclass
from datetime import date, timedelta

from db.store import Store
from evalcore.manage.access import Actor
from evalcore.watch.programme import events, meetings

DAYS = 7


@dataclass(frozen=True, slots=True)
class Dated:
    on: date
    last_on: date | None
    what: str


@dataclass(frozen=True, slots=True)
class Week:
    """`coming` in the next seven days, today among them; `after`: the first thing beyond, if nothing comes before."""

    coming: tuple[Dated, ...]
    after: Dated | None


def this_week(store: Store, actor: Actor, today: date) -> Week:
    """The seven days from `today` on, and what goes on from before.

    Raises
    ------
    NotPermitted
    """
    every = [Dated(row.held_on, None, "Steering committee") for row in meetings(store, actor)]
    every += [Dated(row.first_on, row.last_on, row.name) for row in events(store, actor)]
    ahead = sorted((row for row in every if (row.last_on or row.on) >= today), key=lambda row: (row.on, row.what))
    end = today + timedelta(days=DAYS)
    coming = tuple(row for row in ahead if row.on < end)
    return Week(coming, next((row for row in ahead if row.on >= end), None) if not coming else None)
