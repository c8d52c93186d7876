"""Undo: everything can be taken back, the record stays, and what builds on a change is named."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from db.reads.rows import newest_text, standing
from db.store import Store
from db.tables import Change, CodingState, Participant, Reading, SourceState, ThemeState
from db.vocabulary import Polarity, Role, RoleGroup
from evalcore.capture.participants import add_participant, participants
from evalcore.capture.sources import Facts, SpokenTurn
from evalcore.capture.text_edits import edit_text
from evalcore.errors import InvalidTransition, NotPermitted
from evalcore.manage.access import Actor
from evalcore.manage.members import add_member, end_membership, list_members
from evalcore.manage.undo import undo
from evalcore.manage.verification import faults
from evalcore.sense.coding import accept, code, recode, uncode
from evalcore.sense.field_notes import Note, edit_note, log_note, open_note
from evalcore.sense.framework import add_theme, merge, move, redefine, rename, split, unmerge
from evalcore.sense.reading import mark_read
from tests import factories


def codings(store: Store, actor: Actor) -> list[tuple[int, int, Polarity, bool]]:
    with store.read() as session:
        states = standing(session, actor.evaluation_id, CodingState)
    return [(state.coding, state.theme, state.polarity, state.counted) for state in states]


def name_of(store: Store, actor: Actor, theme: int) -> str:
    with store.read() as session:
        return standing(session, actor.evaluation_id, ThemeState, theme=theme)[0].name


def test_a_removed_coding_comes_back_as_it_stood(store: Store) -> None:
    ada = factories.actor(store)
    coding = factories.coding(store, ada, source=factories.source(store, ada))
    before = codings(store, ada)
    gone = uncode(store, ada, coding)
    assert codings(store, ada) == []
    undo(store, ada, gone.change_no)
    assert codings(store, ada) == before


def test_undo_and_redo_can_go_on_without_end(store: Store) -> None:
    ada = factories.actor(store)
    source = factories.source(store, ada)
    made = code(store, ada, source, 0, 3, factories.TEXT[:3], 4, Polarity.BARRIER).change_no
    for _ in range(3):
        taken_back = undo(store, ada, made).change_no
        assert codings(store, ada) == []
        undo(store, ada, taken_back)
        assert len(codings(store, ada)) == 1
    assert faults(store) == []


def test_a_change_that_is_undone_cannot_be_undone_again(store: Store) -> None:
    ada = factories.actor(store)
    change = rename(store, ada, 4, "Other priorities", reason="The committee asked").change_no
    undo(store, ada, change)
    with pytest.raises(InvalidTransition, match="undone already"):
        undo(store, ada, change)


def test_what_builds_on_a_change_is_named(store: Store) -> None:
    ada = factories.actor(store)
    added = add_theme(store, ada, "Reputation", 3, reason="The committee asked")
    source = factories.source(store, ada)
    factories.coding(store, ada, source=source, theme=added.subject_no or 0)
    with pytest.raises(
        InvalidTransition,
        match=r"you made coding 1 in “[^”]+” on .* \(change 3\), which builds on it\. Undo that first\.",
    ):
        undo(store, ada, added.change_no)


def test_a_source_with_codings_is_not_undone_under_them(store: Store) -> None:
    ada = factories.actor(store)
    source = factories.source(store, ada)
    factories.coding(store, ada, source=source)
    with pytest.raises(InvalidTransition, match=r"you made coding 1 in “[^”]+” on .* \(change 2\), which builds on it"):
        undo(store, ada, 1)


def test_a_merge_is_undone_after_other_work(store: Store) -> None:
    ada = factories.actor(store)
    merged = merge(store, ada, 4, 5, reason="The committee asked")
    source = factories.source(store, ada)
    factories.coding(store, ada, source=source, theme=5)
    undo(store, ada, merged.change_no)
    with store.read() as session:
        assert standing(session, ada.evaluation_id, ThemeState, theme=4)[0].merged_into is None
    assert [theme for _, theme, _, _ in codings(store, ada)] == [5]


def test_a_merge_into_a_theme_split_since_is_not_undone(store: Store) -> None:
    ada = factories.actor(store)
    merged = merge(store, ada, 4, 5, reason="The committee asked")
    split(store, ada, 5, ["Support", "Culture"], {}, reason="The committee asked")
    with pytest.raises(InvalidTransition, match="split theme 5"):
        undo(store, ada, merged.change_no)


def test_an_undone_split_puts_every_coding_back(store: Store) -> None:
    ada = factories.actor(store)
    source = factories.source(store, ada)
    factories.coding(store, ada, source=source, theme=5)
    before = codings(store, ada)
    done = split(store, ada, 5, ["Support", "Culture"], {}, reason="The committee asked")
    assert len(codings(store, ada)) == 2
    undo(store, ada, done.change_no)
    assert codings(store, ada) == before
    assert faults(store) == []


def test_a_coding_removed_before_a_split_does_not_come_back_to_what_is_gone(store: Store) -> None:
    ada = factories.actor(store)
    coding = factories.coding(store, ada, source=factories.source(store, ada), theme=5)
    gone = uncode(store, ada, coding)
    split(store, ada, 5, ["Support", "Culture"], {}, reason="The committee asked")
    with pytest.raises(InvalidTransition, match="split theme 5"):
        undo(store, ada, gone.change_no)


def test_undoing_a_move_never_ties_a_knot(store: Store) -> None:
    ada = factories.actor(store)
    first = move(store, ada, 4, None, reason="The committee asked")
    move(store, ada, 3, 4, reason="The committee asked")
    with pytest.raises(InvalidTransition, match="under itself"):
        undo(store, ada, first.change_no)


def test_an_acceptance_can_be_undone(store: Store) -> None:
    ada = factories.actor(store)
    ben = factories.actor(store, Role.CODER, evaluation_id=ada.evaluation_id, name="Ben")
    coding = factories.coding(store, ben, source=factories.source(store, ada))
    done = accept(store, ada, coding)
    assert [counted for *_, counted in codings(store, ada)] == [True]
    undo(store, ada, done.change_no)
    assert [counted for *_, counted in codings(store, ada)] == [False]


def test_an_undone_edit_brings_text_places_and_readings_back(store: Store) -> None:
    ada = factories.actor(store)
    source = factories.source(store, ada)
    factories.coding(store, ada, source=source)
    mark_read(store, ada, source)
    edited = edit_text(store, ada, source, "Quite other words now.")
    undo(store, ada, edited.change_no)
    with store.read() as session:
        assert newest_text(session, ada.evaluation_id, source).text == factories.TEXT
        assert len(standing(session, ada.evaluation_id, Reading)) == 1
    assert faults(store) == []


def test_an_edit_is_not_undone_under_a_coding_made_on_it(store: Store) -> None:
    ada = factories.actor(store)
    source = factories.source(store, ada)
    text = factories.TEXT + "One more line.\n"
    edited = edit_text(store, ada, source, text)
    factories.coding(store, ada, source=source, quote="One more", text=text)
    with pytest.raises(
        InvalidTransition,
        match=r"you made coding 1 in “[^”]+” on .* \(change 3\), which builds on it\. Undo that first\.",
    ):
        undo(store, ada, edited.change_no)


def test_redefining_is_undone_with_its_need_to_read_again(store: Store) -> None:
    ada = factories.actor(store)
    done = redefine(
        store, ada, 4, definition="Other work comes first.", needs_rereading=True, reason="The committee asked"
    )
    undo(store, ada, done.change_no)
    with store.read() as session:
        state = standing(session, ada.evaluation_id, ThemeState, theme=4)[0]
    assert (state.opened, state.definition) == (0, "")


def test_a_coder_undoes_her_own_changes_only(store: Store) -> None:
    ada = factories.actor(store)
    ben = factories.actor(store, Role.CODER, evaluation_id=ada.evaluation_id, name="Ben")
    source = factories.source(store, ada)
    factories.coding(store, ada, source=source)
    with pytest.raises(NotPermitted, match="your own"):
        undo(store, ben, 2)
    his = factories.coding(store, ben, source=source)
    change = recode(store, ben, his, polarity=Polarity.MIXED).change_no
    undo(store, ben, change)
    assert codings(store, ada)[-1][2] is Polarity.BARRIER


def test_what_an_evaluation_began_with_is_not_undone(store: Store) -> None:
    ada = factories.actor(store)
    with pytest.raises(InvalidTransition, match="cannot be undone"):
        undo(store, ada, 0)


def test_a_corrected_fact_comes_back(store: Store) -> None:
    ada = factories.actor(store)
    factories.source(store, ada)
    undo(store, ada, 1)
    undo(store, ada, 2)
    with store.read() as session:
        assert len(standing(session, ada.evaluation_id, SourceState)) == 1
    assert name_of(store, ada, 4) == "Conflicting priorities"


def test_a_role_given_again_is_not_doubled_by_undoing_its_end(store: Store) -> None:
    ada = factories.actor(store, Role.ADMINISTRATOR)
    ben = factories.account(store, name="Ben")
    first = add_member(store, ada, ben, Role.CODER).subject_no or 0
    ended = end_membership(store, ada, first)
    add_member(store, ada, ben, Role.CODER)
    with pytest.raises(
        InvalidTransition, match=r"has the role coder again: you gave somebody a role .*\(change 3\)\. End that role"
    ):
        undo(store, ada, ended.change_no)
    assert [row.role for row in list_members(store, ada) if row.account_id == ben] == [Role.CODER]


def test_a_pseudonym_given_again_is_not_doubled_by_undo(store: Store) -> None:
    ada = factories.actor(store)
    added = add_participant(store, ada, "P07", RoleGroup.CONSULTANT)
    gone = undo(store, ada, added.change_no)
    add_participant(store, ada, "p07", RoleGroup.REGISTRAR)
    with pytest.raises(
        InvalidTransition, match=r"another participant is p07 now: you added participant 2: “p07” .*\(change 3\)"
    ):
        undo(store, ada, gone.change_no)
    assert [row.role_group for row in participants(store, ada)] == [RoleGroup.REGISTRAR]


def test_a_name_given_to_another_theme_is_not_doubled_by_undo(store: Store) -> None:
    ada = factories.actor(store)
    renamed = rename(store, ada, 4, "Other priorities", reason="The committee asked")
    merged = merge(store, ada, 5, 4, reason="The committee asked")
    add_theme(store, ada, "Conflicting priorities", 3, reason="The committee asked")
    add_theme(store, ada, "support and culture", 3, reason="The committee asked")
    with pytest.raises(
        InvalidTransition, match=r"another theme is “Conflicting priorities” now: you added theme \d+: .*\(change 3\)"
    ):
        undo(store, ada, renamed.change_no)
    with pytest.raises(
        InvalidTransition, match=r"another theme is “support and culture” now: you added theme .*\(change 4\)"
    ):
        undo(store, ada, merged.change_no)
    with pytest.raises(InvalidTransition, match="another theme “support and culture”"):
        unmerge(store, ada, 5, reason="The committee asked")


def test_a_reflection_written_anew_is_not_doubled_by_undo(store: Store) -> None:
    ada = factories.actor(store)
    note = Note(Facts("Meeting", date(2016, 2, 3)), (), factories.TEXT, "They were tired.")
    source = log_note(store, ada, note, read=False).subject_no or 0
    for change, reflection in ((1, ""), (2, "They were glad.")):
        worded = replace(note, reflection=reflection)
        edit_note(store, ada, source, worded, version=1, opened_at=change, read=False)
    with pytest.raises(
        InvalidTransition, match=r"you edited field note 1: “Meeting” .*\(change 3\), with another reflection"
    ):
        undo(store, ada, 2)
    assert open_note(store, ada, source).note.reflection == "They were glad."


def test_what_comes_back_needs_what_it_points_to(store: Store) -> None:
    ada = factories.actor(store)
    above = factories.theme(store, ada, name="Reputation")
    add_theme(store, ada, "Press", above, reason="The committee asked")
    gone = undo(store, ada, 2)
    undo(store, ada, 1)
    with pytest.raises(InvalidTransition, match=f"theme {above}, which it needs, is not there any more"):
        undo(store, ada, gone.change_no)
    assert faults(store) == []


def test_a_coding_does_not_come_back_without_its_source_or_its_theme(store: Store) -> None:
    ada = factories.actor(store)
    source, theme = factories.source(store, ada), factories.theme(store, ada)
    factories.coding(store, ada, source=source, theme=theme)
    gone = undo(store, ada, 3).change_no
    without_theme = undo(store, ada, 2).change_no
    with pytest.raises(InvalidTransition, match=f"theme {theme}, which it needs"):
        undo(store, ada, gone)
    undo(store, ada, without_theme)
    undo(store, ada, 1)
    with pytest.raises(InvalidTransition, match=f"source {source}, which it needs"):
        undo(store, ada, gone)


def test_a_text_does_not_come_back_with_a_speaker_who_is_gone(store: Store) -> None:
    ada = factories.actor(store)
    participant = add_participant(store, ada, "P01", RoleGroup.CONSULTANT).subject_no
    source = factories.source(store, ada, turns=[SpokenTurn(0, 9, "P01", participant)])
    edited = edit_text(store, ada, source, "Other words altogether.", turns=[])
    undo(store, ada, 1)
    with pytest.raises(InvalidTransition, match="participant 1, which it needs, is not there any more"):
        undo(store, ada, edited.change_no)
    assert faults(store) == []


def test_verify_finds_a_speaker_who_is_no_participant_any_more(store: Store) -> None:
    ada = factories.actor(store)
    participant = add_participant(store, ada, "P01", RoleGroup.CONSULTANT).subject_no
    source = factories.source(store, ada, turns=[SpokenTurn(0, 9, "P01", participant)])
    with store.write() as session:
        standing(session, ada.evaluation_id, Participant)[0].ended_in = 2
    (fault,) = faults(store)
    assert fault.endswith(f"participant {participant} speaks in source {source} and is not there")


def test_a_participant_who_speaks_in_a_source_stays(store: Store) -> None:
    ada = factories.actor(store)
    participant = add_participant(store, ada, "P07", RoleGroup.CONSULTANT).subject_no
    factories.source(store, ada, turns=[SpokenTurn(0, 9, "P07", participant)])
    with pytest.raises(InvalidTransition, match=r"you added source 1: “[^”]+” .*\(change 2\)"):
        undo(store, ada, 1)


def test_a_refusal_says_who_did_what_and_when_by_the_clock_on_the_wall(store: Store) -> None:
    ada = factories.actor(store, name="Ada Lovell")
    ben = factories.actor(store, Role.CODER, evaluation_id=ada.evaluation_id, name="Ben Osei")
    source = factories.source(store, ada, title="Interview P05")
    for _ in range(4):
        factories.coding(store, ben, source=source)
    with store.write() as session:
        change = session.get_one(Change, (ada.evaluation_id, 5))
        change.at = datetime(2016, 7, 3, 9, 2, tzinfo=UTC)
        session.add(change)
    with pytest.raises(InvalidTransition) as refused:
        undo(store, ada, 1)
    said = str(refused.value)
    assert "Ben Osei made coding 4 in “Interview P05” on 3 Jul 2016 at 10:02 (change 5); Ben Osei made coding 3" in said
    assert said.endswith("; and 1 more, which build on it. Undo these first, from the newest on.")
    assert factories.TEXT[:20] not in said


def test_who_may_not_undo_what_is_in_the_way_is_told_whom_to_ask(store: Store) -> None:
    ada = factories.actor(store, name="Ada Lovell")
    ben = factories.actor(store, Role.CODER, evaluation_id=ada.evaluation_id, name="Ben Osei")
    coding = factories.coding(store, ben, source=factories.source(store, ada))
    accept(store, ada, coding)
    with pytest.raises(
        InvalidTransition, match=r"Ada Lovell accepted coding 1 in .*Ask a researcher to undo that first"
    ):
        undo(store, ben, 2)
