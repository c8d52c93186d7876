"""The figures: how often themes are mentioned, by group and period, and what each figure rests on.

The rules are those of the methods page; where a rule leaves nothing to count, the figure is NA and never 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from db.vocabulary import AskedPolarity, CellState, GroupBy, Unit
from evalcore.analysis.cells import cells, distinct
from evalcore.analysis.corpus import Corpus
from evalcore.analysis.intervals import ratio_estimate, wilson
from evalcore.analysis.question import Question
from evalcore.analysis.snapshot import Snapshot, as_at
from evalcore.analysis.tally import Tally

COUNTS = ("sources", "both", "sources_read", "sources_all", "people", "codings", "in_progress")
COLUMNS = ("group", "period", "polarity", "state", "value", *COUNTS, "hours", "low", "high")

ALWAYS_KNOWN = ("sources_read", "sources_all", "in_progress")
SUMS = ("clusters", "y", "m", "yy", "ym", "mm")
STATES = (CellState.NO_SOURCES, CellState.NOT_LOOKED_FOR, CellState.PARTLY_READ, CellState.COUNTED)

Values = NDArray[Any]
Shape = tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class Distribution:
    """`left_out`: sources that pass the filters and lie in no period of the series. `rows`: see `distribution`."""

    left_out: int
    rows: pd.DataFrame


def distribution(known: Corpus | Snapshot, question: Question) -> Distribution:
    """Answer a question about how often themes are mentioned.

    Parameters
    ----------
    known : Corpus or Snapshot
        A snapshot of the change that the question names saves working it out again (`as_at`).
    question : Question
        What is asked.

    Returns
    -------
    Distribution
        With `rows`: one row per group x period x polarity, in this order; groups as a framework, a list of trusts or
        a vocabulary has them, periods dense from the first to the last that holds a source.

        ============  =======  ==========================================================================
        group         str      theme path, trust, role group, setting, kind or coder; NA where one group
        period        str      2016-01, 2016-Q1, a phase's name, a meeting's day; NA where one period
        polarity      str      as asked
        state         str      a `CellState`
        value         Float64  in the question's unit; a rate is codings per 10 observed hours
        sources       Int64    sources read that have a coding asked for
        both          Int64    sources read that have a barrier and a facilitator coding to the theme
        sources_read  Int64    sources read for the theme
        sources_all   Int64    sources, read or not
        people        Int64    distinct participants the codings are attributed to
        codings       Int64    distinct codings on sources read
        in_progress   Int64    distinct codings on sources not read
        hours         Float64  observed hours of the sources read that have minutes
        low, high     Float64  95 % interval of the value
        ============  =======  ==========================================================================

        Where no source is read, everything but the state, sources_read, sources_all and in_progress is NA. value is NA
        too where its unit has no denominator; hours where no source read has minutes; low and high where the unit
        has no interval, or a share rests on fewer than two sources.

    Raises
    ------
    LookupError
        For a theme that is not there as at that change, or was split: its parts are asked about instead.
    ValueError
        For a snapshot of another change than the question's.

    References
    ----------
    Intervals: Wilson EB (1927), doi:10.1080/01621459.1927.10502953, on sources; for shares `clustered_share`.
    """
    snapshot = snapshot_for(known, question)
    table = cells(snapshot, question)
    if question.theme is not None:
        tally = Tally(snapshot, table, *theme_place(snapshot, question.theme))
        return Distribution(table.left_out, _rows(tally, question, table.groups))
    paths = distinct(snapshot.framework.paths)
    levels = range(1, max(snapshot.framework.depth, 1) + 1) if question.level is None else [question.level]
    tallies = [Tally(snapshot, table, level) for level in levels]
    parts = [_rows(tally, question, tuple(paths[theme] for theme in tally.themes)) for tally in tallies]
    rows = pd.concat(parts, ignore_index=True)
    order = rows["group"].map({path: place for place, path in enumerate(paths)})
    return Distribution(table.left_out, rows.iloc[np.argsort(order, kind="stable")].reset_index(drop=True))


def snapshot_for(known: Corpus | Snapshot, question: Question) -> Snapshot:
    """The snapshot that a question asks about.

    Raises
    ------
    ValueError
        For a snapshot of another change than the question's.
    """
    if isinstance(known, Corpus):
        return as_at(known, question.as_at)
    if question.as_at not in (None, known.change_no):
        raise ValueError(f"asked as at change {question.as_at}, given a snapshot of change {known.change_no}")
    return known


def theme_place(snapshot: Snapshot, theme: int) -> tuple[int, int]:
    """Level of a theme and its place there; those of the theme it is merged into.

    Raises
    ------
    LookupError
        For a theme that is not there, or was split.
    """
    framework = snapshot.framework
    if theme not in framework.named:
        raise LookupError(f"as at change {snapshot.change_no} there is no theme {theme}, or it was split")
    position = framework.named[theme]
    level = int(framework.level[position])
    return level, int(np.searchsorted(framework.at_level(level), position))


def _rows(tally: Tally, question: Question, labels: tuple[str | None, ...]) -> pd.DataFrame:
    """The answer for the themes of a tally; `labels` name the themes, or the groups of the one theme."""
    shape = (len(tally.themes), tally.cells.number, len(question.polarities))
    theme, cell, asked = np.indices(shape).reshape(3, -1)
    group, period = np.divmod(cell, max(len(tally.cells.periods), 1))
    counts = _counts(tally, question.polarities, shape)
    read, everything = counts["sources_read"], counts["sources_all"]
    unread = read == 0
    hours = _spread(tally.base.hours, shape)
    value, low, high = _value(tally, question, counts, hours, shape)
    return pd.DataFrame(
        {
            "group": _words(labels, theme if question.by is GroupBy.THEME else group),
            "period": _words(tally.cells.periods, period),
            "polarity": _words(question.polarities, asked),
            "state": _words(STATES, np.select([everything == 0, unread, read < everything], [0, 1, 2], 3)),
            "value": _numbers(value, unread),
            **{name: pd.arrays.IntegerArray(counts[name], unread & (name not in ALWAYS_KNOWN)) for name in COUNTS},
            "hours": _numbers(hours, unread),
            "low": _numbers(low, unread),
            "high": _numbers(high, unread),
        },
        columns=list(COLUMNS),
    )


def _counts(tally: Tally, polarities: tuple[AskedPolarity, ...], shape: Shape) -> dict[str, Values]:
    mentions = [tally.mentions(polarity) for polarity in polarities]
    by_polarity = {
        name: _stack([getattr(found, name) for found in mentions], shape)
        for name in ("sources", "codings", "people", "in_progress")
    }
    base = tally.base
    return by_polarity | {
        "both": _spread(base.both, shape),
        "sources_read": _spread(base.sources_read, shape),
        "sources_all": _spread(base.sources_all[:, None], shape),
    }


def _value(
    tally: Tally, question: Question, counts: dict[str, Values], hours: Values, shape: Shape
) -> tuple[Values, Values, Values]:
    """The value in the question's unit and its interval; NaN for none."""
    none = np.full(len(hours), np.nan)
    sources, read = counts["sources"], counts["sources_read"]
    match question.unit:
        case Unit.SOURCES:
            low, high = wilson(sources, read)
            return sources, low * read, high * read
        case Unit.PREVALENCE:
            return (sources / np.where(read, read, np.nan), *wilson(sources, read))
        case Unit.PEOPLE | Unit.CODINGS:
            return counts[question.unit.value], none, none
        case Unit.RATE:
            timed = _stack([tally.timed(polarity) for polarity in question.polarities], shape)
            return 10 * timed / np.where(hours > 0, hours, np.nan), none, none
        case Unit.SHARE:
            moments = [vars(tally.moments(polarity)) for polarity in question.polarities]
            sums = {name: _stack([each[name] for each in moments], shape) for name in SUMS}
            found = ratio_estimate(**sums)
            return found.share, found.low, found.high


def _stack(by_polarity: list[Values], shape: Shape) -> Values:
    """Cells x themes, a polarity each -> the order of the rows."""
    if not by_polarity:
        return np.zeros(0)
    return np.stack(by_polarity, axis=-1).transpose(1, 0, 2).reshape(-1)


def _spread(of_cells: Values, shape: Shape) -> Values:
    """Cells x themes, the same for each polarity -> the order of the rows."""
    return np.broadcast_to(of_cells.T[:, :, None], shape).reshape(-1)


def _words(words: Sequence[str | None], place: Values) -> Any:
    return pd.array(np.array([*words, None], dtype=object)[place], dtype="str")


def _numbers(values: Values, unknown: Values) -> pd.arrays.FloatingArray:
    numbers = values.astype(np.float64)
    return pd.arrays.FloatingArray(numbers, np.isnan(numbers) | unknown)
