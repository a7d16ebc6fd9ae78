"""Papers that come in by a form and go out as attachments."""

from flask import Response, current_app, request, send_file

from app.base import files
from app.base.core.errors import NotFound
from app.base.files import KeptFile

SANDBOX = "default-src 'none'; sandbox"
"""A paper somebody handed in runs nothing here, whatever it holds."""


def sent(field: str) -> KeptFile | None:
    """Keep the file that a form sent in `field`, or return None when it sent none.

    Never more than the bound is read. Raises RuleBroken (field "file").
    """
    given = request.files.get(field)
    if given is None or not given.filename:
        return None
    content = given.stream.read(files.MOST_BYTES + 1)
    return files.keep(current_app.config["REBOND"].data_dir, content, given.filename)


def download(sha256: str, filename: str) -> Response:
    """Answer with a kept paper, always as an attachment. Raises NotFound."""
    path = files.find(current_app.config["REBOND"].data_dir, sha256)
    if path is None:
        raise NotFound
    answer = send_file(
        path,
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=filename,
        max_age=0,
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
