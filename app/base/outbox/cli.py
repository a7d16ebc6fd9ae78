"""The worker, from the command line."""

import json
from collections.abc import Callable

import click
from flask import Flask

from app.base.outbox import worker


@click.command("worker", help="Envoyer les courriers et faire les travaux en attente.")
@click.option("--once", is_flag=True, help="S’arrêter quand il n’y a plus rien à faire.")
@click.option("--json", "as_json", is_flag=True, help="Avec --once, répondre en JSON.")
@click.pass_obj
def work(make_app: Callable[[], Flask], *, once: bool, as_json: bool) -> None:
    """Do what is due, forever or once."""
    app = make_app()
    if once:
        done = worker.run_until_idle(app)
        click.echo(json.dumps({"done": done}) if as_json else f"Travaux faits : {done}.")
        return
    worker.run_forever(app)
