"""The changes of a replayed file that are about the programme: trusts and events by name, days as in ISO 8601."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from db.store import Store
from db.vocabulary import Aspect, Engagement, EventKind, Rater, RoleGroup
from evalcore.capture.participants import add_trust
from evalcore.manage.access import Actor
from evalcore.manage.changes import Done
from evalcore.watch.programme import add_event, add_meeting, add_phase
from evalcore.watch.sessions import note_attendance
from evalcore.watch.trust_records import count_champions, note_step, rate

Change = dict[str, Any]


class Player(Protocol):
    """Numbers of the store by the names that the file gives things."""

    store: Store
    trusts: dict[str, int]

    def actor(self, name: str | None = None) -> Actor: ...


@dataclass
class Programme:
    player: Player
    events: dict[str, int] = field(default_factory=dict)

    @property
    def kinds(self) -> dict[str, Callable[[Change], Done]]:
        return {
            "add trust": self._trust,
            "add phase": self._phase,
            "add meeting": self._meeting,
            "add event": self._event,
            "note session attendance": self._attendance,
            "note engagement": self._step,
            "rate trust": self._rating,
            "count champions": self._champions,
        }

    def _trust(self, change: Change) -> Done:
        done = add_trust(*self._by(change), change["trust"])
        self.player.trusts[change["trust"]] = done.subject_no or 0
        return done

    def _phase(self, change: Change) -> Done:
        first, last = (date.fromisoformat(change[name]) for name in ("from", "to"))
        return add_phase(*self._by(change), change["name"], first, last)

    def _meeting(self, change: Change) -> Done:
        return add_meeting(*self._by(change), date.fromisoformat(change["held_on"]))

    def _event(self, change: Change) -> Done:
        done = add_event(
            *self._by(change),
            EventKind(change["kind"]),
            change["event"],
            self._on(change),
            last_on=date.fromisoformat(change["until"]) if change.get("until") else None,
            trust=self._named(change.get("trust")),
            adopted_from=self._named(change.get("adopted_from")),
        )
        self.events[change["event"]] = done.subject_no or 0
        return done

    def _attendance(self, change: Change) -> Done:
        came = {self.player.trusts[name]: number for name, number in change["came"].items()}
        return note_attendance(*self._by(change), self.events[change["event"]], came)

    def _step(self, change: Change) -> Done:
        step = Engagement(change["step"])
        return note_step(*self._by(change), self.player.trusts[change["trust"]], step, self._on(change))

    def _rating(self, change: Change) -> Done:
        trust, about = self.player.trusts[change["trust"]], Aspect(change["aspect"])
        return rate(*self._by(change), trust, about, Rater(change["rated_by"]), self._on(change), change["score"])

    def _champions(self, change: Change) -> Done:
        counts = {RoleGroup(group): number for group, number in change["champions"].items()}
        return count_champions(*self._by(change), self.player.trusts[change["trust"]], self._on(change), counts)

    def _by(self, change: Change) -> tuple[Store, Actor]:
        return self.player.store, self.player.actor(change.get("by"))

    def _on(self, change: Change) -> date:
        return date.fromisoformat(change["on"])

    def _named(self, trust: str | None) -> int | None:
        return self.player.trusts[trust] if trust else None
