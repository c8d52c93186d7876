"""The programme goes where the rest of an evaluation goes: written lists of changes, exports, backups."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from db.store import Store
from db.vocabulary import Engagement, Role
from evalcore.manage.access import Actor
from evalcore.manage.backup import backup, restore
from evalcore.manage.evaluations import find_evaluation
from evalcore.manage.export import COLUMNS, tables, write_csv, write_json
from evalcore.manage.replay import replay
from evalcore.manage.verification import faults
from evalcore.watch.programme import events, phases
from evalcore.watch.sessions import sessions
from evalcore.watch.trust_records import records

CHANGES: list[dict[str, Any]] = [
    {"do": "add trust", "trust": "Birch Vale"},
    {"do": "add phase", "name": "Prework", "from": "2016-01-04", "to": "2016-02-23"},
    {"do": "add meeting", "held_on": "2016-03-15"},
    {"do": "add event", "kind": "learning session", "event": "Session 1", "on": "2016-02-24"},
    {"do": "note session attendance", "event": "Session 1", "came": {"Alder Hall": 4, "Birch Vale": 0}},
    {"do": "add event", "kind": "idea adopted", "event": "Trolley", "on": "2016-03-01", "until": "2016-03-04",
     "trust": "Birch Vale", "adopted_from": "Alder Hall"},
    {"do": "note engagement", "trust": "Alder Hall", "step": "signed", "on": "2016-01-10"},
    {"do": "rate trust", "trust": "Alder Hall", "aspect": "readiness", "rated_by": "self", "on": "2016-02-01",
     "score": 2},
    {"do": "count champions", "trust": "Alder Hall", "on": "2016-02-01", "champions": {"consultant": 1}},
    {"do": "undo", "change": 7},
    {"do": "undo", "change": 10},
]  # fmt: skip


@pytest.fixture
def ada(store: Store, tmp_path: Path) -> Actor:
    file = tmp_path / "programme.json"
    file.write_text(json.dumps({"trusts": ["Alder Hall"], "changes": CHANGES}), "utf-8")
    replay(store, file, "programme")
    return Actor(1, "replay", find_evaluation(store, "programme").id, frozenset({Role.RESEARCHER}))


def test_a_written_list_of_changes_makes_a_programme(store: Store, ada: Actor) -> None:
    assert [(row.name, row.trust, row.adopted_from) for row in events(store, ada)] == [
        ("Session 1", None, None),
        ("Trolley", 2, 1),
    ]
    assert sessions(store, ada)[0].came == {1: 4, 2: 0}
    assert [row.name for row in phases(store, ada)] == ["Prework"]
    noted = records(store, ada)
    assert [row.step for row in noted.steps] == [Engagement.SIGNED]
    assert (noted.ratings[0].score, noted.champions[0].all) == (2, 1)
    assert faults(store) == []


def test_the_export_has_it_by_name_and_tells_nobody_from_not_known(store: Store, ada: Actor, tmp_path: Path) -> None:
    write_csv(tables(store, ada), tmp_path / "out")

    def rows(name: str) -> list[list[str]]:
        with (tmp_path / "out" / "programme" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header, *body = csv.reader(file)
        assert tuple(header) == COLUMNS[f"programme/{name}"]
        return body

    assert rows("session_attendance") == [
        ["1", "Session 1", "2016-02-24", "Alder Hall", "4"],
        ["1", "Session 1", "2016-02-24", "Birch Vale", "0"],
    ]
    assert rows("events")[1] == [
        "2",
        "idea adopted",
        "Trolley",
        "2016-03-01",
        "2016-03-04",
        "Birch Vale",
        "Alder Hall",
        "",
    ]
    assert rows("trusts")[1] == ["2", "Birch Vale", "Birch Vale", "no", "", ""]
    assert rows("engagement") == [["Alder Hall", "signed", "2016-01-10", ""]]
    assert rows("ratings") == [["Alder Hall", "readiness", "self", "2016-02-01", "2"]]
    assert rows("champions") == [["Alder Hall", "2016-02-01", "consultant", "1"]]
    assert (len(rows("phases")), len(rows("meetings"))) == (1, 1)
    write_json(tables(store, ada), tmp_path / "out.json")
    programme = json.loads((tmp_path / "out.json").read_text("utf-8"))["programme"]
    assert [row["how_many"] for row in programme["session_attendance"]] == [4, 0]


def test_a_backup_brings_it_back_as_it_was(store: Store, ada: Actor, tmp_path: Path) -> None:
    before = tables(store, ada)
    backup(store, tmp_path / "kept.zip")
    restore(store, tmp_path / "kept.zip")
    assert tables(store, ada) == before
    assert faults(store) == []
