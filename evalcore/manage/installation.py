"""The store that this process serves, and what one installation keeps to itself."""

import os
import secrets
import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy.exc import ArgumentError, DataError, IntegrityError, ProgrammingError, SQLAlchemyError

from db.store import DEFAULT_URL, NewerStore, Store
from evalcore.errors import EvalError

STORE_ERRORS = (SQLAlchemyError, sqlite3.Error, OSError)
"""What the store raises where it is not there, is no store, or may not be written."""


def store() -> Store:
    """The store that this server serves."""
    return _store_at(store_url())


def store_url() -> str:
    """Its address: what EVAL_DATABASE_URL names; without it, a file below data/."""
    return os.environ.get("EVAL_DATABASE_URL") or DEFAULT_URL


@lru_cache
def _store_at(url: str) -> Store:
    return Store(url)


def open_store(url: str) -> Store:
    """The store at `url`, brought to the newest layout.

    Raises
    ------
    EvalError
        It cannot be reached, or a newer version wrote it.
    """
    try:
        store = Store(url)
    except (ArgumentError, ModuleNotFoundError, ValueError):
        raise EvalError(
            "The database address cannot be read. Write sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME."
        ) from None
    except OSError as error:
        raise out_of_reach(error) from None
    try:
        store.migrate()
    except NewerStore:
        raise EvalError("The store was written by a newer version. Upgrade this one, then try again.") from None
    except STORE_ERRORS as error:
        raise out_of_reach(error) from None
    return store


def out_of_reach(error: Exception) -> EvalError:
    """What to say of a store that cannot be opened, read or written. What is kept in it is never part of it."""
    if isinstance(error, (IntegrityError, DataError, ProgrammingError)):
        # What the driver says of these can quote a row.
        kind = type(error).__name__
        return EvalError(f"The store refused this ({kind}), and nothing was changed. Run verify to see if it is whole.")
    said = getattr(error, "strerror", None) or getattr(error, "orig", None) or error
    reason = next(iter(str(said).strip().splitlines()), type(error).__name__)
    return EvalError(f"The store cannot be reached ({reason}). Check EVAL_DATABASE_URL, and that you may write there.")


def kept_secret(store: Store) -> str:
    """A random secret of this installation, made once and kept beside the store.

    What is signed with it must hold through a restart: a page that was open before can still send a file.
    """
    folder = store.path.parent if store.path else Path("data")
    path = folder / "secret"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_urlsafe(32)
    try:
        # Created with its mode, so that nobody else can read it even for a moment.
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
            file.write(secret)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    return secret


@dataclass(frozen=True, slots=True)
class Health:
    store_reachable: bool
    migrations_current: bool

    @property
    def good(self) -> bool:
        return self.store_reachable and self.migrations_current


def health(store: Store) -> Health:
    """Whether the store answers, and in the layout that this version knows."""
    try:
        return Health(True, store.is_current())
    except SQLAlchemyError:
        return Health(False, False)
