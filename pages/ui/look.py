"""What config.toml cannot give: app.css, look.js for language and colour scheme, way_back.js for the browser's Back."""

from pathlib import Path

import streamlit as st


def _read(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


STYLE = f"<style>{_read('app.css')}{_read('dashboard.css')}</style>"
SCRIPT = f"<script>(() => {{{_read('look.js')}{_read('way_back.js')}}})()</script>"


def apply_look() -> None:
    """Dress the page; the shell calls it once a run, before anything else is drawn."""
    with st.container(key="look"):
        # Markdown is in the browser's first bundle, st.html is fetched later: the page must not be seen undressed.
        st.markdown(STYLE, unsafe_allow_html=True)
        st.html(SCRIPT, unsafe_allow_javascript=True)


def wear(name: str) -> None:
    """Dress what only one page has, with a style sheet of its own beside this module."""
    st.html(Path(__file__).with_name(name))
