"""A week of the researcher-in-residence, from Monday's note on the phone to Friday's figures on both her screens."""

import re
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from evalcore.demo.load import SLUG
from evalcore.manage.evaluations import find_evaluation
from evalcore.sense.framework_log import themes
from tests.journeys.steps import choose_option, code_by_mouse, member_by_email, open_screen, tapped
from tests.serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

IMOGEN = "imogen.farrant@demo.example"
TEAM = "Lindleigh Cross Hospitals"
THEME, MOVED = "Conflicting priorities", "Champions"

MONDAY = "The matron said that the return for the board took her two days."
POINT = "Who reads the return? Could it be one page?"
SPOKEN = """\
Interviewer: How is it going on your ward?
Verity Calloway: The lanyards were Dr Osian Pryce's idea. The return eats every Thursday afternoon that I have.
Interviewer: And the chart?
Verity Calloway: Everybody looks at it. Some weeks the return eats every Friday too.
"""
INTERVIEW = f"{date.today()} P16"
MEMO = "Is it **the person** or the lanyard?\n\n- she carries the chart\n- nobody gave her a title"
REASON = "The committee asked whether a champion must be appointed"
ANSWER = "Nobody had asked. They will send one page and see who misses the rest."
THURSDAY = "They spoke of the chart. Everything else waits until the return is in."
PHRASE = "waits until the return"
OUTCOME = "One page went to the board, and nobody missed the rest."


def test_a_week_in_residence(page: Page, phone: Page, demo: Server) -> None:
    imogen = member_by_email(demo.store, IMOGEN, find_evaluation(demo.store, SLUG).id)
    number = {row.name: row.no for row in themes(demo.store, imogen)}[THEME]
    laptop, bar = page, f"dashboard?mark={number}.barrier"
    for device in (laptop, phone):
        demo.sign_in(device, imogen.account_id)
    laptop.goto(f"{demo.url}/{bar}")
    mentioning, read = mentioned(laptop)

    phone.goto(f"{demo.url}/field-notes")
    monday_a_note_is_logged_and_tagged(phone)
    tuesday_a_transcript_is_imported_without_names(laptop)
    wednesday_it_is_coded_and_read(laptop)
    wednesday_a_memo_moves_the_framework(laptop)
    thursday_the_team_hears_the_point(phone)
    friday_home_says_what_waits(phone, laptop)
    friday_the_teams_next_note_shows_what_they_said(phone)

    phone.goto(f"{demo.url}/{bar}")
    assert mentioned(phone) == (mentioning + 2, read + 4)
    friday_a_phrase_is_found_and_coded_in_place(laptop)
    expect(resting(phone, mentioning + 3, read + 4)).to_be_visible()
    friday_what_was_coded_last_is_taken_back(laptop)
    expect(resting(phone, mentioning + 2, read + 4)).to_be_visible()
    friday_today_stands_beside_the_last_meeting(laptop)


def monday_a_note_is_logged_and_tagged(phone: Page) -> None:
    phone.get_by_role("button", name="Log a field note").tap()
    write(phone, MONDAY)
    tapped(phone, "return", times=2)
    bar = phone.get_by_role("region", name="Tag these words")
    expect(bar).to_contain_text("Selected: return")
    bar.get_by_role("combobox", name="Search themes").tap()
    phone.keyboard.type("conflict")
    bar.get_by_role("option", name=THEME).tap()
    bar.get_by_role("button", name="Barrier").tap()
    expect(phone.get_by_role("region", name="Tagged words").get_by_role("listitem")).to_contain_text("◁ Barrier")
    phone.get_by_text("Point to raise").tap()
    phone.get_by_label("What to raise").fill(POINT)
    save(phone)


def tuesday_a_transcript_is_imported_without_names(laptop: Page) -> None:
    open_screen(laptop, "Capture", "Sources")
    laptop.get_by_role("button", name="Import sources").click()
    name = INTERVIEW.replace("P16", "Verity Calloway.txt")
    laptop.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": SPOKEN.encode()}
    )
    choose_option(laptop, "Role group of Verity Calloway", "senior nurse")
    expect(laptop.get_by_label("Replace “Verity Calloway” by")).to_have_value("P16")
    stored = laptop.get_by_role("region", name="Text as it will be stored")
    expect(stored).to_contain_text("P16: The lanyards were [doctor 1]'s idea.")
    laptop.get_by_role("button", name="Import interview").click()
    expect(laptop.get_by_text("Imported interview.")).to_be_visible()
    laptop.get_by_role("link", name="Home").click()
    expect(laptop.locator(".st-key-home-to-read").get_by_role("link", name=INTERVIEW)).to_be_visible()


def wednesday_it_is_coded_and_read(laptop: Page) -> None:
    laptop.get_by_role("link", name=INTERVIEW).click()
    expect(laptop.get_by_role("document", name="Source text")).to_contain_text("P16: The lanyards were [doctor 1]'s")
    code_by_mouse(laptop, "The return eats every Thursday afternoon", THEME, "Barrier")
    expect(laptop.get_by_role("button", name=f"{THEME}, barrier, coded by")).to_be_visible()
    laptop.get_by_role("button", name=re.compile("^Mark as read under")).click()
    expect(laptop.get_by_text(re.compile("^Read under"))).to_be_visible()


def wednesday_a_memo_moves_the_framework(laptop: Page) -> None:
    open_screen(laptop, "Make sense", "Memos")
    laptop.get_by_test_id("stExpander").get_by_text("Write a memo").click()
    choose_option(laptop, "About", MOVED)
    laptop.get_by_label("Memo", exact=True).fill(MEMO)
    laptop.get_by_role("button", name="Save memo").click()
    memo = laptop.locator("[class*=st-key-memo-]").filter(has_text="Is it the person or the lanyard?")
    expect(memo.get_by_role("listitem")).to_have_text(["she carries the chart", "nobody gave her a title"])
    memo.get_by_role("link", name="Open the theme").click()
    detail = laptop.locator(".st-key-theme-detail")
    expect(detail.get_by_role("heading", name=MOVED)).to_be_visible()
    detail.get_by_role("radio", name="Reword").click()
    detail.get_by_text("The meaning moved: sources must be read again for it").click()
    detail.get_by_label("Because").fill(REASON)
    choose_option(laptop, "Thought through in", "Is it the person")
    detail.get_by_role("button", name="Save wording").click()
    laptop.get_by_role("tab", name="What was changed").click()
    expect(laptop.get_by_text(f"because {REASON[0].lower()}{REASON[1:]}")).to_be_visible()
    laptop.get_by_role("link", name="Thought through in memo").first.click()
    expect(memo).to_be_visible()


def thursday_the_team_hears_the_point(phone: Page) -> None:
    phone.get_by_role("button", name="Log a field note").tap()
    write(phone, THURSDAY)
    phone.get_by_text(f"1 point waits for {TEAM}").tap()
    expect(phone.get_by_text(POINT)).to_be_visible()
    phone.get_by_label("Raised in this meeting").check()
    phone.get_by_label("What they said").fill(ANSWER)
    save(phone)


def friday_home_says_what_waits(phone: Page, laptop: Page) -> None:
    """A note that she has begun on the ward waits at her desk, and so does what the framework's change left behind."""
    phone.get_by_role("button", name="Log a field note").tap()
    write(phone, "The next meeting of the team.")
    expect(phone.get_by_text("draft kept").first).to_be_visible()
    laptop.get_by_role("link", name="Home").click()
    expect(laptop.get_by_text(re.compile("^1 note half-written, .* to read again"))).to_be_visible()
    going_on, to_read = (laptop.locator(f".st-key-home-{name}") for name in ("continue", "to-read"))
    expect(going_on.get_by_role("link", name="A new field note")).to_be_in_viewport()
    expect(to_read.get_by_text("To read again")).to_be_in_viewport()
    expect(to_read.get_by_text("for 1 theme, interview")).to_be_visible()
    assert laptop.locator(".stMain").evaluate("main => main.scrollHeight <= main.clientHeight")


def friday_the_teams_next_note_shows_what_they_said(phone: Page) -> None:
    phone.get_by_text(f"1 point waits for {TEAM}").tap()
    expect(phone.get_by_text(f"They said: {ANSWER}")).to_be_visible()
    phone.get_by_label("What came of it").fill(OUTCOME)
    save(phone)


def friday_a_phrase_is_found_and_coded_in_place(laptop: Page) -> None:
    open_screen(laptop, "Make sense", "Search")
    laptop.get_by_role("searchbox", name="Search for").fill(f"“{PHRASE}”")
    laptop.keyboard.press("Enter")
    found = laptop.get_by_role("region", name="Results")
    expect(found.get_by_role("status").first).to_have_text(re.compile("^1 place in 1 of 86 sources"))
    found.get_by_role("button", name="Code this place").click()
    bar = found.get_by_role("group", name="Code this place", exact=True)
    bar.get_by_role("combobox", name="Theme").fill("conflict")
    laptop.keyboard.press("Enter")
    bar.get_by_role("button", name="Barrier").click()
    bar.get_by_role("button", name=f"Code to {THEME}").click()
    expect(found.get_by_role("list", name="Coded here")).to_contain_text(THEME)


def friday_what_was_coded_last_is_taken_back(laptop: Page) -> None:
    laptop.get_by_role("button", name="Recent changes").click()
    panel = laptop.get_by_test_id("stPopoverBody")
    expect(panel).to_contain_text("You made coding")
    panel.get_by_role("button", name="Undo").first.click()
    expect(panel).to_contain_text("You took back change")
    expect(laptop.get_by_role("list", name="Coded here")).to_be_hidden()


def friday_today_stands_beside_the_last_meeting(laptop: Page) -> None:
    open_screen(laptop, "Watch", "Dashboard", heading="What helps and what hinders")
    choose_option(laptop, "As known at", "Meeting of 5 Apr 2017")
    expect(laptop.get_by_text("Since then 5 more sources are read", exact=False)).to_be_visible()


def write(phone: Page, text: str) -> None:
    """What happened at the team, in a note that is open."""
    phone.get_by_label("Trust").select_option(TEAM)
    phone.get_by_label("What happened").tap()
    phone.keyboard.type(text)


def save(phone: Page) -> None:
    phone.get_by_role("button", name="Save note").tap()
    expect(phone.get_by_text("Saved the field note.")).to_be_visible()


def mentioned(device: Page) -> tuple[int, int]:
    """How many sources mention the theme as a barrier, of how many that are read: what its evidence rests on."""
    rests = device.locator(".st-key-evidence").get_by_text(re.compile(r"^\d+ of \d+ sources")).first
    expect(rests).to_be_visible()
    found = re.match(r"(\d+) of (\d+)", rests.inner_text())
    assert found
    return int(found[1]), int(found[2])


def resting(device: Page, mentioning: int, read: int) -> Locator:
    return device.locator(".st-key-evidence").get_by_text(f"{mentioning} of {read} sources").first
