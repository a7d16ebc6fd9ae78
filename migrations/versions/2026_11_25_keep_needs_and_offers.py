"""Keep needs and offers of structures."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "4f7771292747"
down_revision = "c7dec8813847"


def upgrade() -> None:
    op.create_table(
        "synergy_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("insee", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "besoin", "offre", name="side", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column(
            "domain",
            sa.Enum(
                "competences",
                "matieres",
                "moyens",
                "mobilite",
                name="domain",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "brouillon",
                "ouverte",
                "rapprochee",
                "close",
                "expiree",
                "retiree",
                name="entrystatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("folded", sqlmodel.sql.sqltypes.AutoString(length=2200), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column(
            "unit",
            sa.Enum(
                "kg",
                "m3",
                "heures",
                "places",
                "pieces",
                name="unit",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("recurring", sa.Boolean(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(quantity IS NULL) = (unit IS NULL)", name=op.f("ck_synergy_entry_quantity_with_unit")
        ),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name=op.f("ck_synergy_entry_lat_bounds")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_synergy_entry_titled")),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name=op.f("ck_synergy_entry_lon_bounds")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_synergy_entry_quantity_positive")),
        sa.CheckConstraint("starts <= until", name=op.f("ck_synergy_entry_period")),
        sa.CheckConstraint("version > 0", name=op.f("ck_synergy_entry_version_positive")),
        sa.ForeignKeyConstraint(
            ["insee"], ["commune.insee"], name=op.f("fk_synergy_entry_insee_commune")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_synergy_entry_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synergy_entry")),
    )
    with op.batch_alter_table("synergy_entry", schema=None) as batch_op:
        batch_op.create_index("ix_synergy_entry_ends", ["status", "until"], unique=False)
        batch_op.create_index(batch_op.f("ix_synergy_entry_insee"), ["insee"], unique=False)
        batch_op.create_index(
            "ix_synergy_entry_near", ["domain", "side", "status", "lat"], unique=False
        )
        batch_op.create_index("ix_synergy_entry_newest", ["created_at", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_synergy_entry_organisation_id"), ["organisation_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("synergy_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_synergy_entry_organisation_id"))
        batch_op.drop_index("ix_synergy_entry_newest")
        batch_op.drop_index("ix_synergy_entry_near")
        batch_op.drop_index(batch_op.f("ix_synergy_entry_insee"))
        batch_op.drop_index("ix_synergy_entry_ends")

    op.drop_table("synergy_entry")
