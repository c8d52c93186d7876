"""Accounts, signing in, invitations: what a person meets, on both stores."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlmodel import col, select, update

from db.store import Store
from db.tables import Account, Change, Invitation, SignIn
from db.vocabulary import Role
from evalcore.errors import EvalError, Invalid, InvalidTransition, NotFound, NotPermitted
from evalcore.manage import accounts, members, sign_in
from evalcore.manage.backup import backup, restore
from evalcore.manage.changes import digest
from evalcore.manage.installation import kept_secret
from evalcore.manage.sign_in import signed_in
from evalcore.manage.undo import undo
from tests import factories

PASSWORD = "a tall ship and a star"
ANOTHER = "the sea is calm tonight"


def first_account(store: Store, *, email: str = "ada@example.org") -> int:
    link = accounts.set_up_link(store)
    assert link
    return accounts.create_first_account(store, link, email=email, name="Ada Lovell", password=PASSWORD)


def invited(store: Store, *, email: str = "bea@example.org", role: Role = Role.RESEARCHER) -> str:
    administrator = factories.actor(store, Role.ADMINISTRATOR)
    return members.invite(store, administrator, email, role)


def test_the_set_up_link_makes_the_first_account_and_then_ends(store: Store) -> None:
    link = accounts.set_up_link(store)
    assert link and accounts.is_set_up_link(store, link)
    accounts.create_first_account(store, link, email="Ada@Example.org ", name=" Ada  Lovell", password=PASSWORD)
    account = accounts.find_account(store, "ada@example.org")
    assert (account.name, account.opens_evaluations) == ("Ada Lovell", True)
    assert not accounts.is_set_up_link(store, link)
    assert accounts.set_up_link(store) is None
    with pytest.raises(NotPermitted, match="not valid any more"):
        accounts.create_first_account(store, link, email="eve@example.org", name="Eve", password=PASSWORD)


def test_a_new_set_up_link_ends_the_one_before(sqlite_store: Store) -> None:
    old, new = accounts.set_up_link(sqlite_store), accounts.set_up_link(sqlite_store)
    assert old and new
    assert not accounts.is_set_up_link(sqlite_store, old)
    assert accounts.is_set_up_link(sqlite_store, new)


def test_no_token_and_no_password_is_kept_as_it_is(sqlite_store: Store) -> None:
    link = accounts.set_up_link(sqlite_store)
    assert link
    accounts.create_first_account(sqlite_store, link, email="ada@example.org", name="Ada", password=PASSWORD)
    token = sign_in.sign_in(sqlite_store, "ada@example.org", PASSWORD)
    invitation = invited(sqlite_store)
    sqlite_store.engine.dispose()
    assert sqlite_store.path
    bytes_kept = sqlite_store.path.read_bytes()
    for secret in (link, token, invitation, PASSWORD):
        assert secret.encode() not in bytes_kept
    assert b"$argon2id$" in bytes_kept


@pytest.mark.parametrize(
    ("email", "name", "password", "field"),
    [
        pytest.param("ada", "Ada", PASSWORD, "E-mail", id="no address"),
        pytest.param("ada@example.org", " ", PASSWORD, "Name", id="no name"),
        pytest.param("ada@example.org", "Ada", "eleven char", "Password", id="short"),
        pytest.param("ada@example.org", "Ada", "x" * 1025, "Password", id="long"),
        pytest.param("ada@example.org", "Ada", "ADA@example.org", "Password", id="the address"),
    ],
)
def test_what_an_account_cannot_be_made_of_is_said_in_one_sentence(
    sqlite_store: Store, email: str, name: str, password: str, field: str
) -> None:
    link = accounts.set_up_link(sqlite_store)
    assert link
    with pytest.raises(Invalid) as refused:
        accounts.create_first_account(sqlite_store, link, email=email, name=name, password=password)
    assert refused.value.field == field
    assert password not in refused.value.message
    assert accounts.is_set_up_link(sqlite_store, link)


def test_signing_in_says_who_it_is_until_signing_out(store: Store) -> None:
    account = first_account(store)
    token = sign_in.sign_in(store, " ADA@example.org", PASSWORD)
    who = signed_in(store, token)
    assert who and (who.account_id, who.name, who.actor) == (account, "Ada Lovell", None)
    sign_in.sign_out(store, token)
    assert signed_in(store, token) is None
    assert signed_in(store, "made up") is None
    assert signed_in(store, None) is None


def test_nobody_is_signed_in_after_a_restore(store: Store, tmp_path: Path) -> None:
    token = sign_in.begin_sign_in(store, factories.account(store))
    kept = tmp_path / "kept.zip"
    backup(store, kept)
    sign_in.sign_out(store, token)
    restore(store, kept)
    assert sign_in.signed_in(store, token) is None


def test_a_password_typed_with_combining_accents_is_the_same_password(sqlite_store: Store) -> None:
    link = accounts.set_up_link(sqlite_store)
    assert link
    accounts.create_first_account(
        sqlite_store, link, email="zoe@example.org", name="Zoë", password="d\u00e9j\u00e0 vu encore"
    )
    assert sign_in.sign_in(sqlite_store, "zoe@example.org", "de\u0301ja\u0300 vu encore")


def test_signing_in_again_ends_what_the_browser_held_before(sqlite_store: Store) -> None:
    first_account(sqlite_store)
    before = sign_in.sign_in(sqlite_store, "ada@example.org", PASSWORD)
    after = sign_in.sign_in(sqlite_store, "ada@example.org", PASSWORD, previous=before)
    assert before != after
    assert signed_in(sqlite_store, before) is None
    assert signed_in(sqlite_store, after)


def test_a_wrong_password_and_an_unknown_person_are_refused_alike(sqlite_store: Store) -> None:
    first_account(sqlite_store)
    messages = set()
    for email, password in [("ada@example.org", ANOTHER), ("nobody@example.org", PASSWORD)]:
        with pytest.raises(NotPermitted) as refused:
            sign_in.sign_in(sqlite_store, email, password)
        messages.add(refused.value.message)
    assert len(messages) == 1


def test_after_ten_wrong_passwords_even_the_right_one_has_to_wait(sqlite_store: Store) -> None:
    first_account(sqlite_store)
    for _ in range(10):
        with pytest.raises(NotPermitted, match="do not belong together"):
            sign_in.sign_in(sqlite_store, "ada@example.org", "x" * 2000)
    with pytest.raises(NotPermitted, match=r"too many attempts.* in 15 minutes"):
        sign_in.sign_in(sqlite_store, "ada@example.org", PASSWORD)


def test_one_address_cannot_try_a_list_of_people(sqlite_store: Store) -> None:
    for number in range(100):
        with pytest.raises(NotPermitted, match="do not belong together"):
            sign_in.sign_in(sqlite_store, f"person{number}@example.org", "x" * 2000, address="192.0.2.7")
    with pytest.raises(NotPermitted, match=r"too many attempts"):
        sign_in.sign_in(sqlite_store, "another@example.org", "x" * 2000, address="192.0.2.7")
    with pytest.raises(NotPermitted, match="do not belong together"):
        sign_in.sign_in(sqlite_store, "another@example.org", "x" * 2000, address="192.0.2.8")


def _age(store: Store, **columns: timedelta) -> None:
    with store.write() as session:
        for name, ago in columns.items():
            session.exec(update(SignIn).values({name: datetime.now(UTC) - ago}))


@pytest.mark.parametrize(
    ("age", "stands"),
    [
        pytest.param({"seen_at": timedelta(hours=11)}, True, id="a working day"),
        pytest.param({"seen_at": timedelta(hours=13)}, False, id="idle"),
        pytest.param({"made_at": timedelta(days=8)}, False, id="too long ago"),
    ],
)
def test_a_sign_in_ends_when_idle_and_after_a_week(store: Store, age: dict[str, timedelta], stands: bool) -> None:
    token = sign_in.begin_sign_in(store, factories.account(store))
    _age(store, **age)
    assert (signed_in(store, token) is not None) == stands


def test_an_open_page_that_only_asks_does_not_keep_a_sign_in_alive(sqlite_store: Store) -> None:
    token = sign_in.begin_sign_in(sqlite_store, factories.account(sqlite_store))
    for _ in range(2):
        _age(sqlite_store, seen_at=timedelta(hours=7))
        assert signed_in(sqlite_store, token, active=False)
    _age(sqlite_store, seen_at=timedelta(hours=7))
    assert signed_in(sqlite_store, token)
    with sqlite_store.read() as session:
        assert datetime.now(UTC) - session.exec(select(SignIn)).one().seen_at < timedelta(minutes=1)


def test_a_role_given_or_taken_counts_at_the_next_click(store: Store) -> None:
    administrator = factories.actor(store, Role.ADMINISTRATOR)
    other = factories.account(store, name="Bea Ott")
    token = sign_in.begin_sign_in(store, other)
    before = signed_in(store, token)
    assert before and before.actor is None
    membership = members.add_member(store, administrator, other, Role.CODER).subject_no
    assert membership
    after = signed_in(store, token)
    assert after and after.actor and after.actor.roles == {Role.CODER}
    members.end_membership(store, administrator, membership)
    ended = signed_in(store, token)
    assert ended and ended.actor is None and ended.evaluations == ()


def test_who_is_in_two_evaluations_is_in_neither_until_she_chooses(sqlite_store: Store) -> None:
    first = factories.actor(sqlite_store, Role.RESEARCHER)
    second = factories.actor(sqlite_store, Role.CODER, account_id=first.account_id)
    token = sign_in.begin_sign_in(sqlite_store, first.account_id)
    who = signed_in(sqlite_store, token)
    assert who and who.current is None and len(who.evaluations) == 2
    sign_in.choose_evaluation(sqlite_store, token, second.evaluation_id)
    chosen = signed_in(sqlite_store, token)
    assert chosen and chosen.actor and chosen.actor.roles == {Role.CODER}
    here = signed_in(sqlite_store, token, evaluation_id=first.evaluation_id)
    assert here and here.actor and here.actor.roles == {Role.RESEARCHER}
    again = signed_in(sqlite_store, sign_in.begin_sign_in(sqlite_store, first.account_id))
    assert again and again.current and again.current.id == second.evaluation_id


def test_nobody_gets_into_an_evaluation_by_asking_for_it(sqlite_store: Store) -> None:
    stranger = factories.evaluation(sqlite_store).id
    member = factories.actor(sqlite_store)
    token = sign_in.begin_sign_in(sqlite_store, member.account_id)
    asked = signed_in(sqlite_store, token, evaluation_id=stranger)
    assert asked and asked.actor is None
    with pytest.raises(NotFound, match="not a member"):
        sign_in.choose_evaluation(sqlite_store, token, stranger)


def test_an_invitation_makes_a_member_once(store: Store) -> None:
    token = invited(store, role=Role.PROGRAMME_TEAM)
    invitation = members.read_invitation(store, token)
    assert (invitation.email, invitation.role, invitation.has_account) == (
        "bea@example.org",
        Role.PROGRAMME_TEAM,
        False,
    )
    account = members.accept_invitation(store, token, name="Bea Ott", password=PASSWORD)
    who = signed_in(store, sign_in.sign_in(store, "bea@example.org", PASSWORD))
    assert who and who.account_id == account and who.actor
    assert who.actor.roles == {Role.PROGRAMME_TEAM}
    assert not who.opens_evaluations
    with pytest.raises(NotPermitted, match="not valid any more"):
        members.accept_invitation(store, token, name="Eve", password=ANOTHER)


def test_an_invitation_for_an_account_takes_more_than_the_link(store: Store) -> None:
    account = first_account(store)
    token = invited(store, email="ada@example.org")
    stranger = factories.account(store)
    for signed_in_as in (None, stranger):
        with pytest.raises(NotPermitted, match="Sign in to that account"):
            members.accept_invitation(store, token, signed_in_as=signed_in_as, name="Eve", password=ANOTHER)
    assert members.accept_invitation(store, token, signed_in_as=account) == account
    assert sign_in.sign_in(store, "ada@example.org", PASSWORD)


def test_an_invitation_ends_after_two_weeks_and_when_withdrawn(sqlite_store: Store) -> None:
    administrator = factories.actor(sqlite_store, Role.ADMINISTRATOR)
    old = members.invite(sqlite_store, administrator, "bea@example.org", Role.CODER)
    with sqlite_store.write() as session:
        session.exec(update(Invitation).values(expires_at=datetime.now(UTC)))
    new = members.invite(sqlite_store, administrator, "cy@example.org", Role.CODER)
    [listed] = members.list_invitations(sqlite_store, administrator)
    assert listed.email == "cy@example.org"
    members.withdraw_invitation(sqlite_store, administrator, listed.key)
    for token in (old, new):
        with pytest.raises(NotPermitted, match="not valid any more"):
            members.read_invitation(sqlite_store, token)


def test_a_trust_member_has_a_trust_of_this_evaluation(sqlite_store: Store) -> None:
    administrator = factories.actor(sqlite_store, Role.ADMINISTRATOR)
    with pytest.raises(Invalid, match="Choose the trust"):
        members.invite(sqlite_store, administrator, "bea@example.org", Role.TRUST_MEMBER)
    with pytest.raises(NotFound, match="trust number 9"):
        members.invite(sqlite_store, administrator, "bea@example.org", Role.TRUST_MEMBER, 9)


def test_an_evaluation_keeps_an_administrator(store: Store) -> None:
    administrator = factories.actor(store, Role.ADMINISTRATOR, Role.RESEARCHER)
    listed = members.list_members(store, administrator)
    assert [row.role for row in listed] == [Role.ADMINISTRATOR, Role.RESEARCHER]
    with pytest.raises(InvalidTransition, match="needs an administrator"):
        members.end_membership(store, administrator, listed[0].no)
    with pytest.raises(InvalidTransition, match="researcher already"):
        members.add_member(store, administrator, administrator.account_id, Role.RESEARCHER)
    members.add_member(store, administrator, factories.account(store), Role.ADMINISTRATOR)
    members.end_membership(store, administrator, listed[0].no)


def test_a_role_that_was_taken_comes_back_by_undo_but_only_through_an_administrator(store: Store) -> None:
    administrator = factories.actor(store, Role.ADMINISTRATOR)
    here = administrator.evaluation_id
    coder = factories.actor(store, Role.CODER, evaluation_id=here)
    coding = next(row.no for row in members.list_members(store, administrator) if row.role is Role.CODER)
    taken = members.end_membership(store, administrator, coding).change_no
    with pytest.raises(NotPermitted, match="manage members"):
        undo(store, factories.actor(store, Role.RESEARCHER, evaluation_id=here), taken)
    undo(store, administrator, taken)
    who = signed_in(store, sign_in.begin_sign_in(store, coder.account_id))
    assert who and who.actor and who.actor.roles == {Role.CODER}


def test_an_undo_leaves_no_evaluation_without_an_administrator(sqlite_store: Store) -> None:
    first = factories.actor(sqlite_store, Role.ADMINISTRATOR)
    second = factories.account(sqlite_store)
    added = members.add_member(sqlite_store, first, second, Role.ADMINISTRATOR).change_no
    own = next(row.no for row in members.list_members(sqlite_store, first) if row.account_id == first.account_id)
    members.end_membership(sqlite_store, first, own)
    with pytest.raises(InvalidTransition, match="needs an administrator"):
        undo(sqlite_store, first, added)


def test_a_disabled_account_is_out_at_once_and_comes_back_when_enabled(store: Store) -> None:
    administrator = factories.actor(store, Role.ADMINISTRATOR)
    link = members.invite(store, administrator, "bea@example.org", Role.CODER)
    account = members.accept_invitation(store, link, name="Bea Ott", password=PASSWORD)
    token = sign_in.sign_in(store, "bea@example.org", PASSWORD)
    accounts.disable_account(store, administrator, account)
    assert signed_in(store, token) is None
    with pytest.raises(NotPermitted, match="do not belong together"):
        sign_in.sign_in(store, "bea@example.org", PASSWORD)
    accounts.enable_account(store, administrator, account)
    assert signed_in(store, token) is None
    assert sign_in.sign_in(store, "bea@example.org", PASSWORD)


def _of_two_evaluations(store: Store, evaluation_id: int) -> int:
    elsewhere = factories.actor(store)
    here = factories.actor(store, evaluation_id=evaluation_id, account_id=elsewhere.account_id)
    return here.account_id


@pytest.mark.parametrize(
    ("whom", "error", "sentence"),
    [
        pytest.param(lambda store, her: her.account_id, NotPermitted, "your own account", id="herself"),
        pytest.param(lambda store, her: factories.account(store), NotFound, "no such member", id="a stranger"),
        pytest.param(
            lambda store, her: _of_two_evaluations(store, her.evaluation_id),
            NotPermitted,
            "another evaluation too",
            id="of another evaluation",
        ),
    ],
)
def test_an_administrator_disables_only_whom_she_alone_answers_for(
    sqlite_store: Store, whom: Callable[..., int], error: type[EvalError], sentence: str
) -> None:
    administrator = factories.actor(sqlite_store, Role.ADMINISTRATOR)
    with pytest.raises(error, match=sentence):
        accounts.disable_account(sqlite_store, administrator, whom(sqlite_store, administrator))
    with sqlite_store.read() as session:
        assert all(account.active for account in session.exec(select(Account)))


def test_a_changed_password_signs_every_other_browser_out(store: Store) -> None:
    account = first_account(store)
    here, there = (sign_in.sign_in(store, "ada@example.org", PASSWORD) for _ in range(2))
    with pytest.raises(NotPermitted, match="not your present password"):
        accounts.change_password(store, account, ANOTHER, ANOTHER, keep=here)
    accounts.change_password(store, account, PASSWORD, ANOTHER, keep=here)
    assert signed_in(store, here)
    assert signed_in(store, there) is None
    assert sign_in.sign_in(store, "ada@example.org", ANOTHER)


def test_who_runs_the_server_can_mend_and_disable_accounts(sqlite_store: Store) -> None:
    factories.account(sqlite_store, email="cy@example.org", name="Cy Marr")
    with pytest.raises(NotPermitted):
        sign_in.sign_in(sqlite_store, "cy@example.org", "")
    accounts.set_password(sqlite_store, "cy@example.org", PASSWORD)
    token = sign_in.sign_in(sqlite_store, "cy@example.org", PASSWORD)
    accounts.disable(sqlite_store, "cy@example.org")
    assert signed_in(sqlite_store, token) is None
    with pytest.raises(NotFound, match="no account for dee@"):
        accounts.find_account(sqlite_store, "dee@example.org")


def test_the_record_of_members_is_one_unbroken_chain_without_addresses(store: Store) -> None:
    administrator = factories.actor(store, Role.ADMINISTRATOR)
    link = members.invite(store, administrator, "bea@example.org", Role.CODER)
    account = members.accept_invitation(store, link, name="Bea Ott", password=PASSWORD)
    accounts.disable_account(store, administrator, account)
    with store.read() as session:
        query = select(Change).where(Change.evaluation_id == administrator.evaluation_id).order_by(col(Change.no))
        changes = list(session.exec(query))
    assert [row.verb for row in changes] == ["open evaluation", "invite", "accept invitation", "disable account"]
    assert changes[2].by == account
    for earlier, later in pairwise(changes):
        assert later.previous_hash == earlier.hash == digest(earlier)
    kept = repr([row.model_dump() for row in changes])
    assert "bea@" not in kept and "Bea Ott" not in kept


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(sqlite_store: Store) -> None:
    secret = kept_secret(sqlite_store)
    assert len(secret) > 30
    assert kept_secret(sqlite_store) == secret
    assert sqlite_store.path
    assert (sqlite_store.path.parent / "secret").stat().st_mode & 0o077 == 0
