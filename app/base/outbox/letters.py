"""Letters leave here: by SMTP, or as .eml files in a folder."""

import smtplib
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from app.config import Settings

TIMEOUT_S = 20


def compose(settings: Settings, row_id: UUID, payload: dict[str, Any]) -> EmailMessage:
    """Return the letter of an outbox row; its Message-ID is the row's, so a repeat is known."""
    letter = EmailMessage()
    letter["From"] = settings.mail_from
    letter["To"] = payload["to"]
    letter["Subject"] = payload["subject"]
    domain = urlsplit(settings.base_url).hostname or "rebond"
    letter["Message-ID"] = f"<{row_id}@{domain}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(payload["text"])
    if payload.get("html"):
        letter.add_alternative(payload["html"], subtype="html")
    if payload.get("calendar"):
        _add_calendar(letter, **payload["calendar"])
    return letter


def send(settings: Settings, row_id: UUID, payload: dict[str, Any]) -> None:
    """Send the letter of an outbox row.

    Raises OSError or smtplib.SMTPException when it did not leave.
    """
    letter = compose(settings, row_id, payload)
    if settings.mail_url.startswith("smtp"):
        _by_smtp(settings.mail_url, letter)
        return
    _to_file(_folder(settings), row_id, letter)


def forget(settings: Settings, before: datetime) -> int:
    """Delete the letters written as files before an instant; return how many."""
    if settings.mail_url.startswith("smtp"):
        return 0
    old = [p for p in _folder(settings).glob("*.eml") if p.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _add_calendar(letter: EmailMessage, name: str, method: str, text: str) -> None:
    """Add a calendar entry twice: Outlook and Gmail read the alternative, others the file.

    As bytes: the standard asks for CRLF, which a text part would lose.
    """
    entry = text.encode()
    shown = {"method": method, "charset": "utf-8"}
    letter.add_alternative(entry, maintype="text", subtype="calendar", params=shown)
    letter.add_attachment(entry, maintype="application", subtype="ics", filename=name)


def _folder(settings: Settings) -> Path:
    named = settings.mail_url.removeprefix("file:")
    return Path(named) if named else settings.data_dir / "mail"


def _to_file(folder: Path, row_id: UUID, letter: EmailMessage) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{row_id}.eml"
    path.touch(mode=0o600)
    path.write_bytes(letter.as_bytes())


def _by_smtp(url: str, letter: EmailMessage) -> None:
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "localhost", parts.port or 0, timeout=TIMEOUT_S) as server:
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(letter)
