"""The changes of a replayed file that are about the framework."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from sqlmodel import col, select

from db.store import Store
from db.tables import ThemeState
from evalcore.manage.access import Actor
from evalcore.manage.changes import Done
from evalcore.manage.replay_week import Week
from evalcore.sense import framework

Change = dict[str, Any]
REASON = "Replayed from a file"
"""A file of changes gives no reasons, and the framework keeps one for each."""


class Player(Protocol):
    """Numbers of the store by the names that the file gives things."""

    store: Store
    themes: dict[str, int]
    codings: dict[str, int]
    week: Week

    def actor(self, name: str | None = None) -> Actor: ...


@dataclass
class Framework:
    player: Player

    @property
    def kinds(self) -> dict[str, Callable[[Change], Done]]:
        changes = dict.fromkeys(("rename", "move", "redefine", "retire", "merge", "unmerge"), self._change)
        return {"add theme": self._add_theme, "split": self._split, **changes}

    def _change(self, change: Change) -> Done:
        store, actor, theme = self._theme(change)
        because = self._because(change)
        match change["do"]:
            case "rename":
                return framework.rename(store, actor, theme, change["shown_as"], reason=REASON, because=because)
            case "move":
                return framework.move(store, actor, theme, self._parent(change), reason=REASON, because=because)
            case "redefine":
                again = change.get("needs_rereading", False)
                return framework.redefine(store, actor, theme, needs_rereading=again, reason=REASON, because=because)
            case "retire":
                return framework.retire(store, actor, theme, reason=REASON, because=because)
            case "merge":
                return framework.merge(
                    store, actor, theme, self.player.themes[change["into"]], reason=REASON, because=because
                )
        return framework.unmerge(store, actor, theme, reason=REASON, because=because)

    def _add_theme(self, change: Change) -> Done:
        done = framework.add_theme(
            self.player.store,
            self.player.actor(),
            change["theme"],
            self._parent(change),
            widens_parent=change.get("widens_parent", False),
            reason=REASON,
            because=self._because(change),
        )
        self.player.themes[change["theme"]] = done.made
        return done

    def _split(self, change: Change) -> Done:
        assign = {self.player.codings[name]: parts for name, parts in change.get("assign", {}).items()}
        store, actor, theme = self._theme(change)
        done = framework.split(
            store, actor, theme, change["into"], assign, reason=REASON, because=self._because(change)
        )
        with store.read() as session:
            query = select(ThemeState.name, ThemeState.theme).where(
                ThemeState.evaluation_id == actor.evaluation_id,
                ThemeState.made_in == done.change_no,
                col(ThemeState.split).is_(False),
            )
            self.player.themes.update(dict(session.exec(query).all()))
        return done

    def _theme(self, change: Change) -> tuple[Store, Actor, int]:
        return self.player.store, self.player.actor(), self.player.themes[change["theme"]]

    def _parent(self, change: Change) -> int | None:
        return self.player.themes[change["parent"]] if change.get("parent") else None

    def _because(self, change: Change) -> int | None:
        """The memo that the change rests on, where it rests on one."""
        return self.player.week.memos[change["because"]] if change.get("because") else None
