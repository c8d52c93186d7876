"""The frames that figures are counted from, out of the store: of every source, or anew of some."""

from collections.abc import Collection
from typing import Any

import pandas as pd
from sqlmodel import Session, col, select

from db.reads.frames import STANDS, frame, packed
from db.tables import (
    Account,
    Attendance,
    Coding,
    CodingState,
    Evaluation,
    Excerpt,
    Meeting,
    Participant,
    Phase,
    Reading,
    Source,
    SourceState,
    TextVersion,
    Theme,
    ThemeState,
    TrustState,
    Turn,
)
from evalcore.analysis.corpus import COLUMNS, NOBODY, WHOLE, Corpus
from evalcore.analysis.corpus import frame as typed
from evalcore.watch.attribution import Speech, attributed

Frames = dict[str, Any]

_INTERVAL = ("made_in", "ended_in")


def corpus(session: Session, evaluation_id: int) -> Corpus:
    """Everything there is to count, at every change at once."""
    change_no = session.exec(select(Evaluation.change_no).where(Evaluation.id == evaluation_id)).one()
    of_sources = {**facts(session, evaluation_id), "codings": codings(session, evaluation_id)}
    return Corpus(change_no=change_no, **of_sources, **surroundings(session, evaluation_id))


def surroundings(session: Session, evaluation_id: int) -> Frames:
    """What lies around the sources: `themes`, `trusts`, `coders`, `phases` and `meetings`."""
    themes = frame(session, Theme, evaluation_id, ("no", "split_from")).rename(columns={"no": "theme"})
    columns = ("theme", "parent", "name", "opened", "merged_into", "retired", "split", *_INTERVAL)
    states = frame(session, ThemeState, evaluation_id, columns).merge(themes, on="theme")
    for column in ("parent", "merged_into", "split_from"):
        states[column] = states[column].fillna(0)
    phases = frame(session, Phase, evaluation_id, ("name", "first_on", "last_on", "ended_in"))
    phases = phases[phases["ended_in"] == STANDS].sort_values("first_on")
    meetings = frame(session, Meeting, evaluation_id, ("held_on", "ended_in"))
    trusts = frame(session, TrustState, evaluation_id, ("trust", "name", "ended_in")).sort_values("trust")
    people = session.exec(select(Account.id, Account.name)).all()
    return {
        "themes": _typed("themes", states),
        "trusts": _typed("trusts", trusts[trusts["ended_in"] == STANDS]),
        "coders": typed("coders", {"coder": [no for no, _ in people], "name": [name for _, name in people]}),
        "phases": _typed("phases", phases.rename(columns={"first_on": "first", "last_on": "last"})),
        "meetings": tuple(sorted(meetings.loc[meetings["ended_in"] == STANDS, "held_on"])),
    }


def facts(session: Session, evaluation_id: int, only: Collection[int] | None = None) -> Frames:
    """`sources`, `readings` and `speakers`, of every source or of those in `only`."""
    query = select(col(Reading.no).label("reading"), *_columns(Reading, "source", "coder", "at", "counted", *_INTERVAL))
    readings = packed(session, _of(query, Reading, Reading.source, evaluation_id, only))
    speech = _speech(session, evaluation_id, only)
    return {
        "sources": _typed("sources", _sources(session, evaluation_id, only)),
        "readings": _typed("readings", _standing(readings)),
        "speakers": _typed("speakers", speech.speakers()),
    }


def codings(session: Session, evaluation_id: int, only: Collection[int] | None = None) -> pd.DataFrame:
    """A row for each coding state, and for each stretch of it in which it belonged to another."""
    query = (
        select(
            *_columns(CodingState, "coding", "theme", "polarity", "counted", *_INTERVAL),
            *_columns(Coding, "excerpt", "coder"),
            *_columns(Excerpt, "source", "said_by"),
        )
        .join(Coding, (col(Coding.evaluation_id) == CodingState.evaluation_id) & (Coding.no == CodingState.coding))
        .join(Excerpt, (col(Excerpt.evaluation_id) == Coding.evaluation_id) & (Excerpt.no == Coding.excerpt))
    )
    query = query.where(CodingState.evaluation_id == evaluation_id)
    if only is not None:
        # Told the numbers, SQLite looks them up; with a join alone it walks through every coding there is.
        excerpts = select(Excerpt.no).where(Excerpt.evaluation_id == evaluation_id, col(Excerpt.source).in_(only))
        theirs = select(Coding.no).where(Coding.evaluation_id == evaluation_id, col(Coding.excerpt).in_(excerpts))
        query = query.where(col(CodingState.coding).in_(theirs))
    states = _standing(packed(session, query))
    speech = _speech(session, evaluation_id, only)
    rows = attributed(session, evaluation_id, states, speech, only)
    return _typed("codings", rows[rows["made_in"] < rows["ended_in"]].sort_values("coding", kind="stable"))


def _sources(session: Session, evaluation_id: int, only: Collection[int] | None) -> pd.DataFrame:
    """A row for each state of each source: who led it then, and its facts as they stand now."""
    columns = ("no", "source", "held_on", "until", "minutes", "trust", "setting", "lead_coder", *_INTERVAL)
    query = _of(select(*_columns(SourceState, *columns)), SourceState, SourceState.source, evaluation_id, only)
    states = _standing(packed(session, query)).sort_values("no")
    dated = ["lead_coder", *_INTERVAL]
    now = states.drop_duplicates("source", keep="last").drop(columns=["no", *dated])
    kinds = packed(
        session, _of(select(col(Source.no).label("source"), col(Source.kind)), Source, Source.no, evaluation_id, only)
    )
    rows = states[["source", *dated]].merge(now, on="source").merge(kinds, on="source")
    rows["trust"] = rows["trust"].fillna(WHOLE)
    return rows


def _speech(session: Session, evaluation_id: int, only: Collection[int] | None) -> Speech:
    """Who was there and who speaks where, in every text that ever was."""
    here = select(Attendance.source, Attendance.participant).where(
        col(Attendance.ended_in).is_(None), col(Attendance.participant).is_not(None)
    )
    texts = select(col(TextVersion.no).label("text_version"), *_columns(TextVersion, "source", "number", "made_in"))
    turns = select(*_columns(Turn, "text_version", "start_cp", "end_cp", "participant", "is_interviewer")).join(
        TextVersion, (col(TextVersion.evaluation_id) == Turn.evaluation_id) & (TextVersion.no == Turn.text_version)
    )
    return Speech(
        participants=frame(session, Participant, evaluation_id, ("no", "role_group")),
        present=packed(session, _of(here, Attendance, Attendance.source, evaluation_id, only)).drop_duplicates(),
        texts=packed(session, _of(texts, TextVersion, TextVersion.source, evaluation_id, only)),
        turns=packed(session, _of(turns, Turn, TextVersion.source, evaluation_id, only)).fillna(
            {"participant": NOBODY}
        ),
    )


def _columns(table: Any, *names: str) -> list[Any]:
    return [getattr(table, name) for name in names]


def _of(query: Any, table: Any, source: Any, evaluation_id: int, only: Collection[int] | None) -> Any:
    query = query.where(table.evaluation_id == evaluation_id)
    return query if only is None else query.where(col(source).in_(only))


def _standing(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.fillna({"ended_in": STANDS})


def _typed(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    return typed(name, {column: rows[column] for column in COLUMNS[name]})
