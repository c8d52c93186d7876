"""The periods of a series, and the one that each source lies in."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from db.vocabulary import Per
from evalcore.analysis.framework import Ints

OUTSIDE = -1

Days = NDArray[np.datetime64]


@dataclass(frozen=True, eq=False)
class Periods:
    """`labels` from the first to the last period that holds a source; `of_source` positions in it, OUTSIDE for none.

    One label, None, where nothing is asked per period.
    """

    labels: tuple[str | None, ...]
    of_source: Ints


def periods(
    per: Per, held_on: Days, until: Days, keep: NDArray[np.bool_], phases: pd.DataFrame, meetings: tuple[date, ...]
) -> Periods:
    """Which period each source lies in.

    Parameters
    ----------
    per : Per
        What a period is.
    held_on, until : ndarray of datetime64, one item per source
        First and last day; NaT in `until` for a single day. A source that ends in another period is in none.
    keep : ndarray of bool, one item per source
        The sources that pass the filters: the series runs over these, the others are OUTSIDE.
    phases : DataFrame
        One row per phase: name, first, last (inclusive). A source between phases is in none.
    meetings : tuple of date
        A period runs from a meeting to the day before the next; so do the times before the first and from the last.

    Returns
    -------
    Periods
        Without a source in any period there are no labels.
    """
    if per is Per.NONE:
        return Periods((None,), np.where(keep, 0, OUTSIDE))
    starts = np.unique(np.array(meetings, dtype="datetime64[D]"))
    phases = phases.sort_values(["first", "last", "name"], ignore_index=True)
    last = np.where(np.isnat(until), held_on, until)
    number, ends = (_number(per, days, phases, starts) for days in (held_on, last))
    inside = keep & (number == ends) & (number != OUTSIDE)
    if not inside.any():
        return Periods((), np.full(len(keep), OUTSIDE))
    first = int(number[inside].min())
    labels = tuple(_label(per, n, phases, starts) for n in range(first, int(number[inside].max()) + 1))
    return Periods(labels, np.where(inside, number - first, OUTSIDE))


def _number(per: Per, days: Days, phases: pd.DataFrame, meetings: Days) -> Ints:
    if per is Per.MEETING:
        # Without a single meeting there is no time before the first.
        return np.searchsorted(meetings, days, side="right") if len(meetings) else np.full(len(days), OUTSIDE)
    if per is Per.PHASE:
        number = np.full(len(days), OUTSIDE)
        for row, (first, last) in enumerate(zip(phases["first"].to_numpy(), phases["last"].to_numpy(), strict=True)):
            number[(number == OUTSIDE) & (days >= first) & (days <= last)] = row
        return number
    # From the year 0, so that no date is OUTSIDE.
    months = days.astype("datetime64[M]").astype(np.intp) + 12 * 1970
    return months if per is Per.MONTH else months // 3


def _label(per: Per, number: int, phases: pd.DataFrame, meetings: Days) -> str:
    if per is Per.MEETING:
        return str(meetings[number - 1]) if number else f"before {meetings[0]}"
    if per is Per.PHASE:
        return str(phases["name"][number])
    if per is Per.MONTH:
        return f"{number // 12}-{number % 12 + 1:02}"
    return f"{number // 4}-Q{number % 4 + 1}"
