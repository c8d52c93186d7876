"""The coding desk as the page drives it: each operation lands once, and each gets an answer."""

import pytest
from streamlit.testing.v1 import AppTest

from db.reads.rows import standing
from db.store import Store
from db.tables import CodingState, Reading
from db.vocabulary import Polarity, Role, RoleGroup
from evalcore.capture.point_list import points, points_at_codings
from evalcore.manage.access import Actor
from evalcore.sense.desk import codings_of
from evalcore.sense.memo_list import Tied, memos, memos_at
from evalcore.sense.memos import About
from pages.ui.desk_operations import carry_out
from pages.ui.text_coder.operations import operations_in
from tests import factories
from tests.pages.apps import open_app, words

PAGE = "pages/sense/coding.py"
NONCES = [f"{place:032x}" for place in range(1, 9)]


@pytest.fixture
def desk(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Actor:
    monkeypatch.setenv("EVAL_DATABASE_URL", str(sqlite_store.url))
    ada = factories.actor(sqlite_store)
    factories.source(sqlite_store, ada)
    return ada


def coded(nonce: str, quote: str = "took two days", *, source: int = 1) -> dict[str, object]:
    start = factories.TEXT.index(quote)
    place = {"start": start, "end": start + len(quote), "quote": quote, "version": 1}
    return {"nonce": nonce, "op": "code", "source": source, "theme": 4, "polarity": "none", **place}


def states(store: Store, me: Actor) -> list[CodingState]:
    with store.read() as session:
        return standing(session, me.evaluation_id, CodingState)


def test_a_digit_and_a_letter_are_two_operations_on_one_coding(sqlite_store: Store, desk: Actor) -> None:
    polarity = {"nonce": NONCES[1], "op": "recode", "source": 1, "of": NONCES[0], "polarity": "barrier"}
    answers = carry_out(desk, operations_in([coded(NONCES[0]), polarity]))
    assert [answer.ok for answer in answers.values()] == [True, True]
    assert [(state.theme, state.polarity) for state in states(sqlite_store, desk)] == [(4, Polarity.BARRIER)]


def test_the_whole_outbox_sent_again_changes_nothing(sqlite_store: Store, desk: Actor) -> None:
    outbox = operations_in([coded(nonce) for nonce in NONCES])
    first = carry_out(desk, outbox)
    assert carry_out(desk, outbox) == first
    assert len(states(sqlite_store, desk)) == len(NONCES)


def test_a_refused_operation_says_why_and_keeps_no_other_back(sqlite_store: Store, desk: Actor) -> None:
    wrong = coded(NONCES[0]) | {"quote": "took ten days"}
    answers = carry_out(desk, operations_in([wrong, coded(NONCES[1])]))
    assert [answer.ok for answer in answers.values()] == [False, True]
    assert "not at that place" in answers[NONCES[0]].message
    assert "days" not in answers[NONCES[0]].message


def test_undo_takes_back_what_the_browser_did_and_again_brings_it_back(sqlite_store: Store, desk: Actor) -> None:
    carry_out(desk, operations_in([coded(NONCES[0])]))
    undo = {"nonce": NONCES[1], "op": "undo", "source": 1, "of": NONCES[0]}
    carry_out(desk, operations_in([undo]))
    assert states(sqlite_store, desk) == []
    carry_out(desk, operations_in([{"nonce": NONCES[2], "op": "undo", "source": 1, "of": NONCES[1]}]))
    assert len(states(sqlite_store, desk)) == 1


def test_who_said_it_and_reading_it_are_kept(sqlite_store: Store, desk: Actor) -> None:
    said = {"nonce": NONCES[1], "op": "recode", "source": 1, "of": NONCES[0], "said_by": "registrar"}
    read = {"nonce": NONCES[2], "op": "read", "source": 1, "at": 1}
    answers = carry_out(desk, operations_in([coded(NONCES[0]), said, read]))
    assert all(answer.ok for answer in answers.values())
    assert [one.said_by for one in codings_of(sqlite_store, desk, 1)] == [RoleGroup.REGISTRAR]
    with sqlite_store.read() as session:
        assert [reading.at for reading in standing(session, desk.evaluation_id, Reading)] == [1]


def test_a_point_and_a_memo_land_once_on_a_coding_made_just_before(sqlite_store: Store, desk: Actor) -> None:
    point = {"nonce": NONCES[1], "op": "point", "source": 1, "of": NONCES[0], "text": "One page?", "trust": None}
    memo = {"nonce": NONCES[2], "op": "memo", "source": 1, "of": NONCES[0], "kind": "analytic", "text": "Who pays?"}
    on_source = {"nonce": NONCES[3], "op": "memo", "source": 1, "kind": "reflexive", "text": "I was tired."}
    talked = {"discussed_with": "a friend"}
    outbox = operations_in([coded(NONCES[0]), point | {"meeting_on": "2199-01-01"}, memo | talked, on_source | talked])
    assert [answer.ok for answer in carry_out(desk, outbox).values()] == [True] * 4
    assert carry_out(desk, outbox).keys() == set(NONCES[:4])
    assert [(row.text, row.coding) for row in points(sqlite_store, desk)] == [("One page?", 1)]
    assert {row.about for row in memos(sqlite_store, desk)} == {About(coding=1), About(source=1)}
    assert memos_at(sqlite_store, desk, 1) == Tied(1, {1: 1})
    assert points_at_codings(sqlite_store, desk, 1) == {1: 1}
    wrong = [point | {"nonce": NONCES[4], "meeting_on": "soon"}, memo | {"nonce": NONCES[5], "kind": "idle"} | talked]
    assert [answer.ok for answer in carry_out(desk, operations_in(wrong)).values()] == [False, False]


def test_an_operation_on_something_unknown_is_answered_so_that_it_leaves_the_outbox(desk: Actor) -> None:
    sent = [
        {"nonce": NONCES[0], "op": "uncode", "source": 1, "coding": 99},
        {"nonce": NONCES[1], "op": "undo", "source": 1, "of": NONCES[7]},
        {"nonce": NONCES[2], "op": "dance", "source": 1},
        coded(NONCES[3]) | {"theme": 10**20},
    ]
    answers = carry_out(desk, operations_in(sent))
    assert [answer.ok for answer in answers.values()] == [False] * 4


def test_what_people_said_is_not_handed_to_the_component(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, desk: Actor
) -> None:
    factories.coding(sqlite_store, desk, source=1, comment="She laughed")
    app = open_app(monkeypatch, sqlite_store, desk.account_id, PAGE, source="1")
    assert not app.exception
    handed = "".join(str(element.proto) for element in app.main if hasattr(element, "proto")) + words(app)
    assert "ward manager" not in handed
    assert "She laughed" not in handed


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.CODER])
def test_an_evaluation_without_sources_leads_to_the_first(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    me = factories.actor(sqlite_store, role)
    app: AppTest = open_app(monkeypatch, sqlite_store, me.account_id, PAGE)
    assert "There is none yet" in words(app)
