"""What happens before the first request: the store made ready, the memory settled, and a way in printed."""

import gc
import importlib
import os
import pkgutil
import secrets
import socket
import sys
import tempfile
import threading
import time
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from streamlit import config

from evalcore.demo.load import load, researcher
from evalcore.errors import EvalError
from evalcore.manage import accounts, installation
from evalcore.manage.sign_in import begin_sign_in
from pages import ui
from pages.routes import forms
from pages.routes.gate import CalmConnection, Dress, Gate
from pages.routes.made_files import MadeFiles
from pages.routes.sign_in import with_cookie
from pages.ui.errors import keep_words_out_of_the_log
from pages.ui.session import store

if TYPE_CHECKING:
    from streamlit.starlette import App

LOOPBACK = ("localhost", "127.0.0.1", "::1")
MARK = Path(__file__).parents[2] / "static" / "mark.svg"
_demo_tokens: list[str] = []


def middleware() -> list[Middleware]:
    """What stands before Streamlit, outermost first."""
    return [
        Middleware(Dress),
        Middleware(TrustedHostMiddleware, allowed_hosts=allowed_hosts(), www_redirect=False),
        Middleware(Gate),
        Middleware(MadeFiles),
        Middleware(CalmConnection),
    ]


def allowed_hosts() -> list[str]:
    """The names this server goes by. Another name is another site that points here: it gets nothing."""
    named = [str(host) for host in config.get_option("server.allowedHosts") or ()]
    address = config.get_option("server.address")
    return [*LOOPBACK, "[::1]", *named, *([address] if address not in (None, "", "0.0.0.0", "::", *LOOPBACK) else [])]


def make_ready() -> None:
    """Open the store, or leave with a sentence; and let what Streamlit signs hold through a restart, with a secret that
    no repository holds."""
    try:
        installation.open_store(installation.store_url())
    except EvalError as error:
        sys.exit(error.message)
    if not config.is_manually_set("server.cookieSecret"):
        config.set_option("server.cookieSecret", installation.kept_secret(store()), "the installation's own secret")


@asynccontextmanager
async def lifespan(_: "App") -> AsyncIterator[None]:
    keep_words_out_of_the_log()
    # An uploaded file holds names: it stays in memory, where a megabyte would otherwise go to a temporary file.
    MultiPartParser.spool_max_size = config.get_option("server.maxUploadSize") * 2**20
    address = way_in()
    # After the first questions to the store: what they made ready is set apart as well.
    settle_memory()
    if address:
        print(f"\n  {address}\n", flush=True)
        threading.Thread(target=open_on_desktop, args=(address.split()[-1],), daemon=True).start()
    yield


def settle_memory() -> None:
    """Load what pages need and set it apart: Streamlit collects garbage after each run, and walking through pandas,
    plotly and our own modules each time takes 80 ms of everybody's time."""
    import plotly.graph_objects as go

    for heavy in ("pandas", "pyarrow", *(module.name for module in pkgutil.walk_packages(ui.__path__, "pages.ui."))):
        importlib.import_module(heavy)
    go.Figure(go.Bar(x=[1], y=[1])).to_dict()
    gc.collect()
    gc.freeze()


def way_in() -> str | None:
    """What to tell whoever started the server: the set-up link of a new installation, or the way into the demo."""
    server = f"http://{config.get_option('server.address') or 'localhost'}:{config.get_option('server.port')}"
    if is_demo():
        load(store())
        _demo_tokens.append(secrets.token_urlsafe(32))
        return f"The demo evaluation, signed in as its researcher: {server}/account/demo?link={_demo_tokens[-1]}"
    if link := accounts.set_up_link(store()):
        return f"Nobody has an account here yet. Make the first one: {server}/account/set-up?link={link}"
    return None


def is_demo() -> bool:
    """Whether this is a throw-away demo: asked for, for this machine only, and its store among temporary files."""
    path = store().path
    return (
        os.environ.get("EVAL_DEMO_SIGNED_IN") == "1"
        and config.get_option("server.address") in LOOPBACK
        and path is not None
        and path.resolve().is_relative_to(Path(tempfile.gettempdir()).resolve())
    )


def demo(request: Request) -> Response:
    """Sign the demo's researcher in, once; what somebody else finds in her history leads to the sign-in."""
    link = request.query_params.get("link", "")
    if link not in _demo_tokens:
        return forms.go("/")
    _demo_tokens.remove(link)
    return with_cookie(forms.go("/"), request, begin_sign_in(store(), researcher(store())))


def mark(_: Request) -> Response:
    return FileResponse(MARK, media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})


def open_on_desktop(address: str) -> None:
    """Open the way in for who sits at this machine, as soon as the server answers."""
    has_desktop = sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not has_desktop or config.get_option("server.address") not in LOOPBACK:
        return
    for _ in range(60):
        try:
            with socket.create_connection((config.get_option("server.address"), config.get_option("server.port")), 1):
                webbrowser.open(address)
                return
        except OSError:
            time.sleep(0.5)


routes = [Route("/account/demo", demo, methods=["GET"]), Route("/favicon.png", mark, methods=["GET"])]
