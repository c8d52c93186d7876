"""Which memos their page shows: those that a link asks for, or those that pass a quiet row of filters."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from db.vocabulary import MemoKind
from evalcore.sense.memo_list import MemoRow
from pages.ui import keys

ASKED: dict[str, tuple[str, Callable[[MemoRow], int | None]]] = {
    "memo": ("asked for", lambda row: row.no),
    "theme": ("about this theme", lambda row: row.about.theme),
    "source": ("about this source and its codings", lambda row: row.source),
    "coding": ("about this coding", lambda row: row.about.coding),
    "participant": ("about this participant", lambda row: row.about.participant),
}
"""What an address can ask for by number, and which memos are meant."""

THINGS: dict[str, Callable[[MemoRow], bool]] = {
    "A theme": lambda row: row.about.theme is not None,
    "A source": lambda row: row.about.source is not None,
    "A coding": lambda row: row.about.coding is not None,
    "A participant": lambda row: row.about.participant is not None,
    "Nothing in particular": lambda row: (
        not any((row.about.theme, row.about.source, row.about.coding, row.about.participant))
    ),
}


def only_asked_for(rows: Sequence[MemoRow]) -> tuple[str, list[MemoRow]] | None:
    """The memos that the address asks for, and what they have in common in words; None where it asks for none."""
    for name, (words, number) in ASKED.items():
        asked = st.query_params.get(name, "")
        if asked.isdecimal():
            found = [row for row in rows if number(row) == int(asked)]
            about = next((row.about_words for row in found if name != "memo" and row.about_words), None)
            return (f"about {about}" if about and name in ("theme", "participant") else words), found
    return None


def show_all() -> None:
    st.query_params.clear()


def narrowed(rows: Sequence[MemoRow]) -> list[MemoRow]:
    """Draw the filters, and give the memos that pass all of them."""
    with st.container(key="week-filters"):
        columns = st.columns([3, 3, 3, 4], gap="small")
        kind = columns[0].selectbox(
            "Kind",
            list(MemoKind),
            index=None,
            format_func=lambda one: one.capitalize(),
            placeholder="All",
            key="memo_kind",
            bind="query-params",
        )
        thing = columns[1].selectbox(
            "About what", list(THINGS), index=None, placeholder="Anything", key="memo_about", bind="query-params"
        )
        with columns[2]:
            author = _author({str(row.author_id): row.author for row in rows})
        # What is looked for may be what people said: it does not go into the address.
        words = columns[3].text_input("Words", placeholder="In the memo or talked over with", key="memo-words")
    wanted = words.strip().casefold()
    return [
        row
        for row in rows
        if kind in (None, row.kind)
        and (thing is None or THINGS[thing](row))
        and author in (None, str(row.author_id))
        and wanted in f"{row.text}\n{row.discussed_with}\n{row.about_words}".casefold()
    ]


def _author(names: Mapping[str, str]) -> str | None:
    """Who wrote it. Bound to the address by itself it would stand there by name, and so in the browser's history."""
    asked = st.query_params.get("by")
    if asked in names and keys.MEMOS_BY.name not in st.session_state:
        keys.MEMOS_BY.set(asked)
    people = sorted(names, key=lambda account: (names[account].casefold(), account))
    author = st.selectbox(
        "By",
        people,
        index=None,
        format_func=lambda account: names[account],
        placeholder="Everybody",
        key=keys.MEMOS_BY.name,
    )
    if author:
        st.query_params["by"] = author
    else:
        st.query_params.pop("by", None)
    return author
