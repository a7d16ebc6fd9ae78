"""Let a structure of the register give what is fetched."""

import sqlalchemy as sa
from alembic import op

revision = "d7a3f1c95e20"
down_revision = "c41f0a7be2d9"


def upgrade() -> None:
    with op.batch_alter_table("pickup") as batch:
        batch.add_column(sa.Column("organisation_id", sa.Uuid(), nullable=True))
        batch.create_index(op.f("ix_pickup_organisation_id"), ["organisation_id"])
        batch.create_foreign_key(
            op.f("fk_pickup_organisation_id_organisation"),
            "organisation",
            ["organisation_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("pickup") as batch:
        batch.drop_constraint(op.f("fk_pickup_organisation_id_organisation"), type_="foreignkey")
        batch.drop_index(op.f("ix_pickup_organisation_id"))
        batch.drop_column("organisation_id")
