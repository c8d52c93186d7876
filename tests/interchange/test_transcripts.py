import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalcore.interchange.transcripts import is_usual_label, looks_like_interviewer, turns

FORMATS = {
    "name and colon": "Interviewer: How?\nSarah Jones: Slowly.\nInterviewer: Why?\nSarah Jones: Time.\n",
    "brackets": "[Interviewer] How?\n[Sarah Jones] Slowly.\n[Interviewer] Why?\n[Sarah Jones] Time.\n",
    "brackets above": "[Interviewer]\nHow?\n\n[Sarah Jones]\nSlowly.\n\n[Interviewer]\nWhy?\n\n[Sarah Jones]\nTime.\n",
    "bold": "**Interviewer:** How?\n**Sarah Jones:** Slowly.\n**Interviewer:** Why?\n**Sarah Jones:** Time.\n",
    "time before": "[00:12:31] Interviewer: How?\n[00:12:33] Sarah Jones: Slowly.\n[00:13:00] Interviewer: Why?\n"
    "[00:13:02] Sarah Jones: Time.\n",
    "time after": "Interviewer [00:12]: How?\nSarah Jones [00:13]: Slowly.\nInterviewer (00:14): Why?\n"
    "Sarah Jones (00:15): Time.\n",
    "time after the colon": "Interviewer: [00:12] How?\nSarah Jones: [00:13] Slowly.\nInterviewer: Why?\n"
    "Sarah Jones: Time.\n",
    "name and time above": "Interviewer  0:12\nHow?\n\nSarah Jones  0:15\nSlowly.\n\nInterviewer  1:02\nWhy?\n\n"
    "Sarah Jones  1:05\nTime.\n",
    "time and name above": "00:00:12 Interviewer\nHow?\n00:00:15 Sarah Jones\nSlowly.\n00:01:02 Interviewer\nWhy?\n"
    "00:01:05 Sarah Jones\nTime.\n",
    "range, then name": "0:0:3.480 --> 0:0:5.100\nInterviewer\nHow?\n0:0:6.0 --> 0:0:7.1\nSarah Jones\nSlowly.\n"
    "0:1:3.480 --> 0:1:5.100\nInterviewer\nWhy?\n0:1:6.0 --> 0:1:7.1\nSarah Jones\nTime.\n",
    "table": "Interviewer\tHow?\nSarah Jones\tSlowly.\nInterviewer\tWhy?\nSarah Jones\tTime.\n",
    "table with times": "00:12\tInterviewer\tHow?\n00:13\tSarah Jones\tSlowly.\n00:14\tInterviewer\tWhy?\n"
    "00:15\tSarah Jones\tTime.\n",
    "capitals above": "INTERVIEWER\nHow?\nSARAH JONES\nSlowly.\nINTERVIEWER\nWhy?\nSARAH JONES\nTime.\n",
}


@pytest.mark.parametrize("text", FORMATS.values(), ids=FORMATS.keys())
def test_turns_are_found_however_they_are_written(text: str) -> None:
    found = turns(text)
    assert [turn.speaker.casefold() for turn in found] == ["interviewer", "sarah jones"] * 2
    assert [text[turn.start : turn.end].rstrip().rsplit(maxsplit=1)[-1] for turn in found] == [
        "How?", "Slowly.", "Why?", "Time.",
    ]  # fmt: skip
    assert found[0].start == 0


LABELS = {
    "codes": ("S1: a\nS2: b\nS1: c\n", ["S1", "S2", "S1"]),
    "speakers by number": ("Speaker 1: a\nSPEAKER 2: b\n", ["Speaker 1", "SPEAKER 2"]),
    "letters": ("I: a\nR: b\nI: c\n", ["I", "R", "I"]),
    "question and answer": ("Q: a\nA: b\nQ: c\nA: d\n", ["Q", "A", "Q", "A"]),
    "glued to the words": ("I:a\nP07:b\nI:c\n", ["I", "P07", "I"]),
    "initials": ("JS: a\nMK: b\nJS: c\nMK: d\n", ["JS", "MK", "JS", "MK"]),
    "roles": ("Ward sister: a\nConsultant: b\nWard sister: c\n", ["Ward sister", "Consultant", "Ward sister"]),
    "pseudonyms": ("[nurse 1]: a\n[doctor 2]: b\n[nurse 1]: c\n", ["nurse 1", "doctor 2", "nurse 1"]),
    "one of the group speaks once": (
        "Moderator: a\nAnn: b\nAnn: c\nTom: d\nModerator: e\n",
        ["Moderator", "Ann", "Ann", "Tom", "Moderator"],
    ),
    "the same in capitals": ("Ann: a\nANN: b\n", ["Ann", "ANN"]),
    "role in brackets": (
        "Ann (sister): a\nTom (host): b\nAnn (sister): c\n",
        ["Ann (sister)", "Tom (host)", "Ann (sister)"],
    ),
}


@pytest.mark.parametrize(("text", "speakers"), LABELS.values(), ids=LABELS.keys())
def test_labels_of_every_kind_are_taken(text: str, speakers: list[str]) -> None:
    assert [turn.speaker for turn in turns(text)] == speakers


NO_TURNS = {
    "prose": "We met at 10:30. One thing: nobody came.\nThat was the point: nobody.\n",
    "a note with headings": "Date: 3 May\nPlace: ward\nPresent: two nurses\nNote: nobody came.\nNote: it rained.\n",
    "an e-mail": "From: a\nTo: b\nSubject: c\n\nDear all,\nNote: it rained.\n\nFrom: b\nTo: a\nSubject: c\n",
    "minutes": "Action: call\nOwner: host\nAction: write\nOwner: trust\n",
    "times of day": "10:30 arrived\n10:45 handover\n11:00 left\n",
    "barriers and facilitators": "Barrier: time\nFacilitator: champions\nFacilitator: data\n",
    "one name once": "Sarah: I will be late.\n",
    "sounds": "[laughs] Well.\n[pause]\n[laughs] No.\n[inaudible]\n",
    "addresses": "http://127.0.0.1/a\nhttp://127.0.0.1/b\n",
    "a table of trusts": "Trust A\tyes\nTrust B\tno\nTrust C\tyes\n",
    "nothing": "",
}


@pytest.mark.parametrize("text", NO_TURNS.values(), ids=NO_TURNS.keys())
def test_nobody_is_made_to_speak(text: str) -> None:
    assert turns(text) == ()


def test_what_is_said_does_not_begin_a_turn() -> None:
    text = (
        "Note on file: recorded on the ward.\n\nInterviewer: How was it?\n"
        "P07: One thing: the board.\nNobody said: come in.\nAt 10:30: nothing.\nThe problem: time.\n[laughs] Well.\n"
        "Interviewer: Go on.\n"
    )
    found = turns(text)
    assert [turn.speaker for turn in found] == ["Interviewer", "P07", "Interviewer"]
    assert text[: found[0].start] == "Note on file: recorded on the ward.\n\n"


def test_offsets_count_code_points() -> None:
    text = "😀 Notes\nInterviewer: 👩🏽‍⚕️?\nP07: Café.\n"
    assert [text[turn.start : turn.end] for turn in turns(text)] == ["Interviewer: 👩🏽‍⚕️?\n", "P07: Café.\n"]


@pytest.mark.parametrize("speaker", ["Interviewer", "INT", "Int.", "I", "Q", "Researcher", "I1", "Interviewer 2"])
def test_the_interviewer_is_recognised(speaker: str) -> None:
    assert looks_like_interviewer(speaker)


@pytest.mark.parametrize("speaker", ["P07", "Participant", "R", "A", "Ian", "Ingrid", "Speaker 1", "Interviewee", ""])
def test_others_are_not_taken_for_the_interviewer(speaker: str) -> None:
    assert not looks_like_interviewer(speaker)


def test_usual_labels_are_told_from_names() -> None:
    assert is_usual_label("P07") and is_usual_label("Speaker 2") and is_usual_label("Interviewer")
    assert not is_usual_label("Sarah Jones") and not is_usual_label("JS")


LINE = st.one_of(
    st.sampled_from(["I: a", "P07: b", "[Ann] c", "Ann: d", "0:12", "Ann  0:12", "Note: e", "\tx", "ANN", "[laughs]"]),
    st.text(max_size=30),
)


@given(st.lists(LINE, max_size=30).map("\n".join))
def test_turns_part_the_text_from_the_first_to_the_end(text: str) -> None:
    found = turns(text)
    if found:
        assert "".join(text[turn.start : turn.end] for turn in found) == text[found[0].start :]
    assert all(turn.start < turn.end and turn.speaker.strip() for turn in found)
