"""The `changes` of the counting vectors folded into a corpus, without a store."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from db.vocabulary import AskedPolarity, GroupBy, Per, Unit
from evalcore.analysis.corpus import COLUMNS, NEVER, Corpus, frame
from evalcore.analysis.question import Filters, Question

VECTORS = Path(__file__).parents[1] / "vectors"
Record = dict[str, Any]


def load(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def number(label: str) -> int:
    """P07 -> 7, c31 -> 31."""
    return int(label[1:])


class Fold:
    """Dated states as lists of records; each change ends some and begins others."""

    def __init__(self, vectors: Any) -> None:
        self.role_groups = {person["id"]: person["role_group"] for person in vectors["participants"]}
        self.trusts = {name: place for place, name in enumerate(vectors["trusts"], start=1)}
        self.coders: dict[str, int] = {}
        self.themes: dict[str, int] = {}
        self.texts: dict[int, Record] = {}
        self.states: dict[str, list[Record]] = {"sources": [], "codings": [], "readings": [], "themes": []}
        self.speakers: set[tuple[int, str]] = set()
        self.vectors = vectors
        self.no = 0
        for change in vectors["changes"]:
            self.no = change["no"]
            getattr(self, "_" + change["do"].replace(" ", "_"))(change)

    def corpus(self) -> Corpus:
        sources, groups = ([pair[side] for pair in sorted(self.speakers)] for side in (0, 1))
        always = {"made_in": [0] * len(sources), "ended_in": [NEVER] * len(sources)}
        frames = {
            name: frame(name, {column: [row[column] for row in rows] for column in COLUMNS[name]})
            for name, rows in self.states.items()
        }
        phases = self.vectors["phases"]
        return Corpus(
            change_no=self.no,
            **frames,
            speakers=frame("speakers", {"source": sources, "role_group": groups, **always}),
            trusts=frame("trusts", {"trust": list(self.trusts.values()), "name": list(self.trusts)}),
            coders=frame("coders", {"coder": list(self.coders.values()), "name": list(self.coders)}),
            phases=frame(
                "phases",
                {
                    "name": [phase["name"] for phase in phases],
                    "first": [phase["from"] for phase in phases],
                    "last": [phase["to"] for phase in phases],
                },
            ),
            meetings=tuple(date.fromisoformat(day) for day in self.vectors["meetings"]),
        )

    def question(self, asked: Record) -> Question:
        filters = {{"from": "first", "to": "last"}.get(name, name): value for name, value in asked["filters"].items()}
        for name in ("first", "last"):
            filters[name] = date.fromisoformat(filters[name]) if name in filters else None
        if "trust" in filters:
            filters["trust"] = self.trusts.get(filters["trust"], 0)
        if "coder" in filters:
            filters["coder"] = self.coders[filters["coder"]]
        return Question(
            unit=Unit(asked["unit"]),
            polarities=(AskedPolarity(asked["polarity"]),),
            theme=self.themes[asked["theme"]] if asked["theme"] else None,
            by=GroupBy(asked["by"]) if asked["by"] else None,
            level=asked.get("level"),
            per=Per(asked["per"]),
            filters=Filters(**filters),
            as_at=asked["as_at"],
        )

    def begin(self, table: str, **values: Any) -> None:
        self.states[table].append({**values, "made_in": self.no, "ended_in": NEVER})

    def end(self, table: str, **key: Any) -> list[Record]:
        """Ends and returns the states in force that have these values."""
        found = [
            row
            for row in self.states[table]
            if row["ended_in"] == NEVER and all(row[name] == value for name, value in key.items())
        ]
        for row in found:
            row["ended_in"] = self.no
        return found

    def restate(self, table: str, key: Record, **changed: Any) -> None:
        for row in self.end(table, **key):
            self.begin(table, **(row | changed))

    def _theme(self, change: Record, **changed: Any) -> None:
        self.restate("themes", {"theme": self.themes[change["theme"]]}, **changed)

    def _coder(self, name: str) -> int:
        return self.coders.setdefault(name, len(self.coders) + 1)

    def _new_theme(self, name: str, parent: int, opened: int, split_from: int = 0) -> int:
        self.themes[name] = len(self.themes) + 1
        self.begin(
            "themes",
            theme=self.themes[name],
            parent=parent,
            name=name,
            opened=opened,
            merged_into=0,
            retired=False,
            split=False,
            split_from=split_from,
        )
        return self.themes[name]

    def _add_theme(self, change: Record) -> None:
        parent = self.themes[change["parent"]] if change["parent"] else 0
        self._new_theme(change["theme"], parent, self.no)
        if change.get("widens_parent"):
            self.restate("themes", {"theme": parent}, opened=self.no)

    def _redefine(self, change: Record) -> None:
        if change["needs_rereading"]:
            self._theme(change, opened=self.no)

    def _rename(self, change: Record) -> None:
        self._theme(change, name=change["shown_as"])

    def _move(self, change: Record) -> None:
        self._theme(change, parent=self.themes[change["parent"]])

    def _retire(self, change: Record) -> None:
        self._theme(change, retired=True)

    def _merge(self, change: Record) -> None:
        self._theme(change, merged_into=self.themes[change["into"]])

    def _unmerge(self, change: Record) -> None:
        self._theme(change, merged_into=0)

    def _split(self, change: Record) -> None:
        whole = self.themes[change["theme"]]
        (state,) = self.end("themes", theme=whole)
        self.begin("themes", **(state | {"split": True}))
        parts = {name: self._new_theme(name, state["parent"], state["opened"], whole) for name in change["into"]}
        for row in self.end("codings", theme=whole):
            for name in change["assign"].get(f"c{row['coding']:02}", change["into"]):
                self.begin("codings", **(row | {"theme": parts[name]}))

    def _add_source(self, change: Record) -> None:
        source = number(change["source"])
        self.texts[source] = change
        self.begin(
            "sources",
            source=source,
            kind=change["kind"],
            held_on=change["held_on"],
            until=change.get("until"),
            minutes=change["minutes"],
            trust=self.trusts.get(change["trust"], 0),
            setting=change["setting"],
            lead_coder=self._coder(change["lead_coder"]),
        )
        people = {*change["participants"], *(turn["speaker"] for turn in change["turns"])} & set(self.role_groups)
        self.speakers |= {(source, self.role_groups[person]) for person in people}

    def _facts(self, change: Record) -> Record:
        (row,) = (row for row in self.states["sources"] if row["source"] == number(change["source"]))
        return row

    def _correct_source(self, change: Record) -> None:
        self._facts(change)["minutes"] = change["minutes"]

    def _change_lead(self, change: Record) -> None:
        self._facts(change)["lead_coder"] = self._coder(change["lead_coder"])

    def _edit_text(self, change: Record) -> None:
        if change["in_substance"]:
            self.end("readings", source=number(change["source"]))

    def _speaker(self, change: Record) -> str | None:
        source = self.texts[number(change["source"])]
        for turn in source["turns"]:
            if turn["start"] <= change["start"] < turn["end"]:
                return str(turn["speaker"])
        return source["participants"][0] if len(source["participants"]) == 1 else None

    def _code(self, change: Record) -> None:
        speaker = self._speaker(change)
        known = speaker in self.role_groups
        self.begin(
            "codings",
            coding=number(change["coding"]),
            source=number(change["source"]),
            theme=self.themes[change["theme"]],
            polarity=change["polarity"],
            coder=self._coder(change["coder"]),
            participant=number(speaker) if speaker and known else 0,
            role_group=self.role_groups[speaker] if speaker and known else change.get("said_by", "unknown"),
            counted=self._leads(change) and not change.get("blind", False),
        )

    def _leads(self, change: Record) -> bool:
        return bool(self._facts(change)["lead_coder"] == self._coder(change["coder"]))

    def _uncode(self, change: Record) -> None:
        self.end("codings", coding=number(change["coding"]))

    def _accept(self, change: Record) -> None:
        self.restate("codings", {"coding": number(change["coding"])}, counted=True)

    def _mark_read(self, change: Record) -> None:
        self.begin(
            "readings",
            reading=number(change["reading"]),
            source=number(change["source"]),
            coder=self._coder(change["coder"]),
            at=change["against"],
            counted=self._leads(change),
        )

    def _withdraw_reading(self, change: Record) -> None:
        self.end("readings", reading=number(change["reading"]))

    def _undo(self, change: Record) -> None:
        for rows in self.states.values():
            ended = [dict(row) for row in rows if row["ended_in"] == change["change"]]
            for row in rows:
                if row["made_in"] == change["change"] and row["ended_in"] == NEVER:
                    row["ended_in"] = self.no
            rows.extend(row | {"made_in": self.no, "ended_in": NEVER} for row in ended)
