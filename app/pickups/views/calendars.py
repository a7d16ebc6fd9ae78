"""Calendar files: a visit for its asker, the team's days for who holds their address."""

from flask import Response, current_app, request

from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound
from app.base.web.guards import anyone
from app.base.web.limits import limit
from app.pickups import calendars, messages, queries
from app.pickups.feeds import by_secret as feed_of
from app.pickups.links import by_secret, private
from app.pickups.views.door import bp

TYPE = "text/calendar; charset=utf-8"


@bp.get("/<secret>/agenda.ics")
@anyone
@limit("60 per hour")
def calendar(secret: str) -> Response:
    """Send the visit as a calendar file. A pickup without a day has none."""
    pickup = by_secret(secret)
    if pickup.occurrence is None:
        raise NotFound
    settings = current_app.config["REBOND"]
    made = calendars.entry(
        pickup,
        pickup.occurrence,
        link=messages.link(settings, pickup),
        by=calendars.sender(settings),
        now=clock.now(),
    )
    answer = private(Response(made, content_type=TYPE))
    answer.headers["Cache-Control"] = "private, no-store"
    name = f"enlevement-{pickup.reference}.ics"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.get("/agenda/<secret>.ics")
@anyone
@limit("240 per hour")
def feed(secret: str) -> Response:
    """Send the team's days to the calendar that follows them."""
    found = feed_of(secret)
    shown = calendars.window(clock.today())
    made = calendars.feed(
        queries.of_days(db.session(), shown.first, shown.last),
        name=found.name,
        by=calendars.sender(current_app.config["REBOND"]),
    )
    answer = private(Response(made, content_type=TYPE))
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
