"""What opens behind a mark: as many codings as it counts, to whom, and who is known to have looked."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from db.store import Store
from db.tables import Look
from db.vocabulary import AskedPolarity, Per, Polarity, Role, SourceKind
from evalcore.analysis.question import Filters
from evalcore.capture.sources import Facts
from evalcore.capture.text_edits import edit_text
from evalcore.errors import NotFound, NotPermitted
from evalcore.manage.access import Actor
from evalcore.manage.verification import faults
from evalcore.sense.coding import uncode
from evalcore.sense.field_notes import Note, log_note
from evalcore.sense.framework import merge
from evalcore.sense.note_tags import Tag
from evalcore.watch.charts.mark import Mark
from evalcore.watch.evidence import cell_of, open_evidence
from evalcore.watch.view import View
from tests import factories

PRIORITIES, SUPPORT, FACTORS = 4, 5, 3
BARRIER = Mark(PRIORITIES, AskedPolarity.BARRIER)


def looks(store: Store) -> list[Look]:
    with store.read() as session:
        return list(session.exec(select(Look).order_by(Look.no)))  # type: ignore[arg-type]


@pytest.fixture
def ada(store: Store) -> Actor:
    """A researcher with two read notes and an unread one, each with a barrier to conflicting priorities."""
    ada = factories.actor(store)
    for month in (1, 2, 3):
        source = factories.source(store, ada, held_on=date(2016, month, 5), title=f"Meeting {month}")
        factories.coding(store, ada, source=source)
        if month < 3:
            factories.reading(store, ada, source=source)
    return ada


def colleague(store: Store, ada: Actor, role: Role) -> Actor:
    return factories.actor(store, role, evaluation_id=ada.evaluation_id, name="Ben Osei")


def note_of(store: Store, actor: Actor) -> int | None:
    """A field note of hers with a tag, read."""
    quote = "Nobody had time"
    start = factories.TEXT.index(quote)
    tag = Tag(start, start + len(quote), quote, PRIORITIES, Polarity.BARRIER)
    facts = Facts(title="What I saw", held_on=date(2016, 4, 5), minutes=30)
    return log_note(store, actor, Note(facts, (), factories.TEXT, tags=(tag,)), read=True).subject_no


def test_the_excerpts_behind_a_bar_come_newest_first_and_those_in_progress_last(store: Store, ada: Actor) -> None:
    evidence = open_evidence(store, ada, View(), BARRIER)
    assert [(row.held_on.month, row.in_progress) for row in evidence.rows] == [(2, False), (1, False), (3, True)]
    assert (evidence.cell.codings, evidence.cell.in_progress) == (2, 1)
    assert evidence.theme == "Conflicting priorities"
    row = evidence.rows[0]
    assert row.text == "took two days"
    assert row.start is not None
    assert factories.TEXT[row.start :].startswith("took two days")
    assert (row.polarity, row.kind, row.trust, row.coder) == (
        "barrier",
        "field note",
        "whole collaborative",
        "Ada Lovell",
    )
    assert row.role_group is None


def test_a_theme_opens_what_stands_under_it_with_the_name_it_was_coded_to(store: Store, ada: Actor) -> None:
    source = factories.source(store, ada)
    factories.coding(store, ada, source=source, theme=SUPPORT, polarity=Polarity.FACILITATOR)
    factories.reading(store, ada, source=source)
    everything = open_evidence(store, ada, View(), Mark(FACTORS, AskedPolarity.ANY))
    assert {(row.theme, row.polarity) for row in everything.rows} == {
        ("Conflicting priorities", "barrier"),
        ("Support and culture", "facilitator"),
    }


def test_a_mark_in_a_month_opens_that_month_only(store: Store, ada: Actor) -> None:
    february = open_evidence(store, ada, View(per=Per.MONTH), replace(BARRIER, period="2016-02"))
    assert [row.held_on for row in february.rows] == [date(2016, 2, 5)]


def test_observed_hours_are_told_apart_from_those_of_interviews(store: Store, ada: Actor) -> None:
    talk = factories.source(store, ada, kind=SourceKind.INTERVIEW, held_on=date(2016, 2, 9), minutes=45)
    factories.coding(store, ada, source=talk)
    factories.reading(store, ada, source=talk)
    assert open_evidence(store, ada, View(), BARRIER).hours == {SourceKind.FIELD_NOTE: 2.0, SourceKind.INTERVIEW: 0.75}
    february = open_evidence(store, ada, View(per=Per.MONTH), replace(BARRIER, period="2016-02"))
    assert february.hours == {SourceKind.FIELD_NOTE: 1.0, SourceKind.INTERVIEW: 0.75}


def test_filters_narrow_the_evidence_as_they_narrow_the_bar(store: Store, ada: Actor) -> None:
    view = View(filters=Filters(last=date(2016, 1, 31)))
    assert [row.held_on.month for row in open_evidence(store, ada, view, BARRIER).rows] == [1]


def test_as_at_an_earlier_change_an_ended_coding_is_still_there(store: Store, ada: Actor) -> None:
    first = open_evidence(store, ada, View(), BARRIER).rows[1]
    before = uncode(store, ada, first.coding).change_no - 1
    assert first.coding not in {row.coding for row in open_evidence(store, ada, View(), BARRIER).rows}
    then = open_evidence(store, ada, View(as_at=before), BARRIER)
    assert first.coding in {row.coding for row in then.rows}
    assert then.cell.codings == 2


def test_only_so_many_are_fetched_and_the_rest_are_counted(store: Store, ada: Actor) -> None:
    evidence = open_evidence(store, ada, View(), BARRIER, most=1)
    assert (len(evidence.rows), evidence.found) == (1, 3)


def test_words_that_an_edit_took_away_are_shown_as_they_stood_but_have_no_place(store: Store, ada: Actor) -> None:
    evidence = open_evidence(store, ada, View(), BARRIER)
    edit_text(store, ada, evidence.rows[0].source, "Nothing of it is left.\n", in_substance=False)
    gone = next(row for row in open_evidence(store, ada, View(), BARRIER).rows if row.coding == evidence.rows[0].coding)
    assert (gone.text, gone.start) == ("took two days", None)


def test_a_merged_theme_opens_the_evidence_of_what_it_was_merged_into(store: Store, ada: Actor) -> None:
    merge(store, ada, PRIORITIES, SUPPORT, reason="The committee asked")
    assert open_evidence(store, ada, View(), BARRIER).theme == "Support and culture"


@pytest.mark.parametrize(
    ("view", "mark"),
    [
        (View(), Mark(99, AskedPolarity.BARRIER)),
        (View(polarity=AskedPolarity.MIXED), BARRIER),
        (View(), replace(BARRIER, period="2031-01")),
        (View(), Mark(PRIORITIES, AskedPolarity.BOTH)),
    ],
    ids=["no such theme", "another polarity asked", "no such month", "not asked"],
)
def test_a_mark_that_the_view_has_not_is_said_not_to_be_there(store: Store, ada: Actor, view: View, mark: Mark) -> None:
    with pytest.raises(NotFound, match="not in this picture"):
        cell_of(store, ada, view, mark)
    with pytest.raises(NotFound, match="not in this picture"):
        open_evidence(store, ada, view, mark)


def test_the_programme_team_reads_its_own_notes_and_is_told_of_the_rest(store: Store, ada: Actor) -> None:
    cat = colleague(store, ada, Role.PROGRAMME_TEAM)
    own = note_of(store, cat)
    evidence = open_evidence(store, cat, View(), BARRIER)
    assert [(row.source, row.text) for row in evidence.rows] == [(own, "Nobody had time")]
    assert (evidence.found, evidence.withheld) == (1, 3)
    assert evidence.cell.codings == 3
    other = open_evidence(store, colleague(store, ada, Role.PROGRAMME_TEAM), View(), BARRIER)
    assert (other.rows, other.withheld) == ((), 4)


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.TRUST_MEMBER, Role.ADMINISTRATOR])
def test_who_sees_no_dashboard_opens_nothing(store: Store, ada: Actor, role: Role) -> None:
    outsider = colleague(store, ada, role)
    for ask in (cell_of, open_evidence):
        with pytest.raises(NotPermitted):
            ask(store, outsider, View(), BARRIER)
    assert not looks(store)


def test_who_opened_what_is_recorded_by_number_and_moves_no_change(store: Store, ada: Actor) -> None:
    ben = colleague(store, ada, Role.CODER)
    open_evidence(store, ada, View(), BARRIER)
    open_evidence(store, ben, View(), BARRIER)
    open_evidence(store, ben, View(), Mark(SUPPORT, AskedPolarity.BARRIER))
    recorded = [(look.by, look.verb, look.subject_kind, look.subject_no) for look in looks(store)]
    # The last opened nothing: nobody had said anything.
    assert recorded == [(who.account_id, "open evidence", "theme", PRIORITIES) for who in (ada, ben)]
    assert not faults(store)


def test_a_look_that_was_altered_is_found_out(store: Store, ada: Actor) -> None:
    for _ in range(3):
        open_evidence(store, ada, View(), BARRIER)
    with store.write() as session:
        middle = session.get_one(Look, (ada.evaluation_id, 2))
        middle.subject_no = SUPPORT
        session.add(middle)
    assert [fault for fault in faults(store) if "look 2 is not as it was recorded" in fault]
    with store.write() as session:
        session.delete(session.get_one(Look, (ada.evaluation_id, 2)))
    assert [fault for fault in faults(store) if "look 2 is missing" in fault]
