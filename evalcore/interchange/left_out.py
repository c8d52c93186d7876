"""What a reader of documents leaves out or settles by itself, said once for each sort with how often."""

from collections import Counter
from enum import StrEnum

from evalcore.interchange.problems import Problem, Severity


class Left(StrEnum):
    TRACKED = "Tracked changes accepted (what was put in is kept, what was taken out is gone)"
    COMMENT = "Comments in the margin left out; type in the text what matters of them"
    PICTURE = "Pictures left out; describe in the text what matters of them"
    EMBEDDED = "Embedded files left out; bring in each by itself"


def left_out(seen: Counter[Left]) -> tuple[Problem, ...]:
    return tuple(
        Problem(None, f"{what.value}: {seen[what]}.", Severity.NOTE if what is Left.TRACKED else Severity.WARNING)
        for what in Left
        if seen[what]
    )
