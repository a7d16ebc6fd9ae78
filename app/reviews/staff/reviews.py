"""A structure's yearly review: figures, texts, what its partner sees, its link."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.web.forms import sentence_of
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.partners import queries as partners
from app.partners.staff.door import BASE, READERS, WRITERS, heading
from app.reviews import actions, handing, links, shown
from app.reviews.forms import WordsForm
from app.reviews.queries import editions
from app.reviews.reading import Reading, reading
from app.reviews.rules import words as texts

bp = Blueprint("review_staff", __name__, url_prefix=f"{BASE}/<uuid:organisation_id>/bilan")


@bp.get("")
@may(*READERS)
def show(organisation_id: UUID) -> Response:
    """Show a structure's year as it stands, and what its partner sees of it."""
    return _draw(_read(organisation_id))


@bp.get("/textes")
@may(*WRITERS)
def edit(organisation_id: UUID) -> Response:
    """Show the texts to change."""
    read = _read(organisation_id)
    form = WordsForm(formdata=None)
    form.version.data = str(read.version)
    form.fill(read.sheet()[0].words)
    return _draw_texts(read, form)


@bp.post("/textes")
@may(*WRITERS)
def write(organisation_id: UUID) -> Response:
    """Keep the texts; one left empty, or as proposed, follows the figures."""
    read, form = _read(organisation_id), WordsForm()
    if not form.validate():
        return _draw_texts(read, form, status=422)
    words = texts.own(form.words(), read.sheet()[1])
    try:
        actions.write(
            db.session(),
            read.organisation,
            read.days.year,
            words,
            actor=current_actor(),
            now=clock.now(),
            seen=form.seen,
        )
    except Stale as stale:
        form.broken(stale)
        form.version.data = str(_read(organisation_id).version)
        return _draw_texts(read, form, status=409)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw_texts(read, form, status=422)
    flash(_("Les textes sont gardés. Publiez pour que le partenaire les voie."), "success")
    return go(_here(read))


@bp.post("/publication")
@may(*WRITERS)
def publish(organisation_id: UUID) -> Response:
    """Freeze the review as it reads now, and show it to the partner."""
    read, form = _read(organisation_id), WordsForm()
    sheet = read.sheet()[0]
    try:
        made = actions.publish(
            db.session(),
            read.organisation,
            sheet,
            actor=current_actor(),
            now=clock.now(),
            seen=form.seen,
        )
    except Stale as stale:
        return _draw(_read(organisation_id), status=409, refused=sentence_of(stale))
    except RuleBroken as refusal:
        return _draw(read, status=422, refused=sentence_of(refusal))
    if made is None:
        flash(_("Rien n’a changé : l’édition publiée reste la même."), "info")
    else:
        flash(_("L’édition %(n)s est publiée.", n=made.number), "success")
    return go(_here(read))


@bp.post("/<any(retrait, lien, revocation):change>")
@may(*WRITERS)
def change(organisation_id: UUID, change: str) -> Response:
    """Show the partner nothing any more, give the review another link, or close its link."""
    read, form = _read(organisation_id), WordsForm()
    verb, said = {
        "retrait": (actions.withdraw, _("Le bilan n’est plus montré au partenaire.")),
        "lien": (actions.renew_link, _("Voici un nouveau lien : l’ancien n’ouvre plus rien.")),
        "revocation": (actions.revoke_link, _("Le lien est fermé.")),
    }[change]
    hand: dict[str, Any] = {"actor": current_actor(), "now": clock.now(), "seen": form.seen}
    try:
        verb(db.session(), read.organisation, read.days.year, **hand)
    except Stale as stale:
        return _draw(_read(organisation_id), status=409, refused=sentence_of(stale))
    except RuleBroken as refusal:
        return _draw(read, status=422, refused=sentence_of(refusal))
    flash(said, "success")
    return go(_here(read))


@bp.get("/<review_paper>.pdf")
@may(*READERS)
def paper(organisation_id: UUID, review_paper: str) -> Response:
    """Give the review as PDF: what is published, or the draft while nothing is; its poster."""
    read = _read(organisation_id)
    edition = read.edition()
    if edition is None:
        if review_paper != "bilan":
            raise NotFound
        return handing.draft(read.sheet()[0])
    if read.review is None:
        raise NotFound
    return handing.paper(review_paper, read.review, edition)


def _read(organisation_id: UUID) -> Reading:
    return reading(partners.organisation(db.session(), organisation_id))


def _here(read: Reading, view: str = ".show") -> str:
    return url_for(view, organisation_id=read.organisation.id, annee=read.days.year)


def _draw(read: Reading, *, status: int = 200, refused: str = "") -> Response:
    head = heading(read.organisation, "bilan")
    base = f"{BASE}/{read.organisation.id}"
    edition = read.edition()
    sheet = read.sheet()[0]
    doors = shown.Doors(
        records=lambda **asked: url_for(
            "review_records.records",
            organisation_id=read.organisation.id,
            annee=read.days.year,
            **asked,
        ),
        visits=lambda **asked: url_for(
            "review_records.visits",
            organisation_id=read.organisation.id,
            annee=read.days.year,
            **asked,
        ),
        promises="/gestion/conventions/engagements",
        together=f"{base}/echanges",
    )
    return page(
        "reviews/staff/review.html",
        status=status,
        heading=head,
        told=shown.told(sheet, doors),
        years=[
            (str(year), f"{base}/bilan?annee={year}", year == read.days.year)
            for year in read.offered
        ],
        edition=edition,
        same=handing.same(edition, sheet),
        past=editions.editions(db.session(), read.review.id) if read.review else [],
        link=links.address(read.review) if read.review and edition else None,
        poster=links.poster_address(read.review) if read.review and edition else "",
        version=read.version,
        here=f"{base}/bilan",
        asked=f"?annee={read.days.year}",
        refused=refused,
        writes=head["writes"],
    )


def _draw_texts(read: Reading, form: WordsForm, *, status: int = 200) -> Response:
    return page(
        "reviews/staff/texts.html",
        status=status,
        heading=heading(read.organisation, "bilan"),
        form=form,
        offer=read.sheet()[1],
        year=read.days.year,
        here=_here(read, ".edit"),
        back=_here(read),
    )
