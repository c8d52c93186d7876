"""What a reader notices at the coding desk, in a real browser."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, WebSocketRoute, expect

from tests.accessibility import violations
from tests.pages.text_coder_store import LONG, SHORT_ENOUGH
from tests.serving import ROOT, free_port, wait_until_healthy

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = "\n".join(line for _, _, line in SHORT_ENOUGH)
DESKS = count(1)
PATIENCE = 40.0
"""Seconds until something that was interrupted has arrived: Streamlit waits longer before each new attempt."""


class Server:
    """The text coder's page, served as the app is; it can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "uvicorn", "tests.pages.text_coder_app:app", "--port", str(self.port)]
        environment = os.environ | {"TEXT_CODER_STORE": str(self.folder / "store.json")}
        log = self.folder / "server.log"
        with log.open("ab") as words:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=words, stderr=words)
        wait_until_healthy(self.process, self.url, log)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    served = Server(tmp_path_factory.mktemp("desks"))
    yield served
    served.kill()


class Desk:
    """One reader at one desk, which no other test touches."""

    def __init__(self, page: Page, server: Server, number: int) -> None:
        self.page, self.server, self.number = page, server, number
        self.text = page.get_by_role("document", name="Source text")
        self.codings = page.get_by_role("region", name="Codings in this source")

    def open(self, query: str = "") -> "Desk":
        self.page.goto(f"{self.server.url}/?desk={self.number}{query}")
        expect(self.text.locator("p").first).to_be_visible(timeout=20_000)
        return self

    def seed(self, words: str, theme: int, polarity: str, **fields: Any) -> int:
        """A coding that was made earlier."""
        start = TEXT.index(words)
        mine = {"coder": "Rose Ibe", "mine": True, "counted": True}
        place = {"start": start, "end": start + len(words), "theme": theme, "polarity": polarity}
        request = urllib.request.Request(
            f"{self.server.url}/desks/{self.number}/codings",
            data=json.dumps({**place, **mine, **fields}).encode(),
            method="POST",
        )
        with urllib.request.urlopen(request) as answer:
            return int(json.load(answer)["coding"])

    def kept(self) -> dict[str, Any]:
        """What the server holds."""
        with urllib.request.urlopen(f"{self.server.url}/desks/{self.number}") as answer:
            held: dict[str, Any] = json.load(answer)
        return held

    def words(self) -> list[tuple[str, int, str]]:
        """Each coding the server holds: the words at its offsets in Python's own text, the theme, the polarity."""
        return [(TEXT[c["start"] : c["end"]], c["theme"], c["polarity"]) for c in self.kept()["codings"]]

    def wait_for(self, wanted: list[tuple[str, int, str]]) -> None:
        """Wait until the server holds just these."""
        self.wait_until(lambda _: self.words() == wanted)

    def wait_until(self, true: Callable[[dict[str, Any]], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while not true(self.kept()) and time.monotonic() < until:
            self.page.wait_for_timeout(50)
        assert true(self.kept()), (self.words(), self.kept())

    def bracket(self, theme: str, polarity: str, coder: str = "Rose Ibe") -> Locator:
        return self.text.get_by_role("button", name=f"{theme}, {polarity}, coded by {coder}", exact=True)

    def drag_over(self, words: str) -> None:
        """Select words with the mouse, from the left edge of the first letter to the right edge of the last."""
        box = self.page.evaluate(FIND_WORDS, words)
        self.page.mouse.move(box["left"] + 0.5, box["top"])
        self.page.mouse.down()
        self.page.mouse.move((box["left"] + box["right"]) / 2, box["bottom"], steps=3)
        self.page.mouse.move(box["right"] - 0.5, box["bottom"])
        self.page.mouse.up()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)


def as_bytes(message: str | bytes) -> bytes:
    return message if isinstance(message, bytes) else message.encode()


FIND_WORDS = """words => {
  for (const line of document.querySelectorAll('[aria-label="Source text"] p')) {
    const at = line.textContent.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(line.lastChild, at);
    range.setEnd(line.lastChild, at + words.length);
    const rects = [...range.getClientRects()];
    const first = rects[0], last = rects[rects.length - 1];
    const middle = rect => rect.top + rect.height / 2;
    return { left: first.left, top: middle(first), right: last.right, bottom: middle(last) };
  }
}"""


@pytest.fixture
def desk(page: Page, server: Server) -> Desk:
    if server.process.poll() is not None:  # a test that kills the server failed before it started it again
        server.start()
    return Desk(page, server, next(DESKS))


# --- choosing words ---


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("the team saw its own figures", id="after an emoji of several parts and a combining accent"),
        pytest.param("x̂ chart helped us 👩🏽‍⚕️ and", id="around them"),
        pytest.param("Take your time.", id="after an emoji, to the end of the line"),
    ],
)
def test_the_mouse_codes_exactly_the_words_it_was_drawn_over(desk: Desk, words: str) -> None:
    desk.open()
    desk.drag_over(words)
    desk.page.get_by_role("toolbar").get_by_role("button", name="Conflicting priorities").click()
    desk.page.get_by_role("toolbar").get_by_role("button", name="Facilitator").click()
    expect(desk.bracket("Conflicting priorities", "facilitator")).to_be_visible()
    desk.wait_for([(words, 1, "facilitator")])


def test_a_passage_over_several_lines_leaves_out_the_speakers_between_them(desk: Desk) -> None:
    desk.open()
    first, last = "for the audit return.\nAnd the board?\nThe medical", "The medical"
    start = desk.page.evaluate(FIND_WORDS, "for the audit return.")
    end = desk.page.evaluate(FIND_WORDS, last)
    desk.page.mouse.move(start["left"] + 0.5, start["top"])
    desk.page.mouse.down()
    desk.page.mouse.move(end["right"] - 0.5, end["bottom"], steps=8)
    desk.page.mouse.up()
    desk.page.keyboard.press("2")
    expect(desk.bracket("Engagement and clinical ownership", "descriptive")).to_be_visible()
    desk.wait_for([(first, 2, "none")])


def test_the_toolbar_keeps_the_words_that_are_selected(desk: Desk) -> None:
    desk.open()
    desk.drag_over("the board")
    toolbar = desk.page.get_by_role("toolbar")
    toolbar.get_by_role("button", name="Barrier").click()
    expect(toolbar.get_by_role("button", name="Barrier")).to_have_attribute("aria-pressed", "true")
    assert desk.page.evaluate("document.getSelection().toString()") == "the board"
    toolbar.get_by_role("combobox", name="Theme").fill("champ")
    toolbar.get_by_role("option", name="Champions").click()
    desk.wait_for([("the board", 4, "barrier")])


def test_what_is_typed_after_selecting_finds_a_theme_and_the_next_key_its_polarity(desk: Desk) -> None:
    desk.open()
    desk.drag_over("the board")
    desk.page.keyboard.type("support")
    expect(desk.page.get_by_role("combobox", name="Theme")).to_have_value("support")
    desk.press("Enter", "b")
    desk.wait_for([("the board", 3, "barrier")])
    desk.press("u", "u")
    desk.wait_for([])


# --- the keyboard alone ---


def test_two_keys_code_a_passage_with_a_recent_theme(desk: Desk) -> None:
    desk.open()
    desk.text.focus()
    desk.press("ArrowDown", "ArrowDown", "s", "1", "b")
    expect(desk.bracket("Conflicting priorities", "barrier")).to_be_visible()
    desk.wait_for([(SHORT_ENOUGH[1][2], 1, "barrier")])


def test_words_are_chosen_one_by_one_and_a_theme_found_by_its_name(desk: Desk) -> None:
    desk.open()
    desk.text.focus()
    desk.press("Control+End", "Home", "Shift+ArrowRight", "Shift+ArrowRight", "/")
    desk.page.keyboard.type("shared")
    desk.press("Enter", "f")
    desk.wait_for([("On the ward", 6, "facilitator")])
    expect(desk.text).to_be_focused()


def test_a_coding_is_walked_to_and_its_end_moved(desk: Desk) -> None:
    desk.seed("The medical director", 2, "barrier")
    desk.seed("one nurse", 4, "mixed")
    desk.open()
    desk.text.focus()
    desk.press("n", "n", "]", "ArrowRight", "ArrowRight", "Enter")
    desk.wait_for([("The medical director", 2, "barrier"), ("one nurse who kept", 4, "mixed")])
    desk.press("u")
    desk.wait_for([("The medical director", 2, "barrier"), ("one nurse", 4, "mixed")])


def test_brackets_are_reached_with_tab_and_open_their_coding(desk: Desk) -> None:
    desk.seed("two days", 1, "barrier", coder="Tom Akers", mine=False, counted=True)
    desk.open()
    desk.text.focus()
    desk.press("Tab")
    expect(desk.bracket("Conflicting priorities", "barrier", "Tom Akers")).to_be_focused()
    desk.press("Enter")
    expect(desk.codings.get_by_text("Coded by Tom Akers")).to_be_visible()


# --- nothing is lost ---


def code_in_a_hurry(desk: Desk, interrupt: Any = lambda: None) -> list[tuple[str, int, str]]:
    """Ten codings, a key every 35 ms: one word to theme 1, two words to theme 2, and so on."""
    desk.text.focus()
    desk.press("Control+End", "Home")
    wanted = []
    words = SHORT_ENOUGH[5][2].replace(".", "").split()
    for number in range(1, 11):
        if number == 6:
            interrupt()
        desk.press("Shift+ArrowRight")
        desk.page.wait_for_timeout(35)
        theme = (number - 1) % 3 + 1
        desk.press(str(theme))
        desk.page.wait_for_timeout(35)
        wanted.append((" ".join(words[: number + 1]), theme, "none"))
    return wanted


def test_ten_codings_in_a_hurry_are_all_kept(desk: Desk) -> None:
    desk.open()
    desk.wait_for(code_in_a_hurry(desk))
    expect(desk.codings.get_by_text("10 codings")).to_be_visible()


def test_ten_codings_in_a_hurry_are_all_kept_over_a_dropped_connection(desk: Desk) -> None:
    down = False
    lines: list[WebSocketRoute] = []

    def through(line: WebSocketRoute) -> None:
        if down:
            line.close()
            return
        line.connect_to_server()
        lines.append(line)

    def drop() -> None:
        nonlocal down
        down = True
        for line in lines:
            line.close()

    desk.page.route_web_socket(re.compile("_stcore/stream"), through)
    desk.open()
    wanted = code_in_a_hurry(desk, drop)
    expect(desk.codings.get_by_text("10 codings")).to_be_visible()
    expect(desk.page.get_by_text("kept on this device only")).to_be_visible()
    down = False
    desk.wait_for(wanted)
    expect(desk.page.get_by_text("All kept.")).to_be_visible(timeout=PATIENCE * 1000)
    expect(desk.text).to_be_focused()


def test_ten_codings_in_a_hurry_are_all_kept_over_a_restart_of_the_server(desk: Desk) -> None:
    desk.open()
    wanted = code_in_a_hurry(desk, desk.server.kill)
    expect(desk.codings.get_by_text("10 codings")).to_be_visible()
    desk.server.start()
    desk.wait_for(wanted)


def test_codings_made_without_the_server_outlive_a_reload(desk: Desk) -> None:
    desk.open()
    desk.text.focus()
    desk.server.kill()
    desk.press("s", "3", "m")
    expect(desk.bracket("Support and culture", "mixed")).to_be_visible()
    desk.server.start()
    desk.page.reload()
    desk.wait_for([("How did the first sepsis meeting go?", 3, "mixed")])


def test_what_the_page_cannot_take_in_any_more_arrives_as_it_is_left(desk: Desk) -> None:
    def deaf(line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        line.on_message(lambda message: None if b"desk" in as_bytes(message) and heard else server.send(message))

    heard = False
    desk.page.route_web_socket(re.compile("_stcore/stream"), deaf)
    desk.open()
    heard = True
    desk.text.focus()
    desk.press("s", "1", "b")
    assert desk.words() == []
    desk.page.goto(f"{desk.server.url}/desks/{desk.number}")
    desk.wait_for([("How did the first sepsis meeting go?", 1, "barrier")])


def test_what_is_on_its_way_arrives_when_another_source_is_opened(desk: Desk) -> None:
    desk.open()
    desk.text.focus()
    desk.press("s", "1")
    desk.page.get_by_role("link", name="Interview P11").click()
    expect(desk.text).not_to_contain_text("sepsis")
    desk.wait_for([("How did the first sepsis meeting go?", 1, "none")])
    assert [coding["source"] for coding in desk.kept()["codings"]] == [7]
    expect(desk.text.get_by_role("button")).to_have_count(0)


# --- taking back ---


def test_undo_takes_back_the_polarity_and_then_the_coding(desk: Desk) -> None:
    desk.open()
    desk.text.focus()
    desk.press("s", "1", "b", "u")
    expect(desk.bracket("Conflicting priorities", "descriptive")).to_be_visible()
    desk.press("u")
    expect(desk.text.get_by_role("button")).to_have_count(0)
    desk.wait_for([])


def test_a_removed_coding_comes_back_as_it_was(desk: Desk) -> None:
    desk.seed("one nurse", 4, "mixed")
    desk.open()
    desk.bracket("Champions", "mixed").click()
    desk.codings.get_by_role("button", name="Remove").click()
    desk.wait_for([])
    desk.page.get_by_role("button", name="Undo").click()
    expect(desk.bracket("Champions", "mixed")).to_be_visible()
    desk.wait_for([("one nurse", 4, "mixed")])


def test_a_refused_coding_is_taken_back_with_the_reason_and_nothing_else_goes(desk: Desk) -> None:
    desk.open()
    desk.text.focus()
    desk.press("s", "1", "9", "b", "ArrowDown", "s", "2")
    says = desk.page.get_by_role("status").filter(has_text="Reputation is retired in version 4. Choose another theme.")
    expect(says).to_be_visible()
    expect(desk.text.get_by_role("button", name="Reputation")).to_have_count(0)
    expect(desk.bracket("Conflicting priorities", "descriptive")).to_be_visible()
    expect(desk.bracket("Engagement and clinical ownership", "descriptive")).to_be_visible()
    assert [theme for _, theme, _ in desk.words()] == [1, 2]


# --- with others ---


def test_the_lead_coder_accepts_what_a_colleague_offers(desk: Desk) -> None:
    desk.seed("two days", 1, "barrier", coder="Tom Akers", mine=False, counted=False)
    desk.open()
    expect(desk.codings.get_by_text("1 coding, 1 offered")).to_be_visible()
    desk.codings.get_by_role("button", name="Accept Tom Akers's coding to Conflicting priorities").click()
    expect(desk.codings.get_by_text("1 coding", exact=True)).to_be_visible()
    expect(desk.codings.get_by_role("button", name="Accept")).to_have_count(0)
    desk.wait_until(lambda held: held["codings"][0]["counted"])


def test_a_colleague_can_neither_accept_nor_mark_as_read_nor_change_what_another_coded(desk: Desk) -> None:
    desk.seed("two days", 1, "barrier", coder="Tom Akers", mine=False, counted=False)
    desk.open("&colleague=1")
    desk.bracket("Conflicting priorities", "barrier", "Tom Akers").click()
    expect(desk.codings.get_by_text("Offered: it counts once the lead coder accepts it.")).to_be_visible()
    for name in ("Accept", "Remove", "Change boundaries"):
        expect(desk.codings.get_by_role("button", name=name)).to_have_count(0)
    expect(desk.page.get_by_role("button", name="Mark as read")).to_have_count(0)
    desk.text.focus()
    desk.press("n", "f")
    expect(desk.page.get_by_role("status").filter(has_text="Only Tom Akers can change this coding")).to_be_visible()


def test_a_source_is_marked_as_read_and_that_is_undone(desk: Desk) -> None:
    desk.open()
    expect(desk.page.get_by_text("4 themes not looked for yet")).to_be_visible()
    desk.page.get_by_role("button", name="Mark as read under version 3").click()
    expect(desk.page.get_by_text("Read under version 3, 3 March 2016")).to_be_visible()
    assert desk.kept()["read"] == [7]
    desk.page.get_by_role("button", name="Undo").click()
    expect(desk.page.get_by_role("button", name="Mark as read under version 3")).to_be_visible()


# --- details ---


def test_the_chosen_codings_details_are_changed_in_the_list(desk: Desk) -> None:
    desk.seed("one nurse", 4, "mixed")
    desk.open()
    desk.codings.get_by_role("button", name="Champions").click()
    desk.codings.get_by_label("Theme").select_option("Personal achievement")
    desk.codings.get_by_role("button", name="Barrier").click()
    desk.codings.get_by_label("Strength").select_option("2, clear")
    desk.codings.get_by_label("Said by").select_option("registrar")
    expect(desk.bracket("Personal achievement", "barrier")).to_be_visible()
    desk.wait_for([("one nurse", 5, "barrier")])
    desk.wait_until(lambda held: (held["codings"][0]["strength"], held["codings"][0]["said_by"]) == (2, "registrar"))
    desk.codings.get_by_label("Strength").select_option("not judged")
    desk.wait_until(lambda held: held["codings"][0]["strength"] is None)


def test_a_half_typed_comment_outlives_a_reload(desk: Desk) -> None:
    desk.seed("one nurse", 4, "mixed")
    desk.open()
    desk.bracket("Champions", "mixed").click()
    desk.codings.get_by_label("Comment").type("Depends on one person; ask on the")
    desk.page.reload()
    desk.bracket("Champions", "mixed").click()
    expect(desk.codings.get_by_label("Comment")).to_have_value("Depends on one person; ask on the")
    desk.page.wait_for_timeout(500)
    assert list(desk.kept()["comments"].values()) == ["Depends on one person; ask on the"]


def test_a_point_and_memos_are_kept_beside_a_coding_and_half_typed_ones_outlive_a_reload(desk: Desk) -> None:
    desk.seed("one nurse", 4, "mixed")
    desk.open()
    desk.bracket("Champions", "mixed").click()
    desk.codings.get_by_role("button", name="Note a point").click()
    point = desk.page.get_by_role("dialog", name="Note a point")
    point.get_by_role("button", name="Note point").click()
    expect(point.get_by_text("Say what is to be raised.")).to_be_visible()
    expect(point.get_by_label("For which team").locator("option:checked")).to_have_text("Trust A")
    point.get_by_label("Point to raise").type("Who keeps it going on her nights off? buf")
    desk.page.reload()
    desk.bracket("Champions", "mixed").click()
    desk.codings.get_by_role("button", name="Note a point").click()
    expect(point.get_by_label("Point to raise")).to_have_value("Who keeps it going on her nights off? buf")
    point.get_by_label("Point to raise").fill("Who keeps it going on her nights off?")
    point.get_by_role("button", name="Note point").click()
    expect(desk.codings.get_by_role("link", name="1 point")).to_be_visible()
    for button, words in (("Write a memo", "One person again."), ("Memo on this source", "Ask P11 too.")):
        desk.codings.get_by_role("button", name=button).click()
        memo = desk.page.get_by_role("dialog", name="Write a memo")
        expect(memo.get_by_label("Memo (Markdown)")).to_have_value("")
        memo.get_by_label("Memo (Markdown)").fill(words)
        memo.get_by_role("button", name="Save memo").click()
    desk.wait_until(
        lambda held: (
            [(one["what"], one["coding"], one["text"]) for one in held["thoughts"]]
            == [
                ("point", 1, "Who keeps it going on her nights off?"),
                ("memo", 1, "One person again."),
                ("memo", None, "Ask P11 too."),
            ]
        )
    )
    expect(desk.codings.get_by_role("link", name="2 memos")).to_be_visible()


def test_boundaries_are_drawn_anew_with_the_mouse(desk: Desk) -> None:
    desk.seed("one nurse", 4, "mixed")
    desk.open()
    desk.bracket("Champions", "mixed").click()
    desk.codings.get_by_role("button", name="Change boundaries").click()
    desk.drag_over("we had one nurse who kept it going")
    desk.wait_for([("we had one nurse who kept it going", 4, "mixed")])


def test_what_people_said_never_travels_with_the_pages_data(desk: Desk) -> None:
    coding = desk.seed("one nurse", 4, "mixed")
    received: list[bytes] = []

    desk.page.on("websocket", lambda line: line.on("framereceived", lambda frame: received.append(as_bytes(frame))))
    desk.open()
    desk.bracket("Champions", "mixed").click()
    desk.codings.get_by_label("Comment").fill("Depends on one person")
    desk.text.focus()
    desk.press("Control+Home", "s", "1")
    desk.wait_for([("one nurse", 4, "mixed"), ("How did the first sepsis meeting go?", 1, "none")])
    desk.page.wait_for_timeout(300)
    assert desk.kept()["comments"] == {str(coding): "Depends on one person"}
    whole = b"".join(received)
    assert b"Interview P07" in whole
    for words in (b"nurse who", b"sepsis meeting", b"Depends on"):
        assert words not in whole


# --- finding one's place ---


def test_a_link_from_the_evidence_opens_the_coding_in_its_place(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 1440, "height": 420})
    desk.seed("The medical director", 2, "barrier")
    coding = desk.seed("When she left it stopped.", 4, "mixed")
    desk.open(f"&coding={coding}")
    expect(desk.codings.get_by_text("Coded by Rose Ibe")).to_be_visible()
    expect(desk.codings.get_by_role("button", name="Champions")).to_have_attribute("aria-current", "true")
    expect(desk.bracket("Champions", "mixed")).to_be_in_viewport()


def test_a_link_to_an_offset_brings_those_words_into_view(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 1440, "height": 420})
    desk.open(f"&start={TEXT.index('When she left')}")
    expect(desk.text.get_by_text("When she left it stopped.")).to_be_in_viewport()
    desk.text.focus()
    desk.press("s", "1")
    desk.wait_for([("When she left it stopped.", 1, "none")])


def test_a_turn_in_the_list_is_one_click_away(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 1440, "height": 420})
    desk.open()
    turns = desk.page.get_by_role("navigation", name="Sources and turns").get_by_role("button")
    expect(turns.first).to_have_attribute("aria-current", "true")
    turns.filter(has_text="P11").click()
    expect(desk.text.get_by_text("When she left it stopped.")).to_be_in_viewport()
    desk.page.wait_for_timeout(400)  # past the moment at which the place in the text is looked up
    expect(turns.filter(has_text="P11")).to_have_attribute("aria-current", "true")
    desk.text.hover()
    desk.page.mouse.wheel(0, -3000)
    expect(turns.first).to_have_attribute("aria-current", "true")


# --- every window, every reader ---


def test_on_a_phone_a_finger_selects_and_codes(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    desk = Desk(context.new_page(), server, next(DESKS)).open()
    desk.page.evaluate(  # what a long press and its two handles leave behind
        "() => { const node = document.querySelectorAll('[aria-label=\"Source text\"] p')[2].lastChild;"
        " document.getSelection().setBaseAndExtent(node, 4, node, 37); }"
    )
    desk.page.get_by_role("toolbar").get_by_role("button", name="Support and culture").tap()
    desk.page.get_by_role("toolbar").get_by_role("button", name="Barrier").tap()
    desk.wait_for([("they ask us once it is all decide", 3, "barrier")])
    desk.text.get_by_text("And the board?").tap()
    expect(desk.page.get_by_role("toolbar")).to_be_hidden()
    desk.page.get_by_role("button", name="Themes and codings").tap()
    expect(desk.codings.get_by_text("1 coding")).to_be_in_viewport()
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_a_long_source_is_there_as_far_as_it_is_looked_at_and_whole_where_asked_for(desk: Desk) -> None:
    desk.number += LONG
    desk.open()
    far = desk.codings.get_by_role("listitem").last
    far.scroll_into_view_if_needed()
    far.get_by_role("button").click()
    expect(desk.text.locator(".tc-chosen")).to_be_in_viewport()
    assert desk.text.get_by_role("button").count() < 40
    desk.page.get_by_role("button", name="Screen-reader view").click()
    expect(desk.text.get_by_role("button")).to_have_count(60)


def test_larger_text_is_remembered_and_keeps_brackets_beside_their_lines(desk: Desk) -> None:
    desk.seed("When she left it stopped.", 4, "mixed")
    desk.open()
    desk.page.get_by_role("button", name="Larger text").click(click_count=3)
    desk.page.reload()
    line = desk.text.get_by_text("When she left it stopped.")
    assert line.evaluate("line => getComputedStyle(line).fontSize") == "26px"
    words, bracket = (
        desk.page.evaluate(FIND_WORDS, "When she left it stopped."),
        desk.bracket("Champions", "mixed").bounding_box(),
    )
    assert bracket is not None
    assert bracket["y"] <= words["top"] <= bracket["y"] + bracket["height"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 1600), (390, 1600)], ids=["desk", "phone"])
def test_axe_finds_nothing(browser: Browser, server: Server, theme: str, size: tuple[int, int]) -> None:
    context = browser.new_context(
        viewport=ViewportSize(width=size[0], height=size[1]), color_scheme="dark" if theme == "dark" else "light"
    )
    desk = Desk(context.new_page(), server, next(DESKS))
    desk.seed("Nobody had two days for the audit return.", 1, "barrier")
    desk.seed("two days", 3, "mixed", coder="Tom Akers", mine=False, counted=False)
    desk.seed("the team saw its own figures", 5, "facilitator")
    desk.open()
    assert violations(desk.page) == []
    desk.text.focus()
    desk.press("n", "n", "Enter")
    expect(desk.codings.get_by_label("Comment")).to_be_focused()
    assert violations(desk.page) == []
    desk.press("Escape")
    desk.text.focus()
    desk.press("s", "/")
    expect(desk.page.get_by_role("listbox")).to_be_visible()
    assert violations(desk.page) == []
    desk.press("Escape", "?")
    expect(desk.page.get_by_role("dialog")).to_be_visible()
    assert violations(desk.page) == []
    context.close()


def test_a_signed_out_reader_is_told_to_sign_in(desk: Desk) -> None:
    desk.page.route("**/text/1", lambda route: route.fulfill(status=401, body="{}"))
    desk.page.goto(f"{desk.server.url}/?desk={desk.number}")
    expect(desk.page.get_by_role("status").filter(has_text="Reload the page to sign in.")).to_be_visible(timeout=20_000)
