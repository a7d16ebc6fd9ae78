"""The worker, from the command line."""

from collections.abc import Callable

import click
from flask import Flask

from app.base.outbox import worker


@click.command("worker", help="Envoyer les courriers et faire les travaux en attente.")
@click.option("--once", is_flag=True, help="S’arrêter quand il n’y a plus rien à faire.")
@click.pass_obj
def work(make_app: Callable[[], Flask], *, once: bool) -> None:
    """Do what is due, forever or once."""
    app = make_app()
    if once:
        click.echo(f"{worker.run_until_idle(app)} travaux.")
        return
    worker.run_forever(app)
