"""The door of a structure's own space: who may enter, and whose structure is shown.

No address of the space names a structure: it is the signed-in person's own, so that nobody asks
for another one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from flask import Flask, g, request
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.models import Role
from app.base import db
from app.base.core.text import N_
from app.base.web.errors import draw
from app.base.web.guards import View, may
from app.partners import queries
from app.partners.models import Member, MemberRole, Organisation
from app.partners.registry import registry

BASE: Final = "/partenaire"
EDITORS: Final = (MemberRole.MANAGER, MemberRole.HEAD)
"""Who changes something in the name of the structure."""
NOBODY: Final = N_(
    "Votre compte n’ouvre l’espace d’aucune structure. Demandez à votre contact de l’équipe"
    " de le relier à la vôtre."
)
CLOSED: Final = N_(
    "Cette structure n’est plus suivie ici. Si c’est une erreur, dites-le à votre contact"
    " de l’équipe."
)
NOT_YOURS: Final = N_(
    "Cette page est réservée à la direction et aux responsables des partenariats"
    " de votre structure."
)


def member_roles(*roles: MemberRole) -> Callable[[View], View]:
    """Let in the members of a structure who have one of `roles` there (any, when none is said).

    Somebody who is not signed in comes back after the sign-in; the others meet a 403 page.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def entered(*args: Any, **kwargs: Any) -> Any:
            refusal = _refusal(roles)
            return view(*args, **kwargs) if refusal is None else draw(403, _(refusal))

        return may(Role.PARTNER)(entered)

    return guard


def organisation() -> Organisation:
    """Return the structure whose space this is."""
    return _entered()[1]


def member() -> Member:
    """Return what the signed-in person may do here."""
    return _entered()[0]


def may_edit() -> bool:
    """Tell whether the signed-in person may change something in the structure's name."""
    return member().role in EDITORS


def heading(here: str) -> dict[str, Any]:
    """Return the head of every page of the space; `here` is the tab shown."""
    tabs = [
        (_(tab.label), tab.address, tab.key == here)
        for tab in registry.tabs(own=True)
        if not tab.roles or member().role in tab.roles
    ]
    return {"organisation": organisation(), "tabs": tabs, "edits": may_edit()}


def init_app(app: Flask) -> None:
    """Lead from each page of the space to its own first page."""

    @app.context_processor
    def home() -> dict[str, object]:
        inside = request.path == BASE or request.path.startswith(f"{BASE}/")
        return {"home_url": BASE} if inside else {}


def _refusal(roles: tuple[MemberRole, ...]) -> str | None:
    """Return why the signed-in person may not enter, or None and remember whom they stand for."""
    session = db.session()
    found = queries.member(session, current_user.id)
    if found is None:
        return NOBODY
    owner = queries.organisation(session, found.organisation_id)
    if owner.closed_at is not None:
        return CLOSED
    if roles and found.role not in roles:
        return NOT_YOURS
    g.own_space = (found, owner)
    return None


def _entered() -> tuple[Member, Organisation]:
    entered: tuple[Member, Organisation] = g.own_space
    return entered
