"""Every page over the demo, in a real browser: axe in both themes, and a phone that need not scroll sideways."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from db.store import Store
from db.vocabulary import Role
from evalcore.demo.load import load
from evalcore.manage.access import Actor
from pages.ui.navigation import START, screens_for
from tests import factories
from tests.accessibility import TALL, settle, violations
from tests.serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE: ViewportSize = {"width": 390, "height": 844}
THERE = [*screens_for(Actor(1, "", 1, frozenset(Role))), START]
ADDRESSES = [pytest.param(screen.address, id=screen.address or "home") for screen in THERE]


@pytest.fixture(scope="module")
def demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, int]]:
    """A server over the demo, and the account of somebody with every page."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copyfile(sqlite_template, path)
    store = Store(f"sqlite:///{path.as_posix()}")
    account = factories.account(store, name="Ada Lovell", opens_evaluations=True)
    load(store, account)
    server = Server(store).start()
    yield server, account
    server.stop()
    store.engine.dispose()


def _opened(browser: Browser, demo: tuple[Server, int], address: str, viewport: ViewportSize, theme: str) -> Page:
    server, account = demo
    page = browser.new_page(viewport=viewport, color_scheme="dark" if theme == "dark" else "light")
    server.sign_in(page, account)
    page.goto(f"{server.url}/{address}")
    page.get_by_role("heading").first.wait_for()
    settle(page)
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing(browser: Browser, demo: tuple[Server, int], address: str, theme: str) -> None:
    page = _opened(browser, demo, address, TALL, theme)
    page.wait_for_timeout(2_000)
    assert violations(page) == []
    page.get_by_role("button", name="Ada Lovell").click()
    page.get_by_role("link", name="Sign out").wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": PHONE["width"], "height": TALL["height"]})
    page.get_by_test_id("stExpandSidebarButton").wait_for()
    page.wait_for_timeout(500)  # charts take their new width
    assert violations(page) == []
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Framework").wait_for()
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_menu_of_a_phone_is_as_clear(browser: Browser, demo: tuple[Server, int], theme: str) -> None:
    page = _opened(browser, demo, "", PHONE, theme)
    page.get_by_test_id("stExpandSidebarButton").click()
    menu = page.get_by_role("navigation", name="App pages")
    link = menu.get_by_role("group", name="Manage").get_by_role("link", name="History")
    link.wait_for()
    assert violations(page) == []
    link.click()
    expect(page.get_by_role("heading", name="History")).to_be_in_viewport()
    expect(menu).not_to_be_in_viewport()
    page.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_phone_need_not_scroll_sideways(browser: Browser, demo: tuple[Server, int], address: str) -> None:
    page = _opened(browser, demo, address, PHONE, "light")
    main = page.locator(".stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    page.close()
