"""Before a thing leaves home: its data erased, its battery taken out."""

from typing import Final

from app.base.core.text import N_
from app.catalog.models import Battery, CatalogObject, DataBearing, Flow

_DOES_NOT_START: Final = N_(
    "Il ne démarre plus ? Dites-le en le déposant : son support doit être effacé ou détruit."
)
_PHONE: Final = (
    N_("Copiez vos photos et vos contacts ailleurs."),
    N_("Déconnectez votre compte et désactivez la localisation à distance."),
    N_(
        "Dans les réglages, choisissez d’effacer tout le contenu. "
        "Réinitialiser les seuls réglages ne suffit pas."
    ),
    N_("Retirez la carte SIM et la carte mémoire."),
)
_COMPUTER: Final = (
    N_("Copiez vos fichiers sur un autre support."),
    N_("Déconnectez vos comptes : messagerie, navigateur, logiciels sous licence."),
    N_(
        "Dans les paramètres, réinitialisez l’ordinateur en supprimant tout, "
        "avec le nettoyage du disque s’il est proposé."
    ),
    N_("Vider la corbeille ou formater vite n’efface pas : les fichiers se retrouvent."),
)
_STORAGE: Final = (
    N_("Copiez ce que vous gardez."),
    N_("Effacez tout le support avec un outil d’effacement complet, pas un formatage rapide."),
    N_("Un doute ? Dites que le support n’est pas effacé : une structure équipée le fera."),
)
_OTHER: Final = (
    N_("Déconnectez vos comptes et dissociez l’appareil de votre téléphone."),
    N_("Lancez la remise à l’état d’usine : elle est dans le menu des réglages ou dans la notice."),
    N_("Retirez la carte mémoire, le disque ou la cassette."),
)
_LIKE_A_PHONE: Final = frozenset(
    {"telephone", "telephone-portable", "tablette", "liseuse", "montre-connectee"}
)
_LIKE_A_COMPUTER: Final = frozenset(
    {"ordinateur", "ordinateur-fixe", "ordinateur-portable", "ordinateur-tout-en-un"}
    | {"mini-ordinateur"}
)
_SUPPORTS: Final = frozenset(
    {"disque-dur", "cle-usb", "disquette", "serveur-de-stockage", "serveur-informatique"}
)


def erasing(row: CatalogObject) -> tuple[str, ...]:
    """Return how to erase one's data, by kind of thing (message ids); empty where none is kept."""
    if row.data_bearing is DataBearing.NO:
        return ()
    return (*_steps(row), _DOES_NOT_START)


def battery(row: CatalogObject) -> tuple[str, ...]:
    """Return what to do with the battery or the cells (message ids); empty where none is."""
    if row.battery is Battery.NO or row.flow is Flow.PILES:
        return ()
    return (
        N_("Elle s’ôte sans outil ? Ôtez-la et apportez-la à part, les bornes sous un adhésif."),
        N_("Elle ne s’ôte pas ? Laissez-la dedans et dites-le en déposant l’objet."),
        N_("Gonflée, chaude ou percée : n’y touchez plus, posez l’objet dehors et appelez."),
    )


def _steps(row: CatalogObject) -> tuple[str, ...]:
    if row.slug in _LIKE_A_PHONE:
        return _PHONE
    if row.slug in _LIKE_A_COMPUTER:
        return _COMPUTER
    return _STORAGE if row.slug in _SUPPORTS else _OTHER
