"""The pictures of the README and the guides, taken from the demo: `python3 tasks.py pictures`."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from db.store import Store
from evalcore.demo.load import load, researcher
from evalcore.manage.sign_in import begin_sign_in
from pages.ui.session import COOKIE
from tests.conftest import launch
from tests.serving import ROOT, Server

FOLDER = ROOT / "docs" / "pictures"
LAPTOP = (1440, 900)
PHONE = (390, 844)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as somebody sees it: once `ready` is on the screen, and after `act` if there is something to do first."""

    name: str
    address: str
    ready: Callable[[Page], None]
    size: tuple[int, int] = LAPTOP
    act: Callable[[Page], None] | None = None


def _heading(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("heading", name=name).first.wait_for()


def _bars(page: Page) -> None:
    page.locator(".js-plotly-plot").first.wait_for()


def _timeline(page: Page) -> None:
    page.locator(".st-key-sheet-wide-programme .js-plotly-plot").wait_for()


def _source_text(page: Page) -> None:
    page.get_by_role("document", name="Source text").get_by_role("paragraph").first.wait_for()


def _search(page: Page) -> None:
    page.get_by_role("searchbox", name="Search for").fill("ward near/10 nurse*")
    page.keyboard.press("Enter")
    page.get_by_role("region", name="Results").get_by_role("link").first.wait_for()


PICTURES = (
    Picture("dashboard-now", "/dashboard", _bars),
    Picture("programme", "/programme", _timeline),
    Picture("framework", "/framework", _heading("Framework")),
    Picture("coding-desk", "/coding?source=2", _source_text),
    Picture("field-note", "/field-notes?note=new", lambda page: page.get_by_label("What happened").wait_for(), PHONE),
    Picture("sources", "/sources", _heading("Sources")),
    Picture("search", "/search", _heading("Search"), act=_search),
)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = Store(f"sqlite:///{Path(folder, 'demo.db').as_posix()}")
        store.migrate()
        load(store)
        server = Server(store).start()
        browser = launch(playwright)
        try:
            for picture in PICTURES:
                for scheme in ("light", "dark"):
                    take(browser, server.url, begin_sign_in(store, researcher(store)), picture, scheme)
        finally:
            browser.close()
            server.stop()


def take(browser: Browser, url: str, token: str, picture: Picture, scheme: str) -> None:
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="en-GB",
        device_scale_factor=2 if picture.size == PHONE else 1,
    )
    context.add_cookies([{"name": COOKIE, "value": token, "url": url}])
    page = context.new_page()
    page.goto(url + picture.address)
    picture.ready(page)
    if picture.act:
        picture.act(page)
    # Streamlit draws a page in several strokes: it is done when nothing has moved for a while.
    page.wait_for_function("() => !document.querySelector('[data-testid=stStatusWidget]')")
    page.wait_for_timeout(1500)
    suffix = "" if scheme == "light" else "-dark"
    page.screenshot(path=FOLDER / f"{picture.name}{suffix}.png")
    context.close()


if __name__ == "__main__":
    main()
