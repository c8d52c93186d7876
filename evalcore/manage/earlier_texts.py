"""Texts under undo: what a change put in the place of others, and the text before it brought back."""

from sqlmodel import col, select

from db.tables import ExcerptPlace, Reading, TextVersion, Turn
from evalcore.errors import NotFound
from evalcore.manage.changes import Work


def texts_made_in(work: Work, change: int) -> list[TextVersion]:
    """Texts that this change put in the place of others; the first text of a source goes with its source."""
    query = select(TextVersion).where(
        TextVersion.evaluation_id == work.evaluation_id, TextVersion.made_in == change, TextVersion.number > 1
    )
    return list(work.session.exec(query))


def previous(work: Work, text: TextVersion) -> TextVersion | None:
    query = select(TextVersion).where(
        TextVersion.evaluation_id == work.evaluation_id,
        TextVersion.source == text.source,
        TextVersion.number == text.number - 1,
    )
    return work.session.exec(query).one_or_none()


def places(work: Work, text_version: int) -> list[ExcerptPlace]:
    query = select(ExcerptPlace).where(
        ExcerptPlace.evaluation_id == work.evaluation_id, ExcerptPlace.text_version == text_version
    )
    return list(work.session.exec(query.order_by(col(ExcerptPlace.no))))


def bring_text_back(work: Work, text: TextVersion) -> None:
    """The text before this one, as the newest version, with its turns and every excerpt where it lay."""
    before = previous(work, text)
    if before is None or before.purged_in is not None:
        raise NotFound("The earlier text is not kept any more, so this edit cannot be undone.")
    back = work.add(
        TextVersion,
        source=text.source,
        number=text.number + 1,
        text=before.text,
        reason=f"Undo of version {text.number}",
    )
    work.session.flush()
    query = select(Turn).where(Turn.evaluation_id == work.evaluation_id, Turn.text_version == before.no)
    for turn in list(work.session.exec(query.order_by(col(Turn.no)))):
        work.add(Turn, text_version=back.no, **turn.model_dump(exclude={"evaluation_id", "no", "text_version"}))
    for place in places(work, before.no):
        work.add(
            ExcerptPlace, excerpt=place.excerpt, text_version=back.no, start_cp=place.start_cp, end_cp=place.end_cp
        )
    for reading in work.standing(Reading, source=text.source):
        if reading.made_in == work.change_no:
            reading.text_version = back.no
            work.session.add(reading)
