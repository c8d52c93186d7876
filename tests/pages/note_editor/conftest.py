"""What the tests of the note editor share: one server for a module, a new evaluation for a test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.pages.note_editor.driver import Evaluation, People, Server


@pytest.fixture(scope="module")
def note_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("note-editor"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def evaluation(note_server: Server) -> Iterator[Evaluation]:
    made = Evaluation(note_server)
    yield made
    made.store.engine.dispose()


@pytest.fixture
def person(browser: Browser, evaluation: Evaluation) -> Iterator[People]:
    people = People(browser, evaluation)
    yield people
    people.leave()
