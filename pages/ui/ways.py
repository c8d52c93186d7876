"""The way to a source from wherever it is spoken of, by what the person may open."""

from evalcore.manage.access import Actor
from pages.ui.navigation import screen_at


def way_to(me: Actor, source: int, coding: int | None = None) -> tuple[str, dict[str, str]] | None:
    """The page on which she reads the source, at the coding if one is meant, and what to ask it for."""
    desk, library, notes = screen_at("coding"), screen_at("sources"), screen_at("field-notes")
    if desk.is_for(me):
        return desk.file, {"source": str(source)} | ({"at": str(coding)} if coding else {})
    if library.is_for(me):
        return library.file, {"source": str(source)}
    return (notes.file, {"note": str(source)}) if notes.is_for(me) else None
