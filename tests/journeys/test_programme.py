"""The programme's calendar, from a form and from a table to the lines beside the figures."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from evalcore.capture.participants import add_trust
from evalcore.watch.sessions import sessions
from tests import factories
from tests.journeys.steps import open_screen
from tests.serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLE = (
    "When,Kind,Name,Trust\n"
    "2016-03-09,inspection,Inspection of Birch Vale,Birch Vale\n"
    "2016-03-16,inspection,Inspection of somebody,Birch Dale\n"
)


def test_a_session_by_form_and_an_event_by_table_stand_on_the_timeline_and_beside_the_figures(
    product: Server, page: Page
) -> None:
    ada = factories.actor(product.store)
    for name in ("Alder Hall", "Birch Vale"):
        add_trust(product.store, ada, name)
    for month in (1, 2, 3):
        source = factories.source(product.store, ada, held_on=date(2016, month, 5), title=f"Note {month}")
        factories.coding(product.store, ada, source=source)
        factories.reading(product.store, ada, source=source)
    product.sign_in(page, ada.account_id)
    page.goto(product.url)
    open_screen(page, "Watch", "Programme")

    page.get_by_role("button", name="Note an event").click()
    page.get_by_role("combobox", name="Kind").click()
    page.get_by_role("option", name="Learning session").click()
    page.get_by_label("Name").fill("Learning session 1")
    for segment, digits in (("day", "24"), ("month", "02"), ("year", "2016")):
        page.get_by_role("group", name="Date").get_by_role("spinbutton", name=re.compile(segment)).press_sequentially(
            digits
        )
    page.get_by_role("button", name="Save event").click()
    page.get_by_role("spinbutton", name="Alder Hall").fill("4")
    page.get_by_role("spinbutton", name="Birch Vale").fill("0")
    page.get_by_role("button", name="Save attendance").click()
    expect(page.get_by_text("Saved who came.")).to_be_visible()
    (held,) = sessions(product.store, ada)
    assert (held.first_on, held.came) == (date(2016, 2, 24), {1: 4, 2: 0})

    page.get_by_role("button", name="Bring in a table").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "events.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    expect(page.get_by_role("region", name="Problems by row")).to_contain_text(
        "Trust “Birch Dale” is not known here: write Birch Vale."
    )
    page.get_by_role("button", name="Bring in 1 row, leave 1 out").click()
    expect(page.get_by_text("Brought in 1 row: events.")).to_be_visible()

    picture = page.locator(".st-key-sheet-wide-programme .js-plotly-plot")
    for label in ("Learning session 1", "Inspection of Birch Vale"):
        expect(picture.get_by_text(label, exact=True)).to_be_visible()
    open_screen(page, "Watch", "Dashboard", heading="What helps and what hinders")
    page.get_by_role("tab", name="Over time").click()
    key = page.locator(".st-key-milestones")
    expect(key).to_contain_text("Learning session 1")
    expect(key).to_contain_text("Inspection of Birch Vale")
    expect(key).not_to_contain_text("Inspection of somebody")
