"""What was read, and what is to be read again because the framework moved on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from db.store import Store
from evalcore.analysis.snapshot import Snapshot
from evalcore.manage.access import Action, Actor, require
from evalcore.watch.corpus import snapshot


class ReadState(StrEnum):
    READ = "read"
    PARTLY = "partly read"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class SourceReading:
    """How far a source was read. `not_looked_for`: numbers of the themes it was not read for, retired ones apart."""

    source: int
    state: ReadState
    not_looked_for: tuple[int, ...]
    lead_coder: int


def themes_asked(known: Snapshot) -> NDArray[np.intp]:
    """Positions in the framework of the themes that a source is to be read for: retired ones apart."""
    newest = known.corpus.themes.drop_duplicates("theme", keep="last").set_index("theme")
    retired = newest["retired"].reindex(known.framework.numbers).fillna(False).to_numpy(bool)
    return np.flatnonzero(~retired)


class ReadingStates(dict[int, SourceReading]):
    """How far each source was read. One that came in since they were asked for is unread, by whoever leads it: lists
    that are read one after another, while files go in, do not agree on what there is."""

    def __init__(self, themes: tuple[int, ...]) -> None:
        super().__init__()
        self._themes = themes

    def __missing__(self, source: int) -> SourceReading:
        return SourceReading(source, ReadState.UNREAD, self._themes, 0)


def how_far_read(states: Iterable[SourceReading]) -> str:
    """How many sources are unread and partly read, in the words that every list has; nothing where all are read."""
    counts = Counter(state.state for state in states)
    return ", ".join(f"{counts[state]:,} {state}" for state in (ReadState.UNREAD, ReadState.PARTLY) if counts[state])


def reading_states(store: Store, actor: Actor) -> dict[int, SourceReading]:
    """How far each source of the evaluation was read, by source.

    Raises
    ------
    NotPermitted
    """
    require(actor, Action.SEE_DASHBOARD, Action.READ_SOURCES, Action.LOG_NOTES)
    known = snapshot(store, actor.evaluation_id)
    framework = known.framework
    asked = themes_asked(known)
    read = known.read[:, asked]
    leads = known.sources["lead_coder"].tolist()
    states = ReadingStates(tuple(int(no) for no in framework.numbers[asked]))
    for place, source in enumerate(known.sources["source"].tolist()):
        missing = framework.numbers[asked[~read[place]]]
        state = ReadState.READ if not len(missing) else ReadState.PARTLY
        if len(missing) == len(asked):
            state = ReadState.UNREAD
        states[source] = SourceReading(source, state, tuple(int(no) for no in missing), leads[place])
    return states
