"""Remember what files said of structures."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "fe7505f7d5e4"
down_revision = "7d1e5c0a93f4"


def upgrade() -> None:
    op.create_table(
        "organisation_import",
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=240), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_import_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("source", "key", name=op.f("pk_organisation_import")),
    )
    op.create_index(
        op.f("ix_organisation_import_organisation_id"), "organisation_import", ["organisation_id"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_organisation_import_organisation_id"), "organisation_import")
    op.drop_table("organisation_import")
