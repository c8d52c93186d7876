"""The page about the programme: who may do what on it, and that a form says what is wrong and keeps what was typed."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from db.store import Store
from db.vocabulary import Aspect, Engagement, EventKind, Rater, Role, RoleGroup
from evalcore.capture.participants import add_trust, trusts
from evalcore.interchange.programme_rows import TableKind, guess_columns
from evalcore.interchange.tabular import read_table
from evalcore.manage.access import Actor
from evalcore.watch import programme
from evalcore.watch.programme_imports import check_table, import_events
from evalcore.watch.sessions import note_attendance, sessions
from evalcore.watch.trust_records import count_champions, note_step, rate, records
from tests import factories
from tests.pages.apps import open_app, words

PAGE = "pages/watch/programme.py"
FEBRUARY = date(2016, 2, 24)


@pytest.fixture
def ada(sqlite_store: Store) -> Actor:
    me = factories.actor(sqlite_store)
    for name in ("Alder *Hall*", "Birch Vale"):
        add_trust(sqlite_store, me, name)
    return me


def opened(patch: pytest.MonkeyPatch, store: Store, me: Actor, **query: str) -> AppTest:
    return open_app(patch, store, me.account_id, PAGE, **query)


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click()
    return app.run()


def test_an_empty_programme_says_what_it_is_for(
    monkeypatch: pytest.MonkeyPatch, sqlite_store: Store, ada: Actor
) -> None:
    app = opened(monkeypatch, sqlite_store, ada)
    assert "Note the first event, or bring in a table" in words(app)
    assert {"Note an event", "Bring in a table"} <= {one.label for one in app.button}


def test_a_learning_session_is_noted_with_who_came_by_trust(
    monkeypatch: pytest.MonkeyPatch, sqlite_store: Store, ada: Actor
) -> None:
    app = press(opened(monkeypatch, sqlite_store, ada), "Note an event")
    app.selectbox[0].set_value(EventKind.LEARNING_SESSION)
    next(one for one in app.date_input if one.label == "Date").set_value(FEBRUARY)
    app = press(app, "Save event")
    assert "Give the event a name." in words(app)
    assert app.selectbox[0].value is EventKind.LEARNING_SESSION
    next(one for one in app.text_input if one.label == "Name").set_value("Session [1]")
    app = press(app, "Save event")
    numbers = {one.label: one for one in app.number_input}
    numbers["Birch Vale"].set_value(4)
    app = press(app, "Save attendance")
    assert "Saved who came." in words(app)
    (held,) = sessions(sqlite_store, ada)
    assert (held.name, held.first_on, held.came) == ("Session [1]", FEBRUARY, {2: 4})
    press(app, "Undo")
    assert sessions(sqlite_store, ada)[0].came == {}


def test_whoever_is_slower_than_a_colleague_is_told_and_keeps_what_was_typed(
    monkeypatch: pytest.MonkeyPatch, sqlite_store: Store, ada: Actor
) -> None:
    session = programme.add_event(sqlite_store, ada, EventKind.LEARNING_SESSION, "Session", FEBRUARY).subject_no or 0
    app = press(opened(monkeypatch, sqlite_store, ada, part="Sessions and meetings"), "Note who came")
    note_attendance(sqlite_store, ada, session, {2: 7})
    next(one for one in app.number_input if one.label == "Birch Vale").set_value(4)
    app = press(app, "Save attendance")
    assert "Somebody else has said who came since you opened it" in words(app)
    assert next(one for one in app.number_input if one.label == "Birch Vale").value == 4
    assert sessions(sqlite_store, ada)[0].came == {2: 7}


def test_a_phase_entered_on_screen_is_there_at_once_and_can_be_corrected(
    monkeypatch: pytest.MonkeyPatch, sqlite_store: Store, ada: Actor
) -> None:
    app = press(opened(monkeypatch, sqlite_store, ada, part="Sessions and meetings"), "Add a phase")
    next(one for one in app.text_input if one.label == "Name").set_value("Prework")
    first, last = (next(one for one in app.date_input if one.label == label) for label in ("Date", "Until"))
    first.set_value(FEBRUARY)
    last.set_value(date(2016, 1, 1))
    app = press(app, "Save phase")
    assert "before it starts" in words(app)
    next(one for one in app.date_input if one.label == "Until").set_value(date(2016, 5, 24))
    app = press(app, "Save phase")
    assert [row.name for row in programme.phases(sqlite_store, ada)] == ["Prework"]
    app = press(app, "Correct")
    app = press(app, "Remove phase")
    assert programme.phases(sqlite_store, ada) == []


def test_a_trusts_card_tells_all_that_is_noted_of_it(
    monkeypatch: pytest.MonkeyPatch, sqlite_store: Store, ada: Actor
) -> None:
    note_step(sqlite_store, ada, 1, Engagement.SIGNED, date(2016, 1, 4), note="By the chief executive")
    rate(sqlite_store, ada, 1, Aspect.READINESS, Rater.FACULTY, FEBRUARY, 2)
    count_champions(sqlite_store, ada, 1, FEBRUARY, {RoleGroup.CONSULTANT: 1})
    session = programme.add_event(sqlite_store, ada, EventKind.LEARNING_SESSION, "Session", FEBRUARY).subject_no or 0
    note_attendance(sqlite_store, ada, session, {1: 3})
    programme.add_event(sqlite_store, ada, EventKind.ADOPTION, "Trolley", FEBRUARY, trust=2, adopted_from=1)
    app = opened(monkeypatch, sqlite_store, ada, card="1")
    said = words(app)
    assert "Alder *Hall*" in said and "By the chief executive" in said
    assert "Trolley at Birch Vale" in said
    assert "consultant 1" in said
    app = press(app, "Note a step")
    assert app.selectbox[0].value is Engagement.LAPSED
    app.selectbox[0].set_value(Engagement.RETURNED)
    app = press(app, "Save step")
    assert "a trust cannot be returned" in words(app)
    app.selectbox[0].set_value(Engagement.LAPSED)
    press(app, "Save step")
    assert [row.step for row in records(sqlite_store, ada).steps] == [Engagement.SIGNED, Engagement.LAPSED]


def test_on_a_phone_a_trust_is_a_line_that_opens_its_card(
    monkeypatch: pytest.MonkeyPatch, sqlite_store: Store, ada: Actor
) -> None:
    app = opened(monkeypatch, sqlite_store, ada, part="Trusts")
    name = trusts(sqlite_store, ada)[1].name
    assert name in [head.value for head in press(app, name).header]


def test_a_trust_is_corrected_on_its_card(monkeypatch: pytest.MonkeyPatch, sqlite_store: Store, ada: Actor) -> None:
    app = press(opened(monkeypatch, sqlite_store, ada, card="2"), "Correct this trust")
    fields = {one.label: one for one in app.text_input}
    fields["Shown as"].set_value("Trust B")
    app.text_area[0].set_value("Much like the others.")
    app.number_input[0].set_value(540)
    press(app, "Save trust")
    row = trusts(sqlite_store, ada)[1]
    assert (row.shown_as, row.chosen_because, row.beds) == ("Trust B", "Much like the others.", 540)


def test_the_programme_team_notes_events_and_ratings_but_leaves_phases_and_trusts_alone(
    monkeypatch: pytest.MonkeyPatch, sqlite_store: Store, ada: Actor
) -> None:
    programme.add_meeting(sqlite_store, ada, FEBRUARY)
    ben = factories.actor(sqlite_store, Role.PROGRAMME_TEAM, evaluation_id=ada.evaluation_id, name="Ben")
    labels = {one.label for one in opened(monkeypatch, sqlite_store, ben, part="Sessions and meetings").button}
    assert "Note an event" in labels and not labels & {"Add a phase", "Add a meeting", "Correct"}
    labels = {one.label for one in opened(monkeypatch, sqlite_store, ben, card="1").button}
    assert {"Rate", "Note a step"} <= labels and "Correct this trust" not in labels


def test_ten_thousand_events_are_shown_without_a_mark_for_each(
    monkeypatch: pytest.MonkeyPatch, sqlite_store: Store, ada: Actor
) -> None:
    lines = (f"2016-{1 + no % 12:02}-{1 + no % 28:02},Event {no},Birch Vale" for no in range(10_000))
    table = read_table("events.csv", "\n".join(["date,name,trust", *lines]).encode())
    mapping = guess_columns(TableKind.EVENTS, table.columns)
    import_events(sqlite_store, ada, check_table(sqlite_store, ada, TableKind.EVENTS, table, mapping)[0])
    app = opened(monkeypatch, sqlite_store, ada)
    assert not app.exception
    assert "10,000 other events" in words(app)
    assert len(app.dataframe[0].value) == 10_000
