"""Colours, patterns and letters that every picture shares.

A colour is a place in the lists of .streamlit/config.toml: Streamlit puts the theme's own colour there in the browser.
So one figure, made once, is right in light and dark, and follows when a person switches.
"""

from html import escape
from textwrap import wrap
from typing import Any

from db.vocabulary import AskedPolarity, CellState

BARRIER = "#000022"  # chartDivergingColors, the second from the barrier's end
FACILITATOR = "#000029"  # the second from the facilitator's
MIXED = "#000004"  # chartCategoricalColors, the violet-grey
PAGE = "#000038"
# chartSequentialColors, from nearly the page to nearly the ink.
FAINT = "#000011"
LINE = "#000013"
EDGE = "#000016"
MUTED = "#000018"
INK = "#000020"
CLEAR = "rgba(0,0,0,0)"

COLOURS = {
    AskedPolarity.BARRIER: BARRIER,
    AskedPolarity.FACILITATOR: FACILITATOR,
    AskedPolarity.MIXED: MIXED,
    AskedPolarity.NONE: MUTED,
    AskedPolarity.ANY: INK,
    AskedPolarity.BOTH: INK,
}
HOLLOW = frozenset({AskedPolarity.BARRIER, AskedPolarity.NONE})
"""What is drawn as an outline, so that it differs from its counterpart in black and white too."""

HATCHED = "/"
DOTTED = "."
CROSSED = "x"

SMALL, NORMAL = 12, 13


def pattern(shape: str, colour: str, *, size: int = 6, solidity: float = 0.35) -> dict[str, Any]:
    """An outline with a pattern in it."""
    lines = {"shape": shape, "fgcolor": colour, "bgcolor": CLEAR, "size": size, "solidity": solidity}
    return {"color": colour, "line": {"color": colour, "width": 1}, "pattern": {**lines, "fillmode": "replace"}}


BANDS = {
    CellState.NOT_LOOKED_FOR: pattern(HATCHED, EDGE, size=8, solidity=0.15) | {"line": {"width": 0}},
    CellState.SUPPRESSED: pattern(CROSSED, EDGE, size=8, solidity=0.15) | {"line": {"width": 0}},
}
"""What fills the place of a figure that is not there."""

TINT = {"color": FAINT, "line": {"width": 0}}


def plain(text: str) -> str:
    """Text that holds no mark-up for Plotly, whatever somebody called a theme."""
    return escape(text, quote=False)


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most about `width` letters; a longer word is broken."""
    return [plain(line) for line in wrap(text, width)] or [""]


def layout(height: int, **more: Any) -> dict[str, Any]:
    """What all pictures have: no frame of their own, no dragging, so that a finger scrolls the page."""
    return {
        "height": height,
        # Streamlit fills it with the theme of the page.
        "template": {"layout": {}},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "showlegend": False,
        "dragmode": False,
        "clickmode": "event+select",
        "barmode": "overlay",
        "hovermode": "closest",
        "font": {"size": NORMAL, "color": INK},
        "hoverlabel": {"bgcolor": PAGE, "bordercolor": EDGE, "font": {"size": NORMAL, "color": INK}, "align": "left"},
        **more,
    }


BLANK_AXIS = {"visible": False, "fixedrange": True, "zeroline": False, "showgrid": False}
