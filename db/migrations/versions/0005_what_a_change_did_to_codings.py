"""What a change made of codings and ended is found without a walk through all of them, as an undo asks."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = ("made_in", "ended_in")


def upgrade() -> None:
    for column in COLUMNS:
        op.create_index(f"ix_coding_state_{column}", "coding_state", ["evaluation_id", column])


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_index(f"ix_coding_state_{column}", "coding_state")
