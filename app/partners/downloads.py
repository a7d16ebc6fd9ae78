"""A kept paper as a download: always a file to save, never a page of ours."""

from urllib.parse import quote

from flask import Response, current_app, send_file

from app.base import files
from app.base.core.errors import NotFound
from app.partners.models import Paper

SANDBOX = "default-src 'none'; sandbox"


def answer(paper: Paper) -> Response:
    """Answer with the file of a paper, to be saved. Raises NotFound when it is gone."""
    path = files.find(current_app.config["REBOND"].data_dir, paper.sha256)
    if path is None:
        raise NotFound
    response = send_file(path, mimetype=paper.media_type, etag=paper.sha256, max_age=0)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"document\"; filename*=UTF-8''{quote(paper.filename, safe='')}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response
