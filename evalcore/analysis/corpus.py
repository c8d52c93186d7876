"""What every figure is counted from: one evaluation as frames of integers and categories."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from db.vocabulary import UNKNOWN_ROLE_GROUP, Polarity, RoleGroup, Setting, SourceKind

NEVER = 2**31 - 1
WHOLE = 0  # the trust of a source of the whole collaborative
NOBODY = 0  # the participant of a coding that belongs to nobody

POLARITIES = tuple(polarity.value for polarity in Polarity)
KINDS = tuple(kind.value for kind in SourceKind)
SETTINGS = tuple(setting.value for setting in Setting)
ROLE_GROUPS = (*(group.value for group in RoleGroup), UNKNOWN_ROLE_GROUP)

_INTERVAL = {"made_in": "int32", "ended_in": "int32"}
_ROLE_GROUP = pd.CategoricalDtype(list(ROLE_GROUPS))

COLUMNS: Mapping[str, Mapping[str, Any]] = {
    "sources": {
        "source": "int32",
        "kind": pd.CategoricalDtype(list(KINDS)),
        "held_on": "datetime64[s]",
        "until": "datetime64[s]",
        "minutes": "float64",
        "trust": "int32",
        "setting": pd.CategoricalDtype(list(SETTINGS)),
        "lead_coder": "int32",
        **_INTERVAL,
    },
    "codings": {
        "coding": "int32",
        "source": "int32",
        "theme": "int32",
        "polarity": pd.CategoricalDtype(list(POLARITIES)),
        "coder": "int32",
        "participant": "int32",
        "role_group": _ROLE_GROUP,
        "counted": "bool",
        **_INTERVAL,
    },
    "readings": {
        "reading": "int32",
        "source": "int32",
        "coder": "int32",
        "at": "int32",
        "counted": "bool",
        **_INTERVAL,
    },
    "themes": {
        "theme": "int32",
        "parent": "int32",
        "name": "str",
        "opened": "int32",
        "merged_into": "int32",
        "retired": "bool",
        "split": "bool",
        "split_from": "int32",
        **_INTERVAL,
    },
    "speakers": {"source": "int32", "role_group": _ROLE_GROUP, **_INTERVAL},
    "trusts": {"trust": "int32", "name": "str"},
    "coders": {"coder": "int32", "name": "str"},
    "phases": {"name": "str", "first": "datetime64[s]", "last": "datetime64[s]"},
}


@dataclass(frozen=True, eq=False)
class Corpus:
    """One evaluation, with a row for every dated state that ever was.

    A state holds from change `made_in` until change `ended_in`, NEVER while it stands. Dates are local calendar
    dates. Columns and dtypes stand in `COLUMNS`; `frame` makes a frame with them.

    Parameters
    ----------
    change_no : int
        The last change of the evaluation.
    sources : DataFrame
        One row per source and stretch in which one coder led it; its facts as they stand now. `until`: NaT for a
        single day; `minutes`: NaN where unknown; `trust`: `WHOLE` for the whole collaborative; `setting`: NA where
        none is given.
    codings : DataFrame
        One row per coding state, and per participant it belonged to meanwhile. `polarity`: "none" or NA for a
        descriptive one; `participant`: `NOBODY` where it is attributed to nobody; `role_group`: the participant's,
        else the one said, else unknown; `counted`: False while only offered. A coding that a split put in both parts
        has two states in force.
    readings : DataFrame
        One row per reading. `at`: the change it was made against; `counted`: by the lead coder of the time.
    themes : DataFrame
        One row per theme state. `parent` 0 at the top; `opened`: its own, before any merge; `merged_into`,
        `split_from`: 0 for none; `split`: replaced by its parts.
    speakers : DataFrame
        One row per source and role group of a participant of it, or of a speaker of its turns while they stood.
    trusts, coders : DataFrame
        Number and name; of everybody who leads a source or coded.
    phases : DataFrame
        One row per phase of the programme, first and last day inclusive.
    meetings : tuple of date
        Committee meetings.
    """

    change_no: int
    sources: pd.DataFrame
    codings: pd.DataFrame
    readings: pd.DataFrame
    themes: pd.DataFrame
    speakers: pd.DataFrame
    trusts: pd.DataFrame
    coders: pd.DataFrame
    phases: pd.DataFrame
    meetings: tuple[date, ...] = ()


def frame(name: str, values: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """A frame of a `Corpus` by name, from columns of values; empty without them.

    Raises
    ------
    ValueError
        For a column missing or too many, and for a word that is not in the vocabulary.
    """
    dtypes = COLUMNS[name]
    given = {column: [] for column in dtypes} if values is None else values
    if set(given) != set(dtypes):
        raise ValueError(f"{name}: columns must be {', '.join(dtypes)}")
    columns = {}
    for column, dtype in dtypes.items():
        series = pd.Series(given[column])
        columns[column] = series.astype(dtype)
        if isinstance(dtype, pd.CategoricalDtype) and (columns[column].isna() & series.notna()).any():
            raise ValueError(f"{name}: a {column} that is not in the vocabulary")
    return pd.DataFrame(columns)


def codes(column: "pd.Series[Any]", words: tuple[str, ...]) -> np.ndarray[Any, np.dtype[np.intp]]:
    """The place of each value in `words`; -1 for NA."""
    place = {word: number for number, word in enumerate(words)}
    lookup = np.array([*(place[word] for word in column.cat.categories), -1], dtype=np.intp)
    return lookup[column.cat.codes.to_numpy()]
