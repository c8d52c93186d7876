"""Tables about the programme on their way in: rows that can go in, what is wrong with the others, and the verbs.

The verbs ask again what the preview asked: a row that cannot go in any more is named, and nothing is stored.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from db.store import Store
from db.tables import EngagementStep, Phase
from db.vocabulary import Aspect, Engagement, EventKind, Rater, RoleGroup
from evalcore.capture.participants import add_trust
from evalcore.errors import ImportProblem
from evalcore.interchange.problems import Problem
from evalcore.interchange.programme_rows import ProgrammeRow, TableKind, programme_rows
from evalcore.interchange.tabular import Table
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.changes import Verb, Work, verb
from evalcore.watch.event_facts import EventFacts
from evalcore.watch.programme import insert_events, put_meeting
from evalcore.watch.programme_sieve import Sieve
from evalcore.watch.sessions import add_to_attendance
from evalcore.watch.trust_records import add_to_champions, put_rating

Rows = Sequence[ProgrammeRow]
YES_OR_NO = {"yes": True, "no": False, "true": True, "false": False}


def check_table(
    store: Store, actor: Actor, kind: TableKind, table: Table, mapping: Mapping[str, str]
) -> tuple[tuple[ProgrammeRow, ...], tuple[Problem, ...]]:
    """The rows of a table that can go in, and what is wrong with the others.

    Raises
    ------
    NotPermitted
    ImportProblem
        A field that must be there has no column.
    """
    require(actor, Action.NOTE_EVENTS, Action.CHANGE_PROGRAMME)
    require(actor, *IMPORTS[kind].actions)
    with store.read() as session:
        sieve = Sieve(session, actor.evaluation_id)
    known = {
        "trust": sieve.spellings,
        "kind": [str(one) for one in EventKind],
        "aspect": [str(one) for one in Aspect],
        "rated_by": [str(one) for one in Rater],
        "step": [str(one) for one in Engagement],
        "role_group": [str(one) for one in RoleGroup],
        "followed_closely": list(YES_OR_NO),
    }
    rows, problems = programme_rows(kind, table, mapping, known)
    good, wrong = sieve.sift(kind, rows)
    return good, tuple(sorted((*problems, *wrong), key=lambda problem: problem.row or 0))


@verb("import events", Action.NOTE_EVENTS)
def import_events(work: Work, rows: Rows) -> None:
    """Put events on the calendar, all in one change.

    Raises
    ------
    ImportProblem
        A row cannot go in; nothing is stored.
    """
    sieve = _again(work, TableKind.EVENTS, rows)
    insert_events(work, [sieve.event(row) for row in rows])


@verb("import learning sessions", Action.NOTE_EVENTS)
def import_sessions(work: Work, rows: Rows) -> None:
    """Note who came to learning sessions, in one change; a session that is not on the calendar yet is put there.

    Raises
    ------
    ImportProblem
        A row cannot go in; nothing is stored.
    """
    sieve = _again(work, TableKind.SESSIONS, rows)
    came: dict[tuple[date, str], dict[int, int]] = {}
    for row in rows:
        came.setdefault(sieve.session_of(row), {})[sieve.trust(row)] = row.values["how_many"]
    new = [key for key in came if key not in sieve.sessions]
    numbers = insert_events(work, [EventFacts(EventKind.LEARNING_SESSION, name, on) for on, name in new])
    sieve.sessions.update(zip(new, numbers, strict=True))
    work.session.flush()
    for key, counts in came.items():
        add_to_attendance(work, sieve.sessions[key], counts)
    work.subject("event", sieve.sessions[next(iter(came))])


@verb("import phases", Action.CHANGE_PROGRAMME)
def import_phases(work: Work, rows: Rows) -> None:
    """Add phases, in one change.

    Raises
    ------
    ImportProblem
        A row cannot go in; nothing is stored.
    """
    _again(work, TableKind.PHASES, rows)
    for row in rows:
        work.subject("phase", work.add(Phase, **row.values).no)


@verb("import meetings", Action.CHANGE_PROGRAMME)
def import_meetings(work: Work, rows: Rows) -> None:
    """Add committee meetings, in one change.

    Raises
    ------
    ImportProblem
        A row cannot go in; nothing is stored.
    """
    _again(work, TableKind.MEETINGS, rows)
    for row in rows:
        put_meeting(work, row.values["held_on"], row.values["note"])


@verb("import ratings", Action.NOTE_EVENTS)
def import_ratings(work: Work, rows: Rows) -> None:
    """Note ratings of trusts, in one change; one of the same day and rater is replaced.

    Raises
    ------
    ImportProblem
        A row cannot go in; nothing is stored.
    """
    sieve = _again(work, TableKind.RATINGS, rows)
    for row in rows:
        said = row.values
        put_rating(
            work,
            sieve.trust(row),
            Aspect(said["aspect"]),
            Rater(said["rated_by"]),
            said["rated_on"],
            said["score"],
        )
    work.subject("trust", sieve.trust(rows[-1]))


@verb("import engagement", Action.NOTE_EVENTS)
def import_engagement(work: Work, rows: Rows) -> None:
    """Note steps of trusts, in one change.

    Raises
    ------
    ImportProblem
        A row cannot go in; nothing is stored.
    """
    sieve = _again(work, TableKind.ENGAGEMENT, rows)
    for row in rows:
        said = row.values
        step = Engagement(said["step"])
        work.add(EngagementStep, trust=sieve.trust(row), step=step, taken_on=said["taken_on"], note=said["note"])
    work.subject("trust", sieve.trust(rows[-1]))


@verb("import champions", Action.NOTE_EVENTS)
def import_champions(work: Work, rows: Rows) -> None:
    """Note how many champions trusts have, in one change; a count of the same day and role group is replaced.

    Raises
    ------
    ImportProblem
        A row cannot go in; nothing is stored.
    """
    sieve = _again(work, TableKind.CHAMPIONS, rows)
    counts: dict[tuple[int, date], dict[RoleGroup, int]] = {}
    for row in rows:
        said = row.values
        of_day = counts.setdefault((sieve.trust(row), said["counted_on"]), {})
        of_day[RoleGroup(said["role_group"])] = said["how_many"]
    for (trust, counted_on), how_many in counts.items():
        add_to_champions(work, trust, counted_on, how_many)
    work.subject("trust", sieve.trust(rows[-1]))


@verb("import trusts", Action.CHANGE_PROGRAMME)
def import_trusts(work: Work, rows: Rows) -> None:
    """Add the trusts of the collaborative, in one change.

    Raises
    ------
    ImportProblem
        A row cannot go in; nothing is stored.
    """
    _again(work, TableKind.TRUSTS, rows)
    for row in rows:
        said = dict(row.values)
        followed = YES_OR_NO.get(said.pop("followed_closely") or "no", False)
        add_trust.within(work, said.pop("name"), followed_closely=followed, **said)


IMPORTS: Mapping[TableKind, Verb[[Rows]]] = {
    TableKind.EVENTS: import_events,
    TableKind.SESSIONS: import_sessions,
    TableKind.PHASES: import_phases,
    TableKind.MEETINGS: import_meetings,
    TableKind.RATINGS: import_ratings,
    TableKind.ENGAGEMENT: import_engagement,
    TableKind.CHAMPIONS: import_champions,
    TableKind.TRUSTS: import_trusts,
}
"""How the rows of each kind of table go in."""


def _again(work: Work, kind: TableKind, rows: Rows) -> Sieve:
    sieve = Sieve(work.session, work.evaluation_id)
    _, wrong = sieve.sift(kind, rows)
    if wrong:
        raise ImportProblem(wrong[0].message, wrong[0].row)
    if not rows:
        raise ImportProblem("There is no row that can go in. Choose another file.")
    return sieve
