"""Every change to an evaluation: one transaction, one change number, one row in the record."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy import func, insert
from sqlmodel import Session, col, select

from db.reads.rows import standing
from db.store import Store
from db.tables import Change, Evaluation
from db.tables.columns import LARGEST, Dated, InEvaluation
from evalcore.errors import NotFound, NotPermitted
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.chain import link

P = ParamSpec("P")
R = TypeVar("R", bound=InEvaluation)
D = TypeVar("D", bound=Dated)


@dataclass(frozen=True, slots=True)
class Done:
    """What a verb did: its change number, and the thing it was done to."""

    change_no: int
    subject_kind: str
    subject_no: int | None

    @property
    def made(self) -> int:
        """The number of the thing, of a verb that is about one."""
        assert self.subject_no is not None
        return self.subject_no


@dataclass(slots=True)
class Work:
    """One change in the making: the open transaction and the number it takes."""

    session: Session
    actor: Actor
    evaluation: Evaluation
    change_no: int
    subject_kind: str = "evaluation"
    subject_no: int | None = None
    undoes: int | None = None
    _counters: dict[type[InEvaluation], int] = field(default_factory=dict)

    @property
    def evaluation_id(self) -> int:
        return self.actor.evaluation_id

    def subject(self, kind: str, no: int | None) -> None:
        """Name what the change is about, for the record."""
        self.subject_kind, self.subject_no = kind, no

    @property
    def made(self) -> int:
        """The number of what the step before this one was about."""
        assert self.subject_no is not None
        return self.subject_no

    def next_no(self, table: type[InEvaluation]) -> int:
        if table not in self._counters:
            newest = select(func.max(table.no)).where(table.evaluation_id == self.evaluation_id)
            self._counters[table] = self.session.exec(newest).one() or 0
        self._counters[table] += 1
        return self._counters[table]

    def add(self, table: type[R], **values: Any) -> R:
        """A new row with the next number; made by this change where the table keeps that."""
        if "made_in" in table.model_fields:
            values.setdefault("made_in", self.change_no)
        row = table(evaluation_id=self.evaluation_id, no=self.next_no(table), **values)
        self.session.add(row)
        return row

    def add_many(self, table: type[R], several: Sequence[Mapping[str, Any]]) -> list[int]:
        """Rows by the thousand, with every value said, made by this change: their numbers."""
        numbers = [self.next_no(table) for _ in several]
        own = {"evaluation_id": self.evaluation_id, "made_in": self.change_no}
        if several:
            rows = [{**own, "no": no, **values} for no, values in zip(numbers, several, strict=True)]
            self.session.execute(insert(table), rows)
        return numbers

    def end(self, row: Dated) -> None:
        row.ended_in = self.change_no
        self.session.add(row)

    def replace(self, row: D, **values: Any) -> D:
        """End `row` and begin another that differs from it in `values`."""
        self.end(row)
        return self.again(row, **values)

    def again(self, row: D, **values: Any) -> D:
        """A new row that stands as `row` stood, but for `values`."""
        kept = row.model_dump(exclude={"evaluation_id", "no", "made_in", "ended_in"})
        return self.add(type(row), **(kept | values))

    def find(self, table: type[R], no: int, what: str) -> R:
        """The row numbered `no`; `what` names it if it is not there.

        Raises
        ------
        NotFound
        """
        row = self.session.get(table, (self.evaluation_id, no)) if no <= LARGEST else None
        if row is None:
            raise NotFound(f"There is no {what} number {no} in this evaluation.")
        return row

    def standing(self, table: type[D], **where: object) -> list[D]:
        """The rows of `table` in force that match, oldest first."""
        return standing(self.session, self.evaluation_id, table, **where)


class Verb(Generic[P]):
    """A service that changes an evaluation: `verb(store, actor, ...) -> Done`.

    It asks for permission, takes the evaluation's lock and the next change number, does its work
    and appends to the record, all in one transaction. `once` is for clients that may send the same
    operation twice; `within` lets a larger verb do this one as part of itself.
    """

    def __init__(self, name: str, actions: tuple[Action, ...], do: Callable[Concatenate[Work, P], None]) -> None:
        self.name, self.actions, self.within = name, actions, do
        self.__doc__ = do.__doc__

    def __call__(self, store: Store, actor: Actor, *args: P.args, **kwargs: P.kwargs) -> Done:
        return self._run(store, actor, None, *args, **kwargs)

    def once(self, nonce: str, store: Store, actor: Actor, *args: P.args, **kwargs: P.kwargs) -> Done:
        """As a call, but a nonce that has landed before changes nothing and answers as it did then."""
        return self._run(store, actor, nonce, *args, **kwargs)

    def _run(self, store: Store, actor: Actor, nonce: str | None, *args: P.args, **kwargs: P.kwargs) -> Done:
        require(actor, *self.actions)
        with store.write() as session:
            evaluation = store.lock(session, actor.evaluation_id)
            if evaluation is None:
                raise NotFound("This evaluation is not there any more.")
            if nonce and (done := _landed(session, actor, nonce)):
                return done
            work = Work(session, actor, evaluation, evaluation.change_no + 1)
            self.within(work, *args, **kwargs)
            return record(work, self.name, nonce)


VERBS: dict[str, Verb[Any]] = {}
"""Every verb by name: what the readable history words, and what the test of permissions walks."""


def verb(name: str, *actions: Action) -> Callable[[Callable[Concatenate[Work, P], None]], Verb[P]]:
    """Make a function of an open change into a `Verb` that any of `actions` permits."""

    def made(do: Callable[Concatenate[Work, P], None]) -> Verb[P]:
        VERBS[name] = Verb(name, actions, do)
        return VERBS[name]

    return made


def record(work: Work, verb_name: str, nonce: str | None = None, *, at: datetime | None = None) -> Done:
    """Append the change to the chain and move the evaluation's change number to it. `at` None: now."""
    work.session.flush()
    query = select(Change).where(Change.evaluation_id == work.evaluation_id).order_by(col(Change.no).desc()).limit(1)
    previous = work.session.exec(query).one_or_none()
    row = Change(
        evaluation_id=work.evaluation_id,
        no=work.change_no,
        at=at or datetime.now(UTC),
        by=work.actor.account_id,
        verb=verb_name,
        subject_kind=work.subject_kind,
        subject_no=work.subject_no,
        undoes=work.undoes,
        nonce=nonce,
        previous_hash=previous.hash if previous else work.evaluation.guid,
        hash="",
    )
    row.hash = digest(row)
    work.session.add(row)
    work.evaluation.change_no = work.change_no
    work.session.add(work.evaluation)
    return Done(row.no, row.subject_kind, row.subject_no)


def standing_undos(session: Session, evaluation_id: int, as_at: int | None = None) -> dict[int, int]:
    """The undo that took each change back, of undos that were not taken back themselves; as known at a change."""
    query = select(Change).where(Change.evaluation_id == evaluation_id, col(Change.undoes).is_not(None))
    if as_at is not None:
        query = query.where(Change.no <= as_at)
    return undone_by(session.exec(query.order_by(col(Change.no).desc())))


def undone_by(newest_first: Iterable[Change]) -> dict[int, int]:
    """Of these changes, the standing undo of each that was taken back."""
    found: dict[int, int] = {}
    for row in newest_first:
        if row.no not in found and row.undoes is not None:
            found[row.undoes] = row.no
    return found


def newest_change(store: Store, evaluation_id: int) -> int:
    """The evaluation's change number: moved on by everything that changes it."""
    with store.read() as session:
        return session.exec(select(Evaluation.change_no).where(Evaluation.id == evaluation_id)).one()


def newest_hash(store: Store, evaluation_id: int) -> str:
    """The hash of the newest change: of two histories that came as far, as after a restore, each has its own."""
    with store.read() as session:
        query = select(Change.hash).where(Change.evaluation_id == evaluation_id).order_by(col(Change.no).desc())
        return session.exec(query.limit(1)).one()


def landed(store: Store, actor: Actor, nonce: str) -> Done | None:
    """What her operation with this nonce did; None if it has not landed."""
    with store.read() as session:
        return _landed(session, actor, nonce)


def digest(change: Change) -> str:
    """SHA-256 over the change and the hash of the one before it."""
    facts = [
        change.by,
        change.verb,
        change.subject_kind,
        change.subject_no,
        change.undoes,
        change.nonce,
        change.previous_hash,
    ]
    return link(change.no, change.at, facts)


def _landed(session: Session, actor: Actor, nonce: str) -> Done | None:
    query = select(Change).where(Change.evaluation_id == actor.evaluation_id, Change.nonce == nonce)
    row = session.exec(query).one_or_none()
    if row is not None and row.by != actor.account_id:
        raise NotPermitted("This was done by somebody else already. Reload the page and do it again.")
    return Done(row.no, row.subject_kind, row.subject_no) if row else None
