"""A field note as the JSON of its form, there and back."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from db.vocabulary import ObserverPart, Polarity, RoleGroup, Setting
from evalcore.capture.clean import clean
from evalcore.capture.points import NewPoint, PointStep
from evalcore.capture.sources import Facts, Present
from evalcore.capture.titles import usual_title
from evalcore.errors import Invalid
from evalcore.sense.field_notes import Note, OpenNote
from evalcore.sense.note_tags import Tag

LARGEST = 2**31 - 1
UNREADABLE = "The note came in a form that cannot be read. Reload the page; what you typed is kept."


def note_from(body: Mapping[str, Any]) -> Note:
    """A note out of the form's JSON.

    Raises
    ------
    Invalid
        A field cannot be read; the error names it.
    """
    try:
        return _note(body, body["fields"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Invalid(UNREADABLE) from None


def _note(body: Mapping[str, Any], fields: Mapping[str, Any]) -> Note:
    setting = Setting(fields["setting"]) if fields.get("setting") else None
    facts = Facts(
        title=usual_title(setting),
        held_on=_day(fields.get("held_on")),
        starts_at=time.fromisoformat(fields["starts_at"]).strftime("%H:%M") if fields.get("starts_at") else None,
        minutes=_whole(fields.get("minutes")),
        trust=_whole(fields.get("trust")),
        setting=setting,
        observer_part=ObserverPart(fields["observer_part"]) if fields.get("observer_part") else None,
    )
    present = tuple(
        Present(RoleGroup(one["role_group"]), _whole(one["how_many"]) or 0, participant=_whole(one.get("participant")))
        for one in fields.get("attendance", [])
        if int(one["how_many"]) > 0
    )
    text = str(body.get("text", ""))
    tags = tuple(
        # Cleaning may shorten what stands before a tag (an accent typed apart from its letter).
        Tag(
            len(clean(text[: int(tag["start"])])),
            len(clean(text[: int(tag["end"])])),
            clean(str(tag["quote"])),
            int(tag["theme"]),
            Polarity(tag["polarity"]),
            _whole(tag.get("coding")),
        )
        for tag in body.get("tags", [])
    )
    lost = tuple(int(tag["coding"]) for tag in body.get("lost", []) if tag.get("coding") is not None)
    points = tuple(
        NewPoint(str(one["text"]), facts.trust, _meeting(one.get("meeting_on")))
        for one in body.get("points", [])
        if str(one["text"]).strip()
    )
    steps = tuple(
        PointStep(int(one["point"]), bool(one.get("raised")), str(one.get("answer", "")), str(one.get("outcome", "")))
        for one in body.get("steps", [])
        # She may have turned the note to another team after she had ticked what waited for the first.
        if one.get("trust") == facts.trust
    )
    return Note(facts, present, clean(text), str(body.get("reflection", "")), tags, lost, points, steps)


def opened_from(body: Mapping[str, Any]) -> tuple[int, int, int] | None:
    """Which saved note a form edits, the text version and the change it was opened at; None for a new note.

    Raises
    ------
    Invalid
    """
    if body.get("note") is None:
        return None
    try:
        note, version, opened_at = (_whole(body.get(name)) or 0 for name in ("note", "version", "opened_at"))
    except (TypeError, ValueError):
        raise Invalid(UNREADABLE) from None
    return note, version, opened_at


def _whole(value: Any) -> int | None:
    """A whole number that the store can keep; a length below zero is refused in words later."""
    if value is None:
        return None
    number = int(value)
    if abs(number) > LARGEST:
        raise ValueError("too large")
    return number


def note_body(opened: OpenNote) -> dict[str, Any]:
    """A saved note as the JSON that `note_from` reads."""
    note, facts = opened.note, opened.note.facts
    codings = Counter(tag.coding for tag in note.tags)
    return {
        "fields": {
            "held_on": facts.held_on.isoformat(),
            "starts_at": facts.starts_at,
            "minutes": facts.minutes,
            "trust": facts.trust,
            "setting": facts.setting,
            "observer_part": facts.observer_part,
            "attendance": [
                {"role_group": one.role_group, "how_many": one.how_many, "participant": one.participant}
                for one in note.present
            ],
        },
        "text": note.text,
        "reflection": note.reflection,
        "tags": [
            {
                # A coding that a split left in both parts is two tags.
                "id": f"coding-{tag.coding}" + (f"-{tag.theme}" if codings[tag.coding] > 1 else ""),
                "coding": tag.coding,
                "start": tag.start,
                "end": tag.end,
                "quote": tag.quote,
                "theme": tag.theme,
                "polarity": tag.polarity,
            }
            for tag in note.tags
        ],
        "note": opened.source,
        "version": opened.version,
        "opened_at": opened.opened_at,
    }


def _meeting(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise Invalid("Give the day on which it was, such as 3 February 2016.", "Date") from None
