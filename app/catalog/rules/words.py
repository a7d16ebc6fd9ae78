"""The little words of French: which are dropped, which weigh little, which tell of a plug."""

from functools import lru_cache

_SHORTEST_PLURAL = 4


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Return a folded `word` without its plural or feminine participle ending."""
    if len(word) < _SHORTEST_PLURAL:
        return word
    word = word.removesuffix("s").removesuffix("x")
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
    petit petite grand grande jetable tactile modele marque taille haut bas"""
)
"""They describe; the noun says what the thing is."""
LIGHT = _stems(
    """accessoire appareil article boite caisse carton collection element ensemble equipement etui
    kit materiel mini paire piece produit sac set tas"""
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
    electroportative"""
)
PLUGS = _stems(
    """electrique electronique connecte motorise telecommande radiocommande chauffant chauffante
    lumineux lumineuse electroportatif electroportative"""
)
"""Said of any noun, they make it electrical equipment; a USB socket or a refill does not."""
UNPOWERED = _stems("manuel mecanique thermique essence gaz charbon")
