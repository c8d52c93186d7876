"""The timeline of the programme: labels that never touch, filters, and ten thousand events that can still be read."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.store import Store
from db.vocabulary import Engagement, EventKind
from evalcore.capture.participants import add_trust
from evalcore.manage.access import Actor
from evalcore.watch.charts import programme as charts
from evalcore.watch.charts.programme import LANE, WIDE_PLOT, Days
from evalcore.watch.happenings import MOST, Band, Happening, Sort, readable
from evalcore.watch.programme import add_event, add_meeting, add_phase
from evalcore.watch.programme_picture import ENGAGEMENT, PHASE, calendar, sentence, shown
from evalcore.watch.sessions import note_attendance
from evalcore.watch.trust_records import note_step
from tests import factories

START = date(2016, 1, 4)
BANDS = (Band("Prework", START, date(2016, 2, 23)), Band("Action <period> 1", date(2016, 2, 24), date(2017, 4, 28)))
WORDS = st.text("abcdefgh <&", min_size=1, max_size=90)


def happening(day: int, length: int, text: str, sort: Sort = Sort.EVENT) -> Happening:
    first = START + timedelta(day)
    return Happening(sort, first, first + timedelta(length), text, text, text, "other")


several = st.lists(
    st.builds(happening, st.integers(0, 470), st.integers(0, 9), WORDS, st.sampled_from(Sort)), min_size=1, max_size=60
)


@given(several)
def test_no_two_labels_of_a_wide_sheet_touch(found: list[Happening]) -> None:
    found = readable(found)
    days = charts.reach(BANDS, found)
    assert days is not None
    for sort in Sort:
        own = [one for one in found if one.sort is sort]
        spans = [(left, right) for left, right, _ in charts.places(own, days)]
        by_lane: dict[int, list[tuple[float, float]]] = {}
        for lane, span in zip(charts.lanes(spans), spans, strict=True):
            by_lane.setdefault(lane, []).append(span)
        for lane_spans in by_lane.values():
            assert all(earlier[1] <= later[0] for earlier, later in pairwise(sorted(lane_spans)))


@given(several)
def test_no_two_labels_of_a_narrow_sheet_touch_and_each_stands_at_its_day_or_below(found: list[Happening]) -> None:
    found = readable(found)
    days = charts.reach(BANDS, found)
    assert days is not None
    figure = charts.narrow(BANDS, found, days)
    labels = [note for note in figure.layout.annotations if note.textangle == 0]
    assert len(labels) == len(found)
    heights = [16 * (1 + note.text.count("<br>")) for note in labels]
    for (upper, above), (lower, below) in pairwise(zip(labels, heights, strict=True)):
        assert upper.y + above / 2 <= lower.y - below / 2
    assert labels[-1].y + heights[-1] / 2 <= figure.layout.height
    assert "<a" not in "".join(note.text for note in labels).replace("<br>", "").replace("<b>", "").replace("</b>", "")


def test_a_band_reaches_over_its_phase_and_bears_its_name() -> None:
    found = [happening(0, 0, "Begin"), happening(480, 0, "End")]
    days = charts.reach(BANDS, found)
    assert days == Days(START, date(2017, 4, 28))
    figure = charts.wide(BANDS, found, days)
    tinted = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert [(shape.x0, round(shape.x1, 4)) for shape in tinted] == [(0, round(51 / 481, 4))]
    names = [note.text for note in figure.layout.annotations if note.text.startswith("<b>")]
    assert names == ["<b>Prework</b>", "<b>Action &lt;period&gt; 1</b>"]


def test_a_label_without_room_to_its_right_stands_left_of_its_mark() -> None:
    found = [happening(0, 0, "Begin"), happening(470, 0, "The last thing that happened at all")]
    days = charts.reach((), found)
    assert days is not None
    (_, _, before), (left, right, after) = charts.places(found, days)
    assert (before, after) == (False, True)
    assert 0 < left < right <= WIDE_PLOT + 12


def test_ten_thousand_events_are_told_a_period_at_a_time() -> None:
    found = [happening(no % 470, 0, f"Event {no}") for no in range(10_000)]
    told = readable(found)
    assert len(told) <= MOST
    assert told[0].text.endswith(" events") and "other" in told[0].told
    days = charts.reach((), told)
    assert days is not None
    assert charts.wide((), told, days).layout.height < 40 + LANE * 30
    assert readable(found[:MOST]) == sorted(found[:MOST], key=lambda one: (one.first, one.last, one.text))


@pytest.fixture
def ada(sqlite_store: Store) -> Actor:
    me = factories.actor(sqlite_store)
    for name in ("Alder Hall", "Birch Vale"):
        add_trust(sqlite_store, me, name)
    add_phase(sqlite_store, me, "Prework", START, date(2016, 2, 23))
    add_meeting(sqlite_store, me, date(2016, 3, 15))
    session = add_event(sqlite_store, me, EventKind.LEARNING_SESSION, "Session 1", date(2016, 2, 24)).subject_no or 0
    note_attendance(sqlite_store, me, session, {1: 4, 2: 0})
    add_event(sqlite_store, me, EventKind.INSPECTION, "Inspection", date(2016, 4, 1), trust=1)
    add_event(sqlite_store, me, EventKind.GUIDANCE, "A guideline", date(2016, 5, 1))
    add_event(sqlite_store, me, EventKind.ADOPTION, "Trolley", date(2016, 6, 1), trust=2, adopted_from=1)
    note_step(sqlite_store, me, 2, Engagement.SIGNED, date(2016, 1, 10))
    return me


def test_a_trust_sees_what_concerns_it_or_all_and_its_own_steps(sqlite_store: Store, ada: Actor) -> None:
    found = calendar(sqlite_store, ada)
    every, own = shown(found), shown(found, 2)
    assert [one.text for one in every.happenings] == [
        "Session 1",
        "15 Mar",
        "Inspection (Alder Hall)",
        "A guideline",
        "Trolley (Birch Vale)",
    ]
    assert [one.text for one in own.happenings] == [
        "Signed",
        "Nobody came: Session 1",
        "15 Mar",
        "A guideline",
        "Trolley",
    ]
    # Where the idea came from it is of interest too.
    assert "Trolley (Birch Vale)" in [one.text for one in shown(found, 1).happenings]
    row = every.rows[every.rows["name"] == "Session 1"].iloc[0]
    assert (row["trusts_came"], row["people_came"]) == (1, 4)
    assert len(every.rows) == 6


def test_the_kinds_that_are_asked_for_are_what_is_shown(sqlite_store: Store, ada: Actor) -> None:
    found = calendar(sqlite_store, ada)
    only = shown(found, None, (str(EventKind.GUIDANCE), ENGAGEMENT))
    assert [one.text for one in only.happenings] == ["Birch Vale signed", "A guideline"]
    assert list(only.rows["kind"]) == ["engagement", "national guidance"]
    assert list(shown(found, None, (PHASE,)).rows["name"]) == ["Prework"]


def test_it_opens_with_where_the_programme_stands(sqlite_store: Store, ada: Actor) -> None:
    counted = "1 learning session, 1 committee meeting, 3 other events"
    found = calendar(sqlite_store, ada)
    assert sentence(found) == f"The programme ran until 23 February 2016 in 1 phase: {counted}."
    add_phase(sqlite_store, ada, "Now", date(2016, 2, 24), date(2099, 1, 1))
    add_event(sqlite_store, ada, EventKind.OTHER, "The end", date(2098, 1, 1))
    said = sentence(calendar(sqlite_store, ada))
    assert said.startswith("The programme is in phase 2 of 2, “Now”, until 1 January 2099")
    assert said.endswith("Next: The end, on 1 January 2098.")
