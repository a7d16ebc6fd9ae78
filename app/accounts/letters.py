"""Letters about accounts; they leave through the outbox, in the transaction that causes them."""

from hashlib import sha256
from typing import Any

from flask_babel import gettext as _
from flask_security import MailUtil
from flask_security.utils import send_mail

from app.accounts import links
from app.accounts.models import Account
from app.base import db
from app.base.core import clock
from app.base.outbox import actions as outbox


class OutboxMailUtil(MailUtil):
    """Flask-Security's letters, put into the outbox."""

    def send_mail(  # noqa: PLR0913, PLR0917 - the library's signature
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],  # noqa: ARG002 - the outbox knows who writes
        body: str | None,
        html: str | None,
        **kwargs: Any,  # noqa: ARG002 - the library's signature
    ) -> None:
        """Ask for one letter; the very same one is not sent twice."""
        to = recipient if isinstance(recipient, str) else recipient[1]
        text = body or ""
        mark = sha256(f"{to}\0{subject}\0{text}".encode()).hexdigest()[:32]
        outbox.mail(
            db.session(),
            to=to,
            subject=str(subject),
            text=text,
            html=html,
            dedupe=f"{template.rpartition('/')[2]}:{mark}",
            now=clock.now(),
        )


def invite(account: Account) -> str:
    """Write to a person who was given an account; return the link the letter holds."""
    link = links.address(account, links.Purpose.INVITATION)
    _write(account, _("Votre compte Rebond vous attend"), "invitation", link=link)
    return link


def reset(account: Account) -> None:
    """Write the link that sets a new password."""
    link = links.address(account, links.Purpose.RESET)
    _write(account, _("Choisir un nouveau mot de passe"), "reset", link=link)


def password_changed(account: Account) -> None:
    """Tell a person that the password changed, in case it was not them."""
    _write(account, _("Votre mot de passe a changé"), "password_changed", at=clock.now())


def second_factor_changed(account: Account, *, on: bool) -> None:
    """Tell a person that the code after the password was set up or taken away."""
    subject = _("Votre double authentification a changé")
    _write(account, subject, "second_factor_changed", on=on, at=clock.now())


def _write(account: Account, subject: str, template: str, **context: object) -> None:
    send_mail(subject, account.email, f"security/email/{template}", account=account, **context)
