"""A structure's own space: the reviews that were published of it, and their papers."""

from flask import Blueprint, Response

from app.base import db
from app.base.core.errors import NotFound
from app.base.web.hypermedia import page
from app.partners import own
from app.reviews import handing, shown
from app.reviews.models import Edition, Review
from app.reviews.queries import editions
from app.reviews.reading import published
from app.reviews.rules import frozen

bp = Blueprint("own_review", __name__, url_prefix=f"{own.BASE}/bilan")


@bp.get("")
@own.member_roles()
def show() -> Response:
    """Show the structure what was published of its year."""
    found, review = published(own.organisation().id)
    edition = editions.edition(db.session(), review) if review else None
    return page(
        "reviews/own.html",
        heading=own.heading("bilan"),
        told=shown.told(frozen.read(edition.content)) if edition else None,
        edition=edition,
        years=[
            (str(each.year), f"{own.BASE}/bilan?annee={each.year}", each is review)
            for each in found
        ],
        base=f"{own.BASE}/bilan",
        asked=f"?annee={review.year}" if review else "",
    )


@bp.get("/<review_paper>.pdf")
@own.member_roles()
def paper(review_paper: str) -> Response:
    """Give a paper of what was published."""
    return handing.paper(review_paper, *_published())


@bp.get("/releve.csv")
@own.member_roles()
def records() -> Response:
    """Give what the figures count."""
    return handing.records(_published()[1])


def _published() -> tuple[Review, Edition]:
    _found, review = published(own.organisation().id)
    edition = editions.edition(db.session(), review) if review else None
    if review is None or edition is None:
        raise NotFound
    return review, edition
