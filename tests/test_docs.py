"""The documents hold: what they point to is there, and every command of the command line is in them."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from evalcore.cli.main import parser

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_file_and_picture_that_a_page_points_to_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)", text) + re.findall(r'(?:src|srcset)="([^"]+)"', text)
    missing = [target for target in targets if ":" not in target and not (page.parent / target).exists()]
    assert missing == []


def test_every_command_and_option_is_documented() -> None:
    text = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert [words for words in _words(parser()) if f"`{words}" not in text and words not in text] == []


def test_every_function_that_the_methods_page_names_is_in_the_file_it_links() -> None:
    text = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    named = re.findall(r"\[`([\w.]+)`\]\(([^)]+\.py)\)", text)
    assert len(named) >= 6
    for name, file in named:
        source = (ROOT / "docs" / file).read_text(encoding="utf-8")
        last = name.split(".")[-1]
        assert re.search(rf"^(def|class) {last}\b", source, re.M | re.I), (name, file)


def _words(commands: argparse.ArgumentParser, before: str = "") -> Iterator[str]:
    """Every command with its words, and every long option."""
    for action in commands._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                inner = f"{before}{name}"
                if any(isinstance(one, argparse._SubParsersAction) for one in below._actions):
                    yield from _words(below, f"{inner} ")
                else:
                    yield inner
                    yield from _words(below)
        else:
            yield from (option for option in action.option_strings if option not in ("-h", "--help", "--json"))
