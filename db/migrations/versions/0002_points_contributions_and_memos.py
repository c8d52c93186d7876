"""Points to raise, contributions, and memos that are more than a field note's reflection."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _memos()
    _points()
    _contributions()
    with op.batch_alter_table("theme_state", schema=None) as batch_op:
        batch_op.add_column(sa.Column("because_memo", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            "theme_state_because_memo", "memo", ["evaluation_id", "because_memo"], ["evaluation_id", "no"]
        )


def _memos() -> None:
    """What were rows become identities with states: the reflections of one author on one note are one memo."""
    columns = ("evaluation_id", "no", "made_in", "ended_in", "kind", "source", "author", "text")
    before = sa.table("memo", *map(sa.column, columns))
    connection = op.get_bind()
    rows = connection.execute(sa.select(before).order_by(before.c.evaluation_id, before.c.no)).mappings().all()
    op.drop_table("memo")
    op.create_table(
        "memo",
        *_identity(),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.Column("reflection", sa.Boolean(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["account.id"]),
        *_keys(),
    )
    op.create_table(
        "memo_state",
        *_dated(),
        sa.Column("memo", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("memokind", "analytic", "methodological", "reflexive"), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("theme", sa.Integer(), nullable=True),
        sa.Column("source", sa.Integer(), nullable=True),
        sa.Column("coding", sa.Integer(), nullable=True),
        sa.Column("participant", sa.Integer(), nullable=True),
        sa.Column("discussed_with", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN theme IS NULL THEN 0 ELSE 1 END) + (CASE WHEN source IS NULL THEN 0 ELSE 1 END) + "
            "(CASE WHEN coding IS NULL THEN 0 ELSE 1 END) + (CASE WHEN participant IS NULL THEN 0 ELSE 1 END) <= 1",
            name="a_memo_is_tied_to_one_thing",
        ),
        *(_points_to(column, column) for column in ("memo", "theme", "source", "coding", "participant")),
        *_keys(),
    )
    with op.batch_alter_table("memo_state", schema=None) as batch_op:
        for column in ("memo", "source", "coding"):
            batch_op.create_index(batch_op.f(f"ix_memo_state_{column}"), [column], unique=False)
    _carry_over([dict(row) for row in rows])


def _carry_over(rows: list[dict[str, object]]) -> None:
    identities = ("evaluation_id", "no", "author", "reflection", "made_in")
    states = ("evaluation_id", "no", "made_in", "ended_in", "memo", "kind", "text", "source", "discussed_with")
    numbers: dict[tuple[object, object, object], int] = {}
    last: dict[object, int] = {}
    for row in rows:
        about = (row["evaluation_id"], row["source"], row["author"])
        if about not in numbers:
            numbers[about] = last[about[0]] = last.get(about[0], 0) + 1
            memo = {"no": numbers[about], "reflection": True}
            op.bulk_insert(sa.table("memo", *map(sa.column, identities)), [row | memo])
        state = {"memo": numbers[about], "discussed_with": ""}
        op.bulk_insert(sa.table("memo_state", *map(sa.column, states)), [row | state])


def _points() -> None:
    op.create_table(
        "point",
        *_identity(),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["account.id"]),
        *_keys(),
    )
    op.create_table(
        "point_state",
        *_dated(),
        sa.Column("point", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("stage", _one_of("pointstage", "noted", "raised", "answered", "closed"), nullable=False),
        sa.Column("trust", sa.Integer(), nullable=True),
        sa.Column("meeting_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Integer(), nullable=True),
        sa.Column("coding", sa.Integer(), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=True),
        sa.Column("raised_at", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        _points_to("raised_at", "source"),
        *(_points_to(column, column) for column in ("point", "trust", "source", "coding")),
        *_keys(),
    )
    with op.batch_alter_table("point_state", schema=None) as batch_op:
        for column in ("point", "trust"):
            batch_op.create_index(batch_op.f(f"ix_point_state_{column}"), [column], unique=False)


def _contributions() -> None:
    kinds = ("operational support", "literature brought in", "findings shared", "parts connected")
    op.create_table(
        "contribution",
        *_dated(),
        sa.Column("kind", _one_of("contributionkind", *kinds), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("trust", sa.Integer(), nullable=True),
        sa.Column("with_whom", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["account.id"]),
        _points_to("trust", "trust"),
        *_keys(),
    )


def _identity() -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in ("evaluation_id", "no")]


def _dated() -> list[sa.Column[int]]:
    made = sa.Column("made_in", sa.Integer(), nullable=False)
    return [*_identity(), made, sa.Column("ended_in", sa.Integer(), nullable=True)]


def _keys() -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluation.id"]),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )


def _points_to(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["evaluation_id", column], [f"{table}.evaluation_id", f"{table}.no"])


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
