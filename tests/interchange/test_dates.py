from datetime import date, time

import pytest

from evalcore.interchange.dates import read_date, read_minutes, read_time

TODAY = date(2017, 5, 1)


@pytest.mark.parametrize(
    "written",
    [
        "2016-05-31", "2016/05/31", "31/05/2016", "31/5/16", "31.05.2016", "31-05-2016", "31 May 2016", "31st May 2016",
        "31 may 16", "31-May-2016", "Tuesday 31 May 2016", "Tue, 31 May 2016", "May 31, 2016", "31/05/2016 14:00",
        "2016-05-31T14:00:00Z",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(written: str) -> None:
    assert read_date(written, TODAY) == date(2016, 5, 31)


def test_the_day_comes_first() -> None:
    assert read_date("03/04/2016", TODAY) == date(2016, 4, 3)


def test_today_is_no_future() -> None:
    assert read_date("01/05/2017", TODAY) == TODAY
    with pytest.raises(ValueError, match="future"):
        read_date("02/05/2017", TODAY)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("13:40", time(13, 40)),
        ("13.40", time(13, 40)),
        ("13:40:05", time(13, 40)),
        ("1.40 pm", time(13, 40)),
        ("12 am", time(0)),
        ("12pm", time(12)),
        ("9 a.m.", time(9)),
    ],
)
def test_a_time_is_read_however_it_is_written(written: str, expected: time) -> None:
    assert read_time(written) == expected


@pytest.mark.parametrize("written", ["25:00", "13:60", "13 pm", "13", "noonish", "0 am"])
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not a time of day"):
        read_time(written)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("90", 90), ("90 mins", 90), ("1:30", 90), ("1h30", 90), ("1 hour 30 minutes", 90), ("1.5 hrs", 90), ("2h", 120)],
)
def test_a_duration_is_read_however_it_is_written(written: str, minutes: int) -> None:
    assert read_minutes(written) == minutes
