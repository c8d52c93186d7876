"""Keyword in context: the words around a place, as a line."""

import doctest

from evalcore.sense import in_context as module
from evalcore.sense.in_context import SIDE, in_context
from evalcore.sense.matching import Place


def test_the_worked_example_is_right() -> None:
    assert doctest.testmod(module).failed == 0


def test_the_sides_are_cut_between_words() -> None:
    text = "word " * 60
    left, words, right = in_context(text, Place(150, 154, ((150, 154),)))
    assert words == (("word", True),)
    assert set(left.split()) == set(right.split()) == {"word"}
    assert SIDE - 5 <= len(left) <= SIDE and SIDE - 5 <= len(right) <= SIDE


def test_a_side_without_spaces_is_shown_all_the_same() -> None:
    left, _, right = in_context("x" * 300, Place(150, 151, ((150, 151),)))
    assert (len(left), len(right)) == (SIDE, SIDE)
