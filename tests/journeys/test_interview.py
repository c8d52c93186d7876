"""An interview, from the file on her desk to codings that count: names go out on the way in, nothing else gets lost."""

import re
import unicodedata

import pytest
from playwright.sync_api import Locator, Page, expect

from db.vocabulary import Polarity, RoleGroup, SourceKind
from evalcore.capture.library import library
from evalcore.capture.texts import source_text
from evalcore.manage.access import Actor
from evalcore.sense.desk import codings_of
from evalcore.watch.reading_state import ReadState, reading_states
from tests import factories
from tests.journeys.steps import code_by_mouse, drag_over, open_screen, wait_for
from tests.serving import Server

pytestmark = pytest.mark.browser
# Of the framework that factories begin with. The digits go to the themes that gather no others first: 2, 4 and 5.
CHAMPIONS, CONFLICTING = 2, 4
DIGIT_OF_CONFLICTING = "2"

SPOKEN = """\
Interviewer: Thank you for coming. How did the team begin?
Marta Quell: 😀 We met in the cafe\u0301 first, Dr Osian Pryce and I. The audit return took two days of a sister's week.
Interviewer: And after that?
Marta Quell: Dr Pryce drew one chart for the wall of the ward. Every nurse could read it and soon they asked for it.
Interviewer: Whom can we ring about it?
Marta Quell: Ring me on 07700 900123 or write to marta.quell@northmoor.example. Seeing it work kept us going.
"""
STORED = """\
Interviewer: Thank you for coming. How did the team begin?
P01: 😀 We met in the café first, [doctor 1] and I. The audit return took two days of a sister's week.
Interviewer: And after that?
P01: [doctor 1] drew one chart for the wall of the ward. Every nurse could read it and soon they asked for it.
Interviewer: Whom can we ring about it?
P01: Ring me on [phone] or write to [e-mail]. Seeing it work kept us going.
"""
TELLING = ("Marta", "Quell", "Osian", "Pryce", "07700 900123", "northmoor.example")
HURRIED = ("Every", "nurse", "could", "read", "it", "and", "soon", "they", "asked", "for", "it")


def test_an_interview_is_imported_without_names_and_coded(page: Page, product: Server) -> None:
    ada = factories.actor(product.store)
    product.sign_in(page, ada.account_id)
    page.goto(product.url)
    open_screen(page, "Capture", "Sources")
    import_interview(page)
    source = source_as_previewed(product, ada)

    page.get_by_role("link", name="Open at the coding desk").click()
    text = page.get_by_role("document", name="Source text")
    expect(text).to_contain_text("We met in the café first")
    code_by_mouse(page, "The audit return took two days", "conflicting", "Barrier")
    expect(bracket(page, "Conflicting priorities", "barrier")).to_be_visible()
    text.focus()
    for key in ("Control+End", "s", "/"):
        page.keyboard.press(key)
    page.keyboard.type("champions")
    for key in ("Enter", "f"):
        page.keyboard.press(key)
    expect(bracket(page, "Champions", "facilitator")).to_be_visible()
    wanted = [
        ("The audit return took two days", CONFLICTING, Polarity.BARRIER),
        ("Seeing it work kept us going.", CHAMPIONS, Polarity.FACILITATOR),
    ]
    wait_for(page, lambda: codings(product, ada, source), wanted)

    hurried = [*wanted]
    drag_over(text, HURRIED[0])
    for number in range(1, 11):
        if number == 5:
            product.kill()
        page.keyboard.press("Shift+ArrowRight")
        page.wait_for_timeout(35)
        page.keyboard.press(DIGIT_OF_CONFLICTING)
        page.wait_for_timeout(35)
        hurried.append((" ".join(HURRIED[: number + 1]), CONFLICTING, Polarity.NONE))
    expect(page.get_by_text("12 codings").first).to_be_visible()
    product.start()
    wait_for(page, lambda: sorted(codings(product, ada, source)), sorted(hurried))

    page.keyboard.press("u")
    wait_for(page, lambda: sorted(codings(product, ada, source)), sorted(hurried[:-1]))
    page.get_by_role("button", name=re.compile("^Mark as read under")).click()
    expect(page.get_by_text(re.compile("^Read under"))).to_be_visible()
    wait_for(page, lambda: reading_states(product.store, ada)[source].state, ReadState.READ)
    page.reload()
    expect(page.get_by_text("11 codings").first).to_be_visible()
    expect(bracket(page, "Conflicting priorities", "barrier")).to_be_visible()
    assert names_in_the_files(product) == []


def import_interview(page: Page) -> None:
    """Bring the file in; say when it was, who speaks and what stands for each name."""
    page.get_by_role("button", name="Import sources").click()
    name = "2016-02-03 Marta Quell.txt"
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": SPOKEN.encode()}
    )
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_role("group", name="Date")).to_have_text("03/02/2016")
    expect(page.get_by_text("Not ready to import:")).to_be_in_viewport()
    role_group = page.get_by_role("combobox", name="Role group of Marta Quell")
    role_group.click()
    role_group.fill("senior nurse")
    role_group.press("Enter")
    expect(page.get_by_label("Replace “Marta Quell” by")).to_have_value("P01")
    expect(page.get_by_label("Replace “07700 900123” by")).to_have_value("[phone]")
    stored = page.get_by_role("region", name="Text as it will be stored")
    expect(stored).to_contain_text("P01: Ring me on [phone] or write to [e-mail].")
    for telling in TELLING:
        expect(stored).not_to_contain_text(telling)
    page.get_by_role("button", name="Import interview").click()
    expect(page.get_by_text("Imported interview.")).to_be_in_viewport()


def source_as_previewed(product: Server, me: Actor) -> int:
    """The only source there is holds what was shown, with who speaks; its number."""
    (row,) = library(product.store, me)
    assert (row.kind, row.participants) == (SourceKind.INTERVIEW, ("P01",))
    said = source_text(product.store, me, row.no, 1)
    assert said.text == unicodedata.normalize("NFC", STORED)
    assert {turn.role_group for turn in said.turns} == {None, RoleGroup.SENIOR_NURSE}
    return row.no


def names_in_the_files(product: Server) -> list[str]:
    """The names that a file of the store holds. It ends the server: who opens a database's file in a process that has
    it open as a database makes SQLite lose its locks."""
    product.stop()
    product.store.engine.dispose()
    assert product.store.path
    held = b"".join(file.read_bytes() for file in product.store.path.parent.glob("evaluation.db*"))
    assert b"Every nurse could read it" in held
    return [name for name in TELLING if name.encode() in held]


def bracket(page: Page, theme: str, polarity: str) -> Locator:
    return page.get_by_role("button", name=f"{theme}, {polarity}, coded by Ada Lovell", exact=True)


def codings(product: Server, me: Actor, source: int) -> list[tuple[str, int, Polarity]]:
    """Every coding that the store holds: its words, its theme, its polarity."""
    text = source_text(product.store, me, source, 1).text
    return [(text[one.start : one.end], one.theme, one.polarity) for one in codings_of(product.store, me, source)]
