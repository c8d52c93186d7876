"""What is noted of a trust from day to day: its steps in and out, its ratings, its champions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from db.reads.rows import standing
from db.store import Store
from db.tables import ChampionCount, EngagementStep, TrustRating
from db.vocabulary import Aspect, Engagement, Rater, RoleGroup
from evalcore.capture.participants import standing_trust
from evalcore.errors import Invalid, NotFound
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.changes import Work, verb
from evalcore.watch.event_facts import check_days
from evalcore.watch.programme_rules import NEXT, of_steps

LOWEST, HIGHEST = 1, 5
MOST_CHAMPIONS = 99


@dataclass(frozen=True, slots=True)
class StepRow:
    no: int
    trust: int
    step: Engagement
    taken_on: date
    note: str


@dataclass(frozen=True, slots=True)
class RatingRow:
    """How capable or ready a trust was on a day, from 1 to 5."""

    trust: int
    aspect: Aspect
    rated_by: Rater
    rated_on: date
    score: int


@dataclass(frozen=True, slots=True)
class ChampionsRow:
    """The champions of a trust as counted on a day; a role group that is not in it was not counted."""

    trust: int
    counted_on: date
    how_many: dict[RoleGroup, int]

    @property
    def all(self) -> int:
        return sum(self.how_many.values())


@dataclass(frozen=True, slots=True)
class Records:
    """Everything noted of trusts, each list by date."""

    steps: tuple[StepRow, ...]
    ratings: tuple[RatingRow, ...]
    champions: tuple[ChampionsRow, ...]

    def of(self, trust: int) -> "Records":
        return Records(
            tuple(row for row in self.steps if row.trust == trust),
            tuple(row for row in self.ratings if row.trust == trust),
            tuple(row for row in self.champions if row.trust == trust),
        )

    @property
    def engagement(self) -> dict[int, StepRow]:
        """The newest step of each trust."""
        return {row.trust: row for row in self.steps}

    def score(self, trust: int, aspect: Aspect, rated_by: Rater) -> RatingRow | None:
        """The newest rating of a trust."""
        of_kind = (trust, aspect, rated_by)
        return next((row for row in reversed(self.ratings) if (row.trust, row.aspect, row.rated_by) == of_kind), None)


def records(store: Store, actor: Actor) -> Records:
    """What is noted of all trusts.

    Raises
    ------
    NotPermitted
    """
    require(actor, Action.SEE_DASHBOARD)
    with store.read() as session:
        steps = standing(session, actor.evaluation_id, EngagementStep)
        ratings = standing(session, actor.evaluation_id, TrustRating)
        counts = standing(session, actor.evaluation_id, ChampionCount)
    champions: dict[tuple[date, int], dict[RoleGroup, int]] = {}
    for row in counts:
        champions.setdefault((row.counted_on, row.trust), {})[row.role_group] = row.how_many
    return Records(
        tuple(
            StepRow(row.no, row.trust, row.step, row.taken_on, row.note)
            for row in sorted(steps, key=lambda row: (row.taken_on, row.no))
        ),
        tuple(
            RatingRow(row.trust, row.aspect, row.rated_by, row.rated_on, row.score)
            for row in sorted(ratings, key=lambda row: (row.rated_on, row.no))
        ),
        tuple(ChampionsRow(trust, day, how_many) for (day, trust), how_many in sorted(champions.items())),
    )


@verb("note engagement", Action.NOTE_EVENTS)
def note_step(work: Work, trust: int, step: Engagement, taken_on: date, *, note: str = "") -> None:
    """Note that a trust signed, lapsed or returned.

    Raises
    ------
    NotFound
    Invalid
        The step cannot follow the one before it.
    """
    _put_step(work, trust, step, taken_on, note)


@verb("correct engagement", Action.NOTE_EVENTS)
def correct_step(work: Work, no: int, step: Engagement, taken_on: date, *, note: str = "") -> None:
    """Say anew which step it was, and when.

    Raises
    ------
    NotFound, Invalid
    """
    row = _standing_step(work, no)
    work.end(row)
    _put_step(work, row.trust, step, taken_on, note)


@verb("remove engagement", Action.NOTE_EVENTS)
def remove_step(work: Work, no: int) -> None:
    """Take a step out that was none.

    Raises
    ------
    NotFound
    Invalid
        What is left would be out of order.
    """
    row = _standing_step(work, no)
    work.end(row)
    _refuse_disorder(work, row.trust)
    work.subject("trust", row.trust)


@verb("rate trust", Action.NOTE_EVENTS)
def rate(work: Work, trust: int, aspect: Aspect, rated_by: Rater, rated_on: date, score: int | None) -> None:
    """Note how capable or ready a trust was on a day, in the place of what was noted for that day; None takes it out.

    Raises
    ------
    NotFound
    Invalid
        The score is none.
    """
    standing_trust(work, trust)
    put_rating(work, trust, aspect, rated_by, rated_on, score)
    work.subject("trust", trust)


def put_rating(work: Work, trust: int, aspect: Aspect, rated_by: Rater, rated_on: date, score: int | None) -> None:
    """As `rate`, for a larger verb."""
    if score is not None and not LOWEST <= score <= HIGHEST:
        raise Invalid(f"A rating is a number from {LOWEST} to {HIGHEST}. Mend it.", "Score")
    check_days(rated_on)
    key = {"aspect": aspect, "rated_by": rated_by, "rated_on": rated_on}
    there = [
        row
        for row in work.standing(TrustRating, trust=trust)
        if all(getattr(row, name) == value for name, value in key.items())
    ]
    for row in there:
        work.end(row)
    if score is not None:
        work.add(TrustRating, trust=trust, score=score, **key)
    elif not there:
        raise NotFound("There is no such rating to take out. Reload the page to see what there is.")


@verb("count champions", Action.NOTE_EVENTS)
def count_champions(work: Work, trust: int, counted_on: date, how_many: Mapping[RoleGroup, int]) -> None:
    """Say how many champions of each role group a trust has on a day, in the place of what was noted for that day.

    Raises
    ------
    NotFound
    Invalid
        A number is no number of champions.
    """
    standing_trust(work, trust)
    check_days(counted_on)
    for group, number in how_many.items():
        if not 0 <= number <= MOST_CHAMPIONS:
            raise Invalid(
                f"A trust has from 0 to {MOST_CHAMPIONS} champions of a role group. Mend: {group}.", "Champions"
            )
    for row in work.standing(ChampionCount, trust=trust, counted_on=counted_on):
        work.end(row)
    _put_champions(work, trust, counted_on, how_many)
    work.subject("trust", trust)


def add_to_champions(work: Work, trust: int, counted_on: date, how_many: Mapping[RoleGroup, int]) -> None:
    """As `count_champions`, for a larger verb: what was noted for that day of other role groups stays."""
    for row in work.standing(ChampionCount, trust=trust, counted_on=counted_on):
        if row.role_group in how_many:
            work.end(row)
    _put_champions(work, trust, counted_on, how_many)


def _put_champions(work: Work, trust: int, counted_on: date, how_many: Mapping[RoleGroup, int]) -> None:
    for group, number in how_many.items():
        work.add(ChampionCount, trust=trust, counted_on=counted_on, role_group=group, how_many=number)


def following(step: Engagement | None) -> list[Engagement]:
    """The steps that can follow one; None is before the first."""
    return sorted(NEXT[step])


def _put_step(work: Work, trust: int, step: Engagement, taken_on: date, note: str) -> None:
    standing_trust(work, trust)
    check_days(taken_on)
    work.add(EngagementStep, trust=trust, step=step, taken_on=taken_on, note=note.strip())
    _refuse_disorder(work, trust)
    work.subject("trust", trust)


def _refuse_disorder(work: Work, trust: int) -> None:
    work.session.flush()
    for clash in of_steps(work.standing(EngagementStep, trust=trust)):
        raise Invalid(clash.sentence, "Step")


def _standing_step(work: Work, no: int) -> EngagementStep:
    row = work.session.get(EngagementStep, (work.evaluation_id, no))
    if row is None or row.ended_in is not None:
        raise NotFound("This step is not there any more. Reload the page to see what is.")
    return row
