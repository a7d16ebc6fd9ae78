"""Photos of the things: kept as they come, named in forms and addresses by a signed word."""

import hmac
from collections.abc import Sequence
from contextlib import closing

from flask import Response, current_app, send_file
from werkzeug.datastructures import FileStorage

from app.base import pictures
from app.base.core.codes import token
from app.base.core.errors import NotFound, RuleBroken
from app.base.core.text import N_
from app.pickups.forms import PHOTOS

MOST_BYTES = pictures.MOST_BYTES
HEAVY = N_("« %(name)s » dépasse 8 Mo : choisissez une photo plus légère.")
TOO_MANY = N_("%(n)d photos au plus : retirez-en une avant d’en ajouter.")


def keep(
    files: Sequence[FileStorage], already: Sequence[str]
) -> tuple[list[str], list[RuleBroken]]:
    """Store the photos that were sent; return what stands for all of them, and what is wrong.

    What stands for a photo goes through the form and back, signed: nobody names a file that
    somebody else sent.
    """
    kept = [each for each in already if name_of(each)]
    wrong: list[RuleBroken] = []
    for file in files:
        with closing(file):
            if not file.filename:
                continue
            if len(kept) >= PHOTOS:
                wrong.append(RuleBroken(TOO_MANY, field="photos", n=PHOTOS))
                continue
            try:
                kept.append(signed(_stored(file)))
            except RuleBroken as refusal:
                wrong.append(RuleBroken(refusal.sentence, field="photos", **refusal.values))
    return list(dict.fromkeys(kept)), wrong


def signed(name: str) -> str:
    """Return what stands for a photo in a form or an address."""
    return f"{name}.{token(current_app.config['SECRET_KEY'], 'pickup photo', name)}"


def name_of(given: str) -> str | None:
    """Return the photo that `given` stands for, or None when we did not sign it."""
    name, _dot, _signature = given.rpartition(".")
    return name if name and hmac.compare_digest(signed(name).encode(), given.encode()) else None


def shown(name: str) -> Response:
    """Answer with a photo. Raises NotFound when there is none."""
    path = pictures.find(current_app.config["REBOND"].data_dir, name, folder=pictures.PICKUPS)
    if path is None:
        raise NotFound
    return send_file(path, mimetype="image/webp", max_age=0)


def _stored(file: FileStorage) -> str:
    content = file.stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise RuleBroken(HEAVY, field="photos", name=(file.filename or "")[:60])
    return pictures.keep(current_app.config["REBOND"].data_dir, content, folder=pictures.PICKUPS)
