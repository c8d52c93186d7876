"""Published worked numbers, and the edges where a formula gives out."""

import doctest
from typing import Any

import numpy as np
import pytest

from evalcore.analysis import intervals
from evalcore.analysis.intervals import clustered_share, newcombe, wilson
from tests.analysis.fold import load

WORKED: dict[str, Any] = load("statistics")["intervals"]


@pytest.mark.parametrize("case", WORKED["wilson"])
def test_wilson_agrees_with_the_published_interval(case: str) -> None:
    hits, n = map(int, case.split("/"))
    low, high = wilson(hits, n)
    assert float(low) == pytest.approx(WORKED["wilson"][case]["lo"], abs=1e-12)
    assert float(high) == pytest.approx(WORKED["wilson"][case]["hi"], abs=1e-12)


def test_newcombe_agrees_with_the_published_interval() -> None:
    low, high = newcombe(56, 70, 48, 80)
    worked = WORKED["newcombe_difference_56/70_48/80"]
    assert (float(low), float(high)) == pytest.approx((worked["lo"], worked["hi"]), abs=1e-12)


def test_a_share_agrees_with_the_worked_numbers() -> None:
    worked = WORKED["clustered_share"]
    found = clustered_share(worked["y"], worked["m"])
    shown = (found.share, found.se, found.design_effect, found.n_effective, found.low, found.high)
    wanted = (worked["p"], worked["se"], worked["deff"], worked["n_eff"], *worked["wilson_neff"])
    assert shown == pytest.approx(wanted, abs=1e-12)


def test_the_ends_of_a_proportion_are_exact() -> None:
    low, high = wilson([0, 3], [3, 3])
    assert low[0] == 0
    assert high[1] == 1


def test_nothing_asked_has_no_interval() -> None:
    low, high = wilson([0, 1], [0, 2])
    assert np.isnan([low[0], high[0]]).all()
    assert not np.isnan([low[1], high[1]]).any()
    assert np.isnan(newcombe(0, 0, 1, 2).low)


@pytest.mark.parametrize(("hits", "n"), [(4, 3), (-1, 3)])
def test_more_hits_than_there_can_be_are_refused(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="hits"):
        wilson(hits, n)
    with pytest.raises(ValueError, match="hits"):
        clustered_share([hits], [n])


def test_a_source_without_codings_tells_nothing_about_a_share() -> None:
    assert clustered_share([1, 0, 2], [2, 0, 5]) == clustered_share([1, 2], [2, 5])


def test_sources_more_alike_than_chance_do_not_narrow_a_share() -> None:
    found = clustered_share([2, 2, 2], [4, 4, 4])
    assert found.design_effect == 1
    assert (found.low, found.high) == pytest.approx([float(end) for end in wilson(6, 12)])


@pytest.mark.parametrize(("hits", "sources_hit"), [([0, 0], 0), ([3, 7], 2)])
def test_a_share_of_none_or_all_is_as_sure_as_its_sources_are_many(hits: list[int], sources_hit: int) -> None:
    found = clustered_share(hits, [3, 7])
    assert (found.low, found.high) == pytest.approx([float(end) for end in wilson(sources_hit, 2)])
    assert np.isnan(found.design_effect)


@pytest.mark.parametrize(("totals", "share"), [([0, 0], np.nan), ([], np.nan), ([0, 4], 0.25)])
def test_a_share_of_fewer_than_two_sources_has_no_interval(totals: list[int], share: float) -> None:
    found = clustered_share([0, 1] if any(totals) else [0] * len(totals), totals)
    assert found.share == pytest.approx(share, nan_ok=True)
    assert np.isnan([found.low, found.high, found.n_effective]).all()


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(intervals).failed == 0
