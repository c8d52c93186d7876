"""The app as it is served, in this process, so that each test can point it at its own store."""

import socket
import threading
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
import uvicorn

from db.store import Store
from evalcore.manage.sign_in import begin_sign_in
from pages.ui.session import COOKIE

Client = Callable[..., httpx.Client]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server. Which store it serves, the environment says anew at every request."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVAL_DATABASE_URL", f"sqlite:///{(tmp_path_factory.mktemp('app') / 'app.db').as_posix()}")
        from app import app

        listening = socket.create_server(("127.0.0.1", 0))
        serving = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=serving.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not serving.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.05)
        yield f"http://localhost:{listening.getsockname()[1]}"
        serving.should_exit = True
        thread.join()


@pytest.fixture
def client(server: str, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """Makes browsers, as far as addresses go: `client()` signed out, `client(account_id)` signed in. They name their
    origin, follow no redirect, and look at the test's own store."""
    monkeypatch.setenv("EVAL_DATABASE_URL", str(sqlite_store.url))
    made: list[httpx.Client] = []

    def browser(account_id: int | None = None) -> httpx.Client:
        cookies = {COOKIE: begin_sign_in(sqlite_store, account_id)} if account_id is not None else {}
        made.append(httpx.Client(base_url=server, cookies=cookies, headers={"Origin": server}, trust_env=False))
        return made[-1]

    yield browser
    for one in made:
        one.close()
