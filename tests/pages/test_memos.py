"""The page of memos, and memos where they are written: by a theme, and behind a change of the framework."""

from collections.abc import Callable
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from db.store import Store
from db.vocabulary import MemoKind, Role
from evalcore.capture.library import library
from evalcore.sense.framework_log import log
from evalcore.sense.memo_list import memos
from evalcore.sense.memos import About, Thought, write_memo
from tests import factories
from tests.pages.apps import open_app

MEMOS, FRAMEWORK = "pages/sense/memos.py", "pages/sense/framework.py"

Opened = Callable[..., AppTest]


@pytest.fixture
def opened(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Opened:
    return partial(open_app, monkeypatch, sqlite_store)


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page


def write(page: AppTest, text: str) -> None:
    next(field for field in page.text_area if field.label == "Memo").set_value(text)


def html(page: AppTest) -> str:
    return "".join(element.proto.body for element in page.get("html"))


def test_a_memo_is_written_worded_anew_and_removed_each_with_its_undo(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    factories.source(sqlite_store, ada)
    page = opened(ada.account_id, MEMOS)
    write(page, "Who *pays*?")
    about = next(field for field in page.selectbox if field.label == "About")
    about.set_value(About(source=library(sqlite_store, ada)[0].no))
    press(page, "Save memo")
    assert "<em>pays</em>" in html(page) and "Meeting about the chart" in html(page)
    press(page, "Word anew")
    next(field for field in page.text_area if field.value == "Who *pays*?").set_value("Who decides?")
    press(page, "Save wording")
    (row,) = memos(sqlite_store, ada)
    assert (row.text, row.about, row.worded) == ("Who decides?", About(source=1), 2)
    next(toggle for toggle in page.toggle if toggle.label == "Show 1 earlier wording").set_value(True).run()
    assert "<em>pays</em>" in html(page)
    press(page, "Remove")
    assert memos(sqlite_store, ada) == []
    press(page, "Undo")
    assert [row.text for row in memos(sqlite_store, ada)] == ["Who decides?"]


def test_a_memo_with_a_script_in_it_shows_as_text(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    write_memo(sqlite_store, ada, Thought(MemoKind.ANALYTIC, "<script>alert(1)</script> [x](javascript:alert(1))"))
    shown = html(opened(ada.account_id, MEMOS))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert" not in shown and "href" not in shown.split('<div class="memo">')[1].split("</div>")[0]


def test_the_filters_and_an_address_narrow_the_memos(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    write_memo(sqlite_store, ada, Thought(MemoKind.ANALYTIC, "About priorities", About(theme=4)))
    write_memo(sqlite_store, ada, Thought(MemoKind.REFLEXIVE, "About me", discussed_with="a friend"))
    page = opened(ada.account_id, MEMOS)
    next(field for field in page.selectbox if field.label == "Kind").set_value(MemoKind.REFLEXIVE).run()
    assert "About me" in html(page) and "About priorities" not in html(page)
    next(field for field in page.selectbox if field.label == "Kind").set_value(None)
    next(field for field in page.text_input if field.label == "Words").set_value("FRIEND").run()
    assert "About me" in html(page) and "About priorities" not in html(page)
    page = opened(ada.account_id, MEMOS)
    page.query_params["theme"] = "4"
    page.run()
    assert "About priorities" in html(page) and "About me" not in html(page)
    press(page, "Show all memos")
    assert "About me" in html(page)


def test_somebody_elses_memo_is_read_and_not_changed(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    ben = factories.actor(sqlite_store, Role.CODER, evaluation_id=ada.evaluation_id, name="Ben")
    write_memo(sqlite_store, ada, Thought(MemoKind.ANALYTIC, "Mine"))
    page = opened(ben.account_id, MEMOS)
    assert "Mine" in html(page)
    assert not {"Word anew", "Remove"} & {button.label for button in page.button}


def test_a_memo_is_written_by_its_theme_and_a_change_rests_on_it(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    page = opened(ada.account_id, FRAMEWORK)
    page.radio[0].set_value(4).run()
    write(page, "The name is read as a verdict.")
    press(page, "Save memo")
    (row,) = memos(sqlite_store, ada)
    assert row.about == About(theme=4)
    next(group for group in page.button_group if group.label == "Change this theme").select("Rename").run()
    next(field for field in page.text_input if field.label == "New name").set_value("Competing work")
    next(field for field in page.text_input if field.label == "Because").set_value("Thought through at length")
    next(field for field in page.selectbox if field.label == "Thought through in").set_value(row.no)
    press(page, "Rename theme")
    assert (log(sqlite_store, ada)[0].verb, log(sqlite_store, ada)[0].because) == ("rename theme", row.no)
