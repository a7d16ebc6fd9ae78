"""`python -m bench`: every figure, one a line, then `bench/latest.json`.

`python -m bench partners` measures the partners' rooms alone; the other figures stay as they are.
"""

import signal
import sys
from pathlib import Path
from time import perf_counter

from bench import morning, nearest, pages, small, stores
from bench.figures import Figures
from bench.partners import measure as partners

LATEST = Path(__file__).parent / "latest.json"


def main() -> None:
    """Make what is missing, measure, write."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Interrompu."))  # ends what it started
    stores.VAR.mkdir(exist_ok=True)
    figures, alone = Figures(), sys.argv[1:] == ["partners"]
    if alone:
        figures.take_up(LATEST)
    else:
        _places(figures)
    partners.measure(figures)
    figures.write(LATEST)


def _places(figures: Figures) -> None:
    start = perf_counter()
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


if __name__ == "__main__":
    main()
