"""What the morning list says of needs, offers, matches and their results."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from app.base.core import clock
from app.base.core.text import N_
from app.partners.registry import Due
from app.synergies import queries
from app.synergies.models import SynergyEntry
from app.synergies.queries import proposals, results
from app.synergies.queries.proposals import Pair
from app.synergies.rules.proposals import REMINDED_AFTER

ENDS = N_("« %(title)s » expire le %(day)s : prolonger, ou laisser passer ?")
READ = N_("Fiche à relire avant de la mettre en ligne : « %(title)s ».")
UNANSWERED = N_("Mise en relation sans réponse : « %(need)s » et « %(offer)s ». Appeler ?")
RESULTS = N_("Résultats à demander : qu’ont donné « %(need)s » et « %(offer)s » ?")
CONFIRM = N_("Résultat à confirmer : « %(need)s » et « %(offer)s ».")

MOST = 200
"""How many matches of a kind the list names: nobody calls more in a morning."""


def due(session: Session, today: date) -> Iterator[Due]:
    """Yield what ends soon, what is to read, who has to be called, what is to confirm."""
    for row in queries.ending(session, today):
        assert row.until is not None
        yield _entry(row, f"synergy:{row.id}", row.until, ENDS)
    for row in queries.to_read(session):
        day = clock.local(row.created_at).date()
        yield _entry(row, f"synergy-read:{row.id}", day, READ)
    for pair in proposals.unanswered(session, today, limit=MOST):
        asked = clock.local(pair.row.proposed_at).date()
        yield _pair(pair, "synergy-answer", asked + REMINDED_AFTER, UNANSWERED)
    for pair in proposals.results_due(session, today, limit=MOST):
        assert pair.row.result_due_on is not None
        yield _pair(pair, "synergy-result", pair.row.result_due_on, RESULTS)
    for record in results.to_confirm(session):
        day = clock.local(record.row.created_at).date()
        key = f"synergy-confirm:{record.row.id}"
        yield _pair(record.pair, "synergy-confirm", day, CONFIRM, key)


def _entry(row: SynergyEntry, key: str, day: date, sentence: str) -> Due:
    return Due(
        key=key,
        day=day,
        sentence=sentence,
        values={"title": row.title, "day": row.until},
        href=f"/gestion/synergies/{row.id}",
        organisation_id=row.organisation_id,
        kind="synergy",
    )


def _pair(pair: Pair, kind: str, day: date, sentence: str, key: str = "") -> Due:
    return Due(
        key=key or f"{kind}:{pair.row.id}",
        day=day,
        sentence=sentence,
        values={"need": pair.need.title, "offer": pair.offer.title},
        href=f"/gestion/synergies/relations/{pair.row.id}",
        organisation_id=pair.need.organisation_id,
        kind="synergy",
    )
