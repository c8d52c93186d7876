"""Contributions: what the researcher brought in, with whom, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import select

from db.reads.rows import standing
from db.store import Store
from db.tables import Account, Contribution, TrustState
from db.vocabulary import ContributionKind
from evalcore.capture.clean import clean
from evalcore.capture.facts import check_trust, in_full
from evalcore.errors import Invalid, NotFound, NotPermitted
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.changes import Work, verb


@dataclass(frozen=True, slots=True)
class Brought:
    """What was brought in; `trust` None is the whole collaborative."""

    kind: ContributionKind
    held_on: date
    what: str
    trust: int | None = None
    with_whom: str = ""


@dataclass(frozen=True, slots=True)
class ContributionRow:
    no: int
    kind: ContributionKind
    held_on: date
    what: str
    trust_no: int | None
    trust: str | None
    with_whom: str
    author_id: int
    author: str


@verb("log contribution", Action.LOG_CONTRIBUTIONS)
def log_contribution(work: Work, brought: Brought) -> None:
    """Write down what was brought in.

    Raises
    ------
    Invalid
        It says nothing, or its day has not come.
    """
    row = work.add(Contribution, author=work.actor.account_id, **_values(work, brought))
    work.subject("contribution", row.no)


@verb("change contribution", Action.LOG_CONTRIBUTIONS)
def change_contribution(work: Work, contribution: int, brought: Brought) -> None:
    """Write it down anew: her own, or anybody's for a researcher."""
    row = work.replace(_hers(work, contribution), **_values(work, brought))
    work.subject("contribution", row.no)


@verb("remove contribution", Action.LOG_CONTRIBUTIONS)
def remove_contribution(work: Work, contribution: int) -> None:
    work.end(_hers(work, contribution))
    work.subject("contribution", contribution)


def contributions(store: Store, actor: Actor) -> list[ContributionRow]:
    """Everything that was brought in, the newest first.

    Raises
    ------
    NotPermitted
    """
    require(actor, Action.LOG_CONTRIBUTIONS)
    evaluation = actor.evaluation_id
    with store.read() as session:
        names = dict(session.exec(select(Account.id, Account.name)).all())
        trusts = {row.trust: row.name for row in standing(session, evaluation, TrustState)}
        rows = [
            ContributionRow(
                row.no,
                row.kind,
                row.held_on,
                row.what,
                row.trust,
                trusts.get(row.trust or 0),
                row.with_whom,
                row.author,
                names[row.author],
            )
            for row in standing(session, evaluation, Contribution)
        ]
    return sorted(rows, key=lambda row: (row.held_on, row.no), reverse=True)


def totals(rows: Sequence[ContributionRow]) -> Mapping[ContributionKind, int]:
    """How many of each kind; those of which there are none are 0, for everybody looked."""
    return {kind: sum(row.kind is kind for row in rows) for kind in ContributionKind}


def _values(work: Work, brought: Brought) -> dict[str, Any]:
    what = clean(brought.what).strip()
    if not what:
        raise Invalid("Say what was brought in.", "What")
    if brought.held_on > datetime.now(ZoneInfo(work.evaluation.time_zone)).date():
        raise Invalid(f"{in_full(brought.held_on)} has not come yet. Choose today or an earlier day.", "Date")
    check_trust(work, brought.trust)
    with_whom = " ".join(clean(brought.with_whom).split())
    return {
        "kind": brought.kind,
        "held_on": brought.held_on,
        "what": what,
        "trust": brought.trust,
        "with_whom": with_whom,
    }


def _hers(work: Work, contribution: int) -> Contribution:
    row = work.find(Contribution, contribution, "contribution")
    if row.ended_in is not None:
        raise NotFound(f"Contribution {contribution} has changed since you opened it. Look at the list again.")
    if row.author != work.actor.account_id and not work.actor.may(Action.EDIT_SOURCES):
        raise NotPermitted("You can change your own contributions only. Ask a researcher to change this one.")
    return row
