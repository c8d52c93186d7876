"""The look: what the theme promises about colour, and that its files are there. Contrast as WCAG 2.2 defines it."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
PAIR = re.compile(r"--([\w-]+):\s*light-dark\((#\w{6}), (#\w{6})\)")
PAIRS = {name: pair for name, *pair in PAIR.findall((ROOT / "pages" / "ui" / "app.css").read_text(encoding="utf-8"))}
THEMES = {"light": 0, "dark": 1}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["page", "surface", "secondary"])
@pytest.mark.parametrize("text", ["ink", "muted", "barrier", "facilitator", "mixed"])
def test_text_can_be_read_on_every_ground(theme: str, ground: str, text: str) -> None:
    at = THEMES[theme]
    assert contrast(PAIRS[text][at], PAIRS[ground][at]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("polarity", ["barrier", "facilitator", "mixed", "descriptive"])
def test_a_tagged_passage_can_be_read_on_its_fill(theme: str, polarity: str) -> None:
    at = THEMES[theme]
    assert contrast(PAIRS["ink"][at], PAIRS[f"{polarity}-fill"][at]) >= 7


@pytest.mark.parametrize("theme", THEMES)
def test_white_words_can_be_read_on_a_primary_button(theme: str) -> None:
    assert contrast("#FFFFFF", PAIRS["primary"][THEMES[theme]]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_an_edge_that_must_be_seen_is_seen(theme: str) -> None:
    at = THEMES[theme]
    assert min(contrast(PAIRS["edge"][at], PAIRS[ground][at]) for ground in ("page", "surface")) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_streamlit_and_the_components_wear_the_same_colours(theme: str) -> None:
    options = {
        "page": "backgroundColor",
        "secondary": "secondaryBackgroundColor",
        "ink": "textColor",
        "line": "borderColor",
        "primary": "primaryColor",
        "barrier": "orangeColor",
        "mixed": "violetColor",
    }
    worn = {name: CONFIG["theme"][theme][option] for name, option in options.items()}
    assert worn == {name: PAIRS[name][THEMES[theme]] for name in options}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scale", ["chartCategoricalColors", "chartSequentialColors", "chartDivergingColors"])
def test_a_chart_scale_has_ten_colours_or_would_be_dropped(theme: str, scale: str) -> None:
    assert len(set(CONFIG["theme"][theme][scale])) == 10


@pytest.mark.parametrize("theme", THEMES)
def test_a_line_of_a_chart_is_seen_on_the_page(theme: str) -> None:
    page = PAIRS["page"][THEMES[theme]]
    assert min(contrast(colour, page) for colour in CONFIG["theme"][theme]["chartCategoricalColors"]) >= 3


def test_every_font_the_theme_names_ships_with_the_app() -> None:
    faces = [ROOT / face["url"].removeprefix("app/") for face in CONFIG["theme"]["fontFaces"]]
    assert sorted(faces) == sorted((ROOT / "static" / "fonts").glob("*.woff2"))
    assert all(face.read_bytes()[:4] == b"wOF2" for face in faces)
