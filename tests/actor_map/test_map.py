"""The map of actors: who is on it, what a list leaves out, where nobody takes something."""

import json
from time import perf_counter

import pytest
from sqlmodel import Session

from app.actor_map.queries import gaps
from app.actor_map.queries.actors import Filters, actors, count
from app.catalog.models import Family
from app.partners.models import Level, OrganisationKind, PartnerRole
from app.partnerships.actions import partnerships
from app.partnerships.models import Step
from app.points import actions as points
from app.territory import gazetteer
from app.territory import queries as territory
from tests import builders
from tests.partners.builders import NOW, SOFIA, site, structure
from tests.partnerships.builders import going
from tests.points import import_world
from tests.points.builders import place

OURS = import_world.OURS


@pytest.fixture
def country(session: Session):
    import_world.communes(session)
    yield session
    gazetteer.forget()


def agreed(session, name: str, **facts):
    made = structure(session, name, public_since=NOW.date(), **facts)
    site(session, made)
    return made


def names(session, **asked) -> list[str]:
    return [each.name for each in actors(session, Filters(**asked))]


def test_each_filter_keeps_what_it_names(country):
    bank = agreed(
        country,
        "Banque",
        kind=OrganisationKind.COMPANY,
        level=Level.REGIONAL,
        families=frozenset({Family.EEE}),
    )
    agreed(country, "Vélos", roles=frozenset({PartnerRole.RETAILER}))
    quiet = structure(country, "Discrète")
    closed = agreed(country, "Close")
    closed.closed_at = NOW
    country.flush()
    assert names(country, public=True) == ["Banque", "Vélos"]
    assert names(country, public=False) == ["Discrète"]
    assert names(country, sited=True) == ["Banque", "Vélos"]
    assert names(country, kind=OrganisationKind.COMPANY) == ["Banque"]
    assert names(country, level=Level.REGIONAL) == ["Banque"]
    assert names(country, family=Family.EEE) == ["Banque"]
    assert names(country, role=PartnerRole.RETAILER) == ["Vélos"]
    assert names(country, words="velo") == ["Vélos"]
    assert count(country, Filters()) == 3
    assert quiet.id not in {each.id for each in actors(country, Filters(sited=True))}
    assert bank.id in {each.id for each in actors(country, Filters(sited=True))}


def test_a_step_keeps_the_partnerships_that_are_there_and_not_lost(country):
    there, lost, alone = (structure(country, name) for name in ("Ici", "Perdue", "Seule"))
    going(country, there, step=Step.MEETING)
    row = going(country, lost, step=Step.MEETING)
    partnerships.lose(country, row, "Rachetée", actor=SOFIA, now=NOW, seen=row.version)
    assert names(country, step=Step.MEETING) == ["Ici"]
    assert names(country, step=Step.SIGNATURE) == []
    told = {each.name: each.step for each in actors(country, Filters(), stepped=True)}
    assert told == {"Ici": Step.MEETING, "Perdue": None, "Seule": None}
    assert {each.step for each in actors(country, Filters())} == {None}
    assert alone.name in names(country)


def test_a_structure_stands_at_its_main_open_site(country):
    made = structure(country)
    site(country, made, "45004", main=False, name="Dépôt", lat=47.97, lon=2.78)
    main = site(country, made)
    (shown,) = actors(country, Filters())
    assert (shown.commune, shown.lat) == ("Montargis", 47.99906)
    main.closed_at = NOW
    country.flush()
    (shown,) = actors(country, Filters())
    assert (shown.commune, shown.lat) == ("Amilly", 47.97)


def test_a_site_whose_place_nobody_knows_is_at_the_town_hall(country):
    site(country, structure(country), lat=None, lon=None)
    (shown,) = actors(country, Filters())
    assert (shown.lat, shown.lon) == (47.99906, 2.73737)


def look(session, km: int):
    ours = territory.territory(session, OURS)
    return gaps.look(session, gaps.communes(session, ours), km * 1000)


def test_a_commune_lacks_what_no_place_near_takes(country):
    place(country, insee="45208")  # electrical goods, in Montargis
    looked = look(country, 5)
    lacking = {gap.commune.name for gap in looked.gaps(Family.EEE)}
    assert lacking == {"Cepoy"}
    assert {gap.commune.name for gap in look(country, 6).gaps(Family.EEE)} == set()
    assert {gap.commune.name for gap in looked.gaps(Family.LIVRES)} == {
        "Montargis",
        "Amilly",
        "Cepoy",
    }
    assert Family.EEE not in looked.untaken
    assert Family.LIVRES in looked.untaken


def test_a_place_taken_out_leaves_a_white_spot(country):
    point = place(country)
    points.deactivate(country, point, actor=import_world.ANA, now=NOW)
    assert len(look(country, 50).gaps(Family.EEE)) == 3


def test_a_place_beyond_the_border_is_near_but_not_the_territory_s(country):
    builders.commune(
        country, "89001", name="Voisine", folded="voisine", epci="1", lat=48.0, lon=2.8
    )
    gazetteer.forget()
    place(country, insee="89001", lat=48.0, lon=2.75)
    looked = look(country, 10)
    assert looked.gaps(Family.EEE) == []
    assert Family.EEE in looked.untaken


def test_what_a_commune_takes_far_from_its_hall_is_taken_in_the_territory(country):
    place(country, insee="45208", lat=48.03, lon=2.73737)  # 3 km north of the town hall
    looked = look(country, 1)
    assert {gap.commune.name for gap in looked.gaps(Family.EEE)} == {"Montargis", "Amilly", "Cepoy"}
    assert Family.EEE not in looked.untaken


def test_white_spots_come_by_population(country):
    builders.commune(country, "45300", name="Petite", folded="petite", population=20)
    gazetteer.forget()
    peopled = [gap.commune.population for gap in look(country, 1).gaps(None)]
    assert peopled == sorted(peopled, reverse=True)
    assert peopled[-1] == 20


def test_a_sector_says_who_is_missing(country):
    site(country, structure(country), "45061")
    looked = look(country, 10)
    ours = territory.territory(country, OURS)
    told = {part.sector.value: part for part in gaps.parts(country, looked, (ours.lat, ours.lon))}
    north = told["nord"]
    assert (north.communes, north.structures) == (1, 1)
    assert PartnerRole.SOURCE not in north.absent
    assert PartnerRole.FUNDER in north.absent
    assert sum(part.communes for part in told.values()) == 3


def test_a_territory_of_96_communes_answers_well_under_200_ms(session, counting):
    for n in range(96):
        builders.commune(
            session,
            f"46{n:03d}",
            name=f"Commune {n}",
            folded=f"commune {n}",
            epci="246000001",
            lat=47.6 + (n % 10) * 0.08,
            lon=2.3 + (n // 10) * 0.1,
            population=100 + n,
        )
    gazetteer.forget()
    for n in range(150):
        lat, lon = 47.6 + (n % 30) * 0.02, 2.3 + (n // 30) * 0.05
        place(session, name=f"Borne {n}", lat=lat, lon=lon, insee="46050")
    ours = territory.territory(session, "246000001")
    took = []
    for _attempt in range(3):
        started = perf_counter()
        with counting() as statements:
            towns = gaps.communes(session, ours)
            looked = gaps.look(session, towns, 10_000)
            gaps.parts(session, looked, (ours.lat, ours.lon))
        took.append(perf_counter() - started)
    gazetteer.forget()
    assert len(towns) == 96
    assert 0 < len(looked.gaps(Family.EEE)) < 96
    assert len(statements) <= 70
    assert min(took) < 0.15, took


@pytest.mark.parametrize("km", [1, 5, 30])
def test_communes_side_by_side_and_far_apart_lack_the_same(country, monkeypatch, km):
    for n in range(40):
        lat, lon = 47.7 + (n * 7 % 40) * 0.012, 2.5 + (n * 11 % 40) * 0.012
        place(country, name=f"Borne {n}", lat=lat, lon=lon, insee="45208")
    monkeypatch.setattr(gaps, "_SCATTERED", 0)
    together = look(country, km)
    monkeypatch.setattr(gaps, "_SCATTERED", 99)
    apart = look(country, km)
    assert together.missing == apart.missing
    assert together.untaken == apart.untaken


def test_a_large_territory_is_looked_at_a_page_at_a_time(country):
    ours = territory.territory(country, OURS)
    first = gaps.communes(country, ours, limit=2)
    rest = gaps.communes(country, ours, limit=2, offset=2)
    assert len(first) == 2
    assert len(rest) == 1
    assert {town.insee for town in (*first, *rest)} == set(ours.insee)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
class TestScreens:
    def test_the_public_sees_only_who_agreed(self, country, client):
        agreed(country, "Vélos retrouvés", public_words="Atelier de vélos.")
        site(country, structure(country, "Discrète"))
        page = client.get("/partenaires")
        assert page.status_code == 200
        assert "Vélos retrouvés" in page.text
        assert "Atelier de vélos." in page.text
        assert "habitat intermédiaire" in page.text
        assert "Discrète" not in page.text
        assert "Set-Cookie" not in page.headers
        assert "csrf" not in page.text

    def test_the_geojson_tells_nothing_personal(self, country, client):
        agreed(
            country,
            "Atelier",
            email="ada@example.org",
            phone="02 61 91 00 00",
            note="Ada est malade",
            public_words="On répare.",
            families=frozenset({Family.EEE}),
        )
        site(country, structure(country, "Discrète"))
        answer = client.get("/partenaires.geojson")
        (feature,) = json.loads(answer.text)["features"]
        assert answer.headers["Cache-Control"].startswith("public")
        assert "Set-Cookie" not in answer.headers
        assert feature["geometry"]["coordinates"] == [2.73737, 47.99906]
        assert feature["properties"] == {
            "nom": "Atelier",
            "type": "Bailleur social",
            "roles": ["Donne du matériel"],
            "familles": ["Appareils électriques et électroniques"],
            "presentation": "On répare.",
            "commune": "Montargis",
            "insee": "45208",
        }

    def test_the_geojson_and_the_list_take_the_same_filters(self, country, client):
        agreed(country, "Banque", kind=OrganisationKind.COMPANY)
        agreed(country, "Bailleur")
        asked = "?type=entreprise"
        assert "Bailleur</a>" not in client.get(f"/partenaires{asked}").text
        told = json.loads(client.get(f"/partenaires.geojson{asked}").text)["features"]
        assert [each["properties"]["nom"] for each in told] == ["Banque"]

    def test_the_link_to_the_geojson_keeps_the_filters_and_nothing_else(self, country, client):
        agreed(country, "Banque", kind=OrganisationKind.COMPANY)
        page = client.get("/partenaires?type=entreprise&texte=ban&page=1&x=%FF").text
        assert 'href="/partenaires.geojson?texte=ban&amp;type=entreprise"' in page

    def test_every_item_of_the_list_has_its_pin_but_who_is_far(self, country, client):
        agreed(country, "Ici")
        far = structure(country, "Loin", public_since=NOW.date())
        site(country, far, "01173", lat=46.34729, lon=6.04625)
        page = client.get("/partenaires").text
        assert page.count("data-lat=") == 1
        assert "Gex (habitat intermédiaire), hors de la carte" in page

    def test_a_hostile_website_is_no_link(self, country, client):
        agreed(country, "Piège").website = "javascript:alert(1)"  # as no form lets it be written
        country.flush()
        assert "javascript:" not in client.get("/partenaires").text

    def test_staff_see_who_is_not_listed(self, country, signed_in):
        site(country, structure(country, "Discrète"))
        desk = signed_in("partenariats")
        page = desk.get("/gestion/partenaires/carte").text
        assert "Discrète" in page
        assert "Discrète" not in desk.get("/gestion/partenaires/carte?affiche=oui").text
        assert "Discrète" in desk.get("/gestion/partenaires/carte?format=csv").text

    def test_staff_filter_by_step_and_the_public_neither_sees_nor_asks_it(
        self, country, signed_in, client
    ):
        for name, step in (("Rencontrée", Step.MEETING), ("Signée", Step.SIGNATURE)):
            going(country, agreed(country, name), step=step)
        desk = signed_in("partenariats")
        page = desk.get("/gestion/partenaires/carte?etape=rencontre").text
        assert "Partenariat : Rencontre" in page
        assert "Signée</a>" not in page
        assert "Rencontrée" in desk.get("/gestion/partenaires/carte?etape=x").text
        assert ";Convention signée;oui" in desk.get("/gestion/partenaires/carte?format=csv").text
        public = client.get("/partenaires?etape=rencontre").text
        assert "Signée" in public
        assert "Partenariat : " not in public
        assert "Étape" not in public

    def test_white_spots_are_a_page_and_a_file(self, country, signed_in):
        place(country, insee="45208")
        desk = signed_in("partenariats")
        here = "/gestion/partenaires/carte/zones-blanches?famille=eee&rayon=5"
        page = desk.get(here).text
        assert "Aucun lieu ne prend" in page
        assert "Cepoy" in page
        assert "Amilly</th>" not in page
        assert "Aucun point d’apport de ces communes ne prend" in page
        file = desk.get(f"{here}&format=csv")
        assert "Cepoy;45061" in file.text
        assert "Amilly" not in file.text

    @pytest.mark.usefixtures("country")
    @pytest.mark.parametrize("typed", ["x", "-3", "1e9", "9" * 400])
    def test_an_unreadable_distance_is_said(self, signed_in, typed):
        answer = signed_in("accueil").get(
            f"/gestion/partenaires/carte/zones-blanches?rayon={typed}"
        )
        assert answer.status_code == 422
        assert "moins de 10 km" in answer.text

    @pytest.mark.usefixtures("country")
    def test_a_large_territory_says_what_the_page_looks_at(self, signed_in, monkeypatch):
        monkeypatch.setattr("app.actor_map.staff.pages.WHOLE", 2)
        monkeypatch.setattr("app.actor_map.staff.pages.SLICE", 2)
        desk = signed_in("partenariats")
        first = desk.get("/gestion/partenaires/carte/zones-blanches").text
        assert "Le territoire a 3 communes" in first
        assert "du rang 1 au rang 2" in first
        second = desk.get("/gestion/partenaires/carte/zones-blanches?page=2").text
        assert "du rang 3 au rang 3" in second

    @pytest.mark.usefixtures("country")
    @pytest.mark.parametrize("address", ["", "/zones-blanches"])
    def test_a_driver_may_not(self, signed_in, address):
        refused = signed_in("chauffeur").get(f"/gestion/partenaires/carte{address}")
        assert refused.status_code == 403

    def test_forty_structures_cost_no_more_statements_than_three(self, country, client, counting):
        for n in range(3):
            agreed(country, f"Structure {n}")
        client.get("/partenaires")
        with counting() as few:
            client.get("/partenaires")
        for n in range(40):
            agreed(country, f"Autre {n}")
        with counting() as many:
            client.get("/partenaires")
        assert len(many) == len(few)
