"""The dashboard in a real browser: a bar opens what was said, the address keeps what was chosen, others' work shows."""

import csv
import shutil
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from db.store import Store
from db.vocabulary import Polarity, Role
from evalcore.manage.access import Actor
from tests import factories
from tests.accessibility import TALL, settle, violations
from tests.pages.charts import choose
from tests.serving import Server

pytestmark = pytest.mark.browser

CHAMPIONS, PRIORITIES, SUPPORT = 2, 4, 5
FIRST_READING = 3
"""The change that made the first note read."""


@pytest.fixture(scope="module")
def store(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all tests here: a test that adds to it has a theme to itself."""
    path = tmp_path_factory.mktemp("dashboard") / "evaluation.db"
    shutil.copyfile(sqlite_template, path)
    store = Store(f"sqlite:///{path.as_posix()}")
    yield store
    store.engine.dispose()


@pytest.fixture(scope="module")
def ada(store: Store) -> Actor:
    """A researcher with two notes that are read."""
    ada = factories.actor(store, name="Ada Lovell")
    for month in (1, 2):
        source = factories.source(store, ada, held_on=date(2016, month, 5), title=f"Meeting {month}")
        factories.coding(store, ada, source=source)
        factories.reading(store, ada, source=source)
    return ada


@pytest.fixture(scope="module")
def server(store: Store, ada: Actor) -> Iterator[Server]:
    server = Server(store).start()
    yield server
    server.stop()


def open_dashboard(server: Server, page: Page, me: Actor, query: str = "") -> None:
    server.sign_in(page, me.account_id)
    page.goto(f"{server.url}/dashboard{query}")
    expect(page.get_by_role("heading", name="What helps and what hinders")).to_be_visible()
    expect(page.locator(".js-plotly-plot .bars").first).to_be_attached(timeout=60_000)
    settle(page)


def panel(page: Page) -> Locator:
    return page.locator(".st-key-evidence")


def test_a_bar_opens_what_was_said_and_the_place_in_the_source(page: Page, server: Server, ada: Actor) -> None:
    open_dashboard(server, page, ada)
    choose(page, f"{PRIORITIES}.barrier")
    expect(panel(page).get_by_role("heading", name="Conflicting priorities: barrier")).to_be_visible()
    expect(panel(page).get_by_text("2 of 2 sources, 0 people.")).to_be_visible()
    expect(panel(page).get_by_text("took two days")).to_have_count(2)
    picture, beside = page.locator(".st-key-sheet-wide-now").bounding_box(), panel(page).bounding_box()
    assert picture and beside and beside["x"] >= picture["x"] + picture["width"]
    panel(page).get_by_role("link", name="Open in source").first.click()
    page.wait_for_url("**/coding?source=2&at=2")
    expect(page.get_by_role("document", name="Source text")).to_contain_text("took two days")


def test_back_from_the_source_leads_to_the_same_filters_with_the_evidence_open(
    page: Page, server: Server, ada: Actor
) -> None:
    open_dashboard(server, page, ada, "?unit=codings&kind=field+note")
    choose(page, f"{PRIORITIES}.barrier")
    panel(page).get_by_role("link", name="Open in source").first.click()
    page.wait_for_url("**/coding?source=2&at=2")
    expect(page.get_by_role("document", name="Source text")).to_contain_text("took two days")
    page.go_back()
    expect(panel(page).get_by_text("2 codings, in 2 of 2 sources")).to_be_visible()
    expect(page.get_by_text("Field notes only")).to_be_visible()
    expect(page.get_by_role("combobox", name="Unit")).to_have_value("codings")
    expect(page.get_by_role("combobox", name="Kind")).to_have_value("field note")
    assert set(page.url.split("?")[1].split("&")) == {"unit=codings", "kind=field+note", f"mark={PRIORITIES}.barrier"}
    page.go_forward()
    expect(page.get_by_role("document", name="Source text")).to_contain_text("took two days")


def test_the_same_bar_again_closes_it_and_so_does_close(page: Page, server: Server, ada: Actor) -> None:
    open_dashboard(server, page, ada)
    mark = f"{PRIORITIES}.barrier"
    for close in (partial(choose, page, mark), page.get_by_role("button", name="Close").click):
        choose(page, mark)
        expect(panel(page)).to_be_visible()
        assert f"mark={PRIORITIES}.barrier" in page.url
        close()
        expect(panel(page)).to_have_count(0)
        expect(page.get_by_role("heading", name="How to read it")).to_be_visible()
        assert "mark=" not in page.url


def test_another_bar_takes_the_first_ones_place(page: Page, server: Server, ada: Actor) -> None:
    open_dashboard(server, page, ada)
    choose(page, f"{PRIORITIES}.barrier")
    expect(panel(page)).to_be_visible()
    choose(page, f"{SUPPORT}.mixed")
    expect(panel(page).get_by_role("heading", name="Support and culture: mixed")).to_be_visible()
    expect(panel(page).get_by_text("Nothing was coded so here.")).to_be_visible()


def test_on_a_phone_it_opens_under_the_picture_and_comes_into_view(page: Page, server: Server, ada: Actor) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_dashboard(server, page, ada)
    expect(page.get_by_role("combobox", name="Unit")).to_be_in_viewport()
    choose(page, f"{PRIORITIES}.barrier", "narrow-now")
    expect(panel(page)).to_be_in_viewport()
    # Both at one moment: the page is still scrolling.
    below = panel(page).evaluate(
        "(panel) => panel.getBoundingClientRect().top"
        " - document.querySelector('.st-key-sheet-narrow-now').getBoundingClientRect().bottom"
    )
    assert below >= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_month_opens_what_was_said_in_it_in_the_large_picture_and_in_the_small(
    page: Page, server: Server, ada: Actor
) -> None:
    open_dashboard(server, page, ada, "?view=Over+time")
    choose(page, f"{PRIORITIES}.barrier.2016-02", f"wide-theme-{PRIORITIES}")
    expect(panel(page).get_by_text("February 2016. 1 of 1 source")).to_be_visible()
    choose(page, f"{PRIORITIES}.barrier.2016-01", "wide-grid")
    expect(panel(page).get_by_text("January 2016. 1 of 1 source")).to_be_visible()


def test_a_meeting_stands_beside_today_and_on_a_phone_above_it(
    page: Page, server: Server, store: Store, ada: Actor
) -> None:
    # A change number stands for a meeting here: a meeting's day cannot be before the store was made.
    open_dashboard(server, page, ada, f"?change={FIRST_READING}&mark={PRIORITIES}.barrier&of=then")
    expect(page.get_by_text("Since then 1 more source is read", exact=False)).to_be_visible()
    expect(panel(page).get_by_text("As it was known then.")).to_be_visible()
    expect(panel(page).get_by_text("1 of 1 source, 0 people.")).to_be_visible()
    then, today = (page.locator(f".st-key-sheet-{name}-now") for name in ("then", "today"))
    left, right = then.bounding_box(), today.bounding_box()
    assert left and right and left["y"] == right["y"]
    assert left["width"] == pytest.approx(right["width"], abs=1)
    assert left["x"] + left["width"] <= right["x"]
    choose(page, f"{PRIORITIES}.barrier", "today-now")
    expect(panel(page).get_by_text("2 of 2 sources, 0 people.")).to_be_visible()
    assert "of=" not in page.url
    page.set_viewport_size({"width": 390, "height": 844})
    settle(page)
    above, below = then.bounding_box(), today.bounding_box()
    assert above and below and above["y"] + above["height"] <= below["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_only_the_picture_that_fits_is_drawn_and_turning_the_phone_brings_the_other(
    page: Page, server: Server, ada: Actor
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_dashboard(server, page, ada)
    narrow, wide = (page.locator(f".st-key-sheet-{name}-now .js-plotly-plot") for name in ("narrow", "wide"))
    expect(wide).to_have_count(0)
    expect(narrow).to_be_visible()
    page.set_viewport_size({"width": 844, "height": 390})
    expect(wide).to_be_visible()
    expect(narrow).to_have_count(0)


def test_a_row_of_the_table_opens_the_same_for_who_uses_no_mouse_in_pictures(
    page: Page, server: Server, ada: Actor
) -> None:
    open_dashboard(server, page, ada)
    table = page.locator(".st-key-figures-table-today [data-testid=stDataFrame]")
    table.scroll_into_view_if_needed()
    table.click(position={"x": 16, "y": 50})
    expect(panel(page).get_by_role("heading", name="Inherent motivation: barrier")).to_be_attached()


def test_filters_and_view_survive_a_reload_and_can_be_cleared(page: Page, server: Server, ada: Actor) -> None:
    open_dashboard(server, page, ada)
    unit = page.get_by_role("combobox", name="Unit")
    for field in (unit, page.get_by_role("combobox", name="As known at")):
        expect(field).to_be_in_viewport()
    unit.click()
    unit.fill("codings")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 codings, in 2 of 2 sources, 0 people.")).to_be_visible()
    assert page.url.endswith("/dashboard?unit=codings")
    page.get_by_role("tab", name="Over time").click()
    expect(page.get_by_role("heading", name="All themes")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="All themes")).to_be_visible()
    expect(page.get_by_role("combobox", name="Unit")).to_have_value("codings")
    page.get_by_role("button", name="Clear filters").click()
    expect(page.get_by_role("combobox", name="Unit")).to_have_value("sources")
    assert "unit=" not in page.url


def test_what_a_colleague_codes_shows_while_the_bar_and_the_filters_stay(
    page: Page, server: Server, store: Store, ada: Actor
) -> None:
    open_dashboard(server, page, ada, "?unit=codings")
    choose(page, f"{CHAMPIONS}.facilitator")
    expect(panel(page).get_by_text("0 codings, in 0 of 2 sources")).to_be_visible()
    factories.coding(store, ada, source=1, theme=CHAMPIONS, polarity=Polarity.FACILITATOR, quote="the new chart")
    expect(panel(page).get_by_text("1 coding, in 1 of 2 sources")).to_be_visible()
    expect(panel(page).get_by_text("the new chart")).to_be_visible()
    assert f"unit=codings&mark={CHAMPIONS}.facilitator" in page.url


def test_the_figures_come_as_a_file(page: Page, server: Server, ada: Actor, tmp_path: Path) -> None:
    open_dashboard(server, page, ada)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    assert download.value.suggested_filename.startswith("sepsis-collaborative")
    assert "-now-as-at-" in download.value.suggested_filename
    target = tmp_path / "figures.csv"
    download.value.save_as(target)
    rows = list(csv.DictReader(target.open(encoding="utf-8")))
    (barrier,) = [
        row
        for row in rows
        if row["group"] == "Factors that influence motivation / Conflicting priorities" and row["polarity"] == "barrier"
    ]
    assert (barrier["value"], barrier["sources_read"], barrier["state"]) == ("2", "2", "counted")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "query",
    [f"?mark={PRIORITIES}.barrier", "?view=Over+time", f"?view=Over+time&change={FIRST_READING}"],
    ids=["panel", "time", "beside"],
)
def test_everybody_can_use_it(page: Page, server: Server, ada: Actor, scheme: str, query: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size(TALL)
    open_dashboard(server, page, ada, query)
    page.wait_for_timeout(2_000)  # axe is blind to what is still fading in
    assert violations(page) == []


def test_the_committee_is_led_nowhere_by_the_address(page: Page, server: Server, store: Store, ada: Actor) -> None:
    dan = factories.actor(store, Role.COMMITTEE, evaluation_id=ada.evaluation_id, name="Dan Fry")
    server.sign_in(page, dan.account_id)
    page.goto(f"{server.url}/dashboard?mark={PRIORITIES}.barrier")
    expect(page.get_by_text("No screen with data is open to your role")).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(0)
