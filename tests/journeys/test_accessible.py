"""axe in the middle of the work: forms that are open, words that are refused, pages with nothing on them, other roles.

Each page as it opens is looked at in tests/pages/test_every_page.py, and the account pages in test_account_pages.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from db.vocabulary import Role
from evalcore.demo.load import SLUG
from evalcore.manage.accounts import find_account
from evalcore.manage.evaluations import find_evaluation
from tests import factories
from tests.accessibility import TALL, settle, violations
from tests.serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LEAD = "imogen.farrant@demo.example"
NEWCOMER, NOBODY_YET, OF_TWO = "newcomer@example.org", "committee@example.org", "of-two@example.org"


@dataclass(frozen=True)
class Moment:
    """Who is where, and what she does there before axe looks."""

    address: str
    does: Callable[[Page], None]
    who: str = LEAD


def _tag_an_old_note(page: Page) -> None:
    page.get_by_label("What happened").click()
    bar = page.get_by_role("region", name="Tag these words")
    bar.get_by_role("button", name="Barrier").click()
    page.get_by_role("button", name="+ Add").click()
    expect(bar).to_be_visible()


def _code_behind_others(page: Page) -> None:
    text = page.get_by_role("document", name="Source text")
    expect(text.get_by_role("button").first).to_be_visible()
    text.focus()
    for key in ("n", "s", "/"):
        page.keyboard.press(key)
    expect(page.get_by_role("toolbar", name="Code this passage")).to_be_visible()


def _merge_into_nothing(page: Page) -> None:
    page.get_by_text("Add a theme").click()
    page.get_by_text("Name this version").click()
    page.get_by_role("tab", name="What was changed").click()
    page.get_by_role("radio", name="Merge").click()
    page.get_by_role("button", name="Merge theme").click()
    expect(page.get_by_text("Choose the theme that it goes into.")).to_be_visible()


def _keep_a_colour(page: Page) -> None:
    page.get_by_role("radio", name="Colour").click()
    page.get_by_label("Because").locator("visible=true").first.fill("They could not be told apart")
    page.get_by_role("button", name="Save colour").click()
    expect(page.get_by_role("button", name="Undo").first).to_be_visible()


def _raise_a_point(page: Page) -> None:
    page.get_by_role("button", name="Mark as raised").first.click()
    page.get_by_text("Note a point").click()
    page.get_by_role("button", name="Note point").click()
    expect(page.get_by_text("Say what is to be raised.")).to_be_visible()


def _word_a_memo_anew(page: Page) -> None:
    page.get_by_text("Show 1 earlier wording").click()
    page.get_by_role("button", name="Word anew").first.click()
    expect(page.get_by_role("button", name="Save wording")).to_be_visible()


def _write_a_memo_at_the_desk(page: Page) -> None:
    page.get_by_role("button", name="Memo on this source").click()
    page.get_by_role("button", name="Save memo").click()
    expect(page.get_by_text("Write the thought down.")).to_be_visible()


def _open_what_waits(page: Page) -> None:
    page.get_by_label("Trust").select_option("Brackenhythe General Hospitals")
    page.get_by_label("Raised in this meeting").check()
    page.get_by_text("Point to raise").click()
    expect(page.get_by_label("What to raise")).to_be_visible()


def _invite(page: Page) -> None:
    page.get_by_label("E-mail of the person").fill("somebody.new@example.org")
    page.get_by_text("coder", exact=True).click()
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_text("Link for somebody.new@example.org")).to_be_visible()


def _sees(words: str) -> Callable[[Page], None]:
    return lambda page: expect(page.get_by_text(words).first).to_be_visible()


MOMENTS = {
    "an old note tagged": Moment("field-notes?note=2", _tag_an_old_note),
    "a note that is not there": Moment("field-notes?note=9999", _sees("There is no field note number 9999")),
    "a passage chosen behind codings": Moment("coding?source=1", _code_behind_others),
    "points that wait for a team": Moment("field-notes?note=new", _open_what_waits),
    "a point raised": Moment("points", _raise_a_point),
    "a memo worded anew": Moment("memos", _word_a_memo_anew),
    "a memo at the desk": Moment("coding?source=1", _write_a_memo_at_the_desk),
    "a merge refused": Moment("framework", _merge_into_nothing),
    "a colour kept": Moment("framework", _keep_a_colour),
    "a dashboard as it was": Moment("dashboard?change=300&unit=rate", _sees("Back to today")),
    "no source passes the filters": Moment("dashboard?from=2030-01-01", _sees("No source passes these filters.")),
    "an invitation made": Moment("admin", _invite, "marcus.whitcombe@demo.example"),
    "a source that is not there": Moment("sources?source=9999", _sees("There is no source number 9999")),
    "the programme team's home": Moment("", _sees("Log a field note"), "bethan.lisle@demo.example"),
    "the committee's home": Moment("", _sees("No screen with data is open to your role"), NOBODY_YET),
    "which evaluation": Moment("", _sees("Which evaluation?"), OF_TWO),
    "an empty home": Moment("", _sees("There are no sources yet."), NEWCOMER),
    "no sources": Moment("sources", _sees("There are none yet."), NEWCOMER),
    "nothing to code": Moment("coding", _sees("There is none yet."), NEWCOMER),
    "nothing to show": Moment("dashboard", _sees("There is nothing to show yet."), NEWCOMER),
}


@pytest.fixture(scope="module")
def everybody(demo: Server) -> Server:
    """The demo with people in it whom it has not got by itself."""
    store, evaluation = demo.store, find_evaluation(demo.store, SLUG).id
    factories.actor(store, account_id=factories.account(store, name="Ada Lovell", email=NEWCOMER))
    member = factories.account(store, name="Cy Marr", email=NOBODY_YET)
    factories.actor(store, Role.COMMITTEE, evaluation_id=evaluation, account_id=member)
    both = factories.account(store, name="Bo Tamm", email=OF_TWO)
    for place in (evaluation, factories.evaluation(store, by=both).id):
        factories.actor(store, Role.CODER, evaluation_id=place, account_id=both)
    return demo


@pytest.mark.parametrize("moment", [pytest.param(moment, id=name) for name, moment in MOMENTS.items()])
def test_axe_finds_nothing_in_the_middle_of_the_work(browser: Browser, everybody: Server, moment: Moment) -> None:
    page = browser.new_page(viewport=TALL, color_scheme="light", locale="en-GB")
    everybody.sign_in(page, find_account(everybody.store, moment.who).id)
    page.goto(f"{everybody.url}/{moment.address}")
    moment.does(page)
    assert found(page) == []
    light = page.locator(".stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".stApp")).not_to_have_css("background-color", light)
    assert found(page) == []
    page.close()


def found(page: Page) -> list[str]:
    """What axe finds once nothing fades any more, for it is blind to what is half there."""
    settle(page)
    page.wait_for_function("() => document.getAnimations().every(one => one.playState !== 'running')")
    return violations(page)
