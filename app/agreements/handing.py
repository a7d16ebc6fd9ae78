"""What pages hand out and take in: who we are on paper, a text, a file, a signed copy."""

from typing import Final
from uuid import UUID

from flask import Response, current_app, request, send_file
from sqlmodel import Session

from app.agreements import queries
from app.agreements.models import Agreement
from app.agreements.rules.texts import Text
from app.agreements.writing import House, text_of
from app.base import files
from app.base.core.errors import NotFound
from app.base.files import KeptFile

FORM_BYTES: Final = files.MOST_BYTES + 1024 * 1024
"""How heavy a form with a signed copy may be."""


def house() -> House:
    """Return who we are on paper."""
    settings = current_app.config["REBOND"]
    return House(settings.house_name, settings.territory_name)


def text_for(session: Session, agreement: Agreement) -> Text:
    """Return an agreement's whole text."""
    return text_of(session, agreement, house())


def download(content: bytes, media_type: str, name: str) -> Response:
    """Answer with a file to keep: never shown inside the site."""
    answer = Response(content, mimetype=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def sent_file() -> KeptFile | None:
    """Keep the file that a form brought; none when it brought none. Raises RuleBroken."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return None
    content = sent.stream.read(files.MOST_BYTES + 1)
    return files.keep(current_app.config["REBOND"].data_dir, content, sent.filename)


def scan(session: Session, agreement: Agreement, paper_id: UUID) -> Response:
    """Answer with a signed copy of an agreement. Raises NotFound."""
    paper = queries.paper(session, agreement.id, paper_id)
    path = files.find(current_app.config["REBOND"].data_dir, paper.sha256)
    if path is None:
        raise NotFound
    return send_file(
        path,
        mimetype=paper.media_type,
        as_attachment=True,
        download_name=f"{agreement.reference}-signee-{paper.filename}",
    )
