"""Markdown as HTML that can be shown to others: nothing in it runs, nothing is fetched, and links say where they go."""

import re
from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
FIRST_HEADING = 4
"""The level of a heading that Markdown calls the first: those above are the page's and the memo's."""


def safe_html(text: str) -> str:
    """CommonMark with tables, as HTML.

    HTML in the text shows as text. A picture shows as its words, for fetching it would tell its server who reads.
    Only addresses that begin with http:// or https:// become links, and what they open knows nothing of this page.

    >>> safe_html("*no* <script>alert(1)</script>")
    '<p><em>no</em> &lt;script&gt;alert(1)&lt;/script&gt;</p>\\n'
    """
    return str(_reader().render(text))


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.validateLink = lambda url: _WEB.match(url) is not None  # type: ignore[method-assign]
    reader.add_render_rule("link_open", _link)
    reader.add_render_rule("image", _picture)
    reader.add_render_rule("heading_open", _heading)
    reader.add_render_rule("heading_close", _heading)
    return reader


def _link(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    tokens[at].attrSet("rel", "noopener noreferrer")
    tokens[at].attrSet("target", "_blank")
    return renderer.renderToken(tokens, at, options, env)


def _picture(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    words = renderer.renderInlineAsText(tokens[at].children, options, env)
    return f"<em>{escape(words or 'a picture')} (pictures are not shown)</em>"


def _heading(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    level = min(6, FIRST_HEADING - 1 + len(tokens[at].markup) if tokens[at].markup.startswith("#") else FIRST_HEADING)
    tokens[at].tag = f"h{level}"
    return renderer.renderToken(tokens, at, options, env)
