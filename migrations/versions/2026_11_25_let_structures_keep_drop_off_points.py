"""Let structures keep drop-off points."""

import sqlalchemy as sa
from alembic import op

revision = "7d1e5c0a93f4"
down_revision = "d7a3f1c95e20"


def upgrade() -> None:
    with op.batch_alter_table("point") as batch:
        batch.add_column(sa.Column("organisation_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_point_organisation_id_organisation"),
            "organisation",
            ["organisation_id"],
            ["id"],
        )
        batch.create_index(op.f("ix_point_organisation_id"), ["organisation_id"])


def downgrade() -> None:
    with op.batch_alter_table("point") as batch:
        batch.drop_index(op.f("ix_point_organisation_id"))
        batch.drop_constraint(op.f("fk_point_organisation_id_organisation"), type_="foreignkey")
        batch.drop_column("organisation_id")
