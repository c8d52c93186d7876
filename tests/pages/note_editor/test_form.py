"""The form of a field note: sensible values, few taps, and what the server says beside the field it is about."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from db.vocabulary import ObserverPart, RoleGroup, Setting
from tests.accessibility import AXE, RUN, TAGS, TALL, settle
from tests.pages.note_editor.driver import PHONE, TOLD, Evaluation, People, Person

pytestmark = pytest.mark.browser


def test_an_untouched_form_says_today_now_and_watching(person: People) -> None:
    her = person()
    before = datetime.now()
    page = her.open()
    assert page.get_by_label("Date").input_value() == before.date().isoformat()
    start = page.get_by_label("Start").input_value()
    assert before.strftime("%H:%M") <= start <= datetime.now().strftime("%H:%M")
    expect(page.get_by_label("watching")).to_be_checked()
    expect(page.get_by_label("Minutes")).to_have_value("")


def test_end_now_counts_the_minutes_from_the_start(person: People) -> None:
    her = person()
    page = her.open()
    began = datetime.now() - timedelta(minutes=50)
    page.get_by_label("Date").fill(began.date().isoformat())
    page.get_by_label("Start").fill(began.strftime("%H:%M"))
    page.get_by_role("button", name="End now").click()
    assert page.get_by_label("Minutes").input_value() in ("50", "51")


def test_end_now_before_the_start_asks_for_the_start(person: People) -> None:
    her = person()
    page = her.open()
    page.get_by_label("Date").fill((datetime.now() + timedelta(days=1)).date().isoformat())
    page.get_by_role("button", name="End now").click()
    expect(page.get_by_text("Give the time it started first")).to_be_visible()
    expect(page.get_by_label("Start")).to_be_focused()


def test_a_whole_note_is_saved_and_the_next_starts_where_she_was_last_time(
    person: People, evaluation: Evaluation
) -> None:
    her = person()
    page = her.open()
    page.get_by_label("Date").fill("2016-02-03")
    page.get_by_label("Start").fill("13:40")
    page.get_by_label("Minutes").fill("50")
    page.get_by_label("Trust").select_option("Trust B")
    page.get_by_label("Setting").select_option("Trust meeting")
    page.get_by_label("contributing").check()
    page.get_by_role("button", name="+ Add").click()
    for group in ("consultant", "senior nurse (band 7+)", "registrar"):
        page.get_by_role("button", name=f"+ {group}").click()
    page.get_by_role("button", name="One more: consultant").click()
    page.get_by_role("button", name="One fewer: registrar").click()
    page.get_by_text("My own reflection").click()
    page.get_by_label("My own reflection").fill("I was tired.")
    her.write(TOLD)
    her.save()
    (note,) = evaluation.notes.values()
    facts = note.facts
    assert (facts.held_on.isoformat(), facts.starts_at, facts.minutes) == ("2016-02-03", "13:40", 50)
    assert (facts.trust, facts.setting, facts.observer_part) == (2, Setting.TRUST_MEETING, ObserverPart.CONTRIBUTING)
    assert [(one.role_group, one.how_many) for one in note.present] == [
        (RoleGroup.CONSULTANT, 2),
        (RoleGroup.SENIOR_NURSE, 1),
    ]
    assert note.reflection == "I was tired."
    page.get_by_role("button", name="Log a field note").click()
    page.get_by_label("Trust").select_option("Trust C")
    page.get_by_label("watching").check()
    page.get_by_role("button", name="Same as last time").click()
    expect(page.get_by_label("Trust").locator("option:checked")).to_have_text("Trust B")
    expect(page.get_by_label("Setting").locator("option:checked")).to_have_text("Trust meeting")
    expect(page.get_by_label("contributing")).to_be_checked()
    expect(page.get_by_role("group", name="Who was there")).to_contain_text("consultant 2")
    expect(page.get_by_label("Minutes")).to_have_value("")


def test_what_the_server_refuses_is_said_beside_the_field_and_nothing_is_lost(person: People) -> None:
    her = person()
    page = her.open()
    her.write(TOLD)
    page.get_by_label("Date").fill((datetime.now() + timedelta(days=2)).date().isoformat())
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("has not come yet. Choose today or an earlier day.")).to_be_visible()
    expect(page.get_by_label("Date")).to_be_focused()
    expect(page.get_by_label("Date")).to_have_accessible_description(re.compile("Choose today or an earlier day"))
    expect(her.text).to_have_value(TOLD)
    page.get_by_label("Date").fill(datetime.now().date().isoformat())
    expect(page.get_by_text("has not come yet.")).to_be_hidden()
    her.save()


def test_a_note_without_words_is_refused_at_the_words(person: People) -> None:
    her = person()
    page = her.open()
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("There is no text.")).to_be_visible()
    expect(her.text).to_be_focused()


def test_a_note_is_logged_and_tagged_by_touch_on_a_phone(person: People, evaluation: Evaluation) -> None:
    her = person(**PHONE)
    page = her.open()
    page.get_by_label("Trust").select_option("Trust A")
    page.get_by_text("contributing").locator("..").tap()
    page.get_by_role("button", name="End now").tap()
    page.get_by_role("button", name="+ Add").tap()
    for group in RoleGroup:
        expect(page.get_by_role("button", name=f"+ {group}", exact=True)).to_be_visible()
    page.get_by_role("button", name="+ consultant").tap()
    her.text.tap()
    page.keyboard.insert_text(TOLD)
    her.select("two days")
    expect(her.bar.get_by_text("Does it help or hinder")).to_be_visible()
    her.bar.get_by_role("button", name="Barrier").tap()
    expect(her.text).to_be_focused()
    her.bar.get_by_role("button", name="Conflicting priorities").tap()
    expect(her.text).to_be_focused()
    assert her.painted == ["two days"]
    today = page.get_by_label("Date").input_value()
    page.get_by_label("Date").fill((datetime.now() + timedelta(days=2)).date().isoformat())
    page.locator(".stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    page.get_by_role("button", name="Save note").tap()
    expect(page.get_by_text("has not come yet.")).to_be_visible()
    header = page.locator(".stAppHeader").bounding_box()
    refused = page.get_by_label("Date").bounding_box()
    assert header and refused and refused["y"] >= header["y"] + header["height"]
    page.get_by_label("Date").fill(today)
    page.get_by_role("button", name="Save note").tap()
    her.wait_for_saved()
    (note,) = evaluation.notes.values()
    assert (note.text, note.facts.trust, note.facts.observer_part) == (TOLD, 1, ObserverPart.CONTRIBUTING)
    assert [(tag.quote, tag.theme) for tag in note.tags] == [("two days", 4)]


def tagged(her: Person) -> Page:
    page = her.open()
    her.write(f"{TOLD}\n\n{TOLD}")
    page.get_by_role("button", name="+ Add").click()
    page.get_by_role("button", name="+ consultant").click()
    her.tag("two days", "Barrier", "Conflicting priorities")
    her.tag("nobody asked", "Facilitator", "Champions")
    page.get_by_text("My own reflection").click()
    her.select("sister’s week")
    return page


def test_a_finger_hits_every_control_and_the_phone_does_not_zoom_into_fields(person: People) -> None:
    page = tagged(person(**PHONE))
    controls = page.locator(".ne :is(button, input:not([type=radio]), select, textarea, summary, .ne-choice)")
    small = [
        control.inner_text() or control.get_attribute("id")
        for control in controls.all()
        if control.is_visible() and (box := control.bounding_box()) and min(box["height"] - 20, box["width"]) < 24
    ]
    assert small == []
    letters = page.locator(".ne :is(input:not([type=radio]), select, textarea)").evaluate_all(
        "(fields) => fields.map((field) => parseFloat(getComputedStyle(field).fontSize))"
    )
    assert min(letters) >= 16
    assert page.evaluate("document.querySelector('.stMain').scrollWidth <= innerWidth")
    page.evaluate("document.querySelector('.stMain').scrollTo(0, 1e6)")
    assert page.evaluate("innerHeight - document.querySelector('.ne-dock').getBoundingClientRect().bottom") < 4


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("options", [{"viewport": TALL}, PHONE | {"viewport": {"width": 390, "height": 7000}}])
def test_axe_finds_nothing_wrong_with_a_tagged_note(person: People, theme: str, options: dict[str, Any]) -> None:
    page = tagged(person(**options, color_scheme=theme))
    page.get_by_label("Search themes").click()
    settle(page)
    page.evaluate(AXE)
    assert page.evaluate(RUN.replace("axe.run(", "axe.run('.ne', "), TAGS) == []
