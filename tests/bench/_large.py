"""A store with as many codings as a bench asks for: put in by the row, as if they had been there from the start."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

import numpy as np
from sqlalchemy import insert
from sqlmodel import SQLModel

from db.store import Store
from db.tables import Coding, CodingState, Excerpt, ExcerptPlace, Reading, Source, SourceState, TextVersion
from db.vocabulary import Polarity, SourceKind
from evalcore.manage.access import Actor
from evalcore.manage.evaluations import Beginning
from evalcore.sense.starting_framework import STARTING_FRAMEWORK
from tests import factories

WORDS = 200
"""In each text: room for its codings, and for those that a bench adds."""
_TEXT = " ".join(["aloud"] * WORDS)
_AT_ONCE = 50_000


def large(store: Store, codings: int, sources: int, seed: int = 20160101) -> Actor:
    """A researcher who leads `sources` sources of two years, read for everything, with `codings` codings of hers."""
    ada = factories.account(store, opens_evaluations=True)
    opened = factories.evaluation(store, by=ada, beginning=Beginning(framework=STARTING_FRAMEWORK))
    me = factories.actor(store, account_id=ada, evaluation_id=opened.id)
    rng = np.random.default_rng(seed)
    of = np.sort(rng.integers(0, sources, codings)).tolist()
    theme = rng.integers(1, len(STARTING_FRAMEWORK) + 1, codings).tolist()
    polarity = rng.integers(0, len(Polarity), codings).tolist()
    start = (rng.integers(0, WORDS, codings) * len("aloud ")).tolist()
    day = rng.integers(0, 730, sources).tolist()
    words = list(Polarity)
    numbers = range(1, sources + 1)
    of_source: dict[type[SQLModel], Iterator[dict[str, Any]]] = {
        Source: ({"no": no, "kind": SourceKind.FIELD_NOTE, "made_in": 0} for no in numbers),
        SourceState: (
            {
                "no": no,
                "source": no,
                "title": f"Note {no}",
                "held_on": date(2016, 1, 1) + timedelta(day[no - 1]),
                "minutes": 60,
                "lead_coder": ada,
                "made_in": 0,
            }
            for no in numbers
        ),
        TextVersion: ({"no": no, "source": no, "number": 1, "text": _TEXT, "made_in": 0} for no in numbers),
        Reading: (
            {"no": no, "source": no, "coder": ada, "text_version": no, "at": 0, "counted": True, "made_in": 0}
            for no in numbers
        ),
    }
    each = range(codings)
    of_coding: dict[type[SQLModel], Iterator[dict[str, Any]]] = {
        Excerpt: ({"no": at + 1, "source": of[at] + 1, "made_in": 0} for at in each),
        ExcerptPlace: (
            {
                "no": at + 1,
                "excerpt": at + 1,
                "text_version": of[at] + 1,
                "start_cp": start[at],
                "end_cp": start[at] + len("aloud"),
            }
            for at in each
        ),
        Coding: ({"no": at + 1, "excerpt": at + 1, "coder": ada, "made_in": 0} for at in each),
        CodingState: (
            {
                "no": at + 1,
                "coding": at + 1,
                "theme": theme[at],
                "polarity": words[polarity[at]],
                "counted": True,
                "made_in": 0,
            }
            for at in each
        ),
    }
    with store.write() as session:
        for table, rows in (of_source | of_coding).items():
            while some := [{"evaluation_id": opened.id, **row} for row in islice(rows, _AT_ONCE)]:
                session.connection().execute(insert(table), some)
    return me
