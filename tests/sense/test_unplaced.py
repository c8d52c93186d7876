"""Excerpts whose words an edit took away: listed, and placed by a person."""

import pytest

from db.store import Store
from db.vocabulary import Role
from evalcore.capture.library import library
from evalcore.capture.text_edits import edit_text
from evalcore.errors import InvalidTransition, NotPermitted, Stale
from evalcore.manage.access import Actor
from evalcore.manage.changes import Done
from evalcore.manage.undo import undo
from evalcore.manage.verification import faults
from evalcore.sense.field_notes import open_note
from evalcore.sense.unplaced import place_excerpt, places_of_words, unplaced
from evalcore.watch.reading_state import ReadState, reading_states
from tests import factories

MOVED = factories.TEXT.replace(" took two days", "") + "It cost two whole days.\n"


def lost(store: Store, actor: Actor) -> int:
    """A source with a coding whose words an edit took away, and another whose words stand."""
    source = factories.source(store, actor)
    factories.coding(store, actor, source=source, quote="took two days")
    factories.coding(store, actor, source=source, quote="three wards")
    factories.reading(store, actor, source=source)
    edit_text(store, actor, source, MOVED, in_substance=False)
    return source


def place(store: Store, actor: Actor, words: str, excerpt: int = 1) -> Done:
    start = MOVED.index(words)
    return place_excerpt(store, actor, excerpt, start, start + len(words), words)


def test_an_excerpt_whose_words_are_gone_is_listed_as_it_read(store: Store) -> None:
    ada = factories.actor(store)
    source = lost(store, ada)
    [one] = unplaced(store, ada)
    assert (one.source, one.quote, one.version) == (source, "took two days", 1)
    assert [(coding.theme, coding.coder) for coding in one.codings] == [(4, "Ada Lovell")]


def test_placed_it_lies_on_the_chosen_words_and_the_source_stays_read(store: Store) -> None:
    ada = factories.actor(store)
    source = lost(store, ada)
    place(store, ada, "two whole days")
    assert unplaced(store, ada) == []
    assert [tag.quote for tag in open_note(store, ada, source).note.tags] == ["three wards", "two whole days"]
    assert reading_states(store, ada)[source].state is ReadState.READ
    assert faults(store) == []


def test_an_undo_takes_the_place_back_and_leaves_every_other(store: Store) -> None:
    ada = factories.actor(store)
    source = lost(store, ada)
    undo(store, ada, place(store, ada, "two whole days").change_no)
    assert [one.excerpt for one in unplaced(store, ada)] == [1]
    assert [tag.quote for tag in open_note(store, ada, source).note.tags] == ["three wards"]
    place(store, ada, "Nobody")
    assert unplaced(store, ada) == []


def test_an_excerpt_that_has_its_place_is_not_placed_again(store: Store) -> None:
    ada = factories.actor(store)
    lost(store, ada)
    with pytest.raises(InvalidTransition, match="has its place"):
        place(store, ada, "Nobody", excerpt=2)


def test_words_that_have_moved_meanwhile_are_refused(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    lost(sqlite_store, ada)
    with pytest.raises(Stale):
        place_excerpt(sqlite_store, ada, 1, 0, 5, "other")


def test_a_coder_places_what_is_hers_and_nothing_else(store: Store) -> None:
    ada = factories.actor(store)
    ben = factories.actor(store, Role.CODER, evaluation_id=ada.evaluation_id, name="Ben")
    lost(store, ada)
    with pytest.raises(NotPermitted, match="lead coder"):
        place(store, ben, "Nobody")
    source = factories.source(store, ada)
    factories.coding(store, ben, source=source, quote="took two days")
    edit_text(store, ada, source, MOVED)
    place(store, ben, "Nobody", excerpt=3)
    assert [one.excerpt for one in unplaced(store, ada)] == [1]


def test_a_blind_coding_is_listed_to_its_coder_alone(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    ben = factories.actor(sqlite_store, Role.CODER, evaluation_id=ada.evaluation_id, name="Ben")
    source = factories.source(sqlite_store, ada)
    factories.coding(sqlite_store, ben, source=source, quote="took two days", blind=True)
    edit_text(sqlite_store, ada, source, MOVED)
    assert unplaced(sqlite_store, ada) == []
    assert [one.excerpt for one in unplaced(sqlite_store, ben)] == [1]


def test_a_source_that_was_taken_back_asks_for_no_place(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    source = lost(sqlite_store, ada)
    other = factories.source(sqlite_store, ada)
    assert unplaced(sqlite_store, ada, other) == []
    taken_in = {row.no: row.taken_in for row in library(sqlite_store, ada)}
    undo(sqlite_store, ada, taken_in[other])
    assert [one.source for one in unplaced(sqlite_store, ada)] == [source]


def test_words_are_found_over_a_lines_end_and_with_marks_in_them() -> None:
    text = "He said: a (b).\nTwo  days, 🙂 then TWO\ndays."
    assert [text[start:end] for start, end in places_of_words(text, "two days")] == ["Two  days", "TWO\ndays"]
    assert places_of_words(text, "a (b).") == [(9, 15)]
    assert places_of_words(text, "  ") == []
