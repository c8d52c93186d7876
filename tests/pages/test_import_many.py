"""Many files on the import page: what each is, the names in all of them, and a report on every file."""

from datetime import date

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from db.reads.rows import newest_text
from db.store import Store
from db.tables import Turn
from db.vocabulary import RoleGroup, SourceKind
from evalcore.capture.library import library
from evalcore.capture.many import Outcome
from evalcore.capture.participants import add_participant, add_trust, participants
from evalcore.manage.access import Actor
from pages.ui.importing.job import Job
from tests import factories
from tests.interchange.word_files import zipped
from tests.pages.apps import open_app
from tests.pages.test_sources import PAGE, bring, buttons, choose, ended, press, said, write


def talk(who: str, more: str = "") -> str:
    return f"Interviewer: Why?\n{who}: Dr Quxanthe Patel asked. {more}\nInterviewer: So?\n{who}: Zib left.\n"


FILES: dict[str, str | bytes] = {
    "round 1/2016-02-03 Ann Obi.txt": talk("Ann Obi"),
    "round 1/2016-02-10 Tom Reyes.txt": talk("Tom Reyes", "Ann Obi said so too."),
    "notes.csv": "Date,Text\n2016-02-03,Ann Obi rang.\n31/02/2016,No such day.\n",
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(99),
}
NAMES = ("Obi", "Reyes", "Quxanthe", "Patel", "Zib")


@pytest.fixture
def ada(sqlite_store: Store) -> Actor:
    return factories.actor(sqlite_store)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, sqlite_store: Store, ada: Actor) -> AppTest:
    """The import page with a zip of four files, one of them bad, read."""
    add_trust(sqlite_store, ada, "Trust A")
    page = open_app(monkeypatch, sqlite_store, ada.account_id, PAGE)
    page.query_params["view"] = "import"
    return bring(page.run(), ("all.zip", zipped(FILES)))


def report(app: AppTest) -> str:
    pieces = [str(html.proto.body) for html in app.get("html")]
    return next(piece for piece in pieces if "What became of each file" in piece)


def taken_in(app: AppTest, files: int) -> AppTest:
    for box in app.checkbox:
        if box.label == "Leave out 1 row that cannot go in":
            box.check().run()
    return ended(press(app, f"Import {files} files"), "taking_in")


def texts(store: Store, ada: Actor) -> dict[str, str]:
    with store.read() as session:
        return {row.title: newest_text(session, ada.evaluation_id, row.no).text for row in library(store, ada)}


def test_a_zip_is_looked_through_at_once_and_nothing_is_stored_yet(
    app: AppTest, sqlite_store: Store, ada: Actor
) -> None:
    assert "3 files to import" in said(app)
    assert "“picture.txt” is a picture (PNG), not text" in app.error[0].value.replace("\\", "")
    assert [box.value for box in app.selectbox if box.label == "Kind"] == [SourceKind.INTERVIEW] * 2
    days = [field.value for field in app.date_input if field.label == "Date"]
    assert days == [date(2016, 2, 3), date(2016, 2, 10)]
    assert "Choose the role group of Ann Obi." in said(app) and "Choose the role group of Tom Reyes." in said(app)
    assert library(sqlite_store, ada) == []


def test_names_are_replaced_over_all_files_and_each_has_its_report(
    app: AppTest, sqlite_store: Store, ada: Actor
) -> None:
    choose(app, "Role group of new participants", RoleGroup.SENIOR_NURSE)
    choose(app, "Trust, unless a file has another", 1)
    write(app, "A name that was missed", "Zib")
    press(app, "Add name")
    write(app, "Replace “Zib” by", "[a friend]")
    write(app, "Replace “Dr Quxanthe Patel” by", "[the lead]")
    taken_in(app, 3)
    assert texts(sqlite_store, ada) == {
        "2016-02-03 P01": "Interviewer: Why?\nP01: [the lead] asked. \nInterviewer: So?\nP01: [a friend] left.\n",
        "2016-02-10 P02": "Interviewer: Why?\nP02: [the lead] asked. P01 said so too.\nInterviewer: So?\n"
        "P02: [a friend] left.\n",
        "Field note": "P01 rang.",
    }
    assert "Imported 3 files as 3 sources. 1 file stayed out." in said(app) + app.success[0].value
    assert "Row 3: Date “31/02/2016” is not in the calendar" in report(app)
    assert "“picture.txt” is a picture (PNG)" in report(app)
    rows = {row.title: row for row in library(sqlite_store, ada)}
    assert rows["2016-02-10 P02"].participants == ("P02",) and rows["2016-02-10 P02"].trust == "Trust A"
    with sqlite_store.read() as session:
        assert {turn.participant for turn in session.exec(select(Turn))} == {None, 1, 2}


def test_rows_that_cannot_go_in_stay_out_only_when_that_is_said(app: AppTest) -> None:
    choose(app, "Role group of new participants", RoleGroup.SENIOR_NURSE)
    assert "Not ready to import: Leave out 1 row that cannot go in, or put the files aside and mend them." in said(app)
    assert next(button for button in app.button if button.label == "Import 3 files").disabled


def test_once_they_are_in_nothing_of_their_words_is_held(app: AppTest) -> None:
    choose(app, "Role group of new participants", RoleGroup.SENIOR_NURSE)
    assert "Quxanthe" in repr(app.session_state)
    taken_in(app, 3)
    press(app, "Close report")
    held = repr(app.session_state)
    assert [name for name in NAMES if name in held] == []


def test_one_file_can_say_otherwise_than_all_of_them(app: AppTest, sqlite_store: Store, ada: Actor) -> None:
    choose(app, "Trust, unless a file has another", 1)
    next(box for box in app.selectbox if box.label == "Trust").set_value(-1).run()
    choose(app, "Role group of new participants", RoleGroup.SENIOR_NURSE)
    choose(app, "Role group of Tom Reyes", RoleGroup.CONSULTANT)
    next(box for box in app.selectbox if box.label == "Kind").set_value(SourceKind.DOCUMENT).run()
    taken_in(app, 3)
    found = {row.title: (row.kind, row.trust) for row in library(sqlite_store, ada) if row.title != "Field note"}
    assert found == {
        "2016-02-03 P01": (SourceKind.DOCUMENT, None),
        "2016-02-10 P02": (SourceKind.INTERVIEW, "Trust A"),
    }


def test_a_day_that_no_file_gives_can_be_given_once(
    monkeypatch: pytest.MonkeyPatch, sqlite_store: Store, ada: Actor
) -> None:
    page = open_app(monkeypatch, sqlite_store, ada.account_id, PAGE)
    page.query_params["view"] = "import"
    app = bring(page.run(), ("a.txt", b"Nobody had time."), ("b.md", b"# Nobody\n\nhad time **at all**."))
    assert "Give the day on which it was." in said(app)
    next(field for field in app.date_input if field.label == "Date, where none was found").set_value(
        date(2016, 2, 3)
    ).run()
    taken_in(app, 2)
    assert {row.held_on for row in library(sqlite_store, ada)} == {date(2016, 2, 3)}


def test_one_of_them_can_be_looked_at_by_itself_and_the_others_wait(
    app: AppTest, sqlite_store: Store, ada: Actor
) -> None:
    choose(app, "Role group of Ann Obi", RoleGroup.CONSULTANT)
    [_, first, _] = [button for button in app.button if button.label == "Look at it by itself"]
    first.click()
    app.run()
    assert "1. What it is" in said(app)
    press(app, "Import interview")
    assert [row.title for row in library(sqlite_store, ada)] == ["2016-02-03 P01"]
    assert "2 files to import" in said(app) and "Import 2 files" in buttons(app)


def test_all_of_them_can_be_put_aside(app: AppTest) -> None:
    press(app, "Put all aside")
    held = repr(app.session_state)
    assert [name for name in NAMES if name in held] == []


def test_a_file_brought_besides_one_that_waits_is_one_of_many(
    monkeypatch: pytest.MonkeyPatch, sqlite_store: Store, ada: Actor
) -> None:
    page = open_app(monkeypatch, sqlite_store, ada.account_id, PAGE)
    page.query_params["view"] = "import"
    app = bring(page.run(), ("a 2016-02-03.txt", b"Nobody had time."))
    app = bring(app, ("b 2016-02-03.txt", b"Everybody had."))
    assert "2 files to import" in said(app)
    again = bring(app, ("c.txt", b"Everybody had."))
    assert "“c.txt” is the same file as “b 2016-02-03.txt”." in again.error[0].value.replace("\\", "")


def test_what_was_stopped_goes_on_with_what_was_said_and_the_same_people(
    app: AppTest, sqlite_store: Store, ada: Actor
) -> None:
    """As "Stop" in a browser, which a job of three files is too quick for: all but the first of them is left."""
    choose(app, "Role group of new participants", RoleGroup.SENIOR_NURSE)
    write(app, "Replace “Dr Quxanthe Patel” by", "[the lead]")
    [_, _, first, second] = app.session_state["incoming"]
    left = Job("Importing", ada.evaluation_id, 2, iter([Outcome(first.token, first.name, 1, 1)]))
    for pseudonym in ("P01", "P02"):
        add_participant(sqlite_store, ada, pseudonym, RoleGroup.SENIOR_NURSE)
    app.session_state["spoke"] = {"Ann Obi": "P01", "Tom Reyes": "P02"}
    app.session_state["taking_in"] = left
    left.stop()
    left.wait()
    app.run()
    assert "Stopped: 1 file still to import." in app.success[0].value
    assert "2 files to import" in said(app) and "Not ready to import: Leave out 1 row" in said(app)
    taken_in(app, 2)
    found = texts(sqlite_store, ada)
    assert found["2016-02-10 P02"].startswith("Interviewer: Why?\nP02: [the lead] asked. P01 said so too.")
    assert [row.pseudonym for row in participants(sqlite_store, ada)] == ["P01", "P02"]
    assert second.token not in [one.token for one in app.session_state["incoming"]]
