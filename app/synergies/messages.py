"""What the two sides of a proposal are written, through the outbox."""

from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from sqlmodel import Session

from app.base.core import clock, codes
from app.base.outbox import actions as outbox
from app.base.web import french, wording
from app.partners import queries as partners
from app.synergies import shown
from app.synergies.models import Side
from app.synergies.queries import people
from app.synergies.queries.proposals import Pair

PAGE = "/partenaire/synergies/relations"


def ask(session: Session, pair: Pair, side: Side, *, now: datetime) -> int:
    """Ask one side whether it wants to know the other; return to how many it is written."""
    words = [
        _("Une structure proche et la vôtre pourraient s’entraider."),
        _(
            "Dites oui ou non avant le %(day)s. Son nom et son contact ne s’ouvrent à vous, et les"
            " vôtres à elle, que si les deux structures disent oui.",
            day=french.short_day(pair.row.answer_by),
        ),
    ]
    return _write(session, pair, side, "asked", _("Une mise en relation vous attend"), words, now)


def remind(session: Session, pair: Pair, side: Side, *, now: datetime) -> int:
    """Remind one side, once, that its answer is waited for."""
    words = [
        _("Vous n’avez pas encore répondu. Un non nous aide aussi : l’offre peut servir ailleurs."),
        _(
            "Sans réponse le %(day)s, la proposition tombe.",
            day=french.short_day(pair.row.answer_by),
        ),
    ]
    title = _("Rappel : une mise en relation vous attend")
    return _write(session, pair, side, "reminded", title, words, now)


def open_(session: Session, pair: Pair, *, now: datetime) -> int:
    """Write to both sides that both said yes, each with the contact that the other opened."""
    count = 0
    for side in Side:
        contact = shown.opened_contact(pair, side)
        if contact is None:
            continue
        owner = partners.organisation(session, pair.of(side.other).organisation_id)
        words = [
            _(
                "Les deux structures ont dit oui. %(name)s, %(structure)s : %(reach)s.",
                name=contact.name,
                structure=owner.name,
                reach=shown.reach(contact),
            ),
            _("Appelez-vous. Dans trois mois nous vous demanderons ce que cela a donné."),
        ]
        title = _("C’est oui des deux côtés : voici le contact")
        count += _write(session, pair, side, "opened", title, words, now)
    return count


def lapse(session: Session, pair: Pair, *, now: datetime) -> int:
    """Write to both sides that the time to answer is over."""
    words = [_("Une réponse au moins n’est pas venue à temps : la proposition est close.")]
    title = _("La mise en relation est restée sans réponse")
    return sum(_write(session, pair, side, "lapsed", title, words, now) for side in Side)


def ask_result(session: Session, pair: Pair, *, now: datetime) -> int:
    """Ask both sides what came of it."""
    words = [
        _(
            "Vous êtes en relation depuis le %(day)s. Qu’est-ce que cela a donné ?",
            day=french.short_day(clock.local(pair.row.opened_at or now).date()),
        ),
        _("Des kilos, des euros, des kilomètres évités, des heures, des personnes : même estimés."),
    ]
    title = _("Qu’est-ce que cela a donné ?")
    kind = f"result-{pair.row.result_due_on}"
    return sum(_write(session, pair, side, kind, title, words, now) for side in Side)


def take_back(session: Session, pair: Pair, *kinds: str) -> None:
    """Withdraw the letters that did not leave yet and are no longer true."""
    for kind in kinds:
        outbox.withdraw(session, f"synergy-{kind}-{pair.row.id}")


def _write(  # noqa: PLR0913, PLR0917 - the parts of a letter
    session: Session,
    pair: Pair,
    side: Side,
    kind: str,
    subject: str,
    words: list[str],
    now: datetime,
) -> int:
    owners = {each.organisation_id for each in (pair.need, pair.offer)}
    mine = pair.of(side)
    facts = shown.masked(pair, side, people.structures(session, owners))
    settings = current_app.config["REBOND"]
    told: dict[str, object] = {
        "territory_name": settings.territory_name,
        "help_phone": settings.help_phone,
        "help_hours": settings.help_hours,
        "subject": subject,
        "words": words,
        "mine": mine.title,
        "facts": [(term, value) for term, value in facts if value],
        "link": f"{settings.base_url}{PAGE}/{pair.row.id}",
    }
    found = people.written_to(session, mine.organisation_id)
    for address in found:
        known = codes.keyed_hash(current_app.config["SECRET_KEY"], "synergy", address)[:16]
        outbox.mail(
            session,
            to=address,
            subject=subject,
            text=_rendered("letter.txt", told | {"_": wording.gettext}),
            html=_rendered("letter.html", told),
            dedupe=f"synergy-{kind}-{pair.row.id}-{side.value}-{known}",
            now=now,
        )
    return len(found)


def _rendered(name: str, told: dict[str, object]) -> str:
    """Return a template filled: the worker has no request to render it in."""
    return current_app.jinja_env.get_template(f"synergies/mail/{name}").render(told)
