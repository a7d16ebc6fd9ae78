"""A published review behind its secret link, and the public page that its poster opens."""

from flask import Blueprint, Response, url_for

from app.base import db
from app.base.core.errors import NotFound
from app.base.web.guards import anyone
from app.base.web.hypermedia import page
from app.base.web.limits import limit
from app.reviews import handing, links, shown
from app.reviews.models import Edition, Review
from app.reviews.queries import editions
from app.reviews.rules import frozen

bp = Blueprint("review_link", __name__)
GONE = 410


@bp.get("/bilan/<review_secret>")
@anyone
@limit("300 per hour")
def show(review_secret: str) -> Response:
    """Show what was published, to whoever was given the link."""
    review = links.by_secret(review_secret)
    edition = editions.outside(db.session(), review)
    if edition is None:
        return links.private(page("reviews/gone.html", status=GONE))
    return links.private(
        page(
            "reviews/link.html",
            told=shown.told(frozen.read(edition.content)),
            edition=edition,
            base=url_for(".show", review_secret=review_secret),
        )
    )


@bp.get("/bilan/<review_secret>/<review_paper>.pdf")
@anyone
@limit("120 per hour")
def paper(review_secret: str, review_paper: str) -> Response:
    """Give a paper of what was published."""
    review, edition = _published(review_secret)
    return links.private(handing.paper(review_paper, review, edition))


@bp.get("/bilan/<review_secret>/releve.csv")
@anyone
@limit("120 per hour")
def records(review_secret: str) -> Response:
    """Give what the figures count."""
    return links.private(handing.records(_published(review_secret)[1]))


@bp.get("/reemploi/<poster_code>")
@anyone
@limit("300 per hour")
def public(poster_code: str) -> Response:
    """Show passers-by what a partner gave: no promise, no comparison, no share."""
    review = links.by_poster(poster_code)
    edition = editions.outside(db.session(), review)
    if edition is None:
        return page("reviews/gone.html", status=GONE)
    told = shown.told(frozen.read(edition.content))
    answer = page("reviews/public.html", reading=True, told=told, edition=edition)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _published(secret: str) -> tuple[Review, Edition]:
    review = links.by_secret(secret)
    edition = editions.outside(db.session(), review)
    if edition is None:
        raise NotFound
    return review, edition
