"""What the tests of the note editor share: one server for a module, a new evaluation for a test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from db.store import Store
from tests.pages.note_editor.driver import Evaluation, People
from tests.serving import Server


@pytest.fixture(scope="module")
def note_server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = tmp_path_factory.mktemp("notes") / "evaluation.db"
    shutil.copyfile(sqlite_template, path)
    server = Server(Store(f"sqlite:///{path.as_posix()}")).start()
    yield server
    server.stop()
    server.store.engine.dispose()


@pytest.fixture
def evaluation(note_server: Server) -> Evaluation:
    return Evaluation(note_server)


@pytest.fixture
def person(browser: Browser, evaluation: Evaluation) -> Iterator[People]:
    people = People(browser, evaluation)
    yield people
    people.leave()
