"""What people do in more than one journey, and how a journey looks into the store afterwards."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from playwright.sync_api import Locator, Page, expect

from db.store import Store
from db.vocabulary import Role
from evalcore.manage.access import Actor
from evalcore.manage.accounts import find_account

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


def wait_for(page: Page, look: Callable[[], T], wanted: T, *, seconds: int = 60) -> None:
    """Wait for what only the store can tell, while the page goes on."""
    for _ in range(seconds * 10):
        if look() == wanted:
            return
        page.wait_for_timeout(100)
    now = look()
    assert now == wanted, now
