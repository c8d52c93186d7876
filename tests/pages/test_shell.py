"""The frame: which pages a role has, what home says to it, and what happens when a role or a session ends."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from db.store import Store
from db.vocabulary import Role
from evalcore.errors import NotPermitted
from evalcore.manage import accounts, members
from evalcore.manage.access import Actor
from pages.ui.navigation import HOME, ROOT, SCREENS, START, Screen, require_screen, screens_for
from tests import factories
from tests.pages.apps import APP, open_app, words

THERE = [screen for screen in SCREENS if screen in screens_for(Actor(1, "", 1, frozenset(Role)))]
Opened = Callable[..., AppTest]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, sqlite_store: Store) -> Opened:
    """Opens the app over the test's store: `opened(account_id, page)`."""
    return lambda *args, **query: open_app(monkeypatch, sqlite_store, *args, **query)


def test_every_group_of_the_navigation_is_one_of_the_loop() -> None:
    groups = list(dict.fromkeys(screen.group for screen in SCREENS))
    assert [group for group in groups if group] == [
        group for group in ("Capture", "Make sense", "Watch", "Act", "Manage") if group in groups
    ]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("screen", [pytest.param(screen, id=screen.address or "home") for screen in THERE])
def test_a_page_opens_for_the_roles_it_is_for_and_for_no_other(
    opened: Opened, sqlite_store: Store, screen: Screen, role: Role
) -> None:
    me = factories.actor(sqlite_store, role)
    if not screen.is_for(me):
        with pytest.raises(ValueError, match="navigation page"):
            opened(me.account_id, screen.file)
        return
    app = opened(me.account_id, screen.file)
    assert not app.exception
    assert not app.error
    assert len(app.title) == 1


@pytest.mark.parametrize("screen", [pytest.param(screen, id=screen.address or "home") for screen in THERE])
def test_a_page_asks_for_itself_who_is_looking(sqlite_store: Store, screen: Screen) -> None:
    """The navigation leaves it out for other roles; should a file be reached past it, the page itself refuses."""
    for role in Role:
        me = factories.actor(sqlite_store, role)
        if screen.is_for(me):
            require_screen(me, screen.address)
        else:
            with pytest.raises(NotPermitted):
                require_screen(me, screen.address)
    asks = f'session.require_page("{screen.address}")' if screen.actions else "session.actor()"
    assert asks in (ROOT / screen.file).read_text(encoding="utf-8")


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.TRUST_MEMBER])
def test_committee_and_trusts_are_told_that_nothing_is_open_to_them(
    opened: Opened, sqlite_store: Store, role: Role
) -> None:
    researcher = factories.actor(sqlite_store)
    factories.source(sqlite_store, researcher, title="Meeting on the ward")
    me = factories.actor(sqlite_store, role, evaluation_id=researcher.evaluation_id)
    assert screens_for(me) == [HOME]
    said = words(opened(me.account_id))
    assert "No screen with data is open to your role" in said
    assert "ward" not in said


def test_a_signed_out_person_sees_the_way_in_and_nothing_else(opened: Opened, sqlite_store: Store) -> None:
    factories.source(sqlite_store, factories.actor(sqlite_store), title="Meeting on the ward")
    app = opened(None)
    assert "You are signed out" in words(app)
    assert "ward" not in words(app)
    assert not app.title


def test_a_session_that_ends_shows_nothing_at_the_next_click(opened: Opened, sqlite_store: Store) -> None:
    administrator = factories.actor(sqlite_store, Role.ADMINISTRATOR)
    other = factories.actor(sqlite_store, Role.CODER, evaluation_id=administrator.evaluation_id)
    app = opened(other.account_id)
    assert app.title
    accounts.disable_account(sqlite_store, administrator, other.account_id)
    app.run()
    assert "You are signed out" in words(app)
    assert not app.title


def test_a_role_that_ends_closes_its_pages_at_the_next_click(opened: Opened, sqlite_store: Store) -> None:
    administrator = factories.actor(sqlite_store, Role.ADMINISTRATOR)
    both = factories.actor(sqlite_store, Role.ADMINISTRATOR, Role.COMMITTEE, evaluation_id=administrator.evaluation_id)
    app = opened(both.account_id, "pages/manage/admin.py")
    assert app.title[0].value == "People and settings"
    for row in members.list_members(sqlite_store, administrator):
        if (row.account_id, row.role) == (both.account_id, Role.ADMINISTRATOR):
            members.end_membership(sqlite_store, administrator, row.no)
    app.run()
    assert "No screen with data is open" in words(app)


def test_a_member_of_two_evaluations_chooses_and_can_change_over(opened: Opened, sqlite_store: Store) -> None:
    first = factories.actor(sqlite_store, evaluation_id=factories.evaluation(sqlite_store, name="Sepsis").id)
    kidneys = factories.evaluation(sqlite_store, name="Kidneys").id
    factories.actor(sqlite_store, Role.CODER, evaluation_id=kidneys, account_id=first.account_id)
    app = opened(first.account_id)
    assert app.title[0].value == "Which evaluation?"
    _press(app, "Open “Sepsis”")
    assert app.title[0].value == "Sepsis"
    _press(app, "Go to “Kidneys”")
    assert app.title[0].value == "Kidneys"


def test_another_tab_does_not_turn_this_one_to_another_evaluation(
    opened: Opened, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = factories.actor(sqlite_store, evaluation_id=factories.evaluation(sqlite_store, name="Sepsis").id)
    kidneys = factories.evaluation(sqlite_store, name="Kidneys").id
    factories.actor(sqlite_store, Role.CODER, evaluation_id=kidneys, account_id=first.account_id)
    tab = opened(first.account_id)
    _press(tab, "Open “Sepsis”")
    other_tab = AppTest.from_file(str(APP), default_timeout=60).run()
    _press(other_tab, "Go to “Kidneys”")
    assert other_tab.title[0].value == "Kidneys"
    assert tab.run().title[0].value == "Sepsis"


def test_who_opens_evaluations_starts_her_own(opened: Opened, sqlite_store: Store) -> None:
    app = opened(factories.account(sqlite_store, name="Ada", opens_evaluations=True))
    assert app.title[0].value == "Welcome, Ada"
    _press(app, "Start your own")
    assert "Give the evaluation a name" in app.error[0].value
    app.text_input[0].input("Sepsis 2026")
    _press(app, "Start your own")
    assert app.title[0].value == "Sepsis 2026"
    assert "You are administrator and researcher here" in words(app)


def test_who_opens_none_is_told_whom_to_ask(opened: Opened, sqlite_store: Store) -> None:
    app = opened(factories.account(sqlite_store, name="Bea"))
    assert "Ask an administrator for an invitation" in words(app)
    with pytest.raises(ValueError, match="navigation page"):
        app.switch_page(START.file)


def _press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception
