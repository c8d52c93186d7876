"""The changes of an evaluation, one by one, in plain lists and dicts: the first half of the recount.

Written from the counting rules and from `decisions` in tests/vectors/distribution.json, without the product's code, so
that the two can be held against one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from tests.recount_ledger import Ledger
from tests.recount_values import (
    POLARITIES,
    Change,
    Coding,
    Facts,
    Place,
    Reading,
    Refused,
    Source,
    Text,
    Theme,
    end_of,
    moved,
    must,
)


class History(Ledger):
    def apply(self, change: Change) -> int:
        """Make one change and return its number, or raise Refused and change nothing."""
        no = self.last + 1
        must(change.get("no", no) == no, f"the next change is {no}")
        verbs: dict[str, Callable[[Change], None]] = {
            "add theme": self._add_theme, "add source": self._add_source, "code": self._code,
            "mark read": self._mark_read, "accept": self._accept, "merge": self._merge, "unmerge": self._unmerge,
            "uncode": self._uncode, "undo": self._undo, "split": self._split, "retire": self._retire,
            "redefine": self._redefine, "rename": self._rename, "edit text": self._edit_text,
            "change lead": self._change_lead, "move": self._move, "withdraw reading": self._withdraw_reading,
            "correct source": self._correct_source,
        }  # fmt: skip
        self.last, self.steps[no] = no, []
        try:
            verbs[change["do"]](change)
            self._hold()
        except Refused:
            for step in reversed(self.steps.pop(no)):
                step.dated.take_back(step.name)
            self.last = no - 1
            raise
        if change["do"] == "undo":
            self._note_undone(change["change"])
        self.changes.append(change | {"no": no})
        return no

    def apply_all(self, changes: Iterable[Change]) -> None:
        for change in changes:
            self.apply(change)

    # The framework

    def _add_theme(self, change: Change) -> None:
        name, parent = change["theme"], change["parent"]
        must(name not in self.themes.values, f"{name} was added before")
        if parent is not None:
            above = self.open(parent)
            if change.get("widens_parent"):
                self._set(self.themes, parent, replace(above, opened=self.last))
        self._set(self.themes, name, Theme(parent, self.last, name))

    def _merge(self, change: Change) -> None:
        theme = self.stands(change["theme"])
        must(change["into"] != change["theme"], "a theme cannot be merged into itself")
        self.open(change["into"])
        self._set(self.themes, change["theme"], replace(theme, merged_into=change["into"]))

    def _unmerge(self, change: Change) -> None:
        theme = self.themes.now(change["theme"])
        must(theme and theme.merged_into, f"{change['theme']} is not merged")
        assert theme is not None
        self._set(self.themes, change["theme"], replace(theme, merged_into=None))

    def _split(self, change: Change) -> None:
        name, parts, assign = change["theme"], change["into"], change["assign"]
        theme = self.open(name)
        must(len(parts) >= 2 and len(set(parts)) == len(parts), "a split needs two parts or more")
        must(not any(part in self.themes.values for part in parts), "a part has a name that was used before")
        themes = self.themes.all_now()
        opened = self.opened(name, self.last)
        held = {}
        for coding_id, coding in self.standing_codings().items():
            here = frozenset(t for t in coding.themes if end_of(themes, t) == name)
            if here:
                held[coding_id] = (coding, here)
        must(set(assign) <= set(held), "a coding is assigned that is not the theme's")
        must(all(to and set(to) <= set(parts) for to in assign.values()), "a coding is assigned to no part")
        for coding_id, (coding, here) in held.items():
            to = frozenset(assign.get(coding_id, parts))
            self._set(self.codings, coding_id, replace(coding, themes=coding.themes - here | to))
        self._set(self.themes, name, replace(theme, split=True))
        for part in parts:
            self._set(self.themes, part, Theme(theme.parent, opened, part, part_of=name))

    def _retire(self, change: Change) -> None:
        self._set(self.themes, change["theme"], replace(self.open(change["theme"]), retired=True))

    def _redefine(self, change: Change) -> None:
        theme = self.open(change["theme"])
        opened = self.last if change["needs_rereading"] else theme.opened
        self._set(self.themes, change["theme"], replace(theme, opened=opened))

    def _rename(self, change: Change) -> None:
        theme = self.stands(change["theme"])
        self._set(self.themes, change["theme"], replace(theme, shown_as=change["shown_as"]))

    def _move(self, change: Change) -> None:
        theme = self.stands(change["theme"])
        if change["parent"] is not None:
            self.open(change["parent"])
        self._set(self.themes, change["theme"], replace(theme, parent=change["parent"]))

    # Sources

    def _there(self, name: str) -> Source:
        source = self.sources.now(name)
        must(source, f"there is no source {name}")
        assert source is not None
        return source

    def _add_source(self, change: Change) -> None:
        name = change["source"]
        must(name not in self.sources.values, f"{name} was added before")
        must(all(p in self.role_group_of for p in change["participants"]), "there is no such participant")
        facts = Facts(change["held_on"], change.get("until"), change["minutes"], change["trust"], change["setting"])
        self._check(facts)
        source = Source(change["kind"], tuple(change["participants"]), change["lead_coder"], facts)
        self._set(self.sources, name, source)
        self._set_text(name, change)

    def _check(self, facts: Facts) -> None:
        must(facts.until is None or facts.until >= facts.held_on, "it ends before it starts")
        must(facts.trust is None or facts.trust in self.trusts, "there is no such trust")

    def _set_text(self, name: str, change: Change) -> None:
        turns = tuple((turn["start"], turn["speaker"]) for turn in change["turns"])
        must(all(who == "interviewer" or who in self.role_group_of for _, who in turns), "there is no such speaker")
        self._set(self.texts, name, Text(change["text"], turns))

    def _edit_text(self, change: Change) -> None:
        name = change["source"]
        self._there(name)
        old = self.texts.now(name)
        assert old is not None
        must(old.text != change["text"], "the text is the same")
        self._set_text(name, change)
        for coding_id, place in self.places_in(name).items():
            self._set(self.places, coding_id, moved(place, old.text, change["text"]))
        if change["in_substance"]:
            for reading_id, reading in self.readings.all_now().items():
                if reading.source == name and not reading.ended:
                    self._set(self.readings, reading_id, replace(reading, ended=True))

    def _change_lead(self, change: Change) -> None:
        source = self._there(change["source"])
        must(source.lead != change["lead_coder"], "she leads it already")
        self._set(self.sources, change["source"], replace(source, lead=change["lead_coder"]))

    def _correct_source(self, change: Change) -> None:
        source = self._there(change["source"])
        mended = {k: v for k, v in change.items() if k not in ("no", "do", "source")}
        facts = replace(source.facts, **mended)
        self._check(facts)
        self._set(self.sources, change["source"], replace(source, facts=facts))

    # Codings and readings

    def _standing(self, name: str) -> Coding:
        coding = self.codings.now(name)
        must(coding and not coding.ended, f"there is no coding {name}")
        assert coding is not None
        return coding

    def _code(self, change: Change) -> None:
        source = self._there(change["source"])
        text = self.texts.now(change["source"])
        assert text is not None
        start, end, coder, blind = change["start"], change["end"], change["coder"], change.get("blind", False)
        must(change["coding"] not in self.codings.values, f"{change['coding']} was made before")
        must(0 <= start < end <= len(text.text), "the excerpt does not lie in the text")
        must(text.text[start:end] == change["excerpt"], "the excerpt does not match the text")
        must(change["polarity"] in POLARITIES, "there is no such polarity")
        self.open(change["theme"])
        counted = coder == source.lead and not blind
        themes = frozenset([change["theme"]])
        coding = Coding(
            change["source"], coder, change["polarity"], themes, counted, blind, change.get("said_by")
        )  # fmt: skip
        self._set(self.codings, change["coding"], coding)
        self._set(self.places, change["coding"], Place(start, end))

    def _accept(self, change: Change) -> None:
        coding = self._standing(change["coding"])
        must(not coding.counted, "it counts already")
        must(change["by"] == self._there(coding.source).lead, "only the lead coder accepts")
        must(not coding.blind or change.get("reconciliation"), "a blind coding is accepted in reconciliation")
        self._set(self.codings, change["coding"], replace(coding, counted=True))

    def _uncode(self, change: Change) -> None:
        self._set(self.codings, change["coding"], replace(self._standing(change["coding"]), ended=True))

    def _mark_read(self, change: Change) -> None:
        source = self._there(change["source"])
        must(change["reading"] not in self.readings.values, f"{change['reading']} was made before")
        must(0 < change["against"] < self.last, "a reading is made against a framework that was there")
        reading = Reading(change["source"], change["against"], by_lead=change["coder"] == source.lead)
        self._set(self.readings, change["reading"], reading)

    def _withdraw_reading(self, change: Change) -> None:
        reading = self.readings.now(change["reading"])
        must(reading and not reading.ended, f"the reading {change['reading']} is not in force")
        assert reading is not None
        self._set(self.readings, change["reading"], replace(reading, ended=True))
