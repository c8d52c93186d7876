"""Addresses: who gets what from them, signed in or out, and how a form answers."""

import json
from datetime import date
from typing import Any

import httpx
import pytest
from sqlmodel import select, update
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from db.store import Store
from db.tables import Look, TextVersion
from db.vocabulary import Role, RoleGroup, SourceKind
from evalcore.capture.points import NewPoint, close_point, note_point, raise_point
from evalcore.capture.sources import SpokenTurn, change_lead
from evalcore.manage import accounts, members
from evalcore.manage.access import Action
from evalcore.manage.evaluations import Beginning, NewParticipant
from evalcore.manage.sign_in import begin_sign_in, signed_in
from evalcore.sense.coding import accept
from pages.routes import forms
from pages.ui.session import COOKIE
from tests import factories
from tests.pages.conftest import Client

PAGE = {"Accept": "text/html,application/xhtml+xml"}
PASSWORD = "a tall ship and a star"


# --- the gate ---


@pytest.mark.parametrize(
    "path",
    ["/", "/dashboard", "/admin", "/pages/manage/admin.py", "/index.html", "/nowhere", "/version?evaluation=1"],
)
def test_a_signed_out_person_is_led_to_the_sign_in_and_back(client: Client, path: str) -> None:
    answer = client().get(path, headers=PAGE)
    assert answer.status_code == 303
    assert httpx.URL(answer.headers["location"]).params["next"] == path


def test_a_link_with_filters_keeps_them_through_the_sign_in(client: Client, sqlite_store: Store) -> None:
    link = accounts.set_up_link(sqlite_store)
    assert link
    accounts.create_first_account(sqlite_store, link, email="ada@example.org", name="Ada", password=PASSWORD)
    browser, wanted = client(), "/dashboard?trust=1&trust=2&unit=people"
    to_sign_in = browser.get(wanted, headers=PAGE).headers["location"]
    hidden = browser.get(to_sign_in).text.split('name="next" value="')[1].split('"')[0].replace("&amp;", "&")
    assert hidden == wanted
    sent = {"email": "ada@example.org", "password": PASSWORD, "next": hidden}
    answer = browser.post("/account/sign-in", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, wanted)
    assert browser.get("/dashboard", headers=PAGE).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/version?evaluation=1"),
        ("GET", "/evaluations/1/sources/1/text/1"),
        ("GET", "/evaluations/1/codings/1/comment"),
        ("POST", "/evaluations/1/search"),
        ("POST", "/evaluations/1/codings"),
        ("GET", "/evaluations/1/points"),
        ("GET", "/evaluations/1/drafts/note"),
        ("PUT", "/evaluations/1/drafts/note"),
        ("DELETE", "/evaluations/1/drafts/note"),
        ("GET", "/media/0123.csv"),
        ("GET", "/_stcore/metrics"),
        ("PUT", "/_stcore/upload_file/session/file"),
        ("GET", "/_stcore/bidi-components/live/live.js"),
        ("GET", "/_stcore/agent/openapi.json"),
    ],
)
def test_a_signed_out_program_gets_a_401(client: Client, method: str, path: str) -> None:
    answer = client().request(method, path, headers={"Accept": "*/*"})
    assert answer.status_code == 401
    assert answer.json() == {"message": "You are signed out."}


@pytest.mark.parametrize(
    "path", ["/healthz", "/_stcore/health", "/account/sign-in", "/favicon.png", "/_stcore/host-config"]
)
def test_what_a_signed_out_browser_needs_is_open(client: Client, path: str) -> None:
    assert client().get(path, headers=PAGE).status_code == 200


def _handshake(server: str, cookie: str | None, origin: str) -> int:
    headers = {"Origin": origin} | ({"Cookie": f"{COOKIE}={cookie}"} if cookie else {})
    try:
        with connect(f"{server.replace('http', 'ws')}/_stcore/stream", additional_headers=headers):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_the_websocket_wants_a_session_and_a_page_of_ours(client: Client, server: str, sqlite_store: Store) -> None:
    client()
    account = factories.account(sqlite_store)
    token = begin_sign_in(sqlite_store, account)
    assert _handshake(server, None, server) == 403
    assert _handshake(server, "made up", server) == 403
    assert _handshake(server, token, "https://evil.example") == 403
    assert _handshake(server, token, server) == 101


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None, "http://localhost:1"])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/account/sign-in"), ("PUT", "/evaluations/1/drafts/note"), ("DELETE", "/media/1")]
)
def test_what_changes_something_must_come_from_a_page_of_ours(
    client: Client, sqlite_store: Store, method: str, path: str, origin: str | None
) -> None:
    browser = client(factories.account(sqlite_store))
    del browser.headers["Origin"]
    answer = browser.request(method, path, headers={"Origin": origin} if origin else {}, json={})
    assert (answer.status_code, answer.json()["message"]) == (403, "This request came from another site.")


def test_a_server_under_a_strange_name_says_nothing(client: Client, sqlite_store: Store) -> None:
    browser = client(factories.account(sqlite_store))
    assert browser.get("/healthz", headers={"Host": "rebound.example"}).status_code == 400
    assert browser.get("/healthz", headers={"Host": "127.0.0.1:9"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/account/sign-in", "/version?evaluation=1", "/healthz", "/nowhere.js"])
def test_every_answer_tells_the_browser_to_be_careful(client: Client, sqlite_store: Store, path: str) -> None:
    for browser in (client(), client(factories.account(sqlite_store))):
        headers = browser.get(path, headers=PAGE).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "http" not in headers["Content-Security-Policy"]


def test_streamlit_is_told_not_to_steal_the_focus_when_the_connection_breaks(client: Client) -> None:
    answer = client().get("/_stcore/host-config", headers={"Accept-Encoding": "gzip"})
    assert answer.json()["blockErrorDialogs"] is True
    assert "allowedOrigins" in answer.json()


# --- health and version ---


def test_health_says_whether_the_store_can_be_used(
    client: Client, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client()
    assert browser.get("/healthz").json() == {"store": True, "migrations": True}
    empty = tmp_path_factory.mktemp("empty") / "empty.db"
    monkeypatch.setenv("EVAL_DATABASE_URL", f"sqlite:///{empty.as_posix()}")
    answer = browser.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"store": True, "migrations": False})
    monkeypatch.setenv("EVAL_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    answer = browser.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"store": False, "migrations": False})


def test_the_version_moves_with_every_change_and_is_for_members(client: Client, sqlite_store: Store) -> None:
    me = factories.actor(sqlite_store)
    browser, address = client(me.account_id), f"/version?evaluation={me.evaluation_id}"
    before = browser.get(address).json()
    factories.theme(sqlite_store, me)
    after = browser.get(address).json()
    assert after == {"boot": before["boot"], "change_no": before["change_no"] + 1}
    stranger = client(factories.account(sqlite_store))
    assert stranger.get(address).status_code == 403
    assert browser.get("/version?evaluation=99").status_code == 403
    assert browser.get("/version?evaluation=x").status_code == 400


# --- signing in and out ---


def _with_password(store: Store, email: str = "ada@example.org") -> int:
    return factories.account(store, email=email, password=PASSWORD)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client, sqlite_store: Store) -> None:
    _with_password(sqlite_store)
    sent = {"email": "ada@example.org", "password": PASSWORD}
    answer = client().post("/account/sign-in", data=sent)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie
    assert "secure" not in cookie
    over_tls = client().post("/account/sign-in", data=sent, headers={"X-Forwarded-Proto": "https"})
    assert "secure" in over_tls.headers["set-cookie"].lower()


def test_a_wrong_password_is_told_in_the_form_and_the_address_kept(client: Client, sqlite_store: Store) -> None:
    _with_password(sqlite_store)
    sent = {"email": 'ada@example.org"><script>', "password": "wrong", "next": "/dashboard"}
    answer = client().post("/account/sign-in", data=sent)
    assert answer.status_code == 403
    assert 'role="alert">This e-mail address and password do not belong together' in answer.text
    assert "<script" not in answer.text
    assert 'value="/dashboard"' in answer.text
    assert COOKIE not in answer.cookies


@pytest.mark.parametrize(
    "address",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", "x", ""],
)
def test_the_way_back_leads_nowhere_else(address: str) -> None:
    assert forms.safe_next(address) == "/"


def test_signing_out_ends_the_session_and_what_the_browser_kept(client: Client, sqlite_store: Store) -> None:
    browser = client(factories.account(sqlite_store))
    token = browser.cookies[COOKIE]
    assert "Sign out" in browser.get("/account/sign-out").text
    assert signed_in(sqlite_store, token), "looking at the page signs nobody out"
    answer = browser.post("/account/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/sign-in")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert signed_in(sqlite_store, token) is None
    assert browser.get("/dashboard", headers=PAGE).status_code == 303


def test_the_set_up_link_makes_the_first_account_and_signs_it_in(client: Client, sqlite_store: Store) -> None:
    browser = client()
    assert "set-up link that the server printed" in browser.get("/account/sign-in").text
    link = accounts.set_up_link(sqlite_store)
    assert link
    assert browser.get("/account/set-up?link=wrong").status_code == 403
    assert "Make the account" in browser.get(f"/account/set-up?link={link}").text
    sent = {"link": link, "name": "Ada Lovell", "email": "ada@example.org", "password": "short"}
    again = browser.post("/account/set-up", data=sent)
    assert again.status_code == 422
    assert 'role="alert">Choose a password of at least 12' in again.text
    assert 'value="Ada Lovell"' in again.text and "short" not in again.text.split("Choose a password")[0]
    assert browser.post("/account/set-up", data=sent | {"password": PASSWORD}).headers["location"] == "/"
    assert browser.get("/", headers=PAGE).status_code == 200
    assert browser.get(f"/account/set-up?link={link}").status_code == 403


def test_an_invitation_leads_somebody_new_straight_in(client: Client, sqlite_store: Store) -> None:
    administrator = factories.actor(sqlite_store, Role.ADMINISTRATOR)
    link = members.invite(sqlite_store, administrator, "bea@example.org", Role.CODER)
    browser = client()
    shown = browser.get(f"/account/invitation?link={link}").text
    assert "Reads and codes sources" in shown and "bea@example.org" in shown
    answer = browser.post("/account/invitation", data={"link": link, "name": "Bea Ott", "password": PASSWORD})
    assert answer.headers["location"] == "/"
    who = signed_in(sqlite_store, browser.cookies[COOKIE])
    assert who and who.current and who.current.id == administrator.evaluation_id
    assert browser.get(f"/account/invitation?link={link}").status_code == 403


def test_an_invitation_for_an_account_asks_for_its_password(client: Client, sqlite_store: Store) -> None:
    account = _with_password(sqlite_store)
    administrator = factories.actor(sqlite_store, Role.ADMINISTRATOR)
    link = members.invite(sqlite_store, administrator, "ada@example.org", Role.CODER)
    thief = client()
    assert 'autocomplete="current-password"' in thief.get(f"/account/invitation?link={link}").text
    assert thief.post("/account/invitation", data={"link": link, "password": "not the password"}).status_code == 422
    other = client(factories.account(sqlite_store))
    assert other.post("/account/invitation", data={"link": link, "password": ""}).status_code == 422
    herself = client(account)
    assert "password" not in herself.get(f"/account/invitation?link={link}").text
    assert herself.post("/account/invitation", data={"link": link}).headers["location"] == "/"


def test_a_changed_password_keeps_this_browser_in_and_ends_the_others(client: Client, sqlite_store: Store) -> None:
    account = _with_password(sqlite_store)
    here, there = client(account), client(account)
    sent = {"old": "wrong", "new": "the sea is calm tonight"}
    assert "not your present password" in here.post("/account/password", data=sent).text
    assert here.post("/account/password", data=sent | {"old": PASSWORD}).status_code == 303
    assert here.get("/version?evaluation=1").status_code == 403
    assert there.get("/version?evaluation=1").status_code == 401


# --- texts and comments ---

SPOKEN = "Interviewer: And then?\nP07: Nobody had the time 👍🏽 for it.\n"
LATER = SPOKEN.index("P07")


def _interview(store: Store) -> tuple[Any, int]:
    by = factories.account(store)
    beginning = Beginning(framework=factories.FRAMEWORK, participants=(NewParticipant("P07", RoleGroup.CONSULTANT),))
    evaluation = factories.evaluation(store, by=by, beginning=beginning)
    me = factories.actor(store, evaluation_id=evaluation.id, account_id=by)
    turns = (SpokenTurn(0, LATER, "Interviewer", None, True), SpokenTurn(LATER, len(SPOKEN), "P07", 1))
    return me, factories.source(store, me, text=SPOKEN, kind=SourceKind.INTERVIEW, turns=turns)


def test_a_text_comes_with_its_turns_and_is_kept_by_the_browser_alone(client: Client, sqlite_store: Store) -> None:
    me, source = _interview(sqlite_store)
    answer = client(me.account_id).get(f"/evaluations/{me.evaluation_id}/sources/{source}/text/1")
    with sqlite_store.read() as session:
        assert [(look.verb, look.by) for look in session.exec(select(Look)).all()] == [("open text", me.account_id)]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "text": SPOKEN,
        "turns": [
            {
                "start": 0,
                "end": LATER,
                "speaker": "Interviewer",
                "role_group": None,
                "is_interviewer": True,
                "participant": None,
            },
            {
                "start": LATER,
                "end": len(SPOKEN),
                "speaker": "P07",
                "role_group": "consultant",
                "is_interviewer": False,
                "participant": "P07",
            },
        ],
    }


@pytest.mark.parametrize(
    "tail", ["sources/1/text/2", "sources/9/text/1", f"sources/{10**20}/text/1", "codings/9/comment"]
)
def test_what_is_not_there_is_not_found(client: Client, sqlite_store: Store, tail: str) -> None:
    me, _ = _interview(sqlite_store)
    answer = client(me.account_id).get(f"/evaluations/{me.evaluation_id}/{tail}")
    assert answer.status_code == 404
    assert answer.json()["message"].startswith("There is no")


def test_a_purged_text_is_gone(client: Client, sqlite_store: Store) -> None:
    me, source = _interview(sqlite_store)
    with sqlite_store.write() as session:
        session.exec(update(TextVersion).values(text="", purged_in=5))
    answer = client(me.account_id).get(f"/evaluations/{me.evaluation_id}/sources/{source}/text/1")
    assert answer.status_code == 404


READS = {Role.RESEARCHER: 200, Role.CODER: 200}


@pytest.mark.parametrize("role", [*Role, None])
def test_texts_and_comments_are_for_who_reads_sources(client: Client, sqlite_store: Store, role: Role | None) -> None:
    me, source = _interview(sqlite_store)
    coding = factories.coding(sqlite_store, me, source=source, quote="the time 👍🏽", text=SPOKEN, comment="again")
    other = factories.account(sqlite_store)
    if role:
        factories.actor(sqlite_store, role, evaluation_id=me.evaluation_id, account_id=other)
    browser = client(other)
    for tail in (f"sources/{source}/text/1", f"codings/{coding}/comment"):
        answer = browser.get(f"/evaluations/{me.evaluation_id}/{tail}")
        assert answer.status_code == (READS.get(role, 403) if role else 403)
        if answer.status_code == 403:
            assert "time" not in answer.text and "again" not in answer.text


@pytest.mark.parametrize("role", Role)
def test_the_points_that_wait_are_for_who_notes_points(client: Client, sqlite_store: Store, role: Role) -> None:
    me, source = _interview(sqlite_store)
    for text in ("One page?", "Who reads it?"):
        note_point(sqlite_store, me, NewPoint(text), source=source)
    raise_point(sqlite_store, me, 1, date.today())
    close_point(sqlite_store, me, 1, "One page.", date.today())
    other = factories.actor(sqlite_store, role, evaluation_id=me.evaluation_id)
    answer = client(other.account_id).get(f"/evaluations/{me.evaluation_id}/points")
    if other.may(Action.NOTE_POINTS):
        assert [point["text"] for point in answer.json()["points"]] == ["Who reads it?"]
        assert answer.headers["cache-control"] == "no-store"
    else:
        assert answer.status_code == 403
        assert "reads" not in answer.text


def test_a_programme_team_member_reads_her_own_note_and_its_comments(client: Client, sqlite_store: Store) -> None:
    researcher = factories.actor(sqlite_store)
    author = factories.actor(sqlite_store, Role.PROGRAMME_TEAM, evaluation_id=researcher.evaluation_id)
    # Only field notes can be hers: the source is handed to her as one that she leads.
    source = factories.source(sqlite_store, researcher)
    change_lead(sqlite_store, researcher, source, author.account_id)
    coding = factories.coding(sqlite_store, author, source=source, comment="as last week")
    browser, base = client(author.account_id), f"/evaluations/{author.evaluation_id}"
    assert browser.get(f"{base}/sources/{source}/text/1").json()["text"] == factories.TEXT
    assert browser.get(f"{base}/codings/{coding}/comment").json() == {"comment": "as last week"}


def test_a_blind_coding_says_nothing_to_others_until_it_counts(client: Client, sqlite_store: Store) -> None:
    lead = factories.actor(sqlite_store)
    source = factories.source(sqlite_store, lead)
    second = factories.actor(sqlite_store, Role.CODER, evaluation_id=lead.evaluation_id)
    coding = factories.coding(sqlite_store, second, source=source, comment="not sure", blind=True)
    address = f"/evaluations/{lead.evaluation_id}/codings/{coding}/comment"
    assert client(second.account_id).get(address).json() == {"comment": "not sure"}
    assert client(lead.account_id).get(address).status_code == 403
    accept(sqlite_store, lead, coding, reconciliation=True)
    assert client(lead.account_id).get(address).json() == {"comment": "not sure"}


# --- drafts ---


def _sent(seq: int, base: int, *, client: str = "phone", text: str = "two days", **more: object) -> dict[str, object]:
    return {"client": client, "seq": seq, "base": base, "body": {"text": text}, **more}


@pytest.fixture
def draft(client: Client, sqlite_store: Store) -> tuple[httpx.Client, str]:
    me = factories.actor(sqlite_store)
    return client(me.account_id), f"/evaluations/{me.evaluation_id}/drafts/field-note-1"


def test_a_draft_is_kept_read_and_dropped(draft: tuple[httpx.Client, str]) -> None:
    browser, address = draft
    assert browser.get(address).status_code == 404
    kept = browser.put(
        address, json=_sent(1, 0, text="a lone \ud800 and a \u0000 half".encode("utf-8", "replace").decode())
    )
    assert (kept.status_code, kept.json()["rev"], kept.json()["seq"]) == (200, 1, 1)
    assert browser.put(address, json=_sent(2, 1, text="more")).json()["rev"] == 2
    found = browser.get(address).json()
    assert {name: found[name] for name in ("rev", "client", "seq", "body")} == {
        "rev": 2,
        "client": "phone",
        "seq": 2,
        "body": {"text": "more"},
    }
    assert browser.delete(address).status_code == 204
    assert browser.get(address).status_code == 404
    assert browser.delete(address).status_code == 204


def test_what_comes_late_or_twice_changes_nothing(draft: tuple[httpx.Client, str]) -> None:
    browser, address = draft
    browser.put(address, json=_sent(5, 0, text="newest"))
    for seq in (5, 4):
        late = browser.put(address, json=_sent(seq, 0, text="older"))
        assert (late.status_code, late.json()["rev"], late.json()["seq"]) == (200, 1, 5)
    assert browser.get(address).json()["body"] == {"text": "newest"}


def test_a_second_device_is_shown_what_the_first_wrote(draft: tuple[httpx.Client, str]) -> None:
    browser, address = draft
    browser.put(address, json=_sent(1, 0))
    taken_up = browser.put(address, json=_sent(1, 1, client="laptop", text="from the laptop"))
    assert (taken_up.status_code, taken_up.json()["rev"]) == (200, 2)
    conflict = browser.put(address, json=_sent(2, 1, text="from the phone"))
    assert conflict.status_code == 409
    assert set(conflict.json()) == {"rev", "client", "saved_at", "body"}
    assert (conflict.json()["rev"], conflict.json()["body"]) == (2, {"text": "from the laptop"})
    settled = browser.put(address, json=_sent(3, 2, text="both"))
    assert (settled.status_code, settled.json()["rev"]) == (200, 3)


def test_a_draft_that_was_dropped_elsewhere_begins_anew(draft: tuple[httpx.Client, str]) -> None:
    browser, address = draft
    browser.put(address, json=_sent(1, 0))
    browser.delete(address)
    assert browser.put(address, json=_sent(2, 1, text="still here")).status_code == 200
    assert browser.get(address).json()["body"] == {"text": "still here"}


def test_a_draft_is_its_authors_alone(client: Client, sqlite_store: Store, draft: tuple[httpx.Client, str]) -> None:
    browser, address = draft
    browser.put(address, json=_sent(1, 0))
    evaluation_id = int(address.split("/")[2])
    colleague = factories.actor(sqlite_store, evaluation_id=evaluation_id)
    assert client(colleague.account_id).get(address).status_code == 404
    for role in (Role.COMMITTEE, Role.TRUST_MEMBER, Role.ADMINISTRATOR):
        other = factories.actor(sqlite_store, role, evaluation_id=evaluation_id)
        assert client(other.account_id).put(address, json=_sent(1, 0)).status_code == 403


def test_a_page_left_open_by_somebody_else_writes_into_nobodys_draft(
    client: Client, sqlite_store: Store, draft: tuple[httpx.Client, str]
) -> None:
    _, address = draft
    colleague = factories.actor(sqlite_store, evaluation_id=int(address.split("/")[2]))
    browser = client(colleague.account_id)
    assert browser.put(address, json=_sent(1, 0, account=colleague.account_id + 1)).status_code == 401
    assert browser.put(address, json=_sent(1, 0, account=colleague.account_id)).status_code == 200


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        pytest.param(json.dumps(_sent(1, 0)), "text/plain", 415, id="not said to be JSON"),
        pytest.param("{", "application/json", 400, id="no JSON"),
        pytest.param("[" * 100_000, "application/json", 400, id="too deep"),
        pytest.param("[]", "application/json", 400, id="no object"),
        pytest.param("{}", "application/json", 400, id="nothing in it"),
        pytest.param(json.dumps(_sent(-1, 0)), "application/json", 400, id="negative"),
        pytest.param(json.dumps(_sent(2**40, 0)), "application/json", 400, id="too large a number"),
        pytest.param(json.dumps(_sent(1, 0, text="x" * 1024 * 1024)), "application/json", 413, id="too large"),
    ],
)
def test_what_is_no_draft_is_refused(draft: tuple[httpx.Client, str], content: str, kind: str, status: int) -> None:
    browser, address = draft
    answer = browser.put(address, content=content, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert browser.get(address).status_code == 404


def test_a_drafts_name_is_plain(draft: tuple[httpx.Client, str]) -> None:
    browser, address = draft
    assert browser.put(address.replace("field-note-1", "Field_Note"), json=_sent(1, 0)).status_code == 422


def test_a_wrong_set_up_link_says_how_a_new_one_comes(client: Client) -> None:
    answer = client().get("/account/set-up?link=wrong")
    assert answer.status_code == 403
    assert "Start the server again: each start prints a new link." in answer.text
