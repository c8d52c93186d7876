"""The judgement that an excerpt speaks to a theme: made, changed, accepted, taken back."""

from sqlmodel import col, select

from db.tables import Coding, CodingState, Excerpt, ExcerptPlace, MemoState, PointState
from db.vocabulary import Polarity, RoleGroup
from evalcore.capture.blind import refuse_hidden
from evalcore.capture.clean import clean
from evalcore.capture.sources import newest_version, standing_state
from evalcore.errors import Invalid, InvalidTransition, NotFound, NotPermitted, Stale
from evalcore.manage.access import Action
from evalcore.manage.changes import Work, verb
from evalcore.sense.tree import Tree

STRENGTHS = (1, 2, 3)
NOT_JUDGED = 0
"""What takes a strength back."""


@verb("code", Action.CODE, Action.TAG_OWN_NOTES)
def code(
    work: Work,
    source: int,
    start: int,
    end: int,
    quote: str,
    theme: int,
    polarity: Polarity,
    *,
    said_by: RoleGroup | None = None,
    strength: int | None = None,
    comment: str = "",
    blind: bool = False,
) -> None:
    """Code the words from `start` to `end` (code points, half-open) of the source's newest text.

    The lead coder's coding counts; anybody else's is offered, and a blind one is not even shown.

    Raises
    ------
    Stale
        The text there is not `quote`.
    InvalidTransition
        Nobody can code to the theme now.
    NotPermitted
        The source is not hers to code.
    """
    Tree.of(work.session, work.evaluation_id).can_be_coded_to(theme)
    _code(work, source, start, end, quote, theme, polarity, said_by, strength, comment, blind)


def _code(
    work: Work,
    source: int,
    start: int,
    end: int,
    quote: str,
    theme: int,
    polarity: Polarity,
    said_by: RoleGroup | None,
    strength: int | None,
    comment: str,
    blind: bool,
) -> None:
    lead = standing_state(work, source).lead_coder
    may_code(work, lead)
    text = newest_version(work, source)
    if not 0 <= start < end <= len(text.text) or text.text[start:end] != quote:
        raise Stale("The words you chose are not at that place in the text any more. Choose them again.")
    if strength is not None and strength not in STRENGTHS:
        raise Invalid("Strength is 1, 2 or 3.", "Strength")
    excerpt = _excerpt(work, source, text.no, start, end, said_by)
    row = work.add(Coding, excerpt=excerpt, coder=work.actor.account_id, blind=blind)
    work.session.flush()
    work.add(
        CodingState,
        coding=row.no,
        theme=theme,
        polarity=polarity,
        strength=strength,
        comment=clean(comment).strip(),
        counted=lead == work.actor.account_id and not blind,
    )
    work.subject("coding", row.no)


@verb("recode", Action.CODE, Action.TAG_OWN_NOTES)
def recode(
    work: Work,
    coding: int,
    *,
    theme: int | None = None,
    polarity: Polarity | None = None,
    strength: int | None = None,
    comment: str | None = None,
    under: int | None = None,
) -> None:
    """Judge an excerpt anew; what is None stays, and strength 0 takes the strength back.

    On somebody else's source it is offered again, but for a comment. `under`: only as it stands under this theme,
    where a split left it in both parts.
    """
    row, lead = _own(work, coding)
    states = _states(work, coding, under)
    changed: dict[str, object] = {}
    if theme is not None:
        if theme not in {state.theme for state in states}:
            Tree.of(work.session, work.evaluation_id).can_be_coded_to(theme)
        changed["theme"] = theme
    if polarity is not None:
        changed["polarity"] = polarity
    if strength is not None:
        if strength not in (NOT_JUDGED, *STRENGTHS):
            raise Invalid("Strength is 1, 2 or 3.", "Strength")
        changed["strength"] = strength or None
    if changed:
        changed["counted"] = lead == work.actor.account_id and not row.blind
    if comment is not None:
        changed["comment"] = clean(comment).strip()
    # A split left it in both parts: a new theme is one judgement again, anything else is said of both.
    for state in states[1:] if theme is not None else []:
        work.end(state)
    for state in states[:1] if theme is not None else states:
        work.replace(state, **changed)
    work.subject("coding", coding)


@verb("move coding", Action.CODE, Action.TAG_OWN_NOTES)
def move_boundaries(work: Work, coding: int, start: int, end: int, quote: str) -> None:
    """Code other words in place of these: the coding ends and one like it begins, which is the change's subject."""
    row, _ = _own(work, coding)
    excerpt = work.find(Excerpt, row.excerpt, "excerpt")
    _put_in_its_place(work, row, excerpt.source, start, end, quote, excerpt.said_by)


@verb("attribute coding", Action.CODE, Action.TAG_OWN_NOTES)
def attribute(work: Work, coding: int, said_by: RoleGroup) -> None:
    """Say which role group the words are of; the coding ends and one like it begins, which is the change's subject."""
    row, _ = _own(work, coding)
    excerpt = work.find(Excerpt, row.excerpt, "excerpt")
    text = newest_version(work, excerpt.source)
    place = work.session.exec(
        select(ExcerptPlace).where(
            ExcerptPlace.evaluation_id == work.evaluation_id,
            ExcerptPlace.excerpt == row.excerpt,
            ExcerptPlace.text_version == text.no,
        )
    ).first()
    if place is None:
        raise InvalidTransition(f"Coding {coding} has no place in the text any more. Place it first.")
    quote = text.text[place.start_cp : place.end_cp]
    _put_in_its_place(work, row, excerpt.source, place.start_cp, place.end_cp, quote, said_by)


def _put_in_its_place(
    work: Work, row: Coding, source: int, start: int, end: int, quote: str, said_by: RoleGroup | None
) -> None:
    """End a coding and begin one that judges the same of other words, or of the same words by somebody else."""
    states = _states(work, row.no)
    for state in states:
        work.end(state)
    first = states[0]
    # Its theme was chosen when it was still in use: what is moved is the words.
    judged = (first.theme, first.polarity, said_by, first.strength, first.comment, row.blind)
    _code(work, source, start, end, quote, *judged)
    for state in states[1:]:
        work.again(state, coding=work.made)
    _carry_ties(work, row.no, work.made)


@verb("uncode", Action.CODE, Action.TAG_OWN_NOTES)
def uncode(work: Work, coding: int, *, under: int | None = None) -> None:
    """End a coding: her own, or on a source that she leads, unless it is blind to her. `under` as in `recode`."""
    row = work.find(Coding, coding, "coding")
    if work.actor.account_id not in (row.coder, standing_state(work, _source_of(work, row)).lead_coder):
        raise NotPermitted("Only its coder or the lead coder of the source can take a coding back.")
    refuse_hidden(work, row)
    for state in _states(work, coding, under):
        work.end(state)
    work.subject("coding", coding)


@verb("accept", Action.CODE, Action.TAG_OWN_NOTES)
def accept(work: Work, coding: int, *, reconciliation: bool = False) -> None:
    """Let an offered coding count, under its own coder's name.

    Raises
    ------
    NotPermitted
        She does not lead the source.
    InvalidTransition
        It counts already, or it is blind and this is no reconciliation.
    """
    row = work.find(Coding, coding, "coding")
    if standing_state(work, _source_of(work, row)).lead_coder != work.actor.account_id:
        raise NotPermitted("Only the lead coder of the source can accept a coding.")
    states = _states(work, coding)
    if all(state.counted for state in states):
        raise InvalidTransition(f"Coding {coding} counts already.")
    if row.blind and not reconciliation:
        raise InvalidTransition(f"Coding {coding} was made blind. Accept it in reconciliation.")
    for state in states:
        if not state.counted:
            work.replace(state, counted=True)
    work.subject("coding", coding)


def may_code(work: Work, lead: int) -> None:
    """Go on if she codes, or if the note is her own."""
    if not work.actor.may(Action.CODE) and lead != work.actor.account_id:
        raise NotPermitted("You can tag your own field notes only. Ask a researcher to code this source.")


def _excerpt(work: Work, source: int, text_version: int, start: int, end: int, said_by: RoleGroup | None) -> int:
    """The excerpt at this place, said by this role group; several codings may share one."""
    query = (
        select(Excerpt)
        .join(
            ExcerptPlace,
            (col(ExcerptPlace.evaluation_id) == Excerpt.evaluation_id) & (col(ExcerptPlace.excerpt) == Excerpt.no),
        )
        .where(
            Excerpt.evaluation_id == work.evaluation_id,
            ExcerptPlace.text_version == text_version,
            ExcerptPlace.start_cp == start,
            ExcerptPlace.end_cp == end,
        )
    )
    for excerpt in work.session.exec(query.order_by(col(Excerpt.no))):
        if excerpt.said_by == said_by:
            return excerpt.no
    excerpt = work.add(Excerpt, source=source, said_by=said_by)
    work.session.flush()
    work.add(ExcerptPlace, excerpt=excerpt.no, text_version=text_version, start_cp=start, end_cp=end)
    return excerpt.no


def _carry_ties(work: Work, coding: int, new: int) -> None:
    """Tie to `new` what was tied to `coding`: memos and points."""
    for memo in work.standing(MemoState, coding=coding):
        work.replace(memo, coding=new)
    for point in work.standing(PointState, coding=coding):
        work.replace(point, coding=new)


def _states(work: Work, coding: int, under: int | None = None) -> list[CodingState]:
    states = [state for state in work.standing(CodingState, coding=coding) if under in (None, state.theme)]
    if not states:
        raise NotFound(f"Coding {coding} does not stand any more. Undo its removal to bring it back.")
    return states


def _source_of(work: Work, row: Coding) -> int:
    return work.find(Excerpt, row.excerpt, "excerpt").source


def _own(work: Work, coding: int) -> tuple[Coding, int]:
    row = work.find(Coding, coding, "coding")
    if row.coder != work.actor.account_id:
        raise NotPermitted("Only its own coder can change a coding. Take it back, or code the words yourself.")
    lead = standing_state(work, _source_of(work, row)).lead_coder
    may_code(work, lead)
    return row, lead
