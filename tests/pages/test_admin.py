"""People and settings: what an administrator can do there, and undo."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from db.store import Store
from db.vocabulary import Role
from evalcore.manage import accounts, members
from evalcore.manage.access import Actor
from evalcore.manage.evaluations import Beginning, NewTrust
from evalcore.manage.settings import change_settings, read_settings
from evalcore.manage.sign_in import begin_sign_in, signed_in
from tests import factories
from tests.pages.apps import as_read, open_app, words

ADMIN = "pages/manage/admin.py"


@pytest.fixture
def administrator(sqlite_store: Store) -> Actor:
    return factories.actor(sqlite_store, Role.ADMINISTRATOR, name="Ada Lovell")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, sqlite_store: Store, administrator: Actor) -> Callable[[], AppTest]:
    return lambda: open_app(monkeypatch, sqlite_store, administrator.account_id, ADMIN)


def _press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception


def _html(app: AppTest) -> str:
    return "".join(str(getattr(element, "value", "")) for element in app.get("html"))


def _coder(store: Store, administrator: Actor) -> Actor:
    return factories.actor(store, Role.CODER, evaluation_id=administrator.evaluation_id, name="Bea Ott")


def test_an_invitation_is_made_shown_once_and_withdrawn(
    opened: Callable[[], AppTest], sqlite_store: Store, administrator: Actor
) -> None:
    app = opened()
    app.text_input("invite-email").input("cy@example.org")
    app.radio("invite-role").set_value(Role.CODER)
    _press(app, "Make the link")
    token = _html(app).split("/account/invitation?link=")[1].split('"')[0]
    assert members.read_invitation(sqlite_store, token).role is Role.CODER
    assert "1 invitation not accepted yet" in words(app)
    _press(app, "Invite somebody else")
    assert token not in _html(app)
    _press(app, "Withdraw invitation")
    assert "works no more" in words(app)
    assert members.list_invitations(sqlite_store, administrator) == []


def test_haste_gives_nobody_a_role(opened: Callable[[], AppTest], sqlite_store: Store, administrator: Actor) -> None:
    app = opened()
    app.text_input("invite-email").input("cy@example.org")
    _press(app, "Make the link")
    assert "Choose the role that the person is invited to." in words(app)
    assert members.list_invitations(sqlite_store, administrator) == []


def test_an_address_that_is_none_is_refused_in_a_sentence(opened: Callable[[], AppTest]) -> None:
    app = opened()
    app.text_input("invite-email").input("cy")
    app.radio("invite-role").set_value(Role.CODER)
    _press(app, "Make the link")
    assert as_read(app.error[0].value) == "Give an e-mail address such as name@example.org."


def test_a_trust_member_is_invited_with_a_trust(monkeypatch: pytest.MonkeyPatch, sqlite_store: Store) -> None:
    account = factories.account(sqlite_store)
    trusts = (NewTrust("Alder Hall"), NewTrust("Birch Vale"))
    evaluation = factories.evaluation(sqlite_store, by=account, beginning=Beginning(trusts=trusts))
    me = factories.actor(sqlite_store, Role.ADMINISTRATOR, evaluation_id=evaluation.id, account_id=account)
    app = open_app(monkeypatch, sqlite_store, account, ADMIN)
    app.text_input("invite-email").input("dee@example.org")
    app.radio("invite-role").set_value(Role.TRUST_MEMBER).run()
    app.selectbox("invite-trust").select_index(1)
    _press(app, "Make the link")
    assert members.list_invitations(sqlite_store, me)[0].trust == "Birch Vale"


def test_a_role_is_ended_and_brought_back_by_undo(
    opened: Callable[[], AppTest], sqlite_store: Store, administrator: Actor
) -> None:
    coder = _coder(sqlite_store, administrator)
    token = begin_sign_in(sqlite_store, coder.account_id)
    app = opened()
    _press(app, "End role: coder")
    assert "Bea Ott is not coder any more." in words(app)
    ended = signed_in(sqlite_store, token)
    assert ended and ended.actor is None
    _press(app, "Undo")
    back = signed_in(sqlite_store, token)
    assert back and back.actor and back.actor.roles == {Role.CODER}


def test_the_only_administrator_cannot_end_her_own_role(opened: Callable[[], AppTest]) -> None:
    app = opened()
    _press(app, "End role: administrator")
    assert "needs an administrator" in app.error[0].value


def test_an_account_is_disabled_and_enabled_again(
    opened: Callable[[], AppTest], sqlite_store: Store, administrator: Actor
) -> None:
    coder = _coder(sqlite_store, administrator)
    app = opened()
    assert [button.label for button in app.button].count("Disable account") == 1, "nobody disables her own"
    _press(app, "Disable account")
    assert "nobody can sign in with it" in words(app)
    assert signed_in(sqlite_store, begin_sign_in(sqlite_store, coder.account_id)) is None
    _press(app, "Enable account")
    assert signed_in(sqlite_store, begin_sign_in(sqlite_store, coder.account_id))
    assert [row.active for row in accounts.list_accounts(sqlite_store)] == [True, True]


def test_settings_are_saved(opened: Callable[[], AppTest], sqlite_store: Store, administrator: Actor) -> None:
    app = opened()
    next(field for field in app.text_input if field.label == "Name of the evaluation").input("Sepsis 2026")
    app.number_input[0].set_value(8)
    _press(app, "Save the settings")
    assert "Saved the settings." in words(app)
    now = read_settings(sqlite_store, administrator)
    assert (now.name, now.people_threshold) == ("Sepsis 2026", 8)


def test_settings_saved_by_somebody_else_are_not_wiped(
    opened: Callable[[], AppTest], sqlite_store: Store, administrator: Actor
) -> None:
    app = opened()
    change_settings(sqlite_store, administrator, "Theirs", "Motivation to come back.", 7)
    app.number_input[0].set_value(8)
    _press(app, "Save the settings")
    assert "Somebody else has changed the settings since you opened them." in words(app)
    assert app.number_input[0].value == 8
    assert read_settings(sqlite_store, administrator).name == "Theirs"
    _press(app, "Take what stands now")
    app.number_input[0].set_value(9)
    _press(app, "Save the settings")
    now = read_settings(sqlite_store, administrator)
    assert (now.name, now.people_threshold) == ("Theirs", 9)
