"""How much of what people may type the dictionary understands, on labels it was not tuned on."""

import csv
import os
import sys
import time
import zlib
from collections import Counter
from pathlib import Path
from statistics import median

import pytest

from app.catalog import dictionary
from tests.catalog.test_rules import INDEX

pytestmark = pytest.mark.corpus

LEAST_FLOW = 0.94
"""The aim is 0.95: a little under what was measured (docs/figures.md, Objects)."""
LEAST_SEED = 0.80
"""The aim itself."""
MOST_OUTSIDE = 0.161
"""No aim: a little over what was measured, 69 of 431."""

BY_SLUG = {each.slug: each for each in dictionary.objects()}


def untouched_half() -> list[dict[str, str]]:
    """Return the labels whose checksum is odd: nobody looked at them while tuning."""
    path = Path(os.environ["REBOND_CORPUS"]) / "reference" / "objects.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [row for row in rows if zlib.crc32(row["libelle"].encode()) % 2]


def count(rows: list[dict[str, str]]) -> Counter[str]:
    """Count the labels understood, by what the corpus says of them."""
    counts: Counter[str] = Counter()
    for row in rows:
        hits = INDEX.search(row["libelle"], 1)
        found = BY_SLUG[hits[0].slug] if hits else None
        if row["categorie_seed"] == "hors_perimetre":
            continue
        if not row["categorie_seed"]:
            counts.update(outside=1, outside_found=int(found is not None))
            continue
        right = found is not None and found.subfamily.family == row["categorie_seed"]
        counts.update(seed=1, seed_right=int(right))
        if row["flux_deee"]:
            flowed = right and found.flow == row["flux_deee"]
            counts.update(flow=1, flow_right=int(flowed))
    return counts


def test_the_untouched_half_is_understood_as_published(capsys):
    counts = count(untouched_half())
    flow = counts["flow_right"] / counts["flow"]
    seed = counts["seed_right"] / counts["seed"]
    outside = counts["outside_found"] / counts["outside"]
    with capsys.disabled():
        sys.stdout.write(
            f"\nobjects_flow_right {flow:.3f} objects_seed_right {seed:.3f} "
            f"objects_outside_found {outside:.3f}\n"
        )
    assert flow >= LEAST_FLOW
    assert seed >= LEAST_SEED
    assert outside <= MOST_OUTSIDE


def test_half_of_the_searches_take_less_than_two_milliseconds():
    took = []
    for row in untouched_half():
        began = time.perf_counter()
        INDEX.search(row["libelle"])
        took.append(time.perf_counter() - began)
    assert median(took) < 0.002
