"""Signing in: a browser holds a random token, the store its SHA-256, and every run asks again who that is."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select

from db.store import Store
from db.tables import Account, Evaluation, Membership, SignIn
from db.vocabulary import Role
from evalcore.errors import NotFound, NotPermitted
from evalcore.manage.access import Actor
from evalcore.manage.accounts import new_token, token_sha256
from evalcore.manage.passwords import is_password
from evalcore.manage.throttle import Throttle

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
# Being there is written down this often, not at every click.
_SEEN_EVERY = timedelta(minutes=5)

_BY_EMAIL = Throttle(10, 15 * 60)
# A hospital's staff share an address, so this one is wide: it stops lists, not people.
_BY_ADDRESS = Throttle(100, 15 * 60)


@dataclass(frozen=True, slots=True)
class Mine:
    """An evaluation that somebody is a member of."""

    id: int
    slug: str
    name: str
    core_concept: str
    time_zone: str
    change_no: int
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a browser's token stands for. `actor` and `current` are None until it is clear which evaluation is meant."""

    account_id: int
    name: str
    email: str
    opens_evaluations: bool
    evaluations: tuple[Mine, ...]
    current: Mine | None

    @property
    def actor(self) -> Actor | None:
        return Actor(self.account_id, self.name, self.current.id, self.current.roles) if self.current else None


def sign_in(store: Store, email: str, password: str, *, address: str = "", previous: str | None = None) -> str:
    """The token of a newly signed-in browser; `previous`, the one it held before, ends.

    Raises
    ------
    NotPermitted
        The two do not belong together, or it was tried too often.
    """
    email = email.strip().lower()
    tried = [(_BY_EMAIL, f"{store.url} {email}"), (_BY_ADDRESS, f"{store.url} {address}")]
    for throttle, key in tried:
        throttle.attempt(key)
    with store.read() as session:
        account = session.exec(select(Account).where(Account.email == email)).first()
    known = is_password(account.password_hash if account else None, password)
    if account is None or account.id is None or not known or not account.active:
        raise NotPermitted("This e-mail address and password do not belong together. Try again.")
    for throttle, key in tried:
        throttle.succeeded(key)
    return begin_sign_in(store, account.id, previous=previous)


def begin_sign_in(store: Store, account_id: int, *, previous: str | None = None) -> str:
    """Sign an account in without asking: who has just proved otherwise who she is."""
    token, now = new_token(), datetime.now(UTC)
    with store.write() as session:
        if previous:
            _end(session, previous, now)
        query = select(SignIn).where(SignIn.account_id == account_id).order_by(col(SignIn.made_at).desc())
        last = session.exec(query.limit(1)).first()
        session.add(
            SignIn(
                token_sha256=token_sha256(token),
                account_id=account_id,
                evaluation_id=last.evaluation_id if last else None,
                made_at=now,
                seen_at=now,
            )
        )
    return token


def sign_out(store: Store, token: str) -> None:
    with store.write() as session:
        _end(session, token, datetime.now(UTC))


def signed_in(
    store: Store, token: str | None, *, evaluation_id: int | None = None, active: bool = True
) -> SignedIn | None:
    """Who holds this token now; None where nobody may: ended, expired, or the account disabled.

    `evaluation_id` asks for one evaluation in place of the one that the browser chose last. `active` is whether a
    person did something, or only an open page asked.
    """
    if not token:
        return None
    now = datetime.now(UTC)
    with store.read() as session:
        row = session.get(SignIn, token_sha256(token))
        if row is None or row.ended_at or now - row.seen_at > IDLE or now - row.made_at > LONGEST:
            return None
        account = session.get_one(Account, row.account_id)
        if not account.active:
            return None
        mine = _mine(session, row.account_id)
    if active and now - row.seen_at > _SEEN_EVERY:
        with store.write() as session:
            seen = session.get_one(SignIn, row.token_sha256)
            seen.seen_at = now
            session.add(seen)
    wanted = evaluation_id if evaluation_id is not None else row.evaluation_id
    current = next((one for one in mine if one.id == wanted), None)
    if current is None and evaluation_id is None and len(mine) == 1:
        current = mine[0]
    return SignedIn(row.account_id, account.name, account.email, account.opens_evaluations, mine, current)


def choose_evaluation(store: Store, token: str, evaluation_id: int) -> None:
    """Let this browser look at another evaluation from now on.

    Raises
    ------
    NotFound
        She is no member of it.
    """
    if not (who := signed_in(store, token, evaluation_id=evaluation_id)) or who.current is None:
        raise NotFound("You are not a member of this evaluation.")
    with store.write() as session:
        row = session.get_one(SignIn, token_sha256(token))
        row.evaluation_id = evaluation_id
        session.add(row)


def _mine(session: Session, account_id: int) -> tuple[Mine, ...]:
    query = (
        select(Evaluation, Membership.role)
        .join(Membership, col(Membership.evaluation_id) == Evaluation.id)
        .where(Membership.account_id == account_id, col(Membership.ended_in).is_(None))
    )
    found: dict[int, tuple[Evaluation, set[Role]]] = {}
    for evaluation, role in session.exec(query):
        assert evaluation.id is not None
        found.setdefault(evaluation.id, (evaluation, set()))[1].add(Role(role))
    rows = [
        Mine(no, row.slug, row.name, row.core_concept, row.time_zone, row.change_no, frozenset(roles))
        for no, (row, roles) in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: row.name.casefold()))


def _end(session: Session, token: str, now: datetime) -> None:
    row = session.get(SignIn, token_sha256(token))
    if row and row.ended_at is None:
        row.ended_at = now
        session.add(row)
