"""Loading the communes, forgetting the geocoder's answers."""

from datetime import UTC, datetime, timedelta

from sqlmodel import col, func, select

from app.territory import actions, queries
from app.territory.models import Commune, CommunePostcode, Density, GeocodeCache

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def count(session, model) -> int:
    return session.exec(select(func.count()).select_from(model)).one()


def test_loading_brings_every_commune_and_a_second_time_changes_nothing(session):
    assert actions.load(session) == actions.Loaded(added=34_875, changed=0)
    postcodes = count(session, CommunePostcode)
    assert actions.load(session) == actions.Loaded(added=0, changed=0)
    assert count(session, CommunePostcode) == postcodes


def test_loading_repairs_what_differs_from_the_reference(session, ours):
    montargis = queries.commune(session, "45208")
    montargis.population = 1
    session.add(CommunePostcode(insee="45208", postcode="99999"))
    session.flush()
    actions.load(session)
    session.expire_all()
    assert queries.commune(session, "45208").population == 14_825
    assert [one.postcode for one in queries.commune(session, "45208").postcodes] == ["45200"]


def test_a_commune_says_its_label_centre_and_habitat(session, ours):
    montargis = queries.commune(session, "45208")
    assert montargis.label == "Montargis (45200)"
    assert montargis.centre == (47.99802, 2.7317)
    assert (montargis.habitat, montargis.density_label) == (
        Density.INTERMEDIATE,
        "centre urbain intermédiaire",
    )


def test_every_commune_of_ours_has_a_main_postcode(session, ours):
    main = select(CommunePostcode.insee).where(col(CommunePostcode.main))
    without = select(Commune.insee).where(col(Commune.insee).not_in(main))
    assert session.exec(without).all() == []


def test_old_answers_of_the_geocoder_are_forgotten(session):
    for days in (1, 31):
        session.add(GeocodeCache(key=str(days), answer="x", at=NOW - timedelta(days=days)))
    session.flush()
    assert actions.forget_geocodes(session, now=NOW) == 1
    assert session.exec(select(GeocodeCache.key)).all() == ["1"]
