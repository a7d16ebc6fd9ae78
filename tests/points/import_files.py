"""Files of the tests' small world, written by us; places and numbers are invented."""

import json
from pathlib import Path

from app.base.tabular.lines import Record
from app.points.imports.files import recognise
from app.points.imports.lines import Draft

HEAD = "identifiant,nom,type,adresse,code_postal,commune,latitude,longitude,donner,horaires"
ROW = (
    "L-1,La Remise,reemploi,4 rue du Lavoir,45200,Montargis,47.9985,2.7362,livres,Tu-Sa 10:00-18:00"
)


def written(folder: Path, content: str | bytes, name: str = "lieux.bin") -> Path:
    """Return a file that holds `content`; its name says nothing."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def table(*rows: str, head: str = HEAD) -> str:
    return "\n".join([head, *rows]) + "\n"


def records(folder: Path, content: str | bytes) -> list[Record]:
    return list(recognise(written(folder, content)).records())


def drafts(folder: Path, content: str | bytes) -> list[Draft]:
    reading = recognise(written(folder, content))
    return [reading.dialect.read(record) for record in reading.records()]


def draft(folder: Path, **cells: str) -> Draft:
    """Return what one line of a table says, by column."""
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells.values()]
    (only,) = drafts(folder, ",".join(cells) + "\n" + ",".join(quoted) + "\n")
    return only


def collection(*features: dict[str, object]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def feature(properties: dict[str, object], lon: float = 2.7362, lat: float = 47.9985):
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def said(problems) -> list[str]:
    """Return problems as `column : sentence`."""
    return [f"{problem.column} : {problem}" for problem in problems]
