"""Memos in a real browser: what is half written outlives a reload, and nothing in one runs or is fetched."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from db.store import Store
from db.vocabulary import MemoKind
from evalcore.manage.access import Actor
from evalcore.sense.memo_list import memos
from evalcore.sense.memos import Thought, write_memo
from tests import factories
from tests.accessibility import settle
from tests.serving import Server

pytestmark = pytest.mark.browser

HALF = "Is it *priority* 🗂️,\nor is it who pa"
MEAN = (
    "<script>document.title = 'taken'</script> <img src=x onerror=\"document.title = 'taken'\">\n\n"
    "![a chart](https://example.org/chart.png) [the review](https://example.org/review) [no](javascript:alert(1))"
)


@pytest.fixture
def ada(sqlite_store: Store) -> Actor:
    return factories.actor(sqlite_store)


@pytest.fixture
def memo_page(page: Page, sqlite_store: Store, serve: Callable[[Store], Server], ada: Actor) -> Page:
    server = serve(sqlite_store)
    server.sign_in(page, ada.account_id)
    page.goto(f"{server.url}/memos")
    page.get_by_role("heading", name="Memos").wait_for()
    settle(page)
    return page


def test_a_half_written_memo_outlives_a_reload_and_is_forgotten_once_it_is_saved(
    memo_page: Page, sqlite_store: Store, ada: Actor
) -> None:
    field = memo_page.get_by_label("Memo", exact=True)
    field.click()
    memo_page.keyboard.insert_text(HALF)
    memo_page.reload()
    expect(field).to_have_value(HALF)
    memo_page.get_by_role("button", name="Save memo").click()
    expect(memo_page.get_by_text("Saved the memo.")).to_be_visible()
    assert [row.text for row in memos(sqlite_store, ada)] == [HALF]
    memo_page.reload()
    memo_page.get_by_text("Write a memo").click()
    expect(field).to_have_value("")
    assert memo_page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('kept-text:'))") == []


def test_nothing_in_a_memo_runs_or_is_fetched_and_its_links_open_apart(
    memo_page: Page, sqlite_store: Store, ada: Actor
) -> None:
    asked: list[str] = []
    memo_page.on("request", lambda request: asked.append(request.url))
    write_memo(sqlite_store, ada, Thought(MemoKind.ANALYTIC, MEAN))
    memo_page.reload()
    link = memo_page.get_by_role("link", name="the review")
    expect(link).to_have_attribute("rel", re.compile("noopener"))
    expect(link).to_have_attribute("target", "_blank")
    expect(memo_page.get_by_text("<script>document.title")).to_be_visible()
    expect(memo_page.get_by_role("link", name="no", exact=True)).to_have_count(0)
    assert memo_page.title() != "taken"
    assert [url for url in asked if "example.org" in url or url.endswith("/x")] == []
