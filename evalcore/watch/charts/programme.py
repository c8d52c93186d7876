"""The programme over time: phases as bands, and on them whatever happened, each with its label in a place of its own.

On a wide sheet time runs to the right; on a narrow one it runs down, so that labels have the width of the screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from evalcore.watch.charts import ink
from evalcore.watch.charts.drawing import Drawing
from evalcore.watch.happenings import Band, Happening, Sort

AXES = ("x", "y")
DAY = timedelta(days=1)
LETTER = 6.4  # px of a small letter, on average and a little more
MARK = 9  # px across

WIDE_PLOT = 860  # px that a wide sheet has at least, without the names of the rows
WIDE_LABELS = 132
LANE = 21
BAND = 30
LONGEST = 48  # letters of a label before it is cut: the whole is in the hover and in the table

NARROW_PLOT = 350
NARROW_BAND = 26
NARROW_TEXT = 84  # px from the left edge to the labels
LINE = 16

SYMBOLS = {Sort.SESSION: "circle", Sort.MEETING: "square-open", Sort.EVENT: "diamond-open", Sort.STEP: "triangle-up"}


@dataclass(frozen=True, slots=True)
class Days:
    """The days a picture reaches over."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Where the middle of a day lies, 0 at the first edge, 1 at the last."""
        return ((day - self.first).days + 0.5) / ((self.last - self.first).days + 1)

    def edge(self, day: date) -> float:
        return (day - self.first).days / ((self.last - self.first).days + 1)

    @property
    def months(self) -> list[date]:
        """The first of each month that begins within."""
        month = self.first.replace(day=1)
        found = []
        while month <= self.last:
            if month >= self.first:
                found.append(month)
            month = (month + 31 * DAY).replace(day=1)
        return found


def reach(bands: Sequence[Band], happenings: Sequence[Happening]) -> Days | None:
    """All days on which something is, from the first to the last; None where there is nothing."""
    spans = [(one.first, one.last) for one in bands] + [(one.first, one.last) for one in happenings]
    days = [day for span in spans for day in span]
    return Days(min(days), max(days)) if days else None


def wide(bands: Sequence[Band], happenings: Sequence[Happening], days: Days) -> go.Figure:
    """Time to the right: a row of bands, then a group of lanes for each sort of happening."""
    drawing = Drawing()
    top = float(BAND + 10)
    for sort in Sort:
        own = [one for one in happenings if one.sort is sort]
        if own:
            top = _group(drawing, sort, own, days, top) + 10
    _bands(drawing, bands, days, top)
    height = int(top + _months(drawing, days, top))
    return drawing.figure(
        height,
        margin={"l": WIDE_LABELS, "r": 8, "t": 0, "b": 0},
        xaxis=ink.BLANK_AXIS | {"range": [0, 1]},
        yaxis=ink.BLANK_AXIS | {"range": [height, 0]},
    )


def narrow(bands: Sequence[Band], happenings: Sequence[Happening], days: Days) -> go.Figure:
    """Time downwards: bands at the left edge, and each label beside its day or as soon below it as there is room."""
    drawing = Drawing()
    texts = [_lines(one) for one in happenings]
    heights = [LINE * len(lines) + 6 for lines in texts]
    scale = max(sum(heights) * 1.15, 22.0 * max(len(days.months), 1))
    bottom, points = 0.0, list[tuple[float, float]]()
    for one, height in zip(happenings, heights, strict=True):
        wanted = days.at(one.first) * scale
        place = max(wanted, bottom + height / 2)
        points.append((wanted, place))
        bottom = place + height / 2
    _upright_bands(drawing, bands, days, scale)
    for lines, (day, place) in zip(texts, points, strict=True):
        drawing.line(AXES, (NARROW_BAND, NARROW_TEXT - 18), (day, place), ink.EDGE)
        text = "<br>".join([f"<b>{lines[0]}</b>", *lines[1:]])
        drawing.note(AXES, NARROW_TEXT - 6, place, text, anchor=("left", "middle"), size=ink.SMALL)
    ends = [place for _, place in points]
    _marks(drawing, happenings, [NARROW_TEXT - 16] * len(ends), ends)
    height = int(max(scale, bottom)) + 8
    return drawing.figure(
        height,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        xaxis=ink.BLANK_AXIS | {"range": [0, NARROW_PLOT]},
        yaxis=ink.BLANK_AXIS | {"range": [height, 0]},
    )


def lanes(spans: Sequence[tuple[float, float]]) -> list[int]:
    """The lane of each span, the first in which it touches none before it."""
    taken: list[list[tuple[float, float]]] = []
    found = []
    for left, right in spans:
        free = next(
            (no for no, lane in enumerate(taken) if all(right <= start or left >= end for start, end in lane)),
            len(taken),
        )
        if free == len(taken):
            taken.append([])
        taken[free].append((left, right))
        found.append(free)
    return found


def label(one: Happening) -> str:
    """What stands beside a mark of a wide sheet."""
    return one.text if len(one.text) <= LONGEST else one.text[: LONGEST - 1].rstrip() + "…"


def places(own: Sequence[Happening], days: Days) -> list[tuple[float, float, bool]]:
    """From where to where a mark reaches with its label, in px, and whether that stands left of it for want of room."""
    found = []
    for one in own:
        first, last = days.at(one.first) * WIDE_PLOT, days.at(one.last) * WIDE_PLOT
        words = MARK + 4 + LETTER * len(label(one))
        before = last + words > WIDE_PLOT and first - words > 0
        left = first - words if before else first - MARK / 2 - 1
        right = last + MARK / 2 + 1 if before else last + words
        found.append((left, right + 6, before))
    return found


def _group(drawing: Drawing, sort: Sort, own: Sequence[Happening], days: Days, top: float) -> float:
    """The lanes of one sort; the height at which they end."""
    spans = places(own, days)
    rows = lanes([(left, right) for left, right, _ in spans])
    ys = [top + LANE * (row + 0.5) for row in rows]
    drawing.note(("paper", "y"), 0, top + LANE / 2, sort.value, shift=-WIDE_LABELS, size=ink.NORMAL)
    for one, y, (_, _, before) in zip(own, ys, spans, strict=True):
        first, last = days.at(one.first), days.at(one.last)
        if last > first:
            drawing.line(AXES, (first, last), (y, y), ink.MUTED, width=4)
        shift, anchor = (-MARK, "right") if before else (MARK, "left")
        at = first if before else last
        drawing.note(AXES, at, y, ink.plain(label(one)), shift=shift, anchor=(anchor, "middle"), size=ink.SMALL)
    _marks(drawing, own, [days.at(one.first) for one in own], ys)
    return top + LANE * (max(rows) + 1)


def _marks(drawing: Drawing, own: Sequence[Happening], xs: Sequence[float], ys: Sequence[float]) -> None:
    drawing.traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": list(xs),
            "y": list(ys),
            "marker": {
                "symbol": [SYMBOLS[one.sort] for one in own],
                "size": MARK,
                "color": ink.INK,
                "line": {"color": ink.INK, "width": 1.5},
            },
            "hovertext": ["<br>".join(ink.wrapped(one.told, 60)) for one in own],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "cliponaxis": False,
        }
    )


def _bands(drawing: Drawing, bands: Sequence[Band], days: Days, bottom: float) -> None:
    for number, band in enumerate(bands):
        left, right = days.edge(band.first), days.edge(band.last + DAY)
        _tint(drawing, (left, right), (0, bottom), strong=number % 2 == 0)
        drawing.line(AXES, (left, left), (0, bottom), ink.LINE, layer="below")
        room = int((right - left) * WIDE_PLOT / LETTER) - 1
        name = band.name if len(band.name) <= room else band.name[: max(room - 1, 0)].rstrip() + "…" * (room > 2)
        if name:
            text = f"<b>{ink.plain(name)}</b>"
            drawing.note(AXES, left, BAND / 2, text, shift=6, anchor=("left", "middle"), size=ink.SMALL)


def _upright_bands(drawing: Drawing, bands: Sequence[Band], days: Days, scale: float) -> None:
    for number, band in enumerate(bands):
        top, bottom = days.edge(band.first) * scale, days.edge(band.last + DAY) * scale
        _tint(drawing, (0, NARROW_BAND), (top, bottom), strong=True)
        if number:
            drawing.line(AXES, (0, NARROW_BAND), (top, top), ink.PAGE, width=2)
        room = int((bottom - top) / LETTER) - 1
        name = band.name if len(band.name) <= room else band.name[: max(room - 1, 0)].rstrip() + "…" * (room > 2)
        if name:
            place = {"anchor": ("center", "middle"), "upright": True}
            drawing.note(AXES, NARROW_BAND / 2, (top + bottom) / 2, ink.plain(name), size=ink.SMALL, **place)  # type: ignore[arg-type]


def _tint(drawing: Drawing, x: tuple[float, float], y: tuple[float, float], *, strong: bool) -> None:
    if strong:
        box: dict[str, Any] = {"type": "rect", "xref": "x", "yref": "y", "x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1]}
        drawing.shapes.insert(0, box | {"layer": "below", "fillcolor": ink.FAINT, "line": {"width": 0}})


def _months(drawing: Drawing, days: Days, top: float) -> int:
    """The names of the months below; how many px they take."""
    drawing.line(AXES, (0, 1), (top, top), ink.EDGE)
    months = days.months
    every = next(
        (step for step in (1, 3, 6, 12) if len(months) / step * 34 <= WIDE_PLOT), 12 * (len(months) // 240 + 1)
    )
    named = [month for month in months if (month.month - 1) % min(every, 12) == 0][:: max(every // 12, 1)]
    marked = [(days.edge(month), month) for month in named]
    if not marked or marked[0][0] * WIDE_PLOT > 34:
        # The month in which the picture begins has no edge of its own in it.
        marked.insert(0, (0, days.first))
    year = None
    for x, month in marked:
        drawing.line(AXES, (x, x), (top, top + 5), ink.EDGE)
        words = [f"{month:%b}"] if every < 12 else []
        if month.year != year:
            words.append(str(month.year))
        year = month.year
        drawing.quiet(AXES, x, top + 6, "<br>".join(words), shift=1, anchor=("left", "top"))
    return 40


def _lines(one: Happening) -> list[str]:
    """The day, then the text in at most two lines."""
    when = f"{one.first.day} {one.first:%b %Y}"
    if one.last > one.first:
        when += f" – {one.last.day} {one.last:%b %Y}"
    lines = ink.wrapped(one.name, int((NARROW_PLOT - NARROW_TEXT) / LETTER))
    return [when, *(lines if len(lines) < 3 else [lines[0], lines[1].rstrip() + " …"])]
