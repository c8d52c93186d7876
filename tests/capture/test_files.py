"""Files taken in: what is kept of them, who speaks in them, and that nothing is half-imported."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from db.reads.rows import newest_text, standing
from db.store import Store
from db.tables import Attendance, MemoState, Participant, Source, SourceState, TextVersion, Turn
from db.vocabulary import Role, RoleGroup, SourceKind
from evalcore.capture.files import OpenFile, open_file, read_rows, rows_text
from evalcore.capture.names_step import names_in, replacements
from evalcore.capture.participants import add_participant, add_trust, free_pseudonyms, withdrawn_pseudonyms
from evalcore.capture.sources import Facts
from evalcore.capture.taking_in import Person, guessed_speakers, take_in, take_in_rows
from evalcore.errors import EvalError, ImportProblem, Invalid, NotPermitted
from evalcore.manage.access import Actor
from evalcore.manage.history import history
from evalcore.manage.undo import undo
from tests import factories

NURSE = Person("P07", RoleGroup.SENIOR_NURSE)
INTERVIEW = (
    "Anna Whitfield: How did it begin? 🙂\n"
    "Bronagh Obi: Cafe\N{COMBINING ACUTE ACCENT} talk. Dr Quxanthe Patel rang 07700 900123.\n"
    "Anna Whitfield: And then, Bronagh?\n"
    "Bronagh Obi: Patel took two days over the return.\n"
)
SPEAKERS = {"Anna Whitfield": None, "Bronagh Obi": NURSE}
FACTS = Facts("Interview Bronagh Obi", date(2016, 2, 3), minutes=52)
NOTES = (
    "Date,Trust,Minutes,Who was there,What happened,My own reflection\n"
    "2016-02-03,Trust A,50,2 consultants,Bronagh Obi said the return took two days.,I liked Bronagh.\n"
    "2016-02-10,Trust A,40,,Nobody had time.,\n"
)


def opened(store: Store, actor: Actor, text: str = INTERVIEW, name: str = "Bronagh_Obi 2016-02-03.txt") -> OpenFile:
    return open_file(store, actor, name, text.encode())


def chosen(file: OpenFile, title: str = FACTS.title) -> dict[str, str]:
    """The choices of somebody who says who speaks and takes the rest as suggested."""
    known = {"Anna Whitfield": "Interviewer", "Bronagh Obi": "P07"}
    return replacements(names_in(title, file.document.text, known), {})


def taken_in(store: Store, actor: Actor, file: OpenFile, facts: Facts = FACTS) -> int:
    done = take_in(store, actor, file, SourceKind.INTERVIEW, facts, choices=chosen(file), speakers=SPEAKERS)
    assert done.subject_no is not None
    return done.subject_no


def everything_kept(store: Store) -> str:
    with store.read() as session:
        rows = [*session.exec(select(SourceState)), *session.exec(select(TextVersion)), *session.exec(select(Turn))]
        rows += [*session.exec(select(Participant)), *session.exec(select(MemoState))]
    return " ".join(row.model_dump_json() for row in rows)


def test_no_name_of_the_file_is_kept_in_text_title_or_speakers(store: Store) -> None:
    ada = factories.actor(store)
    source = taken_in(store, ada, opened(store, ada))
    kept = everything_kept(store)
    for name in ("Whitfield", "Anna", "Bronagh", "Obi", "Quxanthe", "Patel", "07700"):
        assert name not in kept
    with store.read() as session:
        assert newest_text(session, ada.evaluation_id, source).text == (
            "Interviewer: How did it begin? 🙂\n"
            "P07: Café talk. [doctor 1] rang [phone].\n"
            "Interviewer: And then, P07?\n"
            "P07: [doctor 1] took two days over the return.\n"
        )
        assert standing(session, ada.evaluation_id, SourceState)[0].title == "Interview P07"


def test_no_byte_of_a_name_is_in_the_file_of_the_store(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    taken_in(sqlite_store, ada, opened(sqlite_store, ada))
    assert sqlite_store.path is not None
    for file in sqlite_store.path.parent.glob(f"{sqlite_store.path.name}*"):
        data = file.read_bytes()
        assert [name for name in ("Whitfield", "Bronagh", "Patel", "07700") if name.encode() in data] == []


def test_each_turn_has_its_participant_or_is_the_interviewers(store: Store) -> None:
    ada = factories.actor(store)
    source = taken_in(store, ada, opened(store, ada))
    with store.read() as session:
        people = {row.no: row.pseudonym for row in standing(session, ada.evaluation_id, Participant)}
        present = standing(session, ada.evaluation_id, Attendance, source=source)
        text = newest_text(session, ada.evaluation_id, source)
        turns = [
            (turn.speaker, people.get(turn.participant or 0), turn.is_interviewer, text.text[turn.start_cp :][:5])
            for turn in session.exec(select(Turn).where(Turn.text_version == text.no).order_by(Turn.start_cp))  # type: ignore[arg-type]
        ]
    asked, answered = ("Interviewer", None, True, "Inter"), ("P07", "P07", False, "P07: ")
    assert turns == [asked, answered, asked, answered]
    assert [(row.role_group, people[row.participant or 0]) for row in present] == [(RoleGroup.SENIOR_NURSE, "P07")]


def test_a_label_written_in_two_ways_is_one_speaker(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    file = opened(sqlite_store, ada, "INT: Go on.\nP07: Time.\nInt: Yes?\np07: No time.\n")
    assert file.speakers == ("INT", "P07")
    take_in(sqlite_store, ada, file, SourceKind.INTERVIEW, FACTS, choices={}, speakers={"INT": None, "P07": NURSE})
    with sqlite_store.read() as session:
        assert [(turn.is_interviewer, turn.participant) for turn in session.exec(select(Turn))] == [
            (True, None),
            (False, 1),
            (True, None),
            (False, 1),
        ]


def test_the_same_file_is_recognised_by_its_source_until_that_is_taken_back(store: Store) -> None:
    ada = factories.actor(store)
    file = opened(store, ada)
    assert file.seen_as is None
    done = take_in(store, ada, file, SourceKind.INTERVIEW, FACTS, choices=chosen(file), speakers=SPEAKERS)
    assert opened(store, ada, name="another name.txt").seen_as == done.subject_no
    with pytest.raises(ImportProblem, match=f"in the library already, as source {done.subject_no}"):
        taken_in(store, ada, file)
    undo(store, ada, done.change_no)
    assert opened(store, ada).seen_as is None
    assert taken_in(store, ada, file) > (done.subject_no or 0)


def test_one_undo_takes_back_the_source_and_the_participant_who_came_with_it(store: Store) -> None:
    ada = factories.actor(store)
    file = opened(store, ada)
    done = take_in(store, ada, file, SourceKind.INTERVIEW, FACTS, choices=chosen(file), speakers=SPEAKERS)
    undo(store, ada, done.change_no)
    with store.read() as session:
        for table in (SourceState, Participant, Attendance):
            assert standing(session, ada.evaluation_id, table) == []


def test_an_import_sent_twice_lands_once(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    file = opened(sqlite_store, ada)
    first, second = (
        take_in.once("n1", sqlite_store, ada, file, SourceKind.INTERVIEW, FACTS, choices=chosen(file)) for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize(
    ("facts", "speakers", "said"),
    [
        pytest.param({"held_on": date.today() + timedelta(days=3)}, SPEAKERS, "not come yet", id="in the future"),
        pytest.param({"until": date(2016, 2, 2)}, SPEAKERS, "before it starts", id="ends before it starts"),
        pytest.param(
            {}, {"Bronagh Obi": Person("P01", RoleGroup.OTHER)}, "P01 already", id="a pseudonym that is taken"
        ),
    ],
)
def test_what_cannot_be_leaves_nothing_behind(
    store: Store, facts: dict[str, date], speakers: dict[str, Person | None], said: str
) -> None:
    ada = factories.actor(store)
    add_participant(store, ada, "P01", RoleGroup.CONSULTANT)
    file = opened(store, ada)
    wrong = Facts(**({"title": "Interview", "held_on": date(2016, 2, 3)} | facts))  # type: ignore[arg-type]
    with pytest.raises(Invalid, match=said):
        take_in(store, ada, file, SourceKind.INTERVIEW, wrong, choices=chosen(file), speakers=speakers)
    with store.read() as session:
        assert list(session.exec(select(Source))) == []
        assert [row.pseudonym for row in standing(session, ada.evaluation_id, Participant)] == ["P01"]


def test_the_next_pseudonym_is_one_that_nobody_has(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    assert free_pseudonyms(sqlite_store, ada, 1) == ["P01"]
    for pseudonym in ("P02", "P15", "Matron A"):
        add_participant(sqlite_store, ada, pseudonym, RoleGroup.OTHER)
    assert free_pseudonyms(sqlite_store, ada, 2) == ["P16", "P17"]


def test_the_pseudonym_of_who_withdrew_is_given_to_nobody(store: Store) -> None:
    ada = factories.actor(store)
    gone = add_participant(store, ada, "P07", RoleGroup.CONSULTANT)
    with store.write() as session:
        row = session.get_one(Participant, (ada.evaluation_id, gone.made))
        row.ended_in = row.withdrawn_in = gone.change_no
        session.add(row)
    assert withdrawn_pseudonyms(store, ada) == {"P07"}
    assert free_pseudonyms(store, ada, 1) == ["P08"]
    with pytest.raises(Invalid, match="p07 was somebody who withdrew. Choose a pseudonym that nobody has had"):
        add_participant(store, ada, "p07", RoleGroup.CONSULTANT)


@pytest.mark.parametrize(
    ("name", "text", "held_on"),
    [
        pytest.param("P07_2016-02-03.txt", "P07: Time.", date(2016, 2, 3), id="in the file's name"),
        pytest.param("P07.txt", "Interview, 3 February 2016\n\nP07: Time.", date(2016, 2, 3), id="at the beginning"),
        pytest.param("P07.txt", "P07: " + "Time. " * 200 + "On 3 February 2016 it began.", None, id="said much later"),
        pytest.param("P07.txt", "P07: Time. On 3 February 2999.", None, id="not come yet"),
    ],
)
def test_the_day_is_proposed_from_where_it_stands(
    sqlite_store: Store, name: str, text: str, held_on: date | None
) -> None:
    ada = factories.actor(sqlite_store)
    assert opened(sqlite_store, ada, text, name).held_on == held_on


def test_a_row_is_a_field_note_with_its_reflection_and_one_undo_takes_all_back(store: Store) -> None:
    ada = factories.actor(store)
    add_trust(store, ada, "Trust A")
    file = opened(store, ada, NOTES, "notes.csv")
    rows, problems = read_rows(store, ada, file)
    assert (len(rows), problems) == (2, ())
    choices = replacements(names_in("", rows_text(rows)), {})
    done = take_in_rows(store, ada, file, rows, choices=choices)
    assert history(store, ada)[0].sentence == "imported field notes, the first of them source 1"
    assert "Bronagh" not in everything_kept(store)
    with store.read() as session:
        states = standing(session, ada.evaluation_id, SourceState)
        assert [(state.held_on.day, state.minutes, state.trust) for state in states] == [(3, 50, 1), (10, 40, 1)]
        assert [memo.text for memo in standing(session, ada.evaluation_id, MemoState)] == ["I liked [person 1]."]
        present = standing(session, ada.evaluation_id, Attendance)
        assert [(row.source, row.role_group, row.how_many) for row in present] == [(1, RoleGroup.CONSULTANT, 2)]
    undo(store, ada, done.change_no)
    with store.read() as session:
        assert standing(session, ada.evaluation_id, SourceState) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.RESEARCHER])
def test_only_a_researcher_opens_a_file(sqlite_store: Store, role: Role) -> None:
    with pytest.raises(NotPermitted):
        opened(sqlite_store, factories.actor(sqlite_store, role))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        pytest.param("a.txt", b"", "“a.txt” is empty", id="empty"),
        pytest.param("a.txt", bytes(range(256)) * 40, "“a.txt” holds no text but binary data", id="binary"),
        pytest.param("a.txt", b"a" * 50_000_000, "“a.txt” has 50 MB", id="50 MB"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_next_step(
    sqlite_store: Store, name: str, data: bytes, said: str
) -> None:
    ada = factories.actor(sqlite_store)
    with pytest.raises(EvalError, match=said):
        open_file(sqlite_store, ada, name, data)


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        pytest.param("INT: Go on?\nP07: Time.\nInt: Yes.\nP07: No.\n", {"INT", "Int"}, id="who is called so"),
        pytest.param(INTERVIEW, {"Anna Whitfield"}, id="who mostly asks, and briefly"),
        pytest.param("Ann Obi: Who? Me?\nBea Lux: You?\nAnn Obi: No?\nBea Lux: Yes?\n", set(), id="both ask"),
        pytest.param("Ann Obi: Time.\nBea Lux: None.\nAnn Obi: No.\nBea Lux: Yes.\n", set(), id="nobody asks"),
    ],
)
def test_who_asks_the_questions_is_proposed(sqlite_store: Store, text: str, asking: set[str]) -> None:
    ada = factories.actor(sqlite_store)
    file = opened(sqlite_store, ada, text)
    assert file.asking == asking
    assert {label for label, person in guessed_speakers(file, {}).items() if person is None} == asking - {"Int"}
