"""What people do in more than one journey, and how a journey looks into the store afterwards."""

from playwright.sync_api import Page, expect

from db.store import Store
from db.vocabulary import Role
from evalcore.manage.access import Actor
from evalcore.manage.accounts import find_account


def open_screen(page: Page, group: str, title: str, *, heading: str | None = None) -> None:
    """Through the navigation; `heading` is what the page is headed, where that is not its title."""
    page.get_by_role("navigation", name="App pages").get_by_role("button", name=group).click()
    page.get_by_role("menuitem", name=title).click()
    expect(page.get_by_role("heading", level=1, name=heading or title)).to_be_visible()


def researcher_by_email(store: Store, email: str, evaluation_id: int) -> Actor:
    """The researcher with this address, to ask the services as she may."""
    account = find_account(store, email)
    return Actor(account.id, account.name, evaluation_id, frozenset({Role.RESEARCHER}))
