"""The panel in the header: the changes of the last hour, each with the button that takes it back."""

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from db.reads.rows import standing
from db.store import Store
from db.tables import CodingState, ThemeState
from db.vocabulary import Role
from evalcore.sense.framework import merge
from tests import factories
from tests.pages.apps import as_read, open_app

Opened = Callable[[int], AppTest]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, sqlite_store: Store) -> Opened:
    """The app on its home page with the panel open."""

    def open_panel(account_id: int) -> AppTest:
        app = open_app(monkeypatch, sqlite_store, account_id)
        app.session_state["undo-panel"] = True
        app.run()
        assert not app.exception
        return app

    return open_panel


def shown(app: AppTest) -> str:
    return "".join(html.proto.body for html in app.get("html"))


def test_a_change_is_taken_back_and_the_taking_back_too(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    factories.source(sqlite_store, ada, title="On <b>the</b> ward")
    factories.coding(sqlite_store, ada, source=1)

    def codings() -> int:
        with sqlite_store.read() as session:
            return len(standing(session, ada.evaluation_id, CodingState))

    app = opened(ada.account_id)
    assert "<span>You made coding 1 in" in shown(app)
    assert "On &lt;b&gt;the&lt;/b&gt; ward" in shown(app)
    app.button("take-back-panel-2").click().run()
    assert (codings(), app.error.len) == (0, 0)
    assert "<span>You took back change 2: made coding 1 in" in shown(app)
    app.button("take-back-panel-3").click().run()
    assert codings() == 1


def test_a_refusal_names_what_builds_on_the_change(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    factories.source(sqlite_store, ada)
    factories.coding(sqlite_store, ada, source=1)
    app = opened(ada.account_id)
    app.button("take-back-panel-1").click().run()
    (error,) = app.error
    assert re.fullmatch(
        r"Change 1 cannot be undone: you made coding 1 in “Meeting about the chart” on \d+ \w+ \d{4} at \d\d:\d\d "
        r"\(change 2\), which builds on it\. Undo that first\.",
        as_read(error.value),
    )


def test_a_merge_of_a_week_ago_is_undone_from_the_history(monkeypatch: pytest.MonkeyPatch, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    merged = merge(sqlite_store, ada, 4, 5, reason="The committee asked").change_no
    factories.source(sqlite_store, ada)
    factories.coding(sqlite_store, ada, source=1, theme=5)
    app = open_app(monkeypatch, sqlite_store, ada.account_id, "pages/manage/history.py")
    app.button(f"take-back-history-{merged}").click().run()
    assert not app.exception and not app.error
    with sqlite_store.read() as session:
        assert standing(session, ada.evaluation_id, ThemeState, theme=4)[0].merged_into is None


def test_each_sees_her_own_changes_and_a_researcher_everybodys(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    ben = factories.actor(sqlite_store, Role.CODER, evaluation_id=ada.evaluation_id, name="Ben Osei")
    factories.source(sqlite_store, ada)
    factories.coding(sqlite_store, ben, source=1)
    assert {button.key for button in opened(ada.account_id).button} >= {"take-back-panel-1", "take-back-panel-2"}
    app = opened(ben.account_id)
    assert [button.key for button in app.button if "take-back" in str(button.key)] == ["take-back-panel-2"]
    assert "Ben Osei made coding" in shown(opened(ada.account_id))


def test_who_changes_nothing_has_no_panel(monkeypatch: pytest.MonkeyPatch, sqlite_store: Store) -> None:
    for role, has_it in ((Role.COMMITTEE, False), (Role.PROGRAMME_TEAM, True), (Role.ADMINISTRATOR, True)):
        app = open_app(monkeypatch, sqlite_store, factories.actor(sqlite_store, role).account_id)
        labels = [block.proto.popover.label for block in app.get("popover")]
        assert ("Recent changes" in labels) is has_it
