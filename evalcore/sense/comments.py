"""What a coder wrote beside a coding: asked for one at a time, for it may repeat what people said."""

from sqlmodel import select

from db.reads.rows import standing
from db.store import Store
from db.tables import Coding, CodingState, Excerpt, SourceState
from evalcore.capture.blind import is_hidden
from evalcore.errors import NotFound, NotPermitted
from evalcore.manage.access import Action, Actor, require


def comment_of(store: Store, actor: Actor, coding: int) -> str:
    """The comment of a coding that stands.

    Raises
    ------
    NotFound
        There is no such coding any more.
    NotPermitted
        It is not hers to see: somebody else's blind coding, or a tag of somebody else's note.
    """
    require(actor, Action.READ_SOURCES, Action.TAG_OWN_NOTES)
    evaluation = actor.evaluation_id
    with store.read() as session:
        query = select(Coding).where(Coding.evaluation_id == evaluation, Coding.no == coding)
        row = session.exec(query).first()
        states = standing(session, evaluation, CodingState, coding=coding)
        if row is None or not states:
            raise NotFound(f"There is no coding number {coding} in this evaluation.")
        source = session.get_one(Excerpt, (evaluation, row.excerpt)).source
        leads = [state.lead_coder for state in standing(session, evaluation, SourceState, source=source)]
        hidden = is_hidden(actor, row, states)
        if not may_see_comment(actor, coder=row.coder, hidden=hidden, lead=leads[0] if leads else None):
            raise NotPermitted("This coding's comment is for its coder. Ask a researcher of this evaluation.")
        return states[0].comment


def may_see_comment(actor: Actor, *, coder: int, hidden: bool, lead: int | None) -> bool:
    """Whether a comment is hers to see; `hidden`: that of a blind coding which does not count."""
    if coder == actor.account_id:
        return True
    return not hidden and (actor.may(Action.READ_SOURCES) or lead == actor.account_id)
