"""Where things go that nobody here takes: one plain sentence a kind."""

from typing import Final

from app.base.core.text import N_

_KINDS: Final = {
    "alimentaire": N_("Les restes de repas vont au compost ou au tri des déchets alimentaires."),
    "arme": N_("Ne transportez ni arme ni munition : appelez la gendarmerie ou la police."),
    "chimique": N_("Les produits chimiques vont en déchèterie, fermés, dans leur emballage."),
    "construction": N_("Les matériaux de chantier vont en déchèterie ou chez leur vendeur."),
    "emballage": N_("Les emballages vont dans le bac de tri ou la borne à verre."),
    "medicament": N_("Les médicaments et les aiguilles se rapportent à la pharmacie."),
    "papier": N_("Les papiers vont dans le bac de tri."),
    "vegetal": N_("Les déchets du jardin vont au compost ou en déchèterie."),
    "vehicule": N_("Les véhicules et leurs pièces vont dans un centre agréé ou au garage."),
}
_OTHER: Final = N_("Demandez à votre mairie ou à votre déchèterie : les consignes varient.")


def sentence(kind: str) -> str:
    """Return where a kind of thing goes that is no object of the dictionary (a message id)."""
    return _KINDS.get(kind, _OTHER)
