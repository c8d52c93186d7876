"""A round of interviews that came as one zip, with a file that cannot be read: the rest goes in, without names."""

import io
import re
import zipfile

import docx
import pytest
from playwright.sync_api import Page, expect

from db.vocabulary import RoleGroup, SourceKind
from evalcore.capture.library import library
from evalcore.capture.texts import source_text
from tests import factories
from tests.accessibility import settle, violations
from tests.interchange.pdf_files import pdf_file
from tests.journeys.steps import open_screen
from tests.serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GROUP = """WEBVTT

00:01.000 --> 00:04.000
<v Moderator>Who asked for the chart?

00:03.500 --> 00:05.000
<v Marta Quell>I did.

00:05.000 --> 00:06.000
<v Tomas Reyes>So did I, with Marta Quell.

00:06.000 --> 00:07.000
<v Marta Quell>Yes.
"""
TELLING = ("Marta", "Quell", "Reyes", "Pryce", "900123")


def interview() -> bytes:
    """A transcript in Word whose speakers are set in bold."""
    document = docx.Document()
    for who, words in (
        ("Interviewer", "How did it begin?"),
        ("Marta Quell", "With Dr Osian Pryce. Ring me on 07700 900123."),
        ("Interviewer", "And then?"),
        ("Marta Quell", "The audit return took two days of a sister's week."),
    ):
        paragraph = document.add_paragraph()
        paragraph.add_run(who).bold = True
        paragraph.add_run(f" {words}")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def round_of_interviews() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("round 1/2016-02-03 Marta Quell.docx", interview())
        packed.writestr("round 1/Group.vtt", GROUP)
        packed.writestr(
            "round 1/Minutes 2016-03-01.pdf", pdf_file(["The chair thanked Tomas Reyes."], ["Nothing more."])
        )
        packed.writestr("round 1/damaged.docx", interview()[:-400])
    return target.getvalue()


def test_a_zip_with_one_bad_file_goes_in_but_for_that_one(page: Page, product: Server) -> None:
    ada = factories.actor(product.store)
    product.sign_in(page, ada.account_id)
    page.goto(product.url)
    open_screen(page, "Capture", "Sources")
    page.get_by_role("button", name="Import sources").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "round 1.zip", "mimeType": "application/zip", "buffer": round_of_interviews()}
    )
    expect(page.get_by_role("heading", name="3 files to import")).to_be_visible()
    expect(page.get_by_text("“damaged.docx” is damaged and cannot be opened")).to_be_visible()
    say_what_they_are(page)
    expect(page.get_by_label("Replace “Marta Quell” by")).to_have_value("P01")
    expect(page.get_by_text("speaker, 6 places in 2 files")).to_be_visible()
    settle(page)
    assert violations(page) == []
    page.get_by_role("button", name="Import 3 files").click()
    expect(page.get_by_text("Imported 3 files as 3 sources. 1 file stayed out.")).to_be_visible()
    report = page.get_by_role("region", name="What became of each file")
    expect(report.get_by_role("row", name=re.compile("damaged.docx.*stayed out"))).to_be_visible()
    expect(report.get_by_role("row", name=re.compile("Group.vtt.*It is source"))).to_be_visible()
    page.get_by_role("link", name="All sources").click()
    expect(page.get_by_text("3 sources: 1 interview, 1 focus group, 1 document")).to_be_visible()

    rows = {row.kind: row for row in library(product.store, ada)}
    assert rows[SourceKind.INTERVIEW].participants == ("P01",)
    assert rows[SourceKind.FOCUS_GROUP].participants == ("P01", "P02")
    assert (rows[SourceKind.FOCUS_GROUP].held_on.month, rows[SourceKind.DOCUMENT].held_on.month) == (2, 3)
    texts = {kind: source_text(product.store, ada, row.no, 1) for kind, row in rows.items()}
    assert texts[SourceKind.INTERVIEW].text.startswith(
        "Interviewer: How did it begin?\nP01: With [doctor 1]. Ring me on [phone].\n"
    )
    assert "[00:00:05] P02: So did I, with P01.\n" in texts[SourceKind.FOCUS_GROUP].text
    assert texts[SourceKind.DOCUMENT].text == "The chair thanked P02.\n\n[page 2]\nNothing more.\n"
    assert {turn.role_group for turn in texts[SourceKind.FOCUS_GROUP].turns} == {None, RoleGroup.SENIOR_NURSE}
    said = "".join(text.text for text in texts.values()) + "".join(row.title for row in rows.values())
    assert [name for name in TELLING if name in said] == []


def say_what_they_are(page: Page) -> None:
    """Once for all: who the new participants are, and the day that one of them does not give."""
    group = page.get_by_role("combobox", name="Role group of new participants")
    group.fill("senior nurse")
    group.press("Enter")
    date = page.get_by_role("group", name="Date, where none was found")
    date.get_by_role("spinbutton").first.click()
    page.keyboard.type("05022016")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Not ready to import")).to_have_count(0)
    expect(page.get_by_role("button", name="Interviewer, P01", exact=True)).to_be_visible()
