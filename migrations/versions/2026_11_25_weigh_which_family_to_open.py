"""Weigh which family to open; keep each reason of a partnership; let the words of mails go.

Mails that came before are known by their number; the reasons that are still written become those
of the moves that they explain.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from app.base.db.triggers import drop_append_only, guard_append_only

revision = "c253938eed1c"
down_revision = "4f7771292747"


def upgrade() -> None:
    op.create_table(
        "feasibility_assumption",
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
        sa.Column(
            "kind",
            sa.Enum(
                "volume",
                "reemploi",
                "poids-piece",
                "travail",
                "cout-horaire",
                "transport",
                "stockage",
                "elimination",
                "frais-fixes",
                "prix",
                "soutien",
                name="assumption",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "per",
            sa.Enum(
                "an",
                "part",
                "piece",
                "heure",
                "tonne",
                "tonne-reemployee",
                "tonne-ecartee",
                "kg-reemploye",
                "piece-reemployee",
                name="per",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("low", sa.BigInteger(), nullable=True),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("high", sa.BigInteger(), nullable=True),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("written_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'volume' AND per IN ('an')) OR (kind = 'reemploi' AND per IN ('part')) OR (kind = 'poids-piece' AND per IN ('piece')) OR (kind = 'travail' AND per IN ('tonne', 'piece')) OR (kind = 'cout-horaire' AND per IN ('heure')) OR (kind = 'transport' AND per IN ('tonne', 'piece')) OR (kind = 'stockage' AND per IN ('tonne', 'piece')) OR (kind = 'elimination' AND per IN ('tonne-ecartee')) OR (kind = 'frais-fixes' AND per IN ('an')) OR (kind = 'prix' AND per IN ('kg-reemploye', 'piece-reemployee')) OR (kind = 'soutien' AND per IN ('tonne', 'tonne-reemployee'))",
            name=op.f("ck_feasibility_assumption_unit"),
        ),
        sa.CheckConstraint(
            "kind <> 'poids-piece' OR (base > 0 AND (low IS NULL OR low > 0))",
            name=op.f("ck_feasibility_assumption_weight"),
        ),
        sa.CheckConstraint(
            "kind <> 'reemploi' OR (base <= 1000 AND (high IS NULL OR high <= 1000))",
            name=op.f("ck_feasibility_assumption_rate"),
        ),
        sa.CheckConstraint(
            "base >= 0 AND base <= 1000000000000", name=op.f("ck_feasibility_assumption_base")
        ),
        sa.CheckConstraint(
            "high >= base AND high <= 1000000000000", name=op.f("ck_feasibility_assumption_high")
        ),
        sa.CheckConstraint("length(source) > 0", name=op.f("ck_feasibility_assumption_sourced")),
        sa.CheckConstraint("low >= 0 AND low <= base", name=op.f("ck_feasibility_assumption_low")),
        sa.CheckConstraint("version > 0", name=op.f("ck_feasibility_assumption_version_positive")),
        sa.PrimaryKeyConstraint("family", "kind", name=op.f("pk_feasibility_assumption")),
    )
    op.create_table(
        "feasibility_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
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
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum(
                "etudier",
                "ouvrir",
                "attendre",
                "ne-pas-ouvrir",
                name="choice",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("why", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("decided_by", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("low_cents", sa.BigInteger(), nullable=True),
        sa.Column("base_cents", sa.BigInteger(), nullable=True),
        sa.Column("high_cents", sa.BigInteger(), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("written_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(low_cents IS NULL) = (base_cents IS NULL) AND (base_cents IS NULL) = (high_cents IS NULL) AND (base_cents IS NULL OR (low_cents <= base_cents AND base_cents <= high_cents))",
            name=op.f("ck_feasibility_decision_balances"),
        ),
        sa.CheckConstraint("length(decided_by) > 0", name=op.f("ck_feasibility_decision_signed")),
        sa.CheckConstraint("length(why) > 0", name=op.f("ck_feasibility_decision_reasoned")),
        sa.CheckConstraint("number > 0", name=op.f("ck_feasibility_decision_numbered")),
        sa.CheckConstraint(
            "review_on > decided_on", name=op.f("ck_feasibility_decision_reviewed_later")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feasibility_decision")),
        sa.UniqueConstraint("family", "number", name=op.f("uq_feasibility_decision_family_number")),
    )
    op.create_table(
        "feasibility_sheet",
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
        sa.Column("prices", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("demand", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("space_m2", sa.Integer(), nullable=True),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("space_m2 >= 0", name=op.f("ck_feasibility_sheet_space")),
        sa.CheckConstraint("version > 0", name=op.f("ck_feasibility_sheet_version_positive")),
        sa.PrimaryKeyConstraint("family", name=op.f("pk_feasibility_sheet")),
    )
    op.create_table(
        "feasibility_player",
        sa.Column("id", sa.Uuid(), nullable=False),
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
        sa.Column(
            "side",
            sa.Enum(
                "debouche",
                "concurrent",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.CheckConstraint(
            "organisation_id IS NULL OR name = ''", name=op.f("ck_feasibility_player_named_once")
        ),
        sa.CheckConstraint(
            "organisation_id IS NOT NULL OR length(name) > 0",
            name=op.f("ck_feasibility_player_named"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_feasibility_player_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feasibility_player")),
    )
    with op.batch_alter_table("feasibility_player", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_feasibility_player_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            "uq_feasibility_player_name",
            ["family", "side", "name"],
            unique=True,
            sqlite_where=sa.text("organisation_id IS NULL"),
            postgresql_where=sa.text("organisation_id IS NULL"),
        )
        batch_op.create_index(
            "uq_feasibility_player_structure",
            ["family", "side", "organisation_id"],
            unique=True,
            sqlite_where=sa.text("organisation_id IS NOT NULL"),
            postgresql_where=sa.text("organisation_id IS NOT NULL"),
        )

    guard_append_only(op.get_bind(), "feasibility_decision")

    op.create_table(
        "partnership_reason",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.CheckConstraint("length(words) > 0", name=op.f("ck_partnership_reason_said")),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["partnership_event.id"],
            name=op.f("fk_partnership_reason_event_id_partnership_event"),
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_partnership_reason")),
    )
    for verb, standing, column in (
        ("pause", "en-pause", "pause_reason"),
        ("lose", "perdu", "loss_reason"),
    ):
        op.execute(
            f"INSERT INTO partnership_reason (event_id, words) SELECT e.id, p.{column}"
            " FROM partnership p JOIN partnership_event e ON e.partnership_id = p.id"
            f" WHERE p.standing = '{standing}' AND e.verb = '{verb}' AND e.number ="
            " (SELECT max(x.number) FROM partnership_event x"
            f" WHERE x.partnership_id = p.id AND x.verb = '{verb}')"
        )
    # Added in place: a copied table would lose its partial indexes on SQLite.
    op.add_column(
        "exchange", sa.Column("dropped", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("exchange", sa.Column("erased_on", sa.Date(), nullable=True))
    op.execute("UPDATE exchange SET dropped = true WHERE kind = 'courriel' AND message_id <> ''")


def downgrade() -> None:
    op.drop_column("exchange", "erased_on")
    op.drop_column("exchange", "dropped")
    op.drop_table("partnership_reason")
    drop_append_only(op.get_bind(), "feasibility_decision")
    with op.batch_alter_table("feasibility_player", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_feasibility_player_structure",
            sqlite_where=sa.text("organisation_id IS NOT NULL"),
            postgresql_where=sa.text("organisation_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_feasibility_player_name",
            sqlite_where=sa.text("organisation_id IS NULL"),
            postgresql_where=sa.text("organisation_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_feasibility_player_organisation_id"))

    op.drop_table("feasibility_player")
    op.drop_table("feasibility_sheet")
    op.drop_table("feasibility_decision")
    op.drop_table("feasibility_assumption")
