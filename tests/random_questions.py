"""Random questions in the form of tests/vectors/distribution.json."""

from __future__ import annotations

import random

from tests.recount import Question, Recount
from tests.recount_values import end_of
from tests.strategies import CODERS, KINDS, POLARITIES, ROLE_GROUPS, SETTINGS, a_day


def can_be_asked(recount: Recount, n: int) -> list[str]:
    """The themes that were there at n, merged ones too, but not split."""
    themes = recount.themes.all_at(n)
    return [name for name in themes if not themes[end_of(themes, name)].split]


def question(rng: random.Random, recount: Recount) -> Question:
    """A question that can be asked: any unit, grouping, period, polarity and filters, as at any change."""
    as_at = rng.choice((None, recount.last, rng.randrange(1, recount.last + 1)))
    known = can_be_asked(recount, as_at or recount.last)
    by = rng.choice((None, None, "theme", "trust", "role_group", "setting", "kind", "coder")) if known else "theme"
    unit = rng.choice(("sources", "prevalence", "people", "codings", "share", "rate"))
    polarities = (*POLARITIES, *["any"] * 4, *["both"] * 2 * (unit != "share"))
    asked: Question = {
        "as_at": as_at,
        "unit": unit,
        "theme": None if by == "theme" else rng.choice(known),
        "polarity": rng.choice(polarities),
        "by": by,
        "per": rng.choice(("none", "none", "month", "quarter", "phase", "meeting")),
        "filters": filters(rng, recount),
    }
    return asked | {"level": rng.choice((1, 2, 3))} if by == "theme" and rng.random() < 0.7 else asked


def filters(rng: random.Random, recount: Recount) -> dict[str, str]:
    choices: dict[str, str] = {
        "trust": rng.choice((*recount.trusts, "whole collaborative")),
        "kind": rng.choice(KINDS),
        "setting": rng.choice(SETTINGS),
        "from": a_day(rng).isoformat(),
        "to": a_day(rng).isoformat(),
        "coder": rng.choice(sorted(recount.coders() or CODERS)),
        "role_group": rng.choice((*ROLE_GROUPS, "unknown")),
    }
    return {name: choices[name] for name in rng.sample(sorted(choices), rng.choice((0, 0, 0, 0, 1, 1, 2)))}
