"""Search as people use it: what it finds, for whom, narrowed by what, and that it keeps up with the store."""

from datetime import date

import pytest
from sqlmodel import select

from db.store import Store
from db.tables import Look
from db.vocabulary import WHOLE_COLLABORATIVE, ContributionKind, MemoKind, Polarity, Role, RoleGroup, SourceKind
from evalcore.analysis.question import Filters, Question
from evalcore.capture.contributions import Brought, log_contribution
from evalcore.capture.participants import add_participant, add_trust
from evalcore.capture.points import NewPoint, close_point, drop_point, note_point, raise_point
from evalcore.capture.sources import Facts, SpokenTurn, correct
from evalcore.capture.text_edits import edit_text
from evalcore.errors import Invalid, NotPermitted
from evalcore.manage.access import Actor
from evalcore.manage.undo import undo
from evalcore.sense.coding import accept, code, uncode
from evalcore.sense.field_notes import Note, log_note
from evalcore.sense.found import Asked, Group, LookIn, Results, sentence
from evalcore.sense.framework import redefine
from evalcore.sense.memos import About, Thought, write_memo
from evalcore.sense.search import A_FEW, MOST, may_look_in, search
from evalcore.watch.questions import distribution
from tests import factories


def lines(results: Results) -> list[str]:
    """Every worded hit as a line, what was looked for in brackets."""
    return [
        hit.left + "".join(f"[{piece}]" if marked else piece for piece, marked in hit.words) + hit.right
        for group in results.groups
        for hit in group.hits
    ]


def titles(results: Results) -> list[str]:
    return [group.title for group in results.groups]


def colleague(store: Store, ada: Actor, role: Role = Role.CODER) -> Actor:
    return factories.actor(store, role, evaluation_id=ada.evaluation_id, name="Ben Osei")


def test_places_come_source_by_source_the_newest_first_each_where_it_stands(store: Store) -> None:
    ada = factories.actor(store)
    factories.source(store, ada, title="First", held_on=date(2016, 1, 5), text="İt was the board 🏥 and the Board.")
    factories.source(store, ada, title="Second", held_on=date(2016, 3, 5), text="A keyboard.")
    factories.source(store, ada, title="Third", held_on=date(2016, 2, 5), text="Straße,\nboard")
    found = search(store, ada, "board")
    assert titles(found) == ["Third", "First"]
    assert lines(found) == [
        "Straße, [board]",
        "İt was the [board] 🏥 and the Board.",
        "İt was the board 🏥 and the [Board].",
    ]
    assert [(hit.start, hit.end) for group in found.groups for hit in group.hits] == [(8, 13), (11, 16), (27, 32)]
    assert (found.found, found.in_sources, found.looked_through, found.stopped) == (3, 2, 3, False)
    assert sentence(found) == "3 places in 2 of 3 sources."


def test_words_apart_are_marked_each(store: Store) -> None:
    ada = factories.actor(store)
    factories.source(store, ada)
    assert lines(search(store, ada, "return near/4 board"))[0].startswith(
        "The ward manager said the [return] for the [board]"
    )


def test_everything_that_is_written_down_is_found_each_by_its_name(store: Store) -> None:
    ada = factories.actor(store)
    facts = Facts(title="About the zebra", held_on=date(2016, 4, 5))
    source = log_note(store, ada, Note(facts, (), factories.TEXT, reflection="The zebra is me."), read=True).subject_no
    factories.coding(store, ada, source=source or 0, comment="Zebra, as before")
    redefine(store, ada, 5, definition="What a zebra is given.", reason="The committee asked")
    note_point(store, ada, NewPoint("Who feeds the zebra?"))
    log_contribution(store, ada, Brought(ContributionKind.LITERATURE, date(2016, 5, 1), "A paper on the zebra"))
    found = search(store, ada, "zebra")
    assert [(group.title, hit.where, hit.by) for group in found.groups for hit in group.hits] == [
        ("About the zebra", "title", ""),
        ("About the zebra", "reflection", "Ada Lovell"),
        ("About the zebra", "comment", "Ada Lovell"),
        ("Points to raise", "point", "Ada Lovell"),
        ("Contributions", "contribution", "Ada Lovell"),
        ("Framework", "definition", ""),
    ]
    in_source, in_point, in_contribution, in_framework = (group.hits for group in found.groups)
    assert (in_source[2].coding, in_framework[0].theme) == (1, 5)
    assert (in_point[0].point, in_contribution[0].contribution) == (1, 1)
    assert sentence(found) == (
        "6 places: 3 in 1 of 1 source, 1 in points to raise, 1 in contributions, 1 in the framework."
    )
    named = ("title", "comment", "reflection", "definition", "point", "contribution")
    for look_in, where in zip(LookIn, named, strict=True):
        narrowed = search(store, ada, "zebra", Asked(look_in))
        assert [hit.where for group in narrowed.groups for hit in group.hits] == [where]


def test_what_is_somebody_elses_own_is_not_found(store: Store) -> None:
    ada = factories.actor(store)
    ben = colleague(store, ada)
    host = colleague(store, ada, Role.PROGRAMME_TEAM)
    facts = Facts(title="What I saw", held_on=date(2016, 4, 5))
    log_note(store, ada, Note(facts, (), factories.TEXT, reflection="A zebra."), read=True)
    factories.coding(store, ben, source=1, comment="A zebra, seen blind", blind=True)
    factories.coding(store, ada, source=1, comment="A zebra for all who read")
    log_note(store, host, Note(facts, (), "A zebra at the host's.", reflection="My zebra."), read=False)
    assert [line.replace("[zebra]", "zebra") for line in lines(search(store, ben, "zebra"))] == [
        "A zebra at the host's.",
        "My zebra.",
        "A zebra.",
        "A zebra, seen blind",
        "A zebra for all who read",
    ]
    assert len(lines(search(store, ada, "zebra"))) == 4
    of_host = search(store, host, "zebra")
    assert lines(of_host) == ["A [zebra] at the host's.", "My [zebra]."]
    assert of_host.looked_through == 1


def test_memos_stand_with_their_source_or_apart_and_never_tell_of_a_blind_coding(store: Store) -> None:
    ada = factories.actor(store)
    ben = colleague(store, ada)
    factories.source(store, ada)
    blind = factories.coding(store, ben, source=1, blind=True)
    for about in (About(source=1), About(coding=blind), About(theme=4), About()):
        write_memo(store, ben, Thought(MemoKind.ANALYTIC, f"A zebra, {about}", about))

    def found(actor: Actor) -> list[tuple[str, int | None]]:
        return [(group.title, hit.memo) for group in search(store, actor, "zebra").groups for hit in group.hits]

    of_none = [("Memos", 3), ("Memos", 4)]
    assert found(ben) == [("Meeting about the chart", 1), ("Meeting about the chart", 2), *of_none]
    assert found(ada) == [("Meeting about the chart", 1), *of_none]
    assert search(store, ada, "zebra", Asked(filters=Filters(trust=0))).elsewhere == ()
    in_memos = search(store, ada, "zebra", Asked(LookIn.MEMOS))
    assert sentence(in_memos) == "3 places: 1 in 1 of 1 source, 2 in memos of no source."
    assert found(colleague(store, ada, Role.PROGRAMME_TEAM)) == []


def test_points_and_contributions_are_found_by_who_sees_their_lists_and_by_every_step(store: Store) -> None:
    ada = factories.actor(store)
    ben = colleague(store, ada)
    host = colleague(store, ada, Role.PROGRAMME_TEAM)
    team = add_trust(store, ada, "Trust A").made
    note_point(store, ada, NewPoint("The zebra", team), noted_on=date(2016, 2, 3))
    raise_point(store, ada, 1, date(2016, 3, 1), answer="They like the zebra")
    outcome = close_point(store, ada, 1, "A zebra on every ward", date(2016, 4, 1))
    brought = Brought(ContributionKind.LITERATURE, date(2016, 5, 1), "A paper", with_whom="Zebra keepers")
    log_contribution(store, host, brought)

    def found(actor: Actor, filters: Filters | None = None) -> list[tuple[str, str]]:
        results = search(store, actor, "zebra", Asked(filters=filters or Filters()))
        return [(group.title, hit.where) for group in results.groups for hit in group.hits]

    steps = [("Points to raise", where) for where in ("point", "what they said", "what came of it")]
    assert found(ada) == found(host) == [*steps, ("Contributions", "with whom")]
    assert found(ben) == steps
    assert LookIn.CONTRIBUTIONS not in may_look_in(ben)
    assert found(ada, Filters(trust=team)) == steps
    assert found(ada, Filters(coder=host.account_id, last=date(2016, 5, 1))) == [("Contributions", "with whom")]
    assert found(ada, Filters(first=date(2016, 5, 2), last=date(2016, 5, 3))) == []
    assert found(ada, Filters(kind="interview")) == []
    undo(store, ada, outcome.change_no)
    assert found(ben) == steps[:2]
    drop_point(store, ada, 1)
    assert found(ben) == []
    assert sentence(search(store, ben, "zebra", Asked(LookIn.POINTS))).startswith("No place has this. A star")
    assert sentence(search(store, ada, "zebra", Asked(LookIn.CONTRIBUTIONS))) == "1 place in contributions."


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COMMITTEE, Role.TRUST_MEMBER])
def test_who_reads_nothing_searches_nothing(store: Store, role: Role) -> None:
    with pytest.raises(NotPermitted):
        search(store, factories.actor(store, role), "board")


def test_filters_look_through_the_sources_that_the_dashboard_counts(store: Store) -> None:
    ada = factories.actor(store)
    ben = colleague(store, ada, Role.RESEARCHER)
    trust = add_trust(store, ada, "Trust A").subject_no
    factories.source(store, ada, held_on=date(2016, 1, 5), trust=trust)
    factories.source(store, ada, held_on=date(2016, 2, 5), kind=SourceKind.INTERVIEW)
    factories.source(store, ben, held_on=date(2016, 3, 5), trust=trust, kind=SourceKind.DOCUMENT)
    correct(store, ben, 3, Facts(title="Notes", held_on=date(2016, 3, 5), until=date(2016, 4, 1), trust=trust))
    offered = factories.coding(store, ben, source=1)
    factories.coding(store, ben, source=2)
    accept(store, ada, offered)
    for filters in (
        Filters(),
        Filters(trust=trust),
        Filters(trust=0),
        Filters(kind="interview"),
        Filters(setting="none given"),
        Filters(setting="ward"),
        Filters(coder=ada.account_id),
        Filters(coder=ben.account_id),
        Filters(first=date(2016, 2, 5)),
        Filters(last=date(2016, 3, 31)),
        Filters(last=date(2016, 4, 1), kind="document"),
    ):
        counted = distribution(store, ada, Question(theme=4, filters=filters)).rows["sources_all"].iloc[0]
        assert search(store, ada, "board", Asked(filters=filters)).looked_through == counted, filters


def test_a_role_group_narrows_it_to_what_that_group_says(store: Store) -> None:
    ada = factories.actor(store)
    nurse = add_participant(store, ada, "P01", RoleGroup.SENIOR_NURSE).subject_no
    text = "I: What about the board?\nP01: The board never asked.\n"
    edge = text.index("P01")
    turns = [SpokenTurn(0, edge, "I", None, True), SpokenTurn(edge, len(text), "P01", nurse)]
    factories.source(store, ada, title="Interview", kind=SourceKind.INTERVIEW, text=text, turns=turns)
    factories.source(store, ada, title="Note")
    start = factories.TEXT.index("the board took")
    quote = "the board took"
    code(store, ada, 2, start, start + len(quote), quote, 4, Polarity.BARRIER, said_by=RoleGroup.CONSULTANT)

    def found(group: str) -> list[tuple[str, str]]:
        results = search(store, ada, "board", Asked(filters=Filters(role_group=group)))
        return [(one.title, hit.by) for one in results.groups for hit in one.hits]

    assert found("senior nurse (band 7+)") == [("Interview", "P01")]
    assert found("consultant") == [("Note", "")]
    assert found("unknown") == [("Interview", "I")]
    uncode(store, ada, 1)
    assert found("consultant") == []


def test_themes_are_left_out_where_a_filter_asks_for_sources(store: Store) -> None:
    ada = factories.actor(store)
    assert titles(search(store, ada, "conflicting")) == ["Framework"]
    assert search(store, ada, "conflicting", Asked(filters=Filters(trust=0))).found == 0


def test_a_search_keeps_up_with_what_is_done(store: Store) -> None:
    ada = factories.actor(store)
    factories.source(store, ada, title="Untouched")
    changed = factories.source(store, ada, title="Changed")
    assert search(store, ada, "zebra").found == 0
    edited = edit_text(store, ada, changed, factories.TEXT + "A zebra came.\n").change_no
    (group,) = search(store, ada, "zebra").groups
    assert (group.title, group.version) == ("Changed", 2)
    corrected = correct(store, ada, changed, Facts(title="The zebra", held_on=date(2016, 2, 4))).change_no
    assert search(store, ada, "zebra").found == 2
    coding = factories.coding(store, ada, source=1, comment="zebra")
    assert search(store, ada, "zebra").found == 3
    uncode(store, ada, coding)
    undo(store, ada, edited)
    assert [hit.where for group in search(store, ada, "zebra").groups for hit in group.hits] == ["title"]
    undo(store, ada, corrected)
    assert search(store, ada, "zebra").found == 0


def test_a_search_that_matches_everything_stops_and_says_so(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    for day in range(1, 4):
        factories.source(sqlite_store, ada, text="so it goes " * (MOST // 2), held_on=date(2016, 2, day))
    found = search(sqlite_store, ada, "so")
    assert (found.found, found.in_sources, found.looked_through, found.stopped) == (MOST, 2, 3, True)
    assert sentence(found).startswith("More than 2,000 places, and the search stopped there")
    assert [len(group.hits) for group in found.groups] == [A_FEW] * 2
    all_of_one = search(sqlite_store, ada, "so", Asked(source=1))
    assert (len(all_of_one.groups[0].hits), all_of_one.found, all_of_one.stopped) == (200, MOST // 2, False)


def test_who_codes_is_told_where_and_whether_it_counts(store: Store) -> None:
    ada = factories.actor(store)
    ben = colleague(store, ada)
    host = colleague(store, ada, Role.PROGRAMME_TEAM)
    factories.source(store, ada)
    facts = Facts(title="What I saw", held_on=date(2016, 4, 5))
    log_note(store, host, Note(facts, (), factories.TEXT), read=False)

    def told(actor: Actor) -> dict[int | None, tuple[bool, bool]]:
        groups: tuple[Group, ...] = search(store, actor, "board").groups
        return {group.source: (group.may_code, group.counts) for group in groups}

    assert told(ada) == {1: (True, True), 2: (True, False)}
    assert told(ben) == {1: (True, False), 2: (True, False)}
    assert told(host) == {2: (True, True)}


def test_who_searched_is_recorded_and_not_what_for(store: Store) -> None:
    ada = factories.actor(store)
    factories.source(store, ada)
    search(store, ada, "nothing of the kind")
    search(store, ada, "conflicting")
    search(store, ada, "board")
    with store.read() as session:
        (look,) = session.exec(select(Look)).all()
    assert (look.by, look.verb, look.subject_kind, look.subject_no) == (ada.account_id, "search", "evaluation", None)


def test_what_is_malformed_is_refused_and_nothing_found_says_what_to_do(store: Store) -> None:
    ada = factories.actor(store)
    factories.source(store, ada)
    with pytest.raises(Invalid, match="mark is open"):
        search(store, ada, '"the board')
    assert sentence(search(store, ada, "zebra")).startswith("No place has this, in 1 source looked through.")


def test_a_source_of_no_trust_is_of_the_whole_collaborative(store: Store) -> None:
    ada = factories.actor(store)
    factories.source(store, ada)
    (group,) = search(store, ada, "board").groups
    assert (group.trust, group.lead_coder, group.kind) == (WHOLE_COLLABORATIVE, "Ada Lovell", SourceKind.FIELD_NOTE)
