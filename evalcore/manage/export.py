"""The data of an evaluation as plain files: a folder of CSV, or one JSON document."""

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from db.store import Store
from db.tables import (
    Account,
    Change,
    Coding,
    CodingState,
    Excerpt,
    ExcerptPlace,
    Participant,
    Reading,
    Source,
    SourceState,
    TextVersion,
    TrustState,
    Turn,
)
from evalcore.capture.blind import hidden_codings
from evalcore.errors import EvalError
from evalcore.manage.access import Action, Actor, require
from evalcore.manage.export_programme import PROGRAMME_COLUMNS, programme_tables
from evalcore.manage.export_week import WEEK_COLUMNS, Row, contributions, memos, points
from evalcore.manage.looks import record_look
from evalcore.sense.tree import Tree
from evalcore.watch.loading import corpus

README = """The data of one evaluation, in plain CSV: UTF-8, a header, RFC 4180. An empty cell is none.
Every cell is literal: one may begin with =, + or @ because somebody said so. Import the files as text into a
spreadsheet; do not open them with a double click.
codings.csv has a row for every state a coding was ever in, memos.csv for every wording of a memo; those with an empty
ended_in stand now.
Numbers in coding, source, theme and trust are the evaluation's own.
The folder programme has the trusts, the calendar and what is noted of each trust, as they stand; a trust stands by its
name. In session_attendance.csv a 0 is nobody; a trust without a row is not known.
"""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sources": (
        "source", "title", "kind", "held_on", "until", "minutes", "trust", "setting", "lead_coder", "words",
    ),
    "codings": (
        "coding", "source", "kind", "held_on", "trust", "participant", "role_group", "said_by", "speaker", "start",
        "end", "excerpt", "theme", "theme_path", "polarity", "strength", "comment", "coder", "counted", "made_in",
        "ended_in", "coded_at",
    ),
    "themes": ("theme", "parent", "path", "name", "opened", "merged_into", "retired", "definition"),
    "readings": ("source", "coder", "at", "made_in", "ended_in"),
    "participants": ("participant", "role_group", "band", "trust", "recruitment"),
    "changes": ("change", "at", "by", "verb", "subject_kind", "subject", "undoes", "hash"),
    **WEEK_COLUMNS,
    **{f"programme/{name}": columns for name, columns in PROGRAMME_COLUMNS.items()},
}  # fmt: skip


def tables(store: Store, actor: Actor, *, with_blind: bool = False) -> dict[str, list[Row]]:
    """Every table of the export, by name, with the columns of `COLUMNS`; that she took it is recorded as a look.

    Codings that are blind to her are not in it, nor memos on them, unless `with_blind`: for whoever runs the server,
    who holds the store anyway.

    Raises
    ------
    NotPermitted
    """
    require(actor, Action.EXPORT)
    with store.read() as session:
        reader = Reader(session, actor, with_blind=with_blind)
        rows = {
            "sources": reader.sources(),
            "codings": reader.codings(),
            "themes": reader.themes(),
            "readings": reader.readings(),
            "participants": reader.participants(),
            "changes": reader.changes(),
            "points": points(reader),
            "contributions": contributions(reader),
            "memos": memos(reader),
            **{f"programme/{name}": rows for name, rows in programme_tables(session, actor.evaluation_id).items()},
        }
    record_look(store, actor, "export", "evaluation", None)
    return rows


def write_csv(rows: Mapping[str, Iterable[Row]], folder: Path) -> None:
    """A CSV file for each table, and a README that says how to read them.

    Raises
    ------
    EvalError
        The folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "README.txt").write_text(README, encoding="utf-8")
        (folder / "programme").mkdir(exist_ok=True)
        for name, table in rows.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, COLUMNS[name])
                writer.writeheader()
                writer.writerows(table)
    except OSError as error:
        raise EvalError(f"{folder} cannot be written to ({error.strerror}). Choose another folder.") from error


def write_json(rows: Mapping[str, Iterable[Row]], file: Path) -> None:
    """One JSON document: a list of objects for each table, those of the programme together; null is none.

    Raises
    ------
    EvalError
        The file cannot be written.
    """
    try:
        document: dict[str, Any] = {}
        for name, table in rows.items():
            *of, name = name.split("/")
            (document.setdefault(of[0], {}) if of else document)[name] = list(table)
        file.write_text(json.dumps(document, ensure_ascii=False, indent=1, default=_plain) + "\n", encoding="utf-8")
    except OSError as error:
        raise EvalError(f"{file} cannot be written ({error.strerror}). Choose another place.") from error


class Reader:
    """The rows of one evaluation, with the names that numbers stand for."""

    def __init__(self, session: Session, actor: Actor, *, with_blind: bool) -> None:
        self.session, self.evaluation_id = session, actor.evaluation_id
        self.trusts = {row.trust: row.name for row in self.rows(TrustState)}
        self.people = {row.no: row for row in self.rows(Participant)}
        self.names = {row.id: row.name for row in session.exec(select(Account))}
        self.tree = Tree.of(session, self.evaluation_id)
        self.texts = {row.source: row for row in sorted(self.rows(TextVersion), key=lambda row: row.number)}
        self.kinds = {row.no: row.kind for row in self.rows(Source)}
        self.facts = {row.source: row for row in self.rows(SourceState)}
        self.hidden = set() if with_blind else hidden_codings(session, actor)

    def sources(self) -> list[Row]:
        return [
            {
                "source": no,
                "title": state.title,
                "kind": self.kinds[no].value,
                "held_on": state.held_on,
                "until": state.until,
                "minutes": state.minutes,
                "trust": self.trusts.get(state.trust or 0),
                "setting": state.setting,
                "lead_coder": self.names[state.lead_coder],
                "words": len(self.texts[no].text.split()),
            }
            for no, state in sorted(self.facts.items())
            if state.ended_in is None
        ]

    def codings(self) -> list[Row]:
        codings = {row.no: row for row in self.rows(Coding)}
        excerpts = {row.no: row for row in self.rows(Excerpt)}
        versions = {row.no: row for row in self.rows(TextVersion)}
        places = {row.excerpt: row for row in sorted(self.rows(ExcerptPlace), key=lambda row: row.text_version)}
        attributed = self._attributed()
        turns: dict[int, list[Turn]] = {}
        for turn in self.rows(Turn):
            turns.setdefault(turn.text_version, []).append(turn)
        moments = {row.no: row.at for row in self.rows(Change)}
        rows = []
        for state in self.rows(CodingState):
            if state.coding in self.hidden:
                continue
            coding = codings[state.coding]
            excerpt, place = excerpts[coding.excerpt], places[coding.excerpt]
            facts, path = self.facts[excerpt.source], self._path(state.theme)
            participant = self.people.get(attributed[state.coding])
            spoken = turns.get(place.text_version, [])
            rows.append(
                {
                    "coding": state.coding,
                    "source": excerpt.source,
                    "kind": self.kinds[excerpt.source].value,
                    "held_on": facts.held_on,
                    "trust": self.trusts.get(facts.trust or 0),
                    "participant": participant.pseudonym if participant else None,
                    "role_group": participant.role_group.value if participant else excerpt.said_by,
                    "said_by": excerpt.said_by,
                    "speaker": next((t.speaker for t in spoken if t.start_cp <= place.start_cp < t.end_cp), None),
                    "start": place.start_cp,
                    "end": place.end_cp,
                    "excerpt": versions[place.text_version].text[place.start_cp : place.end_cp],
                    "theme": state.theme,
                    "theme_path": path,
                    "polarity": state.polarity.value,
                    "strength": state.strength,
                    "comment": state.comment or None,
                    "coder": self.names[coding.coder],
                    "counted": "yes" if state.counted else "no",
                    "made_in": state.made_in,
                    "ended_in": state.ended_in,
                    "coded_at": moments[state.made_in].isoformat(),
                }
            )
        return rows

    def themes(self) -> list[Row]:
        return [
            {
                "theme": no,
                "parent": state.parent,
                "path": self._path(no),
                "name": state.name,
                "opened": state.opened,
                "merged_into": state.merged_into,
                "retired": "yes" if state.retired else "no",
                "definition": state.definition or None,
            }
            for no, state in self.tree.states.items()
            if not state.split
        ]

    def readings(self) -> list[Row]:
        return [
            {
                "source": row.source,
                "coder": self.names[row.coder],
                "at": row.at,
                "made_in": row.made_in,
                "ended_in": row.ended_in,
            }
            for row in self.rows(Reading)
        ]

    def participants(self) -> list[Row]:
        return [
            {
                "participant": row.pseudonym,
                "role_group": row.role_group.value,
                "band": row.band,
                "trust": self.trusts.get(row.trust or 0),
                "recruitment": row.recruitment,
            }
            for row in self.people.values()
            if row.ended_in is None
        ]

    def changes(self) -> list[Row]:
        return [
            {
                "change": row.no,
                "at": row.at.isoformat(),
                "by": self.names.get(row.by),
                "verb": row.verb,
                "subject_kind": row.subject_kind,
                "subject": row.subject_no,
                "undoes": row.undoes,
                "hash": row.hash,
            }
            for row in self.rows(Change)
        ]

    def _attributed(self) -> dict[int, int]:
        codings = corpus(self.session, self.evaluation_id).codings
        return dict(zip(codings["coding"].tolist(), codings["participant"].tolist(), strict=True))

    def _path(self, theme: int) -> str:
        return self.tree.path(theme) if theme in self.tree.states else ""

    def rows(self, table: Any) -> list[Any]:
        """Every row of a table, by number."""
        query = select(table).where(table.evaluation_id == self.evaluation_id)
        return list(self.session.exec(query.order_by(col(table.no))))


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
