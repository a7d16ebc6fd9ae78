"""Commands about accounts: `rebond users …`."""

import json
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click
from flask import Flask

from app.accounts import actions, links, passwords, queries, rules
from app.accounts.models import Account, Role
from app.base import db
from app.base.core import clock
from app.base.core.emails import is_email
from app.base.core.errors import RuleBroken
from app.base.core.text import N_

MakeApp = Callable[[], Flask]
as_json = click.option("--json", "as_json", is_flag=True, help="Répondre en JSON.")


@click.group(help="Les comptes des personnes qui se connectent.")
def users() -> None:
    """Hold the commands about accounts."""


@users.command(help="Ouvrir un compte ; sans mot de passe, affiche un lien d’invitation.")
@click.argument("email")
@click.option("--name", required=True, help="Nom et prénom.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="Rôle ; à répéter pour plusieurs.",
)
@click.option("--password-stdin", is_flag=True, help="Lire le mot de passe sur l’entrée standard.")
@as_json
@click.pass_obj
def create(  # noqa: PLR0913, PLR0917 - one argument an option
    make_app: MakeApp,
    email: str,
    name: str,
    roles: Sequence[str],
    password_stdin: bool,  # noqa: FBT001 - a flag of the command line
    as_json: bool,  # noqa: FBT001
) -> None:
    """Open an account from the server."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    with make_app().app_context(), db.unit_of_work() as session:
        now, chosen = clock.now(), {Role(role) for role in roles}
        _check_address(email)
        account = actions.create(session, email=email, name=name, roles=chosen, by=None, now=now)
        if password is not None:
            rules.check_password(password, email=account.email, name=name)
            actions.set_password(session, account, passwords.hashed(password), now=now)
        answer = _told(account)
        if password is None:
            answer["invitation"] = links.address(account, links.Purpose.INVITATION)
    _say(answer, as_json=as_json)


@users.command("list", help="Lister les comptes.")
@as_json
@click.pass_obj
def list_(make_app: MakeApp, as_json: bool) -> None:  # noqa: FBT001
    """List the accounts by name."""
    with make_app().app_context(), db.unit_of_work() as session:
        found = [_told(account) for account in queries.listed(session, queries.Filters())]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for line in found:
        click.echo("  ".join([line["email"], line["name"], ",".join(line["roles"]), line["state"]]))


@users.command(help="Fermer un compte : la personne est déconnectée et ne revient plus.")
@click.argument("email")
@as_json
@click.pass_obj
def disable(make_app: MakeApp, email: str, as_json: bool) -> None:  # noqa: FBT001
    """Close an account from the server."""
    with make_app().app_context(), db.unit_of_work() as session:
        account = queries.by_email(session, email)
        if account is None:
            raise RuleBroken(N_("Aucun compte à cette adresse."))
        actions.close(session, account, by=None, now=clock.now())
        answer = _told(account)
    _say(answer, as_json=as_json)


def _check_address(email: str) -> None:
    if not is_email(rules.folded_email(email)):
        raise RuleBroken(N_("Cette adresse est incomplète. Exemple : nom@exemple.fr."))


def _told(account: Account) -> dict[str, Any]:
    return {
        "id": str(account.id),
        "email": account.email,
        "name": account.name,
        "roles": sorted(account.role_set),
        "state": rules.state(account),
    }


def _say(answer: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    click.echo(answer.get("invitation") or f"{answer['email']} : {answer['state']}")
