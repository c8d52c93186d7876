"""What was known at an earlier change beside what is known today."""

from dataclasses import replace
from datetime import date

import pytest

from db.store import Store
from db.vocabulary import AskedPolarity, EventKind, Per, Polarity, Unit
from evalcore.manage.access import Actor
from evalcore.sense.framework import merge, rename
from evalcore.watch.beside import now_beside, over_time_beside
from evalcore.watch.cells import Cells
from evalcore.watch.charts import bars, rows
from evalcore.watch.charts.mark import Mark
from evalcore.watch.corpus import snapshot
from evalcore.watch.event_facts import EventFacts
from evalcore.watch.pictures import OverTime
from evalcore.watch.programme import add_event, correct_event
from evalcore.watch.view import View
from tests import factories
from tests.watch.drawn import Picture

CHAMPIONS, PRIORITIES, SUPPORT = 2, 4, 5
BARRIER, ANY = AskedPolarity.BARRIER, AskedPolarity.ANY


@pytest.fixture
def ada(sqlite_store: Store) -> Actor:
    ada = factories.actor(sqlite_store)
    read(sqlite_store, ada, date(2016, 1, 5), PRIORITIES)
    return ada


@pytest.fixture
def then(sqlite_store: Store, ada: Actor) -> View:
    """As it stood before two more sources, a new theme, a merge and a new name."""
    at = snapshot(sqlite_store, ada.evaluation_id).change_no
    new = factories.theme(sqlite_store, ada, name="Staff come and go")
    merge(sqlite_store, ada, CHAMPIONS, SUPPORT, reason="The committee asked")
    rename(
        sqlite_store,
        ada,
        PRIORITIES,
        "Competing work that takes all the time there is in a ward and more than that",
        reason="The committee asked",
    )
    for month, theme in ((2, PRIORITIES), (4, new)):
        read(sqlite_store, ada, date(2016, month, 5), theme)
    return View(as_at=at)


def read(store: Store, ada: Actor, on: date, theme: int) -> None:
    source = factories.source(store, ada, held_on=on)
    factories.coding(store, ada, source=source, theme=theme, polarity=Polarity.BARRIER)
    factories.reading(store, ada, source=source)


def notes(cells: Cells) -> dict[int, str]:
    return {theme: cell.note for (theme, _, _), cell in cells.items() if cell.note}


def test_both_have_the_same_themes_and_say_which_was_not_there(sqlite_store: Store, ada: Actor, then: View) -> None:
    found = now_beside(sqlite_store, ada, then)
    assert [line.no for line in found.then.lines] == [line.no for line in found.today.lines]
    assert notes(found.then.cells) == {6: "not in the framework yet"}
    assert notes(found.today.cells) == {CHAMPIONS: "merged or split since"}
    key = PRIORITIES, None, BARRIER
    assert (found.then.cells[key].value, found.today.cells[key].value) == (1, 2)


def test_what_differs_is_one_sentence(sqlite_store: Store, ada: Actor, then: View) -> None:
    said = now_beside(sqlite_store, ada, then).sentence
    assert said.startswith("Since then 2 more sources are read; the largest difference is in “Competing work")
    assert said.endswith(
        "as a barrier: 1 of 1 source then, 2 of 3 sources today; 1 theme was not in the framework then."
    )
    today = View(as_at=snapshot(sqlite_store, ada.evaluation_id).change_no)
    assert now_beside(sqlite_store, ada, today).sentence == "No figure differs from what was known then."


def test_over_time_both_have_every_month_up_to_the_last_of_either(sqlite_store: Store, ada: Actor, then: View) -> None:
    found = over_time_beside(sqlite_store, ada, replace(then, per=Per.MONTH), ())
    months = ["2016-01", "2016-02", "2016-03", "2016-04"]
    for one in (found.then, found.today):
        assert [span.label for span in one.periods] == months
        assert [line.no for line in one.chosen] == [PRIORITIES]
    assert [found.then.cells[PRIORITIES, month, ANY].sources_all for month in months] == [1, 0, 0, 0]
    assert [found.today.cells[PRIORITIES, month, ANY].sources_all for month in months] == [1, 1, 0, 1]


def test_over_time_each_has_the_events_that_were_known_and_what_is_in_both_has_one_number(
    sqlite_store: Store, ada: Actor
) -> None:
    noted = [add_event(sqlite_store, ada, EventKind.OTHER, name, date(2016, 1, 9)) for name in ("Snow", "A strike")]
    at = noted[1].change_no
    add_event(sqlite_store, ada, EventKind.INSPECTION, "An inspection", date(2016, 1, 4))
    correct_event(sqlite_store, ada, noted[1].made, EventFacts(EventKind.OTHER, "A strike", date(2016, 1, 20)))
    found = over_time_beside(sqlite_store, ada, View(as_at=at), ())

    def lines(one: OverTime) -> list[tuple[str, str, int]]:
        return [(mark.number, mark.milestone.text, mark.milestone.on.day) for mark in one.marks]

    assert lines(found.then) == [("2", "Snow", 9), ("3", "A strike", 9)]
    assert lines(found.today) == [("1", "An inspection", 4), ("2", "Snow", 9), ("4", "A strike", 20)]
    assert found.today.unmarked == 0


@pytest.mark.parametrize("unit", [Unit.SOURCES, Unit.CODINGS, Unit.SHARE])
def test_the_two_pictures_share_their_rows_and_their_scale(
    sqlite_store: Store, ada: Actor, then: View, unit: Unit
) -> None:
    found = now_beside(sqlite_store, ada, replace(then, unit=unit))
    older, newer = (
        Picture(
            bars.bars(one.lines, one.cells, unit, sheet=rows.NARROW, beside=other.cells, newer=one is found.today),
            list(one.lines),
            one.cells,
        )
        for one, other in ((found.then, found.today), (found.today, found.then))
    )
    for mark, _, _ in older.targets():
        assert older.box(mark) == newer.box(mark)
    mark = Mark(PRIORITIES, BARRIER)
    ends = [shape for shape in newer.inside(mark, "line") if shape.line.width > 2]
    value = found.then.cells[PRIORITIES, None, BARRIER].value
    differs = value != found.today.cells[PRIORITIES, None, BARRIER].value
    assert [-line.x0 for line in ends] == ([value] if differs else [])
