"""Undo: what a change made is ended, what it ended is brought back, as a new change. The record stays as it was."""

from sqlmodel import col, or_, select

from db.tables import (
    DATED,
    Change,
    Coding,
    CodingState,
    Event,
    EventState,
    Excerpt,
    Membership,
    Memo,
    MemoState,
    Participant,
    PointState,
    Source,
    SourceState,
    TextVersion,
    Theme,
    ThemeState,
    Trust,
    TrustState,
)
from db.tables.columns import Dated, InEvaluation
from evalcore.capture.blind import refuse_hidden
from evalcore.errors import InvalidTransition, NotPermitted
from evalcore.manage.access import Action, require
from evalcore.manage.changes import VERBS, Work, standing_undos, verb
from evalcore.manage.earlier_texts import bring_text_back, places, previous, texts_made_in
from evalcore.manage.members import keep_an_administrator
from evalcore.manage.returning import keys_of, refuse_what_cannot_return, speaking
from evalcore.manage.telling import told, what_builds_on_it
from evalcore.sense.tree import Tree
from evalcore.watch.programme_rules import TABLES, clashes

_Rows = dict[type[Dated], list[Dated]]

IDENTITIES: dict[type[Dated], tuple[str, type[InEvaluation]]] = {
    SourceState: ("source", Source),
    ThemeState: ("theme", Theme),
    MemoState: ("memo", Memo),
    TrustState: ("trust", Trust),
    EventState: ("event", Event),
}
"""Things that are there as long as they have a state: the column that names them, and their table."""


@verb(
    "undo",
    Action.CODE,
    Action.TAG_OWN_NOTES,
    Action.LOG_NOTES,
    Action.NOTE_POINTS,
    Action.LOG_CONTRIBUTIONS,
    Action.WRITE_MEMOS,
    Action.CHANGE_FRAMEWORK,
    Action.CHANGE_PROGRAMME,
    Action.NOTE_EVENTS,
    Action.MANAGE_MEMBERS,
)
def undo(work: Work, change: int) -> None:
    """Take a change back, whenever it was made, as long as nothing builds on it.

    Raises
    ------
    InvalidTransition
        It is undone already, cannot be undone, or later changes build on it: the message names them.
    NotPermitted
        It is somebody else's, and she is no researcher, or it is about a coding that is blind to her; or it is about
        who is a member, and she runs no accounts.
    """
    target = work.find(Change, change, "change")
    if target.by != work.actor.account_id and not work.actor.may(Action.CHANGE_FRAMEWORK):
        raise NotPermitted("You can undo your own changes only.")
    _require_as_then(work, target)
    _refuse_blind(work, target)
    undone_by = standing_undos(work.session, work.evaluation_id)
    if change in undone_by:
        raise InvalidTransition(f"Change {change} is undone already: {told(work, undone_by[change])}.")
    texts = texts_made_in(work, change)
    made: _Rows = {
        table: [_as_it_stands(work, row, undone_by) for row in _rows(work, table, "made_in", change)] for table in DATED
    }
    ended: _Rows = {table: _rows(work, table, "ended_in", change) for table in DATED}
    if change == 0 or (not texts and not any(made.values()) and not any(ended.values())):
        raise InvalidTransition(f"This cannot be undone: {told(work, change)}. Correct it instead.")
    about_members = bool(made[Membership] or ended[Membership])
    if about_members:
        require(work.actor, Action.MANAGE_MEMBERS)
    _refuse_built_on(work, change, made, ended, texts)
    for rows in made.values():
        for row in rows:
            work.end(row)
    back = [work.again(row) for rows in ended.values() for row in rows]
    for text in texts:
        bring_text_back(work, text)
    work.session.flush()
    refuse_what_cannot_return(work, change, back, IDENTITIES)
    if about_members:
        keep_an_administrator(work)
    if any(made[table] or ended[table] for table in TABLES):
        _refuse_clashes(work, change)
    Tree.of(work.session, work.evaluation_id).refuse_knots()
    work.undoes = change
    work.subject(target.subject_kind, target.subject_no)


def _require_as_then(work: Work, target: Change) -> None:
    """Go on if her roles of today still allow what the change did; of an undo, what it took back."""
    while target.undoes is not None:
        target = work.find(Change, target.undoes, "change")
    if target.verb in VERBS:
        require(work.actor, *VERBS[target.verb].actions)


def _refuse_blind(work: Work, target: Change) -> None:
    """Go on if the change was her own, or is about no coding that is blind to her."""
    if target.by == work.actor.account_id or target.subject_no is None:
        return
    for coding in _codings_of(work, target.subject_kind, target.subject_no):
        refuse_hidden(work, work.find(Coding, coding, "coding"))


def _codings_of(work: Work, kind: str, no: int) -> set[int]:
    """The codings that a change of this thing tells of: the thing itself, or what a memo or point was ever tied to."""
    tables: dict[str, type[MemoState | PointState]] = {"memo": MemoState, "point": PointState}
    if kind not in tables:
        return {no} if kind == "coding" else set()
    table = tables[kind]
    query = select(table.coding).where(table.evaluation_id == work.evaluation_id, getattr(table, kind) == no)
    return {coding for coding in work.session.exec(query) if coding is not None}


def _as_it_stands(work: Work, row: Dated, undone_by: dict[int, int]) -> Dated:
    """The row itself, or its like that an undo brought back after another change had ended it."""
    said = _payload(row)
    while row.ended_in in undone_by:
        back = _rows(work, type(row), "made_in", undone_by[row.ended_in])
        alike = [one for one in back if _payload(one) == said]
        if not alike:
            break
        row = alike[0]
    return row


def _payload(row: Dated) -> dict[str, object]:
    return row.model_dump(exclude={"no", "made_in", "ended_in"})


def _refuse_built_on(
    work: Work,
    change: int,
    made: _Rows,
    ended: _Rows,
    texts: list[TextVersion],
) -> None:
    later = {row.ended_in for rows in made.values() for row in rows if row.ended_in is not None}
    later |= _uses_of_what_began(work, change, made, ended, texts)
    later |= _later_texts(work, texts)
    later |= _what_stands_in_the_way(work, made, ended)
    if later:
        raise InvalidTransition(f"Change {change} cannot be undone: {what_builds_on_it(work, later)}")


def _uses_of_what_began(
    work: Work,
    change: int,
    made: _Rows,
    ended: _Rows,
    texts: list[TextVersion],
) -> set[int]:
    """Later changes whose rows in force point to something that began with this change."""
    begun: dict[str, set[int]] = {"text_version": {text.no for text in texts}}
    for state, (column, identity) in IDENTITIES.items():
        before = {getattr(row, column) for row in ended[state]}
        begun[str(identity.__tablename__)] = {getattr(row, column) for row in made[state]} - before
    begun[str(Participant.__tablename__)] = {row.no for row in made[Participant]}
    later = {row.made_in for row in _codings_on(work, begun["source"]) if row.made_in > change}
    later |= {made_in for made_in in speaking(work, begun["participant"]) if made_in > change}
    for table in DATED:
        for column, pointed_to in _columns_pointing_to(table, begun):
            query = select(table).where(
                table.evaluation_id == work.evaluation_id,
                col(table.ended_in).is_(None),
                table.made_in > change,
                col(getattr(table, column)).in_(begun[pointed_to]),
            )
            own = {row.no for row in made[table]}
            later |= {row.made_in for row in work.session.exec(query) if row.no not in own}
    return later


def _columns_pointing_to(table: type[Dated], begun: dict[str, set[int]]) -> list[tuple[str, str]]:
    """Columns of `table` with a key to one of the tables in `begun` where something began."""
    return [(column, name) for column, name in keys_of(table) if begun.get(name)]


def _later_texts(work: Work, texts: list[TextVersion]) -> set[int]:
    """Edits after these texts, and codings first made on them."""
    later: set[int] = set()
    for text in texts:
        query = select(TextVersion).where(
            TextVersion.evaluation_id == work.evaluation_id,
            TextVersion.source == text.source,
            TextVersion.number > text.number,
        )
        later |= {row.made_in for row in work.session.exec(query)}
        later |= {row.made_in for row in _codings_first_made_on(work, text) if row.made_in > text.made_in}
    return later


def _codings_first_made_on(work: Work, text: TextVersion) -> list[CodingState]:
    before = previous(work, text)
    old = {place.excerpt for place in places(work, before.no)} if before else set()
    new = {place.excerpt for place in places(work, text.no)} - old
    return _standing_codings(work, new)


def _codings_on(work: Work, sources: set[int]) -> list[CodingState]:
    query = select(Excerpt.no).where(Excerpt.evaluation_id == work.evaluation_id, col(Excerpt.source).in_(sources))
    return _standing_codings(work, set(work.session.exec(query))) if sources else []


def _standing_codings(work: Work, excerpts: set[int]) -> list[CodingState]:
    codings = select(Coding.no).where(Coding.evaluation_id == work.evaluation_id, col(Coding.excerpt).in_(excerpts))
    query = select(CodingState).where(
        CodingState.evaluation_id == work.evaluation_id,
        col(CodingState.ended_in).is_(None),
        col(CodingState.coding).in_(codings),
    )
    return list(work.session.exec(query))


def _what_stands_in_the_way(work: Work, made: _Rows, ended: _Rows) -> set[int]:
    """Later changes that took the place which something brought back would need."""
    tree = Tree.of(work.session, work.evaluation_id)
    codings = [row.theme for row in ended[CodingState] if isinstance(row, CodingState)]
    merges = [row.merged_into for row in made[ThemeState] + ended[ThemeState] if isinstance(row, ThemeState)]
    leads_to = [tree.states[tree.standing(theme)] for theme in [*codings, *merges] if theme in tree.states]
    replaced = {row.no for row in made[ThemeState]}
    return {state.made_in for state in leads_to if state.split and state.no not in replaced}


def _refuse_clashes(work: Work, change: int) -> None:
    """Refuse what would leave the programme with one thing twice, or a trust's steps out of order."""
    found = [row.made_in for clash in clashes(work.session, work.evaluation_id) for row in clash.rows]
    if others := {made_in for made_in in found if made_in != work.change_no}:
        raise InvalidTransition(f"Change {change} cannot be undone: {what_builds_on_it(work, others)}")


def _rows(work: Work, table: type[Dated], column: str, change: int) -> list[Dated]:
    """Rows that the change began or ended; those that a change of several steps began and ended itself never held."""
    query = select(table).where(
        table.evaluation_id == work.evaluation_id,
        getattr(table, column) == change,
        or_(col(table.ended_in).is_(None), col(table.ended_in) != table.made_in),
    )
    # Put in order here: asked to, SQLite walks through all rows in order rather than look up the few.
    return sorted(work.session.exec(query), key=lambda row: row.no)
