"""Every page: its file, its address, its place in the loop, and what a person must be allowed to do to see it."""

from dataclasses import dataclass
from pathlib import Path

from evalcore.manage.access import Action, Actor, require

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Screen:
    """A page. Any of `actions` opens it; without any it is everybody's. On one that `writes`, half-typed text may lie:
    it is not reloaded under a person's hands."""

    file: str
    address: str
    title: str
    group: str
    actions: tuple[Action, ...] = ()
    writes: bool = False

    def is_for(self, actor: Actor) -> bool:
        return not self.actions or actor.may(*self.actions)


HOME = Screen("pages/home.py", "", "Home", "")
START = Screen("pages/manage/start.py", "start", "Start an evaluation", "")
"""Outside the table: what counts here is the account, which opens evaluations or does not, and no role in one."""
SCREENS = (
    HOME,
    Screen("pages/capture/field_notes.py", "field-notes", "Field notes", "Capture", (Action.LOG_NOTES,), writes=True),
    Screen("pages/capture/sources.py", "sources", "Sources", "Capture", (Action.READ_SOURCES,), writes=True),
    Screen("pages/capture/points.py", "points", "Points to raise", "Capture", (Action.NOTE_POINTS,), writes=True),
    Screen(
        "pages/capture/contributions.py",
        "contributions",
        "Contributions",
        "Capture",
        (Action.LOG_CONTRIBUTIONS,),
        writes=True,
    ),
    Screen("pages/sense/coding.py", "coding", "Coding", "Make sense", (Action.CODE,), writes=True),
    Screen("pages/sense/memos.py", "memos", "Memos", "Make sense", (Action.WRITE_MEMOS,), writes=True),
    Screen("pages/sense/framework.py", "framework", "Framework", "Make sense", (Action.READ_SOURCES,), writes=True),
    Screen(
        "pages/sense/search.py", "search", "Search", "Make sense", (Action.READ_SOURCES, Action.LOG_NOTES), writes=True
    ),
    Screen("pages/watch/dashboard.py", "dashboard", "Dashboard", "Watch", (Action.SEE_DASHBOARD,)),
    Screen("pages/watch/programme.py", "programme", "Programme", "Watch", (Action.SEE_DASHBOARD,), writes=True),
    Screen("pages/manage/history.py", "history", "History", "Manage", (Action.SEE_HISTORY,)),
    Screen("pages/manage/admin.py", "admin", "People and settings", "Manage", (Action.MANAGE_MEMBERS,), writes=True),
)


def screens_for(actor: Actor) -> list[Screen]:
    """The pages that are there and that one of her roles opens, in the order of the loop."""
    return [screen for screen in SCREENS if screen.is_for(actor) and (ROOT / screen.file).exists()]


def screen_at(address: str) -> Screen:
    """The page at this address; KeyError where the table has none."""
    return {screen.address: screen for screen in SCREENS}[address]


def require_screen(actor: Actor, address: str) -> None:
    """Go on if one of her roles opens the page.

    Raises
    ------
    NotPermitted
    """
    if actions := screen_at(address).actions:
        require(actor, *actions)
