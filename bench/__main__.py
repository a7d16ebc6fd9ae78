"""`python -m bench`: every figure, one a line, then `bench/latest.json`."""

import signal
import sys
from pathlib import Path
from time import perf_counter

from bench import morning, nearest, pages, small, stores
from bench.figures import Figures

LATEST = Path(__file__).parent / "latest.json"


def main() -> None:
    """Make what is missing, measure, write."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Interrompu."))  # ends what it started
    start = perf_counter()
    figures = Figures()
    stores.forget_others()
    demo, sqlite = stores.demo_url(), stores.sqlite_url()
    with stores.postgresql() as postgresql:
        figures.add("ground_ready_s", perf_counter() - start, "s")
        nearest.measure(figures, sqlite, postgresql)
        pages.measure(figures, "", sqlite)
        pages.measure(figures, "postgresql_", postgresql)
    pages.measure(figures, "demo_", demo)
    morning.measure(figures, "demo_", demo)
    small.measure(figures, sqlite)
    figures.add("bench_s", perf_counter() - start, "s")
    figures.write(LATEST)


if __name__ == "__main__":
    main()
