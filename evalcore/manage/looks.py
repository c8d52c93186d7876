"""Who looked at what people said, and when: a chain of its own, so that looking moves no change number."""

from datetime import UTC, datetime

from sqlmodel import Session, col, select

from db.store import Store
from db.tables import Look
from evalcore.errors import NotFound
from evalcore.manage.access import Actor
from evalcore.manage.chain import link


def record_look(store: Store, actor: Actor, verb: str, subject_kind: str, subject_no: int | None) -> None:
    """Append a look to the chain, by ids and verb only. The service that shows the evidence has asked for permission.

    Raises
    ------
    NotFound
        The evaluation is not there any more.
    """
    with store.write() as session:
        evaluation = store.lock(session, actor.evaluation_id)
        if evaluation is None:
            raise NotFound("This evaluation is not there any more.")
        query = select(Look).where(Look.evaluation_id == actor.evaluation_id).order_by(col(Look.no).desc()).limit(1)
        last = session.exec(query).one_or_none()
        row = Look(
            evaluation_id=actor.evaluation_id,
            no=last.no + 1 if last else 1,
            at=datetime.now(UTC),
            by=actor.account_id,
            verb=verb,
            subject_kind=subject_kind,
            subject_no=subject_no,
            previous_hash=last.hash if last else evaluation.guid,
            hash="",
        )
        row.hash = digest(row)
        session.add(row)


def digest(look: Look) -> str:
    """SHA-256 over the look and the hash of the one before it."""
    facts = [
        look.by,
        look.verb,
        look.subject_kind,
        look.subject_no,
        look.previous_hash,
    ]
    return link(look.no, look.at, facts)


def look_faults(session: Session, evaluation_id: int, guid: str) -> list[str]:
    """Whether every look follows the one before it, and none was altered: a sentence for each that does not."""
    found: list[str] = []
    previous, expected = guid, 1
    for look in session.exec(select(Look).where(Look.evaluation_id == evaluation_id).order_by(col(Look.no))):
        if look.no != expected:
            found.append(f"look {expected} is missing from the record of who looked")
        if look.previous_hash != previous or look.hash != digest(look):
            found.append(f"look {look.no} is not as it was recorded")
        previous, expected = look.hash, look.no + 1
    return found
