"""Changing the framework: every verb needs a reason, and none rewrites a coding but `split`.

`reason` is said in a sentence, and without one nothing is changed; `because` is the memo in which the change was
thought through.
"""

import re
from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from db.tables import CodingState, FrameworkVersion, Theme, ThemeState
from evalcore.capture.participants import refuse_stale
from evalcore.errors import Invalid, InvalidTransition
from evalcore.manage.access import Action
from evalcore.manage.changes import Work, verb
from evalcore.sense.memos import standing_memo
from evalcore.sense.tree import Tree


@verb("add theme", Action.CHANGE_FRAMEWORK)
def add_theme(
    work: Work,
    name: str,
    parent: int | None = None,
    *,
    definition: str = "",
    use_when: str = "",
    not_when: str = "",
    colour: str = "",
    widens_parent: bool = False,
    reason: str,
    because: int | None = None,
) -> None:
    """Add a theme, opened now; `widens_parent` opens its parent anew as well."""
    tree = _tree(work)
    name = _free_name(tree, name, parent)
    theme = work.add(Theme)
    work.session.flush()
    work.add(
        ThemeState,
        theme=theme.no,
        parent=parent,
        name=name,
        definition=definition.strip(),
        use_when=use_when.strip(),
        not_when=not_when.strip(),
        colour=_colour(colour),
        opened=work.change_no,
        reason=_given(reason),
        because_memo=_memo(work, because),
    )
    if parent is not None and widens_parent:
        _again(work, tree.state(parent), reason, because, opened=work.change_no)
    work.subject("theme", theme.no)


@verb("rename theme", Action.CHANGE_FRAMEWORK)
def rename(work: Work, theme: int, name: str, *, reason: str, because: int | None = None) -> None:
    tree = _tree(work)
    state = tree.state(theme)
    _again(work, state, reason, because, name=_free_name(tree, name, state.parent, but=theme))


@verb("move theme", Action.CHANGE_FRAMEWORK)
def move(work: Work, theme: int, parent: int | None, *, reason: str, because: int | None = None) -> None:
    """Put a theme under another, or on top with None.

    Raises
    ------
    InvalidTransition
        It would be its own ancestor.
    """
    tree = _tree(work)
    state = tree.state(theme)
    if parent == theme:
        raise InvalidTransition(f"“{state.name}” cannot stand under itself. Choose another theme.")
    _free_name(tree, state.name, parent, but=theme)
    _again(work, state, reason, because, parent=parent)
    _refuse_knots(work)


@verb("redefine theme", Action.CHANGE_FRAMEWORK)
def redefine(
    work: Work,
    theme: int,
    *,
    definition: str | None = None,
    use_when: str | None = None,
    not_when: str | None = None,
    needs_rereading: bool = False,
    reason: str,
    because: int | None = None,
    opened_at: int | None = None,
) -> None:
    """Word a theme anew; what is None stays. With `needs_rereading` it is opened anew.

    `opened_at` is the change at which it was looked at.

    Raises
    ------
    Stale
        Somebody has changed it since `opened_at`.
    """
    state = _tree(work).state(theme)
    refuse_stale(state, opened_at, "theme")
    words = {"definition": definition, "use_when": use_when, "not_when": not_when}
    changed: dict[str, object] = {key: text.strip() for key, text in words.items() if text is not None}
    if needs_rereading:
        changed["opened"] = work.change_no
    _again(work, state, reason, because, **changed)


@verb("recolour theme", Action.CHANGE_FRAMEWORK)
def recolour(work: Work, theme: int, colour: str, *, reason: str, because: int | None = None) -> None:
    _again(work, _tree(work).state(theme), reason, because, colour=_colour(colour))


@verb("retire theme", Action.CHANGE_FRAMEWORK)
def retire(work: Work, theme: int, *, reason: str, because: int | None = None) -> None:
    """Nobody can code to it from now on; what was coded stays."""
    state = _tree(work).state(theme)
    if state.retired:
        raise InvalidTransition(f"“{state.name}” is retired already.")
    _again(work, state, reason, because, retired=True)


@verb("merge theme", Action.CHANGE_FRAMEWORK)
def merge(work: Work, theme: int, into: int, *, reason: str, because: int | None = None) -> None:
    """Let `theme` point to `into`: its codings count there, and none is rewritten.

    Raises
    ------
    InvalidTransition
        Either was merged or split before, or `into` stands under `theme`.
    """
    tree = _tree(work)
    state, target = tree.state(theme), tree.state(into)
    if theme == into:
        raise InvalidTransition(f"“{state.name}” cannot be merged into itself. Choose another theme.")
    for one in (state, target):
        if one.merged_into is not None:
            raise InvalidTransition(f"“{one.name}” was merged before. Undo that merge first.")
        if one.split:
            raise InvalidTransition(f"“{one.name}” was split. Choose one of its parts.")
    if theme in tree.above(into):
        raise InvalidTransition(
            f"“{target.name}” stands under “{state.name}”, so “{state.name}” cannot be merged into it. "
            f"Merge “{target.name}” into “{state.name}”, or move it out first."
        )
    _again(work, state, reason, because, merged_into=into)
    _refuse_knots(work)


@verb("undo merge", Action.CHANGE_FRAMEWORK)
def unmerge(work: Work, theme: int, *, reason: str, because: int | None = None) -> None:
    """Remove the pointer that a merge made.

    Raises
    ------
    InvalidTransition
        It is not merged, what it counts under has been split since, and its codings with it, or another theme
        bears its name by now.
    """
    tree = _tree(work)
    state = tree.state(theme)
    if state.merged_into is None:
        raise InvalidTransition(f"“{state.name}” is not merged into another theme.")
    target = tree.state(tree.standing(theme))
    if target.split:
        raise InvalidTransition(f"“{target.name}” has been split since. Undo the split first.")
    if there := tree.namesake(state.name, state.parent, but=theme):
        raise InvalidTransition(f"There is another theme “{there.name}” in its place by now. Rename that one first.")
    _again(work, state, reason, because, merged_into=None)
    _refuse_knots(work)


@verb("split theme", Action.CHANGE_FRAMEWORK)
def split(
    work: Work,
    theme: int,
    into: Sequence[str],
    assign: Mapping[int, Sequence[str]],
    *,
    reason: str,
    because: int | None = None,
) -> None:
    """Put parts in the place of a theme. `assign`: part names by coding; a coding left out goes to every part.

    Raises
    ------
    InvalidTransition
        The theme is merged or split already, or themes stand under it.
    """
    tree = _tree(work)
    state = tree.can_be_coded_to(theme)
    if under := [one.name for one in tree.children(theme)]:
        raise InvalidTransition(f"Themes stand under “{state.name}” ({', '.join(under)}). Move them first.")
    parts = [_free_name(tree, name, state.parent, but=theme) for name in into]
    if len(set(parts)) < 2:
        raise Invalid("A theme is split into two or more parts with different names.", "Parts")
    _again(work, state, reason, because, split=True)
    numbers: dict[str, int] = {}
    for name in parts:
        part = work.add(Theme, split_from=theme)
        work.session.flush()
        work.add(
            ThemeState,
            theme=part.no,
            parent=state.parent,
            name=name,
            colour=state.colour,
            opened=_opened(tree, theme),
            reason=_given(reason),
            because_memo=because,
        )
        numbers[name] = part.no
    _assign(work, {key for key in tree.states if tree.standing(key) == theme}, numbers, assign)
    work.subject("theme", theme)


def _assign(work: Work, themes: set[int], parts: dict[str, int], assign: Mapping[int, Sequence[str]]) -> None:
    """Give every coding to the split theme, or to one merged into it, to its parts, and to none of them twice."""
    query = select(CodingState).where(
        CodingState.evaluation_id == work.evaluation_id,
        col(CodingState.ended_in).is_(None),
        col(CodingState.theme).in_(themes),
    )
    given: set[tuple[int, str]] = set()
    for state in list(work.session.exec(query.order_by(col(CodingState.no)))):
        names = assign.get(state.coding, tuple(parts))
        if not names or not set(names) <= set(parts):
            raise Invalid(f"Coding {state.coding} is given to a part that the split does not make.", "Parts")
        work.end(state)
        for name in dict.fromkeys(names):
            if (state.coding, name) not in given:
                work.again(state, theme=parts[name])
        given |= {(state.coding, name) for name in names}


@verb("name framework version", Action.CHANGE_FRAMEWORK)
def name_version(work: Work, reason: str) -> None:
    """Give the framework as it stands now the next version number."""
    query = select(FrameworkVersion).where(FrameworkVersion.evaluation_id == work.evaluation_id)
    number = max((row.number for row in work.session.exec(query)), default=0) + 1
    row = work.add(FrameworkVersion, number=number, reason=_given(reason))
    work.subject("framework version", row.no)


def _tree(work: Work) -> Tree:
    return Tree.of(work.session, work.evaluation_id)


def _again(work: Work, state: ThemeState, reason: str, because: int | None, **values: object) -> None:
    work.replace(state, **values, reason=_given(reason), because_memo=_memo(work, because))
    work.subject("theme", state.theme)


def _given(reason: str) -> str:
    """The reason without stray spaces.

    Raises
    ------
    Invalid
        There is none.
    """
    if not reason.strip():
        raise Invalid("Say why: every change of the framework keeps its reason.", "Because")
    return reason.strip()


def _memo(work: Work, because: int | None) -> int | None:
    """The memo that a change rests on, if there is one and it stands."""
    return standing_memo(work, because).memo if because is not None else None


def _refuse_knots(work: Work) -> None:
    work.session.flush()
    _tree(work).refuse_knots()


def _opened(tree: Tree, theme: int) -> int:
    """Its own, or the latest of what is merged into it now."""
    return max(state.opened for key, state in tree.states.items() if tree.standing(key) == theme)


def _free_name(tree: Tree, name: str, parent: int | None, *, but: int | None = None) -> str:
    """`name` without stray spaces, if no theme in use beside it bears it and `parent` can have themes under it."""
    name = " ".join(name.split())
    if not name:
        raise Invalid("Give the theme a name.", "Name")
    if parent is not None and (above := tree.state(parent)):
        if above.split:
            raise InvalidTransition(f"“{above.name}” was split. Choose one of its parts.")
        if above.merged_into is not None and (but is None or tree.states[but].parent != parent):
            raise InvalidTransition(f"“{above.name}” was merged into another theme. Choose that one.")
    if there := tree.namesake(name, parent, but=but):
        raise Invalid(f"A theme “{there.name}” is there already. Choose another name.", "Name")
    return name


def _colour(colour: str) -> str:
    if colour and not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise Invalid("A colour is written as # and six hexadecimal digits, such as #5A7D9A.", "Colour")
    return colour.lower()
