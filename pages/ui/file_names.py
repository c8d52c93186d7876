"""What a file that a page makes is called. Its name begins with its evaluation, by which is known whose it is."""

import re

_FIGURES = re.compile(r"(?P<slug>[a-z0-9-]+)-(?:now|over-time)-as-at-[0-9]+\.csv")


def figures_file(slug: str, *, over_time: bool, change_no: int) -> str:
    """The evaluation, the picture and the change: what was looked for is nobody's business."""
    return f"{slug}-{'over-time' if over_time else 'now'}-as-at-{change_no}.csv"


def evaluation_of(name: str) -> str | None:
    """The slug of the evaluation that a file is of; None where the name is not one of ours."""
    found = _FIGURES.fullmatch(name)
    return found["slug"] if found else None
