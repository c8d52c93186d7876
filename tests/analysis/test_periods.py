"""Which period a day lies in, and which days lie in none."""

from datetime import date

import numpy as np
import pytest

from db.vocabulary import Per
from evalcore.analysis.corpus import frame
from evalcore.analysis.periods import OUTSIDE, Periods, periods

PHASES = frame(
    "phases",
    {"name": ["Second", "First"], "first": ["2016-03-01", "2016-01-01"], "last": ["2016-03-31", "2016-01-31"]},
)
MEETINGS = (date(2016, 3, 10), date(2016, 1, 10))


def asked(per: Per, *days: str, until: dict[int, str] | None = None) -> Periods:
    ends = [(until or {}).get(place, "NaT") for place in range(len(days))]
    return periods(
        per,
        np.array(days, dtype="datetime64[s]"),
        np.array(ends, dtype="datetime64[s]"),
        np.ones(len(days), dtype=bool),
        PHASES,
        MEETINGS,
    )


@pytest.mark.parametrize(
    ("per", "days", "labels"),
    [
        (Per.MONTH, ("1969-11-30", "1970-02-01"), ("1969-11", "1969-12", "1970-01", "1970-02")),
        (Per.QUARTER, ("2015-12-31", "2016-04-01"), ("2015-Q4", "2016-Q1", "2016-Q2")),
        (Per.PHASE, ("2016-01-31", "2016-03-01"), ("First", "Second")),
        (Per.MEETING, ("2016-01-09", "2016-03-10"), ("before 2016-01-10", "2016-01-10", "2016-03-10")),
        (Per.NONE, ("2016-01-01", "2017-01-01"), (None,)),
    ],
)
def test_a_series_runs_from_the_first_to_the_last_day(
    per: Per, days: tuple[str, ...], labels: tuple[str | None, ...]
) -> None:
    found = asked(per, *days)
    assert found.labels == labels
    assert found.of_source.tolist() == [0, len(labels) - 1]


def test_a_meeting_begins_a_period_and_the_day_before_ends_one() -> None:
    assert asked(Per.MEETING, "2016-01-09", "2016-01-10", "2016-03-09", "2016-03-10").of_source.tolist() == [0, 1, 1, 2]


def test_a_source_between_phases_is_in_none() -> None:
    assert asked(Per.PHASE, "2016-01-31", "2016-02-01", "2016-04-01").of_source.tolist() == [0, OUTSIDE, OUTSIDE]


def test_a_source_that_ends_in_another_period_is_in_none() -> None:
    found = asked(Per.MONTH, "2016-01-01", "2016-01-20", "2016-01-20", until={1: "2016-01-31", 2: "2016-02-01"})
    assert found.labels == ("2016-01",)
    assert found.of_source.tolist() == [0, 0, OUTSIDE]


def test_without_a_meeting_there_is_no_period_between_meetings() -> None:
    day = np.array(["2016-01-01"], dtype="datetime64[s]")
    found = periods(Per.MEETING, day, np.full(1, "NaT", dtype="datetime64[s]"), np.ones(1, dtype=bool), PHASES, ())
    assert found.labels == ()
    assert found.of_source.tolist() == [OUTSIDE]
