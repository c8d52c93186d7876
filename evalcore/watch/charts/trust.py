"""The small pictures of a trust's card: its ratings over time, and how many came to each learning session."""

from collections.abc import Sequence
from datetime import date

import plotly.graph_objects as go

from evalcore.watch.charts import ink
from evalcore.watch.charts.drawing import Box, Drawing
from evalcore.watch.charts.programme import Days

AXES = ("x", "y")
HEIGHT = 168
TOP, BOTTOM = 16, 132  # px between which the scale stands
LOWEST, HIGHEST = 1, 5
MARGIN = {"l": 22, "r": 62, "t": 0, "b": 0}

Line = tuple[str, bool, Sequence[tuple[date, int]]]
"""A rater's name, whether its marks are solid, and each day's score."""


def ratings(lines: Sequence[Line]) -> go.Figure:
    """A line for each rater on a scale of 1 to 5: one hollow and broken, the other solid, each named at its end."""
    drawing = Drawing()
    for score in range(LOWEST, HIGHEST + 1):
        drawing.line(AXES, (0, 1), (_height(score), _height(score)), ink.LINE, layer="below")
        drawing.quiet(("paper", "y"), 0, _height(score), str(score), shift=-8, anchor=("right", "middle"))
    days = _days(lines)
    ends: list[float] = []
    for name, solid, scores in lines:
        if not scores:
            continue
        xs, ys = [days.at(day) for day, _ in scores], [_height(score) for _, score in scores]
        drawing.traces.append(_series(xs, ys, name, solid, scores))
        end = _clear_of(ys[-1], ends)
        ends.append(end)
        drawing.note(("paper", "y"), 1, end, name, shift=8, anchor=("left", "middle"), size=ink.SMALL)
    _ends(drawing, days)
    return _figure(drawing, (0, 1))


def attendance(sessions: Sequence[tuple[str, date, int | None]]) -> go.Figure:
    """A column for each learning session, its number above; where nobody knows, that is said in its place."""
    drawing = Drawing()
    most = max([number or 0 for _, _, number in sessions], default=0) or 1
    px = (BOTTOM - TOP - 14) / most
    drawing.line(AXES, (-0.5, len(sessions) - 0.5), (BOTTOM, BOTTOM), ink.EDGE)
    for place, (name, day, number) in enumerate(sessions):
        if number is None:
            box: Box = (place - 0.3, place + 0.3, BOTTOM - 24, BOTTOM)
            drawing.hatch(AXES, [box], ink.pattern(ink.HATCHED, ink.EDGE) | {"line": {"width": 0}})
        elif number:
            box = (place - 0.3, place + 0.3, BOTTOM - number * px, BOTTOM)
            drawing.body(AXES, box, ink.MUTED, filled=box, partly=False)
        said = "not known" if number is None else str(number)
        top = BOTTOM - (24 if number is None else number * px)
        drawing.note(AXES, place, top - 2, said, anchor=("center", "bottom"), size=ink.SMALL)
        drawing.quiet(AXES, place, BOTTOM + 4, f"{day:%b}<br>{day.year}", anchor=("center", "top"))
        drawing.traces.append(_pointer(place, f"{ink.plain(name)}, {day.day} {day:%b %Y}: {said}"))
    return _figure(drawing, (-0.5, max(len(sessions), 4) - 0.5), {"l": 4, "r": 4, "t": 0, "b": 0})


def _pointer(place: int, told: str) -> dict[str, object]:
    return {
        "type": "bar",
        "x": [place],
        "y": [TOP - BOTTOM],
        "base": [BOTTOM],
        "marker": {"color": ink.CLEAR},
        "hovertext": [told],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _series(
    xs: Sequence[float], ys: Sequence[float], name: str, solid: bool, scores: Sequence[tuple[date, int]]
) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(xs),
        "y": list(ys),
        "line": {"color": ink.INK if solid else ink.MUTED, "width": 1.5, "dash": "solid" if solid else "4px,3px"},
        "marker": {
            "symbol": "circle" if solid else "circle-open",
            "size": 9,
            "color": ink.INK if solid else ink.MUTED,
            "line": {"width": 1.5, "color": ink.INK if solid else ink.MUTED},
        },
        "hovertext": [f"{name}, {day.day} {day:%b %Y}: {score} of {HIGHEST}" for day, score in scores],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _height(score: int) -> float:
    return BOTTOM - (BOTTOM - TOP) * (score - LOWEST) / (HIGHEST - LOWEST)


def _clear_of(height: float, taken: Sequence[float]) -> float:
    """A height for a name at which it does not lie on one that is there."""
    while any(abs(height - one) < 15 for one in taken):
        height += 15
    return height


def _days(lines: Sequence[Line]) -> Days:
    days = [day for _, _, scores in lines for day, _ in scores]
    return Days(min(days), max(days))


def _ends(drawing: Drawing, days: Days) -> None:
    drawing.quiet(AXES, 0, BOTTOM + 8, f"{days.first:%b %Y}", anchor=("left", "top"))
    if days.last > days.first:
        drawing.quiet(AXES, 1, BOTTOM + 8, f"{days.last:%b %Y}", anchor=("right", "top"))


def _figure(drawing: Drawing, across: tuple[float, float], margin: dict[str, int] = MARGIN) -> go.Figure:
    return drawing.figure(
        HEIGHT,
        margin=margin,
        xaxis=ink.BLANK_AXIS | {"range": list(across)},
        yaxis=ink.BLANK_AXIS | {"range": [HEIGHT, 0]},
    )
