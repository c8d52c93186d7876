"""Tags stay on their words, whatever is typed around them, and need neither mouse nor eyes for colour."""

import pytest
from playwright.sync_api import Page, expect

from db.vocabulary import Polarity
from tests.pages.note_editor.driver import TOLD, Evaluation, People, Person

pytestmark = pytest.mark.browser

BARRIER = "Conflicting priorities ◁ Barrier"
AGREE = """() => {
    const area = document.querySelector(".ne-area");
    const mirror = document.querySelector(".ne-mirror");
    return [area.scrollHeight - mirror.offsetHeight, area.clientWidth - mirror.clientWidth];
}"""


def stored(evaluation: Evaluation) -> list[tuple[str, int, str]]:
    """The codings that a saved note has: words, theme, polarity."""
    (note,) = evaluation.notes.values()
    return [(note.text[tag.start : tag.end], tag.theme, tag.polarity) for tag in note.tags]


def test_tags_survive_edits_around_and_inside_them(person: People, evaluation: Evaluation) -> None:
    her = person()
    page = her.open()
    her.write("👩🏽‍⚕️ The cafe\u0301 was shut. It took two days 😀 in all.\n\nNobody from finance came.")
    her.tag("two days", "Barrier", "Conflicting priorities")
    her.tag("finance came", "Facilitator", "Champions")
    her.stand(0)
    page.keyboard.type("Before: 😀 ")
    her.select("days")
    page.keyboard.type("weeks or so")
    page.keyboard.press("Control+End")
    page.keyboard.type(" After.")
    assert her.painted == ["two weeks", "finance came"]
    her.save()
    assert stored(evaluation) == [("two weeks", 4, Polarity.BARRIER), ("finance came", 2, Polarity.FACILITATOR)]
    assert evaluation.text.startswith("Before: 😀 👩🏽‍⚕️ The café")


def test_what_is_typed_at_the_edge_of_a_tag_stays_outside(person: People) -> None:
    her = person()
    page = her.open()
    her.write("It took two days in all.")
    her.tag("two days", "Barrier", "Conflicting priorities")
    page.keyboard.type(" or more")
    assert her.text.input_value() == "It took two days or more in all."
    assert her.painted == ["two days"]


def test_deleting_the_words_loses_the_tag_and_undo_brings_it_back(person: People) -> None:
    her = person()
    page = her.open()
    her.write("It took two days in all.")
    her.tag("two days", "Barrier", "Conflicting priorities")
    her.select("took two days in")
    page.keyboard.press("Delete")
    assert her.painted == []
    expect(page.get_by_text("two days (deleted; undo brings it back)")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator("mark")).to_have_text("two days")
    expect(page.get_by_text("deleted; undo brings it back")).to_be_hidden()
    assert her.listed == [f"{BARRIER} two days"]


def test_words_composed_by_an_input_method_leave_the_tags_alone(person: People) -> None:
    her = person()
    page = her.open()
    her.write("It took two days in all.")
    her.tag("two days", "Barrier", "Conflicting priorities")
    her.stand(len("It took two"))
    keys = her.context.new_cdp_session(page)
    for composed in ("か", "かん", "かんじ"):
        keys.send("Input.imeSetComposition", {"text": composed, "selectionStart": len(composed), "selectionEnd": 0})
    keys.send("Input.insertText", {"text": "漢字"})
    assert her.text.input_value() == "It took two漢字 days in all."
    assert her.painted == ["two漢字 days"]
    her.stand(len("It took "))
    keys.send("Input.imeSetComposition", {"text": "ま", "selectionStart": 1, "selectionEnd": 1})
    keys.send("Input.insertText", {"text": "ま"})
    assert her.painted == ["two漢字 days"]


def test_a_paragraph_is_tagged_from_the_cursor_in_it(person: People, evaluation: Evaluation) -> None:
    her = person()
    her.open()
    her.write("One line.\n\n  The second paragraph, whole.  \n\nA third.")
    her.stand(20)
    expect(her.bar).to_contain_text("Paragraph: The second paragraph, whole.")
    her.bar.get_by_role("button", name="Champions").click()
    her.bar.get_by_role("button", name="Mixed").click()
    her.save()
    assert stored(evaluation) == [("The second paragraph, whole.", 2, Polarity.MIXED)]


def test_a_passage_is_tagged_without_a_mouse(person: People, evaluation: Evaluation) -> None:
    her = person()
    page = her.open()
    her.text.focus()
    page.keyboard.type("Nobody asked for the return")
    for _ in range(len("the return")):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("b")
    expect(her.bar.get_by_role("button", name="Barrier")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("/")
    page.keyboard.type("supp")
    page.keyboard.press("Enter")
    expect(her.text).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("Tagged as Support and culture, barrier: the return")
    page.keyboard.type(" again")
    page.keyboard.press("Tab")
    page.keyboard.press("2")
    page.keyboard.press("f")
    page.keyboard.press("Escape")
    expect(her.text).to_be_focused()
    her.save()
    assert stored(evaluation) == [
        ("Nobody asked for the return again", 4, Polarity.FACILITATOR),
        ("the return", 5, Polarity.BARRIER),
    ]


def test_a_tag_in_the_list_leads_to_its_words(person: People) -> None:
    her = person()
    page = her.open()
    her.write(TOLD + "\n\n" + "Filling line.\n" * 60)
    her.tag("two days", "Barrier", "Conflicting priorities")
    her.stand(len(her.text.input_value()) - 1)
    page.get_by_role("button", name=f"{BARRIER} two days").click()
    expect(her.text).to_be_focused()
    assert page.evaluate("getSelection().toString()") == "two days"
    expect(her.bar).to_contain_text("Conflicting priorities: two days")
    expect(page.locator("mark")).to_be_in_viewport()


def test_a_tag_is_judged_anew_removed_and_brought_back(person: People) -> None:
    her = person()
    page = her.open()
    her.write(TOLD)
    her.tag("two days", "Barrier", "Conflicting priorities")
    her.bar.get_by_role("button", name="Mixed").click()
    assert her.listed == ["Conflicting priorities ◇ Mixed two days"]
    her.bar.get_by_role("button", name="Remove tag").click()
    assert (her.listed, her.painted) == ([], [])
    page.get_by_role("button", name="Bring it back").click()
    assert her.listed == ["Conflicting priorities ◇ Mixed two days"]
    assert her.painted == ["two days"]


def test_the_tags_of_a_saved_note_are_edited_where_they_stand(person: People, evaluation: Evaluation) -> None:
    her = person()
    page = her.open()
    her.write(TOLD)
    her.tag("two days", "Barrier", "Conflicting priorities")
    her.tag("nobody asked", "Barrier", "Support and culture")
    her.save()
    her.open(note=1)
    assert her.painted == ["two days", "nobody asked"]
    her.stand(0)
    page.keyboard.type("Again 😀: ")
    her.select("nobody asked")
    her.bar.get_by_role("button", name="Champions").click()
    her.bar.get_by_role("button", name="Facilitator").click()
    page.get_by_role("button", name="Support and culture ◁ Barrier nobody asked").click()
    her.bar.get_by_role("button", name="Remove tag").click()
    her.save()
    assert evaluation.text == f"Again 😀: {TOLD}"
    assert stored(evaluation) == [("two days", 4, Polarity.BARRIER), ("nobody asked", 2, Polarity.FACILITATOR)]


def fill_with_tags(her: Person, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    her.write((TOLD + " ") * 6 + "\n\n" + "averyveryverylongwordwithoutanyspace" * 4 + "\n" + TOLD)
    for words, polarity in (("two days", "Barrier"), ("sister’s week", "Mixed"), ("nobody asked", "Facilitator")):
        her.tag(words, polarity, "Champions")


def test_the_marks_lie_under_their_words(person: People) -> None:
    """The mirror breaks its lines where the text area does, so that every mark is where its words are."""
    her = person()
    page = her.open()
    fill_with_tags(her, page)
    assert page.evaluate(AGREE) == [0, 0]
    for width in range(360, 1500, 97):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(AGREE) == [0, 0], width


def test_the_line_she_types_in_is_never_under_the_tag_bar(person: People) -> None:
    her = person()
    page = her.open()
    for width, height in ((390, 844), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        her.text.focus()
        page.keyboard.press("Control+End")
        for line in range(24):
            page.keyboard.type(f"line {line}\n")
        bottom = page.locator(".ne-line").last.evaluate("(line) => line.getBoundingClientRect().bottom")
        assert bottom <= her.bar.evaluate("(bar) => bar.getBoundingClientRect().top")
