"""The staff's map of every structure, and where nobody takes something."""

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.actor_map import shown, words
from app.actor_map.forms import GapsForm, StaffForm
from app.actor_map.queries import actors as actors_
from app.actor_map.queries import gaps
from app.actor_map.queries.actors import Actor
from app.actor_map.queries.gaps import SLICE, WHOLE, Gap
from app.base import db
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.base.web.listing import Pages, csv_answer, export_address, pages
from app.catalog.models import Family
from app.partners.staff.door import READERS
from app.territory import here

BASE = "/gestion/partenaires/carte"
_ACTORS = (
    "structure",
    "type",
    "échelle",
    "rôles",
    "familles",
    "commune",
    "code INSEE",
    "habitat",
    "étape",
    "affichée",
)
_GAPS = ("commune", "code INSEE", "habitants", "habitat", "familles que personne ne prend")

bp = Blueprint("actor_map_staff", __name__, url_prefix=BASE)


@bp.get("")
@may(*READERS)
def index() -> Response:
    """Show every open structure that has a site, listed or not, on a map and as a list."""
    session, form = db.session(), StaffForm()
    public = {"oui": True, "non": False}.get(form.said("affiche"))
    asked = form.filters(public=public, sited=True)
    if request.args.get("format") == "csv":
        return csv_answer(
            "carte-des-acteurs",
            _ACTORS,
            map(_actor, actors_.actors(session, asked, stepped=True)),
        )
    leaf = pages(actors_.count(session, asked))
    rows = actors_.actors(session, asked, limit=leaf.size, offset=leaf.offset, stepped=True)
    settings = current_app.config["REBOND"]
    return page(
        "actor_map/staff/index.html",
        form=form,
        lines=[shown.line(each, staff=True) for each in rows],
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d structure", "%(num)d structures", leaf.total),
        active=form.narrowed(),
        export=export_address(),
        reset=url_for(".index"),
        tabs=_tabs("carte"),
        tiles=settings.tiles_url,
        credit=settings.tiles_credit,
    )


@bp.get("/zones-blanches")
@may(*READERS)
def white_spots() -> Response:
    """List the communes with no drop-off point near, and say who is missing in each sector."""
    session, form, ours = db.session(), GapsForm(), here.territory()
    readable = form.validate()
    total = len(ours.insee)
    whole = total <= WHOLE
    slices = pages(total, SLICE)
    if whole:
        towns = gaps.communes(session, ours)
    else:
        towns = gaps.communes(session, ours, limit=SLICE, offset=slices.offset)
    looked = gaps.look(session, towns, form.km * 1000)
    found = looked.gaps(form.family)
    if request.args.get("format") == "csv":
        return csv_answer("zones-blanches", _GAPS, map(_gap, found))
    leaf = pages(len(found)) if whole else slices
    return page(
        "actor_map/staff/white_spots.html",
        status=200 if readable else 422,
        form=form,
        km=form.km,
        family=_family(form.family),
        rows=found[leaf.offset : leaf.offset + leaf.size] if whole else found,
        families=words.families,
        habitat=words.HABITAT,
        untaken=words.families(looked.untaken),
        parts=gaps.parts(session, looked, (ours.lat, ours.lon)),
        bounds="" if whole else _bounds(slices, len(towns)),
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d commune", "%(num)d communes", len(found)),
        people=sum(gap.commune.population for gap in found),
        number=words.number,
        active=form.narrowed(),
        export=export_address(),
        reset=url_for(".white_spots"),
        tabs=_tabs("blanches"),
    )


def _tabs(current: str) -> list[tuple[str, str, bool]]:
    named = (
        ("carte", _("Carte"), BASE),
        ("blanches", _("Zones blanches"), f"{BASE}/zones-blanches"),
    )
    return [(label, url, key == current) for key, label, url in named]


def _bounds(slices: Pages, shown_: int) -> str:
    """Return which communes of a large territory this page looks at."""
    return _(
        "Le territoire a %(total)d communes : cette page, et son export, regardent celles du"
        " rang %(first)d au rang %(last)d, de la plus peuplée à la moins peuplée.",
        total=slices.total,
        first=slices.offset + 1,
        last=slices.offset + shown_,
    )


def _family(family: Family | None) -> str:
    return _(family.label) if family else ""


def _actor(actor: Actor) -> tuple[object, ...]:
    return (
        actor.name,
        _(actor.kind.label),
        _(actor.level.label),
        ", ".join(_(each.label) for each in actor.roles),
        words.families(actor.families),
        actor.commune,
        actor.insee,
        _(words.HABITAT[actor.habitat]) if actor.habitat else "",
        _(actor.step.label) if actor.step else "",
        _("oui") if actor.public else _("non"),
    )


def _gap(gap: Gap) -> tuple[object, ...]:
    town = gap.commune
    return (
        town.name,
        town.insee,
        town.population,
        _(words.HABITAT[town.habitat]),
        words.families(gap.missing),
    )
