"""What relay persons are written about the practical arrangements, through the outbox."""

from collections.abc import Iterable

from flask import current_app, render_template
from flask_babel import gettext as _
from sqlmodel import Session

from app.agreements import links
from app.agreements.models import ArrangementVersion
from app.base.core import clock
from app.base.outbox import actions as outbox
from app.base.web import wording
from app.partners.models import Contact, Organisation


def ask(
    session: Session,
    organisation: Organisation,
    version: ArrangementVersion,
    people: Iterable[Contact],
) -> int:
    """Ask relay persons by mail to accept a version, once each; return to how many it is written.

    Only to those who agreed to be written to.
    """
    count = 0
    for person in people:
        if not person.email or person.consent_on is None:
            continue
        count += 1
        subject = _("Modalités pratiques à accepter")
        said = {
            "subject": subject,
            "organisation": organisation.name,
            "house": current_app.config["REBOND"].house_name,
            "link": links.address(version.id, person.id),
            "version": version,
        }
        outbox.mail(
            session,
            to=person.email,
            subject=subject,
            text=render_template("agreements/mail/ask.txt", **said, _=wording.gettext),
            html=render_template("agreements/mail/ask.html", **said),
            dedupe=f"arrangement-{version.id}-{person.id}",
            now=clock.now(),
        )
    return count
