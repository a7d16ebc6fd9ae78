"""Let partnerships advance."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from app.base.db.triggers import drop_append_only, guard_append_only

revision = "2c0b12465c1d"
down_revision = "fe7505f7d5e4"


def upgrade() -> None:
    op.create_table(
        "good_practice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("folded", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=8000), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("origin", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(title) > 0 AND length(text) > 0", name=op.f("ck_good_practice_says_something")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_good_practice_version_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_good_practice")),
    )
    with op.batch_alter_table("good_practice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_good_practice_folded"), ["folded"], unique=False)

    op.create_table(
        "partner_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "comite-de-pilotage",
                "groupe-de-travail",
                name="groupkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("purpose", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_partner_group_named")),
        sa.CheckConstraint("version > 0", name=op.f("ck_partner_group_version_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_group")),
        sa.UniqueConstraint("name", name=op.f("uq_partner_group_name")),
    )
    op.create_table(
        "exchange",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "rendez-vous",
                "appel",
                "courriel",
                "visite",
                name="exchangekind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "prevu",
                "fait",
                "annule",
                name="exchangestate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("agenda", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=20000), nullable=False),
        sa.Column("promises", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("result", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("follow_up", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("follow_up_owner_id", sa.Uuid(), nullable=True),
        sa.Column("handed_over", sa.Boolean(), nullable=False),
        sa.Column("followed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("message_id", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(follow_up_on IS NULL) = (length(follow_up) = 0)",
            name=op.f("ck_exchange_follow_up_has_its_day"),
        ),
        sa.CheckConstraint("length(subject) > 0", name=op.f("ck_exchange_named")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_exchange_minutes")),
        sa.CheckConstraint("version > 0 AND sequence >= 0", name=op.f("ck_exchange_counters")),
        sa.ForeignKeyConstraint(
            ["follow_up_owner_id"],
            ["user_account.id"],
            name=op.f("fk_exchange_follow_up_owner_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_exchange_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user_account.id"], name=op.f("fk_exchange_owner_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange")),
    )
    with op.batch_alter_table("exchange", schema=None) as batch_op:
        batch_op.create_index("ix_exchange_by_kind", ["kind", "at"], unique=False)
        batch_op.create_index("ix_exchange_by_owner", ["owner_id", "at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_exchange_follow_up_owner_id"), ["follow_up_owner_id"], unique=False
        )
        batch_op.create_index("ix_exchange_latest", ["at", "id"], unique=False)
        batch_op.create_index("ix_exchange_message", ["message_id"], unique=False)
        batch_op.create_index("ix_exchange_of_structure", ["organisation_id", "at"], unique=False)
        batch_op.create_index(
            "ix_exchange_planned",
            ["at"],
            unique=False,
            sqlite_where=sa.text("state = 'prevu'"),
            postgresql_where=sa.text("state = 'prevu'"),
        )
        batch_op.create_index(
            "ix_exchange_to_follow",
            ["follow_up_on"],
            unique=False,
            sqlite_where=sa.text("follow_up_on IS NOT NULL AND followed_at IS NULL"),
            postgresql_where=sa.text("follow_up_on IS NOT NULL AND followed_at IS NULL"),
        )

    op.create_table(
        "good_practice_family",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
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
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"],
            ["good_practice.id"],
            name=op.f("fk_good_practice_family_practice_id_good_practice"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("practice_id", "family", name=op.f("pk_good_practice_family")),
    )
    with op.batch_alter_table("good_practice_family", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_good_practice_family_family"), ["family"], unique=False
        )

    op.create_table(
        "good_practice_step",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "diagnostic",
                "attentes-et-objectifs",
                "bonnes-pratiques",
                "identification",
                "rencontre",
                "negociation",
                "convention-signee",
                "mise-en-oeuvre",
                "evaluation",
                "reconnaissance",
                "communication",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"],
            ["good_practice.id"],
            name=op.f("fk_good_practice_step_practice_id_good_practice"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("practice_id", "step", name=op.f("pk_good_practice_step")),
    )
    with op.batch_alter_table("good_practice_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_good_practice_step_step"), ["step"], unique=False)

    op.create_table(
        "partner_group_meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("minutes_long", sa.Integer(), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("agenda", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("minutes", sqlmodel.sql.sqltypes.AutoString(length=20000), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("filename", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("media_type", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(sha256) IN (0, 64)", name=op.f("ck_partner_group_meeting_sha256_length")
        ),
        sa.CheckConstraint(
            "minutes_long BETWEEN 1 AND 1440", name=op.f("ck_partner_group_meeting_minutes_long")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_partner_group_meeting_version_positive")),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["partner_group.id"],
            name=op.f("fk_partner_group_meeting_group_id_partner_group"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_group_meeting")),
    )
    with op.batch_alter_table("partner_group_meeting", schema=None) as batch_op:
        batch_op.create_index("ix_partner_group_meeting_at", ["at"], unique=False)
        batch_op.create_index("ix_partner_group_meeting_order", ["group_id", "at"], unique=False)

    op.create_table(
        "partnership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "en-cours",
                "en-pause",
                "perdu",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "step",
            sa.Enum(
                "diagnostic",
                "attentes-et-objectifs",
                "bonnes-pratiques",
                "identification",
                "rencontre",
                "negociation",
                "convention-signee",
                "mise-en-oeuvre",
                "evaluation",
                "reconnaissance",
                "communication",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("step_since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("trigger", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("next_action", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("next_owner_id", sa.Uuid(), nullable=True),
        sa.Column("pause_reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("loss_reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("lost_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reopened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(standing = 'en-pause') = (length(pause_reason) > 0)",
            name=op.f("ck_partnership_pause_has_its_reason"),
        ),
        sa.CheckConstraint(
            "(standing = 'perdu') = (length(loss_reason) > 0)",
            name=op.f("ck_partnership_loss_has_its_reason"),
        ),
        sa.CheckConstraint(
            "(standing = 'perdu') = (lost_at IS NOT NULL)", name=op.f("ck_partnership_lost_since")
        ),
        sa.CheckConstraint(
            "standing = 'en-pause' OR paused_until IS NULL", name=op.f("ck_partnership_pause_until")
        ),
        sa.CheckConstraint(
            "(next_on IS NULL) = (length(next_action) = 0)",
            name=op.f("ck_partnership_next_action_has_its_day"),
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_partnership_version_positive")),
        sa.ForeignKeyConstraint(
            ["next_owner_id"],
            ["user_account.id"],
            name=op.f("fk_partnership_next_owner_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_partnership_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user_account.id"], name=op.f("fk_partnership_owner_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership")),
    )
    with op.batch_alter_table("partnership", schema=None) as batch_op:
        batch_op.create_index("ix_partnership_board", ["standing", "step", "next_on"], unique=False)
        batch_op.create_index(
            "ix_partnership_next",
            ["next_on"],
            unique=False,
            sqlite_where=sa.text("standing = 'en-cours' AND next_on IS NOT NULL"),
            postgresql_where=sa.text("standing = 'en-cours' AND next_on IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_partnership_next_owner_id"), ["next_owner_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_partnership_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_partnership_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            "uq_partnership_live",
            ["organisation_id"],
            unique=True,
            sqlite_where=sa.text("standing <> 'perdu'"),
            postgresql_where=sa.text("standing <> 'perdu'"),
        )

    op.create_table(
        "exchange_attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("media_type", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.CheckConstraint(
            "length(sha256) IN (0, 64)", name=op.f("ck_exchange_attachment_sha256_length")
        ),
        sa.CheckConstraint("size >= 0", name=op.f("ck_exchange_attachment_size")),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["exchange.id"],
            name=op.f("fk_exchange_attachment_exchange_id_exchange"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_attachment")),
    )
    with op.batch_alter_table("exchange_attachment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_exchange_attachment_exchange_id"), ["exchange_id"], unique=False
        )

    op.create_table(
        "partner_group_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.CheckConstraint(
            "length(text) > 0", name=op.f("ck_partner_group_decision_says_something")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_partner_group_decision_number_positive")),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["partner_group.id"],
            name=op.f("fk_partner_group_decision_group_id_partner_group"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["partner_group_meeting.id"],
            name=op.f("fk_partner_group_decision_meeting_id_partner_group_meeting"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_group_decision")),
        sa.UniqueConstraint(
            "group_id", "number", name=op.f("uq_partner_group_decision_group_id_number")
        ),
    )
    with op.batch_alter_table("partner_group_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_partner_group_decision_meeting_id"), ["meeting_id"], unique=False
        )

    op.create_table(
        "partnership_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sqlmodel.sql.sqltypes.AutoString(length=30), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "diagnostic",
                "attentes-et-objectifs",
                "bonnes-pratiques",
                "identification",
                "rencontre",
                "negociation",
                "convention-signee",
                "mise-en-oeuvre",
                "evaluation",
                "reconnaissance",
                "communication",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "standing",
            sa.Enum(
                "en-cours",
                "en-pause",
                "perdu",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("actor", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_partnership_event_partnership_id_partnership"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_event")),
        sa.UniqueConstraint(
            "partnership_id", "number", name=op.f("uq_partnership_event_partnership_id_number")
        ),
    )

    op.create_table(
        "partnership_sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "diagnostic",
                "attentes",
                "argumentaire",
                name="sheetkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("first", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("second", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("third", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("fourth", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_partnership_sheet_version_positive")),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_partnership_sheet_partnership_id_partnership"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_sheet")),
        sa.UniqueConstraint(
            "partnership_id", "kind", name=op.f("uq_partnership_sheet_partnership_id_kind")
        ),
    )
    op.create_table(
        "exchange_contact",
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["organisation_contact.id"],
            name=op.f("fk_exchange_contact_contact_id_organisation_contact"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["exchange.id"],
            name=op.f("fk_exchange_contact_exchange_id_exchange"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("exchange_id", "contact_id", name=op.f("pk_exchange_contact")),
    )
    with op.batch_alter_table("exchange_contact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_exchange_contact_contact_id"), ["contact_id"], unique=False
        )

    op.create_table(
        "partner_group_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.CheckConstraint(
            "(contact_id IS NULL) <> (account_id IS NULL)",
            name=op.f("ck_partner_group_member_one_person"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["user_account.id"],
            name=op.f("fk_partner_group_member_account_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["organisation_contact.id"],
            name=op.f("fk_partner_group_member_contact_id_organisation_contact"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["partner_group.id"],
            name=op.f("fk_partner_group_member_group_id_partner_group"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_group_member")),
        sa.UniqueConstraint(
            "group_id", "account_id", name=op.f("uq_partner_group_member_group_id_account_id")
        ),
        sa.UniqueConstraint(
            "group_id", "contact_id", name=op.f("uq_partner_group_member_group_id_contact_id")
        ),
    )
    with op.batch_alter_table("partner_group_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_partner_group_member_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_partner_group_member_contact_id"), ["contact_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_partner_group_member_group_id"), ["group_id"], unique=False
        )

    op.create_table(
        "partner_group_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("done_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "account_id IS NULL OR contact_id IS NULL",
            name=op.f("ck_partner_group_task_one_person"),
        ),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_partner_group_task_says_something")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["user_account.id"],
            name=op.f("fk_partner_group_task_account_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["organisation_contact.id"],
            name=op.f("fk_partner_group_task_contact_id_organisation_contact"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["partner_group.id"],
            name=op.f("fk_partner_group_task_group_id_partner_group"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["partner_group_meeting.id"],
            name=op.f("fk_partner_group_task_meeting_id_partner_group_meeting"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_group_task")),
    )
    with op.batch_alter_table("partner_group_task", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_partner_group_task_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_partner_group_task_contact_id"), ["contact_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_partner_group_task_group_id"), ["group_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_partner_group_task_meeting_id"), ["meeting_id"], unique=False
        )
        batch_op.create_index(
            "ix_partner_group_task_open",
            ["until"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )


    guard_append_only(op.get_bind(), "partnership_event")


def downgrade() -> None:
    drop_append_only(op.get_bind(), "partnership_event")
    with op.batch_alter_table("partner_group_task", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_partner_group_task_open",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_partner_group_task_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_partner_group_task_group_id"))
        batch_op.drop_index(batch_op.f("ix_partner_group_task_contact_id"))
        batch_op.drop_index(batch_op.f("ix_partner_group_task_account_id"))

    op.drop_table("partner_group_task")
    with op.batch_alter_table("partner_group_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partner_group_member_group_id"))
        batch_op.drop_index(batch_op.f("ix_partner_group_member_contact_id"))
        batch_op.drop_index(batch_op.f("ix_partner_group_member_account_id"))

    op.drop_table("partner_group_member")
    with op.batch_alter_table("exchange_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exchange_contact_contact_id"))

    op.drop_table("exchange_contact")
    op.drop_table("partnership_sheet")
    op.drop_table("partnership_event")
    with op.batch_alter_table("partner_group_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partner_group_decision_meeting_id"))

    op.drop_table("partner_group_decision")
    with op.batch_alter_table("exchange_attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exchange_attachment_exchange_id"))

    op.drop_table("exchange_attachment")
    with op.batch_alter_table("partnership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_partnership_live",
            sqlite_where=sa.text("standing <> 'perdu'"),
            postgresql_where=sa.text("standing <> 'perdu'"),
        )
        batch_op.drop_index(batch_op.f("ix_partnership_owner_id"))
        batch_op.drop_index(batch_op.f("ix_partnership_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_partnership_next_owner_id"))
        batch_op.drop_index(
            "ix_partnership_next",
            sqlite_where=sa.text("standing = 'en-cours' AND next_on IS NOT NULL"),
            postgresql_where=sa.text("standing = 'en-cours' AND next_on IS NOT NULL"),
        )
        batch_op.drop_index("ix_partnership_board")

    op.drop_table("partnership")
    with op.batch_alter_table("partner_group_meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_partner_group_meeting_order")
        batch_op.drop_index("ix_partner_group_meeting_at")

    op.drop_table("partner_group_meeting")
    with op.batch_alter_table("good_practice_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_good_practice_step_step"))

    op.drop_table("good_practice_step")
    with op.batch_alter_table("good_practice_family", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_good_practice_family_family"))

    op.drop_table("good_practice_family")
    with op.batch_alter_table("exchange", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_exchange_to_follow",
            sqlite_where=sa.text("follow_up_on IS NOT NULL AND followed_at IS NULL"),
            postgresql_where=sa.text("follow_up_on IS NOT NULL AND followed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_exchange_planned",
            sqlite_where=sa.text("state = 'prevu'"),
            postgresql_where=sa.text("state = 'prevu'"),
        )
        batch_op.drop_index("ix_exchange_of_structure")
        batch_op.drop_index("ix_exchange_message")
        batch_op.drop_index("ix_exchange_latest")
        batch_op.drop_index(batch_op.f("ix_exchange_follow_up_owner_id"))
        batch_op.drop_index("ix_exchange_by_owner")
        batch_op.drop_index("ix_exchange_by_kind")

    op.drop_table("exchange")
    op.drop_table("partner_group")
    with op.batch_alter_table("good_practice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_good_practice_folded"))

    op.drop_table("good_practice")
