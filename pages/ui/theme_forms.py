"""The forms that change a theme: each says what follows from it, asks why, and is one verb."""

from collections.abc import Callable
from typing import TypedDict

import streamlit as st

from evalcore.manage.access import Actor
from evalcore.manage.changes import Done
from evalcore.sense import framework
from evalcore.sense.framework_log import ThemeRow
from evalcore.sense.memo_list import memos
from pages.ui import keys, session
from pages.ui.errors import told
from pages.ui.formats import plain

TOP = "The top of the framework"


def change_theme(me: Actor, theme: ThemeRow, themes: list[ThemeRow]) -> None:
    """A choice of what to change about `theme`, and the form for it."""
    forms: dict[str, Callable[[Actor, ThemeRow, list[ThemeRow]], None]] = {
        "Reword": _reword,
        "Rename": _rename,
        "Add under it": _add_under,
        "Move": _move,
        "Merge": _merge,
        "Colour": _recolour,
    }
    if not theme.retired:
        forms["Retire"] = _retire
    chosen = st.pills("Change this theme", list(forms), key=f"change-{theme.no}")
    if chosen:
        with st.form(f"{chosen}-{theme.no}", enter_to_submit=False):
            forms[chosen](me, _as_opened(me, theme, chosen), themes)
    else:
        keys.THEME_OPENED.set(None)


def _as_opened(me: Actor, theme: ThemeRow, form: str) -> ThemeRow:
    """The theme as it was when the form was opened: a change by somebody else moves nothing under her hands."""
    opened = keys.THEME_OPENED.get()
    what = (me.evaluation_id, theme.no, form)
    if opened is None or opened[0] != what:
        current = session.who().current
        assert current is not None
        opened = (what, theme, current.change_no)
        keys.THEME_OPENED.set(opened)
    return opened[1]


def add_theme(me: Actor, themes: list[ThemeRow]) -> None:
    """A form for a theme anywhere in the tree."""
    with st.form("add-theme", clear_on_submit=False, enter_to_submit=False):
        parent = st.selectbox("Under", [None, *themes], format_func=_place, key="add-parent")
        _add(me, parent)


def undo_merge(me: Actor, no: int, name: str) -> None:
    """A button that asks why “name”, merged into another theme, is to stand on its own again."""
    with st.popover("Undo merge", key=f"unmerge-{no}"), st.form(f"unmerge-{no}-form", enter_to_submit=False):
        st.markdown(f"“{plain(name)}” stands on its own again, and its codings count there.")
        why = _why(me)
        if st.form_submit_button("Undo merge", type="primary"):
            _do(
                lambda: framework.unmerge(session.store(), me, no, **why),
                f"“{name}” stands on its own again.",
            )


def _add_under(me: Actor, theme: ThemeRow, themes: list[ThemeRow]) -> None:
    _add(me, theme)


def _add(me: Actor, parent: ThemeRow | None) -> None:
    place = parent.no if parent else 0
    name = st.text_input("Name", key=f"add-name-{place}")
    definition = st.text_area("Definition", key=f"add-definition-{place}", height=80)
    use_when = st.text_input("Use when", key=f"add-use-{place}")
    not_when = st.text_input("Do not use when", key=f"add-not-{place}")
    widens = st.checkbox(
        "It widens the theme it stands under: sources must be read again for that one too", key=f"add-widens-{place}"
    )
    st.caption("Sources read before today were not read for a new theme. They show as “not looked for” until re-read.")
    why = _why(me)
    if st.form_submit_button("Add theme", type="primary"):
        _do(
            lambda: framework.add_theme(
                session.store(),
                me,
                name,
                parent.no if parent else None,
                definition=definition,
                use_when=use_when,
                not_when=not_when,
                widens_parent=widens,
                **why,
            ),
            f"Added “{name.strip()}”.",
        )


def _reword(me: Actor, theme: ThemeRow, themes: list[ThemeRow]) -> None:
    opened = keys.THEME_OPENED.get()
    definition = st.text_area("Definition", theme.definition, height=110)
    use_when = st.text_area("Use when", theme.use_when, height=68)
    not_when = st.text_area("Do not use when", theme.not_when, height=68)
    again = st.checkbox("The meaning moved: sources must be read again for it")
    why = _why(me)
    if st.form_submit_button("Save wording", type="primary"):
        _do(
            lambda: framework.redefine(
                session.store(),
                me,
                theme.no,
                definition=definition,
                use_when=use_when,
                not_when=not_when,
                needs_rereading=again,
                opened_at=opened[2] if opened else None,
                **why,
            ),
            f"Worded “{theme.name}” anew.",
        )


def _rename(me: Actor, theme: ThemeRow, themes: list[ThemeRow]) -> None:
    name = st.text_input("New name", theme.name)
    why = _why(me)
    if st.form_submit_button("Rename theme", type="primary"):
        _do(
            lambda: framework.rename(session.store(), me, theme.no, name, **why),
            f"Renamed to “{name.strip()}”.",
            show=theme.no,
        )


def _move(me: Actor, theme: ThemeRow, themes: list[ThemeRow]) -> None:
    others = [None, *(one for one in themes if one.no != theme.no)]
    parent = st.selectbox("Under", others, format_func=_place)
    why = _why(me)
    if st.form_submit_button("Move theme", type="primary"):
        where = parent.no if parent else None
        _do(lambda: framework.move(session.store(), me, theme.no, where, **why), f"Moved “{theme.name}”.")


def _merge(me: Actor, theme: ThemeRow, themes: list[ThemeRow]) -> None:
    into = st.selectbox(
        "Into",
        [one for one in themes if one.no != theme.no],
        format_func=_place,
        index=None,
        placeholder="Choose a theme",
    )
    st.caption("Its codings count there from now on. None is rewritten, and the merge can be taken back at any time.")
    why = _why(me)
    if st.form_submit_button("Merge theme", type="primary"):
        if into is None:
            st.error("Choose the theme that it goes into.")
            return
        _do(
            lambda: framework.merge(session.store(), me, theme.no, into.no, **why),
            f"Merged “{theme.name}” into “{into.name}”.",
            show=into.no,
        )


def _recolour(me: Actor, theme: ThemeRow, themes: list[ThemeRow]) -> None:
    colour = st.color_picker("Colour", theme.colour or "#8a8c8e")
    why = _why(me)
    if st.form_submit_button("Save colour", type="primary"):
        _do(lambda: framework.recolour(session.store(), me, theme.no, colour, **why), "Saved the colour.")


def _retire(me: Actor, theme: ThemeRow, themes: list[ThemeRow]) -> None:
    st.markdown("Nobody can code to a retired theme. What was coded to it stays, and so do its figures.")
    why = _why(me)
    if st.form_submit_button("Retire theme", type="primary"):
        _do(lambda: framework.retire(session.store(), me, theme.no, **why), f"Retired “{theme.name}”.")


class Why(TypedDict):
    """The reason of a change, and the memo in which it was thought through."""

    reason: str
    because: int | None


def _why(me: Actor) -> Why:
    reason = st.text_input("Because", placeholder="What made you change it, and who suggested it")
    written = {row.no: f"Memo {row.no}: {row.heading}" for row in memos(session.store(), me) if not row.is_reflection}
    if not written:
        return Why(reason=reason, because=None)
    memo = st.selectbox(
        "Thought through in", list(written), None, format_func=lambda no: written[no], placeholder="No memo"
    )
    return Why(reason=reason, because=memo)


def _place(theme: ThemeRow | None) -> str:
    return theme.path if theme else TOP


def _do(change: Callable[[], Done], said: str, show: int | None = None) -> None:
    """Do it and say so; `show` is the theme that is chosen then, with its form closed."""
    with told():
        keys.DONE.set((said, change().change_no))
        if show is not None:
            st.query_params["theme"] = str(show)
        keys.THEME_OPENED.set(None)
        st.rerun()
