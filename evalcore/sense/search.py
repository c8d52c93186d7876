"""Search: where sources, comments, memos, points, contributions and themes have the words, with those around them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from sqlmodel import Session, col, select

from db.reads.rows import standing
from db.store import Store
from db.tables import Account, Coding, CodingState, Excerpt, TrustState
from db.vocabulary import NONE_GIVEN, UNKNOWN_ROLE_GROUP, WHOLE_COLLABORATIVE
from evalcore.analysis.question import Filters
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.looks import record_look
from evalcore.sense.comments import may_see_comment
from evalcore.sense.found import Asked, Group, Hit, LookIn, Results
from evalcore.sense.in_context import in_context
from evalcore.sense.matching import Matcher, Place
from evalcore.sense.query import parse
from evalcore.sense.searched import Searched, SearchedSource, searched
from evalcore.sense.speaking import Speaking
from evalcore.sense.written import SearchedEntry, Written

MOST = 2000
"""A search stops at so many places: who finds more has asked for too little."""
A_FEW = 5
MORE_OF_ONE = 200
AT_ONCE = 20
"""Sources looked through before it is asked who speaks in them."""

EVERYTHING = Asked()
MEMOS, POINTS, CONTRIBUTIONS, FRAMEWORK = "Memos", "Points to raise", "Contributions", "Framework"
_WHERE = {
    MEMOS: "memos of no source",
    POINTS: "points to raise",
    CONTRIBUTIONS: "contributions",
    FRAMEWORK: "the framework",
}
_NEEDS = {LookIn.POINTS: Action.NOTE_POINTS, LookIn.CONTRIBUTIONS: Action.LOG_CONTRIBUTIONS}
"""What she must be allowed to do to see a list at all, as on its own page."""
_OF_NO_SOURCE = frozenset({LookIn.THEMES, *_NEEDS})


def search(store: Store, actor: Actor, typed: str, asked: Asked = EVERYTHING) -> Results:
    """The places that have what was typed, source by source, the newest first.

    Who reads sources searches all of them, anybody else her own field notes. A filter on role group or coder holds
    for the words too: what that group says, what that coder wrote. Points and contributions have a trust, a day and an
    author of their own. What else belongs to no source, a filter leaves out: themes, and memos about something else.
    That she searched is recorded, not what for.

    Raises
    ------
    NotPermitted
    Invalid
        What was typed cannot be looked for.
    """
    require(actor, Action.READ_SOURCES, Action.LOG_NOTES)
    matcher = Matcher(parse(typed))
    words = searched(store, actor.evaluation_id)
    with store.read() as session:
        results = _Search(session, actor, words, matcher, asked).results()
    if results.in_sources:
        record_look(store, actor, "search", "evaluation", None)
    return results


def may_look_in(actor: Actor) -> list[LookIn]:
    """What she can narrow a search to."""
    return [what for what in LookIn if what not in _NEEDS or actor.may(_NEEDS[what])]


@dataclass(frozen=True, slots=True)
class _Found:
    """A place that is not worded yet; `by` is the account of who wrote it."""

    written: Written
    place: Place
    where: str
    coding: int | None = None
    theme: int | None = None
    memo: int | None = None
    point: int | None = None
    contribution: int | None = None
    by: int | None = None


class _Search:
    """One search on its way."""

    def __init__(self, session: Session, actor: Actor, words: Searched, matcher: Matcher, asked: Asked) -> None:
        self.session, self.actor, self.words, self.matcher, self.asked = session, actor, words, matcher, asked
        self.filters = asked.filters
        self.speaking = Speaking(session, actor.evaluation_id)
        self.sources = [source for source in words.sources.values() if self._is_hers(source) and self._passes(source)]

    def results(self) -> Results:
        found: list[tuple[SearchedSource | str, list[_Found]]] = []
        left = MOST
        for of, places in self._found():
            found.append((of, places[:left]))
            left -= len(places)
            if left < 0:
                break
        found = [(of, places) for of, places in found if places]
        worded = found[: self.asked.groups]
        self.speaking.hear([of.text_version for of, _ in worded if not isinstance(of, str)])
        return Results(
            found=sum(len(places) for _, places in found),
            in_sources=sum(1 for of, _ in found if not isinstance(of, str)),
            elsewhere=tuple((_WHERE[of], len(places)) for of, places in found if isinstance(of, str)),
            groups=tuple(self._group(of, places) for of, places in worded),
            stopped=left < 0,
            looked_through=0 if self.asked.look_in in _OF_NO_SOURCE else len(self.sources),
        )

    def _found(self) -> Iterator[tuple[SearchedSource | str, list[_Found]]]:
        """The sources in order, each with its places; then what belongs to none."""
        rest = iter(self.sources)
        while some := list(islice(rest, AT_ONCE if self.filters.role_group else 1)):
            in_texts = self._in_texts(some) if self._looks_in(LookIn.SOURCES) else {}
            for source in some:
                yield source, [*in_texts.get(source.no, ()), *self._beside_text(source)]
        if self.asked.source is not None:
            return
        unfiltered = self.filters == Filters()
        if unfiltered:
            yield MEMOS, list(self._in_memos(None))
        yield POINTS, list(self._in_entries(LookIn.POINTS, self.words.points))
        yield CONTRIBUTIONS, list(self._in_entries(LookIn.CONTRIBUTIONS, self.words.contributions))
        if unfiltered and self._looks_in(LookIn.THEMES):
            wordings = ((theme.no, *wording) for theme in self.words.themes for wording in theme.wordings)
            yield FRAMEWORK, [one for no, where, text in wordings for one in self._in(text, where, theme=no)]

    def _in_texts(self, sources: list[SearchedSource]) -> dict[int, list[_Found]]:
        places = {source.no: list(self._in(source.text, "text")) for source in sources}
        if (group := self.filters.role_group) is None:
            return places
        self.speaking.hear([source.text_version for source in sources if places[source.no]])
        return {
            source.no: [one for one in places[source.no] if self._says(source, one.place.start, group)]
            for source in sources
        }

    def _says(self, source: SearchedSource, start: int, role_group: str) -> bool:
        return (self.speaking.at(source.no, source.text_version, start).role_group or UNKNOWN_ROLE_GROUP) == role_group

    def _beside_text(self, source: SearchedSource) -> Iterator[_Found]:
        """In the title, and in what coders and authors wrote about a source."""
        if self.filters.role_group is not None:
            return
        if self._looks_in(LookIn.SOURCES):
            yield from self._in(source.title, "title")
        yield from self._in_memos(source.no)
        if self._looks_in(LookIn.COMMENTS):
            for comment in self.words.comments.get(source.no, ()):
                asked = self.filters.coder in (None, comment.coder)
                lead = source.lead_coder
                if asked and may_see_comment(self.actor, coder=comment.coder, hidden=comment.hidden, lead=lead):
                    yield from self._in(comment.text, "comment", coding=comment.coding, by=comment.coder)

    def _in_memos(self, source: int | None) -> Iterator[_Found]:
        for memo in self.words.memos.get(source, ()) if self._looks_in(LookIn.MEMOS) else ():
            hers = memo.author == self.actor.account_id or self.actor.may(Action.WRITE_MEMOS)
            seen = not memo.hidden or memo.coder == self.actor.account_id
            if hers and seen and self.filters.coder in (None, memo.author):
                where = "reflection" if memo.reflection else "memo"
                yield from self._in(memo.text, where, memo=memo.no, by=memo.author)

    def _in_entries(self, what: LookIn, entries: Iterable[SearchedEntry]) -> Iterator[_Found]:
        filters = self.filters
        # Of a kind, a setting, a role group only a source can be.
        of_sources = (filters.kind, filters.setting, filters.role_group) != (None, None, None)
        if of_sources or not self._looks_in(what) or not self.actor.may(_NEEDS[what]):
            return
        for entry in entries:
            passes = filters.trust in (None, entry.trust) and filters.coder in (None, entry.author)
            after = filters.first is None or entry.on >= filters.first
            if passes and after and (filters.last is None or entry.on <= filters.last):
                number = {"point" if what is LookIn.POINTS else "contribution": entry.no}
                for where, text in entry.wordings:
                    yield from self._in(text, where, by=entry.author, **number)

    def _in(self, written: Written, where: str, **of: int) -> Iterator[_Found]:
        for place in self.matcher.places(written.folded, MOST + 1):
            yield _Found(written, place, where, **of)

    def _looks_in(self, what: LookIn) -> bool:
        return self.asked.look_in in (None, what)

    def _is_hers(self, source: SearchedSource) -> bool:
        return self.actor.may(Action.READ_SOURCES) or source.lead_coder == self.actor.account_id

    def _passes(self, source: SearchedSource) -> bool:
        filters = self.filters
        return (
            self.asked.source in (None, source.no)
            and filters.trust in (None, source.trust or 0)
            and filters.kind in (None, source.kind)
            and filters.setting in (None, source.setting or NONE_GIVEN)
            and (filters.coder is None or source.lead_coder == filters.coder or source.no in self._coded_by)
            and (filters.first is None or source.held_on >= filters.first)
            and (filters.last is None or (source.until or source.held_on) <= filters.last)
        )

    @cached_property
    def _coded_by(self) -> set[int]:
        """The sources with a counted coding of the coder that is asked for."""
        query = (
            select(Excerpt.source)
            .join(Coding, (col(Coding.evaluation_id) == Excerpt.evaluation_id) & (col(Coding.excerpt) == Excerpt.no))
            .join(
                CodingState,
                (col(CodingState.evaluation_id) == Coding.evaluation_id) & (col(CodingState.coding) == Coding.no),
            )
            .where(
                Excerpt.evaluation_id == self.actor.evaluation_id,
                Coding.coder == self.filters.coder,
                col(CodingState.ended_in).is_(None),
                CodingState.counted,
            )
        )
        return set(self.session.exec(query.distinct()))

    @cached_property
    def _people(self) -> dict[int | None, str]:
        return dict(self.session.exec(select(Account.id, Account.name)).all())

    @cached_property
    def _trusts(self) -> dict[int, str]:
        return {row.trust: row.name for row in standing(self.session, self.actor.evaluation_id, TrustState)}

    def _group(self, of: SearchedSource | str, places: list[_Found]) -> Group:
        if isinstance(of, str):
            return Group(None, of, len(places), tuple(self._hit(None, one) for one in places[:MORE_OF_ONE]))
        source = of
        hits = tuple(self._hit(source, one) for one in places[: A_FEW if self.asked.source is None else MORE_OF_ONE])
        leads = source.lead_coder == self.actor.account_id
        return Group(
            source.no,
            source.title.own,
            len(places),
            hits,
            source.kind,
            source.held_on,
            self._trusts.get(source.trust or 0, WHOLE_COLLABORATIVE),
            source.version,
            self._people[source.lead_coder],
            may_code=self.actor.may(Action.CODE) or (leads and self.actor.may(Action.TAG_OWN_NOTES)),
            counts=leads,
        )

    def _hit(self, source: SearchedSource | None, one: _Found) -> Hit:
        left, words, right = in_context(one.written.own, one.place)
        in_text = source is not None and one.where == "text"
        by = self._people.get(one.by, "")
        if source is not None and in_text:
            by = self.speaking.at(source.no, source.text_version, one.place.start).name
        return Hit(
            one.where,
            left,
            words,
            right,
            one.place.start if in_text else None,
            one.place.end if in_text else None,
            one.coding,
            one.theme,
            one.memo,
            one.point,
            one.contribution,
            by,
        )
