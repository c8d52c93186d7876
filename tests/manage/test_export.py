"""The export as a person takes it: what is not hers to know is left out, and that she took it is kept."""

from sqlmodel import select

from db.store import Store
from db.tables import Look
from db.vocabulary import MemoKind, Role
from evalcore.manage.export import tables
from evalcore.manage.verification import faults
from evalcore.sense.coding import accept
from evalcore.sense.memos import About, Thought, write_memo
from tests import factories


def test_an_export_is_a_look_of_who_took_it(store: Store) -> None:
    ada = factories.actor(store)
    tables(store, ada)
    with store.read() as session:
        looks = session.exec(select(Look)).all()
    assert [(look.by, look.verb, look.subject_kind) for look in looks] == [(ada.account_id, "export", "evaluation")]
    assert faults(store) == []


def test_a_blind_coding_leaves_with_its_coder_alone_until_it_counts(store: Store) -> None:
    ada = factories.actor(store)
    ben = factories.actor(store, Role.RESEARCHER, evaluation_id=ada.evaluation_id, name="Ben")
    source = factories.source(store, ada)
    blind = factories.coding(store, ben, source=source, blind=True)
    write_memo(store, ben, Thought(MemoKind.ANALYTIC, "Not sure.", About(coding=blind)))

    def left(exported: dict[str, list[dict[str, object]]]) -> tuple[int, int]:
        return len(exported["codings"]), len(exported["memos"])

    assert left(tables(store, ada)) == (0, 0)
    assert left(tables(store, ben)) == left(tables(store, ada, with_blind=True)) == (1, 1)
    accept(store, ada, blind, reconciliation=True)
    assert left(tables(store, ada)) == (2, 1)
