"""Keep partners' reviews, and each edition handed out."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from app.base.db.triggers import drop_append_only, guard_append_only

revision = '8dbde9daa46d'
down_revision = '2c7ce58c67f7'


def upgrade() -> None:
    op.create_table('partner_review',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('word', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('sentence', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('post', sqlmodel.sql.sqltypes.AutoString(length=1500), nullable=False),
    sa.Column('paragraph', sqlmodel.sql.sqltypes.AutoString(length=3000), nullable=False),
    sa.Column('editions', sa.Integer(), nullable=False),
    sa.Column('shown', sa.Integer(), nullable=True),
    sa.Column('link_key', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
    sa.Column('code', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('set_aside_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('editions >= 0', name=op.f('ck_partner_review_editions')),
    sa.CheckConstraint('length(code) = 8', name=op.f('ck_partner_review_code')),
    sa.CheckConstraint('length(link_key) = 12', name=op.f('ck_partner_review_link_key')),
    sa.CheckConstraint('set_aside_at IS NULL OR (shown IS NULL AND link_key IS NULL)', name=op.f('ck_partner_review_set_aside')),
    sa.CheckConstraint('shown BETWEEN 1 AND editions', name=op.f('ck_partner_review_shown')),
    sa.CheckConstraint('version > 0', name=op.f('ck_partner_review_version_positive')),
    sa.CheckConstraint('year BETWEEN 2000 AND 2100', name=op.f('ck_partner_review_year')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_partner_review_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partner_review')),
    sa.UniqueConstraint('code', name=op.f('uq_partner_review_code')),
    sa.UniqueConstraint('link_key', name=op.f('uq_partner_review_link_key'))
    )
    with op.batch_alter_table('partner_review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_partner_review_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index('uq_partner_review_year', ['organisation_id', 'year'], unique=True, sqlite_where=sa.text('set_aside_at IS NULL'), postgresql_where=sa.text('set_aside_at IS NULL'))

    op.create_table('partner_review_edition',
    sa.Column('review_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('published_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('published_by', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_partner_review_edition_sha256_length')),
    sa.CheckConstraint('number > 0', name=op.f('ck_partner_review_edition_number_positive')),
    sa.ForeignKeyConstraint(['review_id'], ['partner_review.id'], name=op.f('fk_partner_review_edition_review_id_partner_review')),
    sa.PrimaryKeyConstraint('review_id', 'number', name=op.f('pk_partner_review_edition'))
    )
    guard_append_only(op.get_bind(), "partner_review_edition")


def downgrade() -> None:
    drop_append_only(op.get_bind(), "partner_review_edition")
    op.drop_table('partner_review_edition')
    with op.batch_alter_table('partner_review', schema=None) as batch_op:
        batch_op.drop_index('uq_partner_review_year', sqlite_where=sa.text('set_aside_at IS NULL'), postgresql_where=sa.text('set_aside_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_partner_review_organisation_id'))

    op.drop_table('partner_review')
