"""Random evaluations: legal changes and questions in the form of tests/vectors/distribution.json.

One seeded `random.Random` decides everything, so that a seed names a history. The recount says what is legal: an author
proposes, and what the recount refuses is not written.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests import random_texts
from tests.recount import Recount, Refused
from tests.recount_values import Change, Coding, Facts, end_of

CODERS = ("ML", "AB", "KT")
ROLE_GROUPS = ("consultant", "registrar", "senior manager", "junior nurse (band 5-6)", "programme team")
SETTINGS = ("trust meeting", "learning session", "ward")
KINDS = ("interview", "field note", "focus group", "document")
POLARITIES = ("barrier", "facilitator", "mixed", "none")
WEIGHTS: dict[str, int] = {
    "code": 36, "mark read": 20, "add source": 4, "accept": 6, "add theme": 2, "uncode": 4, "undo": 6, "merge": 3,
    "unmerge": 3, "split": 2, "retire": 1, "redefine": 2, "rename": 1, "move": 3, "edit text": 4, "change lead": 2,
    "withdraw reading": 1, "correct source": 2,
}  # fmt: skip

seeds = st.integers(0, 2**32 - 1)


def a_day(rng: random.Random) -> date:
    return date(2016, 1, 1) + timedelta(days=rng.randrange(200))


def evaluation(rng: random.Random) -> dict[str, Any]:
    """Trusts, participants, phases with gaps between them, and meetings."""
    trusts = ["Trust A", "Trust B", "Trust C"]
    people = [
        {"id": f"P{k:02}", "role_group": rng.choice(ROLE_GROUPS[:4]), "trust": rng.choice(trusts)} for k in range(1, 8)
    ]
    cuts = sorted(rng.sample(range(10, 190), 5))
    days = [(date(2016, 1, 1) + timedelta(days=cut)).isoformat() for cut in cuts]
    phases = [
        {"name": "Phase 1", "from": "2016-01-01", "to": days[0]},
        {"name": "Phase 2", "from": days[1], "to": days[2]},
        {"name": "Phase 3", "from": days[3], "to": days[4]},
    ]
    meetings = sorted(a_day(rng).isoformat() for _ in range(3))
    return {
        "evaluation": {"name": "Invented", "time_zone": "Europe/London"},
        "trusts": trusts,
        "participants": people,
        "phases": phases,
        "meetings": sorted(set(meetings)),
    }


class Author:
    """Writes one legal change after another, and keeps the recount of them."""

    def __init__(self, rng: random.Random, document: dict[str, Any], undoes: Iterable[str] = WEIGHTS) -> None:
        self.rng, self.document = rng, document
        self.undoes = set(undoes) - {"add source"}
        self.recount = Recount(document)
        self.propose: dict[str, Callable[[int], Change | None]] = {
            "add theme": self._add_theme, "add source": self._add_source, "code": self._code,
            "mark read": self._mark_read, "accept": self._accept, "merge": self._merge, "unmerge": self._unmerge,
            "uncode": self._uncode, "undo": self._undo, "split": self._split, "retire": self._retire,
            "redefine": self._redefine, "rename": self._rename, "edit text": self._edit_text,
            "change lead": self._change_lead, "move": self._move, "withdraw reading": self._withdraw_reading,
            "correct source": self._correct_source,
        }  # fmt: skip

    def write(self, size: int, weights: dict[str, int] = WEIGHTS) -> list[Change]:
        """The first three themes and two sources, then whatever comes, up to `size` changes."""
        for kind in ("add theme", "add theme", "add source", "add theme", "add source"):
            self.attempt(kind)
        while self.recount.last < size:
            self.attempt(self.rng.choices(list(weights), weights=list(weights.values()))[0])
        return self.recount.changes

    def attempt(self, kind: str, tries: int = 8) -> Change | None:
        """Make a legal change of a kind; None where none was found."""
        for _ in range(tries):
            change = self.propose[kind](self.recount.last + 1)
            if change is None:
                return None
            try:
                self.recount.apply({"no": self.recount.last + 1, "do": kind} | change)
            except Refused:
                continue
            return self.recount.changes[-1]
        return None

    # What there is to choose from

    def _one(self, names: Iterable[str]) -> str | None:
        names = list(names)
        return self.rng.choice(names) if names else None

    def _source(self) -> str | None:
        return self._one(self.recount.sources.all_now())

    def _theme(self, retired: bool = False) -> str | None:
        themes = self.recount.themes.all_now().items()
        return self._one(k for k, t in themes if not t.merged_into and not t.split and (retired or not t.retired))

    def _targets(self) -> set[str]:
        """What themes were merged into, in the end."""
        themes = self.recount.themes.all_now()
        return {end_of(themes, name) for name, theme in themes.items() if theme.merged_into}

    def _coding(self, wanted: Callable[[Coding], bool]) -> str | None:
        return self._one(k for k, coding in self.recount.standing_codings().items() if wanted(coding))

    # The framework

    def _add_theme(self, no: int) -> Change | None:
        themes = self.recount.themes.all_now()
        shallow = [k for k, t in themes.items() if t.parent is None or themes[t.parent].parent is None]
        parent = self.rng.choice([None, *shallow, *shallow])
        change: Change = {"theme": f"Theme {no}", "parent": parent}
        return change | {"widens_parent": True} if parent and self.rng.random() < 0.15 else change

    def _merge(self, no: int) -> Change | None:
        return {"theme": self._theme(retired=True), "into": self._theme()}

    def _unmerge(self, no: int) -> Change | None:
        merged = self._one(k for k, t in self.recount.themes.all_now().items() if t.merged_into)
        return merged and {"theme": merged}  # type: ignore[return-value]

    def _split(self, no: int) -> Change | None:
        theme = self._one(sorted(self._targets())) if self.rng.random() < 0.4 else self._theme()
        if theme is None:
            return None
        parts = [f"Part {no}.{k}" for k in range(1, self.rng.choice((3, 3, 4)))]
        themes, assign = self.recount.themes.all_now(), {}
        for name, coding in self.recount.standing_codings().items():
            here = any(end_of(themes, t) == theme for t in coding.themes)
            if here and self.rng.random() < 0.8:
                assign[name] = self.rng.sample(parts, self.rng.choice((1, 1, 1, len(parts))))
        return {"theme": theme, "into": parts, "assign": assign}

    def _retire(self, no: int) -> Change | None:
        return {"theme": self._theme()}

    def _redefine(self, no: int) -> Change | None:
        return {"theme": self._theme(), "needs_rereading": self.rng.random() < 0.4}

    def _rename(self, no: int) -> Change | None:
        return {"theme": self._theme(retired=True), "shown_as": f"Renamed {no}"}

    def _move(self, no: int) -> Change | None:
        theme = self._theme(retired=True)
        if theme is None:
            return None
        parent = self.rng.choice([None, self._theme(), self._theme()])
        now = self.recount.themes.now(theme)
        return None if now is None or now.parent == parent else {"theme": theme, "parent": parent}

    # Sources

    def _add_source(self, no: int) -> Change | None:
        rng, kind = self.rng, self.rng.choice(KINDS)
        people = sorted(self.recount.role_group_of)
        listed = rng.sample(people, {"interview": 1, "document": 0}.get(kind, rng.randrange(4)))
        held_on = a_day(rng)
        change: Change = {
            "source": f"S{no:02}", "kind": kind, "held_on": held_on.isoformat(),
            "minutes": rng.choice((None, 20, 45, 60, 90)), "trust": rng.choice((None, *self.recount.trusts[:2])),
            "setting": rng.choice(SETTINGS) if kind == "field note" else None, "lead_coder": rng.choice(CODERS),
            "participants": listed,
        }  # fmt: skip
        if kind == "document" and rng.random() < 0.5:
            change["until"] = (held_on + timedelta(days=rng.randrange(50))).isoformat()
        if kind == "field note":
            change["attendance"] = [{"role_group": rng.choice(ROLE_GROUPS), "number": rng.randrange(1, 5)}]
        talk = kind in ("interview", "focus group")
        speakers = [*listed, *rng.choices(people, k=rng.random() < 0.2)] if talk else []
        return change | random_texts.new(rng, speakers)

    def _edit_text(self, no: int) -> Change | None:
        source = self._source()
        text = source and self.recount.texts.now(source)
        if not source or not text:
            return None
        edited = random_texts.edited(self.rng, text, self.recount.places_in(source).values())
        return edited and {"source": source, "in_substance": self.rng.random() < 0.35} | edited

    def _change_lead(self, no: int) -> Change | None:
        return {"source": self._source(), "lead_coder": self.rng.choice(CODERS)}

    def _correct_source(self, no: int) -> Change | None:
        source = self._source()
        there = source and self.recount.sources.now(source)
        return {"source": source} | self._correction(there.facts) if there else None

    def _correction(self, facts: Facts) -> Change:
        day = a_day(self.rng)
        return self.rng.choice(
            [
                {"minutes": self.rng.choice([m for m in (None, 30, 75, 120) if m != facts.minutes])},
                {"trust": self.rng.choice([t for t in (None, *self.recount.trusts) if t != facts.trust])},
                {"held_on": day.isoformat(), "until": facts.until and (day + timedelta(days=9)).isoformat()},
            ]
        )

    # Codings, readings, undo

    def _code(self, no: int) -> Change | None:
        rng, source, theme = self.rng, self._source(), self._theme()
        there, text = source and self.recount.sources.now(source), source and self.recount.texts.now(source)
        if not there or not text or theme is None:
            return None
        start, end = random_texts.passage(rng, text.text)
        coder = rng.choice((*[there.lead] * 3, *CODERS))
        for name, coding in self.recount.codings.all_now().items():
            place = self.recount.places.now(name)
            same = (coding.source, coding.coder) == (source, coder) and theme in coding.themes
            if same and place and (place.start, place.end) == (start, end):
                return None
        change: Change = {
            "coding": f"c{no:02}", "source": source, "start": start, "end": end, "excerpt": text.text[start:end],
            "theme": theme, "polarity": rng.choice(POLARITIES), "coder": coder,
        }  # fmt: skip
        if rng.random() < 0.3:
            change["said_by"] = rng.choice(ROLE_GROUPS)
        return change | {"blind": True} if rng.random() < 0.15 else change

    def _accept(self, no: int) -> Change | None:
        name = self._coding(lambda coding: not coding.counted)
        coding = name and self.recount.codings.now(name)
        source = coding and self.recount.sources.now(coding.source)
        if not coding or not source:
            return None
        change: Change = {"coding": name, "by": source.lead}
        return change | {"reconciliation": True} if coding.blind else change

    def _uncode(self, no: int) -> Change | None:
        name = self._coding(lambda coding: True)
        return name and {"coding": name}  # type: ignore[return-value]

    def _mark_read(self, no: int) -> Change | None:
        source = self._source()
        there = source and self.recount.sources.now(source)
        if not source or not there:
            return None
        since = self.recount.texts.values[source][-1][0]
        opened = [t.opened for t in self.recount.themes.all_now().values() if since <= t.opened < no]
        against = self.rng.choice((no - 1, no - 1, self.rng.randrange(since, no), *opened[-1:]))
        coder = self.rng.choice((*[there.lead] * 6, *CODERS))
        return {"reading": f"r{no:02}", "source": source, "coder": coder, "against": against}

    def _withdraw_reading(self, no: int) -> Change | None:
        name = self._one(k for k, reading in self.recount.readings.all_now().items() if not reading.ended)
        return name and {"reading": name}  # type: ignore[return-value]

    def _undo(self, no: int) -> Change | None:
        done = [change["no"] for change in self.recount.changes if change["do"] in self.undoes]
        if not done:
            return None
        return {"change": self.rng.choice(done[-self.rng.choice((1, 3, 30)) :])}
