"""What a file that a page makes is called. Its name begins with its evaluation, by which is known whose it is."""

import re

from evalcore.manage.access import Action

_NAME = re.compile(r"(?P<slug>[a-z0-9-]+)-(?P<what>now|over-time|contributions|programme|trusts)-as-at-[0-9]+\.csv")


def figures_file(slug: str, *, over_time: bool, change_no: int) -> str:
    """The evaluation, the picture and the change: what was looked for is nobody's business."""
    return f"{slug}-{'over-time' if over_time else 'now'}-as-at-{change_no}.csv"


def contributions_file(slug: str, change_no: int) -> str:
    return f"{slug}-contributions-as-at-{change_no}.csv"


def programme_file(slug: str, change_no: int) -> str:
    return f"{slug}-programme-as-at-{change_no}.csv"


def trusts_file(slug: str, change_no: int) -> str:
    return f"{slug}-trusts-as-at-{change_no}.csv"


def whose(name: str) -> tuple[str, Action] | None:
    """The slug of the evaluation that a file is of, and what a member must be allowed to have it.

    None where the name is not one of ours.
    """
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    return found["slug"], Action.LOG_CONTRIBUTIONS if found["what"] == "contributions" else Action.SEE_DASHBOARD
