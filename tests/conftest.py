"""What every test may ask for: a store of either kind, and a real browser.

PostgreSQL is used where EVAL_TEST_POSTGRES_URL names a server on which databases can be made. With
EVAL_TEST_REQUIRE=browser,postgres a test of that kind that would be skipped fails instead.
"""

import os
import shutil
import uuid
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright
from sqlalchemy import URL, create_engine, make_url

from db.store import Store
from tests.serving import Server

REQUIRED = frozenset(filter(None, os.environ.get("EVAL_TEST_REQUIRE", "").split(",")))


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever drives a browser is marked so: `tasks.py test` runs those one after another."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    required = sorted(REQUIRED & {mark.name for mark in item.iter_markers()})
    if report.skipped and required and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"EVAL_TEST_REQUIRE names {', '.join(required)}, but the test was skipped: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy: migrating anew for each test would take longer than the test."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    store = Store(f"sqlite:///{path.as_posix()}")
    store.migrate()
    store.engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[URL]:
    """A migrated PostgreSQL database to copy; it goes when the tests are done."""
    server = os.environ.get("EVAL_TEST_POSTGRES_URL")
    if not server:
        pytest.skip("EVAL_TEST_POSTGRES_URL names no PostgreSQL server")
    url = make_url(server).set(database=f"eval_test_{uuid.uuid4().hex}")
    _on_server(url, f'CREATE DATABASE "{url.database}"')
    store = Store(url.render_as_string(hide_password=False))
    try:
        store.migrate()
        store.engine.dispose()
        yield url
    finally:
        store.engine.dispose()
        _on_server(url, f'DROP DATABASE "{url.database}" WITH (FORCE)')


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    """A new, empty store in SQLite: for tests of what does not depend on the database."""
    path = tmp_path / "evaluation.db"
    shutil.copyfile(sqlite_template, path)
    store = Store(f"sqlite:///{path.as_posix()}")
    yield store
    store.engine.dispose()


@pytest.fixture
def postgres_store(postgres_template: URL) -> Iterator[Store]:
    url = postgres_template.set(database=f"eval_test_{uuid.uuid4().hex}")
    _on_server(url, f'CREATE DATABASE "{url.database}" TEMPLATE "{postgres_template.database}"')
    store = Store(url.render_as_string(hide_password=False))
    yield store
    store.engine.dispose()
    _on_server(url, f'DROP DATABASE "{url.database}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest) -> Store:
    """A new, empty store: the test runs once on SQLite and once on PostgreSQL."""
    made = request.getfixturevalue(f"{request.param}_store")
    assert isinstance(made, Store)
    return made


def launch(playwright: Playwright) -> Browser:
    """Chromium: the one EVAL_TEST_CHROMIUM names, the system's, or Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("EVAL_TEST_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    quiet = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--no-first-run", *quiet])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium for the whole session. Mark the test `browser`."""
    with sync_playwright() as playwright:
        try:
            chromium = launch(playwright)
        except Error as error:
            pytest.skip(f"There is no Chromium to drive: {error.message.splitlines()[0]}")
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab of a fresh browser profile, 1440 x 900."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Starts servers: `serve(store)`; they stop with the test."""
    servers: list[Server] = []

    def start(store: Store, **env: str) -> Server:
        servers.append(Server(store, **env))
        return servers[-1].start()

    yield start
    for server in servers:
        server.stop()
        server.log.unlink()


def _on_server(url: URL, statement: str) -> None:
    """Run a statement that concerns the database of `url`, from the server's own database."""
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
