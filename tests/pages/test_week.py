"""The pages of the weekly loop: points to raise, and contributions."""

import csv
from collections.abc import Callable
from datetime import date
from functools import partial
from io import StringIO

import pytest
from streamlit.testing.v1 import AppTest

from db.store import Store
from db.vocabulary import ContributionKind, PointStage, Role
from evalcore.capture.contributions import Brought, contributions, log_contribution
from evalcore.capture.participants import add_trust
from evalcore.capture.point_list import points
from evalcore.capture.points import NewPoint, change_point, drop_point, note_point
from evalcore.manage.access import Action, Actor
from pages.ui.contribution_forms import as_csv
from pages.ui.file_names import contributions_file, whose
from tests import factories
from tests.pages.apps import as_read, open_app, words

POINTS, CONTRIBUTIONS = "pages/capture/points.py", "pages/capture/contributions.py"
DAY = date(2016, 2, 3)

Opened = Callable[..., AppTest]


@pytest.fixture
def opened(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Opened:
    return partial(open_app, monkeypatch, sqlite_store)


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page


def write(page: AppTest, label: str, text: str) -> None:
    next(field for field in page.text_area if field.label == label).set_value(text)


def test_a_point_is_noted_raised_answered_and_closed_on_its_page(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    add_trust(sqlite_store, ada, "Thornmere")
    page = opened(ada.account_id, POINTS)
    assert "Note a point" in [box.label for box in page.expander]
    write(page, "Point to raise", "One page?")
    next(field for field in page.selectbox if field.label == "For which team").set_value(1)
    press(page, "Note point")
    assert "1 point waits to be raised." in words(page)
    assert "Thornmere" in [head.value for head in page.subheader]
    press(page, "Mark as raised")
    write(page, "What they said, if anything", "Who reads it?")
    press(page, "Save")
    press(page, "Write what came of it")
    write(page, "What came of it", "One page from April.")
    press(page, "Save")
    (row,) = points(sqlite_store, ada)
    assert (row.stage, row.answer, row.outcome) == (PointStage.CLOSED, "Who reads it?", "One page from April.")
    assert "No point waits to be raised; 1 is done with." in words(page)
    press(page, "Undo")
    assert points(sqlite_store, ada)[0].stage is PointStage.ANSWERED


def test_what_was_done_on_one_page_is_not_said_on_the_next(opened: Opened, sqlite_store: Store) -> None:
    page = opened(factories.actor(sqlite_store).account_id, POINTS)
    write(page, "Point to raise", "One page?")
    press(page, "Note point")
    assert "Noted the point." in words(page)
    assert "Noted the point." not in words(page.switch_page(CONTRIBUTIONS).run())


def test_what_is_wrong_with_a_point_is_said_beside_its_form_and_nothing_is_kept(
    opened: Opened, sqlite_store: Store
) -> None:
    ada = factories.actor(sqlite_store)
    page = opened(ada.account_id, POINTS)
    press(page, "Note point")
    assert [as_read(error.value) for error in page.error] == ["Say what is to be raised."]
    assert points(sqlite_store, ada) == []


def test_a_point_worded_by_somebody_else_is_not_wiped_and_what_was_typed_stays(
    opened: Opened, sqlite_store: Store
) -> None:
    ada = factories.actor(sqlite_store)
    note_point(sqlite_store, ada, NewPoint("One page?"))
    page = opened(ada.account_id, POINTS)
    press(page, "Change")
    change_point(sqlite_store, ada, 1, NewPoint("Theirs"))
    page.text_area(key="again-1-text").set_value("Mine")
    press(page, "Save")
    assert any("changed this point since you opened it" in as_read(error.value) for error in page.error)
    assert page.text_area(key="again-1-text").value == "Mine"
    assert points(sqlite_store, ada)[0].text == "Theirs"


def test_the_programme_team_may_raise_a_point_of_somebody_else_and_not_word_it(
    opened: Opened, sqlite_store: Store
) -> None:
    ada = factories.actor(sqlite_store)
    bo = factories.actor(sqlite_store, Role.PROGRAMME_TEAM, evaluation_id=ada.evaluation_id, name="Bo")
    note_point(sqlite_store, ada, NewPoint("One page?"), source=factories.source(sqlite_store, ada))
    labels = [button.label for button in opened(bo.account_id, POINTS).button]
    assert "Mark as raised" in labels
    assert not {"Change", "Take off the list"} & set(labels)


def test_a_contribution_is_logged_changed_and_removed_on_its_page(opened: Opened, sqlite_store: Store) -> None:
    bo = factories.actor(sqlite_store, Role.PROGRAMME_TEAM)
    page = opened(bo.account_id, CONTRIBUTIONS)
    write(page, "What was brought in", "A paper on alerts")
    press(page, "Log contribution")
    press(page, "Change")
    fields = [field for field in page.text_area if field.label == "What was brought in"]
    fields[-1].set_value("Two papers on alerts")
    press(page, "Save contribution")
    assert [row.what for row in contributions(sqlite_store, bo)] == ["Two papers on alerts"]
    press(page, "Remove")
    assert contributions(sqlite_store, bo) == []
    press(page, "Undo")
    assert [row.what for row in contributions(sqlite_store, bo)] == ["Two papers on alerts"]


def test_the_filters_narrow_the_list(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    for kind, what in ((ContributionKind.SUPPORT, "Took notes"), (ContributionKind.LITERATURE, "A review")):
        log_contribution(sqlite_store, ada, Brought(kind, DAY, what))
    page = opened(ada.account_id, CONTRIBUTIONS)
    assert [button.label for button in page.button].count("Remove") == 2
    next(field for field in page.selectbox if field.label == "Kind").set_value(ContributionKind.LITERATURE).run()
    assert [button.label for button in page.button].count("Remove") == 1


def test_the_file_of_contributions_starts_no_formula_and_is_for_who_logs_them(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    log_contribution(sqlite_store, ada, Brought(ContributionKind.SUPPORT, DAY, '=SUM(A1), "quoted"', with_whom="+44"))
    [row] = csv.DictReader(StringIO(as_csv(contributions(sqlite_store, ada)).decode("utf-8")))
    assert row == {
        "date": "2016-02-03", "kind": "operational support", "trust": "Whole collaborative", "with_whom": "'+44",
        "what": "'=SUM(A1), \"quoted\"", "by": "Ada Lovell",
    }  # fmt: skip
    assert whose(contributions_file("sepsis-2026", 7)) == ("sepsis-2026", Action.LOG_CONTRIBUTIONS)


@pytest.mark.parametrize("page", [POINTS, CONTRIBUTIONS])
def test_each_page_begins_with_what_it_will_show(opened: Opened, sqlite_store: Store, page: str) -> None:
    me: Actor = factories.actor(sqlite_store)
    app = opened(me.account_id, page)
    assert not app.exception
    assert [box.proto.expanded for box in app.expander] == [True]


def test_an_address_asks_for_one_point_or_contribution_and_leads_to_the_others(
    opened: Opened, sqlite_store: Store
) -> None:
    ada = factories.actor(sqlite_store)
    for text in ("One page?", "Who reads it?"):
        note_point(sqlite_store, ada, NewPoint(text))
        log_contribution(sqlite_store, ada, Brought(ContributionKind.LITERATURE, DAY, text))

    def said(page: AppTest) -> str:
        return "".join(one.proto.body for one in page.get("html"))

    for kind, address in (("point", POINTS), ("contribution", CONTRIBUTIONS)):
        page = opened(ada.account_id, address, **{kind: "2"})
        assert f"The {kind} you asked for." in words(page)
        assert "Who reads it?" in said(page) and "One page?" not in said(page)
        press(page, f"Show all {kind}s")
        assert "One page?" in said(page)
    page = press(opened(ada.account_id, CONTRIBUTIONS, contribution="2"), "Change")
    write(page, "What was brought in", "Who reads it, and when?")
    press(page, "Save contribution")
    assert "Who reads it, and when?" in said(page)
    drop_point(sqlite_store, ada, 2)
    assert "not on the list any more" in words(opened(ada.account_id, POINTS, point="2"))
