"""What the journeys share: a server a module, so that a test begins where its story does."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from db.store import Store
from evalcore.demo.load import load
from tests.serving import Server


@pytest.fixture(scope="module")
def product(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The product over a store with nobody in it; each journey opens its own evaluation there."""
    yield from _running(sqlite_template, tmp_path_factory)


@pytest.fixture(scope="session")
def demo_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the demo evaluation, to copy: loading it takes some seconds."""
    path = tmp_path_factory.mktemp("demo-template") / "demo.db"
    shutil.copyfile(sqlite_template, path)
    store = Store(f"sqlite:///{path.as_posix()}")
    load(store)
    store.engine.dispose()
    return path


@pytest.fixture(scope="module")
def demo(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The product over a store with the demo evaluation."""
    yield from _running(demo_template, tmp_path_factory)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a touch screen of 390 x 844, in the UK."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        locale="en-GB",
        timezone_id="Europe/London",
    )
    yield context.new_page()
    context.close()


def _running(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = tmp_path_factory.mktemp("journey") / "evaluation.db"
    shutil.copyfile(template, path)
    store = Store(f"sqlite:///{path.as_posix()}")
    server = Server(store).start()
    yield server
    server.stop()
    server.log.unlink()
    store.engine.dispose()
