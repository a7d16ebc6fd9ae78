"""The addresses of the partners' rooms, with what a ground holds in them."""

from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.agreements.models import Agreement, Commitment
from app.agreements.rules.states import LIVING
from app.authorisations.models import Authorisation
from app.fundings.models import Funding
from app.partners.models import Member
from app.partnerships.models import Exchange, GroupMeeting, PartnerGroup
from app.synergies.models import EntryStatus, SynergyEntry

_TABS: Final = {
    "sheet": "",
    "sites": "/sites",
    "contacts": "/contacts",
    "supplies": "/gisement",
    "papers": "/documents",
    "journal": "/journal",
    "access": "/acces",
    "points": "/points",
    "partnership": "/partenariat",
    "exchanges": "/echanges",
    "agreements": "/conventions",
    "commitments": "/engagements",
    "arrangements": "/modalites",
    "authorisations": "/autorisations",
    "pickups": "/enlevements",
    "synergies": "/synergies",
    "review": "/bilan",
}
_STAFF: Final = {
    "today": "/gestion",
    "register": "/gestion/partenaires",
    "register_by_commune": "/gestion/partenaires?tri=commune",
    "register_last_page": "/gestion/partenaires?page=99",
    "register_searched": "/gestion/partenaires?texte=atelier+martin",
    "register_filtered": "/gestion/partenaires?role=source&famille=eee&echelle=local",
    "register_csv": "/gestion/partenaires?format=csv",
    "register_suggestions": "/gestion/partenaires/suggestions?name=atelier+marti",
    "doubles": "/gestion/partenaires/doublons",
    "new_structure": "/gestion/partenaires/nouveau",
    "map": "/gestion/partenaires/carte",
    "white_spots": "/gestion/partenaires/carte/zones-blanches?famille=loisirs&rayon=5",
    "board": "/gestion/partenariats",
    "list": "/gestion/partenariats/liste",
    "morning": "/gestion/partenariats/aujourdhui",
    "morning_of_all": "/gestion/partenariats/aujourdhui?qui=tous",
    "ideas": "/gestion/partenariats/idees",
    "practices": "/gestion/partenariats/bonnes-pratiques",
    "exchanges": "/gestion/echanges",
    "exchanges_searched": "/gestion/echanges?texte=collecte+camion",
    "groups": "/gestion/groupes",
    "agreements": "/gestion/conventions",
    "agreements_in_force": "/gestion/conventions?etat=active",
    "dependency": "/gestion/dependance",
    "dependency_by_thing": "/gestion/dependance?par=objet",
    "records": "/gestion/dependance/releve",
    "authorisations": "/gestion/autorisations",
    "fundings": "/gestion/financements",
    "synergies": "/gestion/synergies",
    "synergies_searched": "/gestion/synergies?texte=collecte",
    "relations": "/gestion/synergies/relations",
    "synergy_results": "/gestion/synergies/resultats",
    "feasibility": "/gestion/faisabilite",
    "feasibility_of_a_family": "/gestion/faisabilite/eee",
}
_OWN: Final = {
    "sheet": "/partenaire",
    "contacts": "/partenaire/contacts",
    "papers": "/partenaire/documents",
    "agreements": "/partenaire/conventions",
    "commitments": "/partenaire/engagements",
    "arrangements": "/partenaire/modalites",
    "synergies": "/partenaire/synergies",
    "review": "/partenaire/bilan",
}
PUBLIC: Final = {
    "public_map": "/partenaires",
    "public_map_filtered": "/partenaires?famille=loisirs",
    "public_geojson": "/partenaires.geojson",
    "our_authorisations": "/nos-autorisations",
}


def staff(session: Session) -> dict[str, str]:
    """Return each page of the back office by its name; those of a structure are the member's."""
    structure = _structure(session)
    signed = sa.select(col(Agreement.id)).where(
        col(Agreement.organisation_id) == structure, col(Agreement.status).in_(LIVING)
    )
    agreement = _first(session, signed.order_by(col(Agreement.reference)))
    promised = sa.select(col(Commitment.id)).where(col(Commitment.agreement_id) == agreement)
    exchange = _first(
        session,
        sa.select(col(Exchange.id))
        .where(col(Exchange.organisation_id) == structure)
        .order_by(col(Exchange.at)),
    )
    group = _first(session, sa.select(col(PartnerGroup.id)).order_by(col(PartnerGroup.name)))
    meetings = sa.select(col(GroupMeeting.id)).where(col(GroupMeeting.group_id) == group)
    meeting = _first(session, meetings.order_by(col(GroupMeeting.at)))
    entry = _first(
        session,
        sa.select(col(SynergyEntry.id))
        .where(col(SynergyEntry.status) == EntryStatus.OPEN)
        .order_by(col(SynergyEntry.id)),
    )
    here = f"/gestion/partenaires/{structure}"
    return {
        **_STAFF,
        **{f"structure_{name}": f"{here}{end}" for name, end in _TABS.items()},
        "dependency_without": f"/gestion/dependance?par=objet&sans={structure}",
        "records_of_one": f"/gestion/dependance/releve?source={structure}",
        "agreement": f"/gestion/conventions/{agreement}",
        "commitment": f"/gestion/conventions/engagements/"
        f"{_first(session, promised.order_by(col(Commitment.position)))}",
        "exchange": f"/gestion/echanges/{exchange}",
        "exchange_sheet": f"/gestion/echanges/{exchange}/fiche",
        "exchange_to_note": f"{here}/echanges/noter",
        "group": f"/gestion/groupes/{group}",
        "meeting": f"/gestion/groupes/{group}/reunions/{meeting}",
        "authorisation": f"/gestion/autorisations/{_any(session, Authorisation)}",
        "funding": f"/gestion/financements/{_any(session, Funding)}",
        "synergy": f"/gestion/synergies/{entry}",
        "synergy_matches": f"/gestion/synergies/{entry}/rapprochements",
    }


def own(session: Session) -> dict[str, str]:
    """Return each page of a structure's own space by its name."""
    structure = _structure(session)
    signed = sa.select(col(Agreement.id)).where(
        col(Agreement.organisation_id) == structure, col(Agreement.status).in_(LIVING)
    )
    agreement = _first(session, signed.order_by(col(Agreement.reference)))
    pages = _OWN | {"agreement": f"/partenaire/conventions/{agreement}"}
    return {f"own_{name}": path for name, path in pages.items()}


def _structure(session: Session) -> UUID:
    return _first(session, sa.select(col(Member.organisation_id)))


def _any(session: Session, table: Any) -> UUID:
    return _first(session, sa.select(table.id).order_by(table.id))


def _first(session: Session, query: "sa.Select[tuple[UUID]]") -> UUID:
    return session.execute(query.limit(1)).scalar_one()
