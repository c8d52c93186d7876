"""Editing the text of a source: a new version of it, with turns and excerpts carried to their places."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from sqlmodel import col, select

from db.tables import ExcerptPlace, Reading, TextVersion, Turn
from evalcore.capture.anchors import carry
from evalcore.capture.sources import SpokenTurn, may_edit, newest_version, standing_state, text_to_keep, write_text
from evalcore.errors import Stale
from evalcore.manage.access import Action
from evalcore.manage.changes import Work, verb

InText = TypeVar("InText", Turn, ExcerptPlace)


@verb("edit text", Action.EDIT_SOURCES, Action.LOG_NOTES)
def edit_text(
    work: Work,
    source: int,
    text: str,
    *,
    version: int | None = None,
    in_substance: bool = True,
    turns: Sequence[SpokenTurn] | None = None,
    reason: str = "",
) -> None:
    """Give the source a new text; every excerpt is carried to its place in it.

    `version`: the number of the text that was edited; `turns` None: carried along like the excerpts.
    An excerpt whose words are gone has no place from now on and is listed for a person to place.

    Raises
    ------
    Stale
        Somebody has edited the text since `version`.
    """
    may_edit(work, standing_state(work, source))
    replace_text(work, source, text, version=version, in_substance=in_substance, turns=turns, reason=reason)


def replace_text(
    work: Work,
    source: int,
    text: str,
    *,
    version: int | None = None,
    in_substance: bool = True,
    turns: Sequence[SpokenTurn] | None = None,
    places: Mapping[int, tuple[int, int]] | None = None,
    reason: str = "",
) -> int:
    """As `edit_text`, for a larger verb; `places` are excerpts whose place is known. The number of the new text."""
    old = newest_version(work, source)
    if version is not None and version != old.number:
        raise Stale("Somebody else has edited this text since you opened it. Compare the two before you save.")
    text = text_to_keep(text)
    spoken, placed = (_of_text(work, Turn, old) if turns is None else []), _of_text(work, ExcerptPlace, old)
    lie: list[Turn | ExcerptPlace] = [*spoken, *placed]
    carried = carry(old.text, text, [(row.start_cp, row.end_cp) for row in lie])
    if turns is None:
        turns = [
            SpokenTurn(*span, row.speaker, row.participant, row.is_interviewer)
            for row, span in zip(spoken, carried[: len(spoken)], strict=True)
            if span
        ]
    new = write_text(work, source, old.number + 1, text, turns, reason)
    known = dict(places or {})
    for row, span in zip(placed, carried[len(spoken) :], strict=True):
        if span:
            known.setdefault(row.excerpt, span)
    for excerpt, (start, end) in known.items():
        work.add(ExcerptPlace, excerpt=excerpt, text_version=new.no, start_cp=start, end_cp=end)
    if in_substance:
        for reading in work.standing(Reading, source=source):
            work.end(reading)
    work.subject("source", source)
    return new.no


def _of_text(work: Work, table: type[InText], text: TextVersion) -> list[InText]:
    """What lies in a version of a text, in its order."""
    query = select(table).where(table.evaluation_id == work.evaluation_id, table.text_version == text.no)
    return list(work.session.exec(query.order_by(col(table.start_cp), col(table.no))))
