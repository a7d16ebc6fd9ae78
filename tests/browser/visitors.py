"""Who walks: a person in front of a browser, and whatever the pages must not do to them."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

from tests.browser.site import PASSWORD, Site

PATIENCE_MS = 30_000
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_numbers = count(1)

REPLACED = ("htmx:afterRequest", "htmx:sendAbort")
"""What htmx says of a question that a newer one took the place of."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open the machine's Chromium, and close it."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium manque (paquet Debian chromium)."
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *root])
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A person with a browser of their own; `faults` is what the pages did wrong."""

    site: Site
    context: BrowserContext
    page: Page
    expected: set[int] = field(default_factory=set)
    """Statuses of refusals that the story is about."""
    faults: list[str] = field(default_factory=list)

    def go(self, address: str) -> Page:
        """Open an address of the site."""
        self.page.goto(self.site.url + address if address.startswith("/") else address)
        return self.page

    def sign_in(self, role: str, password: str = PASSWORD) -> None:
        """Enter by the real door, as somebody of the demonstration or with a whole address."""
        self.go("/connexion")
        self.page.get_by_label("Adresse e-mail").fill(role if "@" in role else f"{role}@demo.test")
        self.page.get_by_label("Mot de passe").fill(password)
        self.page.get_by_role("button", name="Se connecter").click()

    def watch(self) -> None:
        """Note each error of the console, each failed request, each look elsewhere."""
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda error: self.faults.append(f"script : {error.error}"))
        self.context.on("request", self._asked)
        self.context.on("requestfailed", self._failed)
        self.context.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        usual = "Failed to load resource: the server responded", *REPLACED
        if message.type in {"error", "warning"} and not message.text.startswith(usual):
            self.faults.append(f"console : {message.text}")

    def _asked(self, request: Request) -> None:
        there = urlsplit(request.url)
        if there.scheme in {"http", "https"} and there.netloc != urlsplit(self.site.url).netloc:
            self.faults.append(f"ailleurs : {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # leaving a page ends what it was asking
            self.faults.append(f"échec : {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status} : {response.url}")


def visit(
    browser: Browser, site: Site, *, javascript: bool = True, width: int = 1280, **wishes: object
) -> Visitor:
    """Open a browser for one more person, who comes from an address of their own."""
    number = next(_numbers)
    context = browser.new_context(
        java_script_enabled=javascript,
        viewport={"width": width, "height": 900},
        locale="fr-FR",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
        extra_http_headers={"X-Forwarded-For": f"10.1.{number // 250}.{number % 250 + 1}"},
        **wishes,
    )
    context.set_default_timeout(PATIENCE_MS)
    visitor = Visitor(site, context, context.new_page())
    visitor.watch()
    return visitor
