"""How figures are worded: what a cell says and what it rests on."""

from datetime import date
from html import escape
from textwrap import wrap

from db.vocabulary import AskedPolarity, CellState, Per, Unit
from evalcore.watch.cells import Cell

POLARITY_WORDS = {
    AskedPolarity.BARRIER: "barrier",
    AskedPolarity.FACILITATOR: "facilitator",
    AskedPolarity.MIXED: "mixed",
    AskedPolarity.NONE: "descriptive",
    AskedPolarity.ANY: "any polarity",
    AskedPolarity.BOTH: "barrier and facilitator",
}
NO_FIGURE = {
    CellState.NOT_LOOKED_FOR: "not looked for",
    CellState.NO_SOURCES: "no sources",
    CellState.SUPPRESSED: "hidden",
}
WHOLE = frozenset({Unit.SOURCES, Unit.PEOPLE, Unit.CODINGS})
"""The units that count something."""

POLARITY_SIGNS = {AskedPolarity.BARRIER: "◁", AskedPolarity.FACILITATOR: "▷", AskedPolarity.MIXED: "◇"}


def title(polarity: AskedPolarity) -> str:
    """The name of a polarity with its sign, on the side that it points to."""
    sign, name = POLARITY_SIGNS.get(polarity, ""), POLARITY_WORDS[polarity]
    return f"{name} {sign}" if polarity is AskedPolarity.FACILITATOR else f"{sign} {name}".strip()


def count(number: int, noun: str, plural: str | None = None) -> str:
    """1 source, 2 sources, 1,200 sources."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def people(number: int) -> str:
    return count(number, "person", "people")


def number(value: float | None, unit: Unit) -> str:
    """A value in its unit; nothing where there is none."""
    if value is None:
        return ""
    if unit in (Unit.PREVALENCE, Unit.SHARE):
        return f"{100 * value:.0f}%"
    return f"{value:.1f}" if unit is Unit.RATE else f"{value:,.0f}"


def base(cell: Cell) -> str:
    """What the figure of a cell rests on: 31 of 58 sources, 22 people."""
    if cell.note:
        return cell.note
    if cell.state is CellState.NO_SOURCES:
        return "no sources"
    if cell.state is CellState.NOT_LOOKED_FOR:
        return f"not looked for, {count(cell.sources_all, 'source')}"
    if cell.state is CellState.SUPPRESSED:
        return "hidden: too few people"
    assert cell.sources is not None and cell.people is not None
    return f"{cell.sources:,} of {count(cell.sources_read, 'source')}, {people(cell.people)}"


def change(cell: Cell, before: Cell, unit: Unit) -> str:
    """By how much a figure differs from an earlier one: +21; nothing where it does not, or where either has none."""
    if cell.value is None or before.value is None:
        return ""
    points = unit in (Unit.PREVALENCE, Unit.SHARE)
    differs = 100 * (cell.value - before.value) if points else cell.value - before.value
    text = f"{differs:+,.1f}" if unit is Unit.RATE else f"{differs:+,.0f}"
    if not text.strip("+-0."):
        return ""
    return text.replace("-", "\N{MINUS SIGN}") + (" pt" if points else "")


def not_read(cell: Cell) -> str:
    """How many sources the figure does not know of yet; nothing where it knows of all."""
    missing = cell.sources_all - cell.sources_read
    return f"{missing:,} not read for it" if cell.state is CellState.PARTLY_READ else ""


def base_read(cell: Cell) -> str:
    """The base of a figure that does not know of all sources: 31 of the 58 sources read for it · 22 people."""
    if not not_read(cell) or cell.note or cell.sources is None or cell.people is None:
        return base(cell)
    read = count(cell.sources_read, "source")
    return f"{cell.sources:,} of the {read} read for it \N{MIDDLE DOT} {people(cell.people)}"


def figure(cell: Cell, unit: Unit) -> str:
    """The value in words where the base does not say it already: 47 codings, 12% of all codings."""
    if cell.value is None or unit in (Unit.SOURCES, Unit.PEOPLE):
        return ""
    if unit is Unit.CODINGS:
        return count(int(cell.value), "coding")
    if unit is Unit.PREVALENCE:
        return f"{number(cell.value, unit)} of sources read"
    if unit is Unit.SHARE:
        return f"{number(cell.value, unit)} of all {_kind(cell.polarity)}codings"
    return f"{number(cell.value, unit)} codings per 10 observed hours"


def _kind(polarity: AskedPolarity) -> str:
    return "" if polarity is AskedPolarity.ANY else f"{POLARITY_WORDS[polarity]} "


def rests(cell: Cell, unit: Unit) -> str:
    """31 of 58 sources, 22 people; with the figure before it where the unit is another."""
    return ", in ".join(filter(None, [figure(cell, unit), base(cell)]))


def period_name(per: Per, label: str) -> str:
    """A period as a heading names it."""
    match per:
        case Per.MONTH:
            return f"{date.fromisoformat(label + '-01'):%B %Y}"
        case Per.QUARTER:
            return f"{label[5:]} {label[:4]}"
        case Per.MEETING:
            day = date.fromisoformat(label.removeprefix("before "))
            side = "before" if label.startswith("before") else "after"
            return f"{side} the meeting of {day.day} {day:%b %Y}"
        case _:
            return label


def told(cell: Cell, unit: Unit) -> str:
    """Everything there is to say about a cell, a line each, for who points at it."""
    lines = [figure(cell, unit), base(cell), not_read(cell)]
    if cell.codings is not None and unit is not Unit.CODINGS:
        lines.append(count(cell.codings, "coding"))
    if cell.low is not None and cell.high is not None:
        lines.append(f"95% interval {number(cell.low, unit)} to {number(cell.high, unit)}")
    if cell.hours is not None:
        lines.append(f"{cell.hours:,.1f} hours in the sources read")
    if cell.in_progress:
        lines.append(f"{count(cell.in_progress, 'coding')} in progress, in no figure yet")
    return "<br>".join(line for line in lines if line)


def hover(theme: str, cell: Cell, unit: Unit, period: str = "") -> str:
    """What is told about a mark when it is pointed at."""
    name = "<br>".join(escape(line, quote=False) for line in wrap(theme, 44))
    where = ", ".join(filter(None, [POLARITY_WORDS[cell.polarity], escape(period, quote=False)]))
    return f"<b>{name}</b><br>{where}<br>{told(cell, unit)}"
