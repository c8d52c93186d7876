"""A field note and its tags, saved as one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from db.reads.rows import newest_text, standing
from db.store import Store
from db.tables import Attendance, CodingState, ExcerptPlace, Reading, SourceState
from db.vocabulary import PointStage, Polarity, Role
from evalcore.capture.library import find_source
from evalcore.capture.participants import add_trust
from evalcore.capture.point_list import open_points
from evalcore.capture.points import NewPoint, note_point, raise_point
from evalcore.errors import Invalid, InvalidTransition, NotPermitted, Stale
from evalcore.manage.access import Actor
from evalcore.manage.undo import undo
from evalcore.sense.coding import code, move_boundaries, recode, uncode
from evalcore.sense.desk import codings_of
from evalcore.sense.field_notes import OpenNote, edit_note, last_facts, log_note, open_note
from evalcore.sense.framework import merge, retire, split
from evalcore.sense.note_form import note_body, note_from, opened_from
from tests import factories

TEXT = "🚑 The café return took two days. Nobody had time."


def body(text: str = TEXT, *, quotes: tuple[str, ...] = ("took two days",), **fields: Any) -> dict[str, Any]:
    return {
        "fields": {
            "held_on": "2016-02-03",
            "starts_at": "13:40",
            "minutes": 50,
            "setting": "trust meeting",
            "attendance": [{"role_group": "consultant", "how_many": 2}],
            **fields,
        },
        "text": text,
        "reflection": "I spoke too soon.",
        "tags": [
            {
                "id": str(place),
                "start": text.index(quote),
                "end": text.index(quote) + len(quote),
                "quote": quote,
                "theme": 4,
                "polarity": "barrier",
            }
            for place, quote in enumerate(quotes)
        ],
    }


def save(store: Store, actor: Actor, opened: OpenNote, **changed: Any) -> None:
    """As the form saves a note that was opened, with these values changed since."""
    sent = note_from(note_body(opened) | changed)
    place = {"version": opened.version, "opened_at": opened.opened_at}
    edit_note(store, actor, opened.source, sent, **place, read=True)


def logged(store: Store, actor: Actor, *quotes: str) -> OpenNote:
    source = log_note(store, actor, note_from(body(quotes=quotes)), read=True).made
    return open_note(store, actor, source)


def judged(store: Store, actor: Actor) -> list[tuple[str, int, Polarity]]:
    """What her only note is tagged with."""
    return [(tag.quote, tag.theme, tag.polarity) for tag in open_note(store, actor, 1).note.tags]


def sent_tags(opened: OpenNote) -> list[dict[str, Any]]:
    tags: list[dict[str, Any]] = note_body(opened)["tags"]
    return tags


def quotes(store: Store, actor: Actor, source: int) -> list[str]:
    return [tag.quote for tag in open_note(store, actor, source).note.tags]


def test_a_saved_note_counts_at_once_with_its_tags_and_its_reading(store: Store) -> None:
    ada = factories.actor(store, Role.PROGRAMME_TEAM)
    done = log_note(store, ada, note_from(body()), read=True)
    with store.read() as session:
        states = standing(session, ada.evaluation_id, CodingState)
        readings = standing(session, ada.evaluation_id, Reading)
    assert [(state.theme, state.polarity, state.counted) for state in states] == [(4, Polarity.BARRIER, True)]
    assert [reading.counted for reading in readings] == [True]
    assert done.change_no == 1


def test_tag_later_leaves_the_note_unread(store: Store) -> None:
    ada = factories.actor(store)
    log_note(store, ada, note_from(body()), read=False)
    with store.read() as session:
        assert standing(session, ada.evaluation_id, Reading) == []


def test_tags_typed_with_a_separate_accent_lie_on_their_words(store: Store) -> None:
    ada = factories.actor(store)
    apart = TEXT.replace("é", "e\N{COMBINING ACUTE ACCENT}")
    done = log_note(store, ada, note_from(body(apart)), read=True)
    assert quotes(store, ada, done.subject_no or 0) == ["took two days"]


def test_a_note_comes_back_as_it_was_typed(store: Store) -> None:
    ada = factories.actor(store)
    note = note_from(body())
    done = log_note(store, ada, note, read=True)
    opened = open_note(store, ada, done.subject_no or 0).note
    assert replace(opened, tags=()) == replace(note, tags=())


def test_a_new_wording_carries_the_tags_and_makes_the_note_unread_until_she_reads_it(store: Store) -> None:
    ada = factories.actor(store)
    source = log_note(store, ada, note_from(body()), read=True).subject_no or 0
    opened = open_note(store, ada, source)
    text = TEXT.replace("The café", "This morning the café")
    tag = replace(opened.note.tags[0], start=text.index("took"), end=text.index("took") + 13)
    edited = replace(opened.note, text=text, tags=(tag,))
    edit_note(store, ada, source, edited, version=opened.version, opened_at=opened.opened_at, read=False)
    assert quotes(store, ada, source) == ["took two days"]
    with store.read() as session:
        assert standing(session, ada.evaluation_id, Reading) == []
        assert len(standing(session, ada.evaluation_id, CodingState)) == 1


def test_a_second_editor_is_told_and_nothing_is_overwritten(store: Store) -> None:
    ada = factories.actor(store)
    ben = factories.actor(store, evaluation_id=ada.evaluation_id, name="Ben")
    source = log_note(store, ada, note_from(body()), read=True).subject_no or 0
    hers, his = open_note(store, ada, source), open_note(store, ben, source)
    minutes = replace(hers.note, facts=replace(hers.note.facts, minutes=45))
    edit_note(store, ada, source, minutes, version=hers.version, opened_at=hers.opened_at, read=True)
    with pytest.raises(Stale, match="Somebody else"):
        edit_note(store, ben, source, his.note, version=his.version, opened_at=his.opened_at, read=True)
    with store.read() as session:
        assert standing(session, ada.evaluation_id, SourceState, source=source)[0].minutes == 45


def test_one_undo_takes_a_note_back_with_all_that_was_tagged_in_it(store: Store) -> None:
    ada = factories.actor(store)
    change = log_note(store, ada, note_from(body()), read=True).change_no
    undo(store, ada, change)
    with store.read() as session:
        for table in (SourceState, CodingState, Reading):
            assert standing(session, ada.evaluation_id, table) == []


def test_a_removed_tag_is_uncoded_and_a_changed_one_is_judged_anew(store: Store) -> None:
    ada = factories.actor(store)
    first = note_from(body(quotes=("took two days", "Nobody had time")))
    source = log_note(store, ada, first, read=True).subject_no or 0
    opened = open_note(store, ada, source)
    kept = replace(opened.note.tags[1], polarity=Polarity.MIXED)
    note = replace(opened.note, tags=(kept,))
    edit_note(store, ada, source, note, version=opened.version, opened_at=opened.opened_at, read=True)
    with store.read() as session:
        states = standing(session, ada.evaluation_id, CodingState)
        places = list(session.exec(select(ExcerptPlace)))
        text = newest_text(session, ada.evaluation_id, source).text
    assert [(state.coding, state.polarity) for state in states] == [(kept.coding, Polarity.MIXED)]
    assert all(text[place.start_cp : place.end_cp] for place in places)


def test_somebody_elses_note_is_not_a_programme_members_to_change(store: Store) -> None:
    ada = factories.actor(store)
    ben = factories.actor(store, Role.PROGRAMME_TEAM, evaluation_id=ada.evaluation_id)
    done = log_note(store, ada, note_from(body()), read=True)
    source, coding = done.subject_no or 0, 1
    with pytest.raises(NotPermitted):
        open_note(store, ben, source)
    with pytest.raises(NotPermitted):
        uncode(store, ben, coding)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        pytest.param({"held_on": "2999-01-01"}, "Date", id="not come yet"),
        pytest.param({"held_on": ""}, "Date", id="no day"),
        pytest.param({"minutes": -5}, "Minutes", id="ends before it starts"),
        pytest.param({"minutes": 5000}, "Minutes", id="longer than a day"),
    ],
)
def test_a_fact_that_cannot_be_names_its_field_and_saves_nothing(
    store: Store, fields: dict[str, Any], field: str
) -> None:
    ada = factories.actor(store)
    with pytest.raises(Invalid) as refused:
        log_note(store, ada, note_from(body(**fields)), read=True)
    assert refused.value.field == field
    with store.read() as session:
        assert standing(session, ada.evaluation_id, SourceState) == []


def test_the_day_of_the_note_is_the_local_day(store: Store) -> None:
    note = note_from(body(held_on="2016-05-31", starts_at="23:30"))
    assert note.facts.held_on == date(2016, 5, 31)


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param(lambda sent: sent["fields"].update(trust=10**20), id="a trust no store holds"),
        pytest.param(
            lambda sent: sent["fields"].update(attendance=[{"role_group": "other", "how_many": 10**12}]), id="a crowd"
        ),
        pytest.param(lambda sent: sent["tags"][0].update(theme="four"), id="a theme in words"),
    ],
)
def test_a_form_that_cannot_be_read_is_refused_in_words(spoilt: Callable[[dict[str, Any]], None]) -> None:
    sent = body()
    spoilt(sent)
    with pytest.raises(Invalid, match="what you typed is kept"):
        note_from(sent)


def test_which_note_is_edited_is_read_or_refused() -> None:
    assert opened_from({"note": None}) is None
    assert opened_from({"note": 3, "version": 2, "opened_at": 40}) == (3, 2, 40)
    with pytest.raises(Invalid):
        opened_from({"note": "the third"})


def test_a_note_takes_its_points_to_its_team_and_moves_earlier_ones_on(store: Store) -> None:
    ada = factories.actor(store)
    add_trust(store, ada, "Thornmere")
    points_sent = [{"text": "One page?", "meeting_on": "2016-03-01"}, {"text": " "}]
    first = log_note(store, ada, note_from(body(trust=1) | {"points": points_sent}), read=True)
    (noted,) = open_points(store, ada)
    assert (noted.text, noted.trust, noted.source, noted.noted_on, noted.meeting_on) == (
        "One page?",
        "Thornmere",
        first.subject_no,
        date(2016, 2, 3),
        date(2016, 3, 1),
    )
    step = {"point": noted.no, "trust": 1, "raised": True, "answer": "Who reads it?", "outcome": ""}
    other = note_from(body(held_on="2016-03-01") | {"steps": [step]})
    assert other.steps == (), "the note is not about that team"
    later = body(trust=1, held_on="2016-03-01") | {"steps": [step]}
    second = log_note(store, ada, note_from(later), read=True)
    (raised,) = open_points(store, ada)
    assert (raised.stage, raised.answer, raised.raised_at) == (PointStage.ANSWERED, "Who reads it?", second.subject_no)
    assert (raised.raised_on, raised.answered_on) == (date(2016, 3, 1), date(2016, 3, 1))
    undo(store, ada, second.change_no)
    assert [row.stage for row in open_points(store, ada)] == [PointStage.NOTED]
    undo(store, ada, first.change_no)
    assert open_points(store, ada) == []


def test_a_note_is_not_kept_back_by_a_point_that_somebody_else_has_raised(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    note_point(sqlite_store, ada, NewPoint("One page?"), noted_on=date(2016, 2, 1))
    raise_point(sqlite_store, ada, 1, date(2016, 2, 2))
    step = {"point": 1, "trust": None, "raised": True, "answer": "Yes."}
    log_note(sqlite_store, ada, note_from(body() | {"steps": [step]}), read=True)
    (row,) = open_points(sqlite_store, ada)
    assert (row.raised_on, row.answer) == (date(2016, 2, 2), "Yes.")
    with pytest.raises(InvalidTransition, match="Somebody else has written about point 1"):
        log_note(sqlite_store, ada, note_from(body() | {"steps": [step | {"answer": "No."}]}), read=True)
    log_note(sqlite_store, ada, note_from(body() | {"steps": [step]}), read=True)


def test_a_note_without_a_title_is_listed_by_where_and_when_and_one_with_a_title_keeps_it(store: Store) -> None:
    ada = factories.actor(store)
    trust = add_trust(store, ada, "Trust B").subject_no
    notes = [
        log_note(store, ada, note_from(body(**fields)), read=True).subject_no or 0
        for fields in ({"trust": trust}, {"setting": None})
    ]
    assert [find_source(store, ada, no).named for no in notes] == [
        "Trust meeting, Trust B, 3 Feb 2016",
        "Field note, whole collaborative, 3 Feb 2016",
    ]
    opened = open_note(store, ada, notes[0])
    called = replace(opened.note, facts=replace(opened.note.facts, title="The day of the return"))
    place = {"version": opened.version, "opened_at": opened.opened_at}
    edit_note(store, ada, notes[0], called, **place, read=True)
    opened = open_note(store, ada, notes[0])
    place = {"version": opened.version, "opened_at": opened.opened_at}
    edit_note(store, ada, notes[0], note_from(body(trust=trust, minutes=55)), **place, read=True)
    found = find_source(store, ada, notes[0])
    assert (found.named, found.minutes) == ("The day of the return", 55)


def test_the_same_as_last_time_of_a_saved_note_is_the_one_before_it(sqlite_store: Store) -> None:
    me = factories.actor(sqlite_store)
    first, second = (
        log_note(sqlite_store, me, note_from(body(setting=setting)), read=True).subject_no or 0
        for setting in ("ward", "webinar")
    )
    newest, before = last_facts(sqlite_store, me), last_facts(sqlite_store, me, before=second)
    assert newest and newest.setting == "webinar"
    assert before and before.setting == "ward"
    assert last_facts(sqlite_store, me, before=first) is None


def test_what_was_coded_at_the_desk_while_the_form_was_open_stays(store: Store) -> None:
    ada = factories.actor(store)
    opened = logged(store, ada, "took two days", "Nobody had time", "café")
    recode(store, ada, 1, theme=5, polarity=Polarity.MIXED)
    at = TEXT.index("Nobody")
    move_boundaries(store, ada, 2, at, at + 6, "Nobody")
    uncode(store, ada, 3)
    code(store, ada, 1, 2, 10, TEXT[2:10], 2, Polarity.FACILITATOR)
    desk = [
        (TEXT[2:10], 2, Polarity.FACILITATOR),
        ("took two days", 5, Polarity.MIXED),
        ("Nobody", 4, Polarity.BARRIER),
    ]
    assert judged(store, ada) == desk
    save(store, ada, opened)
    assert judged(store, ada) == desk


def test_a_tag_is_judged_anew_under_its_theme_after_that_went_out_of_use(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    logged(sqlite_store, ada, "took two days", "Nobody had time")
    recode(sqlite_store, ada, 2, theme=2)
    merge(sqlite_store, ada, 4, 5, reason="The committee asked")
    retire(sqlite_store, ada, 2, reason="The committee asked")
    opened = open_note(sqlite_store, ada, 1)
    longer = [tag | {"polarity": "mixed", "end": tag["end"] + 1} for tag in sent_tags(opened)]
    save(sqlite_store, ada, opened, tags=[tag | {"quote": TEXT[tag["start"] : tag["end"]]} for tag in longer])
    assert judged(sqlite_store, ada) == [
        ("took two days.", 4, Polarity.MIXED),
        ("Nobody had time.", 2, Polarity.MIXED),
    ]


def test_of_a_tag_in_both_parts_of_a_split_the_form_changes_the_one_that_is_meant(store: Store) -> None:
    ada = factories.actor(store)
    logged(store, ada, "took two days")
    split(store, ada, 4, ["Targets", "Operations"], {}, reason="The committee asked")
    opened = open_note(store, ada, 1)
    targets, operations = (tag.theme for tag in opened.note.tags)
    assert len({tag["id"] for tag in sent_tags(opened)}) == 2, "the form tells them apart"
    first, other = sent_tags(opened)
    save(store, ada, opened, tags=[first, other | {"polarity": "mixed"}])
    assert judged(store, ada) == [
        ("took two days", targets, Polarity.BARRIER),
        ("took two days", operations, Polarity.MIXED),
    ]
    opened = open_note(store, ada, 1)
    save(store, ada, opened, tags=[sent_tags(opened)[0] | {"theme": 5}, sent_tags(opened)[1]])
    assert {theme for _, theme, _ in judged(store, ada)} == {5, operations}
    opened = open_note(store, ada, 1)
    kept = [tag for tag in sent_tags(opened) if tag["theme"] == operations]
    save(store, ada, opened, tags=kept)
    assert judged(store, ada) == [("took two days", operations, Polarity.MIXED)]


@pytest.mark.parametrize("before", ["", "Today: "], ids=["the same text", "a new text"])
def test_a_tag_that_its_author_shortens_is_a_colleagues_coding_no_shorter(store: Store, before: str) -> None:
    ada = factories.actor(store)
    ben = factories.actor(store, Role.CODER, evaluation_id=ada.evaluation_id, name="Ben")
    opened = logged(store, ada, "took two days")
    tag = opened.note.tags[0]
    code(store, ben, 1, tag.start, tag.end, tag.quote, 2, Polarity.FACILITATOR)
    start = len(before) + TEXT.index("two days")
    shorter = sent_tags(opened)[0] | {"start": start, "end": start + 8, "quote": "two days"}
    save(store, ada, opened, text=before + TEXT, tags=[shorter])
    coded = {one.coder: ((before + TEXT)[one.start : one.end], one.theme) for one in codings_of(store, ada, 1)}
    assert coded == {"Ada Lovell": ("two days", 4), "Ben": ("took two days", 2)}


def test_the_form_leaves_a_last_day_and_whose_people_came_as_they_were(store: Store) -> None:
    ada = factories.actor(store)
    trust = add_trust(store, ada, "Northmere").subject_no or 0
    source = log_note(store, ada, note_from(body()), read=True).subject_no or 0
    opened = open_note(store, ada, source)
    facts = replace(opened.note.facts, until=date(2016, 2, 4))
    given = replace(opened.note, facts=facts, present=(replace(opened.note.present[0], trust=trust),))
    edit_note(store, ada, source, given, version=opened.version, opened_at=opened.opened_at, read=True)
    save(store, ada, open_note(store, ada, source), reflection="I spoke too late.")
    with store.read() as session:
        (state,) = standing(session, ada.evaluation_id, SourceState, source=source)
        (there,) = standing(session, ada.evaluation_id, Attendance, source=source)
    assert (state.until, there.trust, there.how_many) == (date(2016, 2, 4), trust, 2)
