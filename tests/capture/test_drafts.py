"""Drafts on both stores: kept for their author, and two pages that begin one at the same moment lose nothing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from db.store import Store
from evalcore.capture.drafts import DraftRow, OtherWriter, drop_draft, keep_draft, list_drafts, read_draft
from evalcore.errors import NotFound
from tests import factories

HALF = "a lone \ud800 and a \u0000"


def test_a_draft_comes_back_as_it_was_typed(store: Store) -> None:
    me = factories.actor(store)
    kept = keep_draft(store, me, "note-new", client="phone", seq=1, base=0, body={"text": HALF, "tags": [{"start": 0}]})
    assert read_draft(store, me, "note-new") == kept
    assert kept.body == {"text": HALF, "tags": [{"start": 0}]}
    assert [row.id for row in list_drafts(store, me)] == ["note-new"]
    drop_draft(store, me, "note-new")
    with pytest.raises(NotFound):
        read_draft(store, me, "note-new")


def test_the_draft_written_last_is_listed_first(store: Store) -> None:
    me = factories.actor(store)
    for number, id in enumerate(["note-1", "note-2", "note-1"], 1):
        keep_draft(store, me, id, client="phone", seq=number, base=0, body={})
    assert [row.id for row in list_drafts(store, me)] == ["note-1", "note-2"]


def test_colleagues_drafts_of_one_name_are_apart(store: Store) -> None:
    me = factories.actor(store)
    colleague = factories.actor(store, evaluation_id=me.evaluation_id)
    for actor, text in ((me, "mine"), (colleague, "hers")):
        keep_draft(store, actor, "note-new", client="phone", seq=1, base=0, body={"text": text})
    assert read_draft(store, me, "note-new").body == {"text": "mine"}
    assert read_draft(store, colleague, "note-new").body == {"text": "hers"}


def test_two_pages_that_begin_a_draft_at_one_moment_are_told_of_each_other(store: Store) -> None:
    me = factories.actor(store)
    together = Barrier(2)

    def begin(client: str) -> DraftRow | OtherWriter:
        together.wait()
        try:
            return keep_draft(store, me, "note-new", client=client, seq=1, base=0, body={"text": client})
        except OtherWriter as other:
            return other

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(begin, ["phone", "laptop"]))
    [kept] = [answer for answer in answers if isinstance(answer, DraftRow)]
    [told] = [answer for answer in answers if isinstance(answer, OtherWriter)]
    assert told.kept == kept == read_draft(store, me, "note-new")
