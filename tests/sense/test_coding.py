"""Codings: whose counts, what is refused, and what stays when one is changed."""

from collections.abc import Callable
from typing import Any

import pytest

from db.reads.rows import standing
from db.store import Store
from db.tables import CodingState
from db.vocabulary import Polarity, Role, RoleGroup
from evalcore.capture.sources import change_lead
from evalcore.capture.text_edits import edit_text
from evalcore.errors import EvalError, InvalidTransition, NotFound, NotPermitted, Stale
from evalcore.manage.access import Actor
from evalcore.manage.changes import newest_change
from evalcore.manage.undo import undo
from evalcore.manage.verification import faults
from evalcore.sense.coding import accept, attribute, code, move_boundaries, recode, uncode
from evalcore.sense.comments import comment_of
from evalcore.sense.desk import codings_of, recent_themes
from evalcore.sense.framework import merge, retire, split
from tests import factories

TEXT = factories.TEXT


def states(store: Store, actor: Actor) -> list[CodingState]:
    with store.read() as session:
        return standing(session, actor.evaluation_id, CodingState)


def second(store: Store, ada: Actor, *roles: Role) -> Actor:
    return factories.actor(store, *(roles or (Role.CODER,)), evaluation_id=ada.evaluation_id, name="Ben")


def test_the_leads_coding_counts_and_anybody_elses_is_offered(store: Store) -> None:
    ada = factories.actor(store)
    ben = second(store, ada)
    source = factories.source(store, ada)
    factories.coding(store, ada, source=source)
    hers = factories.coding(store, ben, source=source, quote="Nobody had time")
    assert [state.counted for state in states(store, ada)] == [True, False]
    accept(store, ada, hers)
    assert [state.counted for state in states(store, ada)] == [True, True]
    assert [one.coder for one in codings_of(store, ada, source)] == ["Ada Lovell", "Ben"]


def test_a_change_of_lead_moves_nothing_and_the_new_lead_accepts(store: Store) -> None:
    ada = factories.actor(store)
    ben = second(store, ada)
    source = factories.source(store, ada)
    factories.coding(store, ada, source=source)
    offered = factories.coding(store, ben, source=source, quote="Nobody had time")
    change_lead(store, ada, source, ben.account_id)
    assert [state.counted for state in states(store, ada)] == [True, False]
    with pytest.raises(NotPermitted, match="lead coder"):
        accept(store, ada, offered)
    accept(store, ben, offered)
    assert all(state.counted for state in states(store, ada))


def test_a_blind_coding_is_shown_to_its_coder_alone_until_reconciliation(store: Store) -> None:
    ada = factories.actor(store)
    ben = second(store, ada)
    source = factories.source(store, ada)
    blind = factories.coding(store, ben, source=source, blind=True)
    assert codings_of(store, ada, source) == []
    assert [one.coding for one in codings_of(store, ben, source)] == [blind]
    with pytest.raises(InvalidTransition, match="reconciliation"):
        accept(store, ada, blind)
    with pytest.raises(NotPermitted, match="made blind"):
        uncode(store, ada, blind)
    with pytest.raises(NotPermitted, match="made blind"):
        undo(store, ada, 2)
    assert [one.coding for one in codings_of(store, ben, source)] == [blind]
    accept(store, ada, blind, reconciliation=True)
    assert [one.counted for one in codings_of(store, ada, source)] == [True]


REFUSED: list[Any] = [
    pytest.param(lambda store, me: code(store, me, 1, 0, 3, "the", 4, Polarity.BARRIER), Stale, id="other words"),
    pytest.param(lambda store, me: code(store, me, 1, 5, 5, "", 4, Polarity.BARRIER), Stale, id="nothing chosen"),
    pytest.param(lambda store, me: code(store, me, 1, 0, 9999, "The", 4, Polarity.MIXED), Stale, id="past the end"),
    pytest.param(lambda store, me: code(store, me, 9, 0, 3, "The", 4, Polarity.MIXED), NotFound, id="no source"),
    pytest.param(lambda store, me: code(store, me, 1, 0, 3, "The", 99, Polarity.MIXED), NotFound, id="no theme"),
    pytest.param(lambda store, me: accept(store, me, 1), InvalidTransition, id="counts already"),
    pytest.param(lambda store, me: uncode(store, me, 77), NotFound, id="no coding"),
    pytest.param(lambda store, me: recode(store, me, 1, strength=4), EvalError, id="strength"),
]


@pytest.mark.parametrize(("step", "error"), REFUSED)
def test_what_cannot_be_is_said_and_leaves_no_trace(
    sqlite_store: Store, step: Callable[[Store, Actor], object], error: type[EvalError]
) -> None:
    ada = factories.actor(sqlite_store)
    factories.coding(sqlite_store, ada, source=factories.source(sqlite_store, ada))
    before = newest_change(sqlite_store, ada.evaluation_id)
    with pytest.raises(error) as refused:
        step(sqlite_store, ada)
    assert "took two days" not in refused.value.message
    assert newest_change(sqlite_store, ada.evaluation_id) == before
    assert len(states(sqlite_store, ada)) == 1


def test_nobody_codes_to_a_theme_that_is_retired_merged_or_split(store: Store) -> None:
    ada = factories.actor(store)
    source = factories.source(store, ada)
    retire(store, ada, 2, reason="The committee asked")
    merge(store, ada, 4, 5, reason="The committee asked")
    with pytest.raises(InvalidTransition, match="is retired"):
        factories.coding(store, ada, source=source, theme=2)
    with pytest.raises(InvalidTransition, match="merged into “Support and culture”"):
        factories.coding(store, ada, source=source, theme=4)
    split(store, ada, 5, ["Support", "Culture"], {}, reason="The committee asked")
    with pytest.raises(InvalidTransition, match="was split"):
        factories.coding(store, ada, source=source, theme=5)


@pytest.mark.parametrize(
    "out_of_use",
    [
        pytest.param(lambda store, ada: retire(store, ada, 4, reason="The committee asked"), id="retired"),
        pytest.param(lambda store, ada: merge(store, ada, 4, 5, reason="The committee asked"), id="merged"),
    ],
)
def test_a_coding_is_corrected_after_its_theme_went_out_of_use(
    sqlite_store: Store, out_of_use: Callable[[Store, Actor], Any]
) -> None:
    ada = factories.actor(sqlite_store)
    source = factories.source(sqlite_store, ada)
    factories.coding(sqlite_store, ada, source=source)
    out_of_use(sqlite_store, ada)
    start = TEXT.index("two days")
    moved = move_boundaries(sqlite_store, ada, 1, start, start + 8, "two days").made
    said = attribute(sqlite_store, ada, moved, RoleGroup.SENIOR_NURSE).made
    recode(sqlite_store, ada, said, theme=4, polarity=Polarity.MIXED)
    (one,) = codings_of(sqlite_store, ada, source)
    assert (TEXT[one.start : one.end], one.said_by, one.polarity) == (
        "two days",
        RoleGroup.SENIOR_NURSE,
        Polarity.MIXED,
    )
    with pytest.raises(InvalidTransition, match="Conflicting priorities"):
        factories.coding(sqlite_store, ada, source=source)


def test_an_operation_sent_twice_lands_once(store: Store) -> None:
    ada = factories.actor(store)
    source = factories.source(store, ada)
    first = code.once("nonce-1", store, ada, source, 0, 3, "The", 4, Polarity.BARRIER)
    again = code.once("nonce-1", store, ada, source, 0, 3, "The", 4, Polarity.BARRIER)
    assert first == again
    assert len(states(store, ada)) == 1


def test_the_boundaries_move_and_the_judgement_stays(store: Store) -> None:
    ada = factories.actor(store)
    source = factories.source(store, ada)
    coding = factories.coding(store, ada, source=source, comment="Said twice")
    start = TEXT.index("took two")
    done = move_boundaries(store, ada, coding, start, start + 8, "took two")
    [one] = codings_of(store, ada, source)
    assert (one.coding, one.start, one.end, one.theme) == (done.subject_no, start, start + 8, 4)
    assert (one.polarity, one.has_comment, one.counted) == (Polarity.BARRIER, True, True)


def test_words_are_said_by_the_role_group_the_coder_names(store: Store) -> None:
    ada = factories.actor(store)
    source = factories.source(store, ada)
    first = factories.coding(store, ada, source=source)
    factories.coding(store, ada, source=source, theme=5)
    attribute(store, ada, first, RoleGroup.REGISTRAR)
    assert sorted((one.theme, one.said_by) for one in codings_of(store, ada, source)) == [
        (4, RoleGroup.REGISTRAR),
        (5, None),
    ]


def test_somebody_elses_source_offers_a_changed_judgement_again(store: Store) -> None:
    ada = factories.actor(store)
    ben = second(store, ada)
    coding = factories.coding(store, ben, source=factories.source(store, ada))
    accept(store, ada, coding)
    recode(store, ben, coding, comment="As she said it")
    assert [state.counted for state in states(store, ada)] == [True]
    recode(store, ben, coding, polarity=Polarity.MIXED)
    assert [state.counted for state in states(store, ada)] == [False]


def test_only_its_coder_changes_a_coding_and_the_lead_may_take_it_back(store: Store) -> None:
    ada = factories.actor(store)
    ben = second(store, ada)
    coding = factories.coding(store, ben, source=factories.source(store, ada))
    with pytest.raises(NotPermitted, match="own coder"):
        recode(store, ada, coding, polarity=Polarity.MIXED)
    uncode(store, ada, coding)
    assert states(store, ada) == []


def test_a_coding_of_words_that_are_gone_stays_and_has_no_place(store: Store) -> None:
    ada = factories.actor(store)
    source = factories.source(store, ada)
    factories.coding(store, ada, source=source, quote="Nobody had time for the audit after that.")
    edit_text(store, ada, source, TEXT.replace(" Nobody had time for the audit after that.", ""))
    assert len(states(store, ada)) == 1
    assert codings_of(store, ada, source) == []
    assert faults(store) == []


def test_the_themes_she_used_last_come_first(store: Store) -> None:
    ada = factories.actor(store)
    source = factories.source(store, ada)
    for theme, quote in ((4, "took two days"), (5, "Nobody"), (2, "three wards"), (5, "audit")):
        factories.coding(store, ada, source=source, theme=theme, quote=quote)
    assert recent_themes(store, ada) == [5, 2, 4]


def test_a_comment_is_kept_in_the_form_both_stores_can_hold(store: Store) -> None:
    ada = factories.actor(store)
    coding = factories.coding(store, ada, source=factories.source(store, ada), comment=" naïve\0 e\u0301lan\r\n")
    assert comment_of(store, ada, coding) == "naïve élan"
    recode(store, ada, coding, comment="\0No\0")
    assert comment_of(store, ada, coding) == "No"


def test_a_strength_is_taken_back_and_an_undo_brings_it_again(store: Store) -> None:
    ada = factories.actor(store)
    coding = factories.coding(store, ada, source=factories.source(store, ada))
    recode(store, ada, coding, strength=3)
    taken_back = recode(store, ada, coding, strength=0)
    assert [state.strength for state in states(store, ada)] == [None]
    undo(store, ada, taken_back.change_no)
    assert [state.strength for state in states(store, ada)] == [3]
