"""The first minutes: from the link in the terminal to an account, the demo, and an evaluation of one's own."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from db.store import Store
from db.vocabulary import SourceKind
from evalcore.capture.library import library
from evalcore.demo.load import SLUG
from evalcore.manage.evaluations import find_evaluation
from evalcore.sense.framework_log import themes
from evalcore.sense.starting_framework import STARTING_FRAMEWORK
from evalcore.watch.pictures import now
from evalcore.watch.view import View
from tests.journeys.steps import member_by_email, open_screen
from tests.serving import Server

pytestmark = pytest.mark.browser
DEMO = "Deteriorating Patient Collaborative, the evaluation in residence"
OWN = "Sepsis collaborative 2026"
EMAIL, PASSWORD = "ada@example.org", "a tall ship and a star"


def printed_link(server: Server) -> str:
    found = re.search(r"http://\S+/account/set-up\?link=\S+", server.log.read_text(encoding="utf-8"))
    assert found, "the server printed no set-up link"
    return found.group()


def test_from_the_printed_link_to_the_demo_and_to_an_evaluation_of_ones_own(
    page: Page, tmp_path: Path, serve: Callable[..., Server]
) -> None:
    store = Store(f"sqlite:///{(tmp_path / 'evaluation.db').as_posix()}")
    server = serve(store)
    link = printed_link(server)

    page.goto(link)
    page.get_by_label("Name").fill("Ada Lovell")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="Welcome, Ada Lovell")).to_be_visible()

    page.get_by_role("button", name="Explore the demo evaluation").click()
    expect(page.get_by_role("heading", name=DEMO)).to_be_visible(timeout=120_000)
    demo = find_evaluation(store, SLUG)
    here = member_by_email(store, EMAIL, demo.id)
    notes = [source for source in library(store, here) if source.kind is SourceKind.FIELD_NOTE]
    hours = sum(note.minutes or 0 for note in notes) / 60
    open_screen(page, "Capture", "Field notes")
    expect(page.get_by_text(f"{len(notes)} field notes, {hours:,.1f} observed hours.")).to_be_visible()
    open_screen(page, "Watch", "Dashboard", heading="What helps and what hinders")
    expect(page.get_by_text(now(store, here, View()).sentence)).to_be_visible()
    open_screen(page, "Make sense", "Framework")
    in_use = [theme for theme in themes(store, here) if not theme.retired]
    expect(page.get_by_text(f"{len(in_use)} themes in use, version 3 of")).to_be_visible()

    page.get_by_role("button", name="Ada Lovell").click()
    page.get_by_role("link", name="Start another evaluation").click()
    expect(page.get_by_role("heading", name="Start an evaluation")).to_be_visible()
    page.get_by_label("Name", exact=True).fill(OWN)
    page.get_by_role("button", name="Start your own").click()
    expect(page.get_by_role("heading", name=OWN)).to_be_visible()
    expect(page.get_by_text("There are no sources yet.")).to_be_visible()
    open_screen(page, "Make sense", "Framework")
    for theme in STARTING_FRAMEWORK:
        expect(page.get_by_role("radio", name=theme.name, exact=True)).to_be_attached()
    mine = member_by_email(store, EMAIL, find_evaluation(store, "sepsis-collaborative-2026").id)
    assert library(store, mine) == []

    page.goto(link)
    expect(page.get_by_role("alert")).to_have_text(
        "This link has been used or is not valid any more. Ask for a new one."
    )
    store.engine.dispose()
