"""The framework as it stands, as a tree: what may be done to it without tying a knot."""

from dataclasses import dataclass
from difflib import get_close_matches

from sqlmodel import Session, col, select

from db.tables import ThemeState
from evalcore.errors import InvalidTransition, NotFound


@dataclass(frozen=True, slots=True)
class Tree:
    """The theme states in force, by theme."""

    states: dict[int, ThemeState]

    @classmethod
    def of(cls, session: Session, evaluation_id: int) -> "Tree":
        query = select(ThemeState).where(ThemeState.evaluation_id == evaluation_id, col(ThemeState.ended_in).is_(None))
        return cls({state.theme: state for state in session.exec(query.order_by(col(ThemeState.theme)))})

    def state(self, theme: int) -> ThemeState:
        """The theme's state in force.

        Raises
        ------
        NotFound
        """
        if theme not in self.states:
            raise NotFound(f"There is no theme number {theme} in this evaluation.")
        return self.states[theme]

    def standing(self, theme: int) -> int:
        """The theme that stands for `theme`: itself, or what it was merged into."""
        seen = {theme}
        while (into := self.states[theme].merged_into) is not None:
            if into in seen:
                raise InvalidTransition("That would merge a theme into itself.")
            seen.add(into)
            theme = into
        return theme

    def above(self, theme: int) -> list[int]:
        """The standing themes above `theme`, the nearest first.

        Raises
        ------
        InvalidTransition
            The theme would be its own ancestor.
        """
        path = [self.standing(theme)]
        while (parent := self.states[path[-1]].parent) is not None:
            parent = self.standing(parent)
            if parent in path:
                raise InvalidTransition(
                    f"“{self.states[theme].name}” would come to stand under itself. Choose a place outside it."
                )
            path.append(parent)
        return path[1:]

    def children(self, theme: int) -> list[ThemeState]:
        """The themes in use right under `theme`, also by a merge."""
        return [
            state
            for key, state in self.states.items()
            if not state.split and state.merged_into is None and self.above(key)[:1] == [theme]
        ]

    def in_use(self, theme: int) -> bool:
        """Whether it is neither merged away nor split."""
        return self.states[theme].merged_into is None and not self.states[theme].split

    def namesake(self, name: str, parent: int | None, *, but: int | None = None) -> ThemeState | None:
        """The theme in use of this name right under `parent`, other than `but`."""
        for theme, state in self.states.items():
            same = state.parent == parent and state.name.casefold() == name.casefold()
            if theme != but and same and self.in_use(theme):
                return state
        return None

    def path(self, theme: int) -> str:
        """Names from the top, joined by " / "."""
        standing = self.standing(theme)
        return " / ".join(self.states[one].name for one in [*reversed(self.above(standing)), standing])

    def refuse_knots(self) -> None:
        """Go on if every theme in use has its place: none is its own ancestor, none under one that was split.

        Raises
        ------
        InvalidTransition
        """
        for theme, state in self.states.items():
            for above in self.above(theme):
                if self.states[above].split and state.merged_into is None and not state.split:
                    raise InvalidTransition(
                        f"“{state.name}” would stand under “{self.states[above].name}”, which was split. "
                        "Move it under another theme first, or undo the split."
                    )

    def can_be_coded_to(self, theme: int) -> ThemeState:
        """The theme's state, if a coding can be made to it now.

        Raises
        ------
        InvalidTransition
            It is retired, merged away or split.
        """
        state = self.state(theme)
        if state.merged_into is not None:
            into = self.states[self.standing(theme)].name
            raise InvalidTransition(f"“{state.name}” was merged into “{into}”. Code to that theme.")
        if state.split:
            raise InvalidTransition(f"“{state.name}” was split. Code to one of its parts.")
        if state.retired:
            raise InvalidTransition(f"“{state.name}” is retired. Choose a theme in use.")
        return state

    def named(self, name: str) -> int:
        """The theme of this name or path, also under a name it was merged away with.

        Raises
        ------
        NotFound
            Its message gives the nearest names.
        """
        wanted = name.casefold().strip()
        by_path = {self.path(theme).casefold(): theme for theme in self.states if not self.states[theme].split}
        by_name = {state.name.casefold(): theme for theme, state in self.states.items() if not state.split}
        found = by_path.get(wanted, by_name.get(wanted))
        if found is not None:
            return found
        near = get_close_matches(wanted, [*by_name, *by_path], n=3, cutoff=0.5)
        shown = [self.states[by_name.get(one, by_path.get(one, 0))].name for one in near]
        hint = f" The nearest: {', '.join(dict.fromkeys(shown))}." if shown else ""
        raise NotFound(f"There is no theme “{name}”.{hint}")
