"""Who says the words at a place in a text, by the rule that codings are attributed by."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from db.reads.rows import standing
from db.tables import Attendance, Coding, CodingState, Excerpt, ExcerptPlace, Participant, Turn
from db.vocabulary import RoleGroup


@dataclass(frozen=True, slots=True)
class Speaker:
    """`name` as the text has it, empty outside its turns; `role_group` None where nobody knows it."""

    name: str
    role_group: RoleGroup | None


class Speaking:
    """The speakers of an evaluation's texts, of those that were asked for with `hear`."""

    def __init__(self, session: Session, evaluation_id: int) -> None:
        self._session, self._evaluation = session, evaluation_id
        self._groups = {row.no: row.role_group for row in standing(session, evaluation_id, Participant)}
        present: dict[int, set[int]] = {}
        for row in standing(session, evaluation_id, Attendance):
            if row.participant is not None:
                present.setdefault(row.source, set()).add(row.participant)
        self._alone = {source: next(iter(people)) for source, people in present.items() if len(people) == 1}
        self._heard: set[int] = set()
        self._turns: dict[int, list[Turn]] = {}
        self._said: dict[int, list[tuple[int, int, RoleGroup]]] = {}

    def hear(self, text_versions: Sequence[int]) -> None:
        """Read the turns of these texts, some hundreds at most, and what coders have said of who speaks in them."""
        text_versions = [no for no in text_versions if no not in self._heard]
        self._heard.update(text_versions)
        turns = select(Turn).where(Turn.evaluation_id == self._evaluation, col(Turn.text_version).in_(text_versions))
        for turn in self._session.exec(turns.order_by(col(Turn.start_cp))):
            self._turns.setdefault(turn.text_version, []).append(turn)
        said = (
            select(ExcerptPlace, Excerpt.said_by)
            .join(
                Excerpt,
                (col(Excerpt.evaluation_id) == ExcerptPlace.evaluation_id) & (col(Excerpt.no) == ExcerptPlace.excerpt),
            )
            .join(Coding, (col(Coding.evaluation_id) == Excerpt.evaluation_id) & (col(Coding.excerpt) == Excerpt.no))
            .join(
                CodingState,
                (col(CodingState.evaluation_id) == Coding.evaluation_id) & (col(CodingState.coding) == Coding.no),
            )
            .where(
                ExcerptPlace.evaluation_id == self._evaluation,
                col(ExcerptPlace.text_version).in_(text_versions),
                col(Excerpt.said_by).is_not(None),
                col(CodingState.ended_in).is_(None),
                CodingState.counted,
            )
        )
        for place, group in self._session.exec(said):
            said_by = (place.start_cp, place.end_cp, RoleGroup(group or ""))
            self._said.setdefault(place.text_version, []).append(said_by)

    def at(self, source: int, text_version: int, start: int) -> Speaker:
        """The turn's participant; outside turns the source's only one; else the role group that a coder set."""
        turns = self._turns.get(text_version, [])
        place = bisect_right(turns, start, key=lambda turn: turn.start_cp) - 1
        turn = turns[place] if place >= 0 and start < turns[place].end_cp else None
        who = turn.participant if turn and turn.participant else self._alone.get(source)
        group = None if turn and turn.is_interviewer else self._groups.get(who or 0)
        if group is None:
            said = self._said.get(text_version, [])
            group = next((by for first, last, by in said if first <= start < last), None)
        return Speaker(turn.speaker if turn else "", group)
