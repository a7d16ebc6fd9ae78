"""The console script `rebond`: each command says what it does, and fails with a sentence."""

import sys
from collections.abc import Callable

import click
from click.exceptions import NoArgsIsHelpError
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app import commands, create_app, usage
from app.accounts.cli import users
from app.base.core.errors import NotFound, RuleBroken
from app.base.outbox.cli import work
from app.config import SettingsRefused
from app.points.cli import points
from app.territory.cli import territory


@click.group(help="Rebond : le site d’un territoire qui garde ses objets en usage.")
@click.pass_context
def rebond(context: click.Context) -> None:
    """Build the application for the command that follows."""
    context.obj = _lazy_app()


def _lazy_app() -> Callable[[], Flask]:
    made: list[Flask] = []

    def app() -> Flask:
        if not made:
            made.append(create_app())
        return made[0]

    return app


for command in (*commands.ALL, work, users, territory, points):
    rebond.add_command(command)
usage.in_french(rebond)


def main() -> None:
    """Run a command; a refusal is one sentence on standard error and exit code 1."""
    try:
        code = rebond.main(standalone_mode=False)  # what ctx.exit was given comes back from here
    except click.Abort:
        _refuse("Interrompu.")
    except NoArgsIsHelpError as asked:
        _refuse(asked.format_message())
    except click.ClickException as refused:
        _refuse(usage.sentence(refused))
    except (SettingsRefused, RuleBroken, NotFound) as refused:
        _refuse(str(refused))
    except SQLAlchemyError as error:
        _refuse(
            f"La base de données ne répond pas comme prévu : {_first_line(error)}\n"
            "Vérifiez REBOND_DATABASE_URL, puis lancez `rebond prepare`."
        )
    except OSError as error:
        _refuse(usage.trouble(error))
    else:
        sys.exit(code if isinstance(code, int) else 0)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _refuse(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)
