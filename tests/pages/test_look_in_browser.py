"""The look in a real browser: what config.toml and app.css make of the widgets that the pages use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.accessibility import TALL, settle, violations
from tests.pages.test_look import PAIRS, THEMES
from tests.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("look") / "server.log"
    with served(Path(__file__).with_name("look_app.py"), log) as address:
        yield address


def opened(browser: Browser, address: str, theme: str, viewport: ViewportSize) -> Page:
    page = browser.new_page(viewport=viewport, color_scheme="dark" if theme == "dark" else "light")
    page.goto(address)
    page.get_by_role("button", name="Merge").wait_for()
    settle(page)
    return page


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_on_any_widget(browser: Browser, address: str, theme: str) -> None:
    page = opened(browser, address, theme, TALL)
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("theme", THEMES)
def test_a_dialog_wears_the_theme_of_the_page(browser: Browser, address: str, theme: str) -> None:
    page = opened(browser, address, theme, TALL)
    page.get_by_role("button", name="Merge").click()
    word = page.locator("#in-dialog")
    word.wait_for()
    assert word.evaluate("e => getComputedStyle(e).color") == rgb(PAIRS["barrier"][THEMES[theme]])
    page.close()


def test_the_page_says_that_it_is_in_uk_english(browser: Browser, address: str) -> None:
    page = opened(browser, address, "light", TALL)
    assert page.locator("html").get_attribute("lang") == "en-GB"
    page.close()


def test_a_phone_neither_zooms_into_a_field_nor_scrolls_sideways(browser: Browser, address: str) -> None:
    page = opened(browser, address, "light", PHONE)
    sizes = page.evaluate("""() => [...document.querySelectorAll('.stMain input:not([type=file]), textarea')]
      .map(field => parseFloat(getComputedStyle(field).fontSize))""")
    assert sizes and min(sizes) >= 16
    assert page.evaluate("() => document.querySelector('.stMain').scrollWidth") <= PHONE["width"]
    page.close()


def test_numerals_of_a_table_stand_under_each_other(browser: Browser, address: str) -> None:
    page = opened(browser, address, "light", TALL)
    worn = page.evaluate("""() => ['.stDataFrame canvas', '.stTable table'].map(
      found => getComputedStyle(document.querySelector(found)).fontVariantNumeric)""")
    assert worn == ["tabular-nums", "tabular-nums"]
    page.close()
