"""How a person begins an evaluation of her own: what it starts from, and she its first member."""

from zoneinfo import available_timezones

from db.store import Store
from db.tables import Account
from db.vocabulary import Role
from evalcore.errors import Invalid, NotPermitted
from evalcore.manage.accounts import list_accounts
from evalcore.manage.evaluations import Beginning, EvaluationRow, open_evaluation
from evalcore.sense.starting_framework import STARTING_FRAMEWORK


def begin_own(store: Store, account_id: int, name: str, *, core_concept: str, time_zone: str) -> EvaluationRow:
    """Open an evaluation with her as its administrator and researcher.

    Raises
    ------
    NotPermitted
        Her account does not open evaluations.
    Invalid
        A value cannot be taken; `field` names it.
    """
    may_begin(store, account_id)
    if not core_concept.strip():
        raise Invalid("Say what barriers hinder and facilitators help, in one sentence.", "Core concept")
    if time_zone not in available_timezones():
        raise Invalid(f"There is no time zone {time_zone}. Choose one such as Europe/London.", "Time zone")
    return open_evaluation(
        store,
        account_id,
        name,
        core_concept=" ".join(core_concept.split()),
        time_zone=time_zone,
        beginning=Beginning(members=as_owner(account_id), framework=STARTING_FRAMEWORK),
    )


def as_owner(account_id: int) -> tuple[tuple[int, Role], ...]:
    """The memberships of whoever opens an evaluation."""
    return ((account_id, Role.ADMINISTRATOR), (account_id, Role.RESEARCHER))


def owners(store: Store) -> tuple[tuple[int, Role], ...]:
    """The memberships that an evaluation opened on the command line begins with: of every account that could have
    opened it in the browser, which is that of whoever set the server up."""
    opens = (row for row in list_accounts(store) if row.opens_evaluations and row.active)
    return tuple(membership for row in opens for membership in as_owner(row.id))


def may_begin(store: Store, account_id: int) -> None:
    """Go on if the account opens evaluations.

    Raises
    ------
    NotPermitted
    """
    with store.read() as session:
        account = session.get_one(Account, account_id)
    if not account.opens_evaluations:
        raise NotPermitted("Your account does not open evaluations. Ask whoever set this server up.")
