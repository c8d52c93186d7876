"""The framework as people read it: the tree, its versions, and a line for every change with its reason."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from db.store import Store
from db.tables import Account, Change, FrameworkVersion, ThemeState
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.changes import standing_undos
from evalcore.sense.tree import Tree


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme that stands: not merged away, not split. `level` 1 is the top; `merged` names what points to it."""

    no: int
    parent: int | None
    level: int
    name: str
    path: str
    definition: str
    use_when: str
    not_when: str
    colour: str
    retired: bool
    merged: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    number: int
    change_no: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LogLine:
    """One change of the framework. `sentence` says what was done; `undone` whether it was taken back since; `undoes`
    the change that it takes back itself; `theme` the theme it is about, None for a version; `because` the memo that the
    change rests on."""

    change_no: int
    at: datetime
    by: str
    verb: str
    undoes: int | None
    theme: int | None
    sentence: str
    reason: str
    because: int | None
    undone: bool


def themes(store: Store, actor: Actor) -> list[ThemeRow]:
    """The themes that stand, in the order of the tree."""
    require(actor, Action.SEE_DASHBOARD, Action.CODE, Action.TAG_OWN_NOTES)
    with store.read() as session:
        return in_tree_order(Tree.of(session, actor.evaluation_id))


def in_tree_order(tree: Tree) -> list[ThemeRow]:
    rows: list[ThemeRow] = []

    def walk(theme: int, level: int) -> None:
        state = tree.states[theme]
        merged = tuple((no, one.name) for no, one in tree.states.items() if one.merged_into == theme)
        rows.append(
            ThemeRow(
                theme,
                state.parent,
                level,
                state.name,
                tree.path(theme),
                state.definition,
                state.use_when,
                state.not_when,
                state.colour,
                state.retired,
                merged,
            )
        )
        for child in tree.children(theme):
            walk(child.theme, level + 1)

    for no, state in tree.states.items():
        if state.parent is None and state.merged_into is None and not state.split:
            walk(no, 1)
    return rows


def versions(store: Store, actor: Actor) -> list[VersionRow]:
    """The named versions, the newest first; one that was taken back and brought back stands where it was named."""
    require(actor, Action.SEE_DASHBOARD, Action.CODE, Action.TAG_OWN_NOTES)
    with store.read() as session:
        rows = session.exec(select(FrameworkVersion).where(FrameworkVersion.evaluation_id == actor.evaluation_id)).all()
        named_in = {row.number: row.made_in for row in sorted(rows, key=lambda row: row.made_in, reverse=True)}
        query = select(Change.no, Change.at).where(
            Change.evaluation_id == actor.evaluation_id, col(Change.no).in_(named_in.values())
        )
        at = dict(session.exec(query).all())
    standing = sorted((row for row in rows if row.ended_in is None), key=lambda row: row.number, reverse=True)
    return [VersionRow(row.number, named_in[row.number], row.reason, at[named_in[row.number]]) for row in standing]


def log(store: Store, actor: Actor, as_at: int | None = None) -> list[LogLine]:
    """Every change of the framework, the newest first: figures over time are read beside it. `as_at` is the change at
    which it is looked at: what came later, also what was taken back later, was not known."""
    require(actor, Action.SEE_HISTORY, Action.SEE_DASHBOARD)
    with store.read() as session:
        states = session.exec(select(ThemeState).where(ThemeState.evaluation_id == actor.evaluation_id)).all()
        names = dict(session.exec(select(Account.id, Account.name)).all())
        undone = standing_undos(session, actor.evaluation_id, as_at)
        wording = _Wording(list(states))
        query = select(Change).where(
            Change.evaluation_id == actor.evaluation_id,
            col(Change.subject_kind).in_(("theme", "framework version")),
            Change.no > 0,
        )
        if as_at is not None:
            query = query.where(Change.no <= as_at)
        changes = {change.no: change for change in session.exec(query.order_by(col(Change.no).desc()))}

        def said(change: Change) -> tuple[str, str, int | None]:
            """What the change did, why, and in which memo that was thought through."""
            if change.undoes is not None:
                sentence, _, _ = said(changes[change.undoes])
                return f"Took back change {change.undoes}: {sentence[0].lower()}{sentence[1:]}", "", None
            if change.subject_kind == "framework version":
                return *_version(session, change), None
            return wording.of(change)

        lines = []
        for change in changes.values():
            sentence, reason, because = said(change)
            theme = change.subject_no if change.subject_kind == "theme" else None
            facts = (change.no, change.at, names.get(change.by, ""), change.verb, change.undoes, theme)
            lines.append(LogLine(*facts, sentence, reason, because, change.no in undone))
        return lines


class _Wording:
    """Sentences out of theme states: what a change made, beside what it ended."""

    def __init__(self, states: list[ThemeState]) -> None:
        self.made: dict[int, list[ThemeState]] = {}
        self.ended: dict[tuple[int, int], ThemeState] = {}
        self.history: dict[int, list[ThemeState]] = {}
        for state in states:
            self.made.setdefault(state.made_in, []).append(state)
            self.history.setdefault(state.theme, []).append(state)
            if state.ended_in is not None:
                self.ended[state.theme, state.ended_in] = state

    def of(self, change: Change) -> tuple[str, str, int | None]:
        """What the change did, why, and in which memo that was thought through."""
        made = self.made.get(change.no, [])
        state = next((one for one in made if one.theme == change.subject_no), None)
        if state is None:
            return change.verb.capitalize(), "", None
        before = self.ended.get((state.theme, change.no))
        return self._sentence(change, state, before, made), state.reason, state.because_memo

    def _sentence(self, change: Change, state: ThemeState, before: ThemeState | None, made: list[ThemeState]) -> str:
        name = f"“{before.name if before else state.name}”"
        match change.verb:
            case "add theme":
                under = f" under {self._name(state.parent, change.no)}" if state.parent else ""
                widened = any(one.theme == state.parent for one in made)
                return f"Added {name}{under}" + (", which it widens" if widened else "")
            case "rename theme":
                return f"Renamed {name} to “{state.name}”"
            case "move theme":
                return (
                    f"Moved {name} under {self._name(state.parent, change.no)}"
                    if state.parent
                    else f"Moved {name} to the top"
                )
            case "redefine theme":
                anew = before is not None and before.opened != state.opened
                return f"Worded {name} anew" + ("; sources need reading again for it" if anew else "")
            case "merge theme":
                return f"Merged {name} into {self._name(state.merged_into, change.no)}"
            case "undo merge":
                return f"Took {name} out of {self._name(before.merged_into if before else None, change.no)} again"
            case "split theme":
                parts = [f"“{one.name}”" for one in made if one.theme != state.theme]
                return f"Split {name} into {' and '.join(parts)}"
            case "retire theme":
                return f"Retired {name}"
            case _:
                return f"Gave {name} another colour"

    def _name(self, theme: int | None, change: int) -> str:
        """What the theme was called just then."""
        states = [state for state in self.history.get(theme or 0, []) if state.made_in <= change]
        return f"“{states[-1].name}”" if states else "another theme"


def _version(session: Session, change: Change) -> tuple[str, str]:
    row = session.get(FrameworkVersion, (change.evaluation_id, change.subject_no))
    assert row is not None
    return f"Named the framework version {row.number}", row.reason
