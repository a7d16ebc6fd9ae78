"""Note when a text message is handed over."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "c41f0a7be2d9"
down_revision = "89681bd9e085"


def upgrade() -> None:
    with op.batch_alter_table("outbox_row") as batch:
        batch.add_column(
            sa.Column("handed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox_row") as batch:
        batch.drop_column("handed_at")
