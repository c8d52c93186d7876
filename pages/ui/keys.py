"""What a tab remembers between runs, by name and type. Widgets have keys of their own; this is everything else.

It is lost when the server restarts: what must last goes to the store, the cookie or the address.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar, cast

import streamlit as st

if TYPE_CHECKING:
    from evalcore.capture.many import Outcome
    from evalcore.capture.point_list import PointRow
    from evalcore.manage.settings import Settings
    from evalcore.sense.framework_log import ThemeRow
    from evalcore.watch.evidence import Evidence
    from pages.ui.importing.incoming import Incoming
    from pages.ui.importing.job import Job
    from pages.ui.point_forms import Doing
    from pages.ui.text_coder import Ack

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Key(Generic[T]):
    name: str
    default: T

    def get(self) -> T:
        return cast(T, st.session_state.get(self.name, self.default))

    def set(self, value: T) -> None:
        st.session_state[self.name] = value

    def take(self) -> T:
        """The value, which is forgotten: for what is shown once."""
        return cast(T, st.session_state.pop(self.name, self.default))


EVALUATION: Key[int | None] = Key("evaluation", None)
"""The evaluation of this tab. Choosing another in a second tab must not turn this one's buttons to it."""

DONE: Key[tuple[str, int | None] | None] = Key("done", None)
"""What was just done, and the change that an undo would take back."""

PAGE: Key[str | None] = Key("page", None)
"""The address of the page that the last run drew: what was done there is not said on the next one."""

INVITED: Key[tuple[str, str] | None] = Key("invited", None)
"""Whom an invitation was just made for, and its link: the store keeps no link, so this is the only time to see it."""

HISTORY_SHOWN: Key[int] = Key("history_shown", 50)
"""How many changes the history shows."""

HISTORY_WHO: Key[list[str] | None] = Key("history_who", None)
"""The accounts whose changes the history shows; the address has them by number."""

POINTS_NOTED: Key[int] = Key("points_noted", 0)
"""How many points were noted on their page: the form is a new one each time, so that it holds nothing back."""

POINT_DOING: "Key[tuple[int, Doing] | None]" = Key("point_doing", None)
"""The point whose form is open, and which form."""

CONTRIBUTIONS_LOGGED: Key[int] = Key("contributions_logged", 0)
"""How many contributions were logged: as for points."""

CONTRIBUTION_OPEN: Key[int | None] = Key("contribution_open", None)
"""The contribution that is being changed."""

MEMOS_WRITTEN: Key[int] = Key("memos_written", 0)
"""How many memos were written in this tab: as for points."""

MEMOS_BY: Key[str | None] = Key("memos_by", None)
"""Whose memos are shown, by account: the widget's own key."""

TEXT_SAVED: Key[int | None] = Key("text_saved", None)
"""The fingerprint of the long text that was saved last: a device that keeps it can forget it."""

MEMO_OPEN: Key[tuple[int, int] | None] = Key("memo_open", None)
"""The memo that is being worded anew, and the wording that was opened."""

MEMOS_SHOWN: Key[int] = Key("memos_shown", 20)
POINTS_SHOWN: Key[int] = Key("points_shown", 20)
CONTRIBUTIONS_SHOWN: Key[int] = Key("contributions_shown", 20)
"""How many of each its page shows."""

NOTE_HEARD_OF: Key[str | None] = Key("note_heard_of", None)
"""The nonce of the field note that the note editor saved last: each is told to its page once."""

ACKS: "Key[dict[str, Ack]]" = Key("acks", {})
"""The answers to what the coding desk sent last, by nonce: they go back to it with its next data."""

CHART_GENERATION: Key[int] = Key("chart_generation", 0)
"""Another number makes the browser forget what is chosen in a chart."""

SHEET: Key[str | None] = Key("sheet", None)
"""Which sheet of a picture fits the screen, "wide" or "narrow"; None until the browser has said so."""

EVIDENCE: "Key[tuple[object, Evidence] | None]" = Key("evidence", None)
"""What was asked for the panel, and the evidence that was opened for it."""

EVIDENCE_AT_ONCE: Key[int] = Key("evidence_at_once", 20)
"""How many excerpts the panel shows."""

SCROLL_TO_EVIDENCE: Key[bool] = Key("scroll_to_evidence", False)
"""Whether a mark was chosen just now."""

SCROLL_UP: Key[bool] = Key("scroll_up", False)
"""Whether the next page is another than the one she scrolled down on, though Streamlit takes it for the same."""

INCOMING: Key[tuple["Incoming", ...]] = Key("incoming", ())
"""Files on their way in: held here alone, in memory, until they are imported or put aside."""

READING: "Key[Job[Incoming] | None]" = Key("reading", None)
"""The files that are being read, until they are among those on their way in."""

TAKING_IN: "Key[Job[Outcome] | None]" = Key("taking_in", None)
"""The files that are being taken in; once that has ended, the report on them until it is closed."""

ALONE: Key[str | None] = Key("alone", None)
"""Which of many files is looked at by itself, by its token."""

SPOKE: Key[dict[str, str]] = Key("spoke", {})
"""Who speaks by name in the files of the last import, with the pseudonyms, while others of them still wait."""

NAMES_MISSED: Key[tuple[str, ...]] = Key("names_missed", ())
"""Names that a person missed in the list of many files."""

UPLOADS: Key[int] = Key("uploads", 0)
"""How often files were taken from the uploader: it is a new one each time, so that it holds nothing back."""

CORRECTING: Key[tuple[int, int] | None] = Key("correcting", None)
"""The source whose facts are open, and the change at which they were read."""

EDITING: Key[tuple[int, int] | None] = Key("editing", None)
"""The source whose text is open for editing, and the version that was opened."""

PROGRAMME_FORM: "Key[tuple[str, int | None] | None]" = Key("programme_form", None)
"""Which form of the programme is open, and the number of what it corrects."""

THEME_OPENED: "Key[tuple[tuple[int, int, str], ThemeRow, int] | None]" = Key("theme_opened", None)
"""Evaluation, theme and form that are open, the theme as it was then, and the change at which that was."""

POINT_OPENED: "Key[tuple[tuple[int, int], PointRow, int] | None]" = Key("point_opened", None)
"""Evaluation and number of the point whose form is open, the point as it was then, and the change at which that was."""

SETTINGS_OPENED: "Key[tuple[int, Settings, int] | None]" = Key("settings_opened", None)
"""The evaluation whose settings are open, the settings as they were then, and the change at which that was."""

TEXTS_OPENED: Key[frozenset[tuple[int, int, int]]] = Key("texts_opened", frozenset())
"""Evaluation, source and version of each text that was opened in this sitting: each is one look."""

CLASH_SEEN: Key[int | None] = Key("clash_seen", None)
"""What she was shown beside her own in a clash: the number of the text, or for facts the newest change then."""

PROGRAMME_OPENED_AT: Key[int] = Key("programme_opened_at", 0)
"""The change at which that form was opened."""

PROGRAMME_FORMS: Key[int] = Key("programme_forms", 0)
"""How many of its forms were opened: each is a new one, and holds nothing of another."""

CLASH: Key[str | None] = Key("clash", None)
"""Which form of a source found that somebody else was quicker: "facts" or "text"."""
