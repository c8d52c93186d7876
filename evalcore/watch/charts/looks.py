"""What a picture has drawn, so that its key explains that and nothing else."""

from enum import StrEnum

from db.vocabulary import AskedPolarity, CellState


class Look(StrEnum):
    FIGURE = "figure"
    PARTLY = "partly"
    DOTTED = "dotted"
    IN_PROGRESS = "progress"
    NOT_LOOKED_FOR = "unlooked"
    SUPPRESSED = "suppressed"
    NO_SOURCES = "empty"
    EARLIER = "then"
    CHANGED = "changed"
    EVENT = "event"
    REFRAMED = "reframed"
    INTERVAL = "whisker"


Seen = tuple[Look, AskedPolarity | None]
"""A look, and the side whose colour it has where it has one."""

OF_STATE = {
    CellState.NOT_LOOKED_FOR: Look.NOT_LOOKED_FOR,
    CellState.SUPPRESSED: Look.SUPPRESSED,
    CellState.NO_SOURCES: Look.NO_SOURCES,
}
"""What stands where a state leaves no figure."""
