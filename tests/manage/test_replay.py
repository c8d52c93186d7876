"""A written list of changes, applied as people would make them."""

import json
from pathlib import Path
from typing import Any

from db.reads.rows import standing
from db.store import Store
from db.tables import Reading, SourceState
from evalcore.manage.backup import backup, restore
from evalcore.manage.evaluations import find_evaluation
from evalcore.manage.export import COLUMNS, tables
from evalcore.manage.replay import Replay, replay
from evalcore.manage.verification import faults

SOURCE: dict[str, Any] = {
    "source": "S01", "kind": "document", "held_on": "2016-01-12", "minutes": None, "trust": None, "setting": None,
    "lead_coder": "ML", "participants": [], "text": "Nobody asked.", "turns": [],
}  # fmt: skip


def readings_after(store: Store, folder: Path, changes: list[dict[str, Any]]) -> list[int]:
    """What the readings that stand after the changes were made against."""
    file = folder / f"changes-{len(changes)}.json"
    file.write_text(json.dumps({"changes": changes}), "utf-8")
    replay(store, file, file.stem)
    with store.read() as session:
        return [reading.at for reading in standing(session, find_evaluation(store, file.stem).id, Reading)]


def test_a_reading_that_an_undo_brought_back_is_withdrawn_by_its_name(store: Store, tmp_path: Path) -> None:
    changes: list[dict[str, Any]] = [
        {"do": "add source"} | SOURCE,
        {"do": "mark read", "reading": "r01", "source": "S01", "coder": "ML", "against": 1},
        {"do": "withdraw reading", "reading": "r01"},
        {"do": "undo", "change": 3},
    ]
    assert readings_after(store, tmp_path, changes) == [1]
    assert readings_after(store, tmp_path, [*changes, {"do": "withdraw reading", "reading": "r01"}]) == []


def test_a_correction_after_an_undone_one_starts_from_what_stands(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "changes.json"
    changes: list[dict[str, Any]] = [
        {"do": "add source"} | SOURCE,
        {"do": "correct source", "source": "S01", "minutes": 90},
        {"do": "undo", "change": 2},
        {"do": "correct source", "source": "S01", "setting": "ward"},
    ]
    file.write_text(json.dumps({"changes": changes}), "utf-8")
    replay(store, file, "corrected")
    with store.read() as session:
        (state,) = standing(session, find_evaluation(store, "corrected").id, SourceState)
    assert (state.minutes, state.setting) == (None, "ward")


def test_points_contributions_and_memos_are_replayed_and_exported(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "week.json"
    point = {"point": "q1", "on": "2016-02-03"}
    changes: list[dict[str, Any]] = [
        {"do": "add source"} | SOURCE,
        {"do": "add theme", "theme": "Priorities"},
        {"do": "note point", "text": "One page?", "source": "S01", "trust": "Trust A", "meeting_on": "2016-03-01"}
        | point,
        {"do": "raise point"} | point,
        {"do": "answer point", "answer": "=Who reads it"} | point,
        {"do": "close point", "outcome": "One page."} | point,
        {"do": "log contribution", "kind": "findings shared", "on": "2016-02-03", "what": "What wards said"},
        {"do": "write memo", "memo": "m1", "kind": "analytic", "text": "Who pays?", "theme": "Priorities"},
        {"do": "rename", "theme": "Priorities", "shown_as": "Who pays", "because": "m1"},
    ]
    file.write_text(json.dumps({"trusts": ["Trust A"], "changes": changes}), "utf-8")
    assert replay(store, file, "week") == len(changes)
    evaluation = find_evaluation(store, "week").id
    rows = tables(store, Replay(store, evaluation, {"ML": 1}, {}, {}).actor())
    assert [(row["stage"], row["trust"], row["answer"], row["outcome"]) for row in rows["points"]] == [
        ("closed", "Trust A", "=Who reads it", "One page.")
    ]
    assert [(row["kind"], row["what"]) for row in rows["contributions"]] == [("findings shared", "What wards said")]
    assert [(row["theme"], row["text"], row["ended_in"]) for row in rows["memos"]] == [(1, "Who pays?", None)]
    assert all(set(row) == set(COLUMNS[name]) for name, table in rows.items() for row in table)
    backup(store, tmp_path / "kept.zip")
    restore(store, tmp_path / "kept.zip")
    assert tables(store, Replay(store, evaluation, {"ML": 1}, {}, {}).actor()) == rows
    assert faults(store) == []
