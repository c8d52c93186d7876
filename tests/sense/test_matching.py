"""Where texts have what is looked for, against an oracle that goes word by word through the text as it is."""

import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalcore.capture.clean import clean
from evalcore.errors import Invalid
from evalcore.sense.matching import Folded, Matcher
from evalcore.sense.query import LONGEST, Near, Phrase, Query, Term, Word, parse

Span = tuple[int, int]
Found = tuple[int, int, tuple[Span, ...]]

LETTERS = "abßſİıŉﬁΣςé7_" + "\N{COMBINING DOT ABOVE}" + "\N{COMBINING ACUTE ACCENT}"
BETWEEN = " \n.,'’-\N{ZERO WIDTH JOINER}🏥—"
# Few different letters, so that words meet; weighted so that runs of either kind come.
texts = st.text(st.sampled_from(LETTERS + BETWEEN + "aaabb    "), max_size=60).map(clean)


def is_letter(one: str) -> bool:
    return one.isalnum() or one == "_" or unicodedata.category(one).startswith("M")


def words_of(text: str) -> list[Span]:
    edges = [
        at for at in range(len(text) + 1) if at in (0, len(text)) or is_letter(text[at]) != is_letter(text[at - 1])
    ]
    return [(start, end) for start, end in pairwise(edges) if is_letter(text[start])]


def rows(text: str, words: list[Span], phrase: Phrase) -> list[tuple[int, int]]:
    """First and last word of each place, none of which begins before the last has ended."""

    def fits(place: int, word: Word) -> bool:
        said = text[slice(*words[place])].casefold()
        return said.startswith(word.text) if word.begun else said == word.text

    found, at, many = [], 0, len(phrase.words)
    while at + many <= len(words):
        there = all(fits(at + offset, word) for offset, word in enumerate(phrase.words))
        if there:
            found.append((at, at + many - 1))
        at += many if there else 1
    return found


def of_term(text: str, words: list[Span], term: Term) -> list[Found]:
    def span(row: tuple[int, int]) -> Span:
        return words[row[0]][0], words[row[1]][1]

    if isinstance(term, Phrase):
        return [(*span(row), (span(row),)) for row in rows(text, words, term)]
    ones, others = rows(text, words, term.one), rows(text, words, term.other)
    found = {
        (span(first)[0], span(last)[1], (span(first), span(last)))
        for one in ones
        for other in others
        for first, last in [sorted((one, other))]
        if 0 < last[0] - first[1] <= term.within
        and not any(first[1] < row[0] and row[1] < last[0] for row in ones + others)
    }
    return sorted(found)


def oracle(text: str, query: Query) -> list[Found]:
    words = words_of(text)
    by_term = [of_term(text, words, term) for term in query.terms]
    if len(by_term) == 1:
        return by_term[0]
    lines = [{text.count("\n", 0, place[0]) for place in places} for places in by_term]
    together = set.intersection(*lines)
    return sorted({place for places in by_term for place in places if text.count("\n", 0, place[0]) in together})


@st.composite
def asked(draw: st.DrawFn) -> tuple[str, Query]:
    """A text, and a query made of its own words as often as of others."""
    text = draw(texts)
    own = [text[start:end].casefold() for start, end in words_of(text)]
    word = st.sampled_from([*own, "a", "b", "ss"]).flatmap(
        lambda one: st.one_of(
            st.just(Word(one)), st.integers(1, len(one)).map(lambda length: Word(one[:length], begun=True))
        )
    )
    phrase = st.lists(word, min_size=1, max_size=2).map(lambda found: Phrase(tuple(found)))
    near = st.builds(Near, phrase, phrase, st.integers(1, 4))
    terms = draw(st.lists(st.one_of(phrase, near), min_size=1, max_size=2, unique=True))
    return text, Query(tuple(terms))


@given(asked())
def test_every_place_is_found_where_it_stands_in_the_text(case: tuple[str, Query]) -> None:
    text, query = case
    found = Matcher(query).places(Folded(text), 1000)
    assert [(place.start, place.end, place.marks) for place in found] == oracle(text, query)


@given(asked(), st.integers(1, 3))
def test_the_first_places_are_those_of_all(case: tuple[str, Query], most: int) -> None:
    text, query = case
    matcher, folded = Matcher(query), Folded(text)
    assert matcher.places(folded, most) == matcher.places(folded, 1000)[:most]


def test_folding_never_makes_a_letter_of_a_space_nor_a_space_of_a_letter() -> None:
    every = (chr(code) for code in range(sys.maxunicode + 1))
    assert all(is_letter(fold) == is_letter(one) for one in every if one.casefold() != one for fold in one.casefold())


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        pytest.param("BOARD", "The board, the keyboard.", ["board"], id="a whole word, whatever its case"),
        pytest.param("nurs*", "Nursing: a nurse’s day.", ["Nursing", "nurse"], id="the beginning of a word"),
        pytest.param('"two days"', "two\ndays; two long days", ["two\ndays"], id="words in a row"),
        pytest.param("“two day*”", "Two days.", ["Two days"], id="curly marks, and a star inside them"),
        pytest.param("front-line", "front line, front-line", ["front line", "front-line"], id="a hyphen"),
        pytest.param("nurse's", "The nurse’s own, the nurse", ["nurse’s"], id="an apostrophe"),
        pytest.param(
            "board near/3 audit",
            "The audit went to the board. The board asked for one more long audit.",
            [],
            id="too far apart",
        ),
        pytest.param(
            "board near/4 audit",
            "The audit went to the board.",
            ["audit went to the board"],
            id="near, the other way round",
        ),
        pytest.param("strasse", "İn der Straße", ["Straße"], id="a letter that grows when it is folded, after another"),
        pytest.param("board ward", "board\nward\na board on the ward", ["board", "ward"], id="both in a paragraph"),
        pytest.param("& board -", "The board", ["board"], id="signs are passed over"),
    ],
)
def test_what_is_typed_finds_what_it_says(typed: str, text: str, found: list[str]) -> None:
    places = Matcher(parse(typed)).places(Folded(text), 100)
    assert [text[place.start : place.end] for place in places] == found


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        pytest.param("", "nothing to look for", id="nothing"),
        pytest.param(" … & ", "nothing to look for", id="no letter"),
        pytest.param('"two days', "mark is open", id="an open mark"),
        pytest.param("*", "star stands for the rest", id="a star alone"),
        pytest.param("*ing", "star stands for the rest", id="a star before"),
        pytest.param("nu*se", "star stands for the rest", id="a star within"),
        pytest.param("nurse.*", "star stands for the rest", id="a star after a stop"),
        pytest.param("near/5 board", "near/5 joins two", id="near with one side"),
        pytest.param("board near/5", "near/5 joins two", id="near at the end"),
        pytest.param("a near/5 b near/5 c", "near/5 joins two", id="near of three"),
        pytest.param("board near/ audit", "1 to 50", id="no number"),
        pytest.param("board near/0 audit", "1 to 50", id="no distance"),
        pytest.param("board near/51 audit", "1 to 50", id="too far"),
        pytest.param("w" * (LONGEST + 1), "too long", id="too long"),
    ],
)
def test_what_cannot_be_looked_for_gets_a_sentence_that_does_not_repeat_it(typed: str, says: str) -> None:
    with pytest.raises(Invalid, match=says) as refused:
        parse(typed)
    assert refused.value.field == "Search for"
    assert "board" not in str(refused.value) and "nurse" not in str(refused.value)


@given(st.text(st.sampled_from("ab*\"“ /near5'’\n\0éİ"), max_size=30))
def test_whatever_is_typed_is_read_or_refused_in_words(typed: str) -> None:
    try:
        query = parse(typed)
    except Invalid:
        return
    Matcher(query).places(Folded("a near b, 5 words\nnear é"), 100)
