"""The pages around signing in, in a real browser: a person comes in, goes out, and leaves nothing behind."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from db.store import Store
from db.vocabulary import Role
from evalcore.manage import members
from evalcore.manage.accounts import set_up_link
from tests import factories
from tests.accessibility import AXE, RUN, TAGS
from tests.serving import Server

pytestmark = pytest.mark.browser
PASSWORD = "a tall ship and a star"


@pytest.fixture
def server(sqlite_store: Store, serve: Callable[..., Server]) -> Server:
    return serve(sqlite_store)


def _axe(page: Page) -> list[str]:
    page.evaluate("() => document.fonts.ready")
    page.evaluate(AXE)
    return [str(line) for line in page.evaluate(RUN, TAGS)]


def test_the_set_up_link_in_the_terminal_leads_to_an_evaluation_of_ones_own(page: Page, server: Server) -> None:
    said = server.log.read_text()
    page.goto(next(word for word in said.split() if "/account/set-up?link=" in word))
    page.get_by_label("Name").fill("Ada Lovell")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="Welcome, Ada Lovell")).to_be_visible()
    expect(page.get_by_role("button", name="Explore the demo evaluation")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Sepsis 2026")
    page.get_by_role("button", name="Start your own").click()
    expect(page.get_by_role("heading", name="Sepsis 2026")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Sepsis 2026")).to_be_visible()


def test_signing_in_by_keyboard_leads_to_where_one_was_going_and_out_again(
    page: Page, server: Server, sqlite_store: Store
) -> None:
    account = factories.account(sqlite_store, email="ada@example.org", password=PASSWORD)
    factories.source(sqlite_store, factories.actor(sqlite_store, account_id=account))
    page.goto(f"{server.url}/history?who={account}&about=evaluation&about=source")
    expect(page.get_by_label("E-mail")).to_be_focused()
    page.keyboard.type("ada@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    expect(page.get_by_label("Who").locator("..").get_by_text("Ada Lovell")).to_be_visible()
    assert parse_qs(urlsplit(page.url).query) == {"who": [str(account)], "about": ["evaluation", "source"]}
    page.evaluate("localStorage.setItem('field-note:1:1:new', JSON.stringify({ note: 'what she said' }))")
    page.get_by_role("button", name="Ada Lovell", exact=True).click()
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/sign-in")
    assert "what she said" not in page.evaluate("JSON.stringify(localStorage)")
    page.goto(f"{server.url}/history")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_axe_finds_nothing_on_any_account_page(browser: Browser, server: Server, sqlite_store: Store) -> None:
    before = [f"set-up?link={set_up_link(sqlite_store)}", "sign-in", "set-up?link=wrong"]
    _look_at(browser, server, before)
    me = factories.account(sqlite_store, email="ada@example.org", password=PASSWORD)
    administrator = factories.actor(sqlite_store, Role.ADMINISTRATOR, account_id=me)
    link = members.invite(sqlite_store, administrator, "bea@example.org", Role.CODER)
    _look_at(browser, server, ["sign-in", f"invitation?link={link}", "invitation?link=wrong"])
    _look_at(browser, server, ["password", "sign-out"], me)


def _look_at(browser: Browser, server: Server, addresses: list[str], account: int | None = None) -> None:
    """Each address in both schemes, on a desk and on a phone."""
    for scheme, width in [("light", 1440), ("dark", 390), ("dark", 1440), ("light", 390)]:
        page = browser.new_page(
            viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
        )
        if account is not None:
            server.sign_in(page, account)
        for address in addresses:
            page.goto(f"{server.url}/account/{address}")
            assert _axe(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        page.close()


def test_a_refused_form_is_as_clear_as_the_first(page: Page, server: Server, sqlite_store: Store) -> None:
    factories.account(sqlite_store, email="ada@example.org", password=PASSWORD)
    page.goto(f"{server.url}/account/sign-in")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    expect(page.get_by_label("E-mail")).to_have_value("ada@example.org")
    assert _axe(page) == []
