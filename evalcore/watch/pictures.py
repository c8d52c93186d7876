"""Everything the two pictures of the dashboard are drawn from, for one view."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from db.store import Store
from db.vocabulary import AskedPolarity, Per
from evalcore.analysis.distribution import Distribution, distribution
from evalcore.analysis.snapshot import Snapshot
from evalcore.manage.access import Action, Actor, require
from evalcore.watch import sentences
from evalcore.watch.calendar import Span, spans
from evalcore.watch.cells import Cells, ThemeLine, by_mentions, cells_of, theme_lines
from evalcore.watch.charts.timeline import Numbered, numbered
from evalcore.watch.corpus import snapshot
from evalcore.watch.milestones import milestones
from evalcore.watch.programme import meetings, phases
from evalcore.watch.stretch import main_stretch
from evalcore.watch.view import View

_MONTHS = {Per.MONTH: 1, Per.QUARTER: 3}
"""How long the periods of the calendar are; the programme's own lie where it does."""


@dataclass(frozen=True)
class Now:
    """`lines`: in the order to draw. `rows`: the answer as `distribution` gives it."""

    lines: tuple[ThemeLine, ...]
    cells: Cells
    rows: pd.DataFrame
    sentence: str
    aside: str
    """What the answer does not know of yet."""
    every: tuple[ThemeLine, ...]
    """The themes of `rows`."""


@dataclass(frozen=True)
class OverTime:
    """What one theme or some, and all themes in small, are drawn from.

    Parameters
    ----------
    lines
        The themes of the view, in the order to draw.
    chosen
        Those to draw large, which may be of another level; in `families` the themes that count under each.
    every
        All themes.
    rows
        As `distribution` gives them, the chosen themes first.
    left_out
        Sources that lie in no period. Without a period there is nothing to draw.
    outside, whole
        Where the picture shows a part of the time because no other was asked for: how many sources pass the filters
        and lie outside it, and the first and last day of all that do. None and 0 where it shows them all.
    unmarked
        What happened outside the time that is shown, so that no line stands for it.
    """

    lines: tuple[ThemeLine, ...]
    chosen: tuple[ThemeLine, ...]
    families: dict[int, frozenset[int]]
    every: tuple[ThemeLine, ...]
    cells: Cells
    periods: tuple[Span, ...]
    marks: tuple[Numbered, ...]
    rows: pd.DataFrame
    left_out: int
    outside: int
    whole: tuple[date, date] | None
    unmarked: int
    sentence: str
    aside: str


def now(store: Store, actor: Actor, view: View) -> Now:
    """What hinders and what helps, all time together.

    Raises
    ------
    NotPermitted
        She sees no dashboard.
    """
    require(actor, Action.SEE_DASHBOARD)
    return now_of(snapshot(store, actor.evaluation_id, view.as_at), view)


def over_time(store: Store, actor: Actor, view: View, themes: tuple[int, ...]) -> OverTime:
    """The same over time, of `themes` also large; without any of them the one that is mentioned most.

    Raises
    ------
    NotPermitted
        She sees no dashboard.
    """
    require(actor, Action.SEE_DASHBOARD)
    known = snapshot(store, actor.evaluation_id, view.as_at)
    return over_time_of(store, actor, known, view, themes, asked_over_time(store, actor, known, view))


@dataclass(frozen=True)
class Asked:
    """A view narrowed to the stretch of time that it shows, its answer if it is at hand, and how many sources lie
    outside it."""

    view: View
    answer: Distribution | None = None
    outside: int = 0


def over_time_of(
    store: Store, actor: Actor, known: Snapshot, view: View, themes: tuple[int, ...], asked: Asked
) -> OverTime:
    require(actor, Action.SEE_DASHBOARD)
    every = theme_lines(known)
    answer = asked.answer or distribution(known, asked.view.by_theme(view.per))
    altogether = now_of(known, asked.view)
    lines = altogether.lines
    chosen = _chosen(known, every, themes) or _most_mentioned(altogether, asked.view)
    rows, cells = _with_those_of_other_levels(known, asked.view, answer.rows, every, chosen)
    labels = _labels(answer)
    periods = tuple(_spans(store, actor, known, view.per, labels))
    happened = milestones(store, actor, trust=view.filters.trust, as_at=view.as_at)
    marks = tuple(numbered(periods, happened))
    return OverTime(
        lines,
        tuple(chosen),
        {line.no: _family(known, line.no) for line in chosen},
        every,
        cells,
        periods,
        marks,
        rows,
        answer.left_out,
        asked.outside,
        _days(known) if asked.outside else None,
        len(happened) - sum(mark.milestone.how_many for mark in marks),
        _sentence(chosen, cells, view, labels),
        "Counts over time; whether a shift is more than chance is not judged here.",
    )


def asked_over_time(store: Store, actor: Actor, known: Snapshot, view: View) -> Asked:
    """What is asked: without days of the view's own, the stretch in which most sources lie."""
    require(actor, Action.SEE_DASHBOARD)
    answer = distribution(known, view.by_theme(view.per))
    months = _MONTHS.get(view.per)
    labels = _labels(answer)
    if months is None or not labels or view.filters.first or view.filters.last:
        return Asked(view, answer)
    first, last = main_stretch(_sources(answer), months)
    if (first, last) == (0, len(labels) - 1):
        return Asked(view, answer)
    shown = _spans(store, actor, known, view.per, labels)[first : last + 1]
    part = replace(view, filters=replace(view.filters, first=shown[0].first, last=shown[-1].last))
    inside = distribution(known, part.by_theme(view.per))
    passed = [sum(_sources(one)) + one.left_out for one in (answer, inside)]
    return Asked(part, inside, passed[0] - passed[1])


def _labels(answer: Distribution) -> list[str]:
    return [str(label) for label in answer.rows["period"].unique()]


def _sources(answer: Distribution) -> list[int]:
    """How many sources lie in each period: the same for every theme and polarity."""
    return [int(number) for number in answer.rows.drop_duplicates("period")["sources_all"]]


def _days(known: Snapshot) -> tuple[date, date]:
    """The first and last day of any source."""
    last = known.sources["until"].fillna(known.sources["held_on"])
    return known.sources["held_on"].min().date(), last.max().date()


def _chosen(known: Snapshot, every: tuple[ThemeLine, ...], themes: tuple[int, ...]) -> list[ThemeLine]:
    """The lines of these themes, or of what they are merged into; those that were not there then are left out."""
    places = [known.framework.named[theme] for theme in themes if theme in known.framework.named]
    return [every[place] for place in dict.fromkeys(places)]


def _most_mentioned(answer: Now, view: View) -> list[ThemeLine]:
    """The theme that most is said of, whatever stands over it; the first of them in the picture."""

    def mentions(line: ThemeLine) -> float:
        return answer.cells[line.no, None, view.whole].value or 0.0

    return sorted((line for line in answer.lines if not line.heading), key=mentions, reverse=True)[:1]


def _with_those_of_other_levels(
    known: Snapshot, view: View, rows: pd.DataFrame, every: tuple[ThemeLine, ...], chosen: list[ThemeLine]
) -> tuple[pd.DataFrame, Cells]:
    """The rows of an answer and their cells, those of the chosen themes first, also of a level not asked for."""
    cells = cells_of(rows, every)
    for line in chosen:
        if view.level not in (None, line.level):
            own = distribution(known, view.of_theme(line.no, view.per)).rows
            cells |= cells_of(own, (), line.no)
            rows = pd.concat([rows, own.assign(group=line.label)], ignore_index=True)
    first = rows["group"].isin([line.label for line in chosen])
    return pd.concat([rows[first], rows[~first]], ignore_index=True), cells


def now_of(known: Snapshot, view: View) -> Now:
    lines = theme_lines(known, view.level)
    rows = distribution(known, view.by_theme()).rows
    cells = cells_of(rows, lines)
    ordered = tuple(by_mentions(lines, cells, view.whole))
    sentence = sentences.most_mentioned(ordered, cells, view.unit, view.polarity) if ordered else ""
    return Now(ordered, cells, rows, sentence, sentences.still_unread(cells), lines)


def _spans(store: Store, actor: Actor, known: Snapshot, per: Per, labels: list[str]) -> list[Span]:
    if not labels:
        return []
    phase_days = {row.name: (row.first_on, row.last_on) for row in phases(store, actor)}
    return spans(per, labels, phase_days, [row.held_on for row in meetings(store, actor)], _days(known))


def _family(known: Snapshot, theme: int) -> frozenset[int]:
    """The theme with all that counts under it: a change of any of them concerns its figures."""
    framework = known.framework
    under = set(framework.under(framework.named[theme]).tolist())
    return frozenset(no for no, place in framework.place.items() if place in under)


def _sentence(chosen: list[ThemeLine], cells: Cells, view: View, labels: list[str]) -> str:
    if not chosen or not labels:
        return ""
    sides = (view.polarity,) if view.polarity else (AskedPolarity.BARRIER, AskedPolarity.FACILITATOR)
    own = [cells[chosen[0].no, label, side] for side in sides for label in labels]
    return sentences.over_time(chosen[0].name, own, view.unit, view.per, sides)
