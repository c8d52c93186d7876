"""Speaker turns out of the text of a transcript."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

CLOCK = r"\d{1,2}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?"
STAMP = rf"[\[(]?{CLOCK}[\])]?"
RANGE = rf"{STAMP}(?:\s*(?:-->|-|–)\s*{STAMP})?"
LABEL = r"[^\W_](?:[^:\t\[\]\n*_]{0,38}[^\s:\t\[\]\n*_-])?"
# "Name:", "**Name:**", "[00:12] Name:", "Name (00:12):", "[nurse 1]:"
COLON = re.compile(
    rf"[ \t]*(?:{STAMP}\s*[-–]?\s*)?[*_]{{0,2}}\[?(?P<label>{LABEL})\]?(?:\s+[\[(]{CLOCK}[\])])?"
    r"[*_]{0,2}\s?:[*_]{0,2}(?P<after>[ \t]|$|[^\d/\\\s])"
)
# "[Name] text", "[00:12] [Name] text"
BRACKET = re.compile(rf"[ \t]*(?:{STAMP}\s*)?\[(?P<label>{LABEL})\](?:\s*{STAMP})?(?P<after>[ \t]|$)")
# "Name<tab>text": a row of a table
TAB = re.compile(rf"(?:{STAMP}\t)?(?P<label>{LABEL}):?(?:\t{STAMP})?\t(?P<after>)")
# "Name  0:12" or "0:12  Name" on a line of its own
TIMED = re.compile(rf"[ \t]*(?:{RANGE}\s+(?P<label>{LABEL})|(?P<name>{LABEL})\s+{RANGE})[ \t]*$")
ALONE = re.compile(rf"[ \t]*\[?(?P<label>{LABEL})\]?[ \t]*$")
STAMP_ONLY = re.compile(rf"[ \t]*{RANGE}[ \t]*$")

# Labels that transcribers use instead of names; one is enough where others are beside it.
KNOWN = re.compile(
    r"(?:(?:interviewer|interviewee|participant|respondent|researcher|facilitator|moderator|observer|speaker|"
    r"unknown speaker|unidentified speaker|int|iv|resp|male|female|male voice|female voice|question|answer|"
    r"consultant|registrar|nurse|senior nurse|junior nurse|staff nurse|ward sister|sister|matron|doctor|manager|"
    r"senior manager|middle manager|chair|person)"
    r"(?:[ -]?#?(?:\d{1,3}|[a-z]))?|[aipqrs]|[iprs]-?\d{1,3}|[a-z]{1,3}\d{1,3})"
)
INTERVIEWERS = re.compile(
    r"(?:interviewer|int|iv|i|q|question|researcher|researcher in residence|rir|moderator)(?:[ -]?#?(?:\d{1,2}|[a-c]))?"
)
# Words in small letters that a label may have beside names.
_ROLES = """
    a and de del der di el in la of the van von nurse doctor sister matron manager consultant registrar chair ward
    senior junior middle staff clinical medical lead director charge speaker participant respondent interviewer
    voice
"""
ROLE_WORDS = frozenset(_ROLES.split())
# What stands before a colon in notes, minutes, letters and talk, and is nobody.
_HEADINGS = """
    note notes date time place venue location present apologies attendees attendance agenda action actions
    background summary subject to from cc bcc re title key duration length interview setting trust hospital ward tel
    phone email e-mail web example first second third finally also next then thing point points warning important
    reminder question questions theme themes topic week day step session slide table figure section part item
    chapter appendix owner due deadline status outcome outcomes decision decisions barrier barriers facilitator
    facilitators benefit benefits risk risks aim aims goal goals method methods result results conclusion comment
    comments context page file recording transcript source version sent attachment attachments dear regards
    references reference problem laughs laughter laughing pause silence inaudible unclear crosstalk sic redacted
    overlapping coughs sighs music beep ringing interruption end start begin stop what who when where why how yes no
    so and but or because the this that these those it we they he she you everyone everybody nobody someone somebody
    one two three at in on for with well okay ok monday tuesday wednesday thursday friday saturday sunday
"""
HEADINGS = frozenset(_HEADINGS.split())
# In notes on what hinders and helps, "Facilitator:" is no person.
PAIRED = frozenset({"facilitator", "facilitators"})
PAIR = re.compile(r"^\s*barriers?\s*:", re.IGNORECASE | re.MULTILINE)
MOST_WORDS = 5


class _Style(Enum):
    COLON = auto()
    BRACKET = auto()
    TAB = auto()
    TIMED = auto()
    ALONE = auto()


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says, label and all: code points, half-open."""

    start: int
    end: int
    speaker: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    label: str
    style: _Style

    @property
    def key(self) -> str:
        return speaker_key(self.label)


def turns(text: str) -> tuple[Turn, ...]:
    """The speaker turns of a text; none where nobody seems to speak in turns.

    A turn runs up to where the next begins. What stands before the first is in no turn.

    >>> [turn.speaker for turn in turns("Ward B\\nInterviewer: Go on.\\nP07: One thing: time.\\nInterviewer: Yes?")]
    ['Interviewer', 'P07', 'Interviewer']
    """
    accepted = _accepted([found for found in _candidates(text) if not (found.key in PAIRED and PAIR.search(text))])
    ends = [*(candidate.start for candidate in accepted[1:]), len(text)]
    return tuple(Turn(begun.start, end, begun.label) for begun, end in zip(accepted, ends, strict=False))


def looks_like_interviewer(speaker: str) -> bool:
    return bool(INTERVIEWERS.fullmatch(speaker_key(speaker)))


def is_usual_label(speaker: str) -> bool:
    """Whether a transcriber's word ("Interviewer", "P07", "Speaker 2") stands where a name might."""
    return bool(KNOWN.fullmatch(speaker_key(speaker)) or INTERVIEWERS.fullmatch(speaker_key(speaker)))


def speaker_key(speaker: str) -> str:
    """Labels with one key are one speaker, however they are written."""
    return " ".join(speaker.strip("[]*_: ").casefold().replace(".", "").split())


def begins_a_turn(line: str) -> bool:
    """Whether a line by itself looks as if somebody begins to speak."""
    return bool(STAMP_ONLY.match(line)) or _label(line, after_stamp=False) is not None


def label_before_colon(line: str) -> tuple[str, str] | None:
    """Who speaks at the beginning of a line by its colon, and what is said behind it.

    >>> label_before_colon("Sarah Jones: Time.")
    ('Sarah Jones', 'Time.')
    """
    found = _label(line, after_stamp=False)
    if found is None or found[1] is not _Style.COLON:
        return None
    return found[0], line.partition(":")[2].lstrip("*_ \t")


def could_speak(label: str) -> bool:
    """Whether it is shaped as a name, a code or a role: "Sarah Jones", "P07", "Ward sister", not "One thing"."""
    if is_usual_label(label):
        return True
    words = re.sub(r"\(.*?\)", "", label).replace(",", " ").split()
    if not 1 <= len(words) <= MOST_WORDS or not any(character.isalpha() for character in label):
        return False
    if words[0].casefold().strip(".") in HEADINGS or label[-1] in ".!?;":
        return False
    shaped = (word[0].isupper() or word[0].isdigit() or word.casefold() in ROLE_WORDS for word in words)
    return (words[0][0].isupper() or words[0].casefold() in ROLE_WORDS) and all(shaped)


def _candidates(text: str) -> Iterator[_Candidate]:
    start = 0
    stamp_at: int | None = None
    for line in text.split("\n"):
        if STAMP_ONLY.match(line):
            stamp_at = start if stamp_at is None else stamp_at
        elif line.strip():
            if found := _label(line, after_stamp=stamp_at is not None):
                yield _Candidate(start if stamp_at is None else stamp_at, *found)
            stamp_at = None
        start += len(line) + 1


def _label(line: str, *, after_stamp: bool) -> tuple[str, _Style] | None:
    patterns = ((COLON, _Style.COLON), (BRACKET, _Style.BRACKET), (TAB, _Style.TAB), (TIMED, _Style.TIMED))
    for pattern, style in patterns:
        if match := pattern.match(line):
            label = " ".join((match["label"] or match["name"]).split())
            glued = style is _Style.COLON and match["after"].strip()
            if could_speak(label) and not (glued and not is_usual_label(label)):
                return label, style
    if (match := ALONE.match(line)) and could_speak(match["label"]):
        label = " ".join(match["label"].split())
        if after_stamp:
            return label, _Style.TIMED
        if len(label) > 1 and (is_usual_label(label) or label.isupper()):
            return label, _Style.ALONE
    return None


def _accepted(candidates: list[_Candidate]) -> list[_Candidate]:
    """Those that speak more than once or by a usual label; then the single ones that look as these do."""
    counts = Counter(candidate.key for candidate in candidates)
    usual = {candidate.key for candidate in candidates if is_usual_label(candidate.label)}
    sure = [candidate for candidate in candidates if candidate.key in usual or counts[candidate.key] > 1]
    speakers = {candidate.key for candidate in sure}
    if len(sure) < 2 or (len(speakers) < 2 and counts[sure[0].key] < 2):
        return []
    styles = {candidate.style for candidate in sure if candidate.style is not _Style.TAB or len(speakers) > 1}
    return [
        candidate
        for candidate in candidates
        if candidate.style in styles and (candidate.key in speakers or candidate.style is not _Style.ALONE)
    ]
