"""One thing moves in the demo, at a known date; nothing else does. Counted plainly, from the rules of counting."""

from datetime import date

import pytest
from scipy.stats import fisher_exact

from db.vocabulary import Polarity
from evalcore.demo.script import Script, read_script
from evalcore.demo.sources import LEAD, ScriptSource

LEARNING_SESSION_3 = date(2016, 9, 21)
PLANTED = ("own", Polarity.FACILITATOR)
JUDGED = (Polarity.BARRIER, Polarity.FACILITATOR, Polarity.MIXED)


@pytest.fixture(scope="module")
def script() -> Script:
    return read_script()


def opened(script: Script) -> dict[str, date]:
    """Since when a source must have been read to know about a theme."""
    days = dict.fromkeys(script.starting_themes, date.min)
    for change in script.framework:
        if change.verb == "add" or change.values.get("reread"):
            days[change.theme] = change.on
        if change.values.get("widens"):
            days[change.values["under"]] = change.on
    return days


def counts(script: Script, theme: str, polarity: Polarity) -> tuple[int, int, int, int]:
    """Sources that mention the theme and sources read for it, before the session and from it on."""
    since = opened(script)[theme]
    also = {theme}
    also |= {c.theme for c in script.framework if c.verb == "merge" and c.values["into"] == theme}
    also |= {c.theme for c in script.framework if c.verb == "add" and c.values["under"] == theme}

    def mentioned(source: ScriptSource) -> bool:
        return any(
            coding.theme in also and coding.polarity is polarity and (coding.coder == LEAD or coding.accepted_on)
            for coding in source.codings
        )

    read = [source for source in script.sources if any(day >= since for day in source.readings)]
    before = [mentioned(source) for source in read if source.held_on < LEARNING_SESSION_3]
    after = [mentioned(source) for source in read if source.held_on >= LEARNING_SESSION_3]
    return sum(before), len(before), sum(after), len(after)


def p_value(before: int, read_before: int, after: int, read_after: int) -> float:
    return float(fisher_exact([[before, read_before - before], [after, read_after - after]]).pvalue)


def test_clinical_ownership_helps_far_more_often_from_the_third_learning_session_on(script: Script) -> None:
    before, read_before, after, read_after = counts(script, *PLANTED)
    assert read_before >= 30 and read_after >= 30
    assert 0.15 <= before / read_before <= 0.30
    assert 0.65 <= after / read_after <= 0.85
    assert p_value(before, read_before, after, read_after) < 0.0001


def test_everything_else_is_quiet(script: Script) -> None:
    merged = {change.theme for change in script.framework if change.verb == "merge"}
    above = {"inherent", "factors", "intra", "inter", "external"}
    themes = set(opened(script)) - merged - above
    assert len(themes) == 14
    for theme in themes:
        for polarity in JUDGED:
            if (theme, polarity) != PLANTED:
                before, read_before, after, read_after = counts(script, theme, polarity)
                assert p_value(before, read_before, after, read_after) > 0.15, (theme, polarity)
                assert abs(before / read_before - after / read_after) < 0.2, (theme, polarity)


def test_quiet_themes_are_spoken_of_on_both_sides(script: Script) -> None:
    """Quiet because it is steady, not because nothing was coded."""
    for theme, polarity in (
        ("prio", Polarity.BARRIER),
        ("learn", Polarity.FACILITATOR),
        ("supp", Polarity.BARRIER),
        ("champ", Polarity.FACILITATOR),
        ("press", Polarity.BARRIER),
        ("data", Polarity.BARRIER),
    ):
        before, _, after, _ = counts(script, theme, polarity)
        assert before >= 10 and after >= 10, theme
