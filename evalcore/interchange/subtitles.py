"""Subtitles (.vtt, .srt) as a transcript: who speaks with the time at which it is said, a paragraph at a time."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise

from evalcore.interchange.encodings import normalise
from evalcore.interchange.problems import Problem, ReadText, Severity
from evalcore.interchange.transcripts import label_before_colon

ARROW = "-->"
CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
TIMING = re.compile(rf"\s*{CLOCK}\s*-->\s*{CLOCK}(?:[ \t].*)?")
NUMBER = re.compile(r"\s*\d{1,7}\s*")
# Words of the format, not of anybody, up to the next empty line.
NOT_CUES = re.compile(r"(?:WEBVTT|NOTE|STYLE|REGION)(?:[ \t:].*)?")
VOICE = re.compile(r"<v(?:\.[^\s>]{0,200})?[ \t]+([^<>\n]{1,200})>")
TAGS = re.compile(r"</?(?:[cibuv]|ruby|rt|lang|font)(?:[ .][^<>\n]{0,200})?>|<\d[\d:.]{0,20}>|\{\\[^{}\n]{0,60}\}")
# Somebody else begins to speak, without a name.
ANOTHER = re.compile(r"\s*(?:-|–|>>)\s*(?=\S)")
SENTENCE_END = re.compile(r"[.!?…][”’\")]?$")
UNKNOWN = "Unknown speaker"
NEW_AFTER_MS = 60_000
PAUSE_MS = 4_000


@dataclass(frozen=True, slots=True)
class _Cue:
    """`row` is the line of its times in the file; they are None where they cannot be read."""

    row: int
    start: int | None
    end: int | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """What one cue has of one speaker. `begins` says that it is not what was said before going on."""

    start: int | None
    end: int | None
    speaker: str | None
    words: str
    begins: bool


def looks_like_subtitles(text: str) -> bool:
    """By the first word of a .vtt file, or by a number and times below it, as in a .srt file."""
    lines = text[:2_000].lstrip("\n").split("\n")
    if re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        return True
    return any(NUMBER.fullmatch(one) and TIMING.fullmatch(two) for one, two in pairwise(lines[:8]))


def read_subtitles(text: str) -> ReadText:
    """A paragraph for each turn, and after a minute or a pause: "[00:12:31] Name: words"."""
    cues = tuple(_cues(text.split("\n")))
    voiced = any(VOICE.search(line) for cue in cues for line in cue.lines)
    said = [one for cue in cues for one in _said(cue, voiced)]
    paragraphs = list(_paragraphs(said))
    return ReadText(normalise("\n\n".join(paragraphs) + "\n" if paragraphs else ""), tuple(_problems(cues)))


def _cues(lines: Sequence[str]) -> Iterator[_Cue]:
    """Each line of times with the words under it, up to an empty line or the next times."""
    at = 0
    while at < len(lines):
        if NOT_CUES.fullmatch(lines[at]) and (at == 0 or not lines[at - 1].strip()):
            while at < len(lines) and lines[at].strip() and ARROW not in lines[at]:
                at += 1
        if at < len(lines) and ARROW in lines[at]:
            row, times = at + 1, TIMING.fullmatch(lines[at])
            at += 1
            words = []
            while at < len(lines) and lines[at].strip() and ARROW not in lines[at]:
                words.append(lines[at])
                at += 1
            if at < len(lines) and ARROW in lines[at] and words and NUMBER.fullmatch(words[-1]):
                words.pop()
            yield _Cue(row, _milliseconds(times, 1), _milliseconds(times, 5), tuple(words))
        else:
            at += 1


def _milliseconds(times: re.Match[str] | None, group: int) -> int | None:
    if times is None:
        return None
    hours, minutes, seconds, part = times.group(group, group + 1, group + 2, group + 3)
    return 1_000 * (3_600 * int(hours or 0) + 60 * int(minutes) + int(seconds)) + int(part.ljust(3, "0"))


def _said(cue: _Cue, voiced: bool) -> Iterator[_Said]:
    if not voiced:
        for line in cue.lines:
            yield from _said_in_line(cue, _plain(line))
        return
    # What stands before the first voice, then each voice with its words.
    before, *voices = VOICE.split("\n".join(cue.lines))
    if words := _plain(before):
        yield _Said(cue.start, cue.end, UNKNOWN, words, False)
    for speaker, words in zip(voices[0::2], voices[1::2], strict=True):
        if words := _plain(words):
            yield _Said(cue.start, cue.end, _plain(speaker).replace(":", " "), words, False)


def _said_in_line(cue: _Cue, line: str) -> Iterator[_Said]:
    another = ANOTHER.match(line)
    named = label_before_colon(line[another.end() :] if another else line)
    if named:
        yield _Said(cue.start, cue.end, named[0], named[1], True)
    elif line:
        yield _Said(cue.start, cue.end, None, line, another is not None)


def _plain(written: str) -> str:
    return " ".join(unescape(TAGS.sub("", written)).split())


def _paragraphs(said: Sequence[_Said]) -> Iterator[str]:
    speaker: str | None = None
    begun = ended = 0
    words: list[str] = []
    for one in said:
        other = one.speaker is not None and one.speaker != speaker
        start = ended if one.start is None else one.start
        pause = one.speaker is None and not speaker and start - ended > PAUSE_MS
        long = start - begun > NEW_AFTER_MS and bool(words) and bool(SENTENCE_END.search(words[-1]))
        if words and (other or one.begins or pause or long):
            yield " ".join(words)
            words = []
        if not words:
            begun = start
            stamp = f"[{_clock(start)}] " if one.start is not None else ""
            words = [f"{stamp}{one.speaker}:" if one.speaker and (other or one.begins) else stamp.strip()]
            words = [word for word in words if word]
        if one.begins and one.speaker is None:
            speaker = None
        speaker = one.speaker or speaker
        words.append(one.words)
        ended = start if one.end is None else max(start, one.end)
    if words:
        yield " ".join(words)


def _clock(milliseconds: int, *, exact: bool = False) -> str:
    seconds, part = divmod(milliseconds, 1_000)
    whole = f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{whole}.{part:03}" if exact else whole


def _problems(cues: Sequence[_Cue]) -> Iterator[Problem]:
    before: int | None = None
    for cue in cues:
        if cue.start is None or cue.end is None:
            message = "Its times cannot be read: its words come in without them."
            yield Problem(cue.row, message, Severity.WARNING)
            continue
        if cue.end < cue.start:
            message = f"It ends at {_clock(cue.end, exact=True)}, before it begins at {_clock(cue.start, exact=True)}."
            yield Problem(cue.row, message, Severity.WARNING)
        elif before is not None and cue.start < before:
            message = (
                f"It begins at {_clock(cue.start, exact=True)}, before the one above has ended at "
                f"{_clock(before, exact=True)}: both come in, one after the other."
            )
            yield Problem(cue.row, message, Severity.WARNING)
        before = cue.end if before is None else max(before, cue.end)
