"""Sources on their page: who sees what, a file on its way in, and a source corrected, edited and removed."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from db.reads.rows import newest_text, standing
from db.store import Store
from db.tables import Attendance, Look, Participant, SourceState
from db.vocabulary import Role, RoleGroup, SourceKind
from evalcore.capture.library import find_source, library
from evalcore.capture.participants import add_participant
from evalcore.capture.sources import Facts, Present, correct
from evalcore.capture.text_edits import edit_text
from evalcore.manage.access import Actor
from evalcore.sense.unplaced import unplaced
from evalcore.watch.reading_state import ReadState, reading_states
from tests import factories
from tests.interchange.word_files import zipped
from tests.pages.apps import as_read, open_app, words

PAGE = "pages/capture/sources.py"
INTERVIEW = (
    "Anna Whitfield: How did it begin? 🙂\n"
    "Bronagh Obi: Cafe\N{COMBINING ACUTE ACCENT} talk. Dr Quxanthe Patel rang 07700 900123.\n"
    "Anna Whitfield: And then, Bronagh?\n"
    "Bronagh Obi: Patel took two days. Zib left.\n"
)
NAMES = ("Whitfield", "Anna", "Bronagh", "Obi", "Quxanthe", "Patel", "07700", "Zib")
MOVED = factories.TEXT.replace(" took two days", "") + "It cost two whole days.\n"

Opened = Callable[..., AppTest]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, sqlite_store: Store) -> Opened:
    """The page as somebody sees it, with what the address holds: `opened(me, source="1")`."""

    def page(me: Actor, **query: str) -> AppTest:
        app = open_app(monkeypatch, sqlite_store, me.account_id, PAGE)
        for name, value in query.items():
            app.query_params[name] = value
        return app.run() if query else app

    return page


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return app.run()


def write(app: AppTest, label: str, text: str) -> AppTest:
    fields = [*app.text_input, *app.text_area]
    next(field for field in fields if field.label == label).set_value(text)
    return app.run()


def bring(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Choose files, and wait until they are read: many are read beside the page."""
    app.file_uploader[0].set_value([(name, data, "application/octet-stream") for name, data in files])
    app.run()
    return ended(app, "reading")


def ended(app: AppTest, job: str) -> AppTest:
    """The page once its job has ended; in a browser it comes by itself to that."""
    if app.session_state.get(job):
        app.session_state[job].wait()
        app.run()
    return app


def choose(app: AppTest, label: str, option: object) -> AppTest:
    next(box for box in app.selectbox if box.label == label).set_value(option)
    return app.run()


def buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def said(app: AppTest) -> str:
    return words(app) + "\n".join(box.value for box in [*app.warning, *app.info])


def test_the_library_says_how_many_there_are_and_how_far_they_are_read(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    read = factories.source(sqlite_store, ada)
    factories.source(sqlite_store, ada, kind=SourceKind.INTERVIEW)
    factories.reading(sqlite_store, ada, source=read)
    assert "2 sources: 1 interview, 1 field note; 1 unread." in said(opened(ada))


def test_an_empty_library_says_what_will_be_there_and_leads_to_the_import(opened: Opened, sqlite_store: Store) -> None:
    app = opened(factories.actor(sqlite_store))
    assert "There are none yet." in said(app)
    assert "Names and numbers that lead to a person are replaced" in said(press(app, "Import sources"))


def test_filters_in_the_address_narrow_the_list_and_can_be_cleared(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    factories.source(sqlite_store, ada, title="Ward round", held_on=date(2016, 2, 3))
    factories.source(sqlite_store, ada, title="Interview P07", kind=SourceKind.INTERVIEW, held_on=date(2016, 5, 3))
    app = opened(ada)
    choose(app, "Kind", SourceKind.INTERVIEW)
    assert "1 of 2 fit the filters." in said(app)
    next(field for field in app.date_input if field.label == "To").set_value(date(2016, 3, 1)).run()
    assert "No source fits these filters." in said(app)
    assert "fit the filters" not in said(press(app, "Clear filters"))
    assert "1 of 2 fit the filters." in said(write(app, "Title", "round"))


def test_a_coder_reads_the_library_and_a_sources_facts_but_changes_nothing(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    ben = factories.actor(sqlite_store, Role.CODER, evaluation_id=ada.evaluation_id, name="Ben")
    factories.source(sqlite_store, ada)
    assert "Import sources" not in buttons(opened(ben))
    app = opened(ben, source="1")
    assert "Field note of 3 Feb 2016, whole collaborative, 60 minutes; unread. Ada Lovell leads it." in said(app)
    assert not {"Save facts", "Edit text", "Remove source"} & set(buttons(app))
    assert "Import sources" not in [title.value for title in opened(ben, view="import").title]


def test_a_source_that_is_not_there_is_one_sentence(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    for source in ("7", "x"):
        app = opened(ada, source=source)
        assert app.error[0].value.startswith("There is no source number")
        assert not app.exception


def test_an_interview_goes_in_through_the_names_step(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    app = bring(opened(ada, view="import"), ("Interview Bronagh Obi 2016-02-03.txt", INTERVIEW.encode()))
    assert "Choose the role group of Bronagh Obi." in said(app)
    choose(app, "Role group of Bronagh Obi", RoleGroup.SENIOR_NURSE)
    write(app, "A name that was missed", "Zib")
    press(app, "Add name")
    write(app, "Replace “Dr Quxanthe Patel” by", "[the lead]")
    write(app, "Replace “Patel” by", "[the lead]")
    assert library(sqlite_store, ada) == []
    press(app, "Import interview")
    [row] = library(sqlite_store, ada)
    assert (row.kind, row.title, row.held_on, row.participants) == (
        SourceKind.INTERVIEW,
        "Interview P01 2016-02-03",
        date(2016, 2, 3),
        ("P01",),
    )
    with sqlite_store.read() as session:
        text = newest_text(session, ada.evaluation_id, row.no).text
    assert text == (
        "Interviewer: How did it begin? 🙂\nP01: Café talk. [the lead] rang [phone].\n"
        "Interviewer: And then, P01?\nP01: [the lead] took two days. [person 1] left.\n"
    )
    assert [title.value for title in app.title] == ["Interview P01 2016-02-03"]
    assert "Imported interview." in said(app)


def test_a_speaker_called_as_somebody_who_withdrew_is_not_proposed_as_her(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    gone = add_participant(sqlite_store, ada, "P07", RoleGroup.CONSULTANT)
    with sqlite_store.write() as session:
        row = session.get_one(Participant, (ada.evaluation_id, gone.made))
        row.ended_in = row.withdrawn_in = gone.change_no
        session.add(row)
    talk = "Int: Why?\nP07: Time.\nInt: So?\nP07: No.\n"
    app = bring(opened(ada, view="import"), ("Interview 2016-02-03.txt", talk.encode()))
    assert next(field for field in app.text_input if field.label == "Pseudonym of P07").value == "P08"


def test_the_import_can_be_undone_where_it_is_said(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    app = bring(opened(ada, view="import"), ("minutes 2016-02-03.txt", b"Nobody had time for the return."))
    press(app, "Import document")
    assert len(library(sqlite_store, ada)) == 1
    press(app, "Undo")
    assert library(sqlite_store, ada) == []


def test_a_word_that_is_no_name_is_kept(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    app = bring(opened(ada, view="import"), ("minutes 2016-02-03.txt", b"We asked Quxanthe twice."))
    next(box for box in app.checkbox if box.label == "Not a name: keep it").check().run()
    press(app, "Import document")
    with sqlite_store.read() as session:
        assert newest_text(session, ada.evaluation_id, 1).text == "We asked Quxanthe twice."


def test_an_emptied_replacement_keeps_the_file_out(opened: Opened, sqlite_store: Store) -> None:
    app = bring(opened(factories.actor(sqlite_store), view="import"), ("a 2016-02-03.txt", b"We asked Quxanthe twice."))
    write(app, "Replace “Quxanthe” by", "  ")
    assert "Give “Quxanthe” a replacement, or say that it is not a name." in said(app)
    assert next(button for button in app.button if button.label == "Import document").disabled


@pytest.mark.parametrize(
    ("field", "value", "answer"),
    [
        pytest.param("Date", date(2198, 1, 1), "1 January 2198 has not come yet.", id="in the future"),
        pytest.param("Date", None, "Give the day on which it was.", id="no day"),
        pytest.param("Until", date(2016, 2, 2), "It ends on 2 February 2016, before it starts.", id="ends too early"),
    ],
)
def test_a_day_that_cannot_be_is_said_before_anything_goes_in(
    opened: Opened, sqlite_store: Store, field: str, value: date | None, answer: str
) -> None:
    app = bring(opened(factories.actor(sqlite_store), view="import"), ("a 2016-02-03.txt", b"Nobody had time."))
    next(one for one in app.date_input if one.label == field).set_value(value).run()
    assert answer in said(app)
    assert next(button for button in app.button if button.label == "Import document").disabled


BOMB = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": b" " * 60_000_000})
LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le")
BAD = {
    "empty": ("a.txt", b"", "“a.txt” is empty"),
    "binary": ("a.txt", bytes(range(256)) * 40, "“a.txt” holds no text but binary data"),
    "50 MB": ("a.txt", b"a" * 50_000_000, "“a.txt” has 50 MB"),
    "zip bomb": ("a.docx", BOMB, "“a.docx” would unpack to far more than its size"),
    "locked": ("a.docx", LOCKED, "“a.docx” is locked with a password"),
    "a picture": ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(99), "“a.txt” is a picture"),
}


@pytest.mark.parametrize(("name", "data", "answer"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_one_sentence_and_keeps_no_other_out(
    opened: Opened, sqlite_store: Store, name: str, data: bytes, answer: str
) -> None:
    app = bring(opened(factories.actor(sqlite_store), view="import"), (name, data), ("b 2016-02-03.txt", b"No time."))
    [error] = app.error
    assert answer in as_read(error.value)
    assert "Import document" in buttons(app)
    assert not press(app, "Close").error


def test_a_file_that_came_before_is_named_with_its_source(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    file = ("minutes 2016-02-03.txt", b"Nobody had time.")
    press(bring(opened(ada, view="import"), file), "Import document")
    app = bring(opened(ada, view="import"), ("again.txt", file[1]))
    assert "“again.txt” is in the library already, as source 1" in as_read(app.error[0].value)
    assert "Import document" not in buttons(app)


def test_files_that_wait_are_still_there_after_a_look_at_the_library(opened: Opened, sqlite_store: Store) -> None:
    app = bring(opened(factories.actor(sqlite_store), view="import"), ("a 2016-02-03.txt", b"Dr Patel had no time."))
    write(app, "Replace “Dr Patel” by", "[the lead]")
    del app.query_params["view"]
    press(app.run(), "Go on importing (1)")
    assert next(field for field in app.text_input if field.label == "Replace “Dr Patel” by").value == "[the lead]"


def test_pasted_text_goes_the_same_way(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    app = opened(ada, view="import")
    next(field for field in app.text_input if field.label == "Title").set_value("Minutes 2016-02-03")
    next(field for field in app.text_area if field.label == "Text").set_value("Dr Patel had no time.")
    press(press(app, "Look through this text"), "Import document")
    with sqlite_store.read() as session:
        assert newest_text(session, ada.evaluation_id, 1).text == "[doctor 1] had no time."


def test_a_table_is_mapped_and_its_bad_rows_are_numbered(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    table = "When,Said\n2016-02-03,We asked Quxanthe.\n31/02/2016,No such day.\n"
    app = bring(opened(ada, view="import"), ("notes.csv", table.encode()))
    assert "The table has no column for What happened" in said(app)
    choose(app, "What happened", "Said")
    assert "1 of 2 rows can go in." in said(app)
    assert "Mend row 3 in the file and bring it in again, or leave row 3 out." in said(app)
    next(box for box in app.checkbox if box.label == "Leave row 3 out").check().run()
    press(app, "Import 1 field note")
    [row] = library(sqlite_store, ada)
    assert (row.kind, row.held_on) == (SourceKind.FIELD_NOTE, date(2016, 2, 3))


def test_put_aside_a_file_leaves_nothing_of_it(opened: Opened, sqlite_store: Store) -> None:
    app = bring(opened(factories.actor(sqlite_store), view="import"), ("a.txt", INTERVIEW.encode()))
    assert "Bronagh" in repr(app.session_state)
    press(app, "Do not import")
    assert "Import interview" not in buttons(app)
    held = repr(app.session_state)
    assert [name for name in NAMES if name in held] == []


def test_facts_who_was_there_and_lead_are_saved_together(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    ben = factories.actor(sqlite_store, Role.CODER, evaluation_id=ada.evaluation_id, name="Ben Osei")
    add_participant(sqlite_store, ada, "P07", RoleGroup.CONSULTANT)
    factories.source(sqlite_store, ada, present=[Present(RoleGroup.REGISTRAR, 2)])
    app = opened(ada, source="1")
    fields = {field.label: field for field in app.number_input}
    fields["Minutes"].set_value(45)
    fields["Junior nurse (band 5-6)"].set_value(3)
    app.multiselect[0].set_value([1])
    next(box for box in app.selectbox if box.label == "Lead coder").set_value(ben.account_id)
    press(app, "Save facts")
    row = find_source(sqlite_store, ada, 1)
    assert (row.minutes, row.lead_coder, row.participants) == (45, "Ben Osei", ("P07",))
    with sqlite_store.read() as session:
        there = [(one.role_group, one.how_many) for one in standing(session, ada.evaluation_id, Attendance)]
    assert sorted(there) == [
        (RoleGroup.CONSULTANT, 1),
        (RoleGroup.JUNIOR_NURSE, 3),
        (RoleGroup.REGISTRAR, 2),
    ]
    press(app, "Undo")
    assert find_source(sqlite_store, ada, 1).minutes == 60


def test_the_second_of_two_corrections_sees_both_and_chooses(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    factories.source(sqlite_store, ada)
    app = opened(ada, source="1")
    correct(sqlite_store, ada, 1, Facts("Meeting about the chart", date(2016, 2, 3), minutes=45))
    next(field for field in app.number_input if field.label == "Minutes").set_value(50)
    press(app, "Save facts")
    assert "Minutes: it says 45, you say 50" in said(app)
    assert find_source(sqlite_store, ada, 1).minutes == 45
    correct(sqlite_store, ada, 1, Facts("Meeting about the chart", date(2016, 2, 3), minutes=30))
    press(app, "Save mine all the same")
    assert "Minutes: it says 30, you say 50" in said(app)
    assert find_source(sqlite_store, ada, 1).minutes == 30
    press(app, "Save mine all the same")
    assert find_source(sqlite_store, ada, 1).minutes == 50


def test_spelling_mended_stays_read_and_a_new_wording_is_to_be_read_again(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    factories.source(sqlite_store, ada)
    factories.reading(sqlite_store, ada, source=1)
    for spelling, state in ((True, ReadState.READ), (False, ReadState.UNREAD)):
        app = press(opened(ada, source="1"), "Edit text")
        text = next(field for field in app.text_area if field.label == "Text")
        text.set_value(f"{text.value}It was late.\n")
        next(box for box in app.checkbox if box.label.startswith("Only spelling")).set_value(spelling)
        press(app, "Save text")
        assert reading_states(sqlite_store, ada)[1].state is state
        counts = "It counts on the dashboard at once." if spelling else "It is unread. It counts once you have read it."
        assert as_read(app.success[0].value) == f"Saved the text. {counts}"


def test_who_rewords_anothers_source_is_told_who_must_read_it_first(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    ben = factories.actor(sqlite_store, Role.RESEARCHER, evaluation_id=ada.evaluation_id, name="Ben")
    factories.source(sqlite_store, ada)
    factories.reading(sqlite_store, ada, source=1)
    app = press(opened(ben, source="1"), "Edit text")
    next(field for field in app.text_area if field.label == "Text").set_value(f"{factories.TEXT}It was late.\n")
    press(app, "Save text")
    assert as_read(app.success[0].value) == f"Saved the text. It is unread. It counts once {ada.name} has read it."


def test_what_was_typed_outlasts_somebody_elses_edit(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    factories.source(sqlite_store, ada)
    app = press(opened(ada, source="1"), "Edit text")
    edit_text(sqlite_store, ada, 1, factories.TEXT + "Theirs.\n")
    mine = factories.TEXT + "What I typed.\n"
    next(field for field in app.text_area if field.label == "Text").set_value(mine)
    press(app, "Save text")
    assert "Somebody else has edited this text since you opened it." in said(app)
    assert next(field for field in app.text_area if field.label == "Text").value == mine
    with sqlite_store.read() as session:
        # Hers and the other's, each once, however often the page was drawn.
        looks = session.exec(select(Look).where(Look.evaluation_id == ada.evaluation_id)).all()
    assert [(look.verb, look.subject_no) for look in looks] == [("open text", 1)] * 2
    edit_text(sqlite_store, ada, 1, factories.TEXT + "A third hand.\n")
    press(app, "Save mine in its place")
    assert any("A third hand" in one.proto.body for one in app.get("html"))
    with sqlite_store.read() as session:
        assert newest_text(session, ada.evaluation_id, 1).text.endswith("A third hand.\n")
    press(app, "Save mine in its place")
    with sqlite_store.read() as session:
        assert newest_text(session, ada.evaluation_id, 1).text == mine


def test_a_name_typed_into_a_text_is_asked_about_before_it_is_saved(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    factories.source(sqlite_store, ada)
    app = press(opened(ada, source="1"), "Edit text")
    next(field for field in app.text_area if field.label == "Text").set_value(factories.TEXT + "Then Dr Patel came.\n")
    press(app, "Save text")
    assert "“Dr Patel” may lead to a person." in said(app)
    assert find_source(sqlite_store, ada, 1).version == 1
    press(app, "Save text")
    assert find_source(sqlite_store, ada, 1).version == 2


def test_an_excerpt_without_a_place_is_placed_by_its_words(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    factories.source(sqlite_store, ada)
    factories.coding(sqlite_store, ada, source=1)
    edit_text(sqlite_store, ada, 1, MOVED)
    assert "1 excerpt lost its place in an edit." in said(opened(ada))
    app = opened(ada, source="1")
    assert "Conflicting priorities · ◁ barrier · coded by Ada Lovell" in said(app)
    write(app, "Its words in the text now", "no such words")
    assert "These words do not stand in the text." in said(app)
    write(app, "Its words in the text now", "two whole days")
    press(app, "Place excerpt")
    assert unplaced(sqlite_store, ada) == []


def test_a_source_is_removed_by_undoing_its_import(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    factories.source(sqlite_store, ada)
    app = press(opened(ada, source="1"), "Remove source")
    assert library(sqlite_store, ada) == []
    press(app, "Undo")
    assert len(library(sqlite_store, ada)) == 1


def test_a_source_with_codings_is_not_removed_and_the_reason_is_said(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    factories.source(sqlite_store, ada)
    factories.coding(sqlite_store, ada, source=1)
    app = press(opened(ada, source="1"), "Remove source")
    assert "you made coding 1 in “Meeting about the chart” on" in as_read(app.error[0].value)
    with sqlite_store.read() as session:
        assert len(standing(session, ada.evaluation_id, SourceState)) == 1
        assert standing(session, ada.evaluation_id, Participant) == []
