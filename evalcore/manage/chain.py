"""A link of a tamper-evident chain: what the record of changes and the record of looks are made of."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime


def link(no: int, at: datetime, facts: Sequence[str | int | None]) -> str:
    """SHA-256 over a row: its number, its moment in UTC (as SQLite keeps it, without a time zone) and its facts, of
    which the last is the hash of the row before it."""
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    row = [no, at.astimezone(UTC).isoformat(timespec="microseconds"), *facts]
    return hashlib.sha256(json.dumps(row, separators=(",", ":")).encode()).hexdigest()
