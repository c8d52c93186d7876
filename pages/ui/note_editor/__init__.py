"""The note editor: the whole form of a field note, kept as it is typed and saved by the browser itself.

What people said never passes through Streamlit: the component fetches drafts and notes from authorised routes, keeps
drafts there while she types, and saves the note there. The page hears only that a note was saved, and reruns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NotRequired, TypedDict

from pages.ui import keys
from pages.ui.component_assets import browser_component

_component = browser_component("note_editor")


class Present(TypedDict):
    role_group: str
    how_many: int
    participant: NotRequired[int | None]


class Fields(TypedDict, total=False):
    """The facts of a note; what is left out has the form's own value: today, now, watching, nobody yet."""

    held_on: str
    starts_at: str | None
    minutes: int | None
    trust: int | None
    setting: str | None
    observer_part: str | None
    attendance: Sequence[Present]


class TrustChoice(TypedDict):
    no: int
    name: str


class ThemeChoice(TypedDict):
    """`path` is the names from the top theme down, joined by " / "; `recent` ranks those used lately from 1."""

    no: int
    name: str
    path: str
    recent: int | None


@dataclass(frozen=True, slots=True)
class FinishedNote:
    """The note is in the store: as which source, by which change, and whether it counts as read."""

    nonce: str
    source: int
    change_no: int
    mode: Literal["read", "later"]


def note_editor(
    evaluation: int,
    draft_id: str,
    *,
    account: int,
    note: int | None,
    initial: Fields | None,
    last: Fields | None,
    trusts: Sequence[TrustChoice],
    settings: Sequence[str],
    role_groups: Sequence[str],
    observer_parts: Sequence[str],
    themes: Sequence[ThemeChoice],
    core_concept: str,
    key: str,
) -> FinishedNote | None:
    """Mount the form, outside fragments. Each note that it saves is returned once, also after a server restart.

    `note` is the field note to edit, None for a new one. `initial` are facts that a new note starts with, `last` those
    that "Same as last time" puts in. Give one draft one `draft_id` for good: a draft is found again by it. Nothing here
    may hold what participants said.
    """
    data: Mapping[str, Any] = {
        "evaluation": evaluation,
        "account": account,
        "draft": draft_id,
        "note": note,
        "initial": initial,
        "last": last,
        "trusts": list(trusts),
        "settings": list(settings),
        "role_groups": list(role_groups),
        "observer_parts": list(observer_parts),
        "themes": list(themes),
        "core_concept": core_concept,
        "heard": keys.NOTE_HEARD_OF.get(),
    }
    # A callback makes the trigger known to Streamlit; what it brings is read from the mount's return value, because
    # callbacks do not run in the fresh session that follows a server restart.
    mounted = _component(key=key, data=data, on_finished_change=lambda: None)
    finished = mounted.get("finished")
    if finished is None or keys.NOTE_HEARD_OF.get() == finished["nonce"]:
        return None
    keys.NOTE_HEARD_OF.set(finished["nonce"])
    return FinishedNote(finished["nonce"], finished["source"], finished["change_no"], finished["mode"])
