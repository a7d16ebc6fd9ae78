"""Put structures in touch, and count what it brought."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from app.base.db.triggers import drop_append_only, guard_append_only

revision = "2c7ce58c67f7"
down_revision = "c253938eed1c"

STATES = ("brouillon", "ouverte", "rapprochee", "close", "expiree", "retiree")
STATUS = "ck_synergy_entry_entrystatus"
WITHIN = "ck_synergy_entry_used_within"
FLOW = "ck_synergy_entry_material_of_flow"


def allow_states(*states: str) -> None:
    """Let an entry be in one of `states`, and no other."""
    listed = ", ".join(repr(state) for state in states)
    with op.batch_alter_table("synergy_entry") as batch:
        batch.drop_constraint(op.f(STATUS), type_="check")
        batch.create_check_constraint(op.f(STATUS), f"status IN ({listed})")


def upgrade() -> None:
    op.create_table(
        "synergy_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposee",
                "acceptee",
                "ouverte",
                "en-cours",
                "avec-resultat",
                "sans-resultat",
                "declinee",
                "caduque",
                "retiree",
                name="proposalstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column(
            "asked_side",
            sa.Enum(
                "besoin",
                "offre",
                name="asked_side",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("proposed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("reminded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("need_yes_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column(
            "need_how",
            sa.Enum(
                "espace",
                "telephone",
                "courriel",
                "rencontre",
                name="need_how",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("need_contact_id", sa.Uuid(), nullable=True),
        sa.Column("need_back_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("offer_yes_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column(
            "offer_how",
            sa.Enum(
                "espace",
                "telephone",
                "courriel",
                "rencontre",
                name="offer_how",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("offer_contact_id", sa.Uuid(), nullable=True),
        sa.Column("offer_back_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column(
            "declined_side",
            sa.Enum(
                "besoin",
                "offre",
                name="declined_side",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("result_due_on", sa.Date(), nullable=True),
        sa.Column("result_asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'declinee') = (declined_side IS NOT NULL)",
            name=op.f("ck_synergy_proposal_declined_by_somebody"),
        ),
        sa.CheckConstraint(
            "status <> 'acceptee' OR (need_yes_at IS NULL) <> (offer_yes_at IS NULL)",
            name=op.f("ck_synergy_proposal_one_yes"),
        ),
        sa.CheckConstraint(
            "status <> 'proposee' OR (need_yes_at IS NULL AND offer_yes_at IS NULL)",
            name=op.f("ck_synergy_proposal_no_yes"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('declinee', 'retiree', 'sans-resultat') OR length(reason) > 0",
            name=op.f("ck_synergy_proposal_reason"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('ouverte', 'en-cours', 'avec-resultat', 'sans-resultat') OR (need_yes_at IS NOT NULL AND offer_yes_at IS NOT NULL AND opened_at IS NOT NULL AND result_due_on IS NOT NULL)",
            name=op.f("ck_synergy_proposal_both_yes"),
        ),
        sa.CheckConstraint(
            "((need_yes_at IS NULL) = (need_how IS NULL)) AND ((offer_yes_at IS NULL) = (offer_how IS NULL))",
            name=op.f("ck_synergy_proposal_yes_with_how"),
        ),
        sa.CheckConstraint(
            "(need_back_at IS NULL OR need_contact_id IS NULL) AND (offer_back_at IS NULL OR offer_contact_id IS NULL)",
            name=op.f("ck_synergy_proposal_taken_back_shows_nobody"),
        ),
        sa.CheckConstraint(
            "(need_yes_at IS NOT NULL OR (need_contact_id IS NULL AND need_back_at IS NULL)) AND (offer_yes_at IS NOT NULL OR (offer_contact_id IS NULL AND offer_back_at IS NULL))",
            name=op.f("ck_synergy_proposal_contact_after_yes"),
        ),
        sa.CheckConstraint("need_id <> offer_id", name=op.f("ck_synergy_proposal_two_entries")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_synergy_proposal_quantity_positive")),
        sa.CheckConstraint("version > 0", name=op.f("ck_synergy_proposal_version_positive")),
        sa.ForeignKeyConstraint(
            ["need_contact_id"],
            ["organisation_contact.id"],
            name=op.f("fk_synergy_proposal_need_contact_id_organisation_contact"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["need_id"],
            ["synergy_entry.id"],
            name=op.f("fk_synergy_proposal_need_id_synergy_entry"),
        ),
        sa.ForeignKeyConstraint(
            ["offer_contact_id"],
            ["organisation_contact.id"],
            name=op.f("fk_synergy_proposal_offer_contact_id_organisation_contact"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["synergy_entry.id"],
            name=op.f("fk_synergy_proposal_offer_id_synergy_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synergy_proposal")),
    )
    with op.batch_alter_table("synergy_proposal", schema=None) as batch_op:
        batch_op.create_index("ix_synergy_proposal_answers", ["status", "answer_by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_synergy_proposal_need_contact_id"), ["need_contact_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_synergy_proposal_need_id"), ["need_id"], unique=False)
        batch_op.create_index("ix_synergy_proposal_newest", ["proposed_at", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_synergy_proposal_offer_contact_id"), ["offer_contact_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_synergy_proposal_offer_id"), ["offer_id"], unique=False
        )
        batch_op.create_index(
            "ix_synergy_proposal_results", ["status", "result_due_on"], unique=False
        )
        batch_op.create_index(
            "uq_synergy_proposal_live",
            ["need_id", "offer_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('proposee', 'acceptee', 'ouverte', 'en-cours')"),
            postgresql_where=sa.text("status IN ('proposee', 'acceptee', 'ouverte', 'en-cours')"),
        )

    op.create_table(
        "synergy_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sqlmodel.sql.sqltypes.AutoString(length=30), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposee",
                "acceptee",
                "ouverte",
                "en-cours",
                "avec-resultat",
                "sans-resultat",
                "declinee",
                "caduque",
                "retiree",
                name="proposalstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum(
                "besoin", "offre", name="side", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.Column("actor", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["synergy_proposal.id"],
            name=op.f("fk_synergy_event_proposal_id_synergy_proposal"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synergy_event")),
        sa.UniqueConstraint(
            "proposal_id", "number", name=op.f("uq_synergy_event_proposal_id_number")
        ),
    )
    op.create_table(
        "synergy_result",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "kg",
                "euros",
                "km",
                "heures",
                "personnes",
                name="measure",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "pesee",
                "comptage",
                "facture",
                "estimation",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "dite",
                "confirmee",
                "ecartee",
                name="resultstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "told_by",
            sa.Enum(
                "besoin", "offre", name="side", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("settled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'dite') = (settled_at IS NULL)", name=op.f("ck_synergy_result_settled")
        ),
        sa.CheckConstraint(
            "status <> 'ecartee' OR length(reason) > 0", name=op.f("ck_synergy_result_reason")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_synergy_result_amount_positive")),
        sa.CheckConstraint("version > 0", name=op.f("ck_synergy_result_version_positive")),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["synergy_proposal.id"],
            name=op.f("fk_synergy_result_proposal_id_synergy_proposal"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synergy_result")),
    )
    with op.batch_alter_table("synergy_result", schema=None) as batch_op:
        batch_op.create_index("ix_synergy_result_figures", ["status", "day", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_synergy_result_proposal_id"), ["proposal_id"], unique=False
        )
        batch_op.create_index(
            "uq_synergy_result_once",
            ["proposal_id", "measure", "day"],
            unique=True,
            sqlite_where=sa.text("status <> 'ecartee'"),
            postgresql_where=sa.text("status <> 'ecartee'"),
        )

    guard_append_only(op.get_bind(), "synergy_event")
    with op.batch_alter_table("synergy_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("used", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column(
                "material",
                sa.Enum(
                    "construction",
                    "emballage",
                    "bois",
                    "metal",
                    "textile",
                    "electronique",
                    "organique",
                    "autre",
                    name="material",
                    native_enum=False,
                    create_constraint=True,
                    length=24,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column(
                "answer",
                sqlmodel.sql.sqltypes.AutoString(length=500),
                nullable=False,
                server_default="",
            )
        )
        batch_op.create_check_constraint(
            op.f(WITHIN), "used = 0 OR (used > 0 AND quantity IS NOT NULL AND used <= quantity)"
        )
        batch_op.create_check_constraint(op.f(FLOW), "material IS NULL OR domain = 'matieres'")
    with op.batch_alter_table("synergy_entry", schema=None) as batch_op:
        batch_op.alter_column("used", existing_type=sa.BigInteger(), server_default=None)
        batch_op.alter_column("answer", existing_type=sa.String(length=500), server_default=None)
    allow_states("a-relire", *STATES)


def downgrade() -> None:
    op.execute("UPDATE synergy_entry SET status = 'brouillon' WHERE status = 'a-relire'")
    allow_states(*STATES)
    with op.batch_alter_table("synergy_entry", schema=None) as batch_op:
        for name in (WITHIN, FLOW, "ck_synergy_entry_material"):
            batch_op.drop_constraint(op.f(name), type_="check")
    with op.batch_alter_table("synergy_entry", schema=None) as batch_op:
        for name in ("answer", "material", "used"):
            batch_op.drop_column(name)
    drop_append_only(op.get_bind(), "synergy_event")

    with op.batch_alter_table("synergy_result", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_synergy_result_once",
            sqlite_where=sa.text("status <> 'ecartee'"),
            postgresql_where=sa.text("status <> 'ecartee'"),
        )
        batch_op.drop_index(batch_op.f("ix_synergy_result_proposal_id"))
        batch_op.drop_index("ix_synergy_result_figures")

    op.drop_table("synergy_result")
    op.drop_table("synergy_event")
    with op.batch_alter_table("synergy_proposal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_synergy_proposal_live",
            sqlite_where=sa.text("status IN ('proposee', 'acceptee', 'ouverte', 'en-cours')"),
            postgresql_where=sa.text("status IN ('proposee', 'acceptee', 'ouverte', 'en-cours')"),
        )
        batch_op.drop_index("ix_synergy_proposal_results")
        batch_op.drop_index(batch_op.f("ix_synergy_proposal_offer_id"))
        batch_op.drop_index(batch_op.f("ix_synergy_proposal_offer_contact_id"))
        batch_op.drop_index("ix_synergy_proposal_newest")
        batch_op.drop_index(batch_op.f("ix_synergy_proposal_need_id"))
        batch_op.drop_index(batch_op.f("ix_synergy_proposal_need_contact_id"))
        batch_op.drop_index("ix_synergy_proposal_answers")

    op.drop_table("synergy_proposal")
