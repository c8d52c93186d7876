"""Keeping the whole store in one file, and bringing it back: the same file for SQLite and PostgreSQL."""

import json
import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, DateTime, MetaData, Table, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import select as one_kind

from db.store import NewerStore, Store
from db.tables import Evaluation, SignIn
from evalcore.errors import EvalError, NotFound

FORMAT = "participatory evaluation dashboard backup 1"
_BATCH = 2_000


def backup(store: Store, file: Path) -> None:
    """Write everything in the store to `file`, as it is at one moment. What was in `file` is kept until it is done.

    Raises
    ------
    EvalError
        The file cannot be written.
    """
    half = file.with_name(file.name + ".part")
    try:
        half.touch(mode=0o600)
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive, store.read() as session:
            connection = session.connection()
            tables = _tables(connection)
            manifest = {"format": FORMAT, "layout": store.layout(connection), "at": datetime.now(UTC).isoformat()}
            archive.writestr("manifest.json", json.dumps(manifest))
            for table in tables:
                with archive.open(f"{table.name}.jsonl", "w") as lines:
                    for row in connection.execute(select(table).order_by(*table.primary_key)).mappings():
                        lines.write((json.dumps(dict(row), default=_plain, ensure_ascii=False) + "\n").encode())
        half.replace(file)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise EvalError(f"{file} cannot be written: {os.strerror(error.errno or 0)}. Choose another place.") from error


def restore(store: Store, file: Path) -> Path | None:
    """Put what `file` holds in the place of everything in the store: all of it, or nothing.

    Everybody is signed out. What was in the store is kept first, beside `file`: the path of that backup, None for an
    empty store.

    Raises
    ------
    NotFound
        The file is not there.
    EvalError
        It is no backup, is damaged, or comes from a newer version.
    """
    if not file.is_file():
        raise NotFound(f"There is no file {file}.")
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            if manifest.get("format") != FORMAT or archive.testzip() is not None:
                raise KeyError
            kept = _kept(store, file)
            store.rebuild(manifest["layout"], lambda connection: _fill_signed_out(connection, archive))
            return kept
    except NewerStore:
        raise EvalError(f"{file.name} was made by a newer version. Upgrade, then restore it.") from None
    except (zipfile.BadZipFile, KeyError, ValueError, SQLAlchemyError):
        raise EvalError(f"{file.name} is no whole backup. Nothing was changed; choose another file.") from None


def _kept(store: Store, file: Path) -> Path | None:
    with store.read() as session:
        if session.exec(one_kind(Evaluation.id)).first() is None:
            return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = file.with_name(f"before-restore-{stamp}.zip")
    backup(store, kept)
    return kept


def _fill_signed_out(connection: Connection, archive: zipfile.ZipFile) -> None:
    """A browser that was signed out after the backup was made must not be signed in again: none is."""
    _fill(connection, archive)
    sessions = next(table for table in _tables(connection) if table.name == SignIn.__tablename__)
    connection.execute(update(sessions).where(sessions.c.ended_at.is_(None)).values(ended_at=datetime.now(UTC)))


def _fill(connection: Connection, archive: zipfile.ZipFile) -> None:
    for table in _tables(connection):
        rows: list[dict[str, Any]] = []
        for row in _rows(archive, table):
            rows.append(row)
            if len(rows) == _BATCH:
                connection.execute(insert(table), rows)
                rows = []
        if rows:
            connection.execute(insert(table), rows)


def _rows(archive: zipfile.ZipFile, table: Table) -> Iterator[dict[str, Any]]:
    times = {column.name for column in table.columns if isinstance(column.type, DateTime)}
    days = {column.name for column in table.columns if isinstance(column.type, Date)}
    with archive.open(f"{table.name}.jsonl") as lines:
        for line in lines:
            row: dict[str, Any] = json.loads(line)
            for column in days:
                row[column] = row[column] and date.fromisoformat(row[column])
            for column in times:
                # SQLite keeps no time zone; every time in the store is UTC.
                row[column] = row[column] and datetime.fromisoformat(row[column]).replace(tzinfo=UTC)
            yield row


def _tables(connection: Connection) -> list[Table]:
    """The tables as they are in the store, which may be older than this version's, referred-to ones first."""
    there = MetaData()
    there.reflect(connection)
    return [table for table in there.sorted_tables if table.name != "alembic_version"]


def _plain(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(type(value).__name__)
