"""Which stretch of time is shown unless another is asked for."""

import pytest

from evalcore.watch.stretch import main_stretch

YEARS = 12 * 9


@pytest.mark.parametrize(
    ("sources", "months", "shown"),
    [
        pytest.param([3], 1, (0, 0), id="one month"),
        pytest.param([3, 0, 2, 5], 1, (0, 3), id="a month without sources"),
        pytest.param([1, *[0] * 12, 1], 1, (0, 13), id="a year without sources"),
        pytest.param([2, *[0] * 13, 1], 1, (0, 0), id="two that are over a year apart: the one with more"),
        pytest.param([1, *[0] * 13, 1], 1, (14, 14), id="of equals the newest"),
        pytest.param([*[4] * 16, *[0] * YEARS, 1], 1, (0, 15), id="a late one far off"),
        pytest.param([1, *[0] * YEARS, *[4] * 16], 1, (YEARS + 1, YEARS + 16), id="an early one far off"),
        pytest.param([1, *[0] * YEARS, *[4] * 16, *[0] * YEARS, 1], 1, (YEARS + 1, YEARS + 16), id="both"),
        pytest.param([*[4] * 16, *[0] * 20, *[4] * 16], 1, (0, 51), id="a long pause between two halves"),
        pytest.param([3, *[0] * 5, 1], 3, (0, 0), id="quarters count as three months"),
    ],
)
def test_gaps_of_over_a_year_that_outweigh_the_rest_are_cut_away(
    sources: list[int], months: int, shown: tuple[int, int]
) -> None:
    assert main_stretch(sources, months) == shown
