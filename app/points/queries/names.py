"""The names behind the codes that a place keeps: communes, intercommunal bodies, objects."""

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from app.catalog.models import CatalogObject
from app.territory.models import Commune


def of_areas(session: Session, codes: Sequence[str]) -> dict[str, str]:
    """Return code → name for INSEE codes and SIREN codes of EPCI, in the order given."""
    wanted = [code[:9] for code in codes]
    rows = session.exec(
        select(Commune.insee, Commune.name).where(col(Commune.insee).in_(wanted))
    ).all()
    groups = session.exec(
        select(Commune.epci, Commune.epci_name).where(col(Commune.epci).in_(wanted)).distinct()
    ).all()
    known = {str(code): str(name) for code, name in (*rows, *groups)}
    return {code: known.get(code, code) for code in wanted}


def of_objects(session: Session, slugs: Collection[str]) -> dict[str, str]:
    """Return slug → name for the objects of the dictionary that exist."""
    rows = session.exec(
        select(CatalogObject.slug, CatalogObject.name).where(col(CatalogObject.slug).in_(slugs))
    ).all()
    return dict(rows)
