"""Questions about places, on both databases."""

import pytest

from app.base.core.errors import RuleBroken
from app.territory import queries
from app.territory.rules.places import Ask, Found, Precision, Unknown
from tests.territory.builders import hit


class Spoken:
    """A geocoder that says what it is told to say, and remembers what it was asked."""

    def __init__(self, *hits):
        self.hits = list(hits)
        self.asked = []

    def search(self, text, near):
        self.asked.append((text, near))
        return self.hits


def where(session, ours, typed, geocoder=None):
    return queries.resolve(session, typed, territory=ours, geocoder=geocoder)


def labels(session, ours, typed):
    return [one.label for one in queries.suggest(session, typed, territory=ours)]


def test_the_territory_has_96_communes_in_two_departements(session, ours):
    communes = queries.communes(session, ours)
    assert len(communes) == 96
    assert {one.department for one in communes} == {"45", "89"}


def test_an_unknown_code_is_named(session, ours):
    with pytest.raises(RuleBroken, match="« 00000 »"):
        queries.territory(session, "244500203,00000")


def test_asking_before_the_communes_are_there_says_what_to_do(session):
    with pytest.raises(RuleBroken, match="make run"):
        queries.territory(session, "45208")


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Montargis", "Montargis (45200)"),
        ("MONTARGIS", "Montargis (45200)"),
        ("chalette sur loin", "Châlette-sur-Loing (45120)"),
        ("amily 45200", "Amilly (45200)"),
        ("vilmandeur", "Villemandeur (45700)"),
        ("ville mandeur", "Villemandeur (45700)"),
        ("chateaurenard", "Château-Renard (45220)"),
        ("st loup d'ordon", "Saint-Loup-d'Ordon (89330)"),
        ("89330", "Saint-Loup-d'Ordon (89330)"),
        ("la selle sur le bied", "La Selle-sur-le-Bied (45210)"),
        ("45207 Montargis Cedex", "Montargis (45200)"),
        ("75011", "Paris (75011)"),
        ("Angers", "Angers (49000)"),
    ],
)
def test_what_people_type_is_found(session, ours, typed, label):
    found = where(session, ours, typed)
    assert isinstance(found, Found)
    assert found.place.label == label


@pytest.mark.parametrize("typed", ["45200", "Saint-Denis", "montargis 45120", "mandeur"])
def test_a_doubt_is_a_question(session, ours, typed):
    assert isinstance(where(session, ours, typed), Ask)


@pytest.mark.parametrize(
    "typed", ["", "\x00", "!!!", "99999", "zzzzqqq", "a" * 10_000, "\u202e\u2066", "(" * 200]
)
def test_hostile_text_is_unknown(session, ours, typed):
    assert isinstance(where(session, ours, typed), Unknown)


def test_the_geocoder_is_not_asked_for_what_the_communes_tell(session, ours):
    spoken = Spoken(hit())
    for typed in ("45200", "noyers", "vilmandeur", "Montargis (45200)"):
        where(session, ours, typed, spoken)
    assert spoken.asked == []


def test_an_address_is_asked_near_the_territory(session, ours):
    spoken = Spoken(hit())
    found = where(session, ours, "12 rue des lilas 45200", spoken)
    assert found.place.precision is Precision.ADDRESS
    assert spoken.asked == [("12 rue des lilas 45200", (ours.lat, ours.lon))]


def test_a_mistake_in_the_commune_of_an_address_is_understood(session, ours):
    found = where(session, ours, "12 rue des lilas, montargi")
    assert (found.place.commune, found.place.approximate) == ("Montargis", True)


def test_suggestions_begin_with_ours_then_the_most_peopled(session, ours):
    found = labels(session, ours, "mont")
    assert found[:4] == [
        "Montargis (45200)",
        "Montcresson (45700)",
        "Montbouy (45230)",
        "Montereau (45260)",
    ]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("st maurice sur f", "Saint-Maurice-sur-Fessard (45700)"),
        ("452", "Montargis (45200)"),
        ("45200 am", "Amilly (45200)"),
        ("le big", "Le Bignon-Mirabeau (45210)"),
        ("chalete", "Châlette-sur-Loing (45120)"),
        ("vilm", "Villemandeur (45700)"),
        ("Montargis (45200)", "Montargis (45200)"),
    ],
)
def test_the_first_suggestion_is_what_was_meant(session, ours, typed, first):
    assert labels(session, ours, typed)[0] == first


@pytest.mark.parametrize("typed", ["", "m", "\x00", "12 rue des lilas", "x" * 10_000, "!!"])
def test_there_is_nothing_to_suggest(session, ours, typed):
    assert labels(session, ours, typed) == []


def test_suggesting_asks_the_database_nothing_once_the_names_are_read(session, ours, counting):
    labels(session, ours, "mont")
    with counting() as statements:
        labels(session, ours, "chalete")
    assert len(statements) == 0


def test_a_point_belongs_to_the_commune_whose_border_holds_it(session, ours):
    assert queries.nearest_commune(session, 47.998, 2.7317) == "45208"
    assert queries.nearest_commune(session, 48.86, 2.35) == "75056"


@pytest.mark.parametrize(("lat", "lon"), [(91, 2), (48, 181), (float("nan"), 2)])
def test_a_point_off_the_globe_is_refused(session, ours, lat, lon):
    with pytest.raises(RuleBroken):
        queries.nearest_commune(session, lat, lon)


def test_a_point_is_checked_against_its_commune(session, ours):
    montargis = queries.commune(session, "45208")
    angers = queries.commune(session, "49007")
    assert queries.is_plausible(montargis, 47.998, 2.7317)
    assert not queries.is_plausible(montargis, 47.95, 2.7317)
    assert queries.is_plausible(angers, 47.47, -0.55)
    assert not queries.is_plausible(angers, 47.47, 0.55)


def test_the_outline_falls_back_on_the_departement(session, ours):
    served = queries.outline(session, queries.territory(session, "45208,49007"))
    assert [one["properties"]["nom"] for one in served["features"]] == [
        "Montargis",
        "Maine-et-Loire",
    ]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Châtillon", "Châtillon-Coligny (45230)"),
        ("Sainte-Geneviève", "Sainte-Geneviève-des-Bois (45230)"),
    ],
)
def test_the_short_name_people_use_is_one_of_ours(session, ours, typed, first):
    told = where(session, ours, typed)
    said = told.place.label if isinstance(told, Found) else told.choices[0].value
    assert said == first
