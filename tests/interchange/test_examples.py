import doctest
from types import ModuleType

import pytest

from evalcore.capture import identifiers, name_words
from evalcore.interchange import bold_names, dates, markdown, note_rows, transcripts

MODULES = [bold_names, dates, markdown, note_rows, transcripts, identifiers, name_words]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__)
def test_the_examples_in_the_docstrings_hold(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted and not result.failed
