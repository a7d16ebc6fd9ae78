"""Tables of the accounts: people, their roles, their sign-ins."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask_security import RoleMixin, UserMixin
from sqlalchemy.ext.mutable import MutableList
from sqlmodel import Field, Relationship, SQLModel

from app.base import db
from app.base.core import clock
from app.base.core.text import N_


class Role(StrEnum):
    """What a person does here; it decides which pages open."""

    DIRECTION = "direction"
    RECEPTION = "accueil"
    WORKSHOP = "atelier"
    PARTNERSHIPS = "partenariats"
    HANDOVERS = "dons"
    DRIVER = "chauffeur"
    ADMIN = "admin"
    MEDIATION = "mediation"
    COMPANY = "entreprise"
    PRESCRIBER = "prescripteur"
    DESK = "guichet"
    PARTNER = "partenaire"


ROLE_LABELS: dict[Role, str] = {
    Role.DIRECTION: N_("Direction"),
    Role.RECEPTION: N_("Accueil et réception"),
    Role.WORKSHOP: N_("Atelier"),
    Role.PARTNERSHIPS: N_("Partenariats"),
    Role.HANDOVERS: N_("Remises"),
    Role.DRIVER: N_("Conduite des tournées"),
    Role.ADMIN: N_("Administration du site"),
    Role.MEDIATION: N_("Médiation numérique"),
    Role.COMPANY: N_("Entreprise"),
    Role.PRESCRIBER: N_("Prescription"),
    Role.DESK: N_("Guichet d’une mairie ou d’une maison France services"),
    Role.PARTNER: N_("Structure partenaire"),
}

OUTSIDE = frozenset({Role.COMPANY, Role.PRESCRIBER, Role.DESK, Role.PARTNER})
"""Roles of people from other structures: the back office stays closed to them."""
STAFF = tuple(role for role in Role if role not in OUTSIDE)
EVERYBODY = tuple(Role)
CODES = MutableList.as_mutable(sa.JSON())
"""Flask-Security takes a used code out of the list in place."""


class AccountRole(RoleMixin, SQLModel, table=True):
    """One role of one account; Flask-Security reads its `name`."""

    __tablename__ = "account_role"  # pyright: ignore[reportAssignmentType]

    account_id: UUID = Field(foreign_key="user_account.id", primary_key=True)
    role: Role = Field(sa_type=db.enum(Role), primary_key=True)

    @property
    def name(self) -> str:  # type: ignore[override]
        """The role's word."""
        return str(self.role)


class Account(UserMixin, SQLModel, table=True):
    """A person who may sign in. Without a password, the invitation was not yet accepted."""

    __tablename__ = "user_account"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (sa.CheckConstraint("email = lower(email)", name="email_folded"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)  # type: ignore[assignment]
    email: str = Field(max_length=254, unique=True)
    """Lower case: see rules.folded_email."""
    name: str = Field(max_length=80)
    password: str | None = Field(default=None, max_length=255)
    """Argon2id, never in clear."""
    active: bool = True
    fs_uniquifier: str = Field(default_factory=lambda: uuid4().hex, max_length=64, unique=True)
    """Changes with the password: open links and sign-ins die with it."""
    created_at: datetime = Field(default_factory=clock.now)
    confirmed_at: datetime | None = None
    """When the invitation was accepted: the address is theirs."""
    tf_primary_method: str | None = Field(default=None, max_length=20)
    tf_totp_secret: str | None = Field(default=None, max_length=255)
    """Encrypted under the installation's secret."""
    tf_last_counter: int | None = None
    """The last 30-second step whose code was used: a code never serves twice."""
    mf_recovery_codes: list[str] = Field(default_factory=list, sa_type=CODES)
    """Encrypted codes, each good once."""

    roles: list[AccountRole] = Relationship(  # type: ignore[assignment]
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "AccountRole.role",
            "cascade": "all, delete-orphan",
        }
    )

    @property
    def role_set(self) -> frozenset[Role]:
        """The account's roles."""
        return frozenset(row.role for row in self.roles)

    @property
    def trail_label(self) -> str:
        """How the trail names this hand: the team by name, others by their roles only."""
        if self.role_set - OUTSIDE:
            return self.name
        return ", ".join(sorted(self.role_set)) or "compte"

    @property
    def has_second_factor(self) -> bool:
        """Whether a code is asked after the password."""
        return self.tf_totp_secret is not None


class SignIn(SQLModel, table=True):
    """One sign-in on one device: its person or an administrator can end it."""

    __tablename__ = "sign_in"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (sa.Index("ix_sign_in_account", "account_id", "at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = Field(foreign_key="user_account.id")
    at: datetime = Field(default_factory=clock.now)
    device: str = Field(max_length=60)
    """Browser and system in two words; no address, no full agent string."""
    ended_at: datetime | None = None
