"""What goes wrong is told to the person, and to the log without what people said."""

import logging
import tomllib

import pytest

from evalcore.errors import Invalid
from pages.ui.errors import keep_words_out_of_the_log
from tests.serving import ROOT

SAID = "the matron cried when the return came back"


def _logged(error: Exception, caplog: pytest.LogCaptureFixture, name: str) -> str:
    keep_words_out_of_the_log()
    with caplog.at_level(logging.ERROR):
        try:
            try:
                raise ValueError(SAID)
            except ValueError:
                raise error  # noqa: B904 - as when something else goes wrong on the way out
        except type(error) as raised:
            logging.getLogger(name).error("Uncaught app execution", exc_info=raised)
    return caplog.text


@pytest.mark.parametrize("name", ["streamlit.error_util", "uvicorn.error"])
def test_an_unexpected_error_is_logged_by_kind_and_place_without_its_words(
    caplog: pytest.LogCaptureFixture, name: str
) -> None:
    logged = _logged(RuntimeError(SAID), caplog, name)
    assert "RuntimeError" in logged and "ValueError" in logged and "test_errors.py" in logged
    assert "matron" not in logged


def test_what_a_person_was_told_she_cannot_do_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert _logged(Invalid(SAID), caplog, "streamlit.error_util") == ""


def test_streamlit_prints_no_error_past_the_log() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["logger"]["enableRich"] is False
    assert config["client"]["showErrorDetails"] == "none"
