"""Keep authorisations and their end."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "02ecfab79bb2"
down_revision = "b8e8bd26e45b"


def upgrade() -> None:
    op.create_table(
        "authorisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "recepisse-transport",
                "recepisse-negoce-courtage",
                "icpe",
                "contrat-eco-organisme",
                "assurance",
                "convention-siae",
                "agrement-esus",
                "label",
                "autre",
                name="authorisationkind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("issuer", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("scope", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("warn_days", sa.Integer(), nullable=False),
        sa.Column("warned_from", sa.Date(), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("filename", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(ends IS NULL) = (warned_from IS NULL)", name=op.f("ck_authorisation_warned")
        ),
        sa.CheckConstraint(
            "(sha256 IS NULL) = (filename IS NULL)", name=op.f("ck_authorisation_paper_named")
        ),
        sa.CheckConstraint("replaced_by_id <> id", name=op.f("ck_authorisation_own_successor")),
        sa.CheckConstraint("starts <= ends", name=op.f("ck_authorisation_period")),
        sa.CheckConstraint("version > 0", name=op.f("ck_authorisation_version_positive")),
        sa.CheckConstraint("warn_days BETWEEN 0 AND 400", name=op.f("ck_authorisation_warn_days")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_authorisation_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"],
            ["authorisation.id"],
            name=op.f("fk_authorisation_replaced_by_id_authorisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorisation")),
    )
    with op.batch_alter_table("authorisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_authorisation_kind"), ["kind"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_authorisation_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_authorisation_replaced_by_id"), ["replaced_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_authorisation_warned_from"), ["warned_from"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("authorisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_authorisation_warned_from"))
        batch_op.drop_index(batch_op.f("ix_authorisation_replaced_by_id"))
        batch_op.drop_index(batch_op.f("ix_authorisation_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_authorisation_kind"))

    op.drop_table("authorisation")
