import pytest

from evalcore.interchange.content import FileKind
from evalcore.interchange.documents import read_document
from evalcore.interchange.problems import Severity
from evalcore.interchange.transcripts import turns

VTT = """WEBVTT - Ward B

NOTE made by a program
and no cue

STYLE
::cue { color: red }

7a1e/12-0
00:00:03.480 --> 00:00:05.100
<v Interviewer>How did it</v>

7a1e/12-1
00:00:05.100 --> 00:00:06.000 align:start
<v Interviewer>begin?</v>

00:06.500 --> 00:09.000
<v.loud Ann Obi>We <i>tried</i> &amp; stopped.</v>

01:02:03.000 --> 01:02:04.000
<v Interviewer>Why?</v>
<v Ann Obi>Time.</v>
"""
SRT = """1
00:00:03,480 --> 00:00:05,100
INTERVIEWER: How did it

2
00:00:05,100 --> 00:00:06,000
<font color="#fff">begin?</font>

3
00:00:06,500 --> 00:00:09,000
ANN: {\\an8}We tried.
INTERVIEWER: Why?

4
00:00:09,000 --> 00:00:10,000
ANN: <inaudible> Time.
"""
READ = {
    "voices of a .vtt": (
        VTT,
        "[00:00:03] Interviewer: How did it begin?\n\n[00:00:06] Ann Obi: We tried & stopped.\n\n"
        "[01:02:03] Interviewer: Why?\n\n[01:02:03] Ann Obi: Time.\n",
    ),
    "names of a .srt": (
        SRT,
        "[00:00:03] INTERVIEWER: How did it begin?\n\n[00:00:06] ANN: We tried.\n\n[00:00:06] INTERVIEWER: Why?\n\n"
        "[00:00:09] ANN: <inaudible> Time.\n",
    ),
}


@pytest.mark.parametrize("name", ["talk.vtt", "talk.txt"])
@pytest.mark.parametrize(("written", "text"), READ.values(), ids=READ.keys())
def test_subtitles_become_turns_with_their_times(written: str, text: str, name: str) -> None:
    document = read_document(name, written.replace("\n", "\r\n").encode("utf-8-sig"))
    assert (document.kind, document.text, document.problems) == (FileKind.SUBTITLES, text, ())
    speakers = [turn.speaker.casefold() for turn in turns(document.text)]
    assert speakers[0] == "interviewer" and speakers[1].startswith("ann") and len(speakers) == 4


def cue(begin: str, end: str, words: str) -> str:
    return f"\n{begin} --> {end}\n{words}\n"


def test_words_without_speakers_are_parted_by_pauses_minutes_and_dashes() -> None:
    text = "WEBVTT\n" + cue("00:01.000", "00:03.000", "We met") + cue("00:03.000", "00:05.000", "in May.")
    text += cue("00:20.000", "00:22.000", "Then a call.") + cue("00:22.000", "00:24.000", "- Why?\n- For time.")
    text += "".join(
        cue(f"0{at // 60}:{at % 60:02}.000", f"0{at // 60}:{at % 60:02}.900", "On and on.") for at in range(25, 100)
    )
    paragraphs = read_document("talk.vtt", text.encode()).text.split("\n\n")
    assert [paragraph[6:17] for paragraph in paragraphs] == [
        ":01] We met", ":20] Then a", ":22] - Why?", ":22] - For ", ":23] On and"
    ]  # fmt: skip


def test_who_has_no_voice_among_voices_is_not_taken_for_the_one_before() -> None:
    text = "WEBVTT\n" + cue("00:01.000", "00:02.000", "<v Ann Obi>We met.") + cue("00:02.000", "00:03.000", "Indeed.")
    assert read_document("a.vtt", text.encode()).text.endswith("[00:00:02] Unknown speaker: Indeed.\n")


def test_times_that_overlap_are_reported_by_row_and_nothing_is_lost() -> None:
    text = "WEBVTT\n" + cue("00:01.000", "00:05.000", "One.") + cue("00:04.000", "00:06.000", "Two.")
    text += cue("00:06.000", "00:05.500", "Three.") + cue("00:06.000", "00:07.00x", "Four.")
    text += cue("00:08.000", "00:09.000", "Five.")
    document = read_document("talk.vtt", text.encode())
    assert [(problem.row, problem.message.partition(",")[0]) for problem in document.problems] == [
        (6, "It begins at 00:00:04.000"),
        (9, "It ends at 00:00:05.500"),
        (12, "Its times cannot be read: its words come in without them."),
    ]
    assert {problem.severity for problem in document.problems} == {Severity.WARNING}
    assert [word in document.text for word in ("One.", "Two.", "Three.", "Four.", "Five.")] == [True] * 5


def test_cues_without_empty_lines_between_them_are_told_apart() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nOne.\n2\n00:00:02,000 --> 00:00:03,000\nTwo.\n"
    assert read_document("talk.srt", text.encode()).text == "[00:00:01] One. Two.\n"


def test_times_in_a_transcript_make_no_subtitles_of_it() -> None:
    text = "00:00:01.000 --> 00:00:02.000\nInterviewer\nWhy?\n"
    assert read_document("talk.txt", text.encode()).text == text
