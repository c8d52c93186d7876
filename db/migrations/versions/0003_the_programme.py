"""The programme: trusts and events that can be corrected, and what is known of each trust from day to day."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = (
    "learning session", "inspection", "national guidance", "national campaign", "media", "leadership change",
    "idea adopted", "other",
)  # fmt: skip
ROLE_GROUPS = (
    "senior manager", "middle manager", "consultant", "registrar", "senior nurse (band 7+)",
    "junior nurse (band 5-6)", "programme team", "other",
)  # fmt: skip
SAID_OF_A_TRUST = ("name", "shown_as", "followed_closely", "chosen_because")


def upgrade() -> None:
    _trusts()
    _events()
    op.create_table(
        "session_attendance",
        *_dated(),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("trust", sa.Integer(), nullable=False),
        sa.Column("how_many", sa.Integer(), nullable=False),
        *_keys("event", "trust"),
    )
    op.create_index("ix_session_attendance_event", "session_attendance", ["event"])
    _of_trusts(
        "engagement_step",
        sa.Column("step", _one_of("engagement", "signed", "lapsed", "returned"), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
    )
    _of_trusts(
        "trust_rating",
        sa.Column("aspect", _one_of("aspect", "capability", "readiness"), nullable=False),
        sa.Column("rated_by", _one_of("rater", "self", "faculty"), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
    )
    _of_trusts(
        "champion_count",
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("role_group", _one_of("rolegroup", *ROLE_GROUPS), nullable=False),
        sa.Column("how_many", sa.Integer(), nullable=False),
    )


def _trusts() -> None:
    """What was said of a trust becomes its first state; the trust stays, for others point to it."""
    rows = _rows("trust", "no", "made_in", "ended_in", *SAID_OF_A_TRUST)
    op.create_table(
        "trust_state",
        *_dated(),
        sa.Column("trust", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("shown_as", sa.String(), nullable=False),
        sa.Column("followed_closely", sa.Boolean(), nullable=False),
        sa.Column("chosen_because", sa.String(), nullable=False),
        sa.Column("beds", sa.Integer(), nullable=True),
        *_keys("trust"),
    )
    op.create_index("ix_trust_state_trust", "trust_state", ["trust"])
    _fill("trust_state", [row | {"trust": row["no"], "beds": None} for row in rows])
    for column in ("ended_in", *SAID_OF_A_TRUST):
        op.drop_column("trust", column)


def _events() -> None:
    """Events as identities with states. Nothing points to them yet, so they can be laid out anew."""
    kept = ("no", "made_in", "ended_in", "kind", "name", "first_on", "last_on", "trust", "note")
    rows = _rows("event", *kept)
    op.drop_table("event")
    op.create_table("event", *_identity(), sa.Column("made_in", sa.Integer(), nullable=False), *_keys())
    op.create_table(
        "event_state",
        *_dated(),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("eventkind", *KINDS), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("trust", sa.Integer(), nullable=True),
        sa.Column("adopted_from", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        _points_to("adopted_from", "trust"),
        *_keys("event", "trust"),
    )
    op.create_index("ix_event_state_event", "event_state", ["event"])
    _fill("event", [{name: row[name] for name in ("evaluation_id", "no", "made_in")} for row in rows])
    _fill("event_state", [row | {"event": row["no"], "adopted_from": None} for row in rows])


def _of_trusts(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(name, *_dated(), sa.Column("trust", sa.Integer(), nullable=False), *columns, *_keys("trust"))
    op.create_index(f"ix_{name}_trust", name, ["trust"])


def _rows(table: str, *columns: str) -> list[dict[str, Any]]:
    there = sa.Table(table, sa.MetaData(), autoload_with=op.get_bind())
    query = sa.select(*(there.c[name] for name in ("evaluation_id", *columns)))
    return [dict(row) for row in op.get_bind().execute(query).mappings()]


def _fill(table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        there = sa.Table(table, sa.MetaData(), autoload_with=op.get_bind())
        op.bulk_insert(there, rows)


def _identity() -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in ("evaluation_id", "no")]


def _dated() -> list[sa.Column[Any]]:
    made = sa.Column("made_in", sa.Integer(), nullable=False)
    return [*_identity(), made, sa.Column("ended_in", sa.Integer(), nullable=True)]


def _keys(*columns: str) -> list[sa.Constraint]:
    """The keys of every table of an evaluation, and a key for each column that is called as what it points to."""
    return [
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluation.id"]),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
        *(_points_to(column, column) for column in columns),
    ]


def _points_to(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["evaluation_id", column], [f"{table}.evaluation_id", f"{table}.no"])


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
