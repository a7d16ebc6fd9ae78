"""Keep what was signed and promised."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from app.base.db.triggers import (
    drop_append_only,
    drop_frozen,
    guard_append_only,
    guard_frozen,
    guard_parts,
)

revision = "c7dec8813847"
down_revision = "2c0b12465c1d"

APPEND_ONLY = ("agreement_event", "agreement_paper", "arrangement_version")
PARTS = ("agreement_article", "commitment")
SIGNED = (
    "id reference parent_id replaces_id kind title starts_on ends_on notice notice_unit"
    " renewal_months renewals_most our_signed_on their_signed_on partner_name signed_text"
    " text_sha256 scan_sha256 signed_at signed_by dropped_at"
)
"""What a signed agreement never changes (rule 7)."""


def upgrade() -> None:
    op.create_table(
        "agreement_counter",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_agreement_counter")),
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(length=24), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "cadre",
                "don-de-materiel",
                "point-d-apport",
                "orientation",
                "autre",
                name="agreementkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "projet",
                "relecture",
                "correction",
                "a-signer",
                "signee",
                "active",
                "expiree",
                "denoncee",
                "resiliee",
                "remplacee",
                name="agreementstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("status_since", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column(
            "notice_unit",
            sa.Enum(
                "jours",
                "mois",
                name="noticeunit",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("renewal_months", sa.Integer(), nullable=True),
        sa.Column("renewals_most", sa.Integer(), nullable=True),
        sa.Column("amended_ends_on", sa.Date(), nullable=True),
        sa.Column("term_ends_on", sa.Date(), nullable=True),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("our_signed_on", sa.Date(), nullable=True),
        sa.Column("their_signed_on", sa.Date(), nullable=True),
        sa.Column("partner_name", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("signed_text", sa.Text(), nullable=True),
        sa.Column("text_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("scan_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("signed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("signed_by", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("settled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("unread_since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("dropped_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (status IN ('projet', 'relecture', 'correction', 'a-signer'))",
            name=op.f("ck_agreement_signed_with_status"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('denoncee', 'resiliee') OR stopped_on IS NOT NULL",
            name=op.f("ck_agreement_stopped"),
        ),
        sa.CheckConstraint(
            "dropped_at IS NULL OR signed_at IS NULL", name=op.f("ck_agreement_dropped_draft")
        ),
        sa.CheckConstraint(
            "ends_on IS NOT NULL OR parent_id IS NOT NULL", name=op.f("ck_agreement_ends")
        ),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_agreement_titled")),
        sa.CheckConstraint("notice >= 0", name=op.f("ck_agreement_notice_positive")),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_agreement_own_parent")),
        sa.CheckConstraint(
            "parent_id IS NULL OR replaces_id IS NULL", name=op.f("ck_agreement_one_way")
        ),
        sa.CheckConstraint("renewal_months > 0", name=op.f("ck_agreement_renewal_positive")),
        sa.CheckConstraint("renewals_most > 0", name=op.f("ck_agreement_renewals_positive")),
        sa.CheckConstraint("replaces_id <> id", name=op.f("ck_agreement_own_successor")),
        sa.CheckConstraint(
            "signed_at IS NULL OR (our_signed_on IS NOT NULL AND their_signed_on IS NOT NULL AND length(scan_sha256) = 64 AND length(text_sha256) = 64 AND signed_text IS NOT NULL)",
            name=op.f("ck_agreement_signed_whole"),
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_agreement_term")),
        sa.CheckConstraint("version > 0", name=op.f("ck_agreement_version_positive")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_agreement_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["agreement.id"], name=op.f("fk_agreement_parent_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["agreement.id"], name=op.f("fk_agreement_replaces_id_agreement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("reference", name=op.f("uq_agreement_reference")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_decide_by"), ["decide_by"], unique=False)
        batch_op.create_index(
            "ix_agreement_list", ["dropped_at", "status", "last_day"], unique=False
        )
        batch_op.create_index(
            "ix_agreement_organisation_status", ["organisation_id", "status"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_agreement_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_replaces_id"), ["replaces_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_agreement_term_ends_on"), ["term_ends_on"], unique=False
        )
        batch_op.create_index("ix_agreement_unread", ["unread_since"], unique=False)

    op.create_table(
        "agreement_article",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=6000), nullable=False),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_agreement_article_titled")),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_article_agreement_id_agreement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_article")),
    )
    with op.batch_alter_table("agreement_article", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_article_agreement_id"), ["agreement_id"], unique=False
        )

    op.create_table(
        "agreement_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("verb", sqlmodel.sql.sqltypes.AutoString(length=24), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "nous",
                "partenaire",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("actor", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_event_agreement_id_agreement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_event")),
    )
    with op.batch_alter_table("agreement_event", schema=None) as batch_op:
        batch_op.create_index("ix_agreement_event_history", ["agreement_id", "at"], unique=False)

    op.create_table(
        "agreement_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "nous",
                "partenaire",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("filename", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("media_type", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("added_by", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_agreement_paper_sha256_length")),
        sa.CheckConstraint("size > 0", name=op.f("ck_agreement_paper_size_positive")),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_paper_agreement_id_agreement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_paper")),
        sa.UniqueConstraint(
            "agreement_id", "sha256", name=op.f("uq_agreement_paper_agreement_id_sha256")
        ),
    )
    with op.batch_alter_table("agreement_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_paper_sha256"), ["sha256"], unique=False)

    op.create_table(
        "arrangement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=True),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_arrangement_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_arrangement_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrangement")),
    )
    with op.batch_alter_table("arrangement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_arrangement_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            "uq_arrangement_agreement_id",
            ["agreement_id"],
            unique=True,
            sqlite_where=sa.text("agreement_id IS NOT NULL"),
            postgresql_where=sa.text("agreement_id IS NOT NULL"),
        )

    op.create_table(
        "commitment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "nous",
                "partenaire",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "kg",
                "appareils",
                "enlevements",
                "heures",
                "euros",
                "personnes",
                name="counted",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column(
            "rhythm",
            sa.Enum(
                "une-fois",
                "mois",
                "trimestre",
                "an",
                name="rhythm",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "arrivees",
                "saisies",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "family",
            sa.Enum(
                "eee",
                "textile",
                "mobilier",
                "livres",
                "loisirs",
                "outillage",
                "autres",
                name="family",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.CheckConstraint(
            "source = 'saisies' OR kind IN ('kg', 'appareils', 'enlevements')",
            name=op.f("ck_commitment_measured"),
        ),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_commitment_titled")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_commitment_quantity_positive")),
        sa.CheckConstraint("replaces_id <> id", name=op.f("ck_commitment_own_successor")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_commitment_period")),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_commitment_agreement_id_agreement"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["commitment.id"], name=op.f("fk_commitment_replaces_id_commitment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commitment_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_commitment_replaces_id"), ["replaces_id"], unique=False
        )

    op.create_table(
        "arrangement_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("arrangement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("who", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("moment", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("packaging", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("papers", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_arrangement_version_number_positive")),
        sa.ForeignKeyConstraint(
            ["arrangement_id"],
            ["arrangement.id"],
            name=op.f("fk_arrangement_version_arrangement_id_arrangement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrangement_version")),
        sa.UniqueConstraint(
            "arrangement_id", "number", name=op.f("uq_arrangement_version_arrangement_id_number")
        ),
    )
    op.create_table(
        "commitment_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposee",
                "confirmee",
                "refusee",
                "retiree",
                name="entrystatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum(
                "nous",
                "partenaire",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("added_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("added_by", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("decided_by", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_commitment_entry_amount_positive")),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_commitment_entry_commitment_id_commitment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_entry")),
    )
    with op.batch_alter_table("commitment_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_commitment_entry_day", ["commitment_id", "status", "day"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_commitment_entry_status"), ["status"], unique=False)

    op.create_table(
        "arrangement_acceptance",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "lien",
                "espace",
                "equipe",
                name="acceptedby",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("noted_by", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["organisation_contact.id"],
            name=op.f("fk_arrangement_acceptance_contact_id_organisation_contact"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["arrangement_version.id"],
            name=op.f("fk_arrangement_acceptance_version_id_arrangement_version"),
        ),
        sa.PrimaryKeyConstraint("version_id", "contact_id", name=op.f("pk_arrangement_acceptance")),
    )
    with op.batch_alter_table("arrangement_acceptance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_arrangement_acceptance_contact_id"), ["contact_id"], unique=False
        )

    connection = op.get_bind()
    for table in APPEND_ONLY:
        guard_append_only(connection, table)
    guard_frozen(connection, "agreement", SIGNED.split(), "signed_at")
    for table in PARTS:
        guard_parts(connection, table, "agreement_id", "agreement", "signed_at")


def downgrade() -> None:
    connection = op.get_bind()
    for table in (*PARTS, "agreement"):
        drop_frozen(connection, table)
    for table in APPEND_ONLY:
        drop_append_only(connection, table)
    with op.batch_alter_table("arrangement_acceptance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_arrangement_acceptance_contact_id"))

    op.drop_table("arrangement_acceptance")
    with op.batch_alter_table("commitment_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_entry_status"))
        batch_op.drop_index("ix_commitment_entry_day")

    op.drop_table("commitment_entry")
    op.drop_table("arrangement_version")
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_replaces_id"))
        batch_op.drop_index(batch_op.f("ix_commitment_agreement_id"))

    op.drop_table("commitment")
    with op.batch_alter_table("arrangement", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_arrangement_agreement_id",
            sqlite_where=sa.text("agreement_id IS NOT NULL"),
            postgresql_where=sa.text("agreement_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_arrangement_organisation_id"))

    op.drop_table("arrangement")
    with op.batch_alter_table("agreement_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_paper_sha256"))

    op.drop_table("agreement_paper")
    with op.batch_alter_table("agreement_event", schema=None) as batch_op:
        batch_op.drop_index("ix_agreement_event_history")

    op.drop_table("agreement_event")
    with op.batch_alter_table("agreement_article", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_article_agreement_id"))

    op.drop_table("agreement_article")
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_index("ix_agreement_unread")
        batch_op.drop_index(batch_op.f("ix_agreement_term_ends_on"))
        batch_op.drop_index(batch_op.f("ix_agreement_replaces_id"))
        batch_op.drop_index(batch_op.f("ix_agreement_parent_id"))
        batch_op.drop_index("ix_agreement_organisation_status")
        batch_op.drop_index("ix_agreement_list")
        batch_op.drop_index(batch_op.f("ix_agreement_decide_by"))

    op.drop_table("agreement")
    op.drop_table("agreement_counter")
