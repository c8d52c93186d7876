"""The changes of a replayed file that are about the weekly loop and about memos."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from db.store import Store
from db.vocabulary import ContributionKind, MemoKind
from evalcore.capture import contributions, points
from evalcore.manage.access import Actor
from evalcore.manage.changes import Done
from evalcore.sense.memos import About, Thought, write_memo

Change = dict[str, Any]


class Player(Protocol):
    """Numbers of the store by the names that the file gives things."""

    store: Store
    trusts: dict[str, int]
    themes: dict[str, int]
    source_nos: dict[str, int]
    codings: dict[str, int]

    def actor(self, name: str | None = None) -> Actor: ...

    def person(self, name: str) -> int: ...


@dataclass
class Week:
    player: Player
    points: dict[str, int] = field(default_factory=dict)
    memos: dict[str, int] = field(default_factory=dict)

    @property
    def kinds(self) -> dict[str, Callable[[Change], Done]]:
        return {
            "note point": self._note,
            "raise point": self._raise,
            "answer point": self._answer,
            "close point": self._close,
            "log contribution": self._contribute,
            "write memo": self._think,
        }

    def _note(self, change: Change) -> Done:
        meeting_on = date.fromisoformat(change["meeting_on"]) if change.get("meeting_on") else None
        done = points.note_point(
            *self._by(change),
            points.NewPoint(change["text"], self._trust(change), meeting_on),
            source=self._one(self.player.source_nos, change, "source"),
            coding=self._one(self.player.codings, change, "coding"),
            noted_on=date.fromisoformat(change["on"]),
        )
        self.points[change["point"]] = done.made
        return done

    def _raise(self, change: Change) -> Done:
        return points.raise_point(*self._by(change), self.points[change["point"]], date.fromisoformat(change["on"]))

    def _answer(self, change: Change) -> Done:
        on = date.fromisoformat(change["on"])
        return points.answer_point(*self._by(change), self.points[change["point"]], change["answer"], on)

    def _close(self, change: Change) -> Done:
        on = date.fromisoformat(change["on"])
        return points.close_point(*self._by(change), self.points[change["point"]], change["outcome"], on)

    def _contribute(self, change: Change) -> Done:
        return contributions.log_contribution(
            *self._by(change),
            contributions.Brought(
                ContributionKind(change["kind"]),
                date.fromisoformat(change["on"]),
                change["what"],
                self._trust(change),
                change.get("with_whom", ""),
            ),
        )

    def _think(self, change: Change) -> Done:
        about = About(
            theme=self._one(self.player.themes, change, "theme"),
            source=self._one(self.player.source_nos, change, "source"),
            coding=self._one(self.player.codings, change, "coding"),
            participant=self.player.person(change["participant"]) if change.get("participant") else None,
        )
        thought = Thought(MemoKind(change["kind"]), change["text"], about, change.get("discussed_with", ""))
        done = write_memo(*self._by(change), thought)
        self.memos[change["memo"]] = done.made
        return done

    def _by(self, change: Change) -> tuple[Store, Actor]:
        return self.player.store, self.player.actor(change.get("by"))

    def _trust(self, change: Change) -> int | None:
        return self._one(self.player.trusts, change, "trust")

    @staticmethod
    def _one(numbers: dict[str, int], change: Change, name: str) -> int | None:
        return numbers[change[name]] if change.get(name) else None
