"""What a page weighs and how it fares: axe, EcoIndex, bytes, the W3C's validator."""

import json
import subprocess
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.needs import CHECKER

AXE = Axe().axe_script
FOUND = """async (asked) => {
  const {violations} = await axe.run(document, asked)
  return violations.map(({id, help, nodes}) =>
    ({id, help, nodes: nodes.map(({target, html}) => ({target, html}))}))
}"""
"""Only what counts comes back: axe says much more of each page than anybody reads here."""

STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

DOM = (
    *(0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603),
    *(674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601),
)
REQUESTS = (
    *(0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78),
    *(86, 95, 105, 117, 130, 147, 170, 205, 281, 3920),
)
KILOBYTES = (
    *(0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32),
    *(1648.27, 1876.08, 2142.06, 2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26),
)
GRADE_A = 80


def violations(page: Page, *rules: str) -> list[str]:
    """Return what axe finds on a page as it stands: one line a rule; `rules` for these alone.

    The page keeps axe once it was looked at: reading it costs as much as looking.
    """
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": STANDARDS}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(FOUND, {"runOnly": only, "resultTypes": ["violations"]})
    return [_line(one, nodes) for one in found if (nodes := _counting(one))]


def overflow(page: Page) -> int:
    """Return by how many pixels a page, or a table of it, is wider than the room it has."""
    page_px = "document.documentElement.scrollWidth - innerWidth"
    tables = "[...document.querySelectorAll('.table')].map(t => t.scrollWidth - t.clientWidth)"
    return int(page.evaluate(f"Math.max({page_px}, ...{tables})"))


def ecoindex(elements: int, requests: int, kilobytes: float) -> float:
    """Return the EcoIndex of a page, from 0 to 100 (best); above 80 is grade A.

    Formula and quantiles of the HTTP Archive: github.com/cnumr/ecoindex_reference (MIT).
    The Python package that computes it has a licence that forbids derived works.
    """
    rank = 3 * _rank(DOM, elements) + 2 * _rank(REQUESTS, requests) + _rank(KILOBYTES, kilobytes)
    return round(100 - 5 * rank / 6, 1)


def _rank(quantiles: Sequence[float], value: float) -> float:
    """Return where a value stands among twenty quantiles, from 1 to 21."""
    above = min(bisect_right(quantiles, value), len(quantiles) - 1)
    below = quantiles[above - 1]
    return above + (value - below) / (quantiles[above] - below)


def footprint(page: Page) -> tuple[int, int, float]:
    """Return what EcoIndex counts of a loaded page: elements (a drawing is one), requests, kB."""
    elements, requests, size = page.evaluate(
        """() => {
          const asked = [...performance.getEntriesByType("navigation"),
                         ...performance.getEntriesByType("resource")]
          const drawn = document.querySelectorAll("svg *").length
          return [document.querySelectorAll("*").length - drawn, asked.length,
                  asked.reduce((sum, one) => sum + one.transferSize, 0) / 1024]
        }"""
    )
    return int(elements), int(requests), float(size)


def invalid(files: Iterable[Path]) -> list[dict[str, Any]]:
    """Return the messages of the W3C's validator about files, read in one run."""
    command = ["java", "-jar", CHECKER, "--format", "json", "--exit-zero-always", *files]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stderr
    return list(json.loads(said)["messages"])


def _counting(violation: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the elements of a violation that count.

    Pins of a map lie where the places are, sometimes close; the list beside it does the same
    with full-size links, which is the exception "equivalent" of WCAG 2.2, 2.5.8.
    """
    nodes: list[dict[str, Any]] = violation["nodes"]
    if violation["id"] != "target-size":
        return nodes
    return [node for node in nodes if "leaflet-marker-icon" not in node["html"]]


def _line(violation: dict[str, Any], nodes: list[dict[str, Any]]) -> str:
    where = "; ".join(" ".join(map(str, node["target"])) for node in nodes[:3])
    return f"{violation['id']} : {violation['help']} ({where})"
