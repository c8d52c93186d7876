"""What people do in more than one journey, and how a journey looks into the store afterwards."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from playwright.sync_api import Locator, Page, expect

from db.store import Store
from db.vocabulary import Role
from evalcore.manage.access import Actor
from evalcore.manage.accounts import find_account
from tests.accessibility import settle

T = TypeVar("T")


def open_screen(page: Page, group: str, title: str, *, heading: str | None = None) -> None:
    """Through the navigation; `heading` is what the page is headed, where that is not its title."""
    page.get_by_role("navigation", name="App pages").get_by_role("button", name=group).click()
    page.get_by_role("menuitem", name=title).click()
    expect(page.get_by_role("heading", level=1, name=heading or title)).to_be_visible()


def member_by_email(store: Store, email: str, evaluation_id: int, role: Role = Role.RESEARCHER) -> Actor:
    """The member with this address, to ask the services as she may."""
    account = find_account(store, email)
    return Actor(account.id, account.name, evaluation_id, frozenset({role}))


class Box(NamedTuple):
    """Where words stand on the screen: the edges of the first and the last, and the middle of their lines."""

    left: float
    top: float
    right: float
    bottom: float


def box_of(element: Locator, words: str) -> Box:
    """Where `words`, which must lie in one paragraph, first stand in an element."""
    return Box(
        *element.evaluate(
            """(element, words) => {
              const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
              while (!texts.nextNode().data.includes(words));
              const start = texts.currentNode.data.indexOf(words);
              const range = document.createRange();
              range.setStart(texts.currentNode, start);
              range.setEnd(texts.currentNode, start + words.length);
              const rects = [...range.getClientRects()];
              const middle = rect => rect.top + rect.height / 2;
              return [rects[0].left, middle(rects[0]), rects.at(-1).right, middle(rects.at(-1))];
            }""",
            words,
        )
    )


def drag_over(element: Locator, words: str) -> None:
    """Select words with the mouse, from the left edge of the first letter to the right edge of the last."""
    box = box_of(element, words)
    mouse = element.page.mouse
    mouse.move(box.left + 0.5, box.top)
    mouse.down()
    mouse.move(box.right - 0.5, box.bottom, steps=5)
    mouse.up()


def choose_option(page: Page, label: str, words: str) -> None:
    """In a field with a list: the first option that has these words. The list closes if something above it moves."""
    settle(page)
    page.wait_for_function("() => document.getAnimations().every(one => one.playState !== 'running')")
    field = page.get_by_role("combobox", name=label, exact=True)
    field.click()
    field.fill(words)
    expect(page.get_by_role("option").first).to_contain_text(words)
    field.press("Enter")


def tapped(page: Page, words: str, *, times: int = 1) -> None:
    """A finger on words of the field note: once puts the cursor there, twice selects the word."""
    page.get_by_label("What happened").scroll_into_view_if_needed()
    # Only the mirror behind the text area knows where its words are: it has the same lines.
    mirror = page.locator(".ne-mirror")
    for _ in range(times):
        box = box_of(mirror, words)
        page.touchscreen.tap((box.left + box.right) / 2, box.top)


def code_by_mouse(page: Page, words: str, theme: str, polarity: str) -> None:
    """Draw over the words, find the theme by a few letters, say whether it hinders or helps."""
    drag_over(page.get_by_role("document", name="Source text"), words)
    toolbar = page.get_by_role("toolbar", name="Code this passage")
    toolbar.get_by_role("combobox", name="Theme").fill(theme)
    toolbar.get_by_role("option").first.click()
    toolbar.get_by_role("button", name=polarity).click()


def wait_for(page: Page, look: Callable[[], T], wanted: T, *, seconds: int = 60) -> None:
    """Wait for what only the store can tell, while the page goes on."""
    for _ in range(seconds * 10):
        if look() == wanted:
            return
        page.wait_for_timeout(100)
    now = look()
    assert now == wanted, now
