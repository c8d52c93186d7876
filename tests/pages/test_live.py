"""An open page keeps up with what others do, and leaves whoever reads or types in peace."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from db.store import Store
from db.vocabulary import Role
from evalcore.manage.access import Actor
from evalcore.manage.accounts import disable_account
from tests import factories
from tests.serving import Server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all: each test has an evaluation of its own in its store."""
    path = tmp_path_factory.mktemp("live") / "live.db"
    shutil.copyfile(sqlite_template, path)
    store = Store(f"sqlite:///{path.as_posix()}")
    factories.account(store, password="somebody can sign in")
    server = Server(store).start()
    yield server
    server.stop()
    store.engine.dispose()


@pytest.fixture
def researcher(server: Server) -> Actor:
    return factories.actor(server.store, name="Ada Lovell")


def _open(server: Server, page: Page, me: Actor, address: str, heading: str) -> None:
    server.sign_in(page, me.account_id)
    page.goto(f"{server.url}/{address}")
    expect(page.get_by_role("heading", name=heading)).to_be_visible()


def test_what_another_person_does_shows_by_itself(page: Page, server: Server, researcher: Actor) -> None:
    _open(server, page, researcher, "", "Sepsis collaborative")
    expect(page.get_by_text("There are no sources yet.")).to_be_visible()
    page.evaluate("window.stayed = true")
    for number in (1, 2):
        factories.source(server.store, researcher)
        expect(page.get_by_text(f"{number} to read.")).to_be_visible()
    assert page.evaluate("window.stayed"), "the page was not loaded anew"


def test_the_dashboard_follows_what_another_person_codes(page: Page, server: Server, researcher: Actor) -> None:
    watching = factories.actor(server.store, Role.PROGRAMME_TEAM, evaluation_id=researcher.evaluation_id)
    source = factories.source(server.store, researcher)
    factories.coding(server.store, researcher, source=source, theme=5)
    factories.reading(server.store, researcher, source=source)
    _open(server, page, watching, "dashboard", "What helps and what hinders")
    expect(page.get_by_text("Support and culture is the most mentioned barrier: 1 of 1 source")).to_be_visible()
    second = factories.source(server.store, researcher)
    factories.coding(server.store, researcher, source=second, theme=4)
    factories.coding(server.store, researcher, source=source, theme=4)
    factories.reading(server.store, researcher, source=second)
    expect(page.get_by_text("Conflicting priorities is the most mentioned barrier: 2 of 2 sources")).to_be_visible()


def _where(page: Page) -> Any:
    return page.evaluate(
        "[document.querySelector('.stMain').scrollTop, document.activeElement.value, "
        "document.activeElement.selectionStart]"
    )


def test_scrolling_and_half_typed_text_stay_through_it(page: Page, server: Server, researcher: Actor) -> None:
    page.set_viewport_size({"width": 1000, "height": 400})
    _open(server, page, researcher, "framework", "Framework")
    page.get_by_text("Add a theme").first.click()
    field = page.get_by_label("Name", exact=True).first
    field.press_sequentially("Readiness to ta")
    page.keyboard.press("ArrowLeft")
    page.locator(".stMain").evaluate("main => main.scrollTo(0, 120)")
    before = _where(page)
    assert before[0] == 120 and before[1] == "Readiness to ta"
    factories.theme(server.store, researcher, name="A theme of somebody else")
    expect(page.get_by_text("A theme of somebody else").first).to_be_attached()
    assert _where(page) == before


def test_a_hidden_tab_asks_nothing_until_it_is_looked_at(browser: Browser, server: Server, researcher: Actor) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/version" in request.url else None)
    page.add_init_script("Object.defineProperty(document, 'hidden', { get: () => window.away === true })")
    _open(server, page, researcher, "", "Sepsis collaborative")
    with page.expect_request("**/version*"):
        pass
    page.evaluate("window.away = true")
    page.wait_for_timeout(3_500)
    asked.clear()
    page.wait_for_timeout(6_500)
    assert asked == []
    page.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(500)
    assert len(asked) == 1
    context.close()


def test_news_waits_until_a_click_is_answered_which_it_would_undo(
    page: Page, server: Server, researcher: Actor
) -> None:
    asked_to_run: list[str | bytes] = []

    def heard(sent: str | bytes) -> None:
        asked_to_run.append(sent)

    page.on("websocket", lambda socket: socket.on("framesent", heard))
    _open(server, page, researcher, "field-notes", "Field notes")
    expect(page.get_by_role("button", name="Log a field note").first).to_be_visible()
    factories.theme(server.store, researcher)
    asked_to_run.clear()
    with page.expect_response("**/version*"):
        page.evaluate("""() => {
          [...document.querySelectorAll("button")].find(one => one.textContent.includes("Log a field note")).click();
          document.dispatchEvent(new Event("visibilitychange"));
        }""")
    page.wait_for_timeout(500)
    assert len(asked_to_run) == 1
    expect(page.get_by_label("What happened")).to_be_visible()


def test_a_reader_who_is_signed_out_elsewhere_is_led_to_the_sign_in(
    page: Page, server: Server, researcher: Actor
) -> None:
    administrator = factories.actor(server.store, Role.ADMINISTRATOR, evaluation_id=researcher.evaluation_id)
    _open(server, page, researcher, "?trust=1&trust=2", "Sepsis collaborative")
    disable_account(server.store, administrator, researcher.account_id)
    page.wait_for_url("**/account/sign-in?next=**")
    assert "trust%3D1%26trust%3D2" in page.url


def test_a_writer_who_is_signed_out_elsewhere_keeps_the_page_and_is_told(
    page: Page, server: Server, researcher: Actor
) -> None:
    administrator = factories.actor(server.store, Role.ADMINISTRATOR, evaluation_id=researcher.evaluation_id)
    _open(server, page, researcher, "framework", "Framework")
    disable_account(server.store, administrator, researcher.account_id)
    told = page.get_by_role("status").filter(has_text="You are signed out.")
    expect(told).to_be_visible()
    assert told.get_by_role("link", name="Sign in again").get_attribute("href") == "/account/sign-in?next=%2Fframework"
    expect(page.get_by_role("heading", name="Framework")).to_be_visible()


def test_a_server_that_goes_is_missed_and_after_its_return_the_page_is_up_to_date(
    page: Page, server: Server, researcher: Actor
) -> None:
    _open(server, page, researcher, "", "Sepsis collaborative")
    expect(page.get_by_text("There are no sources yet.")).to_be_visible()
    with page.expect_request("**/version*"):
        pass
    server.kill()
    missed = page.get_by_role("status").filter(has_text="No connection to the server.")
    expect(missed).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    factories.source(server.store, researcher)
    server.start()
    expect(page.get_by_text("1 to read.")).to_be_visible()
    expect(missed).to_have_count(0)
