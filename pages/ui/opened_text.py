"""The text of a source on a page: it is recorded who opened it, not how often the page was drawn."""

from evalcore.capture.texts import open_text, source_text
from evalcore.manage.access import Actor
from pages.ui import keys, session


def opened_text(me: Actor, source: int, version: int) -> str:
    """What a source says in a version, opened once for each sitting."""
    what = (me.evaluation_id, source, version)
    before = keys.TEXTS_OPENED.get()
    read = source_text if what in before else open_text
    text = read(session.store(), me, source, version).text
    keys.TEXTS_OPENED.set(before | {what})
    return text
