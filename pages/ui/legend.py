"""How to read the marks: a key beside each picture, and what the numbered lines of a picture over time stand for."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from db.vocabulary import Unit
from evalcore.watch.charts.timeline import Numbered
from pages.ui.formats import count, day

MEASURE = {
    Unit.SOURCES: "Bars show how many sources mention the theme",
    Unit.PREVALENCE: "Bars show what part of the sources read for a theme mention it",
    Unit.PEOPLE: "Bars show how many people mention the theme",
    Unit.CODINGS: "Bars show how many codings a theme has",
    Unit.SHARE: "Bars show what part of all codings of that polarity a theme has",
    Unit.RATE: "Bars show how many codings a theme has in 10 observed hours",
}
_WITH_INTERVAL = frozenset({Unit.SOURCES, Unit.PREVALENCE, Unit.SHARE})
_PARTLY = {False: "read in fewer sources than other themes", True: "not every source is read for it"}
_MARKS = (
    ("barrier", "Barrier: hollow"),
    ("facilitator", "Facilitator: solid"),
    ("mixed", "Mixed: half and half, counted apart"),
    ("progress", "Hatched mark: codings in progress, in no figure yet"),
    ("unlooked", "Hatched band: not looked for, which is not zero"),
)

_LINES = (
    (False, "event", "Broken line: something happened, by its number"),
    (True, "reframed", "Dotted line: a change of the framework, by its letter"),
)


def show_key(unit: Unit, *, over_time: bool, beside: bool = False, lines: Sequence[Numbered] = ()) -> None:
    """What the marks mean. It stands where evidence goes when a mark is chosen. `beside`: two pictures stand there;
    `lines`: the numbered lines in them."""
    marks = [*_MARKS, ("partly", f"Dashed and paler: {_PARTLY[over_time]}")]
    if over_time:
        marks += [("dotted", "Dotted, in All themes: the same for a barrier"), ("none", "Tinted: no sources")]
    kinds = {one.milestone.framework for one in lines}
    marks += [(name, text) for framework, name, text in _LINES if framework in kinds]
    if beside:
        marks.append(("changed", "Dot: a figure differs") if over_time else ("then", "Thick line: what was known then"))
    if unit in _WITH_INTERVAL:
        marks.append(("whisker", "Thin line: 95% interval"))
    items = "".join(
        f'<li><i class="legend-mark {name}" aria-hidden="true"></i>{escape(text)}</li>' for name, text in marks
    )
    with st.container(key="how-to-read"):
        st.html(
            f"<h2>How to read it</h2><p>{MEASURE[unit]}. Small print: the sources and people behind them.</p>"
            f"<ul>{items}</ul><p>Choose a bar to read what was said.</p>"
        )


def show_milestones(marks: Sequence[Numbered], unmarked: int) -> None:
    """The key of the numbered lines: events by numbers, changes of the framework by letters; and how much happened
    at another time than the picture shows."""
    parts: list[str] = []
    for title, framework in (("What happened", False), ("Changes of the framework", True)):
        items = "".join(
            f"<li><b>{one.number}</b><span>{escape(one.milestone.text)} <small>{_days(one)}</small></span></li>"
            for one in marks
            if one.milestone.framework is framework
        )
        if items:
            parts.append(f"<section><h3>{title}</h3><ol>{items}</ol></section>")
    with st.container(key="milestones"):
        if parts:
            st.html("".join(parts))
        if unmarked:
            st.caption(
                f"{count(unmarked, 'event or change', 'events and changes')} of another time "
                f"{'has' if unmarked == 1 else 'have'} no line here."
            )


def _days(one: Numbered) -> str:
    last = one.milestone.last_on
    return f"{day(one.milestone.on)}" + (f" to {day(last)}" if last else "")
