"""From words remembered to where they stand, coded on the way and taken back: in one browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from db.vocabulary import Polarity, Role
from evalcore.sense.desk import codings_of
from tests import factories
from tests.accessibility import violations
from tests.journeys.steps import box_of, open_screen, wait_for
from tests.serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG = "The rota was talked about at length, and then again.\n" * 60
TEXT = LONG + "P05: Ward 7 was full. 📈 The return took two days. Nobody read it.\n" + LONG


def test_words_are_found_looked_at_coded_in_place_and_the_coding_taken_back(page: Page, product: Server) -> None:
    lead = factories.actor(product.store, name="Ada Lovell")
    ben = factories.actor(product.store, Role.CODER, evaluation_id=lead.evaluation_id, name="Ben Osei")
    factories.source(product.store, lead, title="Interview P05", text=TEXT)
    factories.source(product.store, lead, title="Another", text="The return took three days.")
    product.sign_in(page, ben.account_id)
    page.goto(product.url)
    open_screen(page, "Make sense", "Search")
    page.get_by_role("searchbox", name="Search for").fill("“took two days”")
    page.keyboard.press("Enter")
    found = page.get_by_role("region", name="Results")
    expect(found.get_by_role("status").first).to_have_text("1 place in 1 of 2 sources.")
    assert "two" not in page.url

    found.get_by_role("link", name=re.compile("The return took two days")).click()
    text = page.get_by_role("document", name="Source text")
    expect(text).to_contain_text("took two days")
    place = f"source=1&start={TEXT.index('took')}&end={TEXT.index('took') + len('took two days')}"
    expect(page).to_have_url(re.compile(re.escape(place)))
    page.wait_for_function("document.querySelector('.tc-loading') === null")
    wait_for(page, lambda: 0 < box_of(text, "took two days").top < 900, True, seconds=10)

    page.go_back()
    expect(page.get_by_role("searchbox", name="Search for")).to_have_value("“took two days”")
    found.get_by_role("button", name="Code this place").click()
    bar = found.get_by_role("group", name="Code this place", exact=True)
    expect(bar.get_by_role("blockquote")).to_have_text("📈 The return took two days.")
    assert violations(page) == []
    bar.get_by_role("combobox", name="Theme").fill("conflict")
    page.keyboard.press("Enter")
    bar.get_by_role("button", name="Barrier").click()
    bar.get_by_role("button", name="Code to Conflicting priorities").click()
    expect(found.get_by_text("It is offered to Ada Lovell, who leads this source.")).to_be_visible()
    expect(found.get_by_role("list", name="Coded here")).to_have_text(re.compile("Conflicting priorities.*offered"))
    (coding,) = codings_of(product.store, ben, 1)
    words = TEXT[coding.start : coding.end]
    assert (words, coding.polarity, coding.counted) == ("📈 The return took two days.", Polarity.BARRIER, False)

    page.get_by_role("button", name="Recent changes").click()
    panel = page.get_by_test_id("stPopoverBody")
    expect(panel).to_contain_text("You made coding 1 in Interview P05")
    panel.get_by_role("button", name="Undo").click()
    expect(panel).to_contain_text("You took back change")
    expect(found.get_by_role("list", name="Coded here")).to_be_hidden()
    expect(found.get_by_text("It is offered to Ada Lovell")).to_be_hidden()
    assert codings_of(product.store, ben, 1) == []
