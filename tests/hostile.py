"""What a hostile visitor sends, where, and a server that says which names it listens to."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any, ClassVar
from urllib.parse import quote, urlencode
from uuid import uuid4

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.accounts.models import SignIn
from app.authorisations import actions as authorisations
from app.authorisations.models import AuthorisationKind
from app.authorisations.rules import AuthorisationFacts
from app.base.core import clock, hours
from app.base.outbox.models import OutboxRow
from app.catalog import actions as catalog
from app.catalog.models import CatalogObject, Family
from app.feasibility import actions as feasibility
from app.feasibility.models import Side as Outlets
from app.feasibility.rules.sheets import PlayerFacts
from app.fundings import actions as fundings
from app.fundings.rules import FundingFacts
from app.partners.models import Organisation, Paper, Supply
from app.partnerships.actions import exchanges, groups, practices
from app.partnerships.models import ExchangeAttachment, ExchangeKind, GroupKind
from app.partnerships.rules import GroupFacts, MeetingFacts, PlanFacts, PracticeFacts
from app.pickups import queries as pickups
from app.pickups.actions import policies
from app.pickups.models import Pickup, PickupFeed, PickupPolicy
from app.points import actions as points
from app.points.models import PointException, ReportKind
from app.points.models.imports import ImportBatch
from app.reviews import actions as reviews
from app.reviews import links as review_links
from app.reviews.queries import editions
from app.slots import actions as slot_actions
from app.slots import queries as slots
from app.slots.loads import Load
from app.slots.models import ExceptionKind, SlotException, SlotPattern, Zone
from app.synergies import actions as synergies
from app.synergies.models import Domain, Measure, Method, Side
from app.synergies.rules.results import ResultFacts
from app.synergies.rules.sheets import EntryFacts
from tests.accounts import builders as people
from tests.agreements import builders as agreement_builders
from tests.agreements import world as agreements
from tests.builders import commune, thursday
from tests.conftest import StrictClient
from tests.partners import builders as partners
from tests.partnerships.builders import going
from tests.points.builders import ANA, place
from tests.points.import_world import row
from tests.reviews import builders as reviewed
from tests.synergies import builders as in_touch

INTERNAL = re.compile(r"Traceback|sqlalchemy|psycopg|sqlite3|jinja2\.|File \"")
"""What no visitor may ever read."""

OWN_SPACE = "/partenaire/"

VALUES = {
    "nothing": "",
    "ten thousand signs": "x" * 10_000,
    "odd signs": quote("a\0\u202eb\u2066\r\nBcc: mia@exemple.test") + "%ED%A0%80%FF",
    "markup and places": quote("'\"></textarea><script>x</script>{{7*7}} %(n)s %s %"),
    "no number": "nan",
    "an infinite number": "1e309",
    "a negative number": "-1",
    "a number for a wider column": "3000000000",
    "a number for no column": "9" * 40,
    "a number that cannot be read": "9" * 5000,
    "the last day of all": "9999-12-31",
    "an object": quote('{"name":[["b"]]}'),
}
"""Percent-encoded, since some are no text at all."""

FEW = ("odd signs", "a number for a wider column")
"""What the two databases read differently."""

EVERYWHERE = (
    "nothing",
    "ten thousand signs",
    "markup and places",
    "no number",
    "a negative number",
    "an object",
)
"""What is put into every field of a form at once; the rest goes into one after the other."""

FILLED = {
    "name": "Borne du Marché",
    "email": "mia@exemple.test",
    "password": "cinq tortues dans le pré",
    "again": "cinq tortues dans le pré",
    "current": people.PASSWORD,
    "things": "un frigo",
    "objet": "un frigo",
    "quantite": "1",
    "ou": "Montargis",
    "faire": "book",
    "where": "Montargis",
    "address": "1 rue des Lilas",
    "consent": "y",
    "lat": "48",
    "lon": "2.73",
    "offers": "deposer|eee",
    "hours": "Mo-Fr 09:00-12:00",
    "first_day": "2030-01-07",
    "last_day": "2030-01-08",
    "mass_kg": "2",
    "volume_m3": "2",
    "starts": "09:00",
    "ends": "12:00",
    "places": "3",
    "work": "3 h",
    "volume_l": "3",
    "text": "Fermé le lundi",
    "answer": "Merci",
    "source": "Liste",
    "roles": "admin",
    "code": "123456",
    "day": "2026-11-20",
    "hour": "9:30",
    "subject": "Le point",
    "words": "Tout va bien",
    "title": "Visiter",
    "next_action": "Rappeler",
    "next_on": "2030-01-07",
    "pause_reason": "Attendre",
    "loss_reason": "Contrat national",
    "decision": "Oui",
    "task": "Écrire",
    "until": "2030-01-07",
}
"""What an empty field gets, so that one hostile value is not hidden by an empty neighbour."""


class Heard(ImmutableMultiDict[str, Any]):
    """Parameters of a request that remember which names the application asked for."""

    names: ClassVar[set[str]] = set()

    def __contains__(self, key: object) -> bool:
        self.names.add(str(key))
        return super().__contains__(key)

    def __getitem__(self, key: str) -> Any:
        self.names.add(key)
        return super().__getitem__(key)

    def getlist(self, key: str, type: Any = None) -> list[Any]:  # noqa: A002 - Werkzeug's name
        self.names.add(key)
        return super().getlist(key, type) if type else super().getlist(key)


@contextmanager
def hearing() -> Iterator[set[str]]:
    """Give the names that the application asks for inside the block."""
    Heard.names.clear()
    yield Heard.names


class Quick(StrictClient):
    """A visitor that reads no HTML: thousands of answers are looked at."""

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        return self._in_its_own_context(*args, **kwargs)


@dataclass
class World:
    """An application with one row of each kind, and what stands for each piece of an address.

    `cookie` is the administrator's; `own` is that of somebody of the structure whose rows these
    are, whom the structure's own space lets in.
    """

    app: Flask
    cookie: str
    own: str
    pieces: dict[str, str]
    forms: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def ask(self, method: str, address: str, **kwargs: Any) -> tuple[int, str]:
        """Ask as somebody whom the address lets in, undo all it did, return (status, text)."""
        client = Quick(self.app, self.app.response_class, use_cookies=False)
        cookie = self.own if address.startswith(OWN_SPACE) else self.cookie
        headers = {"Cookie": cookie} | kwargs.pop("headers", {})
        undo = self.app.extensions["db_connection"].begin_nested()
        try:
            answer = client.open(address, method=method, headers=headers, **kwargs)
            return answer.status_code, answer.get_data().decode("utf-8", "replace")
        finally:
            undo.rollback()

    def post(self, address: str, value: str, *names: str) -> tuple[int, str]:
        """Send a form filled in as usual but for some fields, their value percent-encoded."""
        known = self.forms.get(address, {})
        kept = [(key, each) for key, values in known.items() for each in values if key not in names]
        body = "&".join([urlencode(kept), *(f"{quote(name)}={value}" for name in names * 2)])
        kind = "application/x-www-form-urlencoded"
        return self.ask("POST", address, data=body, content_type=kind)


def address(world: World, rule: Rule, **changes: str) -> str:
    """Return the address of `rule`; a piece that this world has no row for is a KeyError."""

    def piece(found: re.Match[str]) -> str:
        choices, name = found[1], found[2]
        if name in changes:
            return changes[name]
        return choices.split(",")[0].strip("' ") if choices else world.pieces[name]

    return re.sub(r"<(?:any\(([^)]*)\):|[^:>]*:)?(\w+)>", piece, rule.rule)


def build(app: Flask, session: Any) -> World:
    """Make the world: a commune, a place with all that belongs to it, people, a pickup."""
    app.request_class = type("Listening", (app.request_class,), {"parameter_storage_class": Heard})
    commune(session)
    thursday(session, places=3)
    catalog.load(session)
    point = place(session, name="Borne du Lavoir", insee="45208", hours="Mo-Sa 09:00-18:00")
    days = [hours.Exceptional(*[date(2030, 1, 1)] * 2, None, "inventaire")]
    points.set_exceptions(session, point, days, actor=ANA, now=clock.now())
    report = points.report(session, point, ReportKind.GONE, "Parti", now=clock.now())
    person, other = people.account(session, "admin"), people.account(session, "accueil")
    browser = app.test_client()
    people.sign_in(browser, person)
    _send_a_file(browser)
    calendar = _calendar(session)
    _ask_for_a_pickup(browser, session)
    pickup = session.exec(select(Pickup)).one()
    pieces = {
        "slug": point.slug,
        "point_id": point.id,
        "report_id": report.id,
        "day_id": session.exec(select(PointException.id)).one(),
        "field": "name",
        "object_id": session.exec(select(CatalogObject.id)).first(),
        "address": session.exec(select(CatalogObject.slug)).first(),
        "account_id": other.id,
        "sign_in_id": session.exec(select(SignIn.id)).first(),
        "batch_id": session.exec(select(ImportBatch.id)).one(),
        "number": 2,
        "pickup_id": pickup.id,
        "secret": pickups.secret(app.config["SECRET_KEY"], pickup),
        "token": f"{uuid4()}",
        "name": f"{'0' * 64}.webp",
    }
    pieces["given"] = "photo.forgée"
    pieces["key"] = pickup.occurrence.key
    rows = pieces | calendar | _feed(session) | _agreements(app, session)
    rows |= _register(session, rows["organisation_id"])
    rows |= _dossiers(session, rows["organisation_id"])
    rows |= _partnership(session, rows["organisation_id"], rows["contact_id"])
    rows |= _review(session, rows["organisation_id"])
    known = {name: str(value) for name, value in rows.items()}
    session.commit()
    owner = session.get(Organisation, rows["organisation_id"])
    own = _cookie(agreements.member(app, session, owner))
    world = World(app, _cookie(browser), own, known)
    world.forms = _forms(world)
    return world


def _cookie(browser: FlaskClient) -> str:
    kept = browser.get_cookie("rebond")
    assert kept is not None
    return f"rebond={kept.value}"


def _review(session: Any, structure_id: Any) -> dict[str, object]:
    """Publish a structure's review; return what its link, its poster and its papers are named by."""
    organisation, hand = session.get(Organisation, structure_id), {"actor": ANA, "now": clock.now()}
    sheet = reviewed.published_sheet()
    reviews.publish(session, organisation, sheet, **hand)
    made = editions.review(session, structure_id, sheet.figures.year)
    secret = review_links.secret_of(made)
    return {"review_secret": secret, "poster_code": made.code, "review_paper": "bilan"}


def _calendar(session: Any) -> dict[str, object]:
    """Make a zone, a weekly slot, a closed day, terms and a letter; return their ids by piece."""
    facts = {"places": 3, "mass_g": 9_000, "volume_ml": 9_000, "crew_minutes": 90}
    zone = Zone(name="Secteur")
    pattern = SlotPattern(name="Mardi", weekday=1, starts=time(9), ends=time(12), **facts)
    today = clock.today()
    slot_actions.save_zone(session, zone, ["45208"])
    slot_actions.save_pattern(session, pattern, today=today)
    closed = SlotException(kind=ExceptionKind.CLOSED, first_day=today, last_day=today)
    slot_actions.save_exception(session, closed)
    policies.offer_default(session)
    letter = OutboxRow(
        kind="mail", payload={}, dedupe="lettre", run_at=clock.now(), failed_at=clock.now()
    )
    session.add(letter)
    session.flush()
    return {
        "zone_id": zone.id,
        "pattern_id": pattern.id,
        "days_id": closed.id,
        "policy_id": session.exec(select(PickupPolicy.id)).first(),
        "row_id": letter.id,
    }


def _feed(session: Any) -> dict[str, object]:
    """Make a team's calendar address."""
    made = PickupFeed(name="Équipe", created_at=clock.now())
    session.add(made)
    session.flush()
    return {"feed_id": made.id}


def _register(session: Any, structure_id: Any) -> dict[str, object]:
    """Give a structure one part of each kind; return their ids by piece."""
    made = session.get(Organisation, structure_id)
    place = partners.site(session, made)
    facts = {"filename": "a.pdf", "media_type": "application/pdf", "sha256": "a" * 64, "size": 3}
    paper = Paper(organisation_id=made.id, title="Organigramme", added_by="Ana", **facts)
    supply = Supply(organisation_id=made.id, year=2026, family=Family.EEE, units=3)
    session.add_all([paper, supply])
    session.flush()
    return {
        "site_id": place.id,
        "paper_id": paper.id,
        "supply_id": supply.id,
        "digest": "0" * 64,
    }


def _dossiers(session: Any, structure_id: Any) -> dict[str, object]:
    """Make an authorisation, a funding and a report that is owed; return their ids by piece."""
    hand: dict[str, Any] = {"actor": ANA, "now": clock.now()}
    kept = AuthorisationFacts(AuthorisationKind.ICPE, organisation_id=structure_id)
    need = EntryFacts(
        structure_id, next(iter(Side)), next(iter(Domain)), "Une presse", "45208", 48, 2.7
    )
    funding = fundings.add(session, FundingFacts(structure_id, "Appel"), **hand)
    return {
        "authorisation_id": authorisations.add(session, kept, **hand).id,
        "funding_id": funding.id,
        "synergy_id": synergies.add(session, need, **hand).id,
        **_in_touch(session, structure_id),
        "verb": "ouvrir",
        "product_family": "textile",
        "assumption": "travail",
        "measured": "gisement",
        "player_id": feasibility.name(
            session, Family.TEXTILE, PlayerFacts(Outlets.OUTLET, structure_id), **hand
        ).id,
        "owed_id": fundings.owe(session, funding, "Bilan", clock.today(), **hand).id,
    }


def _in_touch(session: Any, structure_id: Any) -> dict[str, object]:
    """Put a structure in touch with another, and note what it brought; return the ids by piece."""
    owner = session.get(Organisation, structure_id)
    pair = in_touch.opened(session, need=in_touch.enter(session, owner=owner))
    facts = ResultFacts(Measure.MASS, 1_000, in_touch.TODAY, Method.WEIGHED)
    told, _new = synergies.tell(session, pair, facts, **in_touch.DATED)
    return {
        "other_id": pair.offer.id,
        "relation_id": pair.row.id,
        "result_id": told.id,
        "side_word": "besoin",
        "end": "sans-suite",
    }


def _partnership(session: Any, structure_id: Any, contact_id: Any) -> dict[str, object]:
    """Make a partnership, a planned meeting, a group that meets, and a note; return their ids."""
    hand: dict[str, Any] = {"actor": ANA, "now": clock.now()}
    organisation = session.get(Organisation, structure_id)
    going(session, organisation)
    plan = PlanFacts(ExchangeKind.MEETING, clock.now() + timedelta(days=1), "Le point")
    exchange = exchanges.plan(session, organisation, plan, **hand)
    listed = ExchangeAttachment(exchange_id=exchange.id, filename="a.exe")
    session.add(listed)
    group = groups.add(session, GroupFacts("Comité", GroupKind.STEERING), **hand)
    member = groups.seat(session, group, contact_id=contact_id, **hand)
    meeting = groups.meet(session, group, MeetingFacts(clock.now()), **hand)
    task = groups.assign(session, group, "Écrire", clock.today(), **hand)
    note = practices.add(session, PracticeFacts("Visiter", "D’abord."), **hand)
    session.flush()
    return {
        "exchange_id": exchange.id,
        "attachment_id": listed.id,
        "group_id": group.id,
        "member_id": member.id,
        "meeting_id": meeting.id,
        "task_id": task.id,
        "practice_id": note.id,
    }


def _agreements(app: Flask, session: Any) -> dict[str, object]:
    """Make a structure with agreements, promises and arrangements; its draft is what pages show."""
    made = agreements.build(session, app.config["REBOND"].data_dir)
    return made.ids | {"agreement_id": agreement_builders.project(session, made.organisation).id}


def _send_a_file(browser: FlaskClient) -> None:
    """Import two lines; one may be the place we know."""
    names = "identifiant,nom,type,adresse,code_postal,commune,code_insee,latitude,longitude,donner"
    lines = [
        f"{names},horaires,telephone,courriel",
        row(),
        row(nom="Borne du Lavoir", type="borne"),
    ]
    file = BytesIO("\n".join(lines).encode())
    sent = {"file": (file, "liste.csv"), "source": "Liste"}
    assert browser.post("/gestion/points/import", data=sent).status_code == 303


def _ask_for_a_pickup(browser: FlaskClient, session: Any) -> None:
    window = slots.window(clock.today() + timedelta(days=3), 21)
    need = Load(1, 20_000, 200_000, 60)
    open_slots = slots.open_slots(session, window, now=clock.now(), need=need)
    sent = FILLED | {"slot": open_slots[0].key, "form_key": "k" * 20, "faire": "book"}
    assert browser.post("/enlevements/nouveau", data=sent).status_code == 303


def _forms(world: World) -> dict[str, dict[str, list[str]]]:
    """Return, by address, the fields of every POST form of the site, filled in."""
    found: dict[str, dict[str, list[str]]] = {}
    for rule in world.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or "name" in rule.arguments:
            continue
        here = address(world, rule)
        status, text = world.ask("GET", here)
        if status == 200 and "<form" in text:
            tree = html5lib.parse(text, namespaceHTMLElements=False)
            for form in tree.iter("form"):
                if form.get("method") == "post":
                    action = (form.get("action") or here).partition("?")[0]
                    found.setdefault(action, {}).update(_fields(form))
    return found


def _fields(form: Any) -> dict[str, list[str]]:
    """Return the fields of a form as a browser would send them, the empty ones filled."""
    sent: dict[str, list[str]] = {}
    for each in form.iter():
        name = each.get("name")
        if name is None or each.get("type") in {"submit", "file"} or each.tag == "button":
            continue
        if each.get("type") in {"checkbox", "radio"} and each.get("checked") is None:
            continue
        sent.setdefault(name, []).append(_value(each) or FILLED.get(name, ""))
    return sent


def _value(each: Any) -> str:
    if each.tag == "select":
        options = list(each.iter("option"))
        chosen = [one for one in options if one.get("selected") is not None]
        values = [one.get("value") or "" for one in [*chosen, *options]]
        return next((value for value in values if value), "")
    return (each.text if each.tag == "textarea" else each.get("value")) or ""
