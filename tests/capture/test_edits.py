"""What an edit did, for a person to see; and who was there, as a form changes it."""

import doctest

from db.vocabulary import RoleGroup
from evalcore.capture import edits
from evalcore.capture.attendance import changed, counted
from evalcore.capture.edits import differences, fresh_names
from evalcore.capture.participants import ParticipantRow
from evalcore.capture.sources import Present

P07 = ParticipantRow(7, "P07", RoleGroup.CONSULTANT, None, 2, None)
THERE = [
    Present(RoleGroup.REGISTRAR, 2, trust=3),
    Present(RoleGroup.CONSULTANT, 1, trust=2, participant=7),
    Present(RoleGroup.JUNIOR_NURSE, 1),
]


def test_the_examples_hold() -> None:
    assert doctest.testmod(edits).failed == 0


def test_a_difference_stands_in_its_context() -> None:
    [one] = differences("Nobody had time 🙂 for it.", "Nobody had any time 🙂 for it.")
    assert (one.before, one.taken_out, one.put_in, one.after) == ("Nobody had", "", " any", " time 🙂 for it.")
    assert differences("The same.", "The same.") == []


def test_only_names_that_came_in_are_asked_about() -> None:
    assert fresh_names("Dr Patel came.", "Dr Patel came with Dr Okafor on 07700 900123.") == [
        "Dr Okafor",
        "07700 900123",
    ]


def test_what_is_not_changed_stays_as_it_was_trust_and_all() -> None:
    assert changed(THERE, [P07], counted(THERE)) == THERE


def test_a_changed_count_keeps_its_trust_and_a_zero_takes_the_group_out() -> None:
    counts = counted(THERE) | {RoleGroup.REGISTRAR: 5, RoleGroup.JUNIOR_NURSE: 0}
    assert changed(THERE, [P07], counts) == [THERE[1], Present(RoleGroup.REGISTRAR, 5, trust=3)]


def test_a_participant_is_taken_out_and_another_comes_with_her_own_trust() -> None:
    other = ParticipantRow(8, "P08", RoleGroup.OTHER, None, 4, None)
    assert changed(THERE, [other], counted(THERE)) == [
        THERE[0],
        THERE[2],
        Present(RoleGroup.OTHER, 1, trust=4, participant=8),
    ]
