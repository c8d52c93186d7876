"""A field note, logged at the back of a ward meeting on a phone, gone on with later, and written in by two."""

import unicodedata
from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from db.vocabulary import Polarity, RoleGroup, Setting
from evalcore.capture.drafts import list_drafts
from evalcore.capture.library import library
from evalcore.capture.sources import Facts, Present
from evalcore.capture.texts import source_text
from evalcore.manage.access import Actor
from evalcore.sense.field_notes import Note, log_note, open_note
from evalcore.sense.note_tags import Tag
from evalcore.watch.reading_state import ReadState, reading_states
from tests import factories
from tests.journeys.steps import tapped
from tests.serving import Server

pytestmark = pytest.mark.browser
CHAMPIONS, CONFLICTING = 2, 4  # of the framework that factories begin with

OPENING = "🚑 At the cafe\u0301 the ward manager called the return bureaucracy.\nThe registrar brought a new chart."
IN_THE_DARK = " Three wards are using it now 👍🏽 and nobody had to ask them twice, said the matron."
AFTERWARDS = " She will bring the figures next week."
SAVED = "🚑 The return took two days. The registrar brought a new chart."


def tag_list(page: Page) -> Locator:
    return page.get_by_role("region", name="Tagged words").get_by_role("listitem")


def test_a_note_logged_and_tagged_on_a_phone_outlives_the_server(phone: Page, product: Server) -> None:
    ada = factories.actor(product.store)
    product.sign_in(phone, ada.account_id)
    phone.goto(f"{product.url}/field-notes?note=new")
    phone.get_by_label("Minutes").fill("50")
    phone.get_by_label("Setting").select_option("Ward")
    phone.get_by_role("button", name="+ Add").tap()
    phone.get_by_role("button", name="+ senior nurse").tap()
    field = phone.get_by_label("What happened")
    field.tap()
    phone.keyboard.type(OPENING)

    bar = phone.get_by_role("region", name="Tag these words")
    tapped(phone, "bureaucracy", times=2)
    expect(bar).to_contain_text("Selected: bureaucracy")
    bar.get_by_role("button", name="Barrier").tap()
    bar.get_by_role("button", name="Conflicting priorities").tap()
    expect(tag_list(phone)).to_have_count(1)
    tapped(phone, "registrar")
    expect(bar).to_contain_text("Paragraph: The registrar brought a new chart.")
    bar.get_by_role("combobox", name="Search themes").tap()
    phone.keyboard.type("champ")
    bar.get_by_role("option", name="Champions").tap()
    bar.get_by_role("button", name="Facilitator").tap()
    expect(tag_list(phone)).to_contain_text(["◁ Barrier", "▷ Facilitator"])

    expect(field).to_be_focused()
    field.press("Control+End")
    product.kill()
    phone.keyboard.type(IN_THE_DARK, delay=30)
    expect(phone.get_by_text("kept on this device only").first).to_be_visible()
    product.start()
    phone.keyboard.type(AFTERWARDS, delay=30)
    expect(phone.get_by_text("draft kept").first).to_be_visible()
    whole = OPENING + IN_THE_DARK + AFTERWARDS
    expect(field).to_be_focused()
    expect(field).to_have_value(whole)
    phone.reload()
    expect(field).to_have_value(whole)
    expect(tag_list(phone)).to_have_count(2)

    # She puts the phone away and takes it out again before it could say that the note is saved.
    phone.get_by_role("button", name="Save note").tap()
    phone.reload()
    expect(phone.get_by_text("1 field note, 0.8 observed hours.")).to_be_visible()

    note = only_note(product, ada)
    text = unicodedata.normalize("NFC", whole)
    assert note.text == text
    assert [(tag.quote, tag.theme, tag.polarity) for tag in note.tags] == [
        ("bureaucracy", CONFLICTING, Polarity.BARRIER),
        ("The registrar brought a new chart.", CHAMPIONS, Polarity.FACILITATOR),
    ]
    assert [text[tag.start : tag.end] for tag in note.tags] == [tag.quote for tag in note.tags]
    assert (note.facts.minutes, note.facts.setting) == (50, Setting.WARD)
    assert note.present == (Present(RoleGroup.SENIOR_NURSE),)
    assert [state.state for state in reading_states(product.store, ada).values()] == [ReadState.READ]
    assert list_drafts(product.store, ada) == []


def only_note(product: Server, me: Actor) -> Note:
    (row,) = library(product.store, me)
    return open_note(product.store, me, row.no).note


def saved_note(product: Server, me: Actor) -> int:
    """A note of an earlier day, with two tags; its number."""
    tags = tuple(
        Tag(SAVED.index(quote), SAVED.index(quote) + len(quote), quote, theme, polarity)
        for quote, theme, polarity in (
            ("took two days", CONFLICTING, Polarity.BARRIER),
            ("a new chart", CHAMPIONS, Polarity.FACILITATOR),
        )
    )
    facts = Facts("Trust meeting", date(2016, 2, 3), starts_at="13:40", minutes=60, setting=Setting.TRUST_MEETING)
    done = log_note(product.store, me, Note(facts, (), SAVED, tags=tags), read=True)
    assert done.subject_no is not None
    return done.subject_no


def test_a_saved_note_is_written_in_again_and_its_tags_move_with_their_words(page: Page, product: Server) -> None:
    ada = factories.actor(product.store)
    source = saved_note(product, ada)
    before = open_note(product.store, ada, source).note.tags
    product.sign_in(page, ada.account_id)
    page.goto(f"{product.url}/field-notes")
    page.get_by_role("button", name="Trust meeting").click()
    field = page.get_by_label("What happened")
    expect(field).to_have_value(SAVED)
    field.press("Control+Home")
    page.keyboard.insert_text("It was a long afternoon 😮‍💨. ")
    expect(tag_list(page)).to_have_count(2)
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("Saved the field note.")).to_be_visible()

    opened = open_note(product.store, ada, source)
    assert opened.version == 2
    assert opened.note.text == "It was a long afternoon 😮‍💨. " + SAVED
    shift = len(opened.note.text) - len(SAVED)
    assert [(tag.coding, tag.start, tag.quote) for tag in opened.note.tags] == [
        (tag.coding, tag.start + shift, tag.quote) for tag in before
    ]
    assert source_text(product.store, ada, source, 1).text == SAVED
    assert [state.state for state in reading_states(product.store, ada).values()] == [ReadState.READ]


def test_of_two_who_write_in_one_note_the_second_is_told_and_nothing_is_lost(
    page: Page, browser: Browser, product: Server
) -> None:
    ada = factories.actor(product.store)
    ben = factories.actor(product.store, evaluation_id=ada.evaluation_id, name="Ben Okoro")
    source = saved_note(product, ada)
    of_ben = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    pages = {ada: page, ben: of_ben.new_page()}
    for me, tab in pages.items():
        product.sign_in(tab, me.account_id)
        tab.goto(f"{product.url}/field-notes?note={source}")
        tab.get_by_label("What happened").press("Control+End")
        tab.keyboard.type(f" {me.name.split()[0]} was there as well.")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("Saved the field note.")).to_be_visible()

    his = pages[ben]
    his.get_by_role("button", name="Save note").click()
    told = his.get_by_role("region", name="Two versions of this note")
    expect(told).to_contain_text("Nothing is lost: choose what stays.")
    expect(told.get_by_role("group", name="The other: the text")).to_contain_text("Ada was there as well.")
    told.get_by_role("button", name="Keep both").click()
    his.get_by_role("button", name="Save note").click()
    expect(his.get_by_text("Saved the field note.")).to_be_visible()
    of_ben.close()

    opened = open_note(product.store, ada, source)
    assert opened.version == 3
    assert "Ada was there as well." in opened.note.text
    assert "Ben was there as well." in opened.note.text
    assert [tag.quote for tag in opened.note.tags] == ["took two days", "a new chart"]
