"""The history page: whose changes it shows, and what its address says of that."""

import pytest

from db.store import Store
from db.vocabulary import Role
from evalcore.sense.framework import rename
from tests import factories
from tests.pages.apps import open_app


def test_people_are_chosen_by_name_and_stand_in_the_address_by_number(
    monkeypatch: pytest.MonkeyPatch, sqlite_store: Store
) -> None:
    ada = factories.actor(sqlite_store)
    ben = factories.actor(sqlite_store, Role.RESEARCHER, evaluation_id=ada.evaluation_id, name="Ben Ott")
    factories.source(sqlite_store, ben)
    app = open_app(monkeypatch, sqlite_store, ada.account_id, "pages/manage/history.py")
    numbers = [str(ada.account_id), str(ben.account_id)]
    for chosen in (numbers[1:], numbers, numbers[:1]):
        app.multiselect("history_who").set_value(chosen).run()
        assert not app.exception
        assert app.multiselect("history_who").value == chosen
        who = app.query_params["who"]
        assert ([who] if isinstance(who, str) else who) == chosen
        names = [{numbers[0]: "Ada Lovell", numbers[1]: "Ben Ott"}[one] for one in chosen]
        body = "".join(html.proto.body for html in app.get("html"))
        assert {name for name in ("Ada Lovell", "Ben Ott") if f"<span>{name} " in body} == set(names)


def test_a_change_names_its_thing_and_leads_to_it(monkeypatch: pytest.MonkeyPatch, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    source = factories.source(sqlite_store, ada, title="Handover on <b>ward 7</b>")
    factories.coding(sqlite_store, ada, source=source)
    rename(sqlite_store, ada, 4, "Competing work", reason="The committee asked")
    app = open_app(monkeypatch, sqlite_store, ada.account_id, "pages/manage/history.py")
    body = "".join(html.proto.body for html in app.get("html"))
    title = "Handover on &lt;b&gt;ward 7&lt;/b&gt;"
    assert f'added source 1: <a href="/coding?source=1" target="_self"><q>{title}</q></a>' in body
    assert f'made coding 1 in <a href="/coding?source=1&amp;at=1" target="_self"><q>{title}</q></a>' in body
    assert 'renamed theme 4: <a href="/framework" target="_self"><q>Competing work</q></a>' in body
