"""The sentence a picture opens with: it answers the question, and says what the answer rests on."""

from collections.abc import Sequence

from db.vocabulary import AskedPolarity, CellState, Per, Unit
from evalcore.watch import words
from evalcore.watch.cells import Cell, Cells, ThemeLine

_AS = {
    AskedPolarity.BARRIER: "as a barrier",
    AskedPolarity.FACILITATOR: "as a facilitator",
    AskedPolarity.MIXED: "as mixed",
    AskedPolarity.NONE: "without a polarity",
    AskedPolarity.ANY: "",
    AskedPolarity.BOTH: "as a barrier and as a facilitator at once",
}
_PERIODS = {
    Per.MONTH: "month",
    Per.QUARTER: "quarter",
    Per.PHASE: "phase",
    Per.MEETING: "time between meetings",
}
_NAMED = 3  # themes that share the first place and are still named


def most_mentioned(lines: Sequence[ThemeLine], cells: Cells, unit: Unit, polarity: AskedPolarity | None) -> str:
    """What hinders and what helps most."""
    shown = [line for line in lines if not line.heading]
    wholes = [cells[line.no, None, polarity or AskedPolarity.ANY] for line in shown]
    if all(cell.state is CellState.NO_SOURCES for cell in wholes):
        return "No source passes these filters."
    waiting = max(cell.sources_all for cell in wholes)
    if all(cell.state is CellState.NOT_LOOKED_FOR for cell in wholes):
        return f"Nothing can be counted yet: {words.count(waiting, 'source waits', 'sources wait')} to be read."
    sides = (polarity,) if polarity else (AskedPolarity.BARRIER, AskedPolarity.FACILITATOR)
    return " ".join(_first(shown, cells, unit, side) for side in sides)


def still_unread(cells: Cells) -> str:
    """How many sources no figure knows of yet; nothing where all were read for some theme."""
    missing = min((cell.sources_all - cell.sources_read for cell in cells.values()), default=0)
    total = max((cell.sources_all for cell in cells.values()), default=0)
    if not missing or missing == total:
        return ""
    return f"{missing:,} of {words.count(total, 'source')} {'is' if missing == 1 else 'are'} unread."


def over_time(name: str, cells: Sequence[Cell], unit: Unit, per: Per, sides: Sequence[AskedPolarity]) -> str:
    """In how many periods a theme is mentioned, and when most. It says nothing of whether anything moved.

    Parameters
    ----------
    cells
        Of the theme, a period each for every side, in order.
    """
    known = [cell for cell in cells if cell.polarity is sides[0]]
    counted = sum(cell.value is not None for cell in known)
    if not counted:
        return f"“{name}” has not been looked for in any {_PERIODS[per]} that is shown."
    of = f" of {words.count(counted, _PERIODS[per], _plural(per))}"
    looked = "" if counted == len(known) else " in which it was looked for"
    told = [_when([cell for cell in cells if cell.polarity is side], unit, per, of + looked) for side in sides[:1]]
    told += [_when([cell for cell in cells if cell.polarity is side], unit, per, "") for side in sides[1:]]
    return f"“{name}” is mentioned {'; '.join(told)}."


def since(
    lines: Sequence[ThemeLine],
    then: Cells,
    today: Cells,
    unit: Unit,
    sides: Sequence[AskedPolarity],
    not_yet: str,
) -> str:
    """In what today's figures differ from those as they were known then. It says nothing of whether anything moved."""
    read = [max((cell.sources_read for cell in cells.values()), default=0) for cells in (then, today)]
    more = read[1] - read[0]
    new = sum(then[line.no, None, sides[0]].note == not_yet for line in lines)
    pairs = [
        (line.name, then[key], today[key])
        for line in lines
        if not line.heading
        for side in sides
        if words.change(today[key := (line.no, None, side)], then[key], unit)
    ]
    told = [_more(more)] if more else []
    if pairs:
        name, before, now = max(pairs, key=lambda pair: abs((pair[2].value or 0) - (pair[1].value or 0)))
        figures = f"{_amount(before, unit)} then, {_amount(now, unit)} today"
        told.append(f"the largest difference is in “{name}” {_AS[now.polarity]}".rstrip() + f": {figures}")
    if new:
        told.append(f"{words.count(new, 'theme was', 'themes were')} not in the framework then")
    return f"Since then {'; '.join(told)}." if told else "No figure differs from what was known then."


def _more(sources: int) -> str:
    kind = "more" if sources > 0 else "fewer"
    return words.count(abs(sources), f"{kind} source is read", f"{kind} sources are read")


def _amount(cell: Cell, unit: Unit) -> str:
    if unit is Unit.PEOPLE:
        return words.people(int(cell.value or 0))
    return words.figure(cell, unit) or f"{cell.sources or 0:,} of {words.count(cell.sources_read, 'source')}"


def _first(lines: Sequence[ThemeLine], cells: Cells, unit: Unit, side: AskedPolarity) -> str:
    found = [(line, cells[line.no, None, side]) for line in lines]
    most = max((cell.value for _, cell in found if cell.value is not None), default=0)
    if not most:
        return f"No theme is mentioned {_AS[side]}.".replace(" .", ".")
    first = [(line.name, cell) for line, cell in found if cell.value == most]
    names = [name for name, _ in first]
    kind = words.POLARITY_WORDS[side]
    plural = len(first) > 1
    named = _joined(names) if len(first) <= _NAMED else f"{len(first)} themes"
    who = f"{named} {'are' if plural else 'is'}"
    if side in (AskedPolarity.BARRIER, AskedPolarity.FACILITATOR):
        what = f"the most mentioned {kind}{'s' if plural else ''}"
    else:
        what = f"mentioned most {_AS[side]}".rstrip()
    return f"{who} {what}: {words.rests(first[0][1], unit) if not plural else _each(first[0][1], unit)}."


def _each(cell: Cell, unit: Unit) -> str:
    figure = words.figure(cell, unit)
    if unit is Unit.PEOPLE:
        return f"{words.people(int(cell.value or 0))} each"
    return f"{figure or words.count(int(cell.value or 0), 'source')} each"


def _when(cells: Sequence[Cell], unit: Unit, per: Per, of: str) -> str:
    """As a barrier in 13 of 16 months, most in October 2016."""
    side = _AS[cells[0].polarity]
    mentioned = [cell for cell in cells if cell.value]
    text = f"{side} in {len(mentioned) or 'none'}{of}".strip()
    most = max((cell.value or 0.0 for cell in mentioned), default=0.0)
    first = [cell for cell in mentioned if cell.value == most]
    if len(first) != 1 or len(mentioned) == 1:
        return text
    period = words.period_name(per, first[0].period or "")
    when = period if per is Per.MEETING else f"in {period}"
    return f"{text}, most {when} ({words.rests(first[0], unit)})"


def _plural(per: Per) -> str:
    return "times between meetings" if per is Per.MEETING else f"{_PERIODS[per]}s"


def _joined(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
