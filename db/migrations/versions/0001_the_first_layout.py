"""The first layout."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("opens_evaluations", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
    )
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("core_concept", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("people_threshold", sa.Integer(), nullable=False),
        sa.Column("change_no", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("guid"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "change",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_no", sa.Integer(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("nonce", sa.String(), nullable=True),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
        sa.UniqueConstraint("evaluation_id", "nonce"),
    )
    op.create_table(
        "draft",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "account_id", "id"),
    )
    op.create_table(
        "framework_version",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.Column("ended_in", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    op.create_table(
        "invitation",
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("evaluation_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "researcher",
                "coder",
                "programme team",
                "committee",
                "trust member",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("trust", sa.Integer(), nullable=True),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("token_sha256"),
    )
    op.create_table(
        "look",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_no", sa.Integer(), nullable=True),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    op.create_table(
        "meeting",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.Column("ended_in", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    op.create_table(
        "phase",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.Column("ended_in", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    op.create_table(
        "session",
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("token_sha256"),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "source",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "field note",
                "interview",
                "focus group",
                "document",
                name="sourcekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("original_sha256", sa.String(), nullable=True),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    op.create_table(
        "theme",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.Column("split_from", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "split_from"],
            ["theme.evaluation_id", "theme.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    op.create_table(
        "trust",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.Column("ended_in", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("shown_as", sa.String(), nullable=False),
        sa.Column("followed_closely", sa.Boolean(), nullable=False),
        sa.Column("chosen_because", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    op.create_table(
        "event",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.Column("ended_in", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "learning session",
                "inspection",
                "national guidance",
                "national campaign",
                "media",
                "leadership change",
                "other",
                name="eventkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("trust", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "trust"],
            ["trust.evaluation_id", "trust.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    op.create_table(
        "excerpt",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column(
            "said_by",
            sa.Enum(
                "senior manager",
                "middle manager",
                "consultant",
                "registrar",
                "senior nurse (band 7+)",
                "junior nurse (band 5-6)",
                "programme team",
                "other",
                name="rolegroup",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "source"],
            ["source.evaluation_id", "source.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    with op.batch_alter_table("excerpt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_excerpt_source"), ["source"], unique=False)

    op.create_table(
        "membership",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.Column("ended_in", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "researcher",
                "coder",
                "programme team",
                "committee",
                "trust member",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("trust", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "trust"],
            ["trust.evaluation_id", "trust.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_account_id"), ["account_id"], unique=False)

    op.create_table(
        "memo",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.Column("ended_in", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "analytic",
                "methodological",
                "reflexive",
                name="memokind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source", sa.Integer(), nullable=True),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "source"],
            ["source.evaluation_id", "source.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    with op.batch_alter_table("memo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memo_source"), ["source"], unique=False)

    op.create_table(
        "participant",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.Column("ended_in", sa.Integer(), nullable=True),
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.Column(
            "role_group",
            sa.Enum(
                "senior manager",
                "middle manager",
                "consultant",
                "registrar",
                "senior nurse (band 7+)",
                "junior nurse (band 5-6)",
                "programme team",
                "other",
                name="rolegroup",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("band", sa.String(), nullable=True),
        sa.Column("trust", sa.Integer(), nullable=True),
        sa.Column(
            "recruitment",
            sa.Enum("purposive", "snowball", name="recruitment", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("withdrawn_in", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "trust"],
            ["trust.evaluation_id", "trust.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    op.create_table(
        "source_state",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.Column("ended_in", sa.Integer(), nullable=True),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.String(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("trust", sa.Integer(), nullable=True),
        sa.Column(
            "setting",
            sa.Enum(
                "trust meeting",
                "host meeting",
                "learning session",
                "site visit",
                "webinar",
                "ward",
                "other",
                name="setting",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "observer_part",
            sa.Enum(
                "watching",
                "contributing",
                "facilitating",
                name="observerpart",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("lead_coder", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "source"],
            ["source.evaluation_id", "source.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "trust"],
            ["trust.evaluation_id", "trust.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["lead_coder"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    with op.batch_alter_table("source_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_state_source"), ["source"], unique=False)

    op.create_table(
        "text_version",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.Column("purged_in", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "source"],
            ["source.evaluation_id", "source.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
        sa.UniqueConstraint("evaluation_id", "source", "number"),
    )
    op.create_table(
        "theme_state",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.Column("ended_in", sa.Integer(), nullable=True),
        sa.Column("theme", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("use_when", sa.String(), nullable=False),
        sa.Column("not_when", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("split", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "merged_into"],
            ["theme.evaluation_id", "theme.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "parent"],
            ["theme.evaluation_id", "theme.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "theme"],
            ["theme.evaluation_id", "theme.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    with op.batch_alter_table("theme_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_theme_state_theme"), ["theme"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.Column("ended_in", sa.Integer(), nullable=True),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column(
            "role_group",
            sa.Enum(
                "senior manager",
                "middle manager",
                "consultant",
                "registrar",
                "senior nurse (band 7+)",
                "junior nurse (band 5-6)",
                "programme team",
                "other",
                name="rolegroup",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("trust", sa.Integer(), nullable=True),
        sa.Column("how_many", sa.Integer(), nullable=False),
        sa.Column("participant", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "participant"],
            ["participant.evaluation_id", "participant.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "source"],
            ["source.evaluation_id", "source.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "trust"],
            ["trust.evaluation_id", "trust.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_source"), ["source"], unique=False)

    op.create_table(
        "coding",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("excerpt", sa.Integer(), nullable=False),
        sa.Column("coder", sa.Integer(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coder"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "excerpt"],
            ["excerpt.evaluation_id", "excerpt.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    with op.batch_alter_table("coding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coding_excerpt"), ["excerpt"], unique=False)

    op.create_table(
        "excerpt_place",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("excerpt", sa.Integer(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("start_cp", sa.Integer(), nullable=False),
        sa.Column("end_cp", sa.Integer(), nullable=False),
        sa.CheckConstraint("0 <= start_cp AND start_cp < end_cp", name="a_span_runs_forward"),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "excerpt"],
            ["excerpt.evaluation_id", "excerpt.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "text_version"],
            ["text_version.evaluation_id", "text_version.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
        sa.UniqueConstraint("evaluation_id", "excerpt", "text_version"),
    )
    with op.batch_alter_table("excerpt_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_excerpt_place_text_version"), ["text_version"], unique=False)

    op.create_table(
        "reading",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.Column("ended_in", sa.Integer(), nullable=True),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("coder", sa.Integer(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coder"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "source"],
            ["source.evaluation_id", "source.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "text_version"],
            ["text_version.evaluation_id", "text_version.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_source"), ["source"], unique=False)

    op.create_table(
        "turn",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("start_cp", sa.Integer(), nullable=False),
        sa.Column("end_cp", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("participant", sa.Integer(), nullable=True),
        sa.Column("is_interviewer", sa.Boolean(), nullable=False),
        sa.CheckConstraint("0 <= start_cp AND start_cp < end_cp", name="a_span_runs_forward"),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "participant"],
            ["participant.evaluation_id", "participant.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "text_version"],
            ["text_version.evaluation_id", "text_version.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    with op.batch_alter_table("turn", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_turn_text_version"), ["text_version"], unique=False)

    op.create_table(
        "coding_state",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.Column("ended_in", sa.Integer(), nullable=True),
        sa.Column("coding", sa.Integer(), nullable=False),
        sa.Column("theme", sa.Integer(), nullable=False),
        sa.Column(
            "polarity",
            sa.Enum(
                "barrier",
                "facilitator",
                "mixed",
                "none",
                name="polarity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("strength", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "coding"],
            ["coding.evaluation_id", "coding.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "theme"],
            ["theme.evaluation_id", "theme.no"],
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "no"),
    )
    with op.batch_alter_table("coding_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coding_state_coding"), ["coding"], unique=False)
        batch_op.create_index(batch_op.f("ix_coding_state_theme"), ["theme"], unique=False)
