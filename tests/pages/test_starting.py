"""Starting the server: a way in is printed, once; and what cannot be opened is said in a sentence."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from db.store import Store
from evalcore.demo.load import load, researcher
from evalcore.manage.sign_in import signed_in
from pages.ui.session import COOKIE
from tests import factories
from tests.serving import ROOT, Server, free_port


def _started(url: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(free_port())]
    env = Server(Store("sqlite://")).env | {"EVAL_DATABASE_URL": url}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)


def _newer(folder: Path, template: Path) -> str:
    path = folder / "newer.db"
    path.write_bytes(template.read_bytes())
    store = Store(f"sqlite:///{path.as_posix()}")
    with store.write() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.engine.dispose()
    return str(store.url)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        pytest.param("postgresql+psycopg://me:secret@127.0.0.1:1/x", "The store cannot be reached", id="no server"),
        pytest.param("nonsense", "The database address cannot be read", id="no address"),
        pytest.param(None, "The store was written by a newer version", id="newer"),
    ],
)
def test_a_store_that_cannot_be_opened_ends_the_start_with_a_sentence(
    address: str | None, sentence: str, tmp_path: Path, sqlite_template: Path
) -> None:
    done = _started(address or _newer(tmp_path, sqlite_template))
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr and "secret" not in done.stderr


def test_the_way_in_is_printed_until_somebody_can_sign_in(sqlite_store: Store, serve: Callable[..., Server]) -> None:
    factories.account(sqlite_store, name="Somebody of the demo")
    first = serve(sqlite_store)
    assert first.stop().count("/account/set-up?link=") == 1
    factories.account(sqlite_store, password="somebody can sign in")
    assert "/account/set-up?link=" not in first.start().stop().split("/account/set-up?link=")[1]


def _demo_link(server: Server) -> str | None:
    return next((word for word in server.log.read_text().split() if "/account/demo?link=" in word), None)


def test_the_demo_prints_a_link_that_signs_its_researcher_in_once(
    serve: Callable[..., Server], sqlite_store: Store
) -> None:
    load(sqlite_store)
    link = _demo_link(serve(sqlite_store, EVAL_DEMO_SIGNED_IN="1"))
    assert link
    first, second = (httpx.get(link, trust_env=False) for _ in range(2))
    who = signed_in(sqlite_store, first.cookies[COOKIE])
    assert who and who.account_id == researcher(sqlite_store)
    assert who.current and who.current.slug == "demo"
    assert COOKIE not in second.cookies


def test_nobody_is_signed_in_without_asking_on_a_store_that_is_kept(
    serve: Callable[..., Server], sqlite_store: Store, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    kept = serve(sqlite_store, EVAL_DEMO_SIGNED_IN="1", TMPDIR=str(elsewhere))
    assert _demo_link(kept) is None
    reachable = serve(sqlite_store, EVAL_DEMO_SIGNED_IN="1", STREAMLIT_SERVER_ADDRESS="0.0.0.0")
    assert _demo_link(reachable) is None
