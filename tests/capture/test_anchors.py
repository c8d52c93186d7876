"""Spans of a text found again in another wording of it."""

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evalcore.capture.anchors import carry
from evalcore.capture.edits import differences


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
        pytest.param("Two  days\nlate", "Two days late", "days\nlate", "days late", id="other white space"),
        pytest.param("A.\n\nB b.\n\nC.", "C.\n\nB new b.\n\nA.", "B b.", "B new b.", id="lines that changed places"),
        pytest.param("🚑 was late", "The 🚑 was 🏥 late", "was late", "was 🏥 late", id="emoji"),
    ],
)
def test_an_edit_inside_belongs_and_one_at_an_edge_stays_outside(
    old: str, new: str, words: str, found: str | None
) -> None:
    assert carried(old, new, words) == found


@contextmanager
def in_steps(most: int) -> Iterator[None]:
    """What is done in it must not take more calls, of built-in functions too: it needs no clock, and fails at once."""
    left = most

    def count(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal left
        left -= event in ("call", "c_call")
        if left < 0:
            sys.setprofile(None)
            raise AssertionError(f"more than {most} steps")

    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)


def interview(words: int, *, lines: bool) -> list[str]:
    """Words as common as in speech: a few make up half of it."""
    dice = random.Random(20160203)
    rare = ["".join(dice.choices("etaoinshrdlucm", k=dice.randint(3, 9))) for _ in range(2_000)]
    common = ["the", "and", "we", "to", "it", "of", "that", "was"]
    said = [dice.choice(common if dice.random() < 0.5 else rare) for _ in range(words)]
    return [f"{word}.\n" if lines and dice.random() < 1 / 30 else f"{word} " for word in said]


@pytest.mark.parametrize("lines", [True, False], ids=["turns", "one line"])
def test_a_word_at_each_end_of_a_long_interview_is_soon_found(lines: bool) -> None:
    words = interview(30_000, lines=lines)
    old = "".join(words)
    new = "".join([*words[:20], "PUT ", *words[20:15_000], *words[15_003:29_980], "IN ", *words[29_980:]])
    start = len("".join(words[:20_000]))
    with in_steps(1_500_000):
        [span] = carry(old, new, [(start, start + 40)])
        changes = differences(old, new)
    assert span and new[slice(*span)] == old[start : start + 40].strip()
    assert [one.put_in.strip() for one in changes] == ["PUT", "", "IN"]


@pytest.mark.parametrize("same", ["yes ", "it was late, "], ids=["a word", "a sentence"])
def test_a_long_line_that_says_one_thing_again_and_again_holds_nobody_up(same: str) -> None:
    old = same * 30_000
    with in_steps(1_500_000):
        carry(old, f"{same * 100}no {same * 29_000}no {same * 100}", [(0, 12), (len(old) - 12, len(old))])


@given(
    st.lists(st.sampled_from(["a", "b", "é", ".", " ", "\n"])), st.lists(st.sampled_from(["a", "b", "c", " ", "\n"]))
)
def test_every_span_comes_to_lie_on_words_of_the_new_text(old: list[str], new: list[str]) -> None:
    one, other = "".join(old), "".join(new)
    assume(one != other)
    spans = [(start, end) for start in range(len(one)) for end in range(start + 1, len(one) + 1)]
    for span in carry(one, other, spans):
        assert span is None or (0 <= span[0] < span[1] <= len(other) and other[slice(*span)].strip())
