"""What the migrations make of a store is what the tables say, and nothing in it is lost on the way."""

from datetime import UTC, date, datetime
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, insert
from sqlmodel import select

from db.reads.rows import standing
from db.store import Store
from db.tables import METADATA, Memo, MemoState
from evalcore.sense.field_notes import open_note
from tests import factories

NOTE: dict[str, Any] = {"evaluation_id": 1, "no": 1, "made_in": 1}


def test_a_migrated_store_is_laid_out_as_the_tables_say(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_a_reflection_of_the_first_layout_is_a_memo_of_its_note(store: Store) -> None:
    def fill(connection: Connection) -> None:
        there = MetaData()
        there.reflect(connection)

        def add(table: str, **values: Any) -> None:
            connection.execute(insert(there.tables[table]).values(**values))

        now, day = datetime(2016, 2, 3, tzinfo=UTC), date(2016, 2, 3)
        account = {"email": "ada@example.org", "name": "Ada", "opens_evaluations": True, "active": True}
        add("account", id=1, made_at=now, **account)
        about = {"guid": "g", "slug": "s", "name": "S", "core_concept": "Motivation", "time_zone": "Europe/London"}
        add("evaluation", id=1, people_threshold=5, change_no=2, opened_on=day, **about)
        add("source", kind="field note", **NOTE)
        add("source_state", source=1, title="Ward", held_on=day, lead_coder=1, **NOTE)
        add("text_version", source=1, number=1, text="They asked.", reason="", **NOTE)
        for no, text, ended in ((1, "I spoke too soon.", 2), (2, "I spoke far too soon.", None)):
            reflection = {"kind": "reflexive", "source": 1, "author": 1, "text": text}
            add("memo", evaluation_id=1, no=no, made_in=no, ended_in=ended, **reflection)

    store.rebuild("0001", fill)
    ada = factories.actor(store, evaluation_id=1, account_id=1)
    assert open_note(store, ada, 1).note.reflection == "I spoke far too soon."
    with store.read() as session:
        (memo,) = session.exec(select(Memo))
        assert (memo.author, memo.reflection) == (1, True)
        assert [state.memo for state in session.exec(select(MemoState))] == [memo.no, memo.no]
        assert len(standing(session, 1, MemoState)) == 1
