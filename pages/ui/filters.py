"""The filters of the dashboard: one quiet row, kept in the address, in the words of the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import streamlit as st

from db.vocabulary import (
    NONE_GIVEN,
    UNKNOWN_ROLE_GROUP,
    WHOLE_COLLABORATIVE,
    AskedPolarity,
    Per,
    RoleGroup,
    Setting,
    SourceKind,
    Unit,
)
from evalcore.analysis.question import Filters
from evalcore.sense.found import LookIn
from evalcore.watch.choices import Choices
from evalcore.watch.known_at import Occasion
from evalcore.watch.view import View

T = TypeVar("T")

TODAY = "today"
ALL = "all"
EVERYTHING = "everything"
SIDES = "side by side"
UNIT_HELP = """\
**sources**: how many sources mention the theme · **prevalence**: what part of the sources read mention it ·
**people**: how many people said it · **codings**: how many passages · **share**: what part of all codings ·
**rate**: codings in 10 observed hours"""

# What a cleared filter goes back to; the names are those of the address. No widget of another page may have one of
# them: Streamlit keeps what is chosen by its name, whatever page it is on.
DEFAULTS: dict[str, Any] = {
    "unit": Unit.SOURCES.value,
    "level": ALL,
    "polarity": SIDES,
    "per": Per.MONTH.value,
    "theme": [],
    "trust": ALL,
    "role_group": ALL,
    "kind": ALL,
    "setting": ALL,
    "coder": ALL,
    "from": None,
    "to": None,
    "as_at": TODAY,
    "change": None,
    "in": EVERYTHING,
}
OF_SEARCH = ("in", "trust", "role_group", "kind", "setting", "coder", "from", "to")
"""Those that a search has too, and what it alone has."""


@dataclass(frozen=True)
class Chosen:
    """A view, the themes to draw large, and the occasion as at which it is seen, where that has a name."""

    view: View
    themes: tuple[int, ...]
    occasion: str | None


def clear(*names: str) -> None:
    """Put filters back, all of them without a name; to be called from a button."""
    for name in names or DEFAULTS:
        st.session_state[name] = DEFAULTS[name]


def choose(there: Choices, occasions: list[Occasion], *, over_time: bool) -> Chosen:
    """Draw the row, and say what is chosen in it."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key="filters"):
        unit = Unit(_one("Unit", "unit", list(map(str, Unit)), help=UNIT_HELP))
        per: Per = Per.MONTH
        themes: tuple[int, ...] = ()
        if over_time:
            per = Per(_one("By", "per", [str(per) for per in Per if per is not Per.NONE]))
            themes = _themes(there)
        trust, role_group, kind, first, last = _whose_and_when(there)
        with st.popover(_more("level", "polarity", "setting", "coder", "change"), key="more-filters"):
            level = _one("Level of the framework", "level", [ALL, *map(str, range(1, there.depth + 1))])
            polarities = [SIDES, *(str(one) for one in AskedPolarity if unit is not Unit.SHARE or one != "both")]
            polarity = _one("Polarity", "polarity", polarities)
            setting, coder = _setting_and_coder(there)
            newest = max(there.change_no, 1)
            change = st.number_input("As known at change number", 1, newest, None, 1, key="change", bind="query-params")
        by_words = {one.words: one.change_no for one in occasions}
        occasion = _word(_one("As known at", "as_at", [TODAY, *by_words]), TODAY)
    filters = Filters(trust, kind, setting, role_group, coder, first, last)
    view = View(
        unit,
        None if polarity == SIDES else AskedPolarity(polarity),
        None if level == ALL else int(level),
        per,
        filters,
        by_words.get(occasion or "") if change is None else int(change),
    )
    return Chosen(view, themes, occasion if change is None else None)


def choose_for_search(there: Choices, may_look_in: Sequence[LookIn]) -> tuple[LookIn | None, Filters]:
    """Draw the row as a search has it, and say what is looked through."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        look_in = _word(_one("Look in", "in", [EVERYTHING, *map(str, may_look_in)]), EVERYTHING)
        trust, role_group, kind, first, last = _whose_and_when(there)
        with st.popover(_more("setting", "coder"), key="more-filters"):
            setting, coder = _setting_and_coder(there)
        if any_set(*OF_SEARCH):
            st.button("Clear filters", on_click=clear, args=OF_SEARCH, type="tertiary", key="clear-filters")
    return LookIn(look_in) if look_in else None, Filters(trust, kind, setting, role_group, coder, first, last)


def any_set(*names: str) -> bool:
    """Whether any of the filters, all of them without a name, is not at its default; asked after the row is drawn."""
    return any(_changed(name) for name in names or DEFAULTS)


def as_set(*names: str) -> dict[str, str]:
    """Those of these filters that are not at their default, as the address has them; asked after the row is drawn."""
    return {name: str(st.session_state[name]) for name in names if _changed(name)}


def set_again(values: Mapping[str, object]) -> None:
    """Set filters to what `as_set` once told; to be called from a callback."""
    for name, value in values.items():
        if name in DEFAULTS and isinstance(value, str):
            st.session_state[name] = date.fromisoformat(value) if name in ("from", "to") else value


def in_words(chosen: Chosen, there: Choices) -> str:
    """What the picture is narrowed to; nothing where it is not."""
    filters = chosen.view.filters
    trust = WHOLE_COLLABORATIVE if filters.trust == 0 else there.trusts.get(filters.trust or 0)
    days = [f"{word} {day.day} {day:%b %Y}" for word, day in (("from", filters.first), ("to", filters.last)) if day]
    coder = there.coders.get(filters.coder or 0)
    said = [
        trust,
        filters.role_group,
        filters.kind and f"{filters.kind}s only",
        filters.setting and f"setting: {filters.setting}",
        coder and f"coded by {coder}",
        " ".join(days),
    ]
    text = " · ".join(one for one in said if one)
    return text[:1].upper() + text[1:]


def _whose_and_when(there: Choices) -> tuple[int | None, str | None, str | None, date | None, date | None]:
    trusts = {name: no for no, name in there.trusts.items()} | {WHOLE_COLLABORATIVE: 0}
    trust = trusts.get(_one("Trust", "trust", [ALL, *trusts]))
    role_group = _word(_one("Role group", "role_group", [ALL, *map(str, RoleGroup), UNKNOWN_ROLE_GROUP]))
    kind = _word(_one("Kind", "kind", [ALL, *map(str, SourceKind)]))
    with st.popover("Period: set" if _changed("from") or _changed("to") else "Period: all", key="period"):
        first, last = _date("From", "from"), _date("To", "to")
    return trust, role_group, kind, first, last


def _setting_and_coder(there: Choices) -> tuple[str | None, int | None]:
    setting = _word(_one("Setting", "setting", [ALL, *map(str, Setting), NONE_GIVEN]))
    coders = {name: no for no, name in there.coders.items()}
    return setting, coders.get(_one("Coder", "coder", [ALL, *coders]))


def _one(label: str, name: str, options: list[str], **more: Any) -> str:
    index = options.index(DEFAULTS[name])
    return str(st.selectbox(label, options, index, key=name, bind="query-params", persist_state="page", **more))


def _word(option: str, nothing: str = ALL) -> str | None:
    return None if option == nothing else option


def _date(label: str, name: str) -> date | None:
    # Without bounds of our own Streamlit takes no day that is ten years ago.
    bounds: dict[str, Any] = {"min_value": date(1990, 1, 1), "max_value": date(2100, 1, 1)}
    chosen = st.date_input(label, None, key=name, bind="query-params", format="DD/MM/YYYY", **bounds)
    return chosen if isinstance(chosen, date) else None


def _more(*names: str) -> str:
    hidden = [name for name in names if _changed(name)]
    return f"More filters ({len(hidden)})" if hidden else "More filters"


def _changed(name: str) -> bool:
    # Before its widget is drawn for the first time a filter is in the address only.
    held = st.session_state.get(name, st.query_params.get(name, DEFAULTS[name]))
    return bool(held != DEFAULTS[name])


def draw_large(there: Choices, theme: int) -> None:
    """Choose the theme to draw large; to be called before the row is drawn."""
    named = [name for name, no in _theme_names(there).items() if no == theme]
    if named:
        st.session_state["theme"] = named


def show_from(first: date, last: date) -> None:
    """Choose a time; to be called from a button."""
    st.session_state["from"], st.session_state["to"] = first, last


def _theme_names(there: Choices) -> Mapping[str, int]:
    names = {line.label.rsplit(" / ", 1)[-1]: line.no for line in there.themes}
    return names if len(names) == len(there.themes) else {line.label: line.no for line in there.themes}


def _themes(there: Choices) -> tuple[int, ...]:
    names = _theme_names(there)
    chosen = st.multiselect(
        "Themes drawn large",
        list(names),
        key="theme",
        bind="query-params",
        max_selections=4,
        placeholder="the most mentioned",
        persist_state="page",
    )
    return tuple(names[name] for name in chosen)
