"""Who is a member of an evaluation, in which role, and the links that invite others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select

from db.reads.rows import standing
from db.store import Store
from db.tables import Account, Evaluation, Invitation, Membership, TrustState
from db.vocabulary import Role
from evalcore.capture.facts import check_trust
from evalcore.errors import Invalid, InvalidTransition, NotFound, NotPermitted
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.accounts import USED_UP, add_account, checked_email, checked_name, new_token, token_sha256
from evalcore.manage.changes import Work, record, verb
from evalcore.manage.passwords import hash_password

INVITED_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Member:
    """One role of one person; who holds two is listed twice. `no` is the membership's number."""

    no: int
    account_id: int
    name: str
    email: str
    role: Role
    trust: str | None
    active: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A role that an account holds; `evaluation` is the short name."""

    evaluation: str
    role: Role
    trust: str | None


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation nobody has used yet; `key` names it to `withdraw_invitation`."""

    key: str
    email: str
    role: Role
    trust: str | None
    evaluation_id: int
    evaluation: str
    expires_at: datetime
    has_account: bool


def list_members(store: Store, actor: Actor) -> list[Member]:
    """Everybody with a role in the evaluation, by name."""
    require(actor, Action.MANAGE_MEMBERS)
    with store.read() as session:
        trusts = _trust_names(session, actor.evaluation_id)
        query = (
            select(Membership, Account)
            .join(Account, col(Account.id) == Membership.account_id)
            .where(Membership.evaluation_id == actor.evaluation_id, col(Membership.ended_in).is_(None))
        )
        rows = [
            Member(
                row.no,
                row.account_id,
                account.name,
                account.email,
                row.role,
                trusts.get(row.trust) if row.trust else None,
                account.active,
            )
            for row, account in session.exec(query)
        ]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.email, list(Role).index(row.role)))


def memberships_by_account(store: Store) -> dict[int, list[Held]]:
    """The roles that each account holds, by evaluation: for whoever runs the server."""
    with store.read() as session:
        query = (
            select(Membership, Evaluation.slug)
            .join(Evaluation, col(Evaluation.id) == Membership.evaluation_id)
            .where(col(Membership.ended_in).is_(None))
        )
        rows = session.exec(query.order_by(Evaluation.slug, col(Membership.no))).all()
        names = {of: _trust_names(session, of) for of in {row.evaluation_id for row, _ in rows}}
    held: dict[int, list[Held]] = {}
    for row, slug in rows:
        trust = names[row.evaluation_id].get(row.trust) if row.trust else None
        held.setdefault(row.account_id, []).append(Held(slug, row.role, trust))
    return held


def list_invitations(store: Store, actor: Actor) -> list[Invited]:
    """The invitations that can still be accepted, newest first."""
    require(actor, Action.MANAGE_MEMBERS)
    with store.read() as session:
        query = select(Invitation).where(
            Invitation.evaluation_id == actor.evaluation_id,
            col(Invitation.used_at).is_(None),
            col(Invitation.expires_at) > datetime.now(UTC),
        )
        rows = [_invited(session, row) for row in session.exec(query)]
    return sorted(rows, key=lambda row: row.expires_at, reverse=True)


@verb("add member", Action.MANAGE_MEMBERS)
def add_member(work: Work, account_id: int, role: Role, trust: int | None = None) -> None:
    """Give somebody with an account a role.

    Raises
    ------
    InvalidTransition
        She holds it already.
    """
    if work.session.get(Account, account_id) is None:
        raise NotFound(f"There is no account number {account_id}.")
    _admit(work, account_id, role, trust)


@verb("end membership", Action.MANAGE_MEMBERS)
def end_membership(work: Work, membership: int) -> None:
    """Take a role from somebody; what she did in it stays.

    Raises
    ------
    InvalidTransition
        She is the last administrator.
    """
    row = work.find(Membership, membership, "membership")
    if row.ended_in is not None:
        raise InvalidTransition("This membership has ended already.")
    work.end(row)
    work.session.flush()
    keep_an_administrator(work)
    work.subject("membership", membership)


def keep_an_administrator(work: Work) -> None:
    """Refuse what leaves the evaluation without one: nobody could let anybody in any more.

    Raises
    ------
    InvalidTransition
    """
    if not any(row.role is Role.ADMINISTRATOR for row in work.standing(Membership)):
        raise InvalidTransition("An evaluation needs an administrator. Make somebody else one first.")


def invite(store: Store, actor: Actor, email: str, role: Role, trust: int | None = None) -> str:
    """The token of a link by which one person becomes a member; it is shown once and works for two weeks."""
    require(actor, Action.MANAGE_MEMBERS)
    token = new_token()
    _invite(store, actor, token_sha256(token), checked_email(email), role, trust)
    return token


@verb("invite", Action.MANAGE_MEMBERS)
def _invite(work: Work, key: str, email: str, role: Role, trust: int | None) -> None:
    _check_trust(work, role, trust)
    account = work.session.exec(select(Account).where(Account.email == email)).first()
    if account:
        _refuse_twice(work.standing(Membership, account_id=account.id), role, trust)
    work.session.add(
        Invitation(
            token_sha256=key,
            email=email,
            evaluation_id=work.evaluation_id,
            role=role,
            trust=trust,
            invited_by=work.actor.account_id,
            expires_at=datetime.now(UTC) + INVITED_FOR,
        )
    )
    work.subject("invitation", None)


@verb("withdraw invitation", Action.MANAGE_MEMBERS)
def withdraw_invitation(work: Work, key: str) -> None:
    row = work.session.get(Invitation, key)
    if row is None or row.evaluation_id != work.evaluation_id or row.used_at:
        raise NotFound("This invitation has been used or withdrawn already.")
    work.session.delete(row)
    work.subject("invitation", None)


def read_invitation(store: Store, token: str) -> Invited:
    """What a link invites to.

    Raises
    ------
    NotPermitted
        It has been used, withdrawn, or is too old.
    """
    with store.read() as session:
        return _invited(session, _open_invitation(session, token))


def accept_invitation(
    store: Store, token: str, *, signed_in_as: int | None = None, name: str = "", password: str = ""
) -> int:
    """Make the invited person a member: the number of her account.

    Who has an account must be signed in to it; who has none gets one with this name and password.

    Raises
    ------
    NotPermitted
        The link is not valid any more, or the account is not the one signed in to.
    Invalid
        The name or password cannot be taken.
    """
    invited = read_invitation(store, token)
    new = None if invited.has_account else (checked_name(name), hash_password(password, email=invited.email))
    with store.write() as session:
        evaluation = store.lock(session, invited.evaluation_id)
        invitation = _open_invitation(session, token)
        account = session.exec(select(Account).where(Account.email == invited.email)).first()
        if evaluation is None or invitation.role is None:
            raise NotFound("This evaluation is not there any more.")
        if account and account.password_hash and account.id != signed_in_as:
            raise NotPermitted(f"This invitation is for {invited.email}. Sign in to that account to accept it.")
        account_id = account.id if account else None
        if new and account:
            account.name, account.password_hash = new
            session.add(account)
        elif new:
            account_id = add_account(session, email=invited.email, name=new[0], password_hash=new[1])
        assert account_id is not None
        invitation.used_at = datetime.now(UTC)
        session.add(invitation)
        # The invitation is her permission: she has no role before this change.
        joining = Actor(account_id, "", invited.evaluation_id, frozenset())
        work = Work(session, joining, evaluation, evaluation.change_no + 1)
        _admit(work, account_id, invitation.role, invitation.trust)
        record(work, "accept invitation")
    return account_id


def _admit(work: Work, account_id: int, role: Role, trust: int | None) -> None:
    _check_trust(work, role, trust)
    _refuse_twice(work.standing(Membership, account_id=account_id), role, trust)
    row = work.add(Membership, account_id=account_id, role=role, trust=trust)
    work.subject("membership", row.no)


def _refuse_twice(memberships: Sequence[Membership], role: Role, trust: int | None) -> None:
    if any(row.role is role and row.trust == trust for row in memberships):
        raise InvalidTransition(f"This person is a member with the role {role} already.")


def _check_trust(work: Work, role: Role, trust: int | None) -> None:
    if role is Role.TRUST_MEMBER and trust is None:
        raise Invalid("Choose the trust that this member belongs to.", "Trust")
    check_trust(work, trust)


def _open_invitation(session: Session, token: str) -> Invitation:
    query = select(Invitation).where(Invitation.token_sha256 == token_sha256(token))
    row = session.exec(query).first()
    if row is None or row.evaluation_id is None or row.used_at or row.expires_at <= datetime.now(UTC):
        raise NotPermitted(USED_UP)
    return row


def _invited(session: Session, row: Invitation) -> Invited:
    assert row.evaluation_id is not None and row.role is not None and row.email is not None
    evaluation = session.get_one(Evaluation, row.evaluation_id)
    account = session.exec(select(Account).where(Account.email == row.email)).first()
    return Invited(
        key=row.token_sha256,
        email=row.email,
        role=row.role,
        trust=_trust_names(session, row.evaluation_id).get(row.trust) if row.trust else None,
        evaluation_id=row.evaluation_id,
        evaluation=evaluation.name,
        expires_at=row.expires_at,
        has_account=bool(account and account.password_hash),
    )


def _trust_names(session: Session, evaluation_id: int) -> dict[int, str]:
    return {row.trust: row.name for row in standing(session, evaluation_id, TrustState)}
