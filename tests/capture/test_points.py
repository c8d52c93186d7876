"""Points to raise: each step once, in its order and on its day, and none forgotten at the team's next meeting."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from db.store import Store
from db.vocabulary import MemoKind, PointStage, Role
from evalcore.capture.participants import add_trust
from evalcore.capture.point_list import PointRow, open_points, points, points_at_codings
from evalcore.capture.points import (
    NEXT,
    NewPoint,
    answer_point,
    change_point,
    close_point,
    drop_point,
    note_point,
    raise_point,
)
from evalcore.errors import EvalError, Invalid, InvalidTransition, NotFound, NotPermitted
from evalcore.manage.access import Actor
from evalcore.manage.changes import Done
from evalcore.manage.export import tables
from evalcore.manage.history import history
from evalcore.manage.undo import undo
from evalcore.manage.verification import faults
from evalcore.sense.coding import accept, move_boundaries, uncode
from evalcore.sense.memos import Thought, change_memo, write_memo
from tests import factories

NOTED, RAISED, ANSWERED, CLOSED = date(2016, 2, 3), date(2016, 2, 10), date(2016, 2, 10), date(2016, 3, 2)
TEXT = "Nobody reads the return: could it be one page?"


def noted(store: Store, actor: Actor, *, trust: int | None = None, text: str = TEXT) -> int:
    done = note_point(store, actor, NewPoint(text, trust), noted_on=NOTED)
    assert done.subject_no is not None
    return done.subject_no


def the_point(store: Store, actor: Actor) -> PointRow:
    (row,) = points(store, actor)
    return row


def test_a_point_goes_from_noted_to_what_came_of_it_with_a_date_for_each_step(store: Store) -> None:
    ada = factories.actor(store)
    point = noted(store, ada)
    raise_point(store, ada, point, RAISED)
    answer_point(store, ada, point, "The board wants it, not us.", ANSWERED)
    close_point(store, ada, point, "One page from April.", CLOSED)
    row = the_point(store, ada)
    assert (row.noted_on, row.raised_on, row.answered_on, row.closed_on) == (NOTED, RAISED, ANSWERED, CLOSED)
    assert (row.answer, row.outcome) == ("The board wants it, not us.", "One page from April.")
    assert open_points(store, ada) == []
    assert faults(store) == []


def test_every_step_is_undone_the_last_one_first(store: Store) -> None:
    ada = factories.actor(store)
    point = noted(store, ada)
    raised = raise_point(store, ada, point, RAISED)
    closed = close_point(store, ada, point, "It was dealt with.", CLOSED)
    with pytest.raises(InvalidTransition, match=r"wrote down what came of point 1 .*\(change 3\)"):
        undo(store, ada, raised.change_no)
    undo(store, ada, closed.change_no)
    undo(store, ada, raised.change_no)
    assert the_point(store, ada).stage is PointStage.NOTED
    undo(store, ada, 1)
    assert points(store, ada) == []


@pytest.mark.parametrize("table", ["point", "memo"])
def test_verify_finds_two_states_where_one_must_be(store: Store, table: str) -> None:
    ada = factories.actor(store)
    raise_point(store, ada, noted(store, ada), RAISED)
    memo = write_memo(store, ada, Thought(MemoKind.ANALYTIC, "Who pays?")).subject_no
    change_memo(store, ada, memo or 0, Thought(MemoKind.ANALYTIC, "Who decides?"))
    with store.write() as session:
        session.execute(text(f"UPDATE {table}_state SET ended_in = NULL"))
    assert [fault.partition(": ")[2] for fault in faults(store)] == [f"{table} 1 has two states at one change"]


def test_what_was_said_stands_in_no_change(store: Store) -> None:
    ada = factories.actor(store)
    raise_point(store, ada, noted(store, ada), RAISED)
    assert [line.sentence for line in history(store, ada)][:2] == ["raised point 1", "noted point 1 to raise"]


@pytest.mark.parametrize("stage", list(PointStage))
def test_a_point_goes_only_where_the_table_says(sqlite_store: Store, stage: PointStage) -> None:
    ada = factories.actor(sqlite_store)
    point = noted(sqlite_store, ada)
    steps: dict[PointStage, Callable[[], Done]] = {
        PointStage.RAISED: lambda: raise_point(sqlite_store, ada, point, CLOSED),
        PointStage.ANSWERED: lambda: answer_point(sqlite_store, ada, point, "Yes.", CLOSED),
        PointStage.CLOSED: lambda: close_point(sqlite_store, ada, point, "Done.", CLOSED),
    }
    for step in list(steps)[: list(PointStage).index(stage)]:
        steps[step]()
    assert the_point(sqlite_store, ada).stage is stage
    for then, take in steps.items():
        if then in NEXT[stage]:
            undo(sqlite_store, ada, take().change_no)
        else:
            with pytest.raises(InvalidTransition, match=f"Point {point} is {stage}"):
                take()


@pytest.mark.parametrize(
    ("point", "noted_on", "said"),
    [
        pytest.param(NewPoint("  "), NOTED, "Say what is to be raised.", id="no words"),
        pytest.param(NewPoint("A", meeting_on=date(2016, 2, 1)), NOTED, "was before the point was noted", id="meeting"),
        pytest.param(NewPoint("A"), date.today() + timedelta(days=3), "has not come yet", id="a day to come"),
        pytest.param(NewPoint("A", trust=9), NOTED, "There is no trust number 9", id="trust"),
    ],
)
def test_a_point_that_cannot_be_is_refused_in_words(
    sqlite_store: Store, point: NewPoint, noted_on: date, said: str
) -> None:
    ada = factories.actor(sqlite_store)
    with pytest.raises(EvalError, match=said):
        note_point(sqlite_store, ada, point, noted_on=noted_on)
    assert points(sqlite_store, ada) == []


def test_a_point_is_not_raised_before_it_was_noted(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    point = noted(sqlite_store, ada)
    with pytest.raises(Invalid, match="2 February 2016 is before 3 February 2016, when point 1 was noted"):
        raise_point(sqlite_store, ada, point, date(2016, 2, 2))


def test_a_point_is_worded_anew_for_another_team_and_keeps_what_was_done_with_it(store: Store) -> None:
    ada = factories.actor(store)
    add_trust(store, ada, "Thornmere")
    point = noted(store, ada)
    raise_point(store, ada, point, RAISED)
    change_point(store, ada, point, NewPoint("Make it one page.", 1, date(2016, 3, 1)))
    row = the_point(store, ada)
    assert (row.text, row.trust, row.stage, row.raised_on) == (
        "Make it one page.",
        "Thornmere",
        PointStage.RAISED,
        RAISED,
    )


def test_a_dropped_point_is_off_the_list_until_that_is_undone(store: Store) -> None:
    ada = factories.actor(store)
    dropped = drop_point(store, ada, noted(store, ada))
    assert points(store, ada) == []
    with pytest.raises(NotFound, match="taken off the list"):
        raise_point(store, ada, 1, RAISED)
    undo(store, ada, dropped.change_no)
    assert the_point(store, ada).text == TEXT


def test_the_programme_team_notes_and_raises_points_but_words_its_own_only(store: Store) -> None:
    ada = factories.actor(store)
    bo = factories.actor(store, Role.PROGRAMME_TEAM, evaluation_id=ada.evaluation_id, name="Bo")
    source = factories.source(store, ada)
    coding = factories.coding(store, ada, source=source)
    note_point(store, ada, NewPoint(TEXT), coding=coding)
    assert (the_point(store, ada).source, the_point(store, ada).coding) == (source, coding)
    seen = the_point(store, bo)
    assert (seen.text, seen.source, seen.coding) == (TEXT, None, None)
    with pytest.raises(NotPermitted, match="your own field notes only"):
        raise_point(store, bo, seen.no, date.today(), source=source)
    raise_point(store, bo, seen.no, date.today())
    with pytest.raises(NotPermitted, match="your own points only"):
        change_point(store, bo, seen.no, NewPoint("Other words"))
    with pytest.raises(NotPermitted, match="your own field notes only"):
        note_point(store, bo, NewPoint(TEXT), source=source)
    own = noted(store, bo)
    change_point(store, ada, own, NewPoint("A researcher may"))


def test_a_point_at_a_blind_coding_tells_nobody_of_the_coding_until_it_counts(store: Store) -> None:
    ada = factories.actor(store)
    ben = factories.actor(store, evaluation_id=ada.evaluation_id, name="Ben")
    source = factories.source(store, ada)
    coding = factories.coding(store, ben, source=source, blind=True)
    with pytest.raises(NotFound, match="no coding number"):
        note_point(store, ada, NewPoint(TEXT), coding=coding)
    noted_at = note_point(store, ben, NewPoint(TEXT), coding=coding)

    def told(actor: Actor) -> list[object]:
        return [the_point(store, actor).coding, tables(store, actor)["points"][0]["coding"]]

    assert (told(ben), told(ada)) == ([coding, coding], [None, None])
    assert [points_at_codings(store, one, source) for one in (ben, ada)] == [{coding: 1}, {}]
    with pytest.raises(NotPermitted, match="made blind"):
        undo(store, ada, noted_at.change_no)
    accept(store, ada, coding, reconciliation=True)
    assert told(ada) == [coding, coding]
    uncode(store, ben, coding)
    with pytest.raises(NotFound, match="no coding number"):
        note_point(store, ben, NewPoint(TEXT), coding=coding)


def test_a_coding_taken_away_leaves_the_point_that_came_from_it(store: Store) -> None:
    ada = factories.actor(store)
    source = factories.source(store, ada)
    coding = factories.coding(store, ada, source=source)
    note_point(store, ada, NewPoint(TEXT), coding=coding)
    moved = move_boundaries(store, ada, coding, 4, 16, factories.TEXT[4:16])
    assert the_point(store, ada).coding == moved.subject_no
    undo(store, ada, moved.change_no)
    assert the_point(store, ada).coding == coding
    uncode(store, ada, coding)
    assert the_point(store, ada).text == TEXT


def test_points_come_in_the_order_of_the_meetings_they_are_for(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    for words, meeting_on in (("next", None), ("May", date(2016, 5, 1)), ("April", date(2016, 4, 1))):
        note_point(sqlite_store, ada, NewPoint(words, meeting_on=meeting_on), noted_on=NOTED)
    assert [row.text for row in points(sqlite_store, ada)] == ["April", "May", "next"]
