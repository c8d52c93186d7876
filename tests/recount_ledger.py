"""What the recount keeps, what must hold after any change, and undo.

Everything that can change keeps all its values with the change number from which each held; what was known at change n
is then the last value given at n or before.
"""

from __future__ import annotations

from typing import Any, TypeVar

from tests.recount_values import (
    Change,
    Coding,
    Dated,
    Place,
    Reading,
    Source,
    Step,
    Text,
    Theme,
    end_of,
    must,
)

T = TypeVar("T")


class Ledger:
    def __init__(self, evaluation: dict[str, Any]) -> None:
        self.trusts: list[str] = evaluation["trusts"]
        self.role_group_of: dict[str, str] = {p["id"]: p["role_group"] for p in evaluation["participants"]}
        self.phases: list[dict[str, str]] = sorted(evaluation["phases"], key=lambda phase: phase["from"])
        self.meetings: list[str] = sorted(evaluation["meetings"])
        self.last = 0
        self.themes: Dated[Theme] = Dated()
        self.sources: Dated[Source] = Dated()
        self.texts: Dated[Text] = Dated()
        self.codings: Dated[Coding] = Dated()
        self.places: Dated[Place] = Dated()
        self.readings: Dated[Reading] = Dated()
        self.changes: list[Change] = []
        self.steps: dict[int, list[Step]] = {}
        self.undone: set[int] = set()

    def _set(self, dated: Dated[T], name: str, value: T | None) -> None:
        self.steps[self.last].append(Step(dated, name, dated.now(name), value))
        dated.values.setdefault(name, []).append((self.last, value))

    def stands(self, name: str) -> Theme:
        """A theme that is there: not merged away, not split."""
        theme = self.themes.now(name)
        must(theme, f"there is no theme {name}")
        assert theme is not None
        must(not theme.merged_into and not theme.split, f"{name} was merged or split")
        return theme

    def open(self, name: str) -> Theme:
        """A theme that can be coded to."""
        theme = self.stands(name)
        must(not theme.retired, f"{name} is retired")
        return theme

    def opened(self, name: str, n: int) -> int:
        """The latest of the theme's own and of all that is merged into it at n (D5)."""
        themes = self.themes.all_at(n)
        return max(theme.opened for other, theme in themes.items() if end_of(themes, other) == name)

    def places_in(self, source: str) -> dict[str, Place]:
        """Where every coding ever made of a source lies in its text now, but those whose words are gone."""
        places = self.places.all_now().items()
        return {name: place for name, place in places if self.codings.first(name)[1].source == source}

    def coders(self) -> set[str]:
        """Everybody who ever led a source or coded."""
        leads = {source.lead for values in self.sources.values.values() for _, source in values if source}
        return leads | {self.codings.first(name)[1].coder for name in self.codings.values}

    def standing_codings(self) -> dict[str, Coding]:
        return {name: coding for name, coding in self.codings.all_now().items() if not coding.ended}

    def _undo(self, change: Change) -> None:
        """Give everything the change touched its value before; refused where anything has touched it since."""
        undone = change["change"]
        must(0 < undone < self.last and undone not in self.undone, "there is no such change to undo")
        for step in self.steps[undone]:
            must(step.dated is not self.sources or step.before is not None, "adding a source is not undone")
            must(step.dated.now(step.name) is step.after, f"later changes build on change {undone}")
            if step.dated is self.texts:
                self._unused_since(step.name, undone)
        for step in self.steps[undone]:
            # The place of a coding taken back is still carried through edits: it may come back.
            if step.dated is not self.places or step.before is not None:
                self._set(step.dated, step.name, step.before)

    def _unused_since(self, source: str, n: int) -> None:
        coded = [self.codings.first(name) for name in self.codings.values]
        read = [self.readings.first(name) for name in self.readings.values]
        must(all(coding.source != source or made_in < n for made_in, coding in coded), "it was coded since")
        must(all(reading.source != source or made_in < n for made_in, reading in read), "it was read since")

    def _note_undone(self, undone: int) -> None:
        """A change is undone once, unless its undoing was itself undone."""
        self.undone.add(undone)
        first = self.changes[undone - 1]
        if first["do"] == "undo":
            self.undone.discard(first["change"])

    def _hold(self) -> None:
        themes, touched = self.themes.all_now(), self.steps[self.last]
        if any(step.dated is self.themes for step in touched):
            for theme in themes.values():
                must({theme.parent, theme.merged_into} <= {None, *themes}, "what it stands under was taken back")
            for name, theme in themes.items():
                if not theme.merged_into and not theme.split:
                    self._hold_place(themes, name)
            for step in touched:
                if step.dated is self.themes:
                    self._hold_pointer(themes, step.before, step.after)
            codings = self.standing_codings()
        else:
            names = [step.name for step in touched if step.dated is self.codings]
            codings = {name: coding for name, coding in self.standing_codings().items() if name in names}
        for coding in codings.values():
            for name in coding.themes:
                must(name in themes and not themes[end_of(themes, name)].split, "its theme was split or taken back")

    def _hold_pointer(self, themes: dict[str, Theme], before: Theme | None, after: Theme | None) -> None:
        """No merge is made or undone while what it leads to is split."""
        was, is_now = before.merged_into if before else None, after.merged_into if after else None
        if was != is_now:
            into = was or is_now
            assert into is not None
            must(not themes[end_of(themes, into)].split, f"what {into} stands for is split")

    def _hold_place(self, themes: dict[str, Theme], name: str) -> None:
        """No theme is its own ancestor, and none stands under one that is not there."""
        seen = {name}
        above = themes[name].parent
        while above is not None:
            above = end_of(themes, above)
            must(not themes[above].split, f"{above} is split")
            must(above not in seen, f"{name} would be its own ancestor")
            seen.add(above)
            above = themes[above].parent
