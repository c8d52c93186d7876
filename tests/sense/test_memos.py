"""Memos: tied to one thing or none, worded anew by their author alone, and never lost."""

from collections.abc import Callable

import pytest

from db.store import Store
from db.vocabulary import MemoKind, Role, RoleGroup
from evalcore.capture.participants import add_participant
from evalcore.errors import EvalError, InvalidTransition, NotFound, NotPermitted, Stale
from evalcore.manage.access import Actor
from evalcore.manage.changes import newest_change
from evalcore.manage.undo import undo
from evalcore.manage.verification import faults
from evalcore.sense.coding import accept, move_boundaries, uncode
from evalcore.sense.field_notes import edit_note, log_note, open_note
from evalcore.sense.framework import rename
from evalcore.sense.framework_log import log
from evalcore.sense.memo_list import MemoRow, earlier_wordings, memos, memos_at
from evalcore.sense.memos import About, Thought, change_memo, remove_memo, write_memo
from evalcore.sense.note_form import note_from
from tests import factories

WORDS = "Is it *priority*, or is it who pays?"


def written(store: Store, actor: Actor, about: About | None = None, *, text: str = WORDS) -> int:
    done = write_memo(store, actor, Thought(MemoKind.ANALYTIC, text, about or About(), "Prof. M, outside the team"))
    assert done.subject_no is not None
    return done.subject_no


def the_memo(store: Store, actor: Actor) -> MemoRow:
    (row,) = memos(store, actor)
    return row


def _theme(store: Store, actor: Actor) -> About:
    return About(theme=4)


def _source(store: Store, actor: Actor) -> About:
    return About(source=factories.source(store, actor))


def _coding(store: Store, actor: Actor) -> About:
    return About(coding=factories.coding(store, actor, source=factories.source(store, actor)))


def _participant(store: Store, actor: Actor) -> About:
    return About(participant=add_participant(store, actor, "P07", RoleGroup.CONSULTANT).subject_no)


@pytest.mark.parametrize(
    ("tied", "words", "leads_to"),
    [
        pytest.param(lambda store, actor: About(), "", None, id="nothing"),
        pytest.param(_theme, "Factors that influence motivation / Conflicting priorities", None, id="theme"),
        pytest.param(_source, "Meeting about the chart", 1, id="source"),
        pytest.param(_coding, "Conflicting priorities, in Meeting about the chart", 1, id="coding"),
        pytest.param(_participant, "P07", None, id="participant"),
    ],
)
def test_a_memo_is_tied_to_one_thing_or_none(
    store: Store, tied: Callable[[Store, Actor], About], words: str, leads_to: int | None
) -> None:
    ada = factories.actor(store)
    about = tied(store, ada)
    written(store, ada, about)
    row = the_memo(store, ada)
    assert (row.about, row.about_words, row.source) == (about, words, leads_to)
    assert (row.text, row.discussed_with, row.worded) == (WORDS, "Prof. M, outside the team", 1)
    assert faults(store) == []


@pytest.mark.parametrize(
    ("about", "text", "said"),
    [
        pytest.param(About(), " \n", "Write the thought down", id="no words"),
        pytest.param(About(theme=4, source=1), WORDS, "tied to one thing", id="two things"),
        pytest.param(About(theme=99), WORDS, "There is no theme number 99", id="no such theme"),
        pytest.param(About(coding=99), WORDS, "There is no coding number 99", id="no such coding"),
    ],
)
def test_a_memo_that_cannot_be_is_refused_in_words(sqlite_store: Store, about: About, text: str, said: str) -> None:
    ada = factories.actor(sqlite_store)
    with pytest.raises(EvalError, match=said):
        written(sqlite_store, ada, about, text=text)
    assert memos(sqlite_store, ada) == []


def test_earlier_wordings_are_kept_and_an_undo_brings_the_last_one_back(store: Store) -> None:
    ada = factories.actor(store)
    memo = written(store, ada)
    change_memo(store, ada, memo, Thought(MemoKind.ANALYTIC, "It is who pays."))
    tied = change_memo(store, ada, memo, Thought(MemoKind.METHODOLOGICAL, "It is who pays.", About(theme=4)))
    row = the_memo(store, ada)
    assert (row.kind, row.worded, row.written_at < row.worded_at) == (MemoKind.METHODOLOGICAL, 2, True)
    assert [one.text for one in earlier_wordings(store, ada, memo)] == [WORDS]
    for change in (tied.change_no, 2):
        undo(store, ada, change)
    assert the_memo(store, ada).text == WORDS


def test_of_two_tabs_the_second_does_not_write_over_the_first(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    memo = written(sqlite_store, ada)
    opened = the_memo(sqlite_store, ada).wording
    change_memo(sqlite_store, ada, memo, Thought(MemoKind.ANALYTIC, "First."), wording=opened)
    with pytest.raises(Stale, match="in another tab"):
        change_memo(sqlite_store, ada, memo, Thought(MemoKind.ANALYTIC, "Second."), wording=opened)
    assert the_memo(sqlite_store, ada).text == "First."


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        pytest.param(
            "Is it **the person** or the _lanyard_?\n\n- she carries it",
            "Is it the person or the lanyard?",
            id="weight",
        ),
        pytest.param("\n## What we *disagreed* on\nA table follows.", "What we disagreed on", id="a heading"),
        pytest.param("> - ward_7 at 3 * 4", "ward_7 at 3 * 4", id="no mark inside"),
        pytest.param("---\nAfter the rule", "After the rule", id="a rule"),
        pytest.param("word " * 20, "word " * 12 + "…", id="long"),
    ],
)
def test_in_lists_a_memo_is_called_by_its_first_words_without_marks(
    sqlite_store: Store, text: str, heading: str
) -> None:
    ada = factories.actor(sqlite_store)
    written(sqlite_store, ada, text=text)
    assert memos(sqlite_store, ada)[0].heading == heading


def test_only_its_author_changes_a_memo_and_only_the_research_team_reads_it(store: Store) -> None:
    ada = factories.actor(store)
    ben = factories.actor(store, Role.CODER, evaluation_id=ada.evaluation_id, name="Ben")
    memo = written(store, ada)
    assert the_memo(store, ben).author == "Ada Lovell"
    with pytest.raises(NotPermitted, match="Only its author"):
        change_memo(store, ben, memo, Thought(MemoKind.ANALYTIC, "No."))
    with pytest.raises(NotPermitted, match="Only its author"):
        remove_memo(store, ben, memo)
    bo = factories.actor(store, Role.PROGRAMME_TEAM, evaluation_id=ada.evaluation_id, name="Bo")
    with pytest.raises(NotPermitted):
        memos(store, bo)


def test_a_reflection_on_a_note_stands_in_the_journal_and_is_changed_in_its_note(store: Store) -> None:
    ada = factories.actor(store)
    fields = {"held_on": "2016-02-03", "setting": "ward"}
    log_note(store, ada, note_from({"fields": fields, "text": "They asked.", "reflection": "Too soon."}), read=True)
    row = the_memo(store, ada)
    assert (row.kind, row.text, row.is_reflection, row.about_words) == (MemoKind.REFLEXIVE, "Too soon.", True, "Ward")
    with pytest.raises(NotPermitted, match="in the form of that note"):
        change_memo(store, ada, row.no, Thought(MemoKind.REFLEXIVE, "No."))


def test_a_memo_on_a_source_is_not_taken_for_the_reflection_on_it(store: Store) -> None:
    ada = factories.actor(store)
    fields = {"held_on": "2016-02-03", "setting": "ward"}
    done = log_note(store, ada, note_from({"fields": fields, "text": "They asked."}), read=True)
    source = done.subject_no or 0
    write_memo(store, ada, Thought(MemoKind.REFLEXIVE, "Later on.", About(source=source)))
    opened = open_note(store, ada, source)
    assert opened.note.reflection == ""
    edit_note(store, ada, source, opened.note, version=1, opened_at=opened.opened_at, read=True)
    assert the_memo(store, ada).text == "Later on."


def test_a_memo_stays_with_a_coding_whose_words_are_chosen_anew(store: Store) -> None:
    ada = factories.actor(store)
    about = _coding(store, ada)
    written(store, ada, about)
    moved = move_boundaries(store, ada, about.coding or 0, 4, 16, factories.TEXT[4:16])
    assert the_memo(store, ada).about == About(coding=moved.subject_no)
    undo(store, ada, moved.change_no)
    assert the_memo(store, ada).about == about


def test_a_memo_outlives_the_coding_it_was_written_on(store: Store) -> None:
    ada = factories.actor(store)
    about = _coding(store, ada)
    memo = written(store, ada, about)
    uncode(store, ada, about.coding or 0)
    assert the_memo(store, ada).about_words == "a coding taken away since, in Meeting about the chart"
    change_memo(store, ada, memo, Thought(MemoKind.ANALYTIC, "Still true.", about))
    with pytest.raises(NotFound, match="no coding number"):
        written(store, ada, about)


def test_a_memo_on_a_blind_coding_is_its_coders_until_it_counts(store: Store) -> None:
    ada = factories.actor(store)
    ben = factories.actor(store, Role.CODER, evaluation_id=ada.evaluation_id, name="Ben")
    coding = factories.coding(store, ben, source=factories.source(store, ada), blind=True)
    with pytest.raises(NotFound):
        written(store, ada, About(coding=coding))
    written(store, ben, About(coding=coding))
    assert (len(memos(store, ben)), memos(store, ada)) == (1, [])
    assert [memos_at(store, one, 1).codings for one in (ben, ada)] == [{coding: 1}, {}]
    with pytest.raises(NotPermitted, match="made blind"):
        undo(store, ada, newest_change(store, ada.evaluation_id))
    accept(store, ada, coding, reconciliation=True)
    assert (len(memos(store, ada)), memos_at(store, ada, 1).codings) == (1, {coding: 1})


def test_a_framework_change_points_to_the_memo_that_it_rests_on(store: Store) -> None:
    ada = factories.actor(store)
    memo = written(store, ada, About(theme=4))
    done = rename(store, ada, 4, "Who pays", reason="the committee asked", because=memo)
    line = log(store, ada)[0]
    assert (line.sentence, line.because) == ("Renamed “Conflicting priorities” to “Who pays”", memo)
    with pytest.raises(InvalidTransition, match="Change 2 of the framework rests on memo 1"):
        remove_memo(store, ada, memo)
    with pytest.raises(InvalidTransition, match=r"you renamed theme 4: “Who pays” .*\(change 2\)"):
        undo(store, ada, 1)
    undo(store, ada, done.change_no)
    remove_memo(store, ada, memo)
    assert memos(store, ada) == []
    with pytest.raises(NotFound, match="no memo number 1"):
        rename(store, ada, 4, "Who pays", because=memo, reason="The committee asked")


def test_the_next_change_of_a_theme_does_not_rest_on_the_memo_of_the_last(store: Store) -> None:
    ada = factories.actor(store)
    rename(store, ada, 4, "Who pays", because=written(store, ada), reason="The committee asked")
    rename(store, ada, 4, "Who decides", reason="The committee asked")
    assert [line.because for line in log(store, ada)][:2] == [None, 1]
