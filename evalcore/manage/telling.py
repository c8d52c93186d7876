"""A change in a sentence, as the history has it: who did what to which thing, and when."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

from db.tables import Account, Change
from evalcore.manage.access import Action
from evalcore.manage.changes import Work
from evalcore.manage.subjects import subjects_within
from evalcore.manage.wording import sentence

MOST = 3


def told(work: Work, change_no: int) -> str:
    """Ben Osei made coding 1 in “Interview P05” on 3 Feb 2016 at 10:02 (change 3)."""
    change = work.find(Change, change_no, "change")
    at = change.at.astimezone(ZoneInfo(work.evaluation.time_zone))
    moment = f"on {at.day} {at:%b %Y} at {at:%H:%M}"
    return f"{_who(work, change)} {_what(work, change)} {moment} (change {change_no})"


def what_builds_on_it(work: Work, changes: Collection[int]) -> str:
    """Those changes, and what to do about them before the one that they build on can be undone."""
    newest_first = sorted(changes, reverse=True)
    named = "; ".join(told(work, no) for no in newest_first[:MOST])
    more = len(newest_first) - MOST
    others = f"; and {more} more" if more > 0 else ""
    if len(newest_first) == 1:
        return f"{named}, which builds on it. {_next_step(work, newest_first)} that first."
    return f"{named}{others}, which build on it. {_next_step(work, newest_first)} these first, from the newest on."


def _next_step(work: Work, changes: Collection[int]) -> str:
    """Who can undo them: she herself what is hers, a researcher everything."""
    hers = all(work.find(Change, no, "change").by == work.actor.account_id for no in changes)
    return "Undo" if hers or work.actor.may(Action.CHANGE_FRAMEWORK) else "Ask a researcher to undo"


def _who(work: Work, change: Change) -> str:
    if change.by == work.actor.account_id:
        return "you"
    account = work.session.get(Account, change.by) if change.by is not None else None
    return account.name if account else "somebody"


def _what(work: Work, change: Change) -> str:
    said = sentence(change, lambda no: work.find(Change, no, "change"))
    thing = (change.subject_kind, change.subject_no or 0)
    subject = subjects_within(work.session, work.actor, [thing]).get(thing)
    return f"{said}{' in' if subject.within else ':'} “{subject.name}”" if subject else said
