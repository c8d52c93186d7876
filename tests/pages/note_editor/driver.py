"""A person at the field note form of the product, and the evaluation behind it."""

import re
import time
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from db.store import Store
from db.vocabulary import Role
from evalcore.capture.drafts import list_drafts
from evalcore.capture.library import library
from evalcore.manage.access import Actor
from evalcore.manage.evaluations import Beginning, NewTrust
from evalcore.manage.sign_in import begin_sign_in
from evalcore.sense.field_notes import Note, open_note
from pages.ui.session import COOKIE
from tests import factories
from tests.serving import Server

DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB"}
PHONE: dict[str, Any] = DESK | {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
ON_THIS_DEVICE = "kept on this device only"
TOLD = "Ward manager 😀 says the return took two days of a sister’s week, and nobody asked for it."
BEGINNING = Beginning(trusts=tuple(NewTrust(f"Trust {letter}") for letter in "ABC"), framework=factories.FRAMEWORK)


class Evaluation:
    """A new evaluation on the server, with two researchers."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.store: Store = server.store
        by = factories.account(self.store)
        self.id = factories.evaluation(self.store, by=by, beginning=BEGINNING).id
        self.author, self.colleague = (
            factories.actor(self.store, Role.RESEARCHER, evaluation_id=self.id, name=name)
            for name in ("Ada Lovell", "Ben Okoye")
        )

    @property
    def notes(self) -> dict[int, Note]:
        rows = library(self.store, self.author)
        return {row.no: open_note(self.store, self.author, row.no).note for row in rows}

    @property
    def text(self) -> str:
        """Of the only note there is."""
        (note,) = self.notes.values()
        return note.text

    @property
    def drafts(self) -> dict[str, dict[str, Any]]:
        return {draft.id: draft.body for draft in list_drafts(self.store, self.author)}

    def wait_for_draft(self, text: str, *, tags: int = 0) -> None:
        """Until the server has the draft of a new note as it stands in the form."""
        body: dict[str, Any] = {}
        for _ in range(150):
            body = self.drafts.get("field-note-new", {})
            if body.get("text") == text and len(body["tags"]) == tags:
                return
            time.sleep(0.1)
        raise AssertionError(f"The server has {body}")


class People:
    """Makes people at the form, each with a browser profile of her own: the author, unless told."""

    def __init__(self, browser: Browser, evaluation: Evaluation) -> None:
        self.browser = browser
        self.evaluation = evaluation
        self.contexts: list[BrowserContext] = []

    def __call__(self, who: Actor | None = None, **options: Any) -> "Person":
        context = self.browser.new_context(**(DESK | options))
        self.contexts.append(context)
        return Person(context, self.evaluation).sign_in(who)

    def leave(self) -> None:
        for context in self.contexts:
            context.close()


class Person:
    def __init__(self, context: BrowserContext, evaluation: Evaluation) -> None:
        self.context = context
        self.evaluation = evaluation
        self.address = evaluation.server.url
        self.page = context.new_page()

    def sign_in(self, who: Actor | None = None) -> "Person":
        self.token = begin_sign_in(self.evaluation.store, (who or self.evaluation.author).account_id)
        self.context.add_cookies([{"name": COOKIE, "value": self.token, "url": self.address}])
        return self

    def open(self, note: int | None = None) -> Page:
        self.page.goto(f"{self.address}/field-notes?note={note or 'new'}")
        expect(self.text).to_be_visible()
        return self.page

    def another_tab(self) -> "Person":
        return Person(self.context, self.evaluation)

    @property
    def text(self) -> Locator:
        return self.page.get_by_label("What happened")

    @property
    def bar(self) -> Locator:
        return self.page.get_by_role("region", name="Tag these words")

    def write(self, words: str) -> None:
        """Put words in where the cursor stands, as dictation and pasting do."""
        self.text.focus()
        self.page.keyboard.insert_text(words)

    def stand(self, index: int) -> None:
        self.text.focus()
        self.text.evaluate("(area, at) => area.setSelectionRange(at, at)", index)

    def select(self, words: str) -> None:
        self.text.focus()
        self.text.evaluate(
            "(area, words) => area.setSelectionRange(...[0, words.length].map((by) => area.value.indexOf(words) + by))",
            words,
        )
        expect(self.bar).to_contain_text(words)

    def tag(self, words: str, polarity: str, theme: str) -> None:
        self.select(words)
        self.bar.get_by_role("button", name=polarity).click()
        self.bar.get_by_role("button", name=theme).click()

    def save(self) -> None:
        self.page.get_by_role("button", name="Save note").click()
        self.wait_for_saved()

    def wait_for_saved(self) -> None:
        """Until the page has heard of it, too."""
        expect(self.page.get_by_text("Saved the field note.")).to_be_visible()

    def cut_off(self) -> None:
        """From now on nothing reaches the routes of drafts."""
        self.page.route("**/drafts/**", lambda route: route.abort())

    def connect(self) -> None:
        self.page.unroute_all(behavior="wait")

    def wait_for_kept(self) -> None:
        expect(self.page.get_by_text(re.compile(r"^draft kept \d\d:\d\d$")).first).to_be_visible()

    def wait_for_trouble(self) -> None:
        expect(self.page.locator("header").get_by_text(ON_THIS_DEVICE)).to_be_visible()

    @property
    def painted(self) -> list[str]:
        """The words that carry a mark."""
        return [mark.text_content() or "" for mark in self.page.locator("mark").all()]

    @property
    def listed(self) -> list[str]:
        """What the list says is tagged."""
        items = self.page.get_by_role("region", name="Tagged words").get_by_role("listitem")
        return [re.sub(r"\s+", " ", item.get_by_role("button").first.inner_text()) for item in items.all()]
