"""The settings of an evaluation: what it is called, what polarity is about, and below how many people figures hide."""

from dataclasses import dataclass

from sqlmodel import select

from db.store import Store
from db.tables import Change, Evaluation
from evalcore.errors import Invalid, NotFound, Stale
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.changes import Work, verb

FEWEST, MOST = 3, 50


@dataclass(frozen=True, slots=True)
class Settings:
    name: str
    core_concept: str
    people_threshold: int
    time_zone: str


def read_settings(store: Store, actor: Actor) -> Settings:
    require(actor, Action.MANAGE_SETTINGS)
    with store.read() as session:
        row = session.get(Evaluation, actor.evaluation_id)
    if row is None:
        raise NotFound("This evaluation is not there any more.")
    return Settings(row.name, row.core_concept, row.people_threshold, row.time_zone)


@verb("change settings", Action.MANAGE_SETTINGS)
def change_settings(
    work: Work, name: str, core_concept: str, people_threshold: int, *, opened_at: int | None = None
) -> None:
    """Give the evaluation other settings; the time zone it was opened with stays, for dates were written in it.

    `opened_at` is the change at which they were looked at.

    Raises
    ------
    Stale
        Somebody has changed them since `opened_at`.
    Invalid
        A value cannot be taken; `field` names it.
    """
    if opened_at is not None and _changed_since(work, opened_at):
        raise Stale("Somebody else has changed the settings since you opened them. Look at what stands now.")
    name, core_concept = " ".join(name.split()), " ".join(core_concept.split())
    if not name:
        raise Invalid("Give the evaluation a name.", "Name")
    if not core_concept:
        raise Invalid("Say what barriers hinder and facilitators help, in one sentence.", "Core concept")
    if not FEWEST <= people_threshold <= MOST:
        raise Invalid(f"Choose a number of people from {FEWEST} to {MOST}.", "People threshold")
    evaluation = work.evaluation
    evaluation.name, evaluation.core_concept, evaluation.people_threshold = name, core_concept, people_threshold
    work.session.add(evaluation)


def _changed_since(work: Work, change_no: int) -> bool:
    query = select(Change.no).where(
        Change.evaluation_id == work.evaluation_id, Change.verb == change_settings.name, Change.no > change_no
    )
    return work.session.exec(query.limit(1)).first() is not None
