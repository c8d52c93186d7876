"""95 % intervals for proportions: of sources, of the difference between two, and of codings clustered in sources."""

from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Z = NormalDist().inv_cdf(0.975)


class Interval(NamedTuple):
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True)
class ClusteredShare:
    """A share of codings, and how far whole sources differ in it. NaN where it is undefined."""

    share: float
    se: float
    design_effect: float
    n_effective: float
    low: float
    high: float


class RatioEstimate(NamedTuple):
    """What `clustered_share` holds, for many cells at once: arrays of one shape."""

    share: NDArray[np.float64]
    se: NDArray[np.float64]
    design_effect: NDArray[np.float64]
    n_effective: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def wilson(hits: ArrayLike, n: ArrayLike) -> Interval:
    """Wilson score interval of a proportion.

    Parameters
    ----------
    hits, n : array_like of float, broadcast against each other
        Successes and trials; need not be whole numbers (effective sizes are not).

    Returns
    -------
    Interval
        `low` and `high` as proportions, exactly 0 and 1 at the ends; NaN where n is 0.

    Raises
    ------
    ValueError
        Where hits is negative or more than n.

    References
    ----------
    Wilson EB (1927). Probable inference, the law of succession, and statistical inference. JASA 22:209-212.
    doi:10.1080/01621459.1927.10502953

    Examples
    --------
    >>> low, high = wilson(81, 263)
    >>> round(float(low), 4), round(float(high), 4)
    (0.2553, 0.3662)
    """
    x, total = np.broadcast_arrays(np.asarray(hits, np.float64), np.asarray(n, np.float64))
    if ((x < 0) | (x > total)).any():
        raise ValueError("hits must lie between 0 and n")
    with np.errstate(divide="ignore", invalid="ignore"):
        p = x / total
        centre = (p + Z**2 / (2 * total)) / (1 + Z**2 / total)
        half = Z / (1 + Z**2 / total) * np.sqrt(p * (1 - p) / total + Z**2 / (4 * total**2))
    empty = total == 0
    low = np.where(empty, np.nan, np.where(x == 0, 0.0, centre - half))
    high = np.where(empty, np.nan, np.where(x == total, 1.0, centre + half))
    return Interval(low, high)


def newcombe(hits_1: ArrayLike, n_1: ArrayLike, hits_2: ArrayLike, n_2: ArrayLike) -> Interval:
    """Newcombe's hybrid score interval (his method 10) of the difference hits_1/n_1 - hits_2/n_2.

    Parameters
    ----------
    hits_1, n_1, hits_2, n_2 : array_like of float, broadcast against each other
        Successes and trials of two independent samples.

    Returns
    -------
    Interval
        `low` and `high` of the difference, between -1 and 1; NaN where either n is 0.

    Raises
    ------
    ValueError
        Where hits is negative or more than n.

    References
    ----------
    Newcombe RG (1998). Interval estimation for the difference between independent proportions. Stat Med 17:873-890.
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I
    """
    one, two = wilson(hits_1, n_1), wilson(hits_2, n_2)
    with np.errstate(divide="ignore", invalid="ignore"):
        p_1 = np.asarray(hits_1, np.float64) / np.asarray(n_1, np.float64)
        p_2 = np.asarray(hits_2, np.float64) / np.asarray(n_2, np.float64)
    difference = p_1 - p_2
    low = difference - np.hypot(p_1 - one.low, two.high - p_2)
    high = difference + np.hypot(one.high - p_1, p_2 - two.low)
    return Interval(low, high)


def clustered_share(hits: ArrayLike, totals: ArrayLike) -> ClusteredShare:
    """Share of codings over whole sources: ratio estimator, Wilson interval at the effective sample size.

    Parameters
    ----------
    hits, totals : array_like of float, with shape (sources,)
        Codings to the theme, and to any theme, in each source. Sources without any coding tell nothing and drop out.

    Returns
    -------
    ClusteredShare
        `share` = sum(hits) / sum(totals); NaN without codings. `se` of it between sources; `design_effect` against
        independent codings, taken as at least 1; `n_effective` codings; `low`, `high` at 95 %. Under two sources all
        but the share is NaN. Where the share is 0 or 1 the design effect is undefined: the interval is Wilson's on
        the number of sources.

    Raises
    ------
    ValueError
        Where hits is negative or more than totals.

    References
    ----------
    Cochran WG (1977). Sampling Techniques, 3rd ed., section 2.11 (ratio) and 9A (clusters). Kish L (1965). Survey
    Sampling (design effect). Korn EL, Graubard BI (1998). Confidence intervals for proportions with small expected
    number of positive counts estimated from survey data. Survey Methodology 24:193-201 (score-type interval at the
    effective size).

    Examples
    --------
    >>> found = clustered_share([9, 1, 2, 14, 0, 3, 11, 1], [12, 5, 9, 20, 3, 8, 15, 6])
    >>> round(found.share, 4), round(found.low, 4), round(found.high, 4)
    (0.5256, 0.3484, 0.6966)
    """
    y, m = np.asarray(hits, np.float64), np.asarray(totals, np.float64)
    if ((y < 0) | (y > m)).any():
        raise ValueError("hits must lie between 0 and totals")
    found = ratio_estimate(
        clusters=(m > 0).sum(), y=y.sum(), m=m.sum(), yy=(y * y).sum(), ym=(y * m).sum(), mm=(m * m).sum()
    )
    return ClusteredShare(*(float(part) for part in found))


def ratio_estimate(
    *, clusters: ArrayLike, y: ArrayLike, m: ArrayLike, yy: ArrayLike, ym: ArrayLike, mm: ArrayLike
) -> RatioEstimate:
    """`clustered_share` from sums over sources, so that thousands of cells take one pass.

    Parameters
    ----------
    clusters : array_like of int
        Sources with a coding at all.
    y, m, yy, ym, mm : array_like of float, of one shape
        Sums over those sources of hits, totals, hits squared, hits times totals, totals squared.

    Returns
    -------
    RatioEstimate
        As `clustered_share` describes, element by element.
    """
    k, y, m, yy, ym, mm = (np.asarray(part, np.float64) for part in (clusters, y, m, yy, ym, mm))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = y / m
        variance = np.where(k > 1, k / (k - 1), np.nan) * (yy - 2 * share * ym + share**2 * mm) / m**2
        # Rounding can leave a sum of squared residuals a hair under 0.
        variance = np.maximum(variance, 0)
        effect = np.maximum(variance * m / (share * (1 - share)), 1)
    flat = (y == 0) | (y == m)
    effect = np.where(flat, np.nan, effect)
    n_effective = np.where(k > 1, np.where(flat, k, m / effect), np.nan)
    low, high = wilson(np.where(np.isnan(n_effective), 0, share * n_effective), np.nan_to_num(n_effective))
    return RatioEstimate(share, np.sqrt(variance), effect, n_effective, low, high)
