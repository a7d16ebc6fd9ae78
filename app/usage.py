"""What the console says when a command was typed wrong, in French, and how to be told more."""

import errno
import os
import re
from typing import Any, Final

import click
from click.exceptions import NoSuchOption

_SAID: Final = (
    (r"No such command '(?P<it>.*)'\.", "La commande « {it} » n’existe pas."),
    (r"Got unexpected extra arguments? \((?P<it>.*)\)", "En trop : {it}."),
    (r"Option '(?P<it>.*)' requires an argument\.", "L’option {it} attend une valeur."),
    (r"(?:File|Path|Directory) '(?P<it>.*)' does not exist\.", "« {it} » n’existe pas."),
    (r"(?:File|Path) '(?P<it>.*)' is a directory\.", "« {it} » est un dossier."),
    (r"(?:File|Path|Directory) '(?P<it>.*)' is not readable\.", "« {it} » n’est pas lisible."),
    (r"'(?P<it>.*)' is not a valid integer(?: range)?\.", "« {it} » n’est pas un nombre entier."),
    (r"(?P<it>.*) is not in the range (?P<of>.*)\.", "« {it} » est hors limites ({of})."),
    (r"'(?P<it>.*)' is not one of (?P<of>.*)\.", "« {it} » n’en fait pas partie : {of}."),
)
_TROUBLES: Final = {
    errno.ENOENT: "Ce fichier ou ce dossier n’existe pas : {it}",
    errno.EACCES: "L’accès est refusé : {it}",
    errno.EPERM: "L’accès est refusé : {it}",
    errno.EROFS: "L’écriture est impossible ici : {it}",
    errno.ENOSPC: "Il n’y a plus de place sur le disque : {it}",
    errno.EISDIR: "C’est un dossier, pas un fichier : {it}",
}


def sentence(refused: click.ClickException) -> str:
    """Return what is wrong with what was typed, and the command that explains itself."""
    said = _wrong(refused)
    context = getattr(refused, "ctx", None)
    path = context.command_path if context is not None else "rebond"
    return f"{said}\nPour en savoir plus : {path} --help"


def trouble(error: OSError) -> str:
    """Return why a file or the network could not be used."""
    template = _TROUBLES.get(error.errno or 0)
    if template is None:
        return f"Fichier ou réseau : {error}"
    return template.format(it=os.fspath(error.filename) if error.filename else "…")


def in_french(command: click.Command) -> None:
    """Give a command, and those it holds, a --help told in French."""
    command.add_help_option = False
    command.params.append(
        click.Option(
            ["--help"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_help,
            help="Montrer cette aide.",
        )
    )
    for each in command.commands.values() if isinstance(command, click.Group) else ():
        in_french(each)


def _help(context: click.Context, _option: click.Parameter, asked: Any) -> None:
    if asked and not context.resilient_parsing:
        click.echo(context.get_help())
        context.exit()


def _wrong(refused: click.ClickException) -> str:
    if isinstance(refused, NoSuchOption):
        return f"L’option {refused.option_name} n’existe pas."
    if isinstance(refused, click.MissingParameter):
        return f"Il manque {_named(refused)}."
    said = refused.message
    for english, french in _SAID:
        found = re.fullmatch(english, refused.message, re.DOTALL)
        if found:
            said = french.format(**found.groupdict())
            break
    return f"{_named(refused)} : {said}" if isinstance(refused, click.BadParameter) else said


def _named(refused: click.BadParameter) -> str:
    """Return the option or argument as it is typed."""
    if refused.param is None:
        return "une valeur"
    shown = refused.param.opts if isinstance(refused.param, click.Option) else None
    return "/".join(shown) if shown else (refused.param.human_readable_name or "une valeur")
