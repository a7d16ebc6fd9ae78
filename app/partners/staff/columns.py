"""A structure as one line of a file: what the export writes and the import reads back."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from app.base.core.phones import spoken
from app.partners.models import Site
from app.partners.queries.lists import Line

HEAD: Final = (
    "identifiant",
    "nom",
    "type",
    "siret",
    "nom légal",
    "naf",
    "organisme public",
    "échelle",
    "activité",
    "rôles",
    "publics",
    "familles",
    "groupe",
    "présentée par",
    "adresse",
    "commune",
    "latitude",
    "longitude",
    "site internet",
    "courriel",
    "téléphone",
    "politique de développement durable",
    "sur la carte depuis",
    "texte de la carte",
    "note",
)


def cells(line: Line, parents: Mapping[UUID, str]) -> tuple[object, ...]:
    """Return a structure's line; closed lists in their codes, several separated by a bar."""
    row = line.organisation
    return (
        row.id,
        row.name,
        row.kind.value,
        row.siret,
        row.legal_name,
        row.naf,
        "oui" if row.public_body else "non",
        row.level.value,
        row.activity.value if row.activity else "",
        " | ".join(each.role.value for each in row.roles),
        " | ".join(each.public.value for each in row.publics),
        " | ".join(each.family.value for each in row.families),
        parents.get(row.parent_id, "") if row.parent_id else "",
        row.introduced_by,
        *_place(line.site),
        row.website,
        row.email,
        spoken(row.phone),
        row.policy,
        row.public_since or "",
        row.public_words,
        row.note,
    )


def _place(site: Site | None) -> tuple[object, ...]:
    if site is None:
        return "", "", "", ""
    lat = "" if site.lat is None else f"{site.lat:.6f}"
    lon = "" if site.lon is None else f"{site.lon:.6f}"
    return site.address, site.insee, lat, lon
