"""The evaluation as the frames that figures are counted from, with every coding attributed to who said it."""

from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlmodel import Session, select

from db.reads.frames import STANDS, frame
from db.store import Store
from db.tables import (
    Account,
    Attendance,
    Coding,
    CodingState,
    Evaluation,
    Excerpt,
    ExcerptPlace,
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
from db.vocabulary import UNKNOWN_ROLE_GROUP
from evalcore.analysis.corpus import COLUMNS, NOBODY, WHOLE, Corpus
from evalcore.analysis.corpus import frame as typed
from evalcore.analysis.snapshot import Snapshot, as_at
from evalcore.errors import NotFound
from evalcore.manage.changes import newest_change, newest_hash

Numbers = NDArray[np.int64]

_INTERVAL = ("made_in", "ended_in")


def snapshot(store: Store, evaluation_id: int, change_no: int | None = None) -> Snapshot:
    """The evaluation as it was known at a change, kept until the evaluation moves on.

    Raises
    ------
    NotFound
        The change has not come yet.
    """
    newest = newest_change(store, evaluation_id)
    at = newest if change_no is None else change_no
    if not 0 <= at <= newest:
        raise NotFound(f"Change {at} has not come yet: the newest is {newest}.")
    return _snapshot(store, evaluation_id, newest_hash(store, evaluation_id), at)


@lru_cache(maxsize=12)
def _snapshot(store: Store, evaluation_id: int, history: str, at: int) -> Snapshot:
    return as_at(_corpus(store, evaluation_id, history), at)


@lru_cache(maxsize=4)
def _corpus(store: Store, evaluation_id: int, history: str) -> Corpus:
    with store.read() as session:
        return corpus(session, evaluation_id)


def corpus(session: Session, evaluation_id: int) -> Corpus:
    """Everything there is to count, at every change at once."""
    sources = _sources(session, evaluation_id)
    participants = frame(session, Participant, evaluation_id, ("no", "role_group"))
    present = _present(session, evaluation_id)
    turns, texts = _turns(session, evaluation_id), _texts(session, evaluation_id)
    themes = frame(session, Theme, evaluation_id, ("no", "split_from")).rename(columns={"no": "theme"})
    columns = ("theme", "parent", "name", "opened", "merged_into", "retired", "split", *_INTERVAL)
    states = frame(session, ThemeState, evaluation_id, columns).merge(themes, on="theme")
    for column in ("parent", "merged_into", "split_from"):
        states[column] = states[column].fillna(0)
    phases = frame(session, Phase, evaluation_id, ("name", "first_on", "last_on", "ended_in"))
    phases = phases[phases["ended_in"] == STANDS].sort_values("first_on")
    meetings = frame(session, Meeting, evaluation_id, ("held_on", "ended_in"))
    readings = frame(session, Reading, evaluation_id, ("no", "source", "coder", "at", "counted", *_INTERVAL))
    trusts = frame(session, TrustState, evaluation_id, ("trust", "name", "ended_in")).sort_values("trust")
    people = session.exec(select(Account.id, Account.name)).all()
    change_no = session.exec(select(Evaluation.change_no).where(Evaluation.id == evaluation_id)).one()
    return Corpus(
        change_no=change_no,
        sources=_typed("sources", sources),
        codings=_typed("codings", _codings(session, evaluation_id, participants, present, turns, texts)),
        readings=_typed("readings", readings.rename(columns={"no": "reading"})),
        themes=_typed("themes", states),
        speakers=_typed("speakers", _speakers(present, turns, texts, participants)),
        trusts=_typed("trusts", trusts[trusts["ended_in"] == STANDS]),
        coders=typed("coders", {"coder": [no for no, _ in people], "name": [name for _, name in people]}),
        phases=_typed("phases", phases.rename(columns={"first_on": "first", "last_on": "last"})),
        meetings=tuple(sorted(meetings.loc[meetings["ended_in"] == STANDS, "held_on"])),
    )


def _typed(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    return typed(name, {column: rows[column] for column in COLUMNS[name]})


def _sources(session: Session, evaluation_id: int) -> pd.DataFrame:
    """A row for each state of each source: who led it then, and its facts as they stand now."""
    columns = ("source", "held_on", "until", "minutes", "trust", "setting", "lead_coder", *_INTERVAL)
    states = frame(session, SourceState, evaluation_id, columns)
    dated = ["lead_coder", *_INTERVAL]
    now = states.drop_duplicates("source", keep="last").drop(columns=dated)
    kinds = frame(session, Source, evaluation_id, ("no", "kind")).rename(columns={"no": "source"})
    rows = states[["source", *dated]].merge(now, on="source").merge(kinds, on="source")
    rows["trust"] = rows["trust"].fillna(WHOLE)
    return rows


def _present(session: Session, evaluation_id: int) -> pd.DataFrame:
    """Source and participant, a row each, of those known by pseudonym who were there."""
    rows = frame(session, Attendance, evaluation_id, ("source", "participant", "ended_in"))
    rows = rows[(rows["ended_in"] == STANDS) & rows["participant"].notna()]
    return rows[["source", "participant"]].drop_duplicates().astype("int64")


def _turns(session: Session, evaluation_id: int) -> pd.DataFrame:
    """Turns of every text; `participant` NOBODY for none."""
    columns = ("text_version", "start_cp", "end_cp", "participant", "is_interviewer")
    turns = frame(session, Turn, evaluation_id, columns)
    turns["participant"] = turns["participant"].fillna(NOBODY)
    return turns.astype({"text_version": "int64", "start_cp": "int64", "end_cp": "int64", "participant": "int64"})


def _texts(session: Session, evaluation_id: int) -> pd.DataFrame:
    """Every text with its source, and the changes from which and until which it was the newest."""
    texts = frame(session, TextVersion, evaluation_id, ("no", "source", "number", "made_in")).astype("int64")
    texts = texts.rename(columns={"no": "text_version"}).sort_values(["source", "number"], ignore_index=True)
    texts["ended_in"] = texts.groupby("source")["made_in"].shift(-1, fill_value=STANDS)
    return texts.drop(columns="number")


def _speakers(
    present: pd.DataFrame, turns: pd.DataFrame, texts: pd.DataFrame, participants: pd.DataFrame
) -> pd.DataFrame:
    spoken = turns.loc[turns["participant"] != NOBODY, ["text_version", "participant"]].drop_duplicates()
    both = pd.concat([present.assign(made_in=0, ended_in=STANDS), spoken.merge(texts, on="text_version")])
    rows = both.merge(participants, left_on="participant", right_on="no")
    return rows[["source", "role_group", *_INTERVAL]].drop_duplicates()


def _codings(
    session: Session,
    evaluation_id: int,
    participants: pd.DataFrame,
    present: pd.DataFrame,
    turns: pd.DataFrame,
    texts: pd.DataFrame,
) -> pd.DataFrame:
    """A row for each coding state, and for each stretch of it in which it belonged to another."""
    columns = ("coding", "theme", "polarity", "counted", *_INTERVAL)
    states = frame(session, CodingState, evaluation_id, columns)
    codings = frame(session, Coding, evaluation_id, ("no", "excerpt", "coder")).rename(columns={"no": "coding"})
    excerpts = _attributed(session, evaluation_id, participants, present, turns, texts)
    rows = states.merge(codings, on="coding").merge(excerpts, on="excerpt").drop(columns="excerpt")
    rows["made_in"] = np.maximum(rows["made_in"].astype("int64"), rows["since"])
    rows["ended_in"] = np.minimum(rows["ended_in"].astype("int64"), rows["until"])
    return rows[rows["made_in"] < rows["ended_in"]]


def _attributed(
    session: Session,
    evaluation_id: int,
    participants: pd.DataFrame,
    present: pd.DataFrame,
    turns: pd.DataFrame,
    texts: pd.DataFrame,
) -> pd.DataFrame:
    """One row per excerpt and stretch of changes: `source`, `participant` (or NOBODY), `role_group`, `since`, `until`.

    An excerpt belongs to the participant of the turn it starts in; in an interviewer's turn to nobody; else to the
    source's participant if it has exactly one. Its role group is the participant's, else the one the coder set. An
    edit that gave the words another speaker begins a new stretch.
    """
    excerpts = frame(session, Excerpt, evaluation_id, ("no", "source", "said_by")).rename(columns={"no": "excerpt"})
    excerpts = excerpts.astype({"excerpt": "int64", "source": "int64"})
    places = frame(session, ExcerptPlace, evaluation_id, ("excerpt", "text_version", "start_cp")).astype("int64")
    rows = excerpts.merge(texts, on="source").merge(places, on=["excerpt", "text_version"], how="left")
    rows = rows.sort_values(["excerpt", "made_in"], ignore_index=True)
    turn = _turn_of(rows["text_version"].to_numpy("int64"), rows["start_cp"].fillna(-1).to_numpy("int64"), turns)
    single = present.groupby("source")["participant"].agg(lambda people: people.iloc[0] if len(people) == 1 else NOBODY)
    alone = rows["source"].map(single).fillna(NOBODY).astype("int64").to_numpy()
    spoken = np.append(turns["participant"].to_numpy("int64"), NOBODY)[turn]
    asked = np.append(turns["is_interviewer"].to_numpy(bool), False)[turn]
    who = np.where(asked, NOBODY, np.where(spoken != NOBODY, spoken, alone))
    groups = dict(zip(participants["no"], participants["role_group"], strict=True))
    known = pd.Series(who, index=rows.index).map(groups).astype(object)
    rows["participant"] = who
    rows["role_group"] = known.fillna(rows["said_by"]).fillna(UNKNOWN_ROLE_GROUP)
    before = rows[["excerpt", "participant", "role_group"]].shift()
    rows = rows[(rows[list(before)] != before).any(axis="columns")].rename(columns={"made_in": "since"})
    rows["until"] = rows.groupby("excerpt")["since"].shift(-1, fill_value=STANDS)
    return rows[["excerpt", "source", "participant", "role_group", "since", "until"]]


def _turn_of(text: Numbers, start: Numbers, turns: pd.DataFrame) -> Numbers:
    """Position in `turns` of the turn of its text that each start lies in; -1 for none."""
    if turns.empty:
        return np.full(len(text), -1)
    line = 2**32  # longer than any text: one number line, text after text
    turn_text, turn_end = turns["text_version"].to_numpy("int64"), turns["end_cp"].to_numpy("int64")
    starts = turn_text * line + turns["start_cp"].to_numpy("int64")
    order = np.argsort(starts, kind="stable")
    before = np.searchsorted(starts[order], text * line + start, side="right") - 1
    turn = order[np.clip(before, 0, None)]
    return np.where((before >= 0) & (turn_text[turn] == text) & (start < turn_end[turn]), turn, -1)
