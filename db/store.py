"""The engine, its settings, and the two ways in: `read` and `write`, each one transaction."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlmodel import Session, select

from db.tables import Evaluation

MIGRATIONS = Path(__file__).parent / "migrations"
DEFAULT_URL = "sqlite:///data/evaluation.db"
_MIGRATION_LOCK = 0x6576616C  # "eval": any number that nothing else in the database takes


class NewerStore(Exception):
    """The store was written by a later version of the product."""


class Store:
    """A store of evaluations, in SQLite or PostgreSQL.

    One code path above this class serves both. Reads see one moment; writes to an evaluation
    queue behind its row lock (`write`), so that change numbers have no gaps.
    """

    def __init__(self, url: str = DEFAULT_URL) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite and self.path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgres_engine(url)

    @property
    def path(self) -> Path | None:
        """The file of a SQLite store; None for one in memory or on a server."""
        name = self.url.database
        return Path(name) if self.is_sqlite and name and name != ":memory:" else None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment of the store and leaves no trace."""
        with self.engine.connect() as connection:
            if not self.is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with Session(connection, expire_on_commit=False) as session:
                yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: all of it lands, or none."""
        with (
            self.engine.connect().execution_options(writes=True) as connection,
            Session(connection, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def lock(self, session: Session, evaluation_id: int) -> Evaluation | None:
        """The evaluation's row, locked until the transaction ends; every change queues here."""
        query = select(Evaluation).where(Evaluation.id == evaluation_id).with_for_update()
        return session.scalars(query).one_or_none()

    def migrate(self) -> None:
        """Bring the store to the newest layout, once at a time. Of a SQLite file a copy is kept first; a backup of a
        PostgreSQL database is for who runs it to take.

        Raises
        ------
        NewerStore
            The layout is unknown to this version.
        """
        with self._alone() as connection:
            current = self.layout(connection)
            if current == _scripts().get_current_head():
                return
            _refuse_newer(current)
            if current is not None:
                self._keep_a_copy()
            _upgrade(connection, "head")

    def is_current(self) -> bool:
        """Whether the store can be reached and its layout is the newest."""
        with self.engine.connect() as connection:
            return self.layout(connection) == _scripts().get_current_head()

    def layout(self, connection: Connection) -> str | None:
        """The revision of the store's layout; None for an empty store."""
        return MigrationContext.configure(connection).get_current_revision()

    def rebuild(self, layout: str, fill: Callable[[Connection], None]) -> None:
        """Drop everything, lay the store out as at revision `layout`, fill it and bring it up to date: or nothing.

        Raises
        ------
        NewerStore
            The layout is unknown to this version.
        """
        _refuse_newer(layout)
        with self._alone() as connection:
            there = MetaData()
            there.reflect(connection)
            there.drop_all(connection)
            _upgrade(connection, layout)
            fill(connection)
            _upgrade(connection, "head")

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """One transaction in which nobody else changes the layout."""
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
            yield connection

    def faults(self) -> list[str]:
        """What the database itself finds wrong: damaged pages, rows that point nowhere."""
        with self.engine.connect() as connection:
            return _sqlite_faults(connection) if self.is_sqlite else _unmatched_keys(connection)

    def _keep_a_copy(self) -> None:
        if self.path:
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
            copy_sqlite(
                self.path,
                self.path.with_name(f"{self.path.stem}-before-upgrade-{stamp}{self.path.suffix}"),
            )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _refuse_newer(layout: str | None) -> None:
    if layout is not None and layout not in {script.revision for script in _scripts().walk_revisions()}:
        raise NewerStore


def _upgrade(connection: Connection, layout: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, layout)


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy of a SQLite file, also while it is being written to."""
    half = target.with_name(target.name + ".part")
    half.unlink(missing_ok=True)
    origin, copy = (
        sqlite3.connect(f"file:{source}?mode=ro", uri=True),
        sqlite3.connect(half),
    )
    try:
        origin.backup(copy)
    finally:
        copy.close()
        origin.close()
    shutil.move(half, target)


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def settings(connection: DBAPIConnection, _record: Any) -> None:
        # Without this the driver begins transactions by itself, and only before a write.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "busy_timeout=15000",
            "journal_mode=WAL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "synchronous=FULL",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes the lock at once: two that both read first could not both go on.
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres_engine(url: str) -> Engine:
    return create_engine(url, pool_pre_ping=True, hide_parameters=True)


def _sqlite_faults(connection: Connection) -> list[str]:
    damage = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
    dangling = [
        f"row {row[1]} of {row[0]} points to a row of {row[2]} that is not there"
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    return damage + dangling


def _unmatched_keys(connection: Connection) -> list[str]:
    """PostgreSQL holds its keys itself; what can be wrong is a key that was switched off and not checked since."""
    query = "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated"
    return [f"the key {name} of {table} is not held" for table, name in connection.exec_driver_sql(query)]
