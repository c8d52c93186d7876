"""How to read the marks: a key beside each picture, and what the numbered lines of a picture over time stand for."""

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from db.vocabulary import AskedPolarity, Unit
from evalcore.watch.charts.ink import HOLLOW
from evalcore.watch.charts.looks import Look, Seen
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
_PARTLY = {False: "read in fewer sources than other themes", True: "not every source is read for it"}
_SIDES = {
    AskedPolarity.BARRIER: "Barrier: hollow",
    AskedPolarity.FACILITATOR: "Facilitator: solid",
    AskedPolarity.MIXED: "Mixed: half and half, counted apart",
    AskedPolarity.NONE: "Descriptive, without a polarity: hollow and grey",
    AskedPolarity.ANY: "Any polarity: solid",
    AskedPolarity.BOTH: "Barrier and facilitator: solid",
}
_WORDS = {
    Look.IN_PROGRESS: "Hatched mark: codings in progress, in no figure yet",
    Look.NOT_LOOKED_FOR: "Hatched band: not looked for, which is not zero",
    Look.SUPPRESSED: "Crossed band: hidden, too few people",
    Look.NO_SOURCES: "Tinted: no sources",
    Look.EARLIER: "Thick line: what was known then",
    Look.CHANGED: "Dot: a figure differs",
    Look.EVENT: "Broken line: something happened, by its number",
    Look.REFRAMED: "Dotted line: a change of the framework, by its letter",
    Look.INTERVAL: "Thin line: 95% interval",
}
_SOLID_FIRST = sorted(AskedPolarity, key=lambda side: side in HOLLOW)
_ON_LINE = {Look.EVENT: "<b>1</b>", Look.REFRAMED: "<em>a</em>"}


def show_key(unit: Unit, seen: Iterable[Seen], *, over_time: bool) -> None:
    """What the marks that are drawn mean. It stands where evidence goes when a mark is chosen."""
    items = "".join(
        f'<li><i class="legend-mark {names}" aria-hidden="true">{inside}</i>{escape(text)}</li>'
        for names, inside, text in _explained(frozenset(seen), over_time=over_time)
    )
    with st.container(key="how-to-read"):
        st.html(
            f"<h2>How to read it</h2><p>{MEASURE[unit]}. Small print: the sources and people behind them.</p>"
            f"<ul>{items}</ul><p>Choose a bar to read what was said.</p>"
        )


def _explained(seen: frozenset[Seen], *, over_time: bool) -> list[tuple[str, str, str]]:
    """For each look how its mark looks here, what is in it, and what it means."""
    found = []
    for look in Look:
        # Its colour is that of a side that has it, the solid one where there is a choice.
        sides = [side for side in (*_SOLID_FIRST, None) if (look, side) in seen]
        if look is Look.FIGURE:
            found += [(side.value, "", text) for side, text in _SIDES.items() if side in sides]
        elif sides:
            names = f"{look} of-{sides[0] or 'all'}"
            found.append((names, _ON_LINE.get(look, ""), _words(look, seen, over_time=over_time)))
    return found


def _words(look: Look, seen: frozenset[Seen], *, over_time: bool) -> str:
    partly = {side for one, side in seen if one is Look.PARTLY}
    if look is Look.PARTLY:
        return f"{'Dashed' if partly <= HOLLOW else 'Dashed and paler'}: {_PARTLY[over_time]}"
    if look is Look.DOTTED:
        return f"Dotted, in All themes: {'the same for what is hollow' if partly else _PARTLY[over_time]}"
    return _WORDS[look]


def show_milestones(marks: Sequence[Numbered], unmarked: int, then: Sequence[Numbered] | None = None) -> None:
    """The key of the numbered lines: events by numbers, changes of the framework by letters; and how much happened
    at another time than the picture shows. `then` are the lines of a picture of what was known earlier."""
    every = sorted({*marks, *(then or ())}, key=lambda one: one.place)
    parts: list[str] = []
    for title, framework in (("What happened", False), ("Changes of the framework", True)):
        items = "".join(
            f"<li><b>{one.number}</b><span>{escape(one.milestone.text)} "
            f"<small>{_days(one)}{_known(one, marks, then)}</small></span></li>"
            for one in every
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


def _known(one: Numbered, today: Sequence[Numbered], then: Sequence[Numbered] | None) -> str:
    """Which of two pictures has the line, where not both do."""
    if then is None or (one in then and one in today):
        return ""
    return " · not known then" if one in today else " · no longer said today"


def _days(one: Numbered) -> str:
    last = one.milestone.last_on
    return f"{day(one.milestone.on)}" + (f" to {day(last)}" if last else "")
