"""What every request passes: who may come in, from where, and what a browser is told to allow.

Pure ASGI, outside Streamlit's own middleware, so that its pages, files and WebSocket stand behind the same gate.
"""

import json
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from evalcore.manage.sign_in import signed_in
from pages.ui.session import COOKIE, store

# What a signed-out browser needs to show a page at all, none of it data.
OPEN_FOLDERS = ("/account/", "/static/", "/app/static/", "/component-assets/")
OPEN = frozenset({"/healthz", "/favicon.png", "/manifest.json", "/_stcore/health", "/_stcore/host-config"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

# Streamlit writes scripts and styles into the page and starts workers and components from blobs.
APP_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; worker-src 'self' blob:; "
    "connect-src 'self' blob: data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": APP_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With no-referrer a browser would send a form's Origin as null, and the form would be refused.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HOST_CONFIG = "/_stcore/host-config"


class Gate:
    """Lets signed-in people through; a page becomes a way to the sign-in, anything else a 401."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        if not is_from_here(scope):
            refusal: Response | None = JSONResponse({"message": "This request came from another site."}, 403)
        elif is_open(scope) or await run_in_threadpool(holds_a_session, connection):
            refusal = None
        else:
            refusal = (
                _way_in(connection) if wants_page(scope) else JSONResponse({"message": "You are signed out."}, 401)
            )
        if refusal is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refusal(scope, receive, send)


class Dress:
    """Gives every answer the headers above where it has none of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, dressed)


class CalmConnection:
    """Tells Streamlit to leave its connection dialog out: it takes the focus, and what is typed meanwhile is lost."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != HOST_CONFIG:
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        started: list[Message] = []
        body = b""

        async def kept(message: Message) -> None:
            nonlocal body
            if message["type"] == "http.response.start":
                started.append(message)
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                await _send_calm(started[0], body, send)

        await self.app({**scope, "headers": plain}, receive, kept)


async def _send_calm(start: Message, body: bytes, send: Send) -> None:
    if start["status"] == 200 and body:
        body = json.dumps(json.loads(body) | {"blockErrorDialogs": True}).encode()
        MutableHeaders(scope=start)["Content-Length"] = str(len(body))
    await send(start)
    await send({"type": "http.response.body", "body": body})


def is_open(scope: Scope) -> bool:
    path: str = scope["path"]
    return scope["type"] == "http" and (path in OPEN or path.startswith(OPEN_FOLDERS))


def is_from_here(scope: Scope) -> bool:
    """Whether what changes something was sent by a page of ours. Browsers say so themselves; a page cannot forge it."""
    headers = Headers(scope=scope)
    if scope["type"] == "websocket":
        # A browser always names the origin here; without one it is a program, which has no victim's cookie.
        return "origin" not in headers or urlsplit(headers["origin"]).netloc == headers.get("host")
    if scope["method"] in SAFE_METHODS:
        return True
    return urlsplit(headers.get("origin", "")).netloc == headers.get("host")


def wants_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in SAFE_METHODS:
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


def holds_a_session(connection: HTTPConnection) -> bool:
    return signed_in(store(), connection.cookies.get(COOKIE), active=False) is not None


def _way_in(connection: HTTPConnection) -> Response:
    url = connection.url
    here = quote(url.path + (f"?{url.query}" if url.query else ""), safe="")
    return RedirectResponse(f"/account/sign-in?next={here}", 303, headers={"Cache-Control": "no-store"})
