"""The stretch of time that a picture shows while nobody asks for another: one in which its sources lie."""

from collections.abc import Sequence
from itertools import pairwise

LONG_GAP = 12  # months without a source


def main_stretch(sources: Sequence[int], months: int) -> tuple[int, int]:
    """The places of the first and last period to show.

    All of them, but where gaps of over a year take more room than all that lies between them: a single source that is
    ten years from the others would leave these no room. Then the stretch between such gaps that has the most sources,
    of equals the newest.

    Parameters
    ----------
    sources
        How many lie in each period, the first and last having some.
    months
        How long a period is.
    """
    held = [place for place, number in enumerate(sources) if number]
    edges = [0, len(sources) - 1]
    gaps = [(one, other) for one, other in pairwise(held) if (other - one - 1) * months > LONG_GAP]
    empty = sum(other - one - 1 for one, other in gaps)
    if 2 * empty <= len(sources):
        return edges[0], edges[1]
    starts = [edges[0], *(other for _, other in gaps)]
    ends = [*(one for one, _ in gaps), edges[1]]
    return max(zip(starts, ends, strict=True), key=lambda ends: (sum(sources[ends[0] : ends[1] + 1]), ends[0]))
