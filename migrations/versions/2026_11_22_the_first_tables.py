"""Make the first tables."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from app.base.db.triggers import drop_append_only, guard_append_only

revision = "8e3b46ef1645"
down_revision = None


APPEND_ONLY = ("trail_entry", "pickup_event")


def upgrade() -> None:
    op.create_table(
        "catalog_object",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column(
            "subfamily",
            sa.Enum(
                "gem-froid",
                "gem-hors-froid",
                "ecrans",
                "informatique",
                "telephones",
                "pam",
                "lampes",
                "panneaux-pv",
                "cartouches",
                "piles",
                "vetements",
                "chaussures",
                "linge",
                "maroquinerie",
                "meubles",
                "literie",
                "vaisselle",
                "decoration",
                "luminaires",
                "livres",
                "disques",
                "velos",
                "mobilite-electrique",
                "jouets",
                "jouets-electriques",
                "sport",
                "musique",
                "bricolage",
                "jardinage",
                "outils-electriques",
                "puericulture",
                "paramedical",
                "divers",
                name="subfamily",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "flow",
            sa.Enum(
                "GEM_FROID",
                "GEM_HORS_FROID",
                "ECRAN",
                "PAM",
                "LAMPES",
                "PV",
                "CARTOUCHES",
                "PILES",
                name="flow",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("generic", sa.Boolean(), nullable=False),
        sa.Column("mass_g", sa.Integer(), nullable=False),
        sa.Column("volume_ml", sa.Integer(), nullable=False),
        sa.Column("weight_source", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column(
            "data_bearing",
            sa.Enum(
                "no",
                "possible",
                "yes",
                name="databearing",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "battery",
            sa.Enum(
                "no",
                "possible",
                "yes",
                name="battery",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("bonus_possible", sa.Boolean(), nullable=False),
        sa.Column("works", sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
        sa.Column("broken", sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
        sa.Column("before", sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
        sa.Column("never", sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("edited_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("touched_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("mass_g > 0", name=op.f("ck_catalog_object_mass_positive")),
        sa.CheckConstraint("volume_ml > 0", name=op.f("ck_catalog_object_volume_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog_object")),
        sa.UniqueConstraint("slug", name=op.f("uq_catalog_object_slug")),
    )
    with op.batch_alter_table("catalog_object", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_catalog_object_subfamily"), ["subfamily"], unique=False
        )

    op.create_table(
        "commune",
        sa.Column("insee", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column(
            "folded",
            sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("department", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=False),
        sa.Column("department_name", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("epci", sqlmodel.sql.sqltypes.AutoString(length=9), nullable=True),
        sa.Column("epci_name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("hall_lat", sa.Float(), nullable=True),
        sa.Column("hall_lon", sa.Float(), nullable=True),
        sa.Column("area_ha", sa.Integer(), nullable=False),
        sa.Column("density", sa.Integer(), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.CheckConstraint("density BETWEEN 1 AND 7", name=op.f("ck_commune_density")),
        sa.PrimaryKeyConstraint("insee", name=op.f("pk_commune")),
    )
    with op.batch_alter_table("commune", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commune_epci"), ["epci"], unique=False)
        batch_op.create_index(batch_op.f("ix_commune_folded"), ["folded"], unique=False)

    op.create_table(
        "geocode_cache",
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_geocode_cache")),
    )
    with op.batch_alter_table("geocode_cache", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_geocode_cache_at"), ["at"], unique=False)

    op.create_table(
        "import_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("filename", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("format", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("dialect", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("licence", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("everywhere", sa.Boolean(), nullable=False),
        sa.Column("fix_hours", sa.Boolean(), nullable=False),
        sa.Column("fix_positions", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "lecture",
                "pret",
                "en-cours",
                "termine",
                "illisible",
                "abandonne",
                name="importstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("refusal", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("decisions", sa.JSON(), nullable=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_label", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("confirmed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("confirmed_by", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "status NOT IN ('en-cours', 'termine') OR confirmed_at IS NOT NULL",
            name=op.f("ck_import_batch_confirmed_dated"),
        ),
        sa.CheckConstraint("position >= 0", name=op.f("ck_import_batch_position_positive")),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_import_batch_size_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_batch_created_at"), ["created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_import_batch_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_batch_status"), ["status"], unique=False)

    op.create_table(
        "outbox_row",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("dedupe", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("run_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("done_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("failed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("error", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_row")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_outbox_row_dedupe")),
    )
    with op.batch_alter_table("outbox_row", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_row_due", ["done_at", "failed_at", "run_at"], unique=False)

    op.create_table(
        "period_run",
        sa.Column("job", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("period", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("job", "period", name=op.f("pk_period_run")),
    )
    op.create_table(
        "rate_count",
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_count")),
    )
    with op.batch_alter_table("rate_count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rate_count_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "slot_pattern",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("places > 0", name=op.f("ck_slot_pattern_places")),
        sa.CheckConstraint("starts < ends", name=op.f("ck_slot_pattern_hours")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_slot_pattern_weekday")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_pattern")),
        sa.UniqueConstraint("name", name=op.f("uq_slot_pattern_name")),
    )
    op.create_table(
        "trail_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("room", sqlmodel.sql.sqltypes.AutoString(length=30), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("verb", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("previous_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_entry")),
        sa.UniqueConstraint("room", "number", name=op.f("uq_trail_entry_room_number")),
    )
    with op.batch_alter_table("trail_entry", schema=None) as batch_op:
        batch_op.create_index("ix_trail_entry_newest", ["at", "room", "number"], unique=False)
        batch_op.create_index(batch_op.f("ix_trail_entry_subject"), ["subject"], unique=False)

    op.create_table(
        "trail_head",
        sa.Column("room", sqlmodel.sql.sqltypes.AutoString(length=30), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.PrimaryKeyConstraint("room", name=op.f("pk_trail_head")),
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("password", sqlmodel.sql.sqltypes.AutoString(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("confirmed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("tf_primary_method", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("tf_totp_secret", sqlmodel.sql.sqltypes.AutoString(length=255), nullable=True),
        sa.Column("tf_last_counter", sa.Integer(), nullable=True),
        sa.Column("mf_recovery_codes", sa.JSON(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_user_account_email_folded")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_account_fs_uniquifier")),
    )
    op.create_table(
        "account_role",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "direction",
                "accueil",
                "atelier",
                "partenariats",
                "dons",
                "chauffeur",
                "admin",
                "mediation",
                "entreprise",
                "prescripteur",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["user_account.id"],
            name=op.f("fk_account_role_account_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("account_id", "role", name=op.f("pk_account_role")),
    )
    op.create_table(
        "commune_postcode",
        sa.Column("insee", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("postcode", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["insee"], ["commune.insee"], name=op.f("fk_commune_postcode_insee_commune")
        ),
        sa.PrimaryKeyConstraint("insee", "postcode", name=op.f("pk_commune_postcode")),
    )
    with op.batch_alter_table("commune_postcode", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commune_postcode_postcode"), ["postcode"], unique=False
        )

    op.create_table(
        "object_synonym",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("local", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["object_id"],
            ["catalog_object.id"],
            name=op.f("fk_object_synonym_object_id_catalog_object"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_object_synonym")),
        sa.UniqueConstraint("object_id", "name", name=op.f("uq_object_synonym_object_id_name")),
    )
    with op.batch_alter_table("object_synonym", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_object_synonym_object_id"), ["object_id"], unique=False
        )

    op.create_table(
        "point",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "reemploi",
                "reparateur",
                "magasin",
                "borne",
                "borne-en-magasin",
                "par-correspondance",
                "decheterie",
                "atelier",
                "collecte-temporaire",
                name="pointkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("postcode", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("insee", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("siret", sqlmodel.sql.sqltypes.AutoString(length=14), nullable=False),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("refusals", sa.JSON(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "menage",
                "entreprise",
                "tous",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("residents_of", sa.JSON(), nullable=False),
        sa.Column("card_needed", sa.Boolean(), nullable=False),
        sa.Column("appointment", sa.Boolean(), nullable=False),
        sa.Column("one_for_one", sa.Boolean(), nullable=False),
        sa.Column("max_quantity", sa.Integer(), nullable=True),
        sa.Column("max_volume_l", sa.Integer(), nullable=True),
        sa.Column("max_size_cm", sa.Integer(), nullable=True),
        sa.Column(
            "condition",
            sa.Enum(
                "tout-etat",
                "fonctionne",
                name="condition",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("surface_m2", sa.Integer(), nullable=True),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("hours", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column(
            "wheelchair",
            sa.Enum(
                "yes",
                "no",
                "limited",
                "unknown",
                name="wheelchair",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("phone", sqlmodel.sql.sqltypes.AutoString(length=30), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("website", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("photo", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("access_note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("description", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("licence", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("attribution", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("folded", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("published_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'collecte-temporaire' OR (first_day IS NOT NULL AND last_day IS NOT NULL)",
            name=op.f("ck_point_temporary_dated"),
        ),
        sa.CheckConstraint(
            "lat IS NOT NULL OR kind = 'par-correspondance'", name=op.f("ck_point_place_known")
        ),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name=op.f("ck_point_lat_with_lon")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_point_days_in_order")),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name=op.f("ck_point_lat_bounds")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_point_named")),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name=op.f("ck_point_lon_bounds")),
        sa.CheckConstraint("max_quantity > 0", name=op.f("ck_point_quantity_positive")),
        sa.CheckConstraint("max_size_cm > 0", name=op.f("ck_point_size_positive")),
        sa.CheckConstraint("max_volume_l > 0", name=op.f("ck_point_volume_positive")),
        sa.CheckConstraint("surface_m2 > 0", name=op.f("ck_point_surface_positive")),
        sa.CheckConstraint("version > 0", name=op.f("ck_point_version_positive")),
        sa.ForeignKeyConstraint(["insee"], ["commune.insee"], name=op.f("fk_point_insee_commune")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point")),
        sa.UniqueConstraint("slug", name=op.f("uq_point_slug")),
    )
    with op.batch_alter_table("point", schema=None) as batch_op:
        batch_op.create_index(
            "ix_point_ending",
            ["last_day"],
            unique=False,
            sqlite_where=sa.text("last_day IS NOT NULL"),
            postgresql_where=sa.text("last_day IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_point_insee"), ["insee"], unique=False)
        batch_op.create_index("ix_point_kind_name", ["kind", "name"], unique=False)
        batch_op.create_index(batch_op.f("ix_point_phone"), ["phone"], unique=False)
        batch_op.create_index(batch_op.f("ix_point_siret"), ["siret"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("device", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["user_account.id"], name=op.f("fk_sign_in_account_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_account", ["account_id", "at"], unique=False)

    op.create_table(
        "slot_occurrence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pattern_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("used BETWEEN 0 AND places", name=op.f("ck_slot_occurrence_capacity")),
        sa.ForeignKeyConstraint(
            ["pattern_id"],
            ["slot_pattern.id"],
            name=op.f("fk_slot_occurrence_pattern_id_slot_pattern"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_occurrence")),
        sa.UniqueConstraint("pattern_id", "day", name=op.f("uq_slot_occurrence_pattern_id_day")),
    )
    with op.batch_alter_table("slot_occurrence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slot_occurrence_day"), ["day"], unique=False)

    op.create_table(
        "pickup",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("form_key", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "demande",
                "confirme",
                "refuse",
                "annule",
                name="pickupstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("things", sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
        sa.Column("insee", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=True),
        sa.Column("phone", sqlmodel.sql.sqltypes.AutoString(length=30), nullable=True),
        sa.Column("occurrence_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("erased_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "erased_at IS NOT NULL OR email IS NOT NULL OR phone IS NOT NULL",
            name=op.f("ck_pickup_contact"),
        ),
        sa.ForeignKeyConstraint(["insee"], ["commune.insee"], name=op.f("fk_pickup_insee_commune")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["slot_occurrence.id"],
            name=op.f("fk_pickup_occurrence_id_slot_occurrence"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup")),
        sa.UniqueConstraint("form_key", name=op.f("uq_pickup_form_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_pickup_reference")),
    )
    with op.batch_alter_table("pickup", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pickup_insee"), ["insee"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_pickup_occurrence_id"), ["occurrence_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_pickup_status"), ["status"], unique=False)

    op.create_table(
        "point_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("field", sqlmodel.sql.sqltypes.AutoString(length=30), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_label", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("withdrawn_by", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True),
        sa.CheckConstraint("withdrawn_at >= at", name=op.f("ck_point_correction_withdrawn_after")),
        sa.ForeignKeyConstraint(
            ["point_id"], ["point.id"], name=op.f("fk_point_correction_point_id_point")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_correction")),
    )
    with op.batch_alter_table("point_correction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_point_correction_point_id"), ["point_id"], unique=False
        )
        batch_op.create_index(
            "uq_point_correction_living",
            ["point_id", "field"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "point_exception",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("hours", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_point_exception_days_in_order")),
        sa.ForeignKeyConstraint(
            ["point_id"], ["point.id"], name=op.f("fk_point_exception_point_id_point")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_exception")),
        sa.UniqueConstraint(
            "point_id",
            "first_day",
            "last_day",
            name=op.f("uq_point_exception_point_id_first_day_last_day"),
        ),
    )
    op.create_table(
        "point_place",
        sa.Column("category", sa.SmallInteger(), nullable=False),
        sa.Column("lat_band", sa.SmallInteger(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name=op.f("ck_point_place_lat_bounds")),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name=op.f("ck_point_place_lon_bounds")),
        sa.ForeignKeyConstraint(
            ["point_id"], ["point.id"], name=op.f("fk_point_place_point_id_point")
        ),
        sa.PrimaryKeyConstraint(
            "category", "lat_band", "lon", "lat", "point_id", name=op.f("pk_point_place")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "point_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "horaires",
                "adresse",
                "disparu",
                "refus",
                "contact",
                "autre",
                name="reportkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "nouveau",
                "repondu",
                "corrige",
                "sans-suite",
                name="reportstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("fingerprint", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("answered_by", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(status = 'nouveau') = (closed_at IS NULL)", name=op.f("ck_point_report_closed_dated")
        ),
        sa.CheckConstraint("closed_at >= at", name=op.f("ck_point_report_closed_after")),
        sa.ForeignKeyConstraint(
            ["point_id"], ["point.id"], name=op.f("fk_point_report_point_id_point")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_report")),
    )
    with op.batch_alter_table("point_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_point_report_closed_at"), ["closed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_point_report_point_id"), ["point_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_point_report_status"), ["status"], unique=False)
        batch_op.create_index(
            "uq_point_report_waiting",
            ["fingerprint"],
            unique=True,
            sqlite_where=sa.text("status = 'nouveau'"),
            postgresql_where=sa.text("status = 'nouveau'"),
        )

    op.create_table(
        "point_source",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("external_ref", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("content_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("licence", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("attribution", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("imported_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["point_id"], ["point.id"], name=op.f("fk_point_source_point_id_point")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_source")),
        sa.UniqueConstraint(
            "source", "external_ref", name=op.f("uq_point_source_source_external_ref")
        ),
    )
    with op.batch_alter_table("point_source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_point_source_point_id"), ["point_id"], unique=False)

    op.create_table(
        "point_state",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pleine",
                "fermee",
                name="statekind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reporter", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("at < expires_at", name=op.f("ck_point_state_expires_after")),
        sa.ForeignKeyConstraint(
            ["point_id"], ["point.id"], name=op.f("fk_point_state_point_id_point")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_state")),
    )
    with op.batch_alter_table("point_state", schema=None) as batch_op:
        batch_op.create_index(
            "ix_point_state_point_expiry", ["point_id", "expires_at"], unique=False
        )

    op.create_table(
        "pickup_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pickup_id", sa.Uuid(), nullable=False),
        sa.Column("verb", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("actor", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pickup_id"], ["pickup.id"], name=op.f("fk_pickup_event_pickup_id_pickup")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup_event")),
    )
    with op.batch_alter_table("pickup_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pickup_event_pickup_id"), ["pickup_id"], unique=False)

    for table in APPEND_ONLY:
        guard_append_only(op.get_bind(), table)


def downgrade() -> None:
    for table in reversed(APPEND_ONLY):
        drop_append_only(op.get_bind(), table)
    with op.batch_alter_table("pickup_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pickup_event_pickup_id"))

    op.drop_table("pickup_event")
    with op.batch_alter_table("point_state", schema=None) as batch_op:
        batch_op.drop_index("ix_point_state_point_expiry")

    op.drop_table("point_state")
    with op.batch_alter_table("point_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_point_source_point_id"))

    op.drop_table("point_source")
    with op.batch_alter_table("point_report", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_point_report_waiting",
            sqlite_where=sa.text("status = 'nouveau'"),
            postgresql_where=sa.text("status = 'nouveau'"),
        )
        batch_op.drop_index(batch_op.f("ix_point_report_status"))
        batch_op.drop_index(batch_op.f("ix_point_report_point_id"))
        batch_op.drop_index(batch_op.f("ix_point_report_closed_at"))

    op.drop_table("point_report")
    op.drop_table("point_place")
    op.drop_table("point_exception")
    with op.batch_alter_table("point_correction", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_point_correction_living",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_point_correction_point_id"))

    op.drop_table("point_correction")
    with op.batch_alter_table("pickup", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pickup_status"))
        batch_op.drop_index(batch_op.f("ix_pickup_occurrence_id"))
        batch_op.drop_index(batch_op.f("ix_pickup_insee"))

    op.drop_table("pickup")
    with op.batch_alter_table("slot_occurrence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slot_occurrence_day"))

    op.drop_table("slot_occurrence")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_account")

    op.drop_table("sign_in")
    with op.batch_alter_table("point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_point_siret"))
        batch_op.drop_index(batch_op.f("ix_point_phone"))
        batch_op.drop_index("ix_point_kind_name")
        batch_op.drop_index(batch_op.f("ix_point_insee"))
        batch_op.drop_index(
            "ix_point_ending",
            sqlite_where=sa.text("last_day IS NOT NULL"),
            postgresql_where=sa.text("last_day IS NOT NULL"),
        )

    op.drop_table("point")
    with op.batch_alter_table("object_synonym", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_object_synonym_object_id"))

    op.drop_table("object_synonym")
    with op.batch_alter_table("commune_postcode", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commune_postcode_postcode"))

    op.drop_table("commune_postcode")
    op.drop_table("account_role")
    op.drop_table("user_account")
    op.drop_table("trail_head")
    with op.batch_alter_table("trail_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trail_entry_subject"))
        batch_op.drop_index("ix_trail_entry_newest")

    op.drop_table("trail_entry")
    op.drop_table("slot_pattern")
    with op.batch_alter_table("rate_count", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rate_count_expires_at"))

    op.drop_table("rate_count")
    op.drop_table("period_run")
    with op.batch_alter_table("outbox_row", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_row_due")

    op.drop_table("outbox_row")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batch_status"))
        batch_op.drop_index(batch_op.f("ix_import_batch_sha256"))
        batch_op.drop_index(batch_op.f("ix_import_batch_created_at"))

    op.drop_table("import_batch")
    with op.batch_alter_table("geocode_cache", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_geocode_cache_at"))

    op.drop_table("geocode_cache")
    with op.batch_alter_table("commune", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commune_folded"))
        batch_op.drop_index(batch_op.f("ix_commune_epci"))

    op.drop_table("commune")
    with op.batch_alter_table("catalog_object", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_catalog_object_subfamily"))

    op.drop_table("catalog_object")
