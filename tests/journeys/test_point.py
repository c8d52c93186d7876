"""A point, noted in a field note on a phone, shown on that team's next note, raised there, and what came of it."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from db.vocabulary import PointStage
from evalcore.capture.point_list import points
from evalcore.manage.evaluations import Beginning, NewTrust
from tests import factories
from tests.journeys.steps import open_screen
from tests.serving import Server

pytestmark = pytest.mark.browser

POINT = "Nobody reads the return 🗂️: could it be one page?"
ANSWER = "The board wants it, not us."
OUTCOME = "One page from April."


def write(page: Page, on: str, text: str) -> None:
    page.get_by_role("button", name="Log a field note").click()
    page.get_by_label("Date").fill(on)
    page.get_by_label("Trust").select_option("Thornmere")
    page.get_by_label("What happened").fill(text)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("Saved the field note.")).to_be_visible()


def test_a_point_noted_on_a_phone_comes_up_at_the_teams_next_meeting(phone: Page, page: Page, product: Server) -> None:
    beginning = Beginning(trusts=(NewTrust("Thornmere"), NewTrust("Pellbury")), framework=factories.FRAMEWORK)
    by = factories.account(product.store, name="Ada Lovell")
    evaluation = factories.evaluation(product.store, by=by, beginning=beginning).id
    ada = factories.actor(product.store, evaluation_id=evaluation, account_id=by)
    for tab in (phone, page):
        product.sign_in(tab, by)

    # On the ward the connection goes, and the page with it: the point is still there.
    phone.goto(f"{product.url}/field-notes")
    write(phone, "2016-02-03", "They spoke of the return for half an hour.")
    expect(phone.get_by_text("waits for")).to_be_hidden()
    phone.get_by_text("Point to raise").tap()
    phone.route("**/drafts/**", lambda route: route.abort())
    phone.get_by_label("What to raise").fill(POINT)
    expect(phone.locator("header").get_by_text("kept on this device only")).to_be_visible()
    phone.reload()
    expect(phone.get_by_label("What to raise")).to_have_value(POINT)
    phone.unroute_all(behavior="wait")
    save(phone)
    (noted,) = points(product.store, ada)
    assert (noted.text, noted.trust, noted.noted_on, noted.stage) == (
        POINT,
        "Thornmere",
        date(2016, 2, 3),
        PointStage.NOTED,
    )

    # The next note about another team says nothing of it, that of Thornmere does; there it is raised.
    write(phone, "2016-02-10", "They read it out.")
    phone.get_by_label("Trust").select_option("Pellbury")
    expect(phone.get_by_text(POINT)).to_be_hidden()
    phone.get_by_label("Trust").select_option("Thornmere")
    phone.get_by_text("1 point waits for Thornmere").tap()
    expect(phone.get_by_text(POINT)).to_be_visible()
    phone.get_by_label("Raised in this meeting").check()
    phone.get_by_label("What they said").fill(ANSWER)
    save(phone)
    (raised,) = points(product.store, ada)
    assert (raised.stage, raised.answer, raised.raised_on) == (PointStage.ANSWERED, ANSWER, date(2016, 2, 10))

    # At the desk she writes down what came of it, and it waits no more.
    page.goto(product.url)
    open_screen(page, "Capture", "Points to raise")
    page.get_by_role("button", name="Write what came of it").click()
    page.get_by_label("What came of it").fill(OUTCOME)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Wrote down what came of it.")).to_be_visible()
    assert points(product.store, ada)[0].outcome == OUTCOME
    open_screen(page, "Capture", "Field notes")
    with page.expect_response("**/evaluations/*/points"):
        page.get_by_role("button", name="Log a field note").click()
    page.get_by_label("Trust").select_option("Thornmere")
    expect(page.get_by_label("What happened")).to_be_visible()
    expect(page.get_by_text("waits for")).to_be_hidden()
