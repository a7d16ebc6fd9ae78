"""The server's settings, read by gunicorn: `gunicorn -c python:app.server`."""

import os
from importlib import import_module

from gunicorn.app.base import Application
from gunicorn.arbiter import Arbiter
from gunicorn.http import message

from app.base.core import heap

bind = os.environ.get("REBOND_BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
wsgi_app = "app.wsgi:app"
workers = int(os.environ.get("REBOND_WORKERS", "2"))
threads = int(os.environ.get("REBOND_THREADS", "4"))
worker_class = "gthread"
preload_app = True
max_requests = 20_000
max_requests_jitter = 2_000
timeout = 60
keepalive = 5
control_socket_disable = True
limit_request_line = message.MAX_REQUEST_LINE = 65_536
"""Room for ten thousand accented signs in an address: the application then says in French what
is too long, where gunicorn's own bound of 8,190 answers a bare page in English."""
errorlog = "-"
loglevel = "warning"

heap.share_one_heap()


def post_fork(_server: Arbiter, _worker: Application) -> None:
    """Open this worker's own connections: a connection does not survive a fork."""
    import_module("app.wsgi").app.extensions["db"].dispose(close=False)
