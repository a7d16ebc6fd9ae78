"""Tables and words of the register."""

from app.partners.models.tables import (
    Contact,
    Member,
    NotTwins,
    Organisation,
    OrganisationFamily,
    OrganisationImport,
    OrganisationPublic,
    OrganisationRole,
    Paper,
    Site,
    Supply,
)
from app.partners.models.words import (
    Activity,
    Function,
    Level,
    MemberRole,
    OrganisationKind,
    PaperKind,
    PartnerRole,
    Public,
)

__all__ = [
    "Activity",
    "Contact",
    "Function",
    "Level",
    "Member",
    "MemberRole",
    "NotTwins",
    "Organisation",
    "OrganisationFamily",
    "OrganisationImport",
    "OrganisationKind",
    "OrganisationPublic",
    "OrganisationRole",
    "Paper",
    "PaperKind",
    "PartnerRole",
    "Public",
    "Site",
    "Supply",
]
