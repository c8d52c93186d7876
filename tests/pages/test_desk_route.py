"""What was done at the coding desk as its page was left, handed over by a plain request."""

from db.reads.rows import standing
from db.store import Store
from db.tables import CodingState
from db.vocabulary import Role
from evalcore.manage.access import Actor
from tests import factories
from tests.pages.conftest import Client
from tests.pages.test_coding import NONCES, coded


def codings(store: Store, me: Actor) -> int:
    with store.read() as session:
        return len(standing(session, me.evaluation_id, CodingState))


def test_what_was_done_lands_once_and_each_nonce_is_answered(client: Client, sqlite_store: Store) -> None:
    me = factories.actor(sqlite_store)
    factories.source(sqlite_store, me)
    wrong = coded(NONCES[1]) | {"quote": "other words"}
    sent = {"account": me.account_id, "operations": [coded(NONCES[0]), wrong]}
    browser, address = client(me.account_id), f"/evaluations/{me.evaluation_id}/desk"
    first = browser.post(address, json=sent)
    assert first.status_code == 200
    assert [first.json()["acks"][nonce]["ok"] for nonce in NONCES[:2]] == [True, False]
    assert browser.post(address, json=sent).json() == first.json()
    assert codings(sqlite_store, me) == 1


def test_somebody_who_signed_in_since_codes_nothing_in_her_name(client: Client, sqlite_store: Store) -> None:
    me = factories.actor(sqlite_store)
    factories.source(sqlite_store, me)
    other = factories.actor(sqlite_store, evaluation_id=me.evaluation_id)
    sent = {"account": me.account_id, "operations": [coded(NONCES[0])]}
    answer = client(other.account_id).post(f"/evaluations/{me.evaluation_id}/desk", json=sent)
    assert answer.status_code == 401
    assert codings(sqlite_store, me) == 0


def test_who_may_not_code_is_refused_each_operation(client: Client, sqlite_store: Store) -> None:
    me = factories.actor(sqlite_store)
    factories.source(sqlite_store, me)
    observer = factories.actor(sqlite_store, Role.COMMITTEE, evaluation_id=me.evaluation_id)
    sent = {"account": observer.account_id, "operations": [coded(NONCES[0])]}
    answer = client(observer.account_id).post(f"/evaluations/{me.evaluation_id}/desk", json=sent)
    assert [ack["ok"] for ack in answer.json()["acks"].values()] == [False]
    assert codings(sqlite_store, me) == 0
