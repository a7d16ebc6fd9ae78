"""What gunicorn loads: the very application of `app.wsgi`, with the bench's views."""

from app.wsgi import app as served
from bench.site import with_bench

app = with_bench(served)
