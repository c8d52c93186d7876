"""Putting the demo evaluation into a store: the script's steps, by the verbs that people use, on the days they name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session, select

from db.reads.rows import standing
from db.store import Store
from db.tables import Account, Membership
from db.vocabulary import Role
from evalcore.demo.script import (
    Script,
    read_script,
    steps,
)
from evalcore.demo.sources import LEAD
from evalcore.demo.telling import Telling
from evalcore.errors import NotFound
from evalcore.manage.access import Actor
from evalcore.manage.accounts import find_account
from evalcore.manage.changes import Work, record
from evalcore.manage.evaluations import (
    Beginning,
    EvaluationRow,
    NewParticipant,
    NewTrust,
    find_evaluation,
    open_within,
)
from evalcore.sense.starting_framework import STARTING_FRAMEWORK

SLUG = "demo"


def load(
    store: Store, account_id: int | None = None, *, told: Callable[[int, int], object] | None = None
) -> EvaluationRow:
    """The demo evaluation, put into the store if it is not there yet; `account_id` becomes a researcher in it.

    Deterministic: every store gets the same changes with the same numbers and times. `told` hears how many steps of
    how many are done, for it takes some seconds.
    """
    try:
        row = find_evaluation(store, SLUG)
    except NotFound:
        row = _load(store, read_script(), told)
    if account_id is not None:
        _join(store, row.id, account_id)
    return row


def researcher(store: Store) -> int:
    """The account of the demo's researcher-in-residence.

    Raises
    ------
    NotFound
        The demo is not in this store.
    """
    email = next(one.email for one in read_script().accounts if one.key == LEAD)
    return find_account(store, email).id


def _load(store: Store, script: Script, told: Callable[[int, int], object] | None) -> EvaluationRow:
    with store.write() as session:
        people = _accounts(session, script)
        evaluation = open_within(
            session,
            people[LEAD].account_id,
            script.name,
            slug=SLUG,
            core_concept=script.core_concept,
            time_zone="Europe/London",
            opened_on=script.opened_on,
            beginning=_beginning(script, people),
        )
        assert evaluation.id is not None
        telling = Telling(script, {key: person.of(evaluation.id) for key, person in people.items()})
        last = datetime.min.replace(tzinfo=UTC)
        ordered = list(steps(script))
        for done, (day, step) in enumerate(ordered):
            if told and done % 25 == 0:
                told(done, len(ordered))
            # Nine in the morning and on, a change every two minutes: the record is in order of time.
            last = max(last + timedelta(minutes=2), datetime.combine(day, time(9), UTC))
            actor, name, do = telling.of(day, step)
            work = Work(session, actor, evaluation, evaluation.change_no + 1)
            do(work)
            telling.remember(step, work)
            record(work, name, at=last)
    return find_evaluation(store, SLUG)


@dataclass(frozen=True, slots=True)
class _Person:
    account_id: int
    name: str
    role: Role

    def of(self, evaluation_id: int) -> Actor:
        return Actor(self.account_id, self.name, evaluation_id, frozenset({self.role}))


def _accounts(session: Session, script: Script) -> dict[str, _Person]:
    """The demo's people, as accounts that nobody can sign in to with a password."""
    people: dict[str, _Person] = {}
    made_at = datetime.combine(script.opened_on, time(9), UTC)
    for one in script.accounts:
        account = session.exec(select(Account).where(Account.email == one.email)).first()
        if account is None:
            account = Account(email=one.email, name=one.name, made_at=made_at)
            session.add(account)
            session.flush()
        assert account.id is not None
        people[one.key] = _Person(account.id, account.name, one.role)
    return people


def _beginning(script: Script, people: dict[str, _Person]) -> Beginning:
    names = {trust.key: trust.name for trust in script.trusts}
    return Beginning(
        trusts=tuple(
            NewTrust(trust.name, trust.shown_as, trust.followed_closely, trust.chosen_because, trust.beds)
            for trust in script.trusts
        ),
        participants=tuple(
            NewParticipant(
                person.pseudonym,
                person.role_group,
                names[person.trust] if person.trust else None,
                person.band,
                person.recruitment,
            )
            for person in script.participants
        ),
        phases=tuple((phase.name, phase.first_on, phase.last_on) for phase in script.phases),
        meetings=script.meetings,
        framework=STARTING_FRAMEWORK,
        members=tuple((person.account_id, person.role) for person in people.values()),
    )


def _join(store: Store, evaluation_id: int, account_id: int) -> None:
    """Make somebody a researcher of the demo, and its administrator, so that she can look at everything in it."""
    with store.write() as session:
        evaluation = store.lock(session, evaluation_id)
        assert evaluation is not None
        if standing(session, evaluation_id, Membership, account_id=account_id):
            return
        work = Work(session, Actor(account_id, "", evaluation_id, frozenset()), evaluation, evaluation.change_no + 1)
        for role in (Role.RESEARCHER, Role.ADMINISTRATOR):
            row = work.add(Membership, account_id=account_id, role=role)
        work.subject("membership", row.no)
        record(work, "add member")
