"""Commands of the whole house: prepare it, run it, look after it."""

import json
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask

from app import backups, demo, health, reference, states
from app.accounts.models import ROLE_LABELS
from app.base import db
from app.base.core import clock
from app.base.db import migrate
from app.config import Settings

MakeApp = Callable[[], Flask]
machine_readable = click.option("--json", "as_json", is_flag=True, help="Répondre en JSON.")


@click.command(help="Créer ou mettre à jour la base et charger les données de référence.")
@click.option("--demo", "with_demo", is_flag=True, help="Ajouter la démonstration.")
@machine_readable
@click.pass_obj
def prepare(make_app: MakeApp, *, with_demo: bool, as_json: bool) -> None:
    """Migrate, load the reference data, and the demonstration when asked."""
    app = make_app()
    with app.app_context():
        migrate.upgrade()
        with db.unit_of_work() as session:
            reference.load(session)
    password = _prepare_demo(app) if with_demo else None
    if as_json:
        accounts = [f"{role.value}@demo.test" for role in ROLE_LABELS] if with_demo else []
        _say_json(address=app.config["REBOND"].base_url, accounts=accounts, password=password)
        return
    if password is not None:
        _say_accounts(password)
    click.echo(f"\nRebond : {app.config['REBOND'].base_url}\n")


def _prepare_demo(app: Flask) -> str:
    """Load the demonstration; return the password of its accounts."""
    settings: Settings = app.config["REBOND"]
    demo.refuse_in_production(settings)
    password = settings.demo_password or _kept_password(settings.data_dir)
    with app.app_context(), db.unit_of_work() as session:
        now, folder = clock.now(), settings.data_dir
        demo.load(session, password, today=clock.today(), now=now, data_dir=folder)
    return password


def _say_accounts(password: str) -> None:
    click.echo("\nComptes de démonstration (mot de passe : " + password + ")")
    for role, label in ROLE_LABELS.items():
        click.echo(f"  {role.value + '@demo.test':<28} {label}")


def _kept_password(folder: Path) -> str:
    """Return the demonstration's password, made once."""
    path = folder / "demo-password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text("-".join(secrets.token_hex(2) for _ in range(3)), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


@click.command(help="Lancer le site seul.")
def serve() -> None:
    """Run the server alone, in place of this process."""
    gunicorn = Path(sys.executable).parent / "gunicorn"
    os.execv(gunicorn, [str(gunicorn), "-c", "python:app.server"])  # noqa: S606 - our own server


@click.command("check-migrations", help="Vérifier que les migrations disent les mêmes tables.")
@click.pass_obj
def check_migrations(make_app: MakeApp) -> None:
    """Compare models and migrations on a new SQLite database of its own."""
    app = make_app()
    with app.app_context():
        migrate.check_on_new_database()
    click.echo("Les migrations et les tables s’accordent.")


@click.command(help="Écrire la migration de ce qui a changé ; NAME est une phrase.")
@click.argument("name")
@click.pass_obj
def migration(make_app: MakeApp, name: str) -> None:
    """Write a migration for what differs from the database."""
    with make_app().app_context():
        migrate.new(name)


@click.command("write-docs", help="Écrire la documentation tirée du code.")
def write_docs() -> None:
    """Write the generated pages anew."""
    states.write()


@click.command("check-docs", help="Vérifier que la documentation tirée du code est à jour.")
def check_docs() -> None:
    """Refuse generated pages that differ from the code; exit 1."""
    old = states.stale()
    if old:
        click.echo(f"À récrire par `rebond write-docs` : {', '.join(old)}", err=True)
        raise click.exceptions.Exit(1)
    click.echo("La documentation tirée du code est à jour.")


@click.command(help="Dire si l’installation va bien.")
@machine_readable
@click.pass_obj
def doctor(make_app: MakeApp, *, as_json: bool) -> None:
    """Check database, migrations, trail and outbox; exit 1 at the first trouble."""
    app = make_app()
    with app.app_context():
        troubles = health.troubles(db.session(), app.config["REBOND"])
    if as_json:
        _say_json(healthy=not troubles, troubles=troubles)
    else:
        for trouble in troubles:
            click.echo(trouble, err=True)
    if troubles:
        raise click.exceptions.Exit(1)
    if not as_json:
        click.echo("Tout va bien.")


@click.command(help="Sauvegarder la base et les fichiers dans FILE, même site en marche.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@machine_readable
@click.pass_obj
def backup(make_app: MakeApp, file: Path, *, as_json: bool) -> None:
    """Write the whole installation into a zip file."""
    size = backups.backup(make_app().config["REBOND"], file)
    if as_json:
        _say_json(file=str(file), size_bytes=size)
        return
    click.echo(f"{file} : {size} octets.")


@click.command(help="Remettre la sauvegarde FILE dans un dossier de données vide.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@machine_readable
@click.pass_obj
def restore(make_app: MakeApp, file: Path, *, as_json: bool) -> None:
    """Bring a backup back."""
    settings: Settings = make_app().config["REBOND"]
    backups.restore(settings, file)
    if as_json:
        _say_json(file=str(file), data_dir=str(settings.data_dir))
        return
    click.echo("La sauvegarde est en place.")


def _say_json(**said: object) -> None:
    click.echo(json.dumps(said, ensure_ascii=False))


ALL = (
    backup,
    restore,
    prepare,
    serve,
    check_migrations,
    migration,
    write_docs,
    check_docs,
    doctor,
)
