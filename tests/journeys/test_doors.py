"""What each role gets from every address there is, page or route, on a server over which no session has run before."""

import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from itertools import product as every
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Page, expect
from starlette.routing import Route
from websockets.exceptions import InvalidStatus

import pages.routes
from db.vocabulary import Role, SourceKind
from evalcore.capture.drafts import keep_draft
from evalcore.capture.sources import Facts
from evalcore.manage.access import Actor
from evalcore.manage.sign_in import begin_sign_in
from evalcore.sense.field_notes import Note, log_note
from pages.ui.navigation import SCREENS, START
from pages.ui.session import COOKIE
from tests import factories
from tests.serving import Server, drawn

pytestmark = pytest.mark.browser

# Each stands in one place only, so that whoever comes across it has been told of that place.
TITLE, TEXT, COMMENT = "Kingfisher interview", "we nest where the heron does", "a bittern thought"
THEME, DRAFT, REFLECTION = "Waders", "the dunlin is half-written", "a plover doubted"
ADDRESS, OWN = "ada.sandpiper@example.org", "The turnstone meeting of the programme team"

RESEARCH = {TITLE, TEXT, COMMENT, THEME, REFLECTION}
GETS: dict[str, set[str]] = {
    "signed out": set(),
    "the author": RESEARCH | {DRAFT, OWN},
    "a researcher": RESEARCH | {OWN},
    "a coder": RESEARCH | {OWN},
    "the programme team": {THEME, OWN},
    "an administrator": {ADDRESS},
    "the committee": set(),
    "a trust": set(),
    "a researcher of another evaluation": set(),
}
ALL = frozenset[str]().union(*GETS.values())


@dataclass(frozen=True)
class Here:
    """The evaluation, and its people by who they are; None is nobody."""

    evaluation: int
    interview: int
    note: int
    theme: int
    people: dict[str, Actor | None]


@pytest.fixture(scope="module")
def here(product: Server) -> Here:
    store = product.store
    factories.account(store, password="somebody can sign in")
    account = factories.account(store, name="Ada Lovell", email=ADDRESS)
    ada = factories.actor(store, account_id=account)

    def member(role: Role) -> Actor:
        return factories.actor(store, role, evaluation_id=ada.evaluation_id)

    theme = factories.theme(store, ada, name=THEME)
    interview = factories.source(store, ada, title=TITLE, text=TEXT, kind=SourceKind.INTERVIEW)
    factories.coding(store, ada, source=interview, theme=theme, quote=TEXT, text=TEXT, comment=COMMENT)
    factories.reading(store, ada, source=interview)
    log_note(store, ada, _note("It was a quiet day.", reflection=REFLECTION), read=True)
    keep_draft(store, ada, "field-note-new", client="phone", seq=1, base=0, body={"text": DRAFT})
    team = member(Role.PROGRAMME_TEAM)
    note = log_note(store, team, _note(OWN), read=True).subject_no
    assert note is not None
    people: dict[str, Actor | None] = {
        "signed out": None,
        "the author": ada,
        "a researcher": member(Role.RESEARCHER),
        "a coder": member(Role.CODER),
        "the programme team": team,
        "an administrator": member(Role.ADMINISTRATOR),
        "the committee": member(Role.COMMITTEE),
        "a trust": member(Role.TRUST_MEMBER),
        "a researcher of another evaluation": factories.actor(store),
    }
    return Here(ada.evaluation_id, interview, note, theme, people)


def _note(text: str, reflection: str = "") -> Note:
    return Note(Facts("Trust meeting", date(2016, 2, 3), minutes=60), (), text, reflection)


def test_a_link_that_a_colleague_sent_opens_nothing_that_is_not_hers(page: Page, product: Server, here: Here) -> None:
    """The programme team sees most of all who do not see everything. The server is cold at the first link."""
    team = here.people["the programme team"]
    assert team
    told: list[bytes] = []

    def heard(message: bytes | str) -> None:
        told.append(message if isinstance(message, bytes) else message.encode())

    page.on("websocket", lambda socket: socket.on("framereceived", heard))
    product.sign_in(page, team.account_id)
    page.goto(f"{product.url}/coding?source={here.interview}")
    expect(page.get_by_role("link", name="Log a field note")).to_be_visible()
    expect(page.get_by_text("“Coding” is not open to your role here")).to_be_visible()
    page.goto(f"{product.url}/nowhere")
    expect(page.get_by_text("There is no page at the address that you asked for")).to_be_visible()

    page.goto(f"{product.url}/field-notes?note={here.interview + 1}")
    expect(page.get_by_text("You can change your own field notes only.")).to_be_visible()
    page.goto(f"{product.url}/field-notes?note={here.note}")
    expect(page.get_by_label("What happened")).to_have_value(OWN)

    page.goto(f"{product.url}/dashboard?mark={here.theme}.barrier")
    expect(page.get_by_role("heading", name=f"{THEME}: barrier")).to_be_visible()
    expect(page.get_by_text("1 excerpt is for the research team only.")).to_be_visible()
    with page.expect_download() as begun:
        page.get_by_role("button", name="Download CSV").click()
    assert THEME in begun.value.path().read_text(encoding="utf-8")
    assert had_by(product, here, begun.value.url) == {who for who, words in GETS.items() if THEME in words}
    assert {word for word in ALL if word.encode() in b"".join(told)} == {THEME}


def had_by(product: Server, here: Here, address: str) -> set[str]:
    """Who gets the file at this address; to the others it is not there."""
    had = set()
    for who, person in here.people.items():
        cookies = {COOKIE: begin_sign_in(product.store, person.account_id)} if person else {}
        answer = httpx.get(address, cookies=cookies, trust_env=False)
        assert answer.status_code in (200, 401, 404)
        if answer.status_code == 200:
            had.add(who)
        else:
            assert THEME not in answer.text
    return had


@pytest.mark.parametrize("who", GETS)
def test_no_address_tells_more_than_the_role_may_know(product: Server, here: Here, who: str) -> None:
    person = here.people[who]
    token = begin_sign_in(product.store, person.account_id) if person else None
    # In Markdown a dot is escaped, and an address is kept from becoming a link by a joiner that nobody sees.
    got = b"".join([*_pages(product, here, token), *_routes(product, here, token)])
    got = got.replace(b"\\", b"").replace("\N{WORD JOINER}".encode(), b"")
    assert {words for words in ALL if words.encode() in got} == GETS[who]


def _pages(product: Server, here: Here, token: str | None) -> Iterator[bytes]:
    """All that the pages draw, each by its own address and by the links that lead deep into it."""
    deep: list[tuple[str, dict[str, str | int]]] = [
        ("coding", {"source": here.interview, "at": 1}),
        ("sources", {"source": here.interview}),
        ("sources", {"view": "import"}),
        ("dashboard", {"mark": f"{here.theme}.barrier"}),
        ("dashboard", {"view": "Over time"}),
        *(("field-notes", {"note": number}) for number in ("new", here.interview + 1, here.note)),
    ]
    plain: list[tuple[str, dict[str, str | int]]] = [(screen.address, {}) for screen in (*SCREENS, START)]
    for name, query in plain + deep:
        try:
            yield drawn(product, token or "", page_name=name, query_string=urlencode(query))
        except InvalidStatus as refused:
            assert token is None and refused.response.status_code == 403


def _routes(product: Server, here: Here, token: str | None) -> Iterator[bytes]:
    """All that can be fetched of the evaluation, under every number that there is."""
    with httpx.Client(base_url=product.url, cookies={COOKIE: token} if token else {}, trust_env=False) as client:
        for path in _paths(here):
            answer = client.get(path)
            assert answer.status_code in ((200, 403, 404) if token else (401,)), path
            yield answer.content


def _paths(here: Here) -> Iterator[str]:
    modules = [
        import_module(f"{pages.routes.__name__}.{one.name}") for one in pkgutil.iter_modules(pages.routes.__path__)
    ]
    routes = [route for module in modules for route in getattr(module, "routes", []) if isinstance(route, Route)]
    yield f"/version?evaluation={here.evaluation}"
    for route in routes:
        if not route.path.startswith("/evaluations/") or "GET" not in (route.methods or ()):
            continue
        names = [name for name in route.param_convertors if name != "evaluation"]
        values = [["field-note-new"] if name == "id" else [1, 2, 3] for name in names]
        for chosen in every(*values):
            yield str(
                route.url_path_for(route.name, evaluation=here.evaluation, **dict(zip(names, chosen, strict=True)))
            )
