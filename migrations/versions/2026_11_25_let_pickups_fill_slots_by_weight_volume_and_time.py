"""Let pickups fill slots by weight, volume and time."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
import sqlmodel
from alembic import op

from app.base.db.triggers import drop_append_only, guard_append_only

revision = "4db263dfacd3"
down_revision = "8e3b46ef1645"

ROLES = (
    "direction accueil atelier partenariats dons chauffeur admin mediation entreprise prescripteur"
)
STATUSES = "demande confirme refuse annule"
NEW_STATUSES = "demande confirme attente rappel refuse annule fait absent laisse"
CONTACT = "erased_at IS NOT NULL OR email IS NOT NULL OR phone IS NOT NULL"
MEASURES = ("places", "mass_g", "volume_ml", "crew_minutes")


def one_of(column: str, values: str) -> str:
    """Return the condition that `column` is one of the words in `values`."""
    return f"{column} IN ({', '.join(repr(word) for word in values.split())})"


ROLE_BEFORE = {"ck_account_role_role": one_of("role", ROLES)}
ROLE_AFTER = {"ck_account_role_role": one_of("role", f"{ROLES} guichet")}
PATTERN_BEFORE = {
    "ck_slot_pattern_places": "places > 0",
    "ck_slot_pattern_hours": "starts < ends",
    "ck_slot_pattern_weekday": "weekday BETWEEN 0 AND 6",
}
PATTERN_AFTER = PATTERN_BEFORE | {
    "ck_slot_pattern_every_weeks": "every_weeks BETWEEN 1 AND 8",
    "ck_slot_pattern_anchor": "every_weeks = 1 OR first_day IS NOT NULL",
    "ck_slot_pattern_period": "first_day <= last_day",
    "ck_slot_pattern_capacity": "mass_g >= 0 AND volume_ml >= 0 AND crew_minutes >= 0",
    "ck_slot_pattern_crew": "crew BETWEEN 1 AND 9",
    "ck_slot_pattern_purpose": one_of("purpose", "enlevement remise seance"),
    "ck_slot_pattern_onholiday": one_of("on_holiday", "ferme reporte maintenu"),
}
OCCURRENCE_BEFORE = {"ck_slot_occurrence_capacity": "used BETWEEN 0 AND places"}
OCCURRENCE_AFTER = {
    f"ck_slot_occurrence_{measure}": f"used_{measure} BETWEEN 0 AND {measure}"
    for measure in MEASURES
}
PICKUP_BEFORE = {
    "ck_pickup_contact": CONTACT,
    "ck_pickup_pickupstatus": one_of("status", STATUSES),
}
PICKUP_AFTER = {
    "ck_pickup_contact": CONTACT,
    "ck_pickup_pickupstatus": one_of("status", NEW_STATUSES),
    "ck_pickup_source": one_of("source", "public telephone guichet"),
    "ck_pickup_slot": "occurrence_id IS NOT NULL OR erased_at IS NOT NULL"
    " OR status IN ('attente', 'rappel', 'refuse', 'annule')",
    "ck_pickup_floor": "floor BETWEEN -5 AND 60",
    "ck_pickup_price": "price_cents >= 0",
    "ck_pickup_noted": "noted_mass_g >= 0",
}


def reshape(
    table: str,
    before: Mapping[str, str],
    after: Mapping[str, str],
    change=lambda batch: None,
) -> None:
    """Change a table and its conditions, both in one copy of it on SQLite."""
    with op.batch_alter_table(table) as batch:
        for name, text in before.items():
            if after.get(name) != text:
                batch.drop_constraint(op.f(name), type_="check")
        change(batch)
        for name, text in after.items():
            if before.get(name) != text:
                batch.create_check_constraint(op.f(name), text)


def add(batch, *columns: tuple[str, sa.types.TypeEngine, object]) -> None:
    """Add columns that no row may lack; rows that are there get the value given."""
    for name, kind, value in columns:
        batch.add_column(sa.Column(name, kind, nullable=False, server_default=value))


def drop_defaults(table: str, checks: Mapping[str, str], names: Sequence[str]) -> None:
    """From now on a row says itself what it holds."""

    def change(batch) -> None:
        for name in names:
            batch.alter_column(name, server_default=None)

    reshape(table, checks, checks, change)


def upgrade() -> None:
    reshape("account_role", ROLE_BEFORE, ROLE_AFTER)
    op.create_table(
        "pickup_feed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup_feed")),
    )
    op.create_table(
        "slot_zone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_zone")),
        sa.UniqueConstraint("name", name=op.f("uq_slot_zone_name")),
    )
    op.create_table(
        "worker_beat",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_beat")),
    )
    op.create_table(
        "pickup_policy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.Column("change_hours", sa.Integer(), nullable=False),
        sa.Column("min_things", sa.Integer(), nullable=False),
        sa.Column("max_things", sa.Integer(), nullable=False),
        sa.Column("max_mass_g", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("price_note", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("clearance", sa.Boolean(), nullable=False),
        sa.CheckConstraint("change_hours BETWEEN 0 AND 240", name=op.f("ck_pickup_policy_change")),
        sa.CheckConstraint("horizon_days BETWEEN 1 AND 180", name=op.f("ck_pickup_policy_horizon")),
        sa.CheckConstraint("max_mass_g > 0", name=op.f("ck_pickup_policy_mass")),
        sa.CheckConstraint(
            "min_things >= 1 AND min_things <= max_things", name=op.f("ck_pickup_policy_things")
        ),
        sa.CheckConstraint("notice_days < horizon_days", name=op.f("ck_pickup_policy_window")),
        sa.CheckConstraint("notice_days BETWEEN 0 AND 60", name=op.f("ck_pickup_policy_notice")),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_pickup_policy_price")),
        sa.ForeignKeyConstraint(
            ["zone_id"], ["slot_zone.id"], name=op.f("fk_pickup_policy_zone_id_slot_zone")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup_policy")),
        sa.UniqueConstraint("name", name=op.f("uq_pickup_policy_name")),
    )
    with op.batch_alter_table("pickup_policy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pickup_policy_zone_id"), ["zone_id"], unique=False)

    op.create_table(
        "slot_zone_commune",
        sa.Column("zone_id", sa.Uuid(), nullable=False),
        sa.Column("insee", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.ForeignKeyConstraint(
            ["insee"], ["commune.insee"], name=op.f("fk_slot_zone_commune_insee_commune")
        ),
        sa.ForeignKeyConstraint(
            ["zone_id"],
            ["slot_zone.id"],
            name=op.f("fk_slot_zone_commune_zone_id_slot_zone"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("zone_id", "insee", name=op.f("pk_slot_zone_commune")),
    )
    op.create_table(
        "pickup_policy_thing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
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
            nullable=True,
        ),
        sa.Column("object_id", sa.Integer(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "pris",
                "a-voir",
                "refuse",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("max_quantity", sa.Integer(), nullable=True),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN family IS NULL THEN 0 ELSE 1 END) + (CASE WHEN subfamily IS NULL THEN 0 ELSE 1 END) + (CASE WHEN object_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_pickup_policy_thing_one_scope"),
        ),
        sa.CheckConstraint("max_quantity > 0", name=op.f("ck_pickup_policy_thing_quantity")),
        sa.ForeignKeyConstraint(
            ["object_id"],
            ["catalog_object.id"],
            name=op.f("fk_pickup_policy_thing_object_id_catalog_object"),
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"],
            ["pickup_policy.id"],
            name=op.f("fk_pickup_policy_thing_policy_id_pickup_policy"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup_policy_thing")),
    )
    with op.batch_alter_table("pickup_policy_thing", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pickup_policy_thing_policy_id"), ["policy_id"], unique=False
        )
    reshape("slot_pattern", PATTERN_BEFORE, PATTERN_AFTER, widen_pattern)
    drop_defaults("slot_pattern", PATTERN_AFTER, PATTERN_NEW)
    reshape("slot_occurrence", OCCURRENCE_BEFORE, OCCURRENCE_AFTER, widen_occurrence)
    drop_defaults("slot_occurrence", OCCURRENCE_AFTER, OCCURRENCE_NEW)
    op.create_table(
        "slot_exception",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pattern_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "ferme",
                "change",
                "ajoute",
                name="exceptionkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("mass_g", sa.Integer(), nullable=True),
        sa.Column("volume_ml", sa.Integer(), nullable=True),
        sa.Column("crew_minutes", sa.Integer(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.CheckConstraint(
            "pattern_id IS NOT NULL OR kind = 'ferme'", name=op.f("ck_slot_exception_pattern")
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_slot_exception_period")),
        sa.CheckConstraint(
            "mass_g >= 0 AND volume_ml >= 0 AND crew_minutes >= 0",
            name=op.f("ck_slot_exception_capacity"),
        ),
        sa.CheckConstraint("places > 0", name=op.f("ck_slot_exception_places")),
        sa.CheckConstraint("starts < ends", name=op.f("ck_slot_exception_hours")),
        sa.ForeignKeyConstraint(
            ["pattern_id"],
            ["slot_pattern.id"],
            name=op.f("fk_slot_exception_pattern_id_slot_pattern"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_exception")),
    )
    with op.batch_alter_table("slot_exception", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slot_exception_last_day"), ["last_day"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_slot_exception_pattern_id"), ["pattern_id"], unique=False
        )

    op.create_table(
        "slot_hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("occurrence_id", sa.Uuid(), nullable=False),
        sa.Column("form_key", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("visitor", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("mass_g", sa.Integer(), nullable=False),
        sa.Column("volume_ml", sa.Integer(), nullable=False),
        sa.Column("crew_minutes", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "mass_g >= 0 AND volume_ml >= 0 AND crew_minutes >= 0", name=op.f("ck_slot_hold_load")
        ),
        sa.CheckConstraint("places > 0", name=op.f("ck_slot_hold_places")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["slot_occurrence.id"],
            name=op.f("fk_slot_hold_occurrence_id_slot_occurrence"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_hold")),
        sa.UniqueConstraint("form_key", name=op.f("uq_slot_hold_form_key")),
    )
    with op.batch_alter_table("slot_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slot_hold_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_slot_hold_occurrence_id"), ["occurrence_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_slot_hold_visitor"), ["visitor"], unique=False)

    op.create_table(
        "slot_wait",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "enlevement",
                "remise",
                "seance",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("insee", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("mass_g", sa.Integer(), nullable=False),
        sa.Column("volume_ml", sa.Integer(), nullable=False),
        sa.Column("crew_minutes", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("hold_id", sa.Uuid(), nullable=True),
        sa.Column("offer_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "mass_g >= 0 AND volume_ml >= 0 AND crew_minutes >= 0", name=op.f("ck_slot_wait_load")
        ),
        sa.CheckConstraint("places > 0", name=op.f("ck_slot_wait_places")),
        sa.ForeignKeyConstraint(
            ["hold_id"],
            ["slot_hold.id"],
            name=op.f("fk_slot_wait_hold_id_slot_hold"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["insee"], ["commune.insee"], name=op.f("fk_slot_wait_insee_commune")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_wait")),
        sa.UniqueConstraint("hold_id", name=op.f("uq_slot_wait_hold_id")),
    )
    with op.batch_alter_table("slot_wait", schema=None) as batch_op:
        batch_op.create_index("ix_slot_wait_open", ["closed_at", "created_at"], unique=False)
    reshape("pickup", PICKUP_BEFORE, PICKUP_AFTER, widen_pickup)
    drop_defaults("pickup", PICKUP_AFTER, PICKUP_NEW)
    op.execute(
        "INSERT INTO slot_hold (id, occurrence_id, form_key, places, mass_g, volume_ml,"
        " crew_minutes, created_at) SELECT id, occurrence_id, form_key, 1, 0, 0, 0, created_at"
        " FROM pickup WHERE status NOT IN ('refuse', 'annule')"
    )
    op.execute("UPDATE pickup SET hold_id = id WHERE status NOT IN ('refuse', 'annule')")
    op.create_table(
        "pickup_photo",
        sa.Column("pickup_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["pickup_id"],
            ["pickup.id"],
            name=op.f("fk_pickup_photo_pickup_id_pickup"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("pickup_id", "number", name=op.f("pk_pickup_photo")),
    )
    with op.batch_alter_table("pickup_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pickup_photo_name"), ["name"], unique=False)

    op.create_table(
        "pickup_thing",
        sa.Column("pickup_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=True),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column(
            "condition",
            sa.Enum(
                "marche",
                "panne",
                "inconnu",
                name="condition",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("mass_g", sa.Integer(), nullable=False),
        sa.Column("volume_ml", sa.Integer(), nullable=False),
        sa.Column("left_quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "left_quantity BETWEEN 0 AND quantity", name=op.f("ck_pickup_thing_left_quantity")
        ),
        sa.CheckConstraint("mass_g > 0 AND volume_ml > 0", name=op.f("ck_pickup_thing_size")),
        sa.CheckConstraint("quantity BETWEEN 1 AND 99", name=op.f("ck_pickup_thing_quantity")),
        sa.ForeignKeyConstraint(
            ["object_id"],
            ["catalog_object.id"],
            name=op.f("fk_pickup_thing_object_id_catalog_object"),
        ),
        sa.ForeignKeyConstraint(
            ["pickup_id"],
            ["pickup.id"],
            name=op.f("fk_pickup_thing_pickup_id_pickup"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("pickup_id", "number", name=op.f("pk_pickup_thing")),
    )
    with op.batch_alter_table("pickup_thing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pickup_thing_object_id"), ["object_id"], unique=False)


TEXT = sqlmodel.sql.sqltypes.AutoString
PATTERN_NEW = (
    "purpose",
    "every_weeks",
    "mass_g",
    "volume_ml",
    "crew_minutes",
    "crew",
    "on_holiday",
)
OCCURRENCE_NEW = (
    "mass_g",
    "volume_ml",
    "crew_minutes",
    "used_mass_g",
    "used_volume_ml",
    "used_crew_minutes",
)
PICKUP_NEW = (
    "source",
    "floor",
    "lift",
    "price_cents",
    "sequence",
    "people",
    "places",
    "mass_g",
    "volume_ml",
    "crew_minutes",
    "on_review",
)


def widen_pattern(batch) -> None:
    """Give weekly slots a zone, a purpose and the three new measures; a van carries 600 kg."""
    add(
        batch,
        ("purpose", sa.String(24), "enlevement"),
        ("every_weeks", sa.Integer(), "1"),
        ("mass_g", sa.Integer(), "600000"),
        ("volume_ml", sa.Integer(), "10000000"),
        ("crew_minutes", sa.Integer(), "360"),
        ("crew", sa.Integer(), "2"),
        ("on_holiday", sa.String(24), "ferme"),
    )
    batch.add_column(sa.Column("zone_id", sa.Uuid(), nullable=True))
    batch.add_column(sa.Column("first_day", sa.Date(), nullable=True))
    batch.add_column(sa.Column("last_day", sa.Date(), nullable=True))
    batch.create_index(op.f("ix_slot_pattern_purpose"), ["purpose"])
    batch.create_index(op.f("ix_slot_pattern_zone_id"), ["zone_id"])
    batch.create_foreign_key(
        op.f("fk_slot_pattern_zone_id_slot_zone"), "slot_zone", ["zone_id"], ["id"]
    )


def widen_occurrence(batch) -> None:
    """Count grams, millilitres and minutes beside places."""
    batch.alter_column("used", new_column_name="used_places", existing_type=sa.Integer())
    add(
        batch,
        ("mass_g", sa.Integer(), "600000"),
        ("volume_ml", sa.Integer(), "10000000"),
        ("crew_minutes", sa.Integer(), "360"),
        ("used_mass_g", sa.Integer(), "0"),
        ("used_volume_ml", sa.Integer(), "0"),
        ("used_crew_minutes", sa.Integer(), "0"),
    )


def widen_pickup(batch) -> None:
    """Say what there is, at which door, on which terms; hold what it takes of the day."""
    add(
        batch,
        ("source", sa.String(24), "public"),
        ("floor", sa.Integer(), "0"),
        ("lift", sa.Boolean(), sa.false()),
        ("price_cents", sa.Integer(), "0"),
        ("sequence", sa.Integer(), "0"),
        ("people", sa.Integer(), "1"),
        ("places", sa.Integer(), "1"),
        ("mass_g", sa.Integer(), "0"),
        ("volume_ml", sa.Integer(), "0"),
        ("crew_minutes", sa.Integer(), "0"),
        ("on_review", sa.Boolean(), sa.true()),
    )
    for name, kind in (
        ("booked_by", sa.Uuid()),
        ("access", TEXT(length=300)),
        ("contact_name", TEXT(length=80)),
        ("policy_id", sa.Uuid()),
        ("hold_id", sa.Uuid()),
        ("wait_id", sa.Uuid()),
        ("position", sa.Integer()),
        ("noted_mass_g", sa.Integer()),
        ("reason", TEXT(length=300)),
        ("missed_at", sqlmodel.sql.sqltypes.UTCDateTime()),
        ("month", sa.Date()),
    ):
        batch.add_column(sa.Column(name, kind, nullable=True))
    batch.alter_column("occurrence_id", existing_type=sa.Uuid(), nullable=True)
    batch.create_index(op.f("ix_pickup_booked_by"), ["booked_by"])
    batch.create_unique_constraint(op.f("uq_pickup_hold_id"), ["hold_id"])
    batch.create_unique_constraint(op.f("uq_pickup_wait_id"), ["wait_id"])
    for column, table, gone in (
        ("hold_id", "slot_hold", "SET NULL"),
        ("booked_by", "user_account", None),
        ("policy_id", "pickup_policy", None),
        ("wait_id", "slot_wait", None),
    ):
        name = op.f(f"fk_pickup_{column}_{table}")
        batch.create_foreign_key(name, table, [column], ["id"], ondelete=gone)


def downgrade() -> None:
    """Go back to places alone: visits without a day and new words are lost, and said here."""
    op.drop_table("pickup_thing")
    op.drop_table("pickup_photo")
    op.execute("UPDATE pickup SET hold_id = NULL, wait_id = NULL")
    gone = "occurrence_id IS NULL OR status NOT IN ('demande', 'confirme', 'refuse', 'annule')"
    for table in ("pickup_event",):
        drop_append_only(op.get_bind(), table)
        op.execute(f"DELETE FROM {table} WHERE pickup_id IN (SELECT id FROM pickup WHERE {gone})")
        guard_append_only(op.get_bind(), table)
    op.execute(f"DELETE FROM pickup WHERE {gone}")
    reshape("pickup", PICKUP_AFTER, PICKUP_BEFORE, narrow_pickup)
    op.drop_table("slot_wait")
    op.drop_table("slot_hold")
    op.drop_table("slot_exception")
    op.drop_table("pickup_policy_thing")
    op.drop_table("slot_zone_commune")
    op.drop_table("pickup_policy")
    op.execute(
        "UPDATE slot_occurrence SET used_places = (SELECT count(*) FROM pickup"
        " WHERE pickup.occurrence_id = slot_occurrence.id"
        " AND pickup.status NOT IN ('refuse', 'annule'))"
    )
    reshape("slot_occurrence", OCCURRENCE_AFTER, OCCURRENCE_BEFORE, narrow_occurrence)
    reshape("slot_pattern", PATTERN_AFTER, PATTERN_BEFORE, narrow_pattern)
    op.drop_table("worker_beat")
    op.drop_table("slot_zone")
    op.drop_table("pickup_feed")
    op.execute("DELETE FROM account_role WHERE role = 'guichet'")
    reshape("account_role", ROLE_AFTER, ROLE_BEFORE)


def narrow_pickup(batch) -> None:
    """Forget what `widen_pickup` brought."""
    for column, table in (
        ("hold_id", "slot_hold"),
        ("booked_by", "user_account"),
        ("policy_id", "pickup_policy"),
        ("wait_id", "slot_wait"),
    ):
        batch.drop_constraint(op.f(f"fk_pickup_{column}_{table}"), type_="foreignkey")
    batch.drop_constraint(op.f("uq_pickup_hold_id"), type_="unique")
    batch.drop_constraint(op.f("uq_pickup_wait_id"), type_="unique")
    batch.drop_index(op.f("ix_pickup_booked_by"))
    batch.alter_column("occurrence_id", existing_type=sa.Uuid(), nullable=False)
    for name in (
        *PICKUP_NEW,
        "booked_by",
        "access",
        "contact_name",
        "policy_id",
        "hold_id",
        "wait_id",
        "position",
        "noted_mass_g",
        "reason",
        "missed_at",
        "month",
    ):
        batch.drop_column(name)


def narrow_occurrence(batch) -> None:
    """Count places alone again."""
    batch.alter_column("used_places", new_column_name="used", existing_type=sa.Integer())
    for name in OCCURRENCE_NEW:
        batch.drop_column(name)


def narrow_pattern(batch) -> None:
    """Forget zone, purpose and measures."""
    batch.drop_constraint(op.f("fk_slot_pattern_zone_id_slot_zone"), type_="foreignkey")
    batch.drop_index(op.f("ix_slot_pattern_zone_id"))
    batch.drop_index(op.f("ix_slot_pattern_purpose"))
    for name in (*PATTERN_NEW, "zone_id", "first_day", "last_day"):
        batch.drop_column(name)
