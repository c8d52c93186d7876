"""A search as a browser asks it: what it is told, where each place leads, and what is coded there."""

from datetime import date
from typing import Any

import pytest

from db.store import Store
from db.vocabulary import ContributionKind, MemoKind, Role
from evalcore.capture.contributions import Brought, log_contribution
from evalcore.capture.points import NewPoint, note_point
from evalcore.capture.sources import Facts
from evalcore.manage.access import Actor
from evalcore.sense.coding import uncode
from evalcore.sense.field_notes import Note, log_note
from evalcore.sense.memos import Thought, write_memo
from tests import factories
from tests.pages.conftest import Client
from tests.pages.test_coding import NONCES, coded


def asked(client: Client, me: Actor, **sent: Any) -> dict[str, Any]:
    answer = client(me.account_id).post(f"/evaluations/{me.evaluation_id}/search", json=sent)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    found: dict[str, Any] = answer.json()
    return found


def hrefs(found: dict[str, Any]) -> list[str | None]:
    return [hit["href"] for group in found["groups"] for hit in group["hits"]]


def test_a_place_is_told_with_its_words_and_leads_to_where_it_stands(client: Client, sqlite_store: Store) -> None:
    me = factories.actor(sqlite_store)
    factories.source(sqlite_store, me)
    coding = factories.coding(sqlite_store, me, source=1, comment="The board, again")
    found = asked(client, me, typed="board")
    (group,) = found["groups"]
    assert (found["sentence"], found["more"]) == ("2 places in 1 of 1 source.", 0)
    assert (group["title"], group["facts"]) == (
        "Meeting about the chart",
        "Field note · 3 Feb 2016 · whole collaborative",
    )
    text, comment = group["hits"]
    assert factories.TEXT[text["start"] : text["end"]] == "board"
    assert text["words"] == [["board", True]]
    assert text["left"].endswith("the return for the ")
    assert text["href"] == f"/coding?source=1&start={text['start']}&end={text['end']}"
    assert comment["href"] == f"/coding?source=1&at={coding}"
    assert (group["href"], group["may_code"], group["counts"]) == ("/coding?source=1", True, True)


def test_each_role_is_led_to_pages_that_it_has(client: Client, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    host = factories.actor(sqlite_store, Role.PROGRAMME_TEAM, evaluation_id=ada.evaluation_id)
    factories.source(sqlite_store, ada)
    note = Note(Facts(title="What I saw", held_on=date(2016, 4, 5)), (), "The board met.")
    log_note(sqlite_store, host, note, read=False)
    write_memo(sqlite_store, ada, Thought(MemoKind.ANALYTIC, "The board in conflicting priorities"))
    assert hrefs(asked(client, host, typed="board")) == ["/field-notes?note=2"]
    assert hrefs(asked(client, ada, typed="conflicting", look_in="themes")) == ["/framework?theme=4"]
    assert hrefs(asked(client, host, typed="conflicting")) == [None]
    note_point(sqlite_store, ada, NewPoint("Who feeds the zebra?"))
    log_contribution(sqlite_store, ada, Brought(ContributionKind.LITERATURE, date(2016, 5, 1), "A paper on the zebra"))
    assert hrefs(asked(client, host, typed="zebra")) == ["/points?point=1", "/contributions?contribution=1"]
    outsider = factories.actor(sqlite_store, Role.COMMITTEE, evaluation_id=ada.evaluation_id)
    address = f"/evaluations/{ada.evaluation_id}/search"
    assert client(outsider.account_id).post(address, json={"typed": "board"}).status_code == 403


def test_it_is_narrowed_by_what_is_sent(client: Client, sqlite_store: Store) -> None:
    me = factories.actor(sqlite_store)
    for month in (1, 2, 3):
        factories.source(sqlite_store, me, title=f"Meeting {month}", held_on=date(2016, month, 5))
    filters = {"first": "2016-02-01", "last": "2016-02-29", "kind": "field note", "trust": 0, "coder": me.account_id}
    assert [group["title"] for group in asked(client, me, typed="board", filters=filters)["groups"]] == ["Meeting 2"]
    assert asked(client, me, typed="board", filters=filters | {"role_group": "registrar"})["groups"] == []
    assert asked(client, me, typed="board", groups=2)["more"] == 1
    assert [group["source"] for group in asked(client, me, typed="board", source=3)["groups"]] == [3]


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"typed": '"the board'}, id="malformed"),
        pytest.param({"typed": ""}, id="empty"),
        pytest.param({}, id="nothing"),
        pytest.param({"typed": 5}, id="a number typed"),
        pytest.param({"typed": "board", "look_in": "drawers"}, id="nowhere"),
        pytest.param({"typed": "board", "filters": {"first": "soon"}}, id="no day"),
        pytest.param({"typed": "board", "filters": {"trust": 10**12}}, id="a number that is too large"),
        pytest.param({"typed": "board", "filters": {"colour": "red"}}, id="an unknown filter"),
        pytest.param({"typed": "board", "filters": ["trust"]}, id="a list of filters"),
        pytest.param({"typed": "board", "source": True}, id="no source"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_sentence(client: Client, sqlite_store: Store, sent: Any) -> None:
    me = factories.actor(sqlite_store)
    answer = client(me.account_id).post(f"/evaluations/{me.evaluation_id}/search", json=sent)
    assert answer.status_code == 422
    assert "board" not in answer.json()["message"]


def test_what_is_coded_at_the_places_is_told_and_told_anew(client: Client, sqlite_store: Store) -> None:
    me = factories.actor(sqlite_store)
    ben = factories.actor(sqlite_store, Role.CODER, evaluation_id=me.evaluation_id, name="Ben Osei")
    host = factories.actor(sqlite_store, Role.PROGRAMME_TEAM, evaluation_id=me.evaluation_id)
    for _ in range(2):
        factories.source(sqlite_store, me)
    browser, address = client(me.account_id), f"/evaluations/{me.evaluation_id}/codings"
    done = browser.post(
        f"/evaluations/{me.evaluation_id}/desk", json={"account": me.account_id, "operations": [coded(NONCES[0])]}
    )
    assert done.json()["acks"][NONCES[0]]["ok"]
    factories.coding(sqlite_store, ben, source=2, theme=5)
    factories.coding(sqlite_store, ben, source=2, theme=5, blind=True)

    def told() -> list[tuple[str, str, bool, bool]]:
        found = browser.post(address, json={"sources": [1, 2, 9]}).json()["codings"]
        return [(no, one["theme"], one["mine"], one["counted"]) for no, codings in found.items() for one in codings]

    assert told() == [("1", "Conflicting priorities", True, True), ("2", "Support and culture", False, False)]
    uncode(sqlite_store, me, 1)
    assert told() == [("2", "Support and culture", False, False)]
    assert client(host.account_id).post(address, json={"sources": [1, 2]}).json() == {"codings": {}}
    assert browser.post(address, json={"sources": "all"}).status_code == 422
