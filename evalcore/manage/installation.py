"""The store that this process serves, and what one installation keeps to itself."""

import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from db.store import DEFAULT_URL, Store


def store() -> Store:
    """The store that EVAL_DATABASE_URL names; without it, a file below data/."""
    return _store_at(os.environ.get("EVAL_DATABASE_URL") or DEFAULT_URL)


@lru_cache
def _store_at(url: str) -> Store:
    return Store(url)


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
