"""Spans of a text found again in another wording of it."""

import pytest

from evalcore.capture.anchors import carry


def carried(old: str, new: str, words: str) -> str | None:
    start = old.index(words)
    [span] = carry(old, new, [(start, start + len(words))])
    return None if span is None else new[slice(*span)]


@pytest.mark.parametrize(
    ("old", "new", "words", "found"),
    [
        pytest.param("A zeta b", "A zq1 zeta b", "zeta", "zeta", id="a word before it that begins alike"),
        pytest.param("A zeta b", "A zeta zuta b", "zeta", "zeta", id="a word after it that ends alike"),
        pytest.param("They ask us late", "They never ask us late", "ask us", "ask us", id="a word before it"),
        pytest.param("They ask us late", "They ask only us late", "ask us", "ask only us", id="a word inside"),
        pytest.param("Teh board met", "The board met", "Teh board", "The board", id="a word mended at its edge"),
        pytest.param("Teh board met", "The board met", "Teh", "The", id="the whole of it replaced"),
        pytest.param("One. Two. Three.", "One. Three.", "Two.", None, id="all of it gone"),
        pytest.param("One two three", "One three", "One two", "One", id="its end gone"),
        pytest.param("🚑 was late", "The 🚑 was 🏥 late", "was late", "was 🏥 late", id="emoji"),
    ],
)
def test_an_edit_inside_belongs_and_one_at_an_edge_stays_outside(
    old: str, new: str, words: str, found: str | None
) -> None:
    assert carried(old, new, words) == found
