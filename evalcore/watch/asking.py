"""A question as people write it, with names, made into one of numbers; and its answer as plain rows."""

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

import pandas as pd

from db.vocabulary import (
    NONE_GIVEN,
    UNKNOWN_ROLE_GROUP,
    WHOLE_COLLABORATIVE,
    AskedPolarity,
    GroupBy,
    Per,
    RoleGroup,
    Setting,
    SourceKind,
    Unit,
)
from evalcore.analysis.corpus import WHOLE
from evalcore.analysis.distribution import Distribution
from evalcore.analysis.question import SINGLE_POLARITIES, Filters, Question
from evalcore.analysis.snapshot import Snapshot
from evalcore.errors import EvalError, NotFound


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in words; None where nothing is asked."""

    unit: Unit = Unit.SOURCES
    polarity: AskedPolarity | None = None
    theme: str | None = None
    by: GroupBy | None = None
    level: int | None = None
    per: Per = Per.NONE
    trust: str | None = None
    kind: str | None = None
    setting: str | None = None
    role_group: str | None = None
    coder: str | None = None
    first: date | None = None
    last: date | None = None
    as_at: int | None = None


def question(asked: Asked, known: Snapshot) -> Question:
    """The question in numbers. With neither a theme nor `by`, it is asked by theme.

    Raises
    ------
    NotFound
        A name is not in the evaluation; the message gives the nearest.
    EvalError
        The question has no defined answer.
    """
    if asked.theme is not None and asked.by is GroupBy.THEME:
        raise EvalError("Ask about one theme, or by theme: leave one of the two out.")
    if asked.theme is None and asked.by not in (None, GroupBy.THEME):
        raise EvalError(f"By {asked.by} one theme is asked about: name it.")
    if asked.unit is Unit.SHARE and asked.polarity is AskedPolarity.BOTH:
        raise EvalError("A share is not asked of both polarities together. Choose another unit or polarity.")
    corpus = known.corpus
    trusts = {name: no for no, name in zip(corpus.trusts["trust"], corpus.trusts["name"], strict=True)}
    coders = {name: no for no, name in zip(corpus.coders["coder"], corpus.coders["name"], strict=True)}
    return Question(
        unit=asked.unit,
        polarities=SINGLE_POLARITIES if asked.polarity is None else (asked.polarity,),
        theme=None if asked.theme is None else theme_named(known, asked.theme),
        by=GroupBy.THEME if asked.theme is None else asked.by,
        level=asked.level,
        per=asked.per,
        filters=Filters(
            trust=_pick("trust", asked.trust, {**trusts, WHOLE_COLLABORATIVE: WHOLE}),
            kind=_pick("kind of source", asked.kind, {kind.value: kind.value for kind in SourceKind}),
            setting=_pick("setting", asked.setting, {word: word for word in (*map(str, Setting), NONE_GIVEN)}),
            role_group=_pick(
                "role group", asked.role_group, {word: word for word in (*map(str, RoleGroup), UNKNOWN_ROLE_GROUP)}
            ),
            coder=_pick("coder", asked.coder, coders),
            first=asked.first,
            last=asked.last,
        ),
        as_at=known.change_no,
    )


def theme_named(known: Snapshot, name: str) -> int:
    """The theme of this name or path, as at the snapshot; one that was renamed answers to its old names too.

    Raises
    ------
    NotFound
        The message gives the nearest names.
    """
    framework = known.framework
    paths = dict(zip(framework.paths, (int(no) for no in framework.numbers), strict=True))
    names = {path.rsplit(" / ", 1)[-1]: no for path, no in paths.items()}
    states = known.corpus.themes
    earlier = states[states["made_in"] <= known.change_no]
    old = {
        old_name: int(no)
        for old_name, no in zip(earlier["name"], earlier["theme"], strict=True)
        if int(no) in framework.named
    }
    # The present names win over what other themes were once called, and they alone are offered.
    return int(_found("theme", name, {**old, **names, **paths}, offered={**names, **paths}))


def plain_rows(answer: Distribution) -> list[dict[str, Any]]:
    """The rows of an answer as JSON can hold them: null is None, numbers are numbers."""
    return [
        {str(column): None if pd.isna(value) else value for column, value in row.items()}
        for row in answer.rows.to_dict("records")
    ]


def _pick(what: str, name: str | None, there: dict[str, Any]) -> Any:
    return None if name is None else _found(what, name, there)


def _found(what: str, name: str, there: dict[str, Any], offered: dict[str, Any] | None = None) -> Any:
    """What bears the name, whatever its case; where nothing does, the nearest of those `offered` are named, or all.

    Raises
    ------
    NotFound
    """
    folded = {key.casefold(): key for key in there}
    key = folded.get(name.casefold().strip())
    if key is not None:
        return there[key]
    raise NotFound(f"There is no {what} “{name}”.{nearest(name, there if offered is None else offered)}")


def nearest(name: str, there: dict[str, Any]) -> str:
    """The names that are near enough, or all of them; a theme, that answers to its name and its path, is named once."""
    folded = {key.casefold(): key for key in there}
    matches = get_close_matches(name.casefold(), folded, n=6, cutoff=0.6)
    near = list({there[folded[one]]: folded[one] for one in reversed(matches)}.values())[::-1][:3]
    if near:
        return f" The nearest: {', '.join(near)}."
    first_names: dict[Any, str] = {}
    for key, thing in there.items():
        first_names.setdefault(thing, key)
    return f" Those there: {', '.join(first_names.values())}." if there else ""
