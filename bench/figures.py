"""Figures: printed as they come, one a line, and kept in one file."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

Work = Callable[[], object]


class Figures:
    """What a run measured, by name."""

    def __init__(self) -> None:
        self.values: dict[str, float] = {}

    def take_up(self, path: Path) -> None:
        """Keep what a former run measured and this one leaves alone."""
        if path.exists():
            self.values |= json.loads(path.read_text("utf-8"))

    def add(self, name: str, value: float, unit: str) -> None:
        """Keep a figure and print its line: name, value, unit."""
        self.values[name] = rounded(value)
        print(line(name, value, unit), flush=True)

    def latencies(self, name: str, seconds: Sequence[float]) -> None:
        """Keep the median and the 95th percentile of some durations, in milliseconds."""
        self.add(f"{name}_p50_ms", percentile(seconds, 50) * 1000, "ms")
        self.add(f"{name}_p95_ms", percentile(seconds, 95) * 1000, "ms")

    def write(self, path: Path) -> None:
        """Write `{"name": value}`."""
        path.write_text(json.dumps(self.values, indent=2) + "\n", "utf-8")


def line(name: str, value: float, unit: str) -> str:
    """Return a figure as it is printed."""
    return f"{name} {rounded(value):g} {unit}"


def rounded(value: float) -> float:
    """Return a value with the four digits that a noisy machine deserves at most."""
    return float(f"{value:.4g}")


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value below which `percent` of them lie: the nearest rank. Never of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, -(-len(ordered) * percent // 100) - 1)]


def seconds(work: Work) -> float:
    """Return how long `work` takes, in seconds."""
    start = perf_counter()
    work()
    return perf_counter() - start


def by_turns(works: Sequence[Work], rounds: int) -> list[float]:
    """Return the median duration of each work in seconds, run one after the other, many times."""
    times: list[list[float]] = [[] for _work in works]
    for _round in range(rounds):
        for kept, work in zip(times, works, strict=True):
            kept.append(seconds(work))
    return [median(kept) for kept in times]
