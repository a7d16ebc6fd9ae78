"""The pages of the feasibility, as the direction meets them."""

import re
from datetime import date

import pytest
import time_machine
from sqlmodel import select

from app.catalog import actions as catalog
from app.catalog.models import CatalogObject, Family, Subfamily
from app.feasibility import queries
from app.feasibility.picture import portrait
from app.partners.models import Supply
from app.partners.registry import Waiting, registry
from app.pickups.models import PickupStatus
from app.pickups.rules import Line
from app.synergies import actions as synergies
from app.synergies.models import Domain, Side, Unit
from app.synergies.rules.sheets import EntryFacts
from tests.builders import commune
from tests.feasibility.builders import NOW, SOFIA, TODAY, A, assume, fill
from tests.partners.builders import structure
from tests.pickups.builders import booked

BASE = "/gestion/faisabilite"
HERE = f"{BASE}/textile"
TYPED = {
    "version": "0",
    "per": "kg-reemploye",
    "base": "1,80",
    "low": "1",
    "source": "Deux friperies",
    "as_of": "20/11/2026",
}
DECIDED = {
    "version": "0",
    "choice": "attendre",
    "why": "Rencontrer d’abord qui collecte.",
    "decided_by": "Comité de pilotage",
    "decided_on": "25/11/2026",
    "review_on": "25/05/2027",
}


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel("2026-11-25T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def claire(signed_in):
    return signed_in("direction")


def test_an_empty_family_says_what_to_find_out_and_gives_no_figure(claire):
    page = claire.get(HERE).text
    assert "Il reste à trouver" in page
    assert f'href="{HERE}/hypotheses/reemploi"' in page
    assert "Il manquerait" not in page
    assert "Aucune famille n’a encore toutes ses réponses" in claire.get(BASE).text


def test_a_filled_family_is_answered_and_ranked_first(claire, session):
    fill(session)
    page = claire.get(HERE).text
    assert "Il manquerait 500 € par an" in page
    assert "1,90 € par kilo réemployé (supposé : 1,80 €)" in page
    assert "rien ici n’est mesuré" in page
    index = claire.get(BASE).text
    assert index.index("Textile") < index.index("Appareils électriques")
    assert "−500 €" in index


def test_an_assumption_is_written_with_its_source(claire, session):
    answer = claire.post(f"{HERE}/hypotheses/prix", data=TYPED)
    assert answer.location.endswith("textile#hypotheses")
    page = claire.get(HERE).text
    assert "de 1 € à 1,80 €" in page
    assert "Deux friperies" in page
    assert 'value="1,8"' in claire.get(f"{HERE}/hypotheses/prix").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"base": ""}, "Écrivez au moins la valeur la plus probable"),
        ({"low": "2"}, "La valeur basse dépasse la valeur probable"),
        ({"base": "beaucoup"}, "Écrivez un nombre"),
        ({"source": ""}, "Dites d’où vient ce chiffre"),
        ({"as_of": "hier"}, "Cette date n’existe pas"),
        ({"per": "heure"}, "Choisissez dans la liste"),
    ],
)
def test_a_wrong_assumption_is_said_beside_its_field_and_kept(claire, changes, sentence):
    answer = claire.post(f"{HERE}/hypotheses/prix", data=TYPED | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    if "source" not in changes:
        assert "Deux friperies" in answer.text


def test_work_is_typed_in_hours_and_rates_in_per_cent(claire, session):
    work = TYPED | {"per": "tonne", "base": "40 h", "low": "36 h 30"}
    assert claire.post(f"{HERE}/hypotheses/travail", data=work).status_code == 303
    rate = TYPED | {"per": "part", "base": "12,5 %", "low": ""}
    assert claire.post(f"{HERE}/hypotheses/reemploi", data=rate).status_code == 303
    kept = queries.assumptions(session, Family.TEXTILE)
    assert (kept[A.WORK].base, kept[A.WORK].low, kept[A.REUSE].base) == (2400, 2190, 125)


def test_somebody_elses_change_is_shown_not_covered(claire, session):
    assume(session, A.PRICE)
    session.commit()
    answer = claire.post(f"{HERE}/hypotheses/prix", data=TYPED)
    assert answer.status_code == 409
    assert "entre-temps" in answer.text
    assert 'value="1,80"' in answer.text
    again = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    sent = claire.post(f"{HERE}/hypotheses/prix", data=TYPED | {"version": again[1]})
    assert sent.status_code == 303


def test_an_assumption_is_taken_away_by_a_button(claire, session):
    assume(session, A.PRICE)
    session.commit()
    claire.post(f"{HERE}/hypotheses/prix/retrait", data={"version": "1"})
    assert queries.assumptions(session, Family.TEXTILE) == {}


def test_outlets_are_noted_and_taken_off(claire, session):
    shop = structure(session, name="Friperie du Canal")
    session.commit()
    sent = {"side": "debouche", "organisation": str(shop.id), "words": "Prend les manteaux"}
    assert claire.post(f"{HERE}/acteurs/nouveau", data=sent).status_code == 303
    assert claire.post(f"{HERE}/acteurs/nouveau", data=sent).status_code == 422
    page = claire.get(HERE).text
    assert f'href="/gestion/partenaires/{shop.id}">Friperie du Canal' in page
    action = re.search(rf'action="({HERE}/acteurs/[^"]+/retrait)"', page)[1]
    assert claire.post(action.replace("textile", "livres")).status_code == 404
    assert claire.post(action).status_code == 303
    assert queries.players(session, Family.TEXTILE) == []


def test_a_market_is_described(claire):
    sent = {"version": "0", "demand": "Forte", "space": "80"}
    assert claire.post(f"{HERE}/marche", data=sent).status_code == 303
    assert claire.post(f"{HERE}/marche", data=sent).status_code == 409
    page = claire.get(HERE).text
    assert "80 m²" in page
    assert "Forte" in page


def test_a_decision_is_noted_and_the_one_before_stays(claire):
    assert claire.post(f"{HERE}/decision", data=DECIDED).status_code == 303
    assert claire.post(f"{HERE}/decision", data=DECIDED).status_code == 409
    opened = DECIDED | {"choice": "ouvrir", "version": "1", "why": "Le local est trouvé."}
    assert claire.post(f"{HERE}/decision", data=opened).status_code == 303
    page = claire.get(HERE).text
    assert page.index("Le local est trouvé") < page.index("Rencontrer d’abord")
    assert "ne pouvait pas encore répondre" in page
    assert "décision : ouvrir" in page


def test_a_decision_without_reason_keeps_what_was_typed(claire):
    answer = claire.post(f"{HERE}/decision", data=DECIDED | {"why": ""})
    assert answer.status_code == 422
    assert "Dites pourquoi" in answer.text
    assert "25/05/2027" in answer.text


def test_both_exports_open_in_a_spreadsheet(claire, session):
    fill(session)
    assume(session, A.WORK, source="=1+1")
    session.commit()
    listed = claire.get(f"{BASE}?format=csv").text
    assert ";-500,00;-500,00;-500,00;400;" in listed
    sheet = claire.get(f"{HERE}?format=csv").text
    assert "Prix de vente;;1,8;;€;par kilo réemployé;Devis;2026-11-25;Sofia Garnier" in sheet
    assert "Temps de travail;;40;;h;par tonne qui vient;'=1+1;" in sheet


@pytest.mark.parametrize("filled", [True, False])
def test_the_sheet_to_bring_is_a_tagged_pdf(claire, session, filled):
    if filled:
        fill(session)
        session.commit()
    answer = claire.get(f"{HERE}/document")
    assert answer.data.startswith(b"%PDF")
    assert b"/StructTreeRoot" in answer.data or b"pdfuaid" in answer.data
    assert "faisabilite-textile.pdf" in answer.headers["Content-Disposition"]


def test_what_waits_opens_its_requests(claire, monkeypatch):
    asked = Waiting(Family.TEXTILE, "Manteaux d’enfants", TODAY, "/gestion/x", guessed=True)
    monkeypatch.setattr(registry, "waiting_of", {"test": lambda *_: [asked]})
    assert "Une demande attend des choses de cette famille" in claire.get(BASE).text
    page = claire.get(f"{HERE}/releve/en-attente").text
    assert 'href="/gestion/x">Manteaux d’enfants' in page
    assert "lue dans ses mots" in page
    assert "Manteaux" not in claire.get(f"{BASE}/livres/releve/en-attente").text


def test_what_was_refused_or_waits_is_listed_and_opens_for_who_may(session, signed_in):
    catalog.load(session)
    bike = session.exec(
        select(CatalogObject).where(CatalogObject.subfamily == Subfamily.VELOS)
    ).first()
    size = {"mass_g": 14_000, "volume_ml": 300_000, "family": "loisirs", "subfamily": "velos"}
    line = Line(name="vélo", quantity=2, object_id=bike.id, **size)
    refused, taken = booked(session, [line]), booked(session, [line])
    refused.status = PickupStatus.REFUSED
    session.commit()
    here = f"{BASE}/loisirs"
    direction, partners = signed_in("direction"), signed_in("partenariats")
    assert "1 ligne d’enlèvement" in direction.get(here).text
    page = direction.get(f"{here}/releve/non-pris").text
    assert f'href="/gestion/enlevements/{refused.id}"' in page
    assert taken.reference not in page
    assert "28 kg" in page
    assert f"{refused.reference} · refusé" in partners.get(f"{here}/releve/non-pris").text
    assert "/gestion/enlevements/" not in partners.get(f"{here}/releve/non-pris").text
    assert f"{refused.reference} · refusé;2;28 kg" in direction.get(
        f"{here}/releve/non-pris?format=csv"
    ).text.replace("\xa0", " ")
    with time_machine.travel("2028-01-10T10:00:00+01:00", tick=False):
        assert queries.refused(session, date(2027, 2, 1)) == []


def test_the_estimates_of_structures_are_listed_with_their_source(claire, session):
    giver = structure(session, name="Blanchisserie")
    for year, mass_g in ((2025, 9_000_000), (2026, 4_000_000)):
        known = {"organisation_id": giver.id, "family": Family.TEXTILE, "source": "Entretien"}
        session.add(Supply(year=year, mass_g=mass_g, **known))
    session.commit()
    assert "4 t" in claire.get(HERE).text
    page = claire.get(f"{HERE}/releve/gisement").text
    assert f'href="/gestion/partenaires/{giver.id}/gisement">Blanchisserie' in page
    assert "2026 · Entretien" in page
    assert "2025 · Entretien" not in page


def test_a_need_of_a_structure_waits_in_the_family_of_its_words(session):
    commune(session)
    catalog.load(session)
    owner = structure(session)
    for title, domain, unit in (
        ("Manteaux pour enfants", Domain.MATERIALS, Unit.PIECES),
        ("Réparer des vélos", Domain.SKILLS, Unit.HOURS),
    ):
        needed = {"quantity": 3000, "unit": unit}
        facts = EntryFacts(owner.id, Side.NEED, domain, title, "45208", 48, 2.7, **needed)
        row = synergies.add(session, facts, actor=SOFIA, now=NOW)
        synergies.move(session, row, "publish", actor=SOFIA, now=NOW, today=TODAY)
    (asked,) = registry.waiting(session, TODAY)
    assert (asked.family, asked.words, asked.guessed) == (
        Family.TEXTILE,
        "Manteaux pour enfants",
        True,
    )
    assert portrait(session, Family.TEXTILE, TODAY).known.waiting == 1


@pytest.mark.parametrize(
    "address",
    [
        f"{BASE}/or",
        f"{BASE}/or/document",
        f"{HERE}/hypotheses/or",
        f"{HERE}/releve/or",
        f"{BASE}/or/decision",
        f"{BASE}/or/marche",
        f"{BASE}/or/acteurs/nouveau",
    ],
)
def test_what_does_not_exist_is_not_found(claire, address):
    assert claire.get(address).status_code == 404


@pytest.mark.parametrize("role", ["accueil", "mediation", "partenaire"])
def test_others_do_not_read_balances(signed_in, role):
    browser = signed_in(role)
    for address in (BASE, HERE, f"{HERE}/document", f"{HERE}/releve/gisement"):
        assert browser.get(address).status_code == 403


@pytest.mark.parametrize("address", [BASE, HERE])
def test_a_page_asks_no_more_with_more_families(claire, session, counting, address):
    claire.get(address)
    with counting() as bare:
        claire.get(address)
    for family in Family:
        fill(session, family)
    session.commit()
    with counting() as full:
        claire.get(address)
    assert len(full) <= len(bare) <= 20
