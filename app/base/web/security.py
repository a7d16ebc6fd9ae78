"""Headers that every answer carries; compression only where no secret lies in the page."""

from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_compress import Compress

from app.base.web.hypermedia import COMPRESSIBLE

compress = Compress()
KEPT_PRIVATE = "no-store"


def policy(tiles_url: str) -> str:
    """Return the content security policy; map tiles are the one thing from elsewhere."""
    parts = urlsplit(tiles_url.replace("{s}", "*"))
    tiles = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        f"img-src 'self' data:{tiles}; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
    )


def init_app(app: Flask, tiles_url: str) -> None:
    """Add the headers and the compression to every answer of `app`."""
    app.config["COMPRESS_REGISTER"] = False
    app.config["COMPRESS_MIN_SIZE"] = 500
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.config["COMPRESS_BR_LEVEL"] = 4
    compress.init_app(app)
    csp = policy(tiles_url)

    @app.after_request
    def protect(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", csp)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(self)")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if request.is_secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if "Cache-Control" not in headers:
            headers["Cache-Control"] = KEPT_PRIVATE
        told = headers.pop(COMPRESSIBLE, None)
        if told or headers["Cache-Control"].startswith("public"):
            return compress.after_request(response)
        return response
