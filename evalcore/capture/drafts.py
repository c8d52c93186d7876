"""Drafts: something half-typed, kept for its author alone and never part of the evaluation's record."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from db.store import Store
from db.tables import Draft
from evalcore.errors import Invalid, NotFound, Stale
from evalcore.manage.access import Action, Actor, require

_ID = re.compile(r"[a-z0-9-]{1,64}")
_MAY_WRITE = (Action.LOG_NOTES, Action.CODE)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as it is kept. `client` is the open page that wrote it last, `seq` counts that page's own writings,
    `rev` everybody's."""

    id: str
    client: str
    seq: int
    rev: int
    saved_at: datetime
    body: dict[str, Any]


class OtherWriter(Stale):
    """Another page has written this draft since; `kept` is what it wrote."""

    def __init__(self, kept: DraftRow) -> None:
        super().__init__("Another page has changed this draft since. Compare the two before you go on.")
        self.kept = kept


def read_draft(store: Store, actor: Actor, id: str) -> DraftRow:
    """Her draft with this id.

    Raises
    ------
    NotFound
    """
    require(actor, *_MAY_WRITE)
    with store.read() as session:
        row = _find(session, actor, id)
    if row is None:
        raise NotFound("There is no such draft.")
    return _row(row)


def list_drafts(store: Store, actor: Actor) -> list[DraftRow]:
    """Her drafts, the one she wrote last first."""
    require(actor, *_MAY_WRITE)
    query = select(Draft).where(Draft.evaluation_id == actor.evaluation_id, Draft.account_id == actor.account_id)
    with store.read() as session:
        return [_row(row) for row in session.exec(query.order_by(col(Draft.saved_at).desc()))]


def keep_draft(
    store: Store, actor: Actor, id: str, *, client: str, seq: int, base: int, body: Mapping[str, Any]
) -> DraftRow:
    """Keep what a page holds now. `base` is the rev that the page last knew, 0 for none.

    A writing that comes late, or twice, changes nothing. A draft that is gone begins anew: rather one too many than
    words lost.

    Raises
    ------
    OtherWriter
        Another page has written since `base`.
    """
    require(actor, *_MAY_WRITE)
    if not _ID.fullmatch(id):
        raise Invalid("A draft's id has small letters, digits and hyphens, at most 64.")
    try:
        return _keep(store, actor, id, client, seq, base, body)
    except IntegrityError:
        # Two pages began the same draft at one moment: the second finds it there now.
        return _keep(store, actor, id, client, seq, base, body)


def drop_draft(store: Store, actor: Actor, id: str) -> None:
    """Forget a draft, if it is there."""
    require(actor, *_MAY_WRITE)
    with store.write() as session:
        if row := _find(session, actor, id):
            session.delete(row)


def _keep(store: Store, actor: Actor, id: str, client: str, seq: int, base: int, body: Mapping[str, Any]) -> DraftRow:
    with store.write() as session:
        row = _find(session, actor, id, lock=True)
        if row and row.client == client and seq <= row.seq:
            return _row(row)
        if row and row.client != client and row.rev != base:
            raise OtherWriter(_row(row))
        if row is None:
            row = Draft(
                evaluation_id=actor.evaluation_id,
                account_id=actor.account_id,
                id=id,
                kind=id.rstrip("0123456789-"),
                rev=base,
                client=client,
                seq=seq,
                body="",
                saved_at=datetime.now(UTC),
            )
        row.client, row.seq, row.rev = client, seq, row.rev + 1
        row.body, row.saved_at = json.dumps(body), datetime.now(UTC)
        session.add(row)
        session.flush()
        return _row(row)


def _find(session: Session, actor: Actor, id: str, *, lock: bool = False) -> Draft | None:
    query = select(Draft).where(
        Draft.evaluation_id == actor.evaluation_id, Draft.account_id == actor.account_id, Draft.id == id
    )
    return session.exec(query.with_for_update() if lock else query).first()


def _row(row: Draft) -> DraftRow:
    return DraftRow(row.id, row.client, row.seq, row.rev, row.saved_at, json.loads(row.body))
