"""A view as it was known at an earlier change, beside today's: the same themes in the same order, on the same axes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from db.store import Store
from db.vocabulary import AskedPolarity, CellState
from evalcore.manage.access import Action, Actor, require
from evalcore.watch import sentences
from evalcore.watch.calendar import between
from evalcore.watch.cells import Cell, Cells, ThemeLine
from evalcore.watch.charts.timeline import numbered_beside
from evalcore.watch.corpus import snapshot
from evalcore.watch.milestones import milestones
from evalcore.watch.pictures import Now, OverTime, asked_over_time, now_of, over_time_of
from evalcore.watch.view import View

NOT_YET = "not in the framework yet"
NO_LONGER = "merged or split since"


@dataclass(frozen=True)
class NowBeside:
    """Both have the same `lines`, and cells for each; `sentence` says in what they differ."""

    then: Now
    today: Now
    sentence: str


@dataclass(frozen=True)
class OverTimeBeside:
    """Both have the same `lines`, `chosen` and `periods`, and cells for each; a mark that is in both has one number."""

    then: OverTime
    today: OverTime
    sentence: str


def now_beside(store: Store, actor: Actor, view: View) -> NowBeside:
    """What hinders and what helps, as at `view.as_at` and today.

    Raises
    ------
    NotPermitted
        She sees no dashboard.
    NotFound
        The change has not come yet.
    """
    require(actor, Action.SEE_DASHBOARD)
    then = now_of(snapshot(store, actor.evaluation_id, view.as_at), view)
    today = now_of(snapshot(store, actor.evaluation_id), replace(view, as_at=None))
    both, sentence = _alike(then, today, view)
    return NowBeside(both[0], both[1], sentence)


def over_time_beside(store: Store, actor: Actor, view: View, themes: tuple[int, ...]) -> OverTimeBeside:
    """The same over time. The stretch of time that is shown, and the theme where none is chosen, are today's.

    Raises
    ------
    NotPermitted
        She sees no dashboard.
    NotFound
        The change has not come yet.
    """
    require(actor, Action.SEE_DASHBOARD)
    now = replace(view, as_at=None)
    known, before = snapshot(store, actor.evaluation_id), snapshot(store, actor.evaluation_id, view.as_at)
    asked = asked_over_time(store, actor, known, now)
    today = over_time_of(store, actor, known, now, themes, asked)
    chosen = tuple(line.no for line in today.chosen)
    earlier = replace(asked, view=replace(asked.view, as_at=view.as_at), answer=None, outside=0)
    then = over_time_of(store, actor, before, view, chosen, earlier)
    (_, today_now), sentence = _alike(
        now_of(before, replace(asked.view, as_at=view.as_at)), now_of(known, asked.view), view
    )
    said = then.sentence if [line.no for line in then.chosen] == list(chosen) else ""
    lines = today_now.lines
    periods = between(view.per, {span.label: span for span in (*then.periods, *today.periods)}.values())
    happened = milestones(store, actor, trust=view.filters.trust)
    known_then = milestones(store, actor, trust=view.filters.trust, as_at=view.as_at)
    marks_then, marks = numbered_beside(periods, known_then, happened)
    labels = [span.label for span in periods]
    every = {line.no: line for line in (*lines, *today.chosen)}.values()
    shared: dict[str, Any] = {
        "lines": lines,
        "chosen": today.chosen,
        "families": today.families,
        "periods": periods,
    }
    unmarked = len(happened) - sum(mark.milestone.how_many for mark in marks)
    return OverTimeBeside(
        replace(
            then,
            sentence=said,
            cells=_filled(then.cells, then.every, every, labels, view, NOT_YET),
            marks=tuple(marks_then),
            **shared,
        ),
        replace(
            today,
            cells=_filled(today.cells, today.every, every, labels, view, NO_LONGER),
            marks=tuple(marks),
            unmarked=unmarked,
            **shared,
        ),
        sentence,
    )


def _alike(then: Now, today: Now, view: View) -> tuple[tuple[Now, Now], str]:
    """Both with the lines of both; and what differs, in a sentence."""
    lines = _together(today.lines, then.lines)
    then = replace(then, lines=lines, cells=_filled(then.cells, then.every, lines, [None], view, NOT_YET))
    today = replace(today, lines=lines, cells=_filled(today.cells, today.every, lines, [None], view, NO_LONGER))
    sides = (view.polarity,) if view.polarity else (AskedPolarity.BARRIER, AskedPolarity.FACILITATOR)
    return (then, today), sentences.since(lines, then.cells, today.cells, view.unit, sides, NOT_YET)


def _together(today: Sequence[ThemeLine], then: Sequence[ThemeLine]) -> tuple[ThemeLine, ...]:
    """Today's lines in their order; one that is gone stands after those that it stood beside."""
    lines = list(today)
    for line in then:
        if all(line.no != other.no for other in today):
            beside = [place for place, other in enumerate(lines) if line.parent in (other.parent, other.no)]
            lines.insert(beside[-1] + 1 if beside else len(lines), line)
    return tuple(lines)


def _filled(
    cells: Cells,
    known: Iterable[ThemeLine],
    lines: Iterable[ThemeLine],
    periods: Sequence[str | None],
    view: View,
    absent: str,
) -> Cells:
    """The cells, and where one is missing what stands for it: no source was there, or the theme itself was not."""
    there = {line.no for line in known}
    found = dict(cells)
    for line in lines:
        for period in periods:
            for side in view.polarities:
                note = "" if line.no in there else absent
                found.setdefault((line.no, period, side), _nothing(line.no, period, side, note))
    return found


def _nothing(theme: int, period: str | None, polarity: AskedPolarity, note: str) -> Cell:
    none: dict[str, Any] = {
        name: None for name in ("value", "sources", "both", "people", "codings", "hours", "low", "high")
    }
    return Cell(
        theme, period, polarity, CellState.NO_SOURCES, sources_read=0, sources_all=0, in_progress=0, note=note, **none
    )
