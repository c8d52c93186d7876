"""Many files taken in one after another: each in a transaction of its own, one that cannot be stopping no other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from db.store import Store
from db.vocabulary import SourceKind
from evalcore.capture.files import OpenFile, read_rows, rows_text
from evalcore.capture.many_names import FileNames, numbered_in
from evalcore.capture.names_step import names_in
from evalcore.capture.participants import participants
from evalcore.capture.sources import Facts
from evalcore.capture.taking_in import Person, Speakers, take_in, take_in_rows
from evalcore.errors import EvalError, ImportProblem
from evalcore.interchange.note_rows import NoteRow
from evalcore.interchange.problems import Problem, Severity
from evalcore.manage.access import Action, Actor, require


@dataclass(frozen=True, slots=True)
class Looked:
    """An open file as far as it can be said what it is without asking. A table has `rows`, or the `fault` that keeps
    all of them out; `problems` are those of the file and of its rows."""

    opened: OpenFile
    names: FileNames
    problems: tuple[Problem, ...]
    rows: tuple[NoteRow, ...] = ()
    fault: str | None = None

    @property
    def text(self) -> str:
        """All that would be stored, and could hold a name."""
        return self.opened.document.text if self.opened.table is None else rows_text(self.rows)

    @property
    def title(self) -> str:
        """A row has its own."""
        return self.opened.title if self.opened.table is None else ""

    @property
    def rows_left_out(self) -> tuple[int, ...]:
        wrong = {problem.row for problem in self.problems if problem.severity is Severity.ERROR}
        return tuple(sorted(row for row in wrong if row is not None))


def look(store: Store, actor: Actor, opened: OpenFile, trusts: Mapping[str, str]) -> Looked:
    """Look through an open file as the steps would; `trusts` says how each trust is shown."""
    require(actor, Action.IMPORT_SOURCES)
    if opened.table is None:
        names = names_in(opened.title, opened.document.text, trusts=trusts)
        numbered = numbered_in(opened.document.text)
        return Looked(opened, FileNames(names, numbered), opened.document.problems)
    try:
        rows, problems = read_rows(store, actor, opened)
    except ImportProblem as problem:
        return Looked(opened, FileNames(()), opened.document.problems, fault=str(problem))
    text = rows_text(rows)
    fault = None if rows else "No row of it can go in: mend the file, or say which column is which."
    return Looked(opened, FileNames(names_in("", text, trusts=trusts), numbered_in(text)), problems, rows, fault)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file is to go in; `facts` None: as the rows that it has. `token` sees to it that it lands once."""

    token: str
    looked: Looked
    choices: Mapping[str, str]
    kind: SourceKind = SourceKind.FIELD_NOTE
    facts: Facts | None = None
    speakers: Speakers | None = None
    others: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: how many sources it is now, and which, where it is one. `failed` says why it is none."""

    token: str
    name: str
    sources: int = 0
    source: int | None = None
    problems: tuple[Problem, ...] = ()
    failed: str | None = None


def take_in_each(store: Store, actor: Actor, plans: Iterable[Plan]) -> Iterator[Outcome]:
    """Take in file after file, and say of each what became of it.

    A new participant of one pseudonym in several files comes with the first, and is the same in the others.

    Raises
    ------
    NotPermitted
    """
    require(actor, Action.IMPORT_SOURCES)
    return _each(store, actor, plans)


def _each(store: Store, actor: Actor, plans: Iterable[Plan]) -> Iterator[Outcome]:
    made: dict[str, Person] = {}
    for plan in plans:
        try:
            outcome = _taken_in(store, actor, plan, made)
        except EvalError as error:
            yield Outcome(plan.token, plan.looked.opened.name, problems=plan.looked.problems, failed=str(error))
            continue
        new = {one.pseudonym.casefold() for one in _people(plan) if one.no is None} - made.keys()
        if new:
            there = {row.pseudonym.casefold(): row for row in participants(store, actor)}
            made |= {
                key: Person(row.pseudonym, row.role_group, row.no, row.trust)
                for key, row in there.items()
                if key in new
            }
        yield outcome


def _taken_in(store: Store, actor: Actor, plan: Plan, made: Mapping[str, Person]) -> Outcome:
    looked = plan.looked
    opened = looked.opened
    if plan.facts is None:
        take_in_rows.once(plan.token, store, actor, opened, looked.rows, choices=plan.choices)
        return Outcome(plan.token, opened.name, len(looked.rows), None, looked.problems)

    def known(person: Person) -> Person:
        return made.get(person.pseudonym.casefold(), person) if person.no is None else person

    done = take_in.once(
        plan.token,
        store,
        actor,
        opened,
        plan.kind,
        plan.facts,
        choices=plan.choices,
        speakers={label: person and known(person) for label, person in (plan.speakers or {}).items()},
        participants=tuple(map(known, plan.others)),
    )
    return Outcome(plan.token, opened.name, 1, done.subject_no, looked.problems)


def _people(plan: Plan) -> list[Person]:
    return [*filter(None, (plan.speakers or {}).values()), *plan.others]
