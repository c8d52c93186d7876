"""The history page: whose changes it shows, and what its address says of that."""

import pytest

from db.store import Store
from db.vocabulary import Role
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
        assert set(app.table[0].value["Who"]) == set(names)
