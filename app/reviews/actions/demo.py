"""The demonstration's reviews: one published for the bank, a draft for the landlord."""

from datetime import UTC, date, datetime, time
from typing import Final

from sqlmodel import Session

from app.base.core.actors import Actor
from app.base.core.clock import LOCAL
from app.partners import queries as partners
from app.partners.actions.demo import structure_id
from app.reviews.actions import publish, words_of, write
from app.reviews.queries import editions, yearly
from app.reviews.rules import words as texts
from app.reviews.rules import years
from app.reviews.rules.frozen import Sheet
from app.reviews.rules.words import Words

CLAIRE: Final = Actor(id=None, label="Claire Demo")
HOUSE: Final = ("Les Ateliers du Loing", "Gâtinais Montargois")
PUBLISHED: Final = "banque-du-gatinais"
DRAFT: Final = "habitat-gatinais"


def load_demo(session: Session, today: date) -> int:
    """Put both reviews in, once; return how many came."""
    now = datetime.combine(today, time(9), LOCAL).astimezone(UTC)
    bank, landlord = (
        partners.organisation(session, structure_id(ref)) for ref in (PUBLISHED, DRAFT)
    )
    year, made = today.year, 0
    if editions.review(session, bank.id, year) is None:
        thanks = Words(
            word="Merci aux équipes de la banque\N{NO-BREAK SPACE}: chaque lot arrive trié, avec ses chargeurs."
        )
        write(session, bank, year, thanks, actor=CLAIRE, now=now)
        came = yearly.arrivals(session, bank.id, today + years.DAY)
        figures = yearly.figures(session, bank.id, years.span(year, today), came, today)
        words = words_of(editions.review(session, bank.id, year))
        told = texts.completed(words, texts.proposed(figures, *HOUSE))
        publish(session, bank, Sheet(bank.name, *HOUSE, figures, told), actor=CLAIRE, now=now)
        made += 1
    if editions.review(session, landlord.id, year) is None:
        draft = Words(word="Une première année bien engagée, merci aux gardiens.")
        write(session, landlord, year, draft, actor=CLAIRE, now=now)
        made += 1
    return made
