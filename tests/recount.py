"""A recount of the theme distribution in plain lists and dicts, to hold the product's own against.

    recount = Recount(document)             # the trusts, participants, phases and meetings of a vectors file
    recount.apply_all(document["changes"])
    recount.answer(document["questions"][0])

Slow and plain on purpose: every answer goes through all codings and readings as they were known at the change asked
for. D1 to D18 are the `decisions` of tests/vectors/distribution.json.
"""

from __future__ import annotations

import datetime
from typing import Any

from tests.recount_history import History
from tests.recount_intervals import share, wilson
from tests.recount_values import Coding, Facts, Refused, Source, Theme, end_of, must, upwards

__all__ = ["Recount", "Refused"]

Question = dict[str, Any]
Row = dict[str, Any]
HELP_AND_HINDER = ("barrier", "facilitator")
UNITS = ("sources", "prevalence", "people", "codings", "share", "rate")


class Recount(History):
    def answer(self, question: Question) -> dict[str, Any]:
        """`{left_out, rows}` for a question of the vectors; `both` in each row is one more than the vectors have."""
        n = self.last if question.get("as_at") is None else question["as_at"]
        must(0 <= n <= self.last, f"there is no change {n}")
        must(question["unit"] in UNITS, "there is no such unit")
        must(not (question["unit"] == "share" and question["polarity"] == "both"), "a share of both is not asked for")
        return Known(self, n, question).answer()

    def path(self, theme: str, as_at: int | None = None) -> str:
        """The names that a standing theme and those above it bore, joined as the product shows them."""
        themes = self.themes.all_at(self.last if as_at is None else as_at)
        return " / ".join(themes[name].shown_as for name in reversed(upwards(themes, theme)))


class Known:
    """The evaluation as it was known at one change, after the filters of one question."""

    def __init__(self, history: History, n: int, question: Question) -> None:
        self.history, self.n, self.question = history, n, question
        self.themes: dict[str, Theme] = history.themes.all_at(n)
        self.by_id = {k: c for k, c in history.codings.all_at(n).items() if c.counted and not c.ended}
        self.readings = [r for r in history.readings.all_at(n).values() if r.by_lead and not r.ended]
        self.person = {k: self.person_of(k, coding) for k, coding in self.by_id.items()}
        self.sources: dict[str, Source] = history.sources.all_at(n)
        self.facts: dict[str, Facts] = {name: source.facts for name, source in history.sources.all_now().items()}
        self.filtered = [name for name in self.sources if self.passes(name)]
        self.codings = [k for k in self.by_id if self.by_id[k].source in self.filtered and self.coding_passes(k)]

    # Who said it

    def person_of(self, coding_id: str, coding: Coding) -> str | None:
        """The participant of the turn it starts in, else the source's only one; nobody in an interviewer's (D7)."""
        text = self.history.texts.at(coding.source, self.n)
        place = self.history.places.at(coding_id, self.n)
        source = self.history.sources.at(coding.source, self.n)
        assert text is not None and source is not None
        begun = [speaker for start, speaker in text.turns if place is not None and start <= place.start]
        if begun:
            return None if begun[-1] == "interviewer" else begun[-1]
        return source.participants[0] if len(source.participants) == 1 else None

    def role_group(self, coding_id: str) -> str:
        person = self.person[coding_id]
        return self.history.role_group_of[person] if person else self.by_id[coding_id].said_by or "unknown"

    def role_groups_in(self, name: str) -> set[str]:
        """The role groups that speak in a source (D8); attendance is not speech."""
        text = self.history.texts.at(name, self.n)
        assert text is not None
        people = {*self.sources[name].participants, *(who for _, who in text.turns if who != "interviewer")}
        heard = {self.role_group(k) for k, coding in self.by_id.items() if coding.source == name}
        return {self.history.role_group_of[person] for person in people} | heard

    def coders_in(self, name: str) -> set[str]:
        """Who leads the source, and who has a counted coding there, to any theme (D9)."""
        return {self.sources[name].lead} | {c.coder for c in self.by_id.values() if c.source == name}

    # Filters, groups, periods

    def passes(self, name: str) -> bool:
        facts, asked = self.facts[name], self.question["filters"]
        return (
            asked.get("trust") in (None, facts.trust or "whole collaborative")
            and asked.get("kind") in (None, self.sources[name].kind)
            and asked.get("setting") in (None, facts.setting or "none given")
            and asked.get("from", "") <= facts.held_on
            and (facts.until or facts.held_on) <= asked.get("to", "9999-12-31")
            and asked.get("coder") in (None, *self.coders_in(name))
            and asked.get("role_group") in (None, *self.role_groups_in(name))
        )

    def coding_passes(self, coding_id: str) -> bool:
        asked = self.question["filters"]
        return asked.get("coder") in (None, self.by_id[coding_id].coder) and asked.get("role_group") in (
            None,
            self.role_group(coding_id),
        )

    def values_of(self, name: str, by: str) -> set[str]:
        """The groups of one grouping that a source stands in."""
        facts = self.facts[name]
        if by == "trust":
            return {facts.trust or "whole collaborative"}
        if by == "setting":
            return {facts.setting or "none given"}
        if by == "kind":
            return {self.sources[name].kind}
        return self.coders_in(name) if by == "coder" else self.role_groups_in(name)

    def groups(self) -> list[str | None]:
        by, asked = self.question["by"], self.question["filters"]
        if by is None:
            return [None]
        if by == "theme":
            level = self.question.get("level")
            return [name for name in self.standing() if level in (None, self.level(name))]
        found: set[str]
        found = {value for name in self.filtered for value in self.values_of(name, by)}
        rows = [*self.history.trusts, *sorted(found - set(self.history.trusts))] if by == "trust" else sorted(found)
        return [row for row in rows if asked.get(by) in (None, row)]

    def period(self, day: str) -> str | None:
        per = self.question["per"]
        if per == "month":
            return day[:7]
        if per == "quarter":
            return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
        if per == "phase":
            return next((p["name"] for p in self.history.phases if p["from"] <= day <= p["to"]), None)
        if per == "meeting" and self.history.meetings:
            begun = [meeting for meeting in self.history.meetings if meeting <= day]
            return begun[-1] if begun else self.all_periods()[0]
        return "none" if per == "none" else None

    def all_periods(self) -> list[str]:
        """Every period there could be, in order."""
        if self.question["per"] == "phase":
            return [phase["name"] for phase in self.history.phases]
        if self.question["per"] == "meeting":
            return [f"before {self.history.meetings[0]}", *self.history.meetings]
        first = datetime.date.fromisoformat(min(facts.held_on for facts in self.facts.values()))
        last = datetime.date.fromisoformat(max(facts.held_on for facts in self.facts.values()))
        days = (first + datetime.timedelta(days=k) for k in range((last - first).days + 1))
        return list(dict.fromkeys(str(self.period(day.isoformat())) for day in days))

    def period_of(self, name: str) -> str | None:
        """None where the source lies in no period, or in more than one."""
        facts = self.facts[name]
        first, last = self.period(facts.held_on), self.period(facts.until or facts.held_on)
        return first if first == last else None

    # Themes

    def standing(self) -> list[str]:
        return [name for name, theme in self.themes.items() if not theme.merged_into and not theme.split]

    def level(self, name: str) -> int:
        return len(upwards(self.themes, name))

    def mentions(self, coding_id: str, theme: str) -> bool:
        return any(theme in upwards(self.themes, end_of(self.themes, name)) for name in self.by_id[coding_id].themes)

    def open_at(self, theme: str, n: int) -> bool:
        """Whether one could code to the theme at n; a part is asked of the theme it came from (D1)."""
        then, part_of = self.history.themes.at(theme, n), self.themes[theme].part_of
        if then is None:
            return part_of is not None and self.open_at(part_of, n)
        return not then.retired and not then.merged_into

    def read_for(self, theme: str) -> set[str]:
        opened = self.history.opened(theme, self.n)
        return {r.source for r in self.readings if r.at >= opened and self.open_at(theme, r.at)}

    # The answer

    def answer(self) -> dict[str, Any]:
        per = self.question["per"]
        if per == "none":
            left_out, periods = 0, ["none"]
        else:
            periods = self.dense({p for p in map(self.period_of, self.filtered) if p is not None})
            left_out = sum(self.period_of(name) is None for name in self.filtered)
        rows = []
        for group in self.groups():
            theme = self.asked_theme(group)
            read = self.read_for(theme)
            sources, codings = self.of_group(group)
            for period in periods:
                here = {name for name in sources if self.period_of(name) == period}
                row = self.cell(theme, here, read, [k for k in codings if self.by_id[k].source in here])
                rows.append({"group": group, "period": None if per == "none" else period, **row})
        return {"left_out": left_out, "rows": rows}

    def dense(self, held: set[str]) -> list[str]:
        if not held:
            return []
        order = self.all_periods()
        places = [order.index(period) for period in held]
        return order[min(places) : max(places) + 1]

    def asked_theme(self, group: str | None) -> str:
        name = group if self.question["by"] == "theme" else self.question["theme"]
        must(name in self.themes, f"there is no theme {name}")
        assert name is not None
        theme = end_of(self.themes, name)
        must(not self.themes[theme].split, f"{theme} was split: ask for its parts")
        return theme

    def of_group(self, group: str | None) -> tuple[list[str], list[str]]:
        by = self.question["by"]
        if by is None or by == "theme" or group is None:
            return self.filtered, self.codings
        sources = [name for name in self.filtered if group in self.values_of(name, by)]
        codings = [k for k in self.codings if self.by_id[k].source in sources]
        if by == "coder":
            codings = [k for k in codings if self.by_id[k].coder == group]
        if by == "role_group":
            codings = [k for k in codings if self.role_group(k) == group]
        return sources, codings

    def asked_for(self, codings: list[str]) -> list[str]:
        """Those of the asked polarity; `both`: where a source has at least one of each (D14)."""
        polarity = self.question["polarity"]
        if polarity == "any":
            return codings
        if polarity == "both":
            two = self.with_both(codings)
            return [k for k in codings if self.by_id[k].source in two and self.by_id[k].polarity in HELP_AND_HINDER]
        return [k for k in codings if self.by_id[k].polarity == polarity]

    def with_both(self, codings: list[str]) -> set[str]:
        of = {p: {self.by_id[k].source for k in codings if self.by_id[k].polarity == p} for p in HELP_AND_HINDER}
        return of["barrier"] & of["facilitator"]

    def cell(self, theme: str, here: set[str], read: set[str], codings: list[str]) -> Row:
        on_read = [k for k in codings if self.by_id[k].source in read]
        mentioning = [k for k in on_read if self.mentions(k, theme)]
        asked = self.asked_for(mentioning)
        waiting = [k for k in codings if self.by_id[k].source not in read and self.mentions(k, theme)]
        r = here & read
        counts = {"sources_read": len(r), "sources_all": len(here), "in_progress": len(self.asked_for(waiting))}
        if not r:
            nothing = dict.fromkeys(("value", "sources", "both", "people", "codings", "hours", "low", "high"))
            return {"state": "not looked for" if here else "no sources", **counts, **nothing}
        minutes = {name: m for name in r if (m := self.facts[name].minutes) is not None}
        hours = sum(minutes.values()) / 60 if minutes else None
        hit = {self.by_id[k].source for k in asked}
        value, low, high = self.value(asked, on_read, r, minutes)
        return {
            "state": "counted" if r == here else "partly read",
            **counts,
            "value": value,
            "sources": len(hit),
            "both": len(self.with_both(mentioning)),
            "people": len({self.person[k] for k in asked} - {None}),
            "codings": len(asked),
            "hours": hours,
            "low": low,
            "high": high,
        }

    def value(
        self, asked: list[str], on_read: list[str], r: set[str], minutes: dict[str, int]
    ) -> tuple[float | None, float | None, float | None]:
        unit = self.question["unit"]
        hits = len({self.by_id[k].source for k in asked})
        if unit == "prevalence":
            return hits / len(r), *wilson(hits / len(r), len(r))
        if unit == "sources":
            low, high = wilson(hits / len(r), len(r))
            return hits, low * len(r), high * len(r)
        if unit == "people":
            return len({self.person[k] for k in asked} - {None}), None, None
        if unit == "codings":
            return len(asked), None, None
        if unit == "rate":
            hours = sum(minutes.values()) / 60
            return 10 * sum(self.by_id[k].source in minutes for k in asked) / hours if hours else None, None, None
        everything = self.asked_for(on_read)
        per_source = [
            (sum(self.by_id[k].source == s for k in asked), sum(self.by_id[k].source == s for k in everything))
            for s in sorted(r)
        ]
        return share([(y, m) for y, m in per_source if m])
