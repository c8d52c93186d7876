"""Two people at work: what one codes shows on the other's open dashboard, and leads back to the words it rests on."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from db.vocabulary import Polarity, Role, SourceKind
from evalcore.capture.library import SourceRow, library
from evalcore.demo.load import SLUG
from evalcore.manage.access import Actor
from evalcore.manage.evaluations import find_evaluation
from evalcore.sense.desk import codings_of
from evalcore.sense.framework_log import themes
from evalcore.watch.reading_state import ReadState, reading_states
from tests.journeys.steps import code_by_mouse, member_by_email, wait_for
from tests.pages.charts import choose
from tests.serving import Server

pytestmark = pytest.mark.browser
THEME = "Shared learning and showing achievements"


@pytest.fixture
def second(browser: Browser) -> Iterator[Page]:
    """The browser of somebody else, low enough for the dashboard to be scrolled."""
    context = browser.new_context(viewport={"width": 1440, "height": 600}, locale="en-GB")
    yield context.new_page()
    context.close()


def test_a_dashboard_follows_what_a_colleague_codes_and_leads_to_her_words(
    page: Page, second: Page, demo: Server
) -> None:
    evaluation = find_evaluation(demo.store, SLUG).id
    imogen = member_by_email(demo.store, "imogen.farrant@demo.example", evaluation)
    tobias = member_by_email(demo.store, "tobias.renshaw@demo.example", evaluation, Role.CODER)
    theme = next(one.no for one in themes(demo.store, imogen) if one.name == THEME)
    note = a_read_note_that_is_silent_about(demo, imogen, theme)

    demo.sign_in(second, tobias.account_id)
    second.goto(f"{demo.url}/dashboard")
    choose(second, f"{theme}.barrier")
    expect(second.get_by_role("heading", name=f"{THEME}: barrier")).to_be_visible()
    expect(second.get_by_text("7 of 75 sources, 3 people.").last).to_be_visible()
    second.get_by_role("combobox", name="Trust").press_sequentially("Bracken")
    second.locator(".stMain").evaluate("main => main.scrollTo(0, 140)")
    before = where(second)
    assert before["typed"] == "Bracken" and before["scrolled"] == 140

    demo.sign_in(page, imogen.account_id)
    page.goto(f"{demo.url}/coding?source={note.no}")
    words = first_words(page)
    code_by_mouse(page, words, THEME, "Barrier")

    expect(second.get_by_text("8 of 75 sources, 3 people.").last).to_be_visible()
    assert where(second) == before
    wait_for(page, lambda: barriers(demo, imogen, note.no, theme), 1)
    excerpt = second.locator("[class*=st-key-excerpt-]").filter(has_text=words)
    excerpt.get_by_role("link", name="Open in source").click()
    expect(second.get_by_role("heading", name=note.title)).to_be_visible()
    mark = second.get_by_role("button", name=f"{THEME}, barrier, coded by {imogen.name}", exact=True)
    expect(mark).to_be_in_viewport()
    expect(second.get_by_role("document", name="Source text")).to_contain_text(words)


def a_read_note_that_is_silent_about(demo: Server, lead: Actor, theme: int) -> SourceRow:
    """The newest field note of hers that she has read and not coded to the theme: a new coding counts at once."""
    states = reading_states(demo.store, lead)
    return next(
        row
        for row in library(demo.store, lead)
        if row.kind is SourceKind.FIELD_NOTE
        and row.lead_coder_id == lead.account_id
        and states[row.no].state is ReadState.READ
        and not barriers(demo, lead, row.no, theme)
    )


def barriers(demo: Server, me: Actor, source: int, theme: int) -> int:
    found = codings_of(demo.store, me, source)
    return sum(one.theme == theme and one.polarity is Polarity.BARRIER for one in found)


def first_words(page: Page) -> str:
    """The first four words of the source that is open."""
    line = page.get_by_role("document", name="Source text").locator("p").first
    return " ".join(line.inner_text().split()[:4])


def where(page: Page) -> dict[str, Any]:
    """How far the page is scrolled, and what stands half-typed where the cursor is."""
    found: dict[str, Any] = page.evaluate(
        "() => ({ scrolled: document.querySelector('.stMain').scrollTop, typed: document.activeElement.value })"
    )
    return found
