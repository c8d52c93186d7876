"""The blocks of the home page: what they are made of here, what each role gets in the modules beside."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape

import streamlit as st

from pages.ui import session
from pages.ui.formats import plain
from pages.ui.navigation import screen_at, screens_for


@dataclass(slots=True)
class Block:
    """A block of quiet lines."""

    name: str
    lines: int = 0

    def link(self, address: str, label: str, facts: str = "", **query: str) -> None:
        """A line that leads to a page, if the person has it, and what there is to know before."""
        screen = screen_at(address)
        if screen not in screens_for(session.actor()):
            return
        self.lines += 1
        with st.container(horizontal=True, gap="small", key=f"line-{self.name}-{self.lines}"):
            st.page_link(screen.file, label=plain(label), query_params=query or None, width="content")
            if facts:
                st.caption(plain(facts))

    def fact(self, first: str, rest: str) -> None:
        """A line that leads nowhere: a day or a name, and what there is to say of it."""
        st.html(f'<p class="home-fact"><strong>{escape(first)}</strong><span>{escape(rest)}</span></p>')


@contextmanager
def block(name: str, title: str) -> Iterator[Block]:
    with st.container(border=True, gap="xxsmall", key=f"home-{name}"):
        st.subheader(title, anchor=False)
        yield Block(name)


def answer(sentence: str, concept: str) -> None:
    """What waits, in a sentence; beneath it what barriers hinder and facilitators help."""
    with st.container(key="waits", gap="xsmall"):
        st.markdown(plain(sentence))
        st.caption(plain(f"Barriers hinder and facilitators help: {concept}."))
