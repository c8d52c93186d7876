"""Who was there: participants by pseudonym, everybody else counted by role group."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from db.reads.rows import standing
from db.store import Store
from db.tables import Attendance
from db.vocabulary import RoleGroup
from evalcore.capture.library import find_source
from evalcore.capture.participants import ParticipantRow
from evalcore.capture.sources import Present
from evalcore.manage.access import Actor


def attendance(store: Store, actor: Actor, source: int) -> list[Present]:
    """Who was there, for who may open the source.

    Raises
    ------
    NotFound
    """
    find_source(store, actor, source)
    with store.read() as session:
        rows = standing(session, actor.evaluation_id, Attendance, source=source)
        return [Present(row.role_group, row.how_many, row.trust, row.participant) for row in rows]


def counted(there: Sequence[Present]) -> dict[RoleGroup, int]:
    """How many of each role group were there besides the participants."""
    return {
        group: sum(one.how_many for one in there if one.role_group is group and one.participant is None)
        for group in RoleGroup
    }


def changed(
    there: Sequence[Present], participants: Collection[ParticipantRow], counts: Mapping[RoleGroup, int]
) -> list[Present]:
    """`there` with these participants and these counts instead; what is the same stays as it was, trust and all."""
    before = counted(there)
    chosen = {row.no: row for row in participants}
    named = {one.participant for one in there}
    same = {group for group in RoleGroup if counts.get(group, 0) == before[group]}
    kept = [one for one in there if (one.participant in chosen if one.participant else one.role_group in same)]
    new = [Present(row.role_group, 1, row.trust, row.no) for row in participants if row.no not in named]
    for group in RoleGroup:
        if group not in same and counts.get(group, 0) > 0:
            trusts = {one.trust for one in there if one.role_group is group and one.participant is None}
            new.append(Present(group, counts[group], trusts.pop() if len(trusts) == 1 else None))
    return [*kept, *new]


def with_trusts(present: Sequence[Present], there: Sequence[Present]) -> list[Present]:
    """`present`, of which only role groups, numbers and pseudonyms are known, with the trusts of who was `there`."""
    found: list[Present] = []
    for one in present:
        before = [was for was in there if (was.role_group, was.participant) == (one.role_group, one.participant)]
        trusts = {was.trust for was in before}
        if one.trust is None and sum(was.how_many for was in before) == one.how_many:
            found += before
        else:
            found.append(replace(one, trust=one.trust or (trusts.pop() if len(trusts) == 1 else None)))
    return found
