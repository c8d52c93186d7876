"""Markdown for others' eyes: whatever is written, nothing in it runs, is fetched, or leads where it does not say."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalcore.interchange.safe_markdown import safe_html

ALLOWED = {
    *("p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "br", "h4", "h5", "h6"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title", "rel", "target"},
    "ol": {"start"},
    "th": {"style"},
    "td": {"style"},
    "code": {"class"},
}


class Tags(HTMLParser):
    """The elements that a browser would make, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("*a* **b**", "<p><em>a</em> <strong>b</strong></p>", id="weight"),
        pytest.param("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", id="script"),
        pytest.param("<b onclick=x>", "<p>&lt;b onclick=x&gt;</p>", id="html"),
        pytest.param("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>", id="javascript"),
        pytest.param("<data:text/html,x>", "<p>&lt;data:text/html,x&gt;</p>", id="data"),
        pytest.param("[x](/account/sign-out)", "<p>[x](/account/sign-out)</p>", id="within"),
        pytest.param("[x](//example.org)", "<p>[x](//example.org)</p>", id="no scheme"),
        pytest.param("![a chart](https://x.org/a)", "<p><em>a chart (pictures are not shown)</em></p>", id="picture"),
        pytest.param("# One\n## Two", "<h4>One</h4>\n<h5>Two</h5>", id="headings"),
        pytest.param("One\n===", "<h4>One</h4>", id="underlined"),
        pytest.param("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>", id="list"),
    ],
)  # fmt: skip
def test_it_shows_as(written: str, shown: str) -> None:
    assert safe_html(written).strip() == shown


def test_a_link_to_the_web_opens_apart_and_tells_nobody_where_it_stood() -> None:
    [_, (tag, attributes)] = Tags(safe_html("[the review](https://example.org/a?b=1&c=2)")).found
    assert tag == "a"
    assert attributes == {"href": "https://example.org/a?b=1&c=2", "rel": "noopener noreferrer", "target": "_blank"}


PIECES = st.sampled_from(
    ["<", ">", "[", "]", "(", ")", "!", "\n", "\n\n", "`", "*", "_", "#", "|", "-", "&", '"', "'", "\\", " ", "a", "=",
     "javascript:", "data:", "https://x.org", "<img src=x onerror=y>", "<script>", "</script>", "<!--", "[a]: ", "\t"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
def test_whatever_is_written_makes_nothing_but_plain_elements(written: str) -> None:
    for tag, attributes in Tags(safe_html(written)).found:
        assert tag in ALLOWED
        assert set(attributes) <= ATTRIBUTES.get(tag, set())
        if tag == "a":
            assert (attributes["href"] or "").lower().startswith(("http://", "https://"))
            assert attributes["rel"] == "noopener noreferrer"
