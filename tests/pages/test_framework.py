"""The framework as a researcher changes it, and as others see it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

from db.reads.rows import standing
from db.store import Store
from db.tables import ThemeState
from db.vocabulary import Role
from evalcore.manage.access import Actor
from evalcore.manage.sign_in import begin_sign_in
from evalcore.sense.framework import merge, redefine
from evalcore.sense.framework_log import log
from pages.ui import session
from tests import factories
from tests.pages.apps import as_read

PAGE = str(Path(__file__).parents[2] / "pages" / "sense" / "framework.py")

Opened = Callable[[Actor], AppTest]


@pytest.fixture
def opened(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """The page as somebody sees it who has just signed in."""
    monkeypatch.setenv("EVAL_DATABASE_URL", str(sqlite_store.url))

    def page(me: Actor) -> AppTest:
        token = begin_sign_in(sqlite_store, me.account_id)
        monkeypatch.setattr(session, "token", lambda: token)
        return AppTest.from_file(PAGE, default_timeout=30).run()

    return page


def states(store: Store, me: Actor) -> dict[int, ThemeState]:
    with store.read() as reading:
        return {state.theme: state for state in standing(reading, me.evaluation_id, ThemeState)}


def change(page: AppTest, what: str) -> AppTest:
    page.button_group[0].select(what).run()
    return page


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click().run()
    return page


def field(page: AppTest, label: str) -> TextInput:
    return next(field for field in page.text_input if field.label == label)


def test_it_opens_with_the_answer(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    factories.source(sqlite_store, ada)
    page = opened(ada)
    assert not page.exception
    assert page.markdown[0].value == "5 themes in use. 1 source: 1 unread."


def test_a_theme_is_reworded_with_its_reason_in_the_log(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    page = opened(ada)
    page.radio[0].set_value(4).run()
    change(page, "Rename")
    field(page, "New name").set_value("Competing work")
    field(page, "Because").set_value("The committee asked")
    press(page, "Rename theme")
    assert states(sqlite_store, ada)[4].name == "Competing work"
    line = log(sqlite_store, ada)[0]
    assert (line.sentence, line.reason) == (
        "Renamed “Conflicting priorities” to “Competing work”",
        "The committee asked",
    )
    assert any("Renamed to “Competing work”." in as_read(box.value) for box in page.success)
    assert "Competing work" in as_read(page.subheader[0].value)
    assert "Rename theme" not in [button.label for button in page.button]


def test_without_a_reason_the_form_says_so_and_keeps_what_was_typed(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    page = opened(ada)
    page.radio[0].set_value(4).run()
    change(page, "Rename")
    field(page, "New name").set_value("Competing work")
    press(page, "Rename theme")
    assert [as_read(error.value) for error in page.error] == [
        "Say why: every change of the framework keeps its reason."
    ]
    assert field(page, "New name").value == "Competing work"
    assert states(sqlite_store, ada)[4].name == "Conflicting priorities"


def test_a_wording_saved_by_somebody_else_is_not_wiped_and_what_was_typed_stays(
    opened: Opened, sqlite_store: Store
) -> None:
    ada = factories.actor(sqlite_store)
    page = opened(ada)
    page.radio[0].set_value(4).run()
    change(page, "Reword")
    redefine(sqlite_store, ada, 4, definition="Theirs", reason="The committee asked")
    next(field for field in page.text_area if field.label == "Use when").set_value("Mine")
    field(page, "Because").set_value("I read it again")
    press(page, "Save wording")
    assert any("changed this theme since you opened it" in error.value for error in page.error)
    assert next(field for field in page.text_area if field.label == "Use when").value == "Mine"
    assert (states(sqlite_store, ada)[4].definition, states(sqlite_store, ada)[4].use_when) == ("Theirs", "")
    change(page, "Rename")
    change(page, "Reword")
    next(field for field in page.text_area if field.label == "Use when").set_value("Mine")
    field(page, "Because").set_value("I read it again")
    press(page, "Save wording")
    assert (states(sqlite_store, ada)[4].definition, states(sqlite_store, ada)[4].use_when) == ("Theirs", "Mine")


def test_a_merge_is_undone_with_its_reason(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    merge(sqlite_store, ada, 2, 5, reason="They mean the same")
    page = opened(ada)
    page.radio[0].set_value(5).run()
    press(page, "Undo merge")
    assert states(sqlite_store, ada)[2].merged_into == 5
    field(page, "Because").set_value("They do not mean the same")
    press(page, "Undo merge")
    assert states(sqlite_store, ada)[2].merged_into is None
    assert log(sqlite_store, ada)[0].reason == "They do not mean the same"


def test_what_was_done_can_be_undone_where_it_is_said(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    page = opened(ada)
    page.radio[0].set_value(4).run()
    change(page, "Retire")
    field(page, "Because").set_value("The committee asked")
    press(page, "Retire theme")
    assert states(sqlite_store, ada)[4].retired
    press(page, "Undo")
    assert not states(sqlite_store, ada)[4].retired


def test_a_merge_without_a_target_says_what_is_missing(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    page = opened(ada)
    page.radio[0].set_value(4).run()
    change(page, "Merge")
    press(page, "Merge theme")
    assert [as_read(error.value) for error in page.error] == ["Choose the theme that it goes into."]


def test_a_coder_reads_it_and_is_offered_no_change(opened: Opened, sqlite_store: Store) -> None:
    ben = factories.actor(sqlite_store, Role.CODER)
    page = opened(ben)
    assert not page.exception
    assert page.radio[0].label == "Themes"
    assert not page.button_group
    assert "Add a theme" not in [box.label for box in page.expander]


def test_others_get_nothing(opened: Opened, sqlite_store: Store) -> None:
    member = factories.actor(sqlite_store, Role.PROGRAMME_TEAM)
    page = opened(member)
    assert page.exception
    assert not page.radio
