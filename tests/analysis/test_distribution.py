"""The rules of counting, on the small evaluation that was counted by hand."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from db.vocabulary import AskedPolarity, GroupBy, Per, RoleGroup, Setting, SourceKind, Unit
from evalcore.analysis.distribution import COLUMNS, distribution
from evalcore.analysis.evidence import cell_codings
from evalcore.analysis.question import Filters, Question
from evalcore.analysis.snapshot import Snapshot, as_at
from tests.analysis.fold import Fold, load

VECTORS = load("distribution")
FOLD = Fold(VECTORS)
CORPUS = FOLD.corpus()
# Disclosure control is not a matter of counting.
ASKED = [asked for asked in VECTORS["questions"] if not asked.get("audience")]
SNAPSHOTS: dict[int | None, Snapshot] = {}


def snapshot(change_no: int | None) -> Snapshot:
    return SNAPSHOTS.setdefault(change_no, as_at(CORPUS, change_no))


def plain(rows: pd.DataFrame) -> dict[tuple[str | None, str | None], dict[str, Any]]:
    """Rows by group and period, with None for NA."""
    records: Any = rows.astype(object).where(rows.notna(), None).to_dict("records")
    assert len({(row["group"], row["period"]) for row in records}) == len(records)
    return {(row["group"], row["period"]): row for row in records}


def expected(asked: dict[str, Any]) -> dict[tuple[str | None, str | None], dict[str, Any]]:
    framework = snapshot(asked["as_at"]).framework
    rows = {}
    for row in asked["rows"]:
        group = row["group"]
        if asked["by"] == "theme":
            group = framework.paths[framework.named[FOLD.themes[group]]]
        rows[group, row["period"]] = row | {"group": group}
    return rows


@pytest.mark.parametrize("asked", ASKED, ids=[asked["id"] for asked in ASKED])
def test_a_question_gets_the_answer_counted_by_hand(asked: dict[str, Any]) -> None:
    answer = distribution(snapshot(asked["as_at"]), FOLD.question(asked))
    found, wanted = plain(answer.rows), expected(asked)
    assert answer.left_out == asked.get("left_out", 0)
    assert set(found) == set(wanted)
    for key, row in wanted.items():
        for column, value in row.items():
            shown = found[key][column]
            assert shown == (pytest.approx(value, abs=1e-4) if isinstance(value, float) else value), (key, column)


@pytest.mark.parametrize("asked", ASKED, ids=[asked["id"] for asked in ASKED])
def test_every_mark_opens_as_much_evidence_as_it_counts(asked: dict[str, Any]) -> None:
    question, known = FOLD.question(asked), snapshot(asked["as_at"])
    for row in plain(distribution(known, question).rows).values():
        codings = cell_codings(known, question, row["group"], row["period"], AskedPolarity(row["polarity"]))
        assert len(codings.counted) == (row["codings"] or 0)
        assert len(codings.in_progress) == row["in_progress"]


def test_every_polarity_is_answered_at_once_and_in_the_order_asked() -> None:
    rows = distribution(snapshot(None), Question(theme=FOLD.themes["Time"])).rows
    assert list(rows["polarity"]) == ["barrier", "facilitator", "mixed", "none"]
    assert list(rows["codings"]) == [5, 2, 2, 0]
    assert set(rows["both"]) == {1}


def test_both_counts_the_sources_read_that_have_a_barrier_and_a_facilitator() -> None:
    whole = Question(theme=FOLD.themes["Engagement"], polarities=(AskedPolarity.NONE,))
    assert distribution(snapshot(57), whole).rows["both"].item() == 1
    assert distribution(snapshot(58), whole).rows["both"].item() == 0
    assert distribution(snapshot(79), whole).rows["both"].isna().all()


def test_themes_come_in_the_order_of_the_tree_with_parts_where_the_split_theme_was() -> None:
    rows = distribution(snapshot(98), Question(by=GroupBy.THEME, polarities=(AskedPolarity.ANY,))).rows
    assert str(rows["codings"].dtype) == "Int64"
    assert list(rows["group"]) == [
        "Motivation",
        "Motivation / Engagement",
        "Motivation / Local champions",
        "Motivation / Senior sponsors",
        "Motivation / Sharing",
        "Organisation",
        "Organisation / Time pressure",
        "Organisation / Paperwork",
        "Organisation / Staffing",
        "Organisation / Board",
    ]


def test_what_is_not_known_is_missing_and_never_zero() -> None:
    question = Question(theme=FOLD.themes["Board"], per=Per.MONTH, polarities=(AskedPolarity.BARRIER,))
    rows = distribution(snapshot(49), question).rows
    assert list(rows.columns) == list(COLUMNS)
    assert rows[["value", "sources", "both", "people", "codings", "hours", "low", "high"]].isna().all(axis=None)
    assert {str(rows[name].dtype) for name in ("sources", "both", "people", "in_progress")} == {"Int64"}
    assert {str(rows[name].dtype) for name in ("value", "hours", "low", "high")} == {"Float64"}


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize(
    ("by", "filters"),
    [
        (GroupBy.TRUST, {"Trust B": Filters(trust=2), "whole collaborative": Filters(trust=0)}),
        (GroupBy.KIND, {kind.value: Filters(kind=kind) for kind in SourceKind}),
        (GroupBy.SETTING, {"ward": Filters(setting=Setting.WARD), "none given": Filters(setting="none given")}),
        (
            GroupBy.ROLE_GROUP,
            {"unknown": Filters(role_group="unknown"), "consultant": Filters(role_group=RoleGroup.CONSULTANT)},
        ),
        (GroupBy.CODER, {name: Filters(coder=coder) for name, coder in FOLD.coders.items()}),
    ],
)
def test_a_group_has_the_figures_that_its_filter_has(unit: Unit, by: GroupBy, filters: dict[str, Filters]) -> None:
    question = Question(unit=unit, theme=FOLD.themes["Time"], by=by)
    rows = distribution(snapshot(None), question).rows
    for group, own in filters.items():
        alone = distribution(snapshot(None), replace(question, by=None, filters=own)).rows
        grouped = rows[rows["group"] == group].reset_index(drop=True)
        pd.testing.assert_frame_equal(grouped.drop(columns="group"), alone.drop(columns="group"))
        filtered = distribution(snapshot(None), replace(question, filters=own)).rows
        pd.testing.assert_frame_equal(filtered, grouped)


def test_an_evaluation_without_anything_in_it_has_no_rows() -> None:
    empty = Fold(VECTORS | {"changes": []}).corpus()
    for level in (None, 1):
        rows = distribution(empty, Question(by=GroupBy.THEME, level=level)).rows
        assert rows.empty
        assert list(rows.columns) == list(COLUMNS)


def test_a_level_without_themes_has_no_rows() -> None:
    assert distribution(snapshot(None), Question(by=GroupBy.THEME, level=3)).rows.empty


def test_a_series_without_a_source_has_no_periods() -> None:
    question = Question(theme=1, per=Per.MONTH, filters=Filters(trust=3))
    assert distribution(snapshot(None), question).rows.empty


def test_a_split_theme_is_not_asked_about() -> None:
    assert len(distribution(snapshot(67), Question(theme=FOLD.themes["Champions"])).rows) == 4
    with pytest.raises(LookupError):
        distribution(snapshot(68), Question(theme=FOLD.themes["Champions"]))


def test_a_theme_that_is_not_there_yet_is_not_asked_about() -> None:
    with pytest.raises(LookupError):
        distribution(snapshot(44), Question(theme=FOLD.themes["Board"]))


def test_a_snapshot_answers_only_for_its_own_change() -> None:
    with pytest.raises(ValueError, match="change 7"):
        distribution(snapshot(8), Question(theme=1, as_at=7))


@pytest.mark.parametrize(
    "undefined",
    [{}, {"theme": 1, "by": GroupBy.THEME}, {"theme": 1, "unit": Unit.SHARE, "polarities": (AskedPolarity.BOTH,)}],
    ids=["neither theme nor by theme", "both", "share of both polarities"],
)
def test_a_question_without_a_defined_answer_is_refused(undefined: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="ask"):
        Question(**undefined)


def test_evidence_for_a_row_that_is_not_there_is_refused() -> None:
    question = Question(theme=1, by=GroupBy.TRUST)
    with pytest.raises(LookupError):
        cell_codings(snapshot(None), question, "Trust D", None, AskedPolarity.ANY)
    with pytest.raises(LookupError):
        cell_codings(snapshot(None), Question(by=GroupBy.THEME), "Champions", None, AskedPolarity.ANY)


def test_a_coding_recoded_in_one_part_only_is_still_one_coding() -> None:
    fold = Fold(VECTORS)
    motivation = Question(unit=Unit.CODINGS, theme=1, polarities=tuple(AskedPolarity))
    before = distribution(fold.corpus(), replace(motivation, as_at=86)).rows
    fold.no = 86
    fold.restate("codings", {"coding": 12, "theme": fold.themes["Senior sponsors"]}, polarity="facilitator")
    after = distribution(fold.corpus(), replace(motivation, as_at=86)).rows
    gained = dict(zip(before["polarity"], after["codings"] - before["codings"], strict=True))
    assert gained == {"barrier": 0, "facilitator": 1, "mixed": 0, "none": 0, "any": 0, "both": 0}


def test_a_coding_without_a_polarity_is_a_descriptive_one() -> None:
    fold = Fold(VECTORS)
    fold.restate("codings", {"coding": 33}, polarity=None)
    question = Question(unit=Unit.CODINGS, theme=fold.themes["Engagement"], polarities=(AskedPolarity.NONE,))
    pd.testing.assert_frame_equal(distribution(fold.corpus(), question).rows, distribution(CORPUS, question).rows)


def test_groups_of_one_name_are_told_apart() -> None:
    fold = Fold(VECTORS)
    fold.restate("themes", {"theme": fold.themes["Staffing"]}, name="Paperwork")
    rows = distribution(fold.corpus(), Question(by=GroupBy.THEME, level=2, polarities=(AskedPolarity.ANY,))).rows
    assert list(rows["group"])[-2:] == ["Organisation / Paperwork", "Organisation / Paperwork (2)"]
