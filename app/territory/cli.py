"""Commands of the room."""

import json
from collections.abc import Callable

import click
from flask import Flask

from app.base import db
from app.territory import here, queries
from app.territory.models import Commune
from app.territory.rules.territories import Territory


@click.group(help="Le territoire desservi.")
def territory() -> None:
    """Hold the commands about the territory."""


@territory.command()
@click.option("--json", "as_json", is_flag=True, help="Pour les machines.")
@click.pass_obj
def show(make_app: Callable[[], Flask], *, as_json: bool) -> None:
    """Montre les communes que désigne REBOND_TERRITORY."""
    with make_app().app_context():
        served = here.territory()
        communes = queries.communes(db.session(), served)
        print(_as_json(served, communes) if as_json else _as_text(served, communes))


def _as_json(served: Territory, communes: list[Commune]) -> str:
    rows = [
        {"insee": one.insee, "name": one.name, "postcode": one.postcode, "epci": one.epci}
        for one in communes
    ]
    people = sum(one.population for one in communes)
    whole = {"codes": served.codes, "population": people, "communes": rows}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _as_text(served: Territory, communes: list[Commune]) -> str:
    people = sum(one.population for one in communes)
    head = f"{len(communes)} communes, {people} habitants ; codes : {', '.join(served.codes)}"
    lines = [f"{one.insee}  {one.label}, {one.epci_name or 'sans EPCI'}" for one in communes]
    return "\n".join([head, *lines])
