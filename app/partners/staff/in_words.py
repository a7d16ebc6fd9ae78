"""What the register's trail says, in French: for the journal of the house and of a structure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _

from app.base import db
from app.base.core.text import N_
from app.base.web.french import mass
from app.catalog.models import Family
from app.partners import queries
from app.partners.models import (
    Activity,
    Function,
    Level,
    MemberRole,
    OrganisationKind,
    PaperKind,
    PartnerRole,
    Public,
)

_VERBS: Final = {
    "create": N_("a ajouté la structure"),
    "correct": N_("a corrigé la fiche"),
    "close": N_("a cessé de suivre la structure"),
    "reopen": N_("suit de nouveau la structure"),
    "add-site": N_("a ajouté un site"),
    "correct-site": N_("a corrigé un site"),
    "close-site": N_("a fermé un site"),
    "add-contact": N_("a ajouté un contact"),
    "correct-contact": N_("a corrigé un contact"),
    "end-contact": N_("a noté le départ d’un contact"),
    "erase-contacts": N_("a effacé le nom de contacts partis"),
    "add-paper": N_("a rangé un document"),
    "share-paper": N_("a changé le partage d’un document"),
    "withdraw-paper": N_("a retiré un document"),
    "estimate": N_("a estimé le gisement"),
    "drop-estimate": N_("a effacé une estimation"),
    "add-member": N_("a ouvert l’espace partenaire à une personne"),
    "remove-member": N_("a retiré un accès à l’espace partenaire"),
    "merge": N_("a réuni une autre structure avec celle-ci"),
    "merged": N_("a réuni cette structure avec une autre"),
    "not-twins": N_("a dit que ce sont deux structures"),
    "import": N_("a mis à jour la fiche depuis un fichier"),
    "import-file": N_("a importé un fichier"),
}
_LABELS: Final = {
    "name": N_("Nom"),
    "kind": N_("Type"),
    "siret": N_("SIRET"),
    "legal_name": N_("Nom légal"),
    "naf": N_("Code d’activité"),
    "public_body": N_("Organisme public"),
    "level": N_("Échelle"),
    "activity": N_("Activité"),
    "parent_id": N_("Groupe"),
    "introduced_by_id": N_("Présentée par"),
    "introduced_by": N_("Présentée par (en mots)"),
    "policy": N_("Politique de développement durable"),
    "website": N_("Site internet"),
    "email": N_("Courriel"),
    "phone": N_("Téléphone"),
    "note": N_("Note"),
    "public_since": N_("Sur la carte depuis"),
    "public_words": N_("Texte de la carte"),
    "roles": N_("Ce qu’elle fait"),
    "publics": N_("Publics"),
    "families": N_("Familles"),
    "site": N_("Site"),
    "address": N_("Adresse"),
    "insee": N_("Commune (code)"),
    "position": N_("Position"),
    "main": N_("Site principal"),
    "function": N_("Fonction"),
    "title": N_("Fonction dans ses mots"),
    "relay": N_("Personne relais"),
    "consent_on": N_("Accord donné le"),
    "consent_how": N_("Accord donné comment"),
    "since": N_("En poste depuis"),
    "until": N_("Jusqu’au"),
    "site_id": N_("Site du contact"),
    "contacts": N_("Contacts"),
    "sha256": N_("Empreinte du fichier"),
    "size": N_("Taille (octets)"),
    "shared": N_("Vu par la structure"),
    "year": N_("Année"),
    "family": N_("Famille"),
    "units": N_("Objets"),
    "mass_g": N_("Poids"),
    "source": N_("Source"),
    "account": N_("Compte"),
    "role": N_("Rôle"),
    "other": N_("Autre structure"),
    "into": N_("Réunie avec"),
    "moved": N_("Ce qui a suivi"),
    "counts": N_("Lignes du fichier"),
}
_CLOSED: Final[Mapping[str, tuple[type[StrEnum], ...]]] = {
    "kind": (OrganisationKind, PaperKind),
    "level": (Level,),
    "activity": (Activity,),
    "roles": (PartnerRole,),
    "publics": (Public,),
    "families": (Family,),
    "family": (Family,),
    "function": (Function,),
    "role": (MemberRole,),
}
_STRUCTURES: Final = frozenset({"parent_id", "introduced_by_id", "other", "into"})


def verb(word: str) -> str:
    """Return what somebody did."""
    return _(_VERBS.get(word, word))


def label(name: str) -> str:
    """Return how a fact is called."""
    return _(_LABELS.get(name, name))


def value(name: str, said: Any) -> str:
    """Return a fact as people read it."""
    if said is None or isinstance(said, bool):
        return {None: "", True: _("oui"), False: _("non")}[said]
    if isinstance(said, list):
        return ", ".join(value(name, each) for each in said)
    if isinstance(said, dict):
        return ", ".join(f"{key} : {each}" for key, each in said.items())
    return _plain(name, str(said))


def _plain(name: str, said: str) -> str:
    if name == "mass_g":
        return mass(int(said))
    return _structure(said) if name in _STRUCTURES else _word(name, said)


def _word(name: str, said: str) -> str:
    """Return a word of a closed list in French; anything else as it is."""
    for words in _CLOSED.get(name, ()):
        if said in set(words):
            found: Any = words(said)
            return _(found.label)
    return said


def _structure(said: str) -> str:
    """Return the name of a structure that the trail knows by its id."""
    try:
        known = UUID(said)
    except ValueError:
        return said
    return queries.names(db.session(), [known]).get(known, said)
