"""The demonstration's families: three answered by invented figures, one that lacks answers."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlmodel import Session

from app.base.core.actors import Actor
from app.base.core.clock import LOCAL
from app.catalog.models import Family
from app.feasibility import actions
from app.feasibility.models import Assumption, Choice, Per, Side
from app.feasibility.picture import portrait
from app.feasibility.rules.sheets import AssumptionFacts, DecisionFacts, PlayerFacts, SheetFacts
from app.partners.actions.demo import structure_id

INVENTED: Final = "Chiffre inventé pour la démonstration"
A = Assumption
TONNE: Final = 1_000_000
# (what, of what, low, base, high), each in the unit that is stored.
_ASSUMED: Final = {
    Family.LOISIRS: (
        (A.VOLUME, Per.YEAR, 8 * TONNE, 12 * TONNE, 15 * TONNE),
        (A.REUSE, Per.SHARE, 350, 450, 550),
        (A.WEIGHT, Per.PIECE, None, 14_000, None),
        (A.WORK, Per.PIECE, 75, 90, 120),
        (A.HOURLY, Per.HOUR, None, 1400, None),
        (A.TRANSPORT, Per.TONNE, None, 9000, 12_000),
        (A.STORAGE, Per.TONNE, None, 4000, None),
        (A.DISPOSAL, Per.LOST_TONNE, None, 2000, None),
        (A.FIXED, Per.YEAR, None, 240_000, None),
        (A.PRICE, Per.REUSED_PIECE, 4500, 6000, 8000),
        (A.SUPPORT, Per.REUSED_TONNE, 0, 12_000, None),
    ),
    Family.TEXTILE: (
        (A.VOLUME, Per.YEAR, 25 * TONNE, 40 * TONNE, 60 * TONNE),
        (A.REUSE, Per.SHARE, 80, 120, 180),
        (A.WORK, Per.TONNE, 25 * 60, 35 * 60, 50 * 60),
        (A.HOURLY, Per.HOUR, None, 1400, None),
        (A.TRANSPORT, Per.TONNE, None, 6000, None),
        (A.STORAGE, Per.TONNE, None, 2500, None),
        (A.DISPOSAL, Per.LOST_TONNE, 5000, 15_000, 25_000),
        (A.FIXED, Per.YEAR, None, 600_000, None),
        (A.PRICE, Per.REUSED_KG, 400, 600, 800),
        (A.SUPPORT, Per.TONNE, 0, 8000, None),
    ),
    Family.MOBILIER: (
        (A.VOLUME, Per.YEAR, 12 * TONNE, 18 * TONNE, 24 * TONNE),
        (A.REUSE, Per.SHARE, 500, 600, 700),
        (A.WORK, Per.TONNE, None, 12 * 60, None),
        (A.HOURLY, Per.HOUR, None, 1400, None),
        (A.TRANSPORT, Per.TONNE, None, 11_000, None),
        (A.STORAGE, Per.TONNE, None, 9000, None),
        (A.DISPOSAL, Per.LOST_TONNE, None, 0, None),
        (A.FIXED, Per.YEAR, None, 300_000, None),
        (A.PRICE, Per.REUSED_KG, 60, 90, 130),
        (A.SUPPORT, Per.REUSED_TONNE, None, 12_000, None),
    ),
    Family.LIVRES: (
        (A.REUSE, Per.SHARE, 200, 300, 400),
        (A.PRICE, Per.REUSED_KG, None, 150, None),
    ),
}
_PLAYERS: Final = (
    (Family.LOISIRS, Side.OUTLET, "velos-retrouves", "", "Prend les vélos, les remet en état."),
    (Family.LOISIRS, Side.OUTLET, "", "Bourse aux vélos du printemps (fictive)", "Une par an."),
    (Family.TEXTILE, Side.COMPETITOR, "", "Relais du Fil (fictif)", "Bornes dans six communes."),
    (Family.TEXTILE, Side.OUTLET, "", "Vestiaire solidaire (fictif)", "Prend les manteaux."),
    (Family.MOBILIER, Side.OUTLET, "habitat-gatinais", "", "Meublerait douze logements par an."),
)


def load_demo(session: Session, hand: Actor, today: date) -> int:
    """Put the invented families in, once; return how many came."""
    if portrait(session, Family.LOISIRS, today).assumptions:
        return 0
    now = datetime.combine(today - timedelta(days=40), time(9), LOCAL).astimezone(UTC)
    for family, rows in _ASSUMED.items():
        for kind, per, low, base, high in rows:
            day = today - timedelta(days=45)
            facts = AssumptionFacts(per, base, INVENTED, day, low, high)
            actions.assume(session, family, kind, facts, actor=hand, now=now, today=today)
    for family, side, ref, name, words in _PLAYERS:
        player = PlayerFacts(side, structure_id(ref) if ref else None, name, words)
        actions.name(session, family, player, actor=hand, now=now)
    bikes = SheetFacts(
        prices="Neuf : 250 € en moyenne. Occasion : 60 à 120 € (inventé).",
        demand="Étudiants et salariés du pôle, surtout au printemps (inventé).",
        space_m2=120,
        note="Un atelier au sec et une cave qui ferme à clé.",
    )
    actions.describe(session, Family.LOISIRS, bikes, actor=hand, now=now)
    for family, choice, ago, review, why in (
        (Family.LOISIRS, Choice.STUDY, 40, 20, "Les dépôts augmentent ; personne ne répare."),
        (Family.LOISIRS, Choice.OPEN, 15, -10, "Un atelier partenaire est prêt : essai d’un an."),
        (Family.TEXTILE, Choice.WAIT, 15, -90, "Rencontrer d’abord qui collecte déjà."),
    ):
        decision = DecisionFacts(
            choice=choice,
            why=why,
            decided_by="Comité de pilotage",
            decided_on=today - timedelta(days=ago),
            review_on=today - timedelta(days=review),
        )
        found = portrait(session, family, today).answer
        at = datetime.combine(decision.decided_on, time(16), LOCAL).astimezone(UTC)
        actions.decide(session, family, decision, found, actor=hand, now=at, today=today)
    return len(_ASSUMED)
