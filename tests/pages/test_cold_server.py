"""A server that has just started, over which no session has run: no file below pages/ shows itself by any address."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from streamlit.util import calc_hash

from db.store import Store
from db.vocabulary import Role
from evalcore.manage.sign_in import begin_sign_in
from pages.ui.navigation import SCREENS
from tests import factories
from tests.serving import ROOT, Server, drawn

SECRET = "the ward where it happened"
FILES = sorted((ROOT / "pages").rglob("*.py"))
FLAT = sorted({name for file in FILES for name in (file.stem, file.stem.replace("_", "-"), file.name)})
NESTED = sorted({form for file in FILES for form in (str(file.relative_to(ROOT)), str(file.relative_to(ROOT))[:-3])})
OF_SCREENS = [screen.address for screen in SCREENS]
NOTHING = "No screen with data is open to your role"


def _evaluation(store: Store) -> int:
    """An evaluation with a source in it whose title nobody without the role may see; its number."""
    researcher = factories.actor(store)
    factories.source(store, researcher, title=SECRET)
    factories.account(store, password="somebody can sign in")
    return researcher.evaluation_id


def _committee_member(store: Store) -> int:
    here = _evaluation(store)
    return factories.actor(store, Role.COMMITTEE, evaluation_id=here, name="Cy Marr").account_id


@pytest.mark.browser
def test_a_signed_out_person_gets_the_sign_in_from_every_address(
    page: Page, sqlite_store: Store, serve: Callable[..., Server]
) -> None:
    _evaluation(sqlite_store)
    server = serve(sqlite_store)
    page.goto(f"{server.url}/admin")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    for address in [*FLAT, *NESTED, *OF_SCREENS]:
        answer = page.request.get(f"{server.url}/{address}", headers={"Accept": "text/html"}, max_redirects=0)
        assert answer.status == 303, address
        assert answer.headers["location"].startswith("/account/sign-in?next="), address


@pytest.mark.browser
@pytest.mark.parametrize("first", ["home", "admin", "start"])
def test_a_member_without_the_role_gets_her_home_from_every_address(
    page: Page, sqlite_store: Store, serve: Callable[..., Server], first: str
) -> None:
    server = serve(sqlite_store)
    server.sign_in(page, _committee_member(sqlite_store))
    # The first address counts: once a session has run, the pages are those of the navigation.
    for address in [first, *OF_SCREENS]:
        page.goto(f"{server.url}/{address}")
        expect(page.get_by_text(NOTHING)).to_be_visible()
        expect(page.get_by_role("button", name="Cy Marr")).to_be_visible()
        assert page.get_by_role("heading").count() == 1
        assert SECRET not in page.content()


def test_asking_for_a_file_past_the_browser_runs_the_frame_and_her_home(
    sqlite_store: Store, serve: Callable[..., Server]
) -> None:
    member = _committee_member(sqlite_store)
    token = begin_sign_in(sqlite_store, member)
    server = serve(sqlite_store)
    asked = [{"page_script_hash": calc_hash(str(file))} for file in FILES]
    asked += [{"page_script_hash": calc_hash(name)} for name in OF_SCREENS]
    asked += [{"page_name": name} for name in [*FLAT, *NESTED]]
    for one in asked:
        got = drawn(server, token, **one)
        assert NOTHING.encode() in got, one
        assert b"Cy Marr" in got, one
        assert SECRET.encode() not in got, one
