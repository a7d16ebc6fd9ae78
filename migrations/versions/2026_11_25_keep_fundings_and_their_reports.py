"""Keep fundings and the reports they ask for."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "89681bd9e085"
down_revision = "02ecfab79bb2"


def upgrade() -> None:
    op.create_table(
        "funding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("post", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "idee",
                "depose",
                "accorde",
                "refuse",
                "abandonne",
                "solde",
                name="fundingstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("asked_cents", sa.BigInteger(), nullable=True),
        sa.Column("granted_cents", sa.BigInteger(), nullable=True),
        sa.Column("file_by", sa.Date(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status NOT IN ('accorde', 'solde') OR granted_cents IS NOT NULL",
            name=op.f("ck_funding_granted"),
        ),
        sa.CheckConstraint(
            "asked_cents >= 0 AND granted_cents >= 0", name=op.f("ck_funding_amounts")
        ),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_funding_named")),
        sa.CheckConstraint("starts <= ends", name=op.f("ck_funding_period")),
        sa.CheckConstraint("version > 0", name=op.f("ck_funding_version_positive")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_funding_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding")),
    )
    with op.batch_alter_table("funding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_funding_file_by"), ["file_by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_funding_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index("ix_funding_status_name", ["status", "name"], unique=False)

    op.create_table(
        "funding_lever",
        sa.Column("funding_id", sa.Uuid(), nullable=False),
        sa.Column(
            "lever",
            sa.Enum(
                "donnees",
                "outils",
                "reseaux",
                "ingenierie",
                "dialogue-de-gouvernance",
                "financement-direct",
                "reconnaissance",
                name="lever",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["funding_id"],
            ["funding.id"],
            name=op.f("fk_funding_lever_funding_id_funding"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("funding_id", "lever", name=op.f("pk_funding_lever")),
    )
    op.create_table(
        "funding_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("funding_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("filename", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True),
        sa.CheckConstraint(
            "(sha256 IS NULL) = (filename IS NULL)", name=op.f("ck_funding_report_paper_named")
        ),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_funding_report_named")),
        sa.ForeignKeyConstraint(
            ["funding_id"],
            ["funding.id"],
            name=op.f("fk_funding_report_funding_id_funding"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_report")),
    )
    with op.batch_alter_table("funding_report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_funding_report_funding_id"), ["funding_id"], unique=False
        )
        batch_op.create_index("ix_funding_report_owed", ["sent_on", "due_on"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("funding_report", schema=None) as batch_op:
        batch_op.drop_index("ix_funding_report_owed")
        batch_op.drop_index(batch_op.f("ix_funding_report_funding_id"))

    op.drop_table("funding_report")
    op.drop_table("funding_lever")
    with op.batch_alter_table("funding", schema=None) as batch_op:
        batch_op.drop_index("ix_funding_status_name")
        batch_op.drop_index(batch_op.f("ix_funding_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_funding_file_by"))

    op.drop_table("funding")
