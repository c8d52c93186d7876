"""A long random walk through coding, editing and changing the framework, against plain lists that know no store."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest

from db.reads.rows import newest_text, standing
from db.store import Store
from db.tables import CodingState, Reading, ThemeState
from db.vocabulary import Polarity, Role, SourceKind
from evalcore.capture.sources import Facts, add_source, edit_text
from evalcore.errors import EvalError
from evalcore.manage.undo import undo
from evalcore.manage.verification import faults
from evalcore.sense.coding import accept, code, uncode
from evalcore.sense.desk import codings_of
from evalcore.sense.framework import merge, move, redefine, unmerge
from evalcore.sense.reading import mark_read
from tests import factories

KINDS = ("code", "uncode", "accept", "edit text", "merge", "unmerge", "move", "redefine", "mark read", "undo")
EACH = 300
WORDS = ["the", "board", "asks", "for", "figures", "🚑", "nobody", "has", "time", "naïve", "élan", "carry", "it"]

Places = dict[int, tuple[int, int] | None]
Turn = Callable[[], None]


@dataclass
class Coded:
    source: int
    theme: int
    polarity: Polarity
    counted: bool
    stands: bool = True


@dataclass
class Lists:
    """What must be true, kept by hand: nothing here reads the store."""

    texts: dict[int, str] = field(default_factory=dict)
    places: dict[int, Places] = field(default_factory=dict)
    codings: dict[int, Coded] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)
    merged: dict[int, int | None] = field(default_factory=dict)
    opened: dict[int, int] = field(default_factory=dict)
    readings: dict[int, Counter[int]] = field(default_factory=dict)


class Walk:
    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.rng = store, random.Random(seed)
        self.ada = factories.actor(store)
        self.ben = factories.actor(store, Role.CODER, evaluation_id=self.ada.evaluation_id, name="Ben")
        self.lists = Lists()
        self.done: Counter[str] = Counter()
        self.back: dict[int, tuple[Turn, Turn]] = {}
        self.tokens = 0
        lists = self.lists
        lists.parents = {1: None, 2: 1, 3: None, 4: 3, 5: 3}
        lists.merged, lists.opened = dict.fromkeys(lists.parents), dict.fromkeys(lists.parents, 0)
        for _ in range(6):
            text = " ".join(self.rng.choice(WORDS) for _ in range(60))
            facts = Facts("A note", date(2016, 2, 3))
            source = add_source(store, self.ada, SourceKind.FIELD_NOTE, facts, text).subject_no or 0
            lists.texts[source], lists.places[source], lists.readings[source] = text, {}, Counter()

    def step(self, kind: str) -> None:
        """Try one operation of the kind; what is refused changes nothing."""
        try:
            change, forth, back = getattr(self, f"_{kind.replace(' ', '_')}")()
        except (EvalError, IndexError):
            return
        forth()
        self.back[change] = (back, forth)
        self.done[kind] += 1

    def _code(self) -> tuple[int, Turn, Turn]:
        lists, who = self.lists, self.rng.choice((self.ada, self.ben, self.ben))
        source = self.rng.choice(list(lists.texts))
        start, end = self._words(source)
        theme, polarity = self.rng.choice(list(lists.parents)), self.rng.choice(list(Polarity))
        quote = lists.texts[source][start:end]
        done = code(self.store, who, source, start, end, quote, theme, polarity)
        no = done.subject_no or 0
        lists.codings[no] = Coded(source, theme, polarity, who is self.ada)
        lists.places[source][no] = (start, end)
        return done.change_no, lambda: self._stand(no, True), lambda: self._stand(no, False)

    def _uncode(self) -> tuple[int, Turn, Turn]:
        # Offered ones are left to be accepted, but for some.
        often = self.rng.random() < 0.8
        no = self.rng.choice(
            [no for no, one in self.lists.codings.items() if one.stands and (one.counted or not often)]
        )
        done = uncode(self.store, self.ada, no)
        return done.change_no, lambda: self._stand(no, False), lambda: self._stand(no, True)

    def _accept(self) -> tuple[int, Turn, Turn]:
        offered = [no for no, coded in self.lists.codings.items() if coded.stands and not coded.counted]
        no = self.rng.choice(offered)
        done = accept(self.store, self.ada, no)
        return done.change_no, lambda: self._count(no, True), lambda: self._count(no, False)

    def _edit_text(self) -> tuple[int, Turn, Turn]:
        lists = self.lists
        source = self.rng.choice(list(lists.texts))
        old, before = lists.texts[source], lists.places[source]
        start, end = self._words(source, most=1)
        self.tokens += 1
        # It begins as the word beside it does, where that is a letter: the two must be told apart all the same.
        token = f"{old[start] if old[start].isalpha() else 'x'}q{self.tokens}"
        if self.rng.random() < 0.5:
            new, after = old[:start] + token + old[end:], moved(before, start, end, len(token))
        else:
            new, after = old[:start] + token + " " + old[start:], moved(before, start, start, len(token) + 1)
        in_substance = self.rng.random() < 0.5
        done = edit_text(self.store, self.ada, source, new, in_substance=in_substance)
        read = Counter(lists.readings[source])
        state: dict[str, Places] = {"before": before, "after": after}

        def forth() -> None:
            lists.texts[source] = new
            state["before"] = lists.places[source]
            lists.places[source] = with_sharers(lists.places[source], state["after"])
            if in_substance:
                lists.readings[source] = Counter()

        def back() -> None:
            lists.texts[source] = old
            state["after"] = lists.places[source]
            lists.places[source] = with_sharers(lists.places[source], state["before"])
            if in_substance:
                lists.readings[source] = lists.readings[source] + read

        return done.change_no, forth, back

    def _merge(self) -> tuple[int, Turn, Turn]:
        lists = self.lists
        theme, into = self.rng.sample(list(lists.parents), 2)
        done = merge(self.store, self.ada, theme, into)
        return done.change_no, lambda: put(lists.merged, theme, into), lambda: put(lists.merged, theme, None)

    def _unmerge(self) -> tuple[int, Turn, Turn]:
        lists = self.lists
        theme = self.rng.choice([theme for theme, into in lists.merged.items() if into is not None])
        into = lists.merged[theme]
        done = unmerge(self.store, self.ada, theme)
        return done.change_no, lambda: put(lists.merged, theme, None), lambda: put(lists.merged, theme, into)

    def _move(self) -> tuple[int, Turn, Turn]:
        lists = self.lists
        theme = self.rng.choice(list(lists.parents))
        was, parent = lists.parents[theme], self.rng.choice([None, *lists.parents])
        done = move(self.store, self.ada, theme, parent)
        return done.change_no, lambda: put(lists.parents, theme, parent), lambda: put(lists.parents, theme, was)

    def _redefine(self) -> tuple[int, Turn, Turn]:
        lists = self.lists
        theme, again = self.rng.choice(list(lists.parents)), self.rng.random() < 0.5
        was = lists.opened[theme]
        done = redefine(self.store, self.ada, theme, definition=str(self.tokens), needs_rereading=again)
        now = done.change_no if again else was
        return done.change_no, lambda: put(lists.opened, theme, now), lambda: put(lists.opened, theme, was)

    def _mark_read(self) -> tuple[int, Turn, Turn]:
        source = self.rng.choice(list(self.lists.texts))
        done = mark_read(self.store, self.ada, source)
        at, readings = done.change_no - 1, self.lists.readings
        return done.change_no, lambda: readings[source].update([at]), lambda: readings[source].subtract([at])

    def _undo(self) -> tuple[int, Turn, Turn]:
        change = self.rng.choice(list(self.back)[-12:])
        done = undo(self.store, self.ada, change)
        back, forth = self.back[change]
        return done.change_no, back, forth

    def _words(self, source: int, most: int = 5) -> tuple[int, int]:
        """Where some words in a row begin and end."""
        text = self.lists.texts[source]
        words = text.split(" ")
        first = self.rng.randrange(len(words))
        last = min(len(words), first + self.rng.randint(1, most))
        start = sum(len(word) + 1 for word in words[:first])
        return start, start + len(" ".join(words[first:last]))

    def _stand(self, no: int, stands: bool) -> None:
        self.lists.codings[no].stands = stands

    def _count(self, no: int, counted: bool) -> None:
        self.lists.codings[no].counted = counted


def put(where: dict[int, int | None] | dict[int, int], key: int, value: int | None) -> None:
    where[key] = value  # type: ignore[assignment]


def with_sharers(now: Places, then: Places) -> Places:
    """The places of another wording. A coding that came since has none in it, unless it is of an excerpt that has."""
    by_span = {now[no]: span for no, span in then.items() if now.get(no)}
    return {no: then.get(no, by_span.get(span)) for no, span in now.items()} | then


def moved(places: Places, start: int, end: int, length: int) -> Places:
    """Places after `text[start:end]` became `length` long; one that begins where something is put in goes on."""
    by = length - (end - start)

    def place(low: int, high: int) -> tuple[int, int]:
        if high <= start:
            return low, high
        return (low + by if low >= end and (low > start or start == end) else low), high + by

    return {no: span and place(*span) for no, span in places.items()}


def compare(walk: Walk) -> None:
    """The store holds what the lists say: no coding lost, shifted or doubled, the framework and the readings too."""
    lists, evaluation = walk.lists, walk.ada.evaluation_id
    with walk.store.read() as session:
        states = standing(session, evaluation, CodingState)
        themes = {state.theme: state for state in standing(session, evaluation, ThemeState)}
        readings = Counter((row.source, row.at) for row in standing(session, evaluation, Reading))
        texts = {source: newest_text(session, evaluation, source).text for source in lists.texts}
    assert texts == lists.texts
    assert sorted((state.coding, state.theme, state.polarity, state.counted) for state in states) == sorted(
        (no, coded.theme, coded.polarity, coded.counted) for no, coded in lists.codings.items() if coded.stands
    )
    for source in lists.texts:
        placed = {one.coding: (one.start, one.end) for one in codings_of(walk.store, walk.ada, source)}
        there = {no: span for no, span in lists.places[source].items() if span and lists.codings[no].stands}
        assert placed == there
    assert {no: state.parent for no, state in themes.items()} == lists.parents
    assert {no: state.merged_into for no, state in themes.items()} == lists.merged
    assert {no: state.opened for no, state in themes.items()} == lists.opened
    assert readings == Counter(
        {(source, at): n for source, marks in lists.readings.items() for at, n in marks.items() if n > 0}
    )


@pytest.mark.slow
def test_a_long_walk_loses_shifts_and_doubles_nothing(store: Store) -> None:
    walk = Walk(store, 20160203)
    steps = 0
    while any(walk.done[kind] < EACH for kind in KINDS):
        # What has fallen behind is tried more often, so that the walk ends.
        weights = [1 + max(0, EACH - walk.done[kind]) for kind in KINDS]
        walk.step(walk.rng.choices(KINDS, weights)[0])
        steps += 1
        assert steps < 30_000, walk.done
        if steps % 50 == 0:
            compare(walk)
    compare(walk)
    assert faults(store) == []
