"""What stands behind a mark: the codings it counts, and of those she may see, the words."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlmodel import Session, col, select

from db.reads.rows import standing
from db.store import Store
from db.tables import Coding, ExcerptPlace, SourceState, TextVersion
from db.vocabulary import UNKNOWN_ROLE_GROUP, WHOLE_COLLABORATIVE, AskedPolarity, GroupBy, Polarity, SourceKind
from evalcore.analysis.corpus import WHOLE
from evalcore.analysis.distribution import distribution
from evalcore.analysis.evidence import cell_codings
from evalcore.analysis.framework import NO_THEME
from evalcore.analysis.snapshot import Snapshot
from evalcore.errors import NotFound
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.looks import record_look
from evalcore.watch.cells import Cell, cells_of, theme_lines
from evalcore.watch.charts.mark import Mark
from evalcore.watch.corpus import snapshot
from evalcore.watch.view import View


@dataclass(frozen=True, slots=True)
class ExcerptRow:
    """A coding with the words it is about.

    `text` None: they are in no version of the source any more; `start` None: nobody has placed them in the newest.
    `in_progress`: on a source not read for the theme, so in no figure.
    """

    coding: int
    source: int
    text: str | None
    start: int | None
    theme: str
    polarity: Polarity
    held_on: date
    kind: SourceKind
    role_group: str | None
    trust: str
    coder: str
    in_progress: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """`found`: how many codings she may see the words of, of which `rows` are the first; `withheld`: how many not.

    `hours`: those of the cell, by the kind of source they were spent in.
    """

    mark: Mark
    theme: str
    cell: Cell
    hours: dict[SourceKind, float]
    rows: tuple[ExcerptRow, ...]
    found: int
    withheld: int


def cell_of(store: Store, actor: Actor, view: View, mark: Mark) -> Cell:
    """The figure of a mark.

    Raises
    ------
    NotPermitted
    NotFound
        The view has no such mark: its theme was merged or split, or a filter took its period away.
    """
    require(actor, Action.SEE_DASHBOARD)
    return _cell(snapshot(store, actor.evaluation_id, view.as_at), view, mark)


def open_evidence(store: Store, actor: Actor, view: View, mark: Mark, most: int = 20) -> Evidence:
    """The codings behind a mark, the newest source first, with the words of the first `most`.

    Who looked at which theme's evidence is recorded. The research team sees all; the programme team the words of her
    own field notes, and of the rest that they are there.

    Raises
    ------
    NotPermitted
    NotFound
        As `cell_of`.
    """
    require(actor, Action.SEE_DASHBOARD)
    known = snapshot(store, actor.evaluation_id, view.as_at)
    cell = _cell(known, view, mark)
    every = _codings(known, view, mark)
    with store.read() as session:
        # Her notes are those that she leads today: what is shown is the text of today.
        leads = standing(session, actor.evaluation_id, SourceState, lead_coder=actor.account_id)
        own = (every["kind"] == SourceKind.FIELD_NOTE) & every["source"].isin([state.source for state in leads])
        seen = every if actor.may(Action.SEE_EVIDENCE) else every[own]
        rows = _worded(session, actor.evaluation_id, known, seen.head(most))
    if rows:
        record_look(store, actor, "open evidence", "theme", mark.theme)
    name = next(line.name for line in theme_lines(known) if line.no == cell.theme)
    return Evidence(mark, name, cell, _hours(known, view, mark), rows, len(seen), len(every) - len(seen))


def _per(mark: Mark, view: View) -> Any:
    return {"per": view.per} if mark.period is not None else {}


def _cell(known: Snapshot, view: View, mark: Mark) -> Cell:
    if mark.theme in known.framework.named and mark.polarity in view.polarities:
        place = known.framework.named[mark.theme]
        theme = int(known.framework.numbers[place])
        rows = distribution(known, view.of_theme(theme, **_per(mark, view))).rows
        found = cells_of(rows, (), theme).get((theme, mark.period, mark.polarity))
        if found:
            return found
    raise NotFound("What was chosen is not in this picture any more. Choose another mark.")


def _hours(known: Snapshot, view: View, mark: Mark) -> dict[SourceKind, float]:
    """Observed hours and those of interviews are not the same: what a figure rests on is told apart."""
    asked = replace(view.of_theme(mark.theme, **_per(mark, view)), by=GroupBy.KIND, polarities=(mark.polarity,))
    rows = distribution(known, asked).rows
    rows = rows[
        rows["hours"].notna() & (rows["period"].isna() if mark.period is None else rows["period"] == mark.period)
    ]
    return {SourceKind(row["group"]): float(row["hours"]) for row in rows.to_dict("records")}


def _codings(known: Snapshot, view: View, mark: Mark) -> pd.DataFrame:
    """One row per coding of the cell, facts of its source with it, the newest source first."""
    found = cell_codings(known, view.of_theme(mark.theme, **_per(mark, view)), None, mark.period, mark.polarity)
    at = known.change_no
    states = known.corpus.codings
    chosen = np.concatenate([found.counted, found.in_progress])
    states = states[states["coding"].isin(chosen) & (states["made_in"] <= at) & (states["ended_in"] > at)]
    place = pd.Series([known.framework.place.get(int(theme), NO_THEME) for theme in states["theme"]], states.index)
    under = known.framework.under(known.framework.named[mark.theme])
    states = states.assign(place=place)[place.isin(under)].drop_duplicates("coding")
    if mark.polarity not in (AskedPolarity.ANY, AskedPolarity.BOTH):
        states = states[states["polarity"].fillna(Polarity.NONE.value) == mark.polarity.value]
    sources = known.sources[["source", "held_on", "kind", "trust", "lead_coder"]]
    rows = states.merge(sources, on="source").assign(
        in_progress=lambda joined: joined["coding"].isin(found.in_progress)
    )
    return rows.sort_values(
        ["in_progress", "held_on", "source", "coding"], ascending=[True, False, True, True], ignore_index=True
    )


def _worded(session: Session, evaluation_id: int, known: Snapshot, rows: pd.DataFrame) -> tuple[ExcerptRow, ...]:
    corpus, framework = known.corpus, known.framework
    trusts = dict(zip(corpus.trusts["trust"], corpus.trusts["name"], strict=True)) | {WHOLE: WHOLE_COLLABORATIVE}
    coders = dict(zip(corpus.coders["coder"], corpus.coders["name"], strict=True))
    words = _words(session, evaluation_id, [int(coding) for coding in rows["coding"]])
    found = []
    for row in rows.to_dict("records"):
        text, start = words[row["coding"]]
        role_group = str(row["role_group"])
        found.append(
            ExcerptRow(
                coding=int(row["coding"]),
                source=int(row["source"]),
                text=text,
                start=start,
                theme=framework.names[row["place"]],
                polarity=Polarity(row["polarity"]) if pd.notna(row["polarity"]) else Polarity.NONE,
                held_on=row["held_on"].date(),
                kind=SourceKind(row["kind"]),
                role_group=None if role_group == UNKNOWN_ROLE_GROUP else role_group,
                trust=trusts.get(row["trust"], WHOLE_COLLABORATIVE),
                coder=coders[row["coder"]],
                in_progress=bool(row["in_progress"]),
            )
        )
    return tuple(found)


def _words(session: Session, evaluation_id: int, codings: list[int]) -> dict[int, tuple[str | None, int | None]]:
    """For each coding the words where they last stood, and where they start if that is in the newest text."""
    query = (
        select(Coding.no, ExcerptPlace.start_cp, ExcerptPlace.end_cp, TextVersion)
        .join(
            ExcerptPlace,
            (col(ExcerptPlace.evaluation_id) == Coding.evaluation_id) & (col(ExcerptPlace.excerpt) == Coding.excerpt),
        )
        .join(
            TextVersion,
            (col(TextVersion.evaluation_id) == ExcerptPlace.evaluation_id)
            & (col(TextVersion.no) == ExcerptPlace.text_version),
        )
        .where(Coding.evaluation_id == evaluation_id, col(Coding.no).in_(codings))
    )
    latest: dict[int, tuple[int, int, TextVersion]] = {}
    for coding, start, end, version in session.exec(query):
        if coding not in latest or version.number > latest[coding][2].number:
            latest[coding] = (start, end, version)
    newest = _newest(session, evaluation_id, {version.source for _, _, version in latest.values()})
    found: dict[int, tuple[str | None, int | None]] = dict.fromkeys(codings, (None, None))
    for coding, (start, end, version) in latest.items():
        text = None if version.purged_in is not None else version.text[start:end]
        found[coding] = (text, start if version.number == newest[version.source] else None)
    return found


def _newest(session: Session, evaluation_id: int, sources: set[int]) -> dict[int, int]:
    query = select(TextVersion.source, TextVersion.number).where(
        TextVersion.evaluation_id == evaluation_id, col(TextVersion.source).in_(sources)
    )
    found: dict[int, int] = {}
    for source, number in session.exec(query):
        found[source] = max(number, found.get(source, 0))
    return found
