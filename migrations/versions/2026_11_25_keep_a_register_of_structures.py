"""Keep a register of structures."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "b8e8bd26e45b"
down_revision = "4db263dfacd3"

ROLES = (
    "direction accueil atelier partenariats dons chauffeur admin mediation entreprise prescripteur"
    " guichet"
)


def allow_roles(roles: str) -> None:
    """Let an account have one of `roles`, and no other."""
    listed = ", ".join(repr(word) for word in roles.split())
    with op.batch_alter_table("account_role") as batch:
        batch.drop_constraint(op.f("ck_account_role_role"), type_="check")
        batch.create_check_constraint(op.f("ck_account_role_role"), f"role IN ({listed})")


def upgrade() -> None:
    allow_roles(f"{ROLES} partenaire")
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("folded", sqlmodel.sql.sqltypes.AutoString(length=240), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "association",
                "bailleur-social",
                "eco-organisme",
                "departement",
                "region",
                "epci",
                "petr",
                "syndicat-de-dechets",
                "parc-naturel-regional",
                "commune",
                "entreprise",
                "artisanat-commerce",
                "distributeur",
                "operateur-telecom",
                "siae",
                "ea-esat",
                "enseignement",
                "chambre-consulaire",
                "reseau",
                "association-d-entreprises",
                "fonds-fondation",
                "etat-europe",
                "autre",
                name="organisationkind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("siret", sqlmodel.sql.sqltypes.AutoString(length=14), nullable=True),
        sa.Column("legal_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("naf", sqlmodel.sql.sqltypes.AutoString(length=6), nullable=False),
        sa.Column("public_body", sa.Boolean(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "local",
                "regional",
                "national",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "activity",
            sa.Enum(
                "reparation",
                "reemploi-et-reparation",
                name="activity",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("introduced_by_id", sa.Uuid(), nullable=True),
        sa.Column("introduced_by", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("policy", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("website", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("phone", sqlmodel.sql.sqltypes.AutoString(length=30), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("public_since", sa.Date(), nullable=True),
        sa.Column("public_words", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("looked_up_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("introduced_by_id <> id", name=op.f("ck_organisation_own_introducer")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_organisation_named")),
        sa.CheckConstraint("length(siret) = 14", name=op.f("ck_organisation_siret_length")),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_organisation_own_successor")),
        sa.CheckConstraint(
            "merged_into_id IS NULL OR closed_at IS NOT NULL",
            name=op.f("ck_organisation_merged_closed"),
        ),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_organisation_own_parent")),
        sa.CheckConstraint("version > 0", name=op.f("ck_organisation_version_positive")),
        sa.ForeignKeyConstraint(
            ["introduced_by_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_introduced_by_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_merged_into_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisation.id"], name=op.f("fk_organisation_parent_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("siret", name=op.f("uq_organisation_siret")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_folded"), ["folded"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_organisation_introduced_by_id"), ["introduced_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_organisation_kind"), ["kind"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_organisation_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_index("ix_organisation_open_name", ["closed_at", "folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "organisation_family",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
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
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_family_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "family", name=op.f("pk_organisation_family")),
    )
    with op.batch_alter_table("organisation_family", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_family_family"), ["family"], unique=False)

    op.create_table(
        "organisation_member",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "gestion",
                "direction",
                "lecture",
                name="memberrole",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("added_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["user_account.id"],
            name=op.f("fk_organisation_member_account_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_member_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_organisation_member")),
    )
    with op.batch_alter_table("organisation_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_member_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "organisation_not_twins",
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("said_by", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_organisation_not_twins_in_order")),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_not_twins_first_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_not_twins_second_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_organisation_not_twins")),
    )
    op.create_table(
        "organisation_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "politique-rse",
                "organigramme",
                "statuts",
                "rapport",
                "assurance",
                "compte-rendu",
                "convention-signee",
                "autre",
                name="paperkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("filename", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("media_type", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("added_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("added_by", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_organisation_paper_sha256_length")),
        sa.CheckConstraint("size > 0", name=op.f("ck_organisation_paper_size_positive")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_paper_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_paper")),
    )
    with op.batch_alter_table("organisation_paper", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_paper_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_organisation_paper_sha256"), ["sha256"], unique=False)

    op.create_table(
        "organisation_public",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "public",
            sa.Enum(
                "administration",
                "artisans-commercants",
                "associations",
                "consommateurs",
                "distribution",
                "ess",
                "elus",
                "entreprises",
                "scolaires",
                "jeunes-en-difficulte",
                "menages",
                "locataires",
                "salaries",
                "personnes-handicapees",
                name="public",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_public_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "public", name=op.f("pk_organisation_public")),
    )
    with op.batch_alter_table("organisation_public", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_public_public"), ["public"], unique=False)

    op.create_table(
        "organisation_role",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "porteur",
                "source",
                "reconditionneur",
                "demanteleur",
                "transporteur",
                "prescripteur",
                "financeur",
                "appui-technique",
                "revendeur",
                "hote-de-point",
                "mediateur-numerique",
                name="partnerrole",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_role_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "role", name=op.f("pk_organisation_role")),
    )
    with op.batch_alter_table("organisation_role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_role_role"), ["role"], unique=False)

    op.create_table(
        "organisation_site",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("insee", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(lat IS NULL) = (lon IS NULL)", name=op.f("ck_organisation_site_lat_with_lon")
        ),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name=op.f("ck_organisation_site_lat_bounds")),
        sa.CheckConstraint(
            "lon BETWEEN -180 AND 180", name=op.f("ck_organisation_site_lon_bounds")
        ),
        sa.ForeignKeyConstraint(
            ["insee"], ["commune.insee"], name=op.f("fk_organisation_site_insee_commune")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_site_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_site")),
    )
    with op.batch_alter_table("organisation_site", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_site_insee"), ["insee"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_organisation_site_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            "uq_organisation_site_main",
            ["organisation_id"],
            unique=True,
            sqlite_where=sa.text("main"),
            postgresql_where=sa.text("main"),
        )

    op.create_table(
        "organisation_supply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
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
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("mass_g", sa.Integer(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.CheckConstraint(
            "units >= 0 AND mass_g >= 0", name=op.f("ck_organisation_supply_amount")
        ),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_organisation_supply_year")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_supply_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_supply")),
        sa.UniqueConstraint(
            "organisation_id",
            "year",
            "family",
            name=op.f("uq_organisation_supply_organisation_id_year_family"),
        ),
    )
    with op.batch_alter_table("organisation_supply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_supply_family"), ["family"], unique=False)

    op.create_table(
        "organisation_contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column(
            "function",
            sa.Enum(
                "direction",
                "rse",
                "achats",
                "partenariats",
                "informatique",
                "logistique",
                "communication",
                "elu",
                "autre",
                name="function",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("phone", sqlmodel.sql.sqltypes.AutoString(length=30), nullable=False),
        sa.Column("relay", sa.Boolean(), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("consent_how", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("introduced_by", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("erased_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(name) > 0 OR erased_at IS NOT NULL", name=op.f("ck_organisation_contact_named")
        ),
        sa.CheckConstraint(
            "replaces_id <> id", name=op.f("ck_organisation_contact_own_predecessor")
        ),
        sa.CheckConstraint("since <= until", name=op.f("ck_organisation_contact_period")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_contact_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["organisation_contact.id"],
            name=op.f("fk_organisation_contact_replaces_id_organisation_contact"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["organisation_site.id"],
            name=op.f("fk_organisation_contact_site_id_organisation_site"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_contact")),
    )
    with op.batch_alter_table("organisation_contact", schema=None) as batch_op:
        batch_op.create_index(
            "ix_organisation_contact_current", ["organisation_id", "until"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_organisation_contact_replaces_id"), ["replaces_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_organisation_contact_site_id"), ["site_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("organisation_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_contact_site_id"))
        batch_op.drop_index(batch_op.f("ix_organisation_contact_replaces_id"))
        batch_op.drop_index("ix_organisation_contact_current")

    op.drop_table("organisation_contact")
    with op.batch_alter_table("organisation_supply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_supply_family"))

    op.drop_table("organisation_supply")
    with op.batch_alter_table("organisation_site", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_organisation_site_main",
            sqlite_where=sa.text("main"),
            postgresql_where=sa.text("main"),
        )
        batch_op.drop_index(batch_op.f("ix_organisation_site_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_organisation_site_insee"))

    op.drop_table("organisation_site")
    with op.batch_alter_table("organisation_role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_role_role"))

    op.drop_table("organisation_role")
    with op.batch_alter_table("organisation_public", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_public_public"))

    op.drop_table("organisation_public")
    with op.batch_alter_table("organisation_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_paper_sha256"))
        batch_op.drop_index(batch_op.f("ix_organisation_paper_organisation_id"))

    op.drop_table("organisation_paper")
    op.drop_table("organisation_not_twins")
    with op.batch_alter_table("organisation_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_member_organisation_id"))

    op.drop_table("organisation_member")
    with op.batch_alter_table("organisation_family", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_family_family"))

    op.drop_table("organisation_family")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_parent_id"))
        batch_op.drop_index("ix_organisation_open_name")
        batch_op.drop_index(batch_op.f("ix_organisation_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_organisation_kind"))
        batch_op.drop_index(batch_op.f("ix_organisation_introduced_by_id"))
        batch_op.drop_index(batch_op.f("ix_organisation_folded"))

    op.drop_table("organisation")
    op.execute("DELETE FROM account_role WHERE role = 'partenaire'")
    allow_roles(ROLES)
