"""Names and numbers in a text replaced by pseudonyms, everywhere and in one way."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evalcore.capture.clean import clean
from evalcore.capture.name_words import places_of
from evalcore.errors import ImportProblem
from evalcore.interchange.tabular import read_table
from evalcore.interchange.transcripts import Turn

COLUMNS = ("found", "replacement")


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the old text and what stands for it in the new one."""

    start: int
    end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Replaced:
    text: str
    edits: tuple[Edit, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the old text is in the new one; a name that it cuts through comes in whole."""
        return self._place(start, at_end=False), self._place(end, at_end=True)

    def _place(self, offset: int, *, at_end: bool) -> int:
        """An edit that merely touches the stretch from outside stays outside."""
        before = bisect_left if at_end else bisect_right
        at = before(self.edits, offset, key=lambda edit: edit.start)
        if not at:
            return offset
        edit = self.edits[at - 1]
        if offset < edit.end:
            return edit.new_end if at_end else edit.new_start
        return offset - edit.end + edit.new_end


def replace_names(text: str, choices: Mapping[str, str]) -> Replaced:
    """Put a pseudonym for each name of `choices` (as found -> replacement) wherever it stands as whole words.

    Longer names go first, so that "Sarah Jones" does not become "[person 1] Jones". A name whose replacement is
    empty or the name itself is kept, whole. What a replacement brings in is not looked through again.
    """
    pieces: list[str] = []
    edits: list[Edit] = []
    at = length = 0
    for start, end, name in places_of(choices, text):
        chosen = clean(choices[name]).strip()
        if chosen in ("", name):
            continue
        pieces += [text[at:start], chosen]
        begun = length + len(pieces[-2])
        length = begun + len(pieces[-1])
        edits.append(Edit(start, end, begun, length))
        at = end
    return Replaced("".join((*pieces, text[at:])), tuple(edits))


def replaced_turns(turns: Sequence[Turn], replaced: Replaced, choices: Mapping[str, str]) -> tuple[Turn, ...]:
    """The same turns in the new text, their speakers called by their pseudonyms."""
    called = {speaker: replace_names(speaker, choices).text.strip("[]") for speaker in {turn.speaker for turn in turns}}
    return tuple(Turn(*replaced.span(turn.start, turn.end), called[turn.speaker]) for turn in turns)


def read_names_csv(name: str, data: bytes) -> dict[str, str]:
    """What to put for what, out of a table with the columns "found" and "replacement"."""
    table = read_table(name, data)
    places = {column.casefold(): place for place, column in enumerate(table.columns)}
    if missing := [column for column in COLUMNS if column not in places]:
        raise ImportProblem(
            f"The table of names has no column {' and no column '.join(missing)}: "
            'call its two columns "found" and "replacement" in the first row.',
            row=1,
        )
    if table.problems and (bad := next((one for one in table.problems if one.row), None)):
        raise ImportProblem(bad.message, row=bad.row)
    choices: dict[str, str] = {}
    for row in table.rows:
        found, replacement = (row.cells[places[column]] for column in COLUMNS)
        if not found or not replacement:
            raise ImportProblem("A name and its replacement are both needed: fill in the empty cell.", row=row.number)
        if choices.setdefault(found, replacement) != replacement:
            raise ImportProblem("This name has another replacement further up: keep one of the two.", row=row.number)
    return choices
