"""Whose words a coding stands on: the participant and role group of each excerpt, as long as a text stood."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from db.reads.frames import STANDS, packed
from db.tables import ExcerptPlace, TextVersion, Turn
from evalcore.analysis.corpus import NOBODY, ROLE_GROUPS

Numbers = NDArray[np.int64]

_INTERVAL = ["made_in", "ended_in"]
_UNKNOWN = len(ROLE_GROUPS) - 1


@dataclass(frozen=True, eq=False)
class Speech:
    """Who was there and who speaks where.

    Parameters
    ----------
    participants : DataFrame
        One row per participant: `no`, `role_group`.
    present : DataFrame
        One row per source and participant who was there: `source`, `participant`.
    texts : DataFrame
        One row per text that ever was: `text_version`, `source`, `number`, `made_in`.
    turns : DataFrame
        One row per turn: `text_version`, `start_cp`, `end_cp`, `participant` (or NOBODY), `is_interviewer`.
    """

    participants: pd.DataFrame
    present: pd.DataFrame
    texts: pd.DataFrame
    turns: pd.DataFrame

    def newest(self) -> pd.DataFrame:
        """The texts, with the changes from which and until which each was the newest."""
        texts = self.texts.sort_values(["source", "number"], ignore_index=True)
        return texts.assign(ended_in=texts.groupby("source")["made_in"].shift(-1, fill_value=STANDS))

    def speakers(self) -> pd.DataFrame:
        """One row per source and role group of somebody who was there or speaks in a turn, and the changes between."""
        spoken = self.turns.loc[self.turns["participant"] != NOBODY, ["text_version", "participant"]].drop_duplicates()
        present = self.present.assign(made_in=0, ended_in=STANDS)
        both = pd.concat([present, spoken.merge(self.newest(), on="text_version")])
        rows = both.merge(self.participants, left_on="participant", right_on="no")
        return rows[["source", "role_group", *_INTERVAL]].drop_duplicates()

    def alone_in(self, source: Numbers) -> Numbers:
        """The participant of each source that has exactly one, else NOBODY."""
        once = self.present.drop_duplicates("source", keep=False)
        return _looked_up(once["source"].to_numpy(), once["participant"].to_numpy(), source, NOBODY)

    def role_groups(self, who: Numbers, said_by: "pd.Series[str]") -> "pd.Categorical[str]":
        """The participant's; of nobody's words the one that the coder set, else unknown."""
        place = {group: number for number, group in enumerate(ROLE_GROUPS)}
        known = np.asarray(self.participants["role_group"].map(place), dtype=np.int64)
        of_person = _looked_up(self.participants["no"].to_numpy("int64"), known, who, _UNKNOWN)
        said = np.array([*(place[word] for word in said_by.cat.categories), _UNKNOWN])[said_by.cat.codes]
        places = np.where(of_person == _UNKNOWN, said, of_person)
        return pd.Categorical.from_codes(places, categories=pd.Index(ROLE_GROUPS))


def attributed(
    session: Session, evaluation_id: int, states: pd.DataFrame, speech: Speech, only: Collection[int] | None
) -> pd.DataFrame:
    """`states` with `participant` (or NOBODY) and `role_group`; one row more for each edit that gave the words another.

    An excerpt belongs to the participant of the turn it starts in; in an interviewer's turn to nobody; else to the
    source's participant if it has exactly one. Its role group is the participant's, else the one the coder set.
    """
    texts = speech.newest()
    spoken = states["source"].isin(texts.loc[texts["text_version"].isin(speech.turns["text_version"]), "source"])
    silent = states[~spoken]
    who = speech.alone_in(silent["source"].to_numpy())
    silent = silent.assign(participant=who, role_group=speech.role_groups(who, silent["said_by"]))
    if not spoken.any():
        return silent
    excerpts = states.loc[spoken, ["excerpt", "source", "said_by"]].drop_duplicates("excerpt")
    stretches = _stretches(excerpts.merge(texts, on="source"), _places(session, evaluation_id, only), speech)
    rows = states[spoken].merge(stretches, on="excerpt")
    rows["made_in"] = np.maximum(rows["made_in"], rows["since"])
    rows["ended_in"] = np.minimum(rows["ended_in"], rows["until"])
    return pd.concat([silent, rows.drop(columns=["since", "until"])], ignore_index=True)


def _places(session: Session, evaluation_id: int, only: Collection[int] | None) -> pd.DataFrame:
    """Where each excerpt starts in the texts that have turns."""
    places = select(ExcerptPlace.excerpt, ExcerptPlace.text_version, ExcerptPlace.start_cp).where(
        ExcerptPlace.evaluation_id == evaluation_id,
        col(ExcerptPlace.text_version).in_(select(Turn.text_version).where(Turn.evaluation_id == evaluation_id)),
    )
    if only is not None:
        of_them = select(TextVersion.no).where(TextVersion.evaluation_id == evaluation_id)
        places = places.where(col(ExcerptPlace.text_version).in_(of_them.where(col(TextVersion.source).in_(only))))
    return packed(session, places)


def _stretches(rows: pd.DataFrame, places: pd.DataFrame, speech: Speech) -> pd.DataFrame:
    """One row per excerpt and stretch of changes: `participant`, `role_group`, `since`, `until`."""
    rows = rows.merge(places, on=["excerpt", "text_version"], how="left")
    rows = rows.sort_values(["excerpt", "made_in"], ignore_index=True)
    turns = speech.turns
    turn = _turn_of(rows["text_version"].to_numpy("int64"), rows["start_cp"].fillna(-1).to_numpy("int64"), turns)
    spoken = np.append(turns["participant"].to_numpy("int64"), NOBODY)[turn]
    asked = np.append(turns["is_interviewer"].to_numpy(bool), False)[turn]
    alone = speech.alone_in(rows["source"].to_numpy())
    who = np.where(asked, NOBODY, np.where(spoken != NOBODY, spoken, alone))
    rows = rows.assign(participant=who, role_group=speech.role_groups(who, rows["said_by"]))
    said = pd.DataFrame({"excerpt": rows["excerpt"], "who": who, "group": rows["role_group"].cat.codes})
    rows = rows[(said != said.shift()).any(axis="columns")].rename(columns={"made_in": "since"})
    rows["until"] = rows.groupby("excerpt")["since"].shift(-1, fill_value=STANDS)
    return rows[["excerpt", "participant", "role_group", "since", "until"]]


def _looked_up(keys: Numbers, values: Numbers, wanted: Numbers, otherwise: int) -> Numbers:
    """The value of each key that is wanted."""
    table = np.full(max(keys.max(initial=0), wanted.max(initial=0)) + 1, otherwise, dtype=np.int64)
    table[keys] = values
    return table[wanted]


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
