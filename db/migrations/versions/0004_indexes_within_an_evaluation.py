"""Codings are looked up by what they point to within their evaluation: what moved in one source is found at once."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LOOKED_UP = (("excerpt", "source"), ("coding", "excerpt"), ("coding_state", "coding"))


def upgrade() -> None:
    for table, column in LOOKED_UP:
        op.drop_index(f"ix_{table}_{column}", table)
        op.create_index(f"ix_{table}_{column}", table, ["evaluation_id", column])
