from app.base.web.guards import anyone
from app.pickups.views.door import bp


@bp.get("/<secret>/agenda.ics")
@anyone
def calendar(secret):
    return ""


@bp.get("/<secret>/bon")
@anyone
def slip(secret):
    return ""
