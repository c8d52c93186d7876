"""Points to raise: noticed, taken to a team's meeting, and what they did with them. Each step has its date."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from db.tables import Coding, Excerpt, Point, PointState
from db.vocabulary import PointStage
from evalcore.capture.blind import may_know_of
from evalcore.capture.clean import clean
from evalcore.capture.facts import check_trust, in_full
from evalcore.capture.participants import refuse_stale
from evalcore.capture.sources import standing_state
from evalcore.errors import Invalid, InvalidTransition, NotFound, NotPermitted
from evalcore.manage.access import Action
from evalcore.manage.changes import Work, verb

NEXT: dict[PointStage, frozenset[PointStage]] = {
    PointStage.NOTED: frozenset({PointStage.RAISED}),
    # A point can come to something without a word that is worth writing down.
    PointStage.RAISED: frozenset({PointStage.ANSWERED, PointStage.CLOSED}),
    PointStage.ANSWERED: frozenset({PointStage.CLOSED}),
    PointStage.CLOSED: frozenset(),
}
"""Where a point can go from each stage; back only by undo."""


@dataclass(frozen=True, slots=True)
class NewPoint:
    """A point as somebody notes it. `trust` None is the whole collaborative, `meeting_on` None the next meeting."""

    text: str
    trust: int | None = None
    meeting_on: date | None = None


@verb("note point", Action.NOTE_POINTS)
def note_point(
    work: Work,
    point: NewPoint,
    *,
    source: int | None = None,
    coding: int | None = None,
    noted_on: date | None = None,
) -> None:
    """Note something to take to a team's meeting; `source` or `coding` is where it was noticed, `noted_on` None today.

    Raises
    ------
    Invalid
        It says nothing, or its meeting was before it was noted.
    NotFound
        The coding does not stand, or she may not know of it.
    """
    if coding is not None:
        if not may_know_of(work, coding):
            raise NotFound(f"There is no coding number {coding} in this evaluation. Note the point at its source.")
        source = work.find(Excerpt, work.find(Coding, coding, "coding").excerpt, "excerpt").source
    if source is not None:
        may_note_from(work, source)
    row = work.add(Point, author=work.actor.account_id)
    work.session.flush()
    noted_on = noted_on or today(work)
    _refuse_future(work, noted_on)
    values = _values(work, point, noted_on)
    work.add(
        PointState, point=row.no, stage=PointStage.NOTED, source=source, coding=coding, noted_on=noted_on, **values
    )
    work.subject("point", row.no)


@verb("change point", Action.NOTE_POINTS)
def change_point(work: Work, point: int, new: NewPoint, *, opened_at: int | None = None) -> None:
    """Word a point anew, or take it to another team or meeting; what was done with it stays.

    `opened_at` is the change at which it was looked at.

    Raises
    ------
    Stale
        Somebody has changed it since `opened_at`.
    """
    state = _state(work, point)
    _may_change(work, point)
    refuse_stale(state, opened_at, "point")
    work.replace(state, **_values(work, new, state.noted_on))
    work.subject("point", point)


@verb("raise point", Action.NOTE_POINTS)
def raise_point(work: Work, point: int, on: date, *, source: int | None = None, answer: str = "") -> None:
    """Say that a point was raised, on a day, and what they said to it; `source` is the field note of the meeting."""
    if source is not None:
        may_note_from(work, source)
    _step(work, point, PointStage.RAISED, on, raised_on=on, raised_at=source)
    if answer.strip():
        work.session.flush()
        answer_point.within(work, point, answer, on)


@verb("answer point", Action.NOTE_POINTS)
def answer_point(work: Work, point: int, answer: str, on: date) -> None:
    """Write down what they said."""
    text = _said(answer, "Write down what they said.", "What they said")
    _step(work, point, PointStage.ANSWERED, on, answer=text, answered_on=on)


@verb("close point", Action.NOTE_POINTS)
def close_point(work: Work, point: int, outcome: str, on: date) -> None:
    """Write down what came of it: the point is done with."""
    text = _said(outcome, "Write down what came of it, or that nothing did.", "What came of it")
    _step(work, point, PointStage.CLOSED, on, outcome=text, closed_on=on)


@verb("drop point", Action.NOTE_POINTS)
def drop_point(work: Work, point: int) -> None:
    """Take a point off the list."""
    state = _state(work, point)
    _may_change(work, point)
    work.end(state)
    work.subject("point", point)


@dataclass(frozen=True, slots=True)
class PointStep:
    """How an open point moved on in a meeting, as the form of its field note has it."""

    point: int
    raised: bool = False
    answer: str = ""
    outcome: str = ""


def take_step(work: Work, step: PointStep, source: int, on: date) -> None:
    """Move a point on in a larger verb. What somebody else has written down since is nothing to refuse a note for,
    unless it would be lost.

    Raises
    ------
    InvalidTransition
        Both have written down what they said, or what came of it.
    """
    state = _state(work, step.point)
    answer, outcome = clean(step.answer).strip(), clean(step.outcome).strip()
    written = ((answer, state.answer), (outcome, state.outcome))
    if any(mine and theirs and mine != theirs for mine, theirs in written):
        raise InvalidTransition(
            f"Somebody else has written about point {step.point} since you opened this note. "
            "Read it on the page of points, and clear what you wrote about it here."
        )
    if state.stage is PointStage.NOTED and (step.raised or answer or outcome):
        raise_point.within(work, step.point, on, source=source, answer=answer)
        work.session.flush()
    elif answer and not state.answer:
        answer_point.within(work, step.point, answer, on)
        work.session.flush()
    if outcome and not state.outcome:
        close_point.within(work, step.point, outcome, on)
        work.session.flush()


def may_note_from(work: Work, source: int) -> None:
    """Go on if she may read the source, or if the note is her own."""
    lead = standing_state(work, source).lead_coder
    if not work.actor.may(Action.READ_SOURCES) and lead != work.actor.account_id:
        raise NotPermitted("You can note points from your own field notes only. Note it on the page of points.")


def today(work: Work) -> date:
    return datetime.now(ZoneInfo(work.evaluation.time_zone)).date()


def _values(work: Work, point: NewPoint, noted_on: date) -> dict[str, object]:
    text = _said(point.text, "Say what is to be raised.", "Point to raise")
    check_trust(work, point.trust)
    if point.meeting_on is not None and point.meeting_on < noted_on:
        raise Invalid(
            f"The meeting of {in_full(point.meeting_on)} was before the point was noted, on {in_full(noted_on)}. "
            "Choose a later one.",
            "Meeting",
        )
    return {"text": text, "trust": point.trust, "meeting_on": point.meeting_on}


def _said(text: str, missing: str, field: str) -> str:
    text = clean(text).strip()
    if not text:
        raise Invalid(missing, field)
    return text


def _step(work: Work, point: int, stage: PointStage, on: date, **values: object) -> None:
    state = _state(work, point)
    if stage not in NEXT[state.stage]:
        raise InvalidTransition(f"Point {point} is {state.stage}, so it cannot become {stage} now. Look at it again.")
    before = state.answered_on or state.raised_on or state.noted_on
    if on < before:
        raise Invalid(
            f"{in_full(on)} is before {in_full(before)}, when point {point} was {state.stage}. Choose a later day.",
            "Date",
        )
    _refuse_future(work, on)
    work.replace(state, stage=stage, **values)
    work.subject("point", point)


def _refuse_future(work: Work, on: date) -> None:
    if on > today(work):
        raise Invalid(f"{in_full(on)} has not come yet. Choose today or an earlier day.", "Date")


def _state(work: Work, point: int) -> PointState:
    states = work.standing(PointState, point=point)
    if not states:
        raise NotFound(f"There is no point number {point} in this evaluation. It may have been taken off the list.")
    return states[0]


def _may_change(work: Work, point: int) -> None:
    author = work.find(Point, point, "point").author
    if author != work.actor.account_id and not work.actor.may(Action.EDIT_SOURCES):
        raise NotPermitted("You can change your own points only. Ask a researcher to change this one.")
