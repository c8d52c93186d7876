"""How long figures take over 1,000,000 codings on 20,000 sources: made up from a seed, and as unkind as can be.

The codings come in no order, so that nothing is gained from codings of one source lying together.
"""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np

from db.vocabulary import AskedPolarity, GroupBy, Per, Unit
from evalcore.analysis.cells import cells
from evalcore.analysis.corpus import KINDS, NEVER, POLARITIES, ROLE_GROUPS, SETTINGS, Corpus, frame
from evalcore.analysis.distribution import distribution
from evalcore.analysis.evidence import cell_codings
from evalcore.analysis.question import SINGLE_POLARITIES, Filters, Question
from evalcore.analysis.snapshot import Snapshot, as_at
from evalcore.analysis.tally import Tally

TOP, MIDDLE, LEAVES = 4, 12, 44
THEMES = TOP + MIDDLE + LEAVES
TRUSTS, CODERS, MONTHS = 24, 6, 24


def made_up(codings: int, sources: int, seed: int = 20160101) -> Corpus:
    """A corpus of this size: 60 themes in three levels, 24 trusts, 24 months, 6 coders, a fifth of it ended."""
    rng = np.random.default_rng(seed)
    number = np.arange(1, sources + 1)
    lead = rng.integers(1, CODERS + 1, sources)
    of = rng.integers(0, sources, codings)
    participant = np.where(rng.random(codings) < 0.7, 1 + of // 4 + rng.integers(0, 3, codings), 0)
    change_no = 2 * sources + codings
    made = 1 + THEMES + rng.permutation(codings)
    ended = np.where(rng.random(codings) < 0.2, np.minimum(made + rng.integers(1, codings, codings), change_no), NEVER)
    leaf = 1 + TOP + MIDDLE + (LEAVES * rng.beta(1, 2.5, codings)).astype(int)
    return Corpus(
        change_no=change_no,
        sources=frame(
            "sources",
            {
                "source": number,
                "kind": np.array(KINDS, dtype=object)[rng.integers(0, len(KINDS), sources)],
                "held_on": np.datetime64("2015-01-01") + rng.integers(0, 30 * MONTHS, sources),
                "until": np.full(sources, "NaT", dtype="datetime64[s]"),
                "minutes": np.where(rng.random(sources) < 0.9, rng.integers(10, 180, sources), np.nan),
                "trust": rng.integers(0, TRUSTS + 1, sources),
                "setting": np.array([*SETTINGS, None], dtype=object)[rng.integers(0, len(SETTINGS) + 1, sources)],
                "lead_coder": lead,
                "made_in": np.ones(sources),
                "ended_in": np.full(sources, NEVER),
            },
        ),
        codings=frame(
            "codings",
            {
                "coding": np.arange(1, codings + 1),
                "source": number[of],
                "theme": leaf,
                "polarity": np.array(POLARITIES, dtype=object)[rng.integers(0, 4, codings)],
                "coder": np.where(rng.random(codings) < 0.8, lead[of], rng.integers(1, CODERS + 1, codings)),
                "participant": participant,
                "role_group": np.array(ROLE_GROUPS, dtype=object)[participant % len(ROLE_GROUPS)],
                "counted": rng.random(codings) < 0.95,
                "made_in": made,
                "ended_in": ended,
            },
        ),
        readings=frame(
            "readings",
            {
                "reading": number,
                "source": number,
                "coder": lead,
                "at": np.where(rng.random(sources) < 0.2, THEMES // 2, change_no),
                "counted": rng.random(sources) < 0.9,
                "made_in": np.full(sources, THEMES),
                "ended_in": np.full(sources, NEVER),
            },
        ),
        themes=frame(
            "themes",
            {
                "theme": np.arange(1, THEMES + 1),
                "parent": [
                    *[0] * TOP,
                    *(1 + place % TOP for place in range(MIDDLE)),
                    *(1 + TOP + place % MIDDLE for place in range(LEAVES)),
                ],
                "name": [f"Theme {place}" for place in range(1, THEMES + 1)],
                "opened": np.arange(1, THEMES + 1),
                "merged_into": [0] * THEMES,
                "retired": [False] * THEMES,
                "split": [False] * THEMES,
                "split_from": [0] * THEMES,
                "made_in": np.arange(1, THEMES + 1),
                "ended_in": [NEVER] * THEMES,
            },
        ),
        speakers=frame("speakers"),
        trusts=frame("trusts", {"trust": np.arange(1, TRUSTS + 1), "name": [f"Trust {n:02}" for n in range(TRUSTS)]}),
        coders=frame("coders", {"coder": np.arange(1, CODERS + 1), "name": [f"Coder {n}" for n in range(CODERS)]}),
        phases=frame("phases"),
        meetings=(date(2015, 3, 1), date(2015, 9, 1), date(2016, 3, 1)),
    )


def milliseconds(work: Callable[[], object], times: int = 7) -> float:
    """Median over some runs, after one to warm up."""
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return round(1000 * float(np.median(taken)), 2)


def crossed(snapshot: Snapshot, level: int) -> dict[str, float]:
    """Theme x month x polarity x trust of all counted codings, and numpy.bincount on the same integers."""
    trust_month = cells(snapshot, Question(by=GroupBy.TRUST, theme=1, per=Per.MONTH))
    tally = Tally(snapshot, trust_month, level)
    entries = snapshot.entries(level)
    place = trust_month.cell_of_voice[entries.voice]
    polarity = np.concatenate([np.full(part.stop - part.start, n) for n, (_, part) in enumerate(entries.parts)])
    key = (polarity * (trust_month.number + 1) + place) * len(tally.themes) + entries.column
    return {
        "crossed_ms": milliseconds(lambda: [tally.codings(polarity) for polarity in SINGLE_POLARITIES]),
        "crossed_bincount_ms": milliseconds(lambda: np.bincount(key)),
    }


def main() -> dict[str, float]:
    """Medians in milliseconds, unless the name says otherwise."""
    corpus = made_up(1_000_000, 20_000)
    snapshot = as_at(corpus)
    now = Question(by=GroupBy.THEME)
    for level in (1, 2, 3):
        snapshot.entries(level)
    filters = [Filters(trust=n, kind=KINDS[n % 4], setting=SETTINGS[n % 7]) for n in range(1, 9)]
    asked = iter(filters * 100)
    questions = {
        "now_all_levels_ms": now,
        "now_level_3_ms": replace(now, level=3),
        "share_all_levels_ms": replace(now, unit=Unit.SHARE),
        "by_theme_per_month_ms": replace(now, per=Per.MONTH),
        "one_theme_by_trust_per_month_ms": Question(theme=20, by=GroupBy.TRUST, per=Per.MONTH),
        "one_theme_by_role_group_ms": Question(theme=20, by=GroupBy.ROLE_GROUP),
        "one_theme_by_coder_per_month_ms": Question(theme=20, by=GroupBy.CODER, per=Per.MONTH),
        "role_group_filter_ms": replace(now, filters=Filters(role_group="consultant")),
    }
    cell = Question(theme=1)
    barrier = AskedPolarity.BARRIER
    return {
        "codings_frame_mb": round(float(corpus.codings.memory_usage(deep=True).sum()) / 1e6, 1),
        "as_at_ms": milliseconds(lambda: as_at(corpus).read, 3),
        "first_answer_ms": milliseconds(lambda: distribution(as_at(corpus), now), 3),
        "filter_change_ms": milliseconds(lambda: distribution(snapshot, replace(now, filters=next(asked)))),
        **{name: milliseconds(partial(distribution, snapshot, question)) for name, question in questions.items()},
        "evidence_of_one_cell_ms": milliseconds(lambda: cell_codings(snapshot, cell, None, None, barrier)),
        **crossed(snapshot, 3),
    }


if __name__ == "__main__":
    print(json.dumps(main(), indent=2))
