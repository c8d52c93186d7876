"""Sources in a real browser: an interview on its way in by mouse and by keyboard, and what is left of its names."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from db.reads.rows import newest_text
from db.store import Store
from evalcore.capture.library import library
from evalcore.manage.access import Actor
from tests import factories
from tests.accessibility import TALL, settle, violations
from tests.serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE: ViewportSize = {"width": 390, "height": 844}
INTERVIEW = (
    "Anna Whitfield: How did it begin? 🙂\n"
    "Bronagh Obi: Cafe\N{COMBINING ACUTE ACCENT} talk. Dr Quxanthe Patel rang 07700 900123.\n"
    "Anna Whitfield: And then, Bronagh?\n"
    "Bronagh Obi: Patel took two days over it. Zib left.\n"
)
STORED = (
    "Interviewer: How did it begin? 🙂\n"
    "P01: Café talk. [doctor 1] rang [phone].\n"
    "Interviewer: And then, P01?\n"
    "P01: [doctor 1] took two days over it. [a friend] left.\n"
)
NAMES = ("Whitfield", "Anna", "Bronagh", "Quxanthe", "Patel", "07700", "Zib")

Served = tuple[Server, Actor]


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = tmp_path_factory.mktemp("sources") / "evaluation.db"
    shutil.copyfile(sqlite_template, path)
    server = Server(Store(f"sqlite:///{path.as_posix()}")).start()
    yield server
    server.stop()
    server.store.engine.dispose()


@pytest.fixture
def served(server: Server) -> Served:
    """The server, and a researcher in an evaluation of her own."""
    return server, factories.actor(server.store)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Interview Bronagh Obi 2016-02-03.txt"
    path.write_text(INTERVIEW, encoding="utf-8")
    return path


def opened(page: Page, served: Served, address: str) -> Page:
    server, me = served
    server.sign_in(page, me.account_id)
    page.goto(f"{server.url}/{address}")
    page.get_by_role("heading", level=1).first.wait_for()
    settle(page)
    return page


def bring(page: Page, file: Path) -> None:
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("heading", name="3. Import")).to_be_visible()
    settle(page)


def choose_role_group(page: Page) -> None:
    """By keyboard, as in every selectbox."""
    page.get_by_label("Role group of Bronagh Obi").focus()
    page.keyboard.type("senior nurse")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Choose the role group of Bronagh Obi.")).to_have_count(0)


def assert_stored_without_names(served: Served) -> None:
    server, me = served
    store = server.store
    [row] = library(store, me)
    assert (row.title, row.participants, row.lead_coder_id) == ("Interview P01 2016-02-03", ("P01",), me.account_id)
    with store.read() as session:
        assert newest_text(session, me.evaluation_id, row.no).text == STORED
    assert store.path is not None
    # Reading the file of an open store would drop the locks that this process holds on it.
    store.engine.dispose()
    kept = {path.name: path.read_bytes() for path in store.path.parent.glob(f"{store.path.name}*")}
    kept["the server's log"] = server.log.read_bytes()
    assert [(where, name) for where, data in kept.items() for name in NAMES if name.encode() in data] == []


def test_an_interview_goes_in_by_mouse_and_no_name_is_left_anywhere(page: Page, served: Served, file: Path) -> None:
    there = set(Path(tempfile.gettempdir()).iterdir())
    opened(page, served, "sources").get_by_role("button", name="Import sources").click()
    bring(page, file)
    choose_role_group(page)
    stored = page.get_by_role("region", name="Text as it will be stored")
    expect(stored).to_contain_text("P01: Café talk. [doctor 1] rang [phone].")
    page.get_by_label("A name that was missed").fill("Zib")
    page.get_by_role("button", name="Add name").click()
    page.get_by_label("Replace “Zib” by").fill("[a friend]")
    page.get_by_role("heading", name="3. Import").click()
    expect(stored).to_contain_text("[a friend] left.")
    assert library(served[0].store, served[1]) == []
    page.get_by_role("button", name="Import interview").click()
    expect(page.get_by_role("heading", name="Interview P01 2016-02-03")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert [name for name in NAMES if name in page.url] == []
    new = {path.name for path in set(Path(tempfile.gettempdir()).iterdir()) - there}
    assert [name for name in new if "Bronagh" in name] == []
    assert_stored_without_names(served)


def test_an_interview_goes_in_by_keyboard_alone(page: Page, served: Served, file: Path) -> None:
    bring(opened(page, served, "sources?view=import"), file)
    choose_role_group(page)
    page.get_by_label("A name that was missed").focus()
    page.keyboard.type("Zib")
    page.keyboard.press("Enter")
    page.get_by_label("Replace “Zib” by").wait_for()
    page.get_by_label("Replace “Zib” by").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("[a friend]")
    page.keyboard.press("Tab")
    expect(page.get_by_role("region", name="Text as it will be stored")).to_contain_text("[a friend] left.")
    settle(page)
    page.get_by_role("button", name="Import interview").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Interview P01 2016-02-03")).to_be_visible()
    assert_stored_without_names(served)


def test_a_file_of_fifty_megabytes_is_refused_in_words(page: Page, served: Served, tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_bytes(b"a" * 50 * 2**20)
    opened(page, served, "sources?view=import").locator("input[type=file]").set_input_files(large)
    expect(page.get_by_text("a file must stay under 50 MB")).to_be_visible(timeout=60_000)


def test_a_row_opens_within_the_page_and_back_leads_to_the_same_filters(page: Page, served: Served) -> None:
    server, me = served
    factories.source(server.store, me, title="Ward round")
    opened(page, served, "sources?title=ward")
    page.evaluate("() => { window.stillHere = true; }")
    page.get_by_role("link", name="Facts: Ward round").click()
    expect(page.get_by_role("heading", name="Ward round")).to_be_visible()
    assert page.evaluate("() => window.stillHere")
    page.go_back()
    expect(page.get_by_placeholder("Words of the title")).to_have_value("ward")
    expect(page.get_by_role("row")).to_have_count(2)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_way_in_nor_on_a_source(
    browser: Browser, served: Served, file: Path, theme: str
) -> None:
    server, me = served
    factories.source(server.store, me)
    page = browser.new_page(viewport=TALL, color_scheme="dark" if theme == "dark" else "light")
    bring(opened(page, served, "sources?view=import"), file)
    assert violations(page) == []
    opened(page, served, "sources?source=1").get_by_role("button", name="Edit text").click()
    page.get_by_label("Text", exact=True).wait_for()
    assert violations(page) == []
    page.close()


def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Browser, served: Served, file: Path) -> None:
    server, me = served
    factories.source(server.store, me)
    page = browser.new_page(viewport=PHONE)
    bring(opened(page, served, "sources?view=import"), file)
    main = page.locator(".stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    opened(page, served, "sources?source=1")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    page.close()
