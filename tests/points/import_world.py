"""A small country for imports: three communes of ours, one of theirs."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from sqlmodel import Session, select

from app.points.imports import applying, plans
from app.points.imports.files import recognise
from app.points.imports.lines import ImportLine, Options, Outcome
from app.points.models import Point
from app.territory import gazetteer
from app.territory import queries as territory
from tests import builders
from tests.points.builders import ANA
from tests.points.import_files import written

OURS = "244500203"
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SOURCE = "Liste d’essai"
COLUMNS = (
    "identifiant,nom,type,adresse,code_postal,commune,code_insee,latitude,longitude,donner,"
    "horaires,telephone,courriel"
)
KNOWN = {
    "identifiant": "L-1",
    "nom": "La Remise",
    "type": "reemploi",
    "adresse": "4 rue du Lavoir",
    "code_postal": "45200",
    "commune": "Montargis",
    "latitude": "47.99906",
    "longitude": "2.73737",
    "donner": "livres",
}


def communes(session: Session) -> None:
    """Open Montargis and Amilly, which share a postcode, Cepoy, and Gex, which is not ours."""
    builders.commune(session)
    builders.commune(
        session, "45004", name="Amilly", folded="amilly", lat=47.9779, lon=2.7849, area_ha=4026
    )
    builders.commune(
        session, "45061", name="Cepoy", folded="cepoy", postcode="45120", lat=48.0497,
        lon=2.7383, area_ha=885,
    )  # fmt: skip
    builders.commune(
        session, "01173", name="Gex", folded="gex", postcode="01170", department="01",
        epci="200000001", lat=46.34729, lon=6.04625, area_ha=3200,
    )  # fmt: skip
    gazetteer.forget()


def row(**cells: str) -> str:
    """Return a line of our own columns: a place in Montargis unless `cells` say otherwise."""
    known = KNOWN | cells
    return ",".join('"' + known.get(name, "") + '"' for name in COLUMNS.split(","))


def file(folder: Path, *rows: str) -> Path:
    return written(folder, "\n".join([COLUMNS, *rows]) + "\n", "liste.csv")


def planned(session: Session, path: Path, **options) -> list[ImportLine]:
    """Return what importing a file would do."""
    served = territory.territory(session, OURS)
    chosen = Options(**({"source": SOURCE} | options))
    return list(plans.plan(session, recognise(path), chosen, served, TODAY))


def line(session: Session, folder: Path, **cells: str) -> ImportLine:
    """Return what importing one place would do; options begin with `with_`."""
    options = {k.removeprefix("with_"): cells.pop(k) for k in list(cells) if k.startswith("with_")}
    (only,) = planned(session, file(folder, row(**cells)), **options)
    return only


def imported(session: Session, lines: Sequence[ImportLine], decisions=None, now=NOW):
    """Write lines and return how many did what."""
    return applying.apply_lines(session, SOURCE, lines, decisions or {}, actor=ANA, now=now)


def outcomes(lines: Sequence[ImportLine]) -> list[Outcome]:
    return [one.outcome for one in lines]


def points(session: Session) -> list[Point]:
    return list(session.exec(select(Point).order_by(Point.id)).all())
