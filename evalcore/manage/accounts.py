"""Accounts: the first one by a set-up link, their passwords, and whether they may come in."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, delete, select

from db.store import Store
from db.tables import Account, Invitation, Membership, SignIn
from db.vocabulary import Role
from evalcore.errors import Invalid, InvalidTransition, NotFound, NotPermitted
from evalcore.manage.access import Action
from evalcore.manage.changes import Work, verb
from evalcore.manage.passwords import hash_password, is_password

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
COMMAND_LINE = "command-line@localhost.invalid"
USED_UP = "This link has been used or is not valid any more. Ask for a new one."


@dataclass(frozen=True, slots=True)
class AccountRow:
    id: int
    email: str
    name: str
    active: bool
    opens_evaluations: bool


def new_token() -> str:
    """What a link or cookie carries; the store keeps its `token_sha256` only."""
    return secrets.token_urlsafe(32)


def token_sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def set_up_link(store: Store) -> str | None:
    """A new token for the link that makes the first account; None once there is one. Any older link ends."""
    token = new_token()
    with store.write() as session:
        if _somebody_can_sign_in(session):
            return None
        session.exec(delete(Invitation).where(col(Invitation.evaluation_id).is_(None)))
        session.add(Invitation(token_sha256=token_sha256(token), expires_at=NEVER))
    return token


def is_set_up_link(store: Store, token: str) -> bool:
    with store.read() as session:
        return _set_up(session, token) is not None


def is_set_up(store: Store) -> bool:
    """Whether somebody has an account to sign in to. The demo's people have none: no password is theirs."""
    with store.read() as session:
        return _somebody_can_sign_in(session)


def create_first_account(store: Store, token: str, *, email: str, name: str, password: str) -> int:
    """The account that a set-up link was for. It may open evaluations.

    Raises
    ------
    NotPermitted
        The link is not valid, or there is an account already.
    Invalid
        A value cannot be taken; `field` names it.
    """
    values = {"email": checked_email(email), "name": checked_name(name)}
    hashed = hash_password(password, email=values["email"])
    with store.write() as session:
        link = _set_up(session, token)
        if link is None:
            raise NotPermitted(USED_UP)
        link.used_at = datetime.now(UTC)
        session.add(link)
        return add_account(session, **values, password_hash=hashed, opens_evaluations=True)


def find_account(store: Store, email: str) -> AccountRow:
    """The account with this e-mail address.

    Raises
    ------
    NotFound
    """
    with store.read() as session:
        account = _by_email(session, email.strip().lower())
    if account is None:
        raise NotFound(f"There is no account for {email.strip()}.")
    return _row(account)


def list_accounts(store: Store) -> list[AccountRow]:
    """Every account, by name: for whoever runs the server."""
    with store.read() as session:
        return sorted((_row(row) for row in session.exec(select(Account))), key=lambda row: row.name.casefold())


def command_line_account(store: Store) -> int:
    """The account under which commands act: nobody can sign in to it. Made when first needed."""
    with store.write() as session:
        account = _by_email(session, COMMAND_LINE)
        if account is None:
            account = Account(email=COMMAND_LINE, name="Command line", made_at=datetime.now(UTC))
            session.add(account)
            session.flush()
        assert account.id is not None
        return account.id


def change_password(store: Store, account_id: int, old: str, new: str, *, keep: str = "") -> None:
    """Change one's own password; every browser but the one with the token `keep` is signed out.

    Raises
    ------
    NotPermitted
        `old` is not the password.
    Invalid
        `new` cannot be one.
    """
    with store.read() as session:
        account = session.get_one(Account, account_id)
    if not is_password(account.password_hash, old):
        raise NotPermitted("That is not your present password. Try again.")
    set_password(store, account.email, new, keep=keep)


def set_password(store: Store, email: str, password: str, *, keep: str = "") -> None:
    """Give an account another password: for whoever runs the server. Every browser but `keep`'s is signed out."""
    row = find_account(store, email)
    hashed = hash_password(password, email=row.email)
    with store.write() as session:
        account = session.get_one(Account, row.id)
        account.password_hash = hashed
        session.add(account)
        end_sign_ins(session, row.id, keep=keep)


def disable(store: Store, email: str) -> None:
    """Let an account sign in no more: for whoever runs the server."""
    row = find_account(store, email)
    with store.write() as session:
        _set_active(session, row.id, False)


@verb("disable account", Action.MANAGE_MEMBERS)
def disable_account(work: Work, account_id: int) -> None:
    """Let an account sign in no more, here or in any other evaluation; what it did stays.

    Raises
    ------
    NotPermitted
        It is her own, or also a member of an evaluation that she does not administer.
    """
    if account_id == work.actor.account_id:
        raise NotPermitted("You cannot disable your own account. Ask another administrator.")
    _runs_everywhere(work, account_id)
    _set_active(work.session, account_id, False)
    work.subject("account", account_id)


@verb("enable account", Action.MANAGE_MEMBERS)
def enable_account(work: Work, account_id: int) -> None:
    _runs_everywhere(work, account_id)
    _set_active(work.session, account_id, True)
    work.subject("account", account_id)


def add_account(
    session: Session, *, email: str, name: str, password_hash: str | None, opens_evaluations: bool = False
) -> int:
    """For a larger service: the number of the new account."""
    account = Account(
        email=email,
        name=name,
        password_hash=password_hash,
        opens_evaluations=opens_evaluations,
        made_at=datetime.now(UTC),
    )
    session.add(account)
    session.flush()
    assert account.id is not None
    return account.id


def end_sign_ins(session: Session, account_id: int, *, keep: str = "") -> None:
    """Sign an account out of every browser but the one with the token `keep`."""
    rows = session.exec(select(SignIn).where(SignIn.account_id == account_id, col(SignIn.ended_at).is_(None)))
    for row in rows:
        if row.token_sha256 != token_sha256(keep):
            row.ended_at = datetime.now(UTC)
            session.add(row)


def checked_email(email: str) -> str:
    email = email.strip().lower()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email) or len(email) > 254:
        raise Invalid("Give an e-mail address such as name@example.org.", "E-mail")
    return email


def checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 100:
        raise Invalid("Give a name of up to 100 characters, as colleagues know it.", "Name")
    return name


def _set_up(session: Session, token: str) -> Invitation | None:
    """The set-up link, locked, if it can still be used."""
    query = select(Invitation).where(
        Invitation.token_sha256 == token_sha256(token),
        col(Invitation.evaluation_id).is_(None),
        col(Invitation.used_at).is_(None),
    )
    link = session.exec(query.with_for_update()).first()
    return None if _somebody_can_sign_in(session) else link


def _somebody_can_sign_in(session: Session) -> bool:
    """Accounts that the command line made have no password yet, and leave the first person's link open."""
    return session.exec(select(Account.id).where(col(Account.password_hash).is_not(None))).first() is not None


def _set_active(session: Session, account_id: int, active: bool) -> None:
    account = session.get_one(Account, account_id)
    if account.active == active:
        raise InvalidTransition(f"{account.name}'s account is {'in use' if active else 'disabled'} already.")
    account.active = active
    session.add(account)
    if not active:
        end_sign_ins(session, account_id)


def _runs_everywhere(work: Work, account_id: int) -> None:
    """Go on if she administers every evaluation that the account is a member of, this one among them."""
    query = select(Membership).where(
        col(Membership.account_id).in_([account_id, work.actor.account_id]), col(Membership.ended_in).is_(None)
    )
    rows = list(work.session.exec(query))
    theirs = {row.evaluation_id for row in rows if row.account_id == account_id}
    runs = {
        row.evaluation_id for row in rows if row.account_id == work.actor.account_id and row.role is Role.ADMINISTRATOR
    }
    if work.evaluation_id not in theirs:
        raise NotFound("There is no such member of this evaluation.")
    if theirs - runs:
        raise NotPermitted(
            "This person is a member of another evaluation too. End the membership here, or ask its administrator."
        )


def _by_email(session: Session, email: str) -> Account | None:
    return session.exec(select(Account).where(Account.email == email)).first()


def _row(account: Account) -> AccountRow:
    assert account.id is not None
    return AccountRow(account.id, account.email, account.name, account.active, account.opens_evaluations)
