"""The names step on screen: every likely name with its places, what will stand for it, and the text as it will be."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

import streamlit as st

from evalcore.capture.names_step import NameGroup, Piece, Place, names_in, pieces, replacements, stands_in
from evalcore.capture.pseudonyms import replace_names
from pages.ui.formats import count, plain
from pages.ui.importing.incoming import Incoming, change
from pages.ui.importing.missed_name import missed_name

AT_ONCE = 3
LONGEST_PREVIEW = 200_000


@dataclass(frozen=True, slots=True)
class Named:
    """What is put for what, in how many places; `problems` say what is still to be said."""

    choices: dict[str, str]
    names: int
    places: int
    problems: tuple[str, ...]


def names_fields(one: Incoming, title: str, text: str, known: Mapping[str, str], trusts: Mapping[str, str]) -> Named:
    """Draw the names of a text, and give what is to stand for each; `trusts` says how each trust is shown."""
    groups = _found(one, title, text, known, trusts)
    st.markdown(_sentence(groups))
    chosen: dict[str, str] = {}
    problems = []
    for group in groups:
        kind = f"{group.kind}, {count(len(group.places), 'place')}"
        replacement = replacement_field(
            one, group.name, group.suggestion, places_of_name(group.name, kind, group.places)
        )
        chosen[group.name] = replacement or ""
        if replacement == "":
            problems.append(f"Give “{plain(group.name)}” a replacement, or say that it is not a name.")
    _missed(one, title, text)
    choices = replacements(groups, chosen)
    replaced = [group for group in groups if chosen[group.name]]
    return Named(choices, len(replaced), sum(len(group.places) for group in replaced), tuple(problems))


def _found(
    one: Incoming, title: str, text: str, known: Mapping[str, str], trusts: Mapping[str, str]
) -> tuple[NameGroup, ...]:
    """The names, looked for once: a long text takes a second, and each field that is filled in runs the page again."""
    asked = (title, hash(text), tuple(known.items()), one.added, tuple(trusts.items()))
    before: tuple[object, tuple[NameGroup, ...]] | None = st.session_state.get(one.key("found"))
    if before is None or before[0] != asked:
        before = (asked, names_in(title, text, known, one.added, trusts=trusts))
        st.session_state[one.key("found")] = before
    return before[1]


def preview(title: str, text: str, choices: Mapping[str, str]) -> None:
    """The text as it will be stored, with what was put in marked."""
    st.markdown("**As it will be stored**")
    replaced = replace_names(text, choices)
    shown = replace_names(title, choices).text
    if len(replaced.text) > LONGEST_PREVIEW:
        st.caption(f"The first {LONGEST_PREVIEW:,} of {len(replaced.text):,} characters.")
    heading = f"<p class='stored-title'>{escape(shown)}</p>" if shown else ""
    body = _marked(pieces(replaced), LONGEST_PREVIEW)
    st.html(
        f"<div class='stored' role='region' aria-label='Text as it will be stored' tabindex='0'>{heading}{body}</div>"
    )


def _sentence(groups: tuple[NameGroup, ...]) -> str:
    if not groups:
        return "Nothing was found that may lead to a person. Look through the text below all the same."
    places = sum(len(group.places) for group in groups)
    found = count(len(groups), "name or number", "names and numbers")
    return f"{found} in {count(places, 'place')} may lead to a person. What stands in each field takes their place."


class Keyed(Protocol):
    """What names widgets: a file, or all of them."""

    def key(self, what: str) -> str: ...


def replacement_field(of: Keyed, name: str, suggestion: str, places: str, *, called: str = "") -> str | None:
    """Draw a name with its places, and give what stands for it; None where it is none.

    `called` is what is shown for it, where `name` only tells it from others.
    """
    mark = mark_of(name)
    with st.container(key=of.key(f"name-{mark}")):
        said, asked, kept = st.columns([13, 6, 5], gap="medium")
        with said:
            st.html(places)
        with asked:
            key = of.key(f"by-{mark}")
            _follow(key, suggestion)
            no_name = st.session_state.get(of.key(f"none-{mark}"), False)
            replacement = st.text_input(
                f"Replace “{plain(called or name)}” by", key=key, disabled=no_name, persist_state="session"
            )
        with kept:
            st.checkbox("Not a name: keep it", key=of.key(f"none-{mark}"), persist_state="session")
    return None if no_name else " ".join((replacement or "").split())


def _follow(key: str, suggestion: str) -> None:
    """Put the suggestion into the field, and a new one too, unless a person has written something else there.

    Only where it is new: to write it again would take away what she is typing at this moment.
    """
    before = st.session_state.get(f"{key}-suggested")
    if suggestion == before:
        return
    if st.session_state.get(key, before) == before:
        st.session_state[key] = suggestion
    st.session_state[f"{key}-suggested"] = suggestion


def _missed(one: Incoming, title: str, text: str) -> None:
    refusal = "This name does not stand in the text. Write it as it stands there."
    if name := missed_name(one.key("missed"), lambda name: stands_in(name, title, text), refusal):
        change(one, added=tuple(dict.fromkeys((*one.added, name))))
        st.rerun()


def places_of_name(name: str, kind: str, places: Sequence[Place], more: int = 0) -> str:
    """A name with where it stands, as HTML; `more` is how many of its places are not among these."""
    lines = [_line(place) for place in places]
    shown, rest = "".join(lines[:AT_ONCE]), lines[AT_ONCE:]
    unseen = f"<li>and {count(more, 'more place')}</li>" if more else ""
    summary = f"<summary>{count(len(rest) + more, 'more place')}</summary>"
    hidden = f"<details>{summary}<ul>{''.join(rest)}{unseen}</ul></details>" if rest else ""
    return f"<div class='found'><strong>{escape(name)}</strong> <span>{kind}</span><ul>{shown}</ul>{hidden}</div>"


def _line(place: Place) -> str:
    where = "<i>in the title:</i> " if place.in_title else ""
    return f"<li>{where}{escape(place.before)}<mark>{escape(place.words)}</mark>{escape(place.after)}</li>"


def _marked(stored: list[Piece], most: int) -> str:
    shown, length = [], 0
    for piece in stored:
        text = escape(piece.text[: most - length])
        shown.append(f"<mark>{text}</mark>" if piece.stands_for_a_name else text)
        length += len(piece.text)
        if length >= most:
            break
    return "".join(shown)


def mark_of(name: str) -> str:
    """A name for a name's widgets that does not tell it."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]
