"""The programme as plain tables: its trusts, its calendar, and what is noted of each trust."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from db.reads.rows import standing
from db.tables import (
    ChampionCount,
    EngagementStep,
    EventState,
    Meeting,
    Phase,
    SessionAttendance,
    TrustRating,
    TrustState,
)
from db.tables.columns import Dated

PROGRAMME_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "trusts": ("trust", "name", "shown_as", "followed_closely", "chosen_because", "beds"),
    "phases": ("phase", "name", "first_on", "last_on"),
    "meetings": ("meeting", "held_on", "note"),
    "events": ("event", "kind", "name", "first_on", "last_on", "trust", "adopted_from", "note"),
    "session_attendance": ("event", "session", "first_on", "trust", "how_many"),
    "engagement": ("trust", "step", "taken_on", "note"),
    "ratings": ("trust", "aspect", "rated_by", "rated_on", "score"),
    "champions": ("trust", "counted_on", "role_group", "how_many"),
}
_TABLES: Mapping[str, type[Dated]] = {
    "trusts": TrustState,
    "phases": Phase,
    "meetings": Meeting,
    "events": EventState,
    "session_attendance": SessionAttendance,
    "engagement": EngagementStep,
    "ratings": TrustRating,
    "champions": ChampionCount,
}


def programme_tables(session: Session, evaluation_id: int) -> dict[str, list[dict[str, Any]]]:
    """Each table of `PROGRAMME_COLUMNS` as it stands, trusts by their names; one that is a thing has its number."""
    rows = {name: standing(session, evaluation_id, table) for name, table in _TABLES.items()}
    trusts = {row.trust: row.name for row in rows["trusts"] if isinstance(row, TrustState)}
    events = {row.event: row for row in rows["events"] if isinstance(row, EventState)}

    def said(table: str, row: Dated) -> dict[str, Any]:
        values = row.model_dump() | {"phase": row.no, "meeting": row.no}
        if table != "trusts":
            values |= {name: trusts.get(values[name]) for name in ("trust", "adopted_from") if name in values}
        if table == "session_attendance":
            values |= {"session": events[values["event"]].name, "first_on": events[values["event"]].first_on}
        values |= {name: "yes" if value else "no" for name, value in values.items() if isinstance(value, bool)}
        return {name: values[name] or (0 if values[name] == 0 else None) for name in PROGRAMME_COLUMNS[table]}

    return {table: [said(table, row) for row in rows[table]] for table in rows}
