"""A figure in the making: lines, boxes and words go into its layout, patterns and what can be chosen into traces."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from db.vocabulary import AskedPolarity
from evalcore.watch.charts import ink
from evalcore.watch.charts.looks import Look, Seen
from evalcore.watch.charts.mark import Mark

_NEVER_DIMMED = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}
_PARTLY = "3px,2px"

Box = tuple[float, float, float, float]
"""x0, x1, y0, y1 in the units of the axes it is drawn on."""


class AsMade(go.Figure):  # type: ignore[misc]  # plotly has no types
    """A figure that is handed on as it was made.

    Plotly would look at each property of each shape, which takes nine tenths of the time (a test does so for all
    pictures), and copy all of it each time a page runs.
    """

    def __init__(self, data: list[dict[str, Any]], layout: dict[str, Any], looks: frozenset[Seen]) -> None:
        super().__init__(data=data, layout=layout, _validate=False)
        self._made = {"data": data, "layout": layout}
        self._looks = looks

    @property
    def looks(self) -> frozenset[Seen]:
        """What its key has to explain."""
        return self._looks

    def to_dict(self) -> dict[str, Any]:
        return self._made


class Drawing:
    """`axes` are named as a trace names them: x and y, x2 and y."""

    def __init__(self) -> None:
        self.traces: list[dict[str, Any]] = []
        self.shapes: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.looks: set[Seen] = set()

    def seen(self, look: Look, side: AskedPolarity | None = None) -> None:
        """Take down that something looks so, for the key."""
        self.looks.add((look, side))

    def figure(self, height: int, **look: Any) -> go.Figure:
        parts = {"shapes": self.shapes, "annotations": self.notes}
        return AsMade(self.traces, ink.layout(height, **parts, **look), frozenset(self.looks))

    def line(
        self,
        axes: tuple[str, str],
        x: tuple[float, float],
        y: tuple[float, float],
        colour: str,
        *,
        dash: str = "solid",
        width: float = 1,
        **more: Any,
    ) -> None:
        place = {"type": "line", "xref": axes[0], "yref": axes[1], "x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1]}
        self.shapes.append(place | {"line": {"color": colour, "width": width, "dash": dash}, **more})

    def body(
        self,
        axes: tuple[str, str],
        box: Box,
        colour: str,
        *,
        filled: Box | None,
        partly: bool,
    ) -> None:
        """A bar: its outline, and what of it is `filled`; dashed and paler where not every source was read."""
        if filled:
            fill = {"fillcolor": colour, "line": {"width": 0}, "opacity": 0.55 if partly else 1}
            self.shapes.append(_box(axes, filled) | fill)
        edge = {"color": colour, "width": 1.5, "dash": _PARTLY if partly else "solid"}
        self.shapes.append(_box(axes, box) | {"fillcolor": ink.CLEAR, "line": edge})

    def frame(self, axes: tuple[str, str], box: Box) -> None:
        """Around the mark whose evidence is open."""
        look = {"layer": "below", "fillcolor": ink.FAINT, "line": {"color": ink.INK, "width": 1.5}}
        self.shapes.append(_box(axes, box) | look)

    def hatch(self, axes: tuple[str, str], boxes: Sequence[Box], marker: dict[str, Any]) -> None:
        """Boxes with a pattern, or with any look that a shape cannot have."""
        if boxes:
            self._bars(axes, boxes, {"marker": marker, "hoverinfo": "skip"})

    def hatched_square(self, axes: tuple[str, str], x: float, y: float, left: float, size: float, colour: str) -> None:
        """A mark of one size on every scale: px from a place, its middle as high as the place."""
        right, top, bottom = left + size, size / 2, -size / 2
        middle = left + size / 2
        outline = f"M{left},{bottom}L{right},{bottom}L{right},{top}L{left},{top}Z"
        hatching = f"M{left},0L{middle},{top}M{left},{bottom}L{right},{top}M{middle},{bottom}L{right},0"
        place = {
            "xref": axes[0],
            "yref": axes[1],
            "xsizemode": "pixel",
            "ysizemode": "pixel",
            "xanchor": x,
            "yanchor": y,
        }
        look = {"line": {"color": colour, "width": 1.2}, "fillcolor": ink.CLEAR, "name": "in progress"}
        self.shapes.append(place | {"type": "path", "path": outline + hatching} | look)

    def targets(
        self,
        axes: tuple[str, str],
        boxes: Sequence[Box],
        marks: Sequence[Mark],
        told: Sequence[str],
        name: str,
    ) -> None:
        """Clear bars over all that belongs to a mark: what it looks like may be too thin for a finger."""
        bar = {
            "marker": {"color": ink.CLEAR},
            "name": name,
            "customdata": [str(mark) for mark in marks],
            "hovertext": list(told),
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
        self._bars(axes, boxes, bar)

    def note(
        self,
        axes: tuple[str, str],
        x: float,
        y: float,
        text: str,
        *,
        shift: float = 0,
        anchor: tuple[str, str] = ("left", "middle"),
        colour: str = ink.INK,
        size: int = ink.NORMAL,
        ground: bool = False,
        upright: bool = False,
    ) -> None:
        """Words, `shift` px to the right of a place; on a `ground` of their own where something lies under them."""
        place = {"xref": axes[0], "yref": axes[1], "x": x, "y": y, "xshift": shift, "showarrow": False}
        look = {"xanchor": anchor[0], "yanchor": anchor[1], "align": anchor[0], "textangle": -90 if upright else 0}
        under = {"bgcolor": ink.PAGE, "borderpad": 1} if ground else {}
        self.notes.append(place | look | {"text": text, "font": {"size": size, "color": colour}} | under)

    def quiet(
        self,
        axes: tuple[str, str],
        x: float,
        y: float,
        text: str,
        *,
        shift: float = 0,
        anchor: tuple[str, str] = ("center", "middle"),
        ground: bool = False,
        upright: bool = False,
    ) -> None:
        """Words in small print."""
        small: Any = {"colour": ink.MUTED, "size": ink.SMALL, "shift": shift, "anchor": anchor}
        self.note(axes, x, y, text, ground=ground, upright=upright, **small)

    def _bars(self, axes: tuple[str, str], boxes: Sequence[Box], look: dict[str, Any]) -> None:
        bars = {
            "type": "bar",
            "xaxis": axes[0],
            "yaxis": axes[1],
            "x": [(x0 + x1) / 2 for x0, x1, _, _ in boxes],
            "width": [abs(x1 - x0) for x0, x1, _, _ in boxes],
            "y": [y1 - y0 for _, _, y0, y1 in boxes],
            "base": [y0 for _, _, y0, _ in boxes],
        }
        self.traces.append(bars | look | _NEVER_DIMMED)


def _box(axes: tuple[str, str], box: Box) -> dict[str, Any]:
    x0, x1, y0, y1 = box
    return {"type": "rect", "xref": axes[0], "yref": axes[1], "x0": x0, "x1": x1, "y0": y0, "y1": y1}
