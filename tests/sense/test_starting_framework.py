"""The framework that an evaluation starts from can be planted as it stands."""

import re

from evalcore.sense.starting_framework import STARTING_FRAMEWORK

PATHS = [theme.path for theme in STARTING_FRAMEWORK]


def test_thirteen_themes_stand_at_the_ends_of_the_tree() -> None:
    parents = {path[:-1] for path in PATHS}
    assert len([path for path in PATHS if path not in parents]) == 13
    assert len(set(PATHS)) == len(PATHS)


def test_a_parent_stands_before_what_is_under_it_and_no_name_comes_twice() -> None:
    assert all(path[:-1] in PATHS[:at] for at, path in enumerate(PATHS) if len(path) > 1)
    assert len({theme.name for theme in STARTING_FRAMEWORK}) == len(PATHS)


def test_every_theme_says_what_it_is_and_when_to_use_it_and_when_not() -> None:
    for theme in STARTING_FRAMEWORK:
        assert theme.definition and theme.use_when and theme.not_when, theme.name
        assert re.fullmatch(r"#[0-9a-f]{6}", theme.colour), theme.name
