"""Who may enter: each view says it, one place checks it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from flask import Response, abort, current_app, redirect, request
from flask_login import current_user
from flask_login.utils import login_url
from werkzeug.exceptions import HTTPException

from app.base.core.actors import VISITOR, Actor

View = Callable[..., Any]


def anyone(view: View) -> View:
    """Mark a view that needs no sign-in."""
    view.__who__ = "anyone"  # type: ignore[attr-defined]
    return view


def may(*roles: str) -> Callable[[View], View]:
    """Let in signed-in people who have one of `roles`; the others meet a 403 page.

    Somebody who is not signed in is sent to the sign-in page and comes back.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            refusal = _refusal(roles)
            return refusal if refusal is not None else view(*args, **kwargs)

        guarded.__who__ = " ".join(sorted(roles))  # type: ignore[attr-defined]
        return guarded

    return guard


def opens(address: str) -> bool:
    """Tell whether the person here may open a page of this site, `address` from its first slash.

    A figure opens its records; who may read the figure only is not sent to a closed door.
    """
    try:
        found, _values = current_app.create_url_adapter(request).match(  # type: ignore[union-attr]
            urlsplit(address).path, method="GET"
        )
    except HTTPException:
        return False
    who = getattr(current_app.view_functions[found], "__who__", "")
    return who == "anyone" or any(current_user.has_role(role) for role in who.split())


def current_actor() -> Actor:
    """Return the hand behind this request, as the trail will remember it."""
    if not current_user.is_authenticated:
        return VISITOR
    return Actor(id=current_user.id, label=current_user.trail_label)


def _refusal(roles: tuple[str, ...]) -> Response | None:
    """Return where to send somebody who may not enter, or None; 403 for a wrong role."""
    if not current_user.is_authenticated:
        manager = current_app.login_manager  # type: ignore[attr-defined]
        back = request.full_path if request.method == "GET" else None
        return redirect(login_url(manager.login_view, next_url=back), 303)  # type: ignore[return-value]
    if not any(current_user.has_role(role) for role in roles):
        abort(403)
    return None
