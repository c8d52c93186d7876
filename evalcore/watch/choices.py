"""What there is to choose from in an evaluation, and whether there is anything to show yet."""

from dataclasses import dataclass

import numpy as np

from db.store import Store
from evalcore.analysis.cells import distinct
from evalcore.manage.access import Action, Actor, require
from evalcore.watch.cells import ThemeLine, theme_lines
from evalcore.watch.corpus import snapshot


@dataclass(frozen=True)
class Choices:
    """Names by number, told apart where two are alike. `unread`: the oldest source that nobody has read, if any."""

    change_no: int
    trusts: dict[int, str]
    coders: dict[int, str]
    themes: tuple[ThemeLine, ...]
    depth: int
    sources: int
    unread: int | None


def choices(store: Store, actor: Actor) -> Choices:
    """As the evaluation stands now, whatever change is asked for.

    Raises
    ------
    NotPermitted
        She sees no dashboard.
    """
    require(actor, Action.SEE_DASHBOARD)
    known = snapshot(store, actor.evaluation_id)
    trusts, coders = known.corpus.trusts, known.corpus.coders
    coders = coders[coders["coder"].isin(known.coders)]
    unread = known.sources[~known.read.any(axis=1)]
    waiting = min(zip(unread["held_on"], unread["source"].tolist(), strict=True), default=None)
    return Choices(
        known.change_no,
        dict(zip(trusts["trust"].tolist(), distinct(tuple(trusts["name"])), strict=True)),
        dict(zip(coders["coder"].tolist(), distinct(tuple(coders["name"])), strict=True)),
        theme_lines(known),
        int(np.max(known.framework.level, initial=0)),
        len(known.sources),
        waiting[1] if waiting else None,
    )
