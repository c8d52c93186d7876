"""The framework: its tree, each theme's meaning, what was changed and why, and what is to be read again."""

from html import escape

import streamlit as st

from evalcore.capture.library import library
from evalcore.manage.access import Action, Actor
from evalcore.manage.undo import undo
from evalcore.sense import framework
from evalcore.sense.framework_log import LogLine, ThemeRow, VersionRow, log, themes, versions
from evalcore.sense.memos import About
from evalcore.watch.reading_state import ReadState, SourceReading, how_far_read, reading_states
from pages.ui import keys, look, session
from pages.ui.done import show_done
from pages.ui.errors import told
from pages.ui.formats import count, day_of, moment, plain
from pages.ui.memo_card import memos_about
from pages.ui.navigation import screen_at
from pages.ui.theme_forms import add_theme, change_theme, undo_merge


def main() -> None:
    me = session.require_page("framework")
    look.wear("week.css")
    store = session.store()
    rows, named = themes(store, me), versions(store, me)
    states = reading_states(store, me)
    to_read = [state for state in states.values() if state.not_looked_for]
    st.title("Framework")
    show_done(me)
    may_change = me.may(Action.CHANGE_FRAMEWORK)
    if not rows:
        st.markdown("Themes stand here once there are some: what people speak to, each with its definition.")
        add_theme(me, rows)
        return
    st.markdown(_sentence(rows, named, states))
    left, right = st.columns([4, 7], gap="large")
    with left:
        chosen = _tree(rows)
    with right, st.container(key="theme-detail", gap="small"):
        _detail(me, next(row for row in rows if row.no == chosen), rows, may_change)
    if may_change:
        adding, naming = st.columns(2, gap="medium")
        with adding, st.expander("Add a theme"):
            add_theme(me, rows)
        with naming, st.expander("Name this version"):
            _name_version(me)
    again, changes = st.tabs([f"To read again ({len(to_read)})", "What was changed"], key="framework-tabs")
    with again:
        _work_list(me, {row.no: row for row in rows}, states)
    with changes:
        _log(me, may_change)


def _sentence(rows: list[ThemeRow], named: list[VersionRow], states: dict[int, SourceReading]) -> str:
    in_use = sum(not row.retired for row in rows)
    version = f", version {named[0].number} of {day_of(named[0].at, session.time_zone())}" if named else ""
    far = how_far_read(states.values())
    return f"{in_use} themes in use{version}. {count(len(states), 'source')}: {far or 'all read'}."


def _tree(rows: list[ThemeRow]) -> int:
    by_no = {row.no: row for row in rows}

    def label(no: int) -> str:
        row = by_no[no]
        name = plain(row.name)
        shown = f"**{name}**" if row.level == 1 else name
        return "\u2003" * (row.level - 1) + shown + (" *(retired)*" if row.retired else "")

    numbers = [row.no for row in rows]
    asked = st.query_params.get("theme", "")
    if asked.isdecimal() and int(asked) in numbers:
        st.session_state["framework-theme"] = int(asked)
        st.session_state[f"change-{asked}"] = None
        del st.query_params["theme"]
    return int(st.radio("Themes", numbers, format_func=label, key="framework-theme"))


def _detail(me: Actor, theme: ThemeRow, rows: list[ThemeRow], may_change: bool) -> None:
    above = theme.path.rsplit(" / ", 1)[0] if theme.level > 1 else "At the top of the framework"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if theme.colour:
            st.html(f'<span class="swatch" style="background:{escape(theme.colour)}"></span>', width="content")
        st.subheader(plain(theme.name), anchor=False)
    st.caption(plain(above) + (" · retired: nobody can code to it" if theme.retired else ""))
    for heading, text in (
        ("Definition", theme.definition),
        ("Use when", theme.use_when),
        ("Do not use when", theme.not_when),
    ):
        if text:
            with st.container(gap=None):
                st.caption(heading)
                st.text(text)
    for no, name in theme.merged:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"“{name}” was merged into it.", width="content")
            if may_change:
                undo_merge(me, no, name)
    if may_change:
        change_theme(me, theme, rows)
    if me.may(Action.WRITE_MEMOS):
        memos_about(me, About(theme=theme.no), f"theme-{theme.no}", "this theme")


def _name_version(me: Actor) -> None:
    with st.form("name-version", enter_to_submit=False, border=False):
        reason = st.text_input("Because", placeholder="What this version settles", key="version-reason")
        if st.form_submit_button("Name version"):
            with told():
                done = framework.name_version(session.store(), me, reason)
                keys.DONE.set(("Named the framework as it stands.", done.change_no))
                st.rerun()


def _work_list(me: Actor, by_no: dict[int, ThemeRow], states: dict[int, SourceReading]) -> None:
    waiting = [row for row in library(session.store(), me) if states[row.no].not_looked_for]
    if not waiting:
        st.markdown("Nothing: every source was read for every theme in use.")
        return
    st.dataframe(
        [
            {
                "Source": row.named,
                "Kind": row.kind,
                "Date": row.held_on,
                "Lead coder": row.lead_coder,
                "State": states[row.no].state,
                "Not looked for": ", ".join(by_no[no].name for no in states[row.no].not_looked_for if no in by_no)
                if states[row.no].state is not ReadState.UNREAD
                else "all themes",
                "Read it": f"/coding?source={row.no}",
            }
            for row in waiting
        ],
        column_config={
            "Read it": st.column_config.LinkColumn(display_text="Open"),
            "Date": st.column_config.DateColumn(format="D MMM YYYY"),
        },
        hide_index=True,
        width="stretch",
    )


def _log(me: Actor, may_change: bool) -> None:
    if not me.may(Action.SEE_HISTORY):
        return
    lines = log(session.store(), me)
    shown = lines if st.toggle("Show all", key="framework-log-all") else lines[:12]
    for line in shown:
        said, button = st.columns([8, 1], vertical_alignment="top")
        because = f" — because {_lowered(line.reason)}" if line.reason else ""
        said.text(f"{line.sentence}{because}")
        with (
            said,
            st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"logged-{line.change_no}"),
        ):
            _about_change(me, line)
        if may_change and not line.undone and button.button("Undo", key=f"undo-{line.change_no}", type="tertiary"):
            with told():
                done = undo(session.store(), me, line.change_no)
                keys.DONE.set((f"Took back change {line.change_no}: {_lowered(line.sentence)}.", done.change_no))
                st.rerun()


def _lowered(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _about_change(me: Actor, line: LogLine) -> None:
    """When, by whom, and the memo that it rests on."""
    st.caption(
        f"{moment(line.at, session.time_zone())} · {line.by} · change {line.change_no}"
        + (" · undone" if line.undone else ""),
        width="content",
    )
    if line.because is not None and (screen := screen_at("memos")).is_for(me):
        label = f"Thought through in memo {line.because}"
        st.page_link(screen.file, label=label, query_params={"memo": str(line.because)})


main()
