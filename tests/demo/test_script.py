"""The demo evaluation holds what it promises, and its codings lie where they should."""

import re
import unicodedata
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from db.vocabulary import Recruitment, RoleGroup, SourceKind
from evalcore.demo.script import (
    Coded,
    CodingAccepted,
    FrameworkChange,
    LeadHanded,
    Script,
    SourceEntered,
    SourceRead,
    read_script,
    steps,
)
from evalcore.demo.sources import LEAD, SECOND, ScriptSource
from evalcore.demo.trusts import CameTo
from evalcore.sense.starting_framework import STARTING_FRAMEWORK


@pytest.fixture(scope="module")
def script() -> Script:
    return read_script()


def of_kind(script: Script, kind: SourceKind) -> list[ScriptSource]:
    return [source for source in script.sources if source.kind is kind]


def test_a_host_and_23_trusts_two_of_them_followed_closely_and_why(script: Script) -> None:
    assert script.host
    assert len({trust.name for trust in script.trusts}) == 23
    assert len({trust.shown_as for trust in script.trusts}) == 23
    followed = [trust for trust in script.trusts if trust.followed_closely]
    assert len(followed) == 2
    assert all(len(trust.chosen_because) > 40 for trust in followed)


def test_fifteen_interviews_with_the_people_of_a_study_like_this(script: Script) -> None:
    interviews = of_kind(script, SourceKind.INTERVIEW)
    assert {one.participant for one in interviews} == {person.pseudonym for person in script.participants}
    groups = Counter(person.role_group for person in script.participants)
    assert groups[RoleGroup.SENIOR_MANAGER] + groups[RoleGroup.MIDDLE_MANAGER] == 6
    assert groups[RoleGroup.CONSULTANT] == 2
    assert groups[RoleGroup.REGISTRAR] == 1
    assert groups[RoleGroup.SENIOR_NURSE] == 5
    assert groups[RoleGroup.JUNIOR_NURSE] == 1
    recruited = Counter(person.recruitment for person in script.participants)
    assert recruited == {Recruitment.PURPOSIVE: 13, Recruitment.SNOWBALL: 2}
    nurses = (RoleGroup.SENIOR_NURSE, RoleGroup.JUNIOR_NURSE)
    assert all(bool(person.band) == (person.role_group in nurses) for person in script.participants)


def test_every_interviewee_says_600_words_or_more(script: Script) -> None:
    for source in of_kind(script, SourceKind.INTERVIEW):
        said = [source.text[turn.start_cp : turn.end_cp] for turn in source.turns if turn.participant]
        assert len(" ".join(said).split()) >= 600, source.key


def test_turns_follow_each_other_through_the_whole_interview(script: Script) -> None:
    for source in of_kind(script, SourceKind.INTERVIEW):
        assert source.turns[0].start_cp == 0
        assert source.turns[-1].end_cp == len(source.text)
        for turn, following in zip(source.turns, source.turns[1:], strict=False):
            assert turn.end_cp == following.start_cp
            assert (turn.participant is None) != (following.participant is None)


def test_no_two_interviewees_share_a_sentence(script: Script) -> None:
    heard: dict[str, set[str]] = defaultdict(set)
    for source in of_kind(script, SourceKind.INTERVIEW):
        for turn in source.turns:
            for sentence in re.split(r"[.?!]\s+", source.text[turn.start_cp : turn.end_cp]):
                if turn.participant and len(sentence.split()) > 4:
                    heard[sentence.strip().casefold()].add(source.key)
    assert not {sentence: keys for sentence, keys in heard.items() if len(keys) > 1}


def test_field_notes_add_up_to_about_a_hundred_observed_hours(script: Script) -> None:
    notes = of_kind(script, SourceKind.FIELD_NOTE)
    assert 95 <= sum(note.minutes or 0 for note in notes) / 60 <= 105
    assert all(note.setting and note.observer_part and note.present and note.minutes for note in notes)
    assert {note.trust for note in notes} >= {None, "thornmere", "brackenhythe"}
    assert any(note.by == "programme" for note in notes)
    assert any(note.reflection for note in notes)
    assert min(note.held_on for note in notes) < date(2016, 2, 1) < date(2017, 4, 1) < max(n.held_on for n in notes)


def test_every_coding_lies_on_words_of_its_text(script: Script) -> None:
    for source in script.sources:
        assert source.text == unicodedata.normalize("NFC", source.text)
        for coding in source.codings:
            passage = source.text[coding.start_cp : coding.end_cp]
            assert 0 <= coding.start_cp < coding.end_cp <= len(source.text)
            assert passage == passage.strip(), (source.key, passage)
            assert len(passage.split()) >= 3, (source.key, passage)
            if source.turns:
                (turn,) = [one for one in source.turns if one.start_cp <= coding.start_cp < one.end_cp]
                assert turn.participant, (source.key, passage)
                assert coding.end_cp <= turn.end_cp


def test_two_coders_made_600_codings_or_more(script: Script) -> None:
    codings = [coding for source in script.sources for coding in source.codings]
    assert len(codings) >= 600
    coders = Counter(coding.coder for coding in codings)
    assert set(coders) == {LEAD, SECOND}
    assert coders[LEAD] > 10 * coders[SECOND]
    seconds = [coding for coding in codings if coding.coder == SECOND]
    assert any(coding.blind for coding in seconds)
    assert any(coding.accepted_on for coding in seconds)
    assert any(not coding.blind and not coding.accepted_on for coding in seconds)
    assert not any(coding.blind or coding.accepted_on for coding in codings if coding.coder == LEAD)
    assert {coding.polarity.value for coding in codings} == {"barrier", "facilitator", "mixed", "none"}


def test_some_sources_are_unread_some_in_progress_and_some_not_read_again(script: Script) -> None:
    assert any(not source.readings and not source.codings for source in script.sources)
    assert any(not source.readings and source.codings for source in script.sources)
    added = next(change.on for change in script.framework if change.verb == "add")
    early = [source for source in script.sources if source.held_on < date(2016, 3, 1)]
    assert early
    assert all(max(source.readings) < added for source in early)


def test_the_framework_changes_in_every_way_and_is_named_three_times(script: Script) -> None:
    assert sorted(script.starting_themes.values()) == sorted(theme.path for theme in STARTING_FRAMEWORK)
    assert [change.theme for change in script.framework if change.verb == "version"] == ["1", "2", "3"]
    assert {change.verb for change in script.framework} == {"version", "add", "merge", "redefine", "move", "rename"}
    assert any(change.values.get("widens") for change in script.framework)
    assert any(change.values.get("reread") for change in script.framework)
    assert all(len(change.reason) > 40 for change in script.framework)


def test_the_phases_cover_the_whole_time_without_a_gap(script: Script) -> None:
    assert script.phases[0].first_on == script.opened_on
    assert script.phases[-1].last_on == script.closed_on
    for phase, following in zip(script.phases, script.phases[1:], strict=False):
        assert following.first_on == phase.last_on + timedelta(days=1)
    assert all(script.opened_on <= source.held_on <= script.closed_on for source in script.sources)
    assert len([event for event in script.events if event.kind.value == "learning session"]) == 4
    assert len(script.meetings) >= 6


def test_who_came_to_learning_sessions_is_what_the_notes_of_them_say(script: Script) -> None:
    teams = {"ls1": 20, "ls2": 17, "ls3": 19, "ls4": 18}
    came = {step.event: step.came for _, _, step in script.of_trusts if isinstance(step, CameTo)}
    assert {event: sum(1 for number in counts.values() if number) for event, counts in came.items()} == teams
    assert all(len(counts) == len(script.trusts) for counts in came.values())
    held = {event.key: event.first_on for event in script.events}
    for event, counts in came.items():
        morning = next(one for one in script.sources if one.held_on == held[event] and one.title.endswith("morning"))
        in_the_room = sum(number for group, number in morning.present if group is not RoleGroup.PROGRAMME_TEAM)
        assert sum(counts.values()) == in_the_room
    missing = [{trust for trust, number in came[event].items() if not number} for event in ("ls1", "ls2")]
    # "Six trusts missing, three of them the same as in February."
    assert (len(missing[1]), len(missing[0] & missing[1])) == (6, 3)


def test_everything_happens_after_what_it_needs(script: Script) -> None:
    entered: set[str] = set()
    coded: set[int] = set()
    handed: set[str] = set()
    before = date.min
    for day, step in steps(script):
        assert before <= day <= script.closed_on
        before = day
        match step:
            case SourceEntered(source):
                entered.add(source.key)
            case LeadHanded(source):
                assert source.key in entered
                handed.add(source.key)
            case Coded(source, coding):
                assert source.key in entered
                assert source.by == LEAD or source.key in handed
                coded.add(id(coding))
            case CodingAccepted(_, coding):
                assert id(coding) in coded
            case SourceRead(source):
                assert source.by == LEAD or source.key in handed
            case FrameworkChange():
                pass
    assert len(coded) == sum(len(source.codings) for source in script.sources)
