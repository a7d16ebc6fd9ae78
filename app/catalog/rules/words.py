"""The little words of French: which are dropped, which weigh little, which tell of a plug."""

from functools import lru_cache

_SHORTEST_PLURAL = 4
_SHORTEST_AUX = 6
_SHORTEST_FEMININE = 7
_FEMININE = (
    ("nelle", "nel"),
    ("uelle", "uel"),
    ("icale", "ical"),
    ("rale", "ral"),
    ("tale", "tal"),
    ("tive", "tif"),
    ("ante", "ant"),
    ("ente", "ent"),
)
"""Professionnelle, manuelle, médicale, murale, horizontale, portative, massante, fluorescente."""


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Return a folded `word` without its plural or feminine ending."""
    if len(word) < _SHORTEST_PLURAL:
        return word
    if len(word) >= _SHORTEST_AUX and word.endswith("aux") and word[-4] not in "ey":
        return f"{word[:-3]}al"
    word = word.removesuffix("s").removesuffix("x")
    for feminine, masculine in _FEMININE:
        if len(word) >= _SHORTEST_FEMININE and word.endswith(feminine):
            return word.removesuffix(feminine) + masculine
    return word.removesuffix("e") if word.endswith("ee") else word


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in text.split())


DROPPED = _stems(
    """a ai au aux avec bon c ce ces cette chez comme d dans de des donner du en est et faire j
    jeter je l la le les leur ma me mes mon n ne notre ou par pas plein plus pour qu que qui
    recycler reparer reparation bonus s sa se ses si sont sous sur tout toute tres trop un une
    votre y autre divers abime abimee ancien ancienne beau belle casse cassee endommage etat
    fonctionne fonctionnel fonctionnelle foutu hs joli jolie marche mort morte neuf neuve
    occasion panne truc usage usagee usee vieil vieille vieux objet chose inutilise inutilisee
    encore deux trois quatre lot type"""
)
WEAK = _stems(
    """electrique electronique automatique rechargeable manuel mecanique numerique thermique bois
    metal plastique verre cuir tissu inox fonte alu aluminium ceramique professionnel pro adulte
    noir blanc rouge bleu vert gris jaune rose simple double interieur exterieur gros grosse
    petit petite grand grande jetable tactile modele marque taille haut bas led"""
)
"""They describe; the noun says what the thing is."""
LIGHT = _stems(
    """accessoire appareil article boite caisse carton collection element ensemble equipement etui
    kit materiel mini paire piece produit sac set systeme tas"""
)
"""Words that hold or gather: the noun after them says what the thing is."""
PARTS = _stems(
    """pied roue poignee support housse etui sangle piece structure facade panneau bouton coque
    roulette protection filet lame manche cadre tige rail tablette porte chaine fixation
    accessoire accroche crochet partie composant bache couvercle corde bac chariot detache
    recharge rangement range bande embout"""
)
"""Parts and covers: with what they belong to they share the family, never the plug."""
ELECTRIC = _stems(
    """electrique electronique connecte motorise rechargeable bluetooth usb wifi batterie pile
    telecommande radiocommande numerique chauffant chauffante lumineux lumineuse electroportatif
    electroportative led ultrason laser infrarouge teleguide vibrant massant"""
)
PLUGS = _stems(
    """electrique electronique connecte motorise telecommande radiocommande chauffant chauffante
    lumineux lumineuse electroportatif electroportative led ultrason laser infrarouge teleguide
    vibrant massant bluetooth wifi"""
)
"""Said of any noun, they make it electrical equipment; a USB socket or a refill does not."""
APPARATUS = _stems("appareil")
"""What begins with it runs on something, whatever the noun: "appareil à yaourts" is no yogurt."""
MARKED = _stems("manuel mecanique thermique essence gaz professionnel pro industriel")
"""The noun alone does not mean this variety of the thing: a printer is one for the home."""
UNPOWERED = _stems("manuel mecanique thermique essence gaz charbon")
