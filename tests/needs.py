"""What the tests cannot install themselves: `python -m tests.needs`, first step of `make test`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).parents[1]
CHECKER = PROJECT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
PROGRAMS = {
    "chromium": "Les parcours ont besoin du navigateur Chromium (paquet Debian chromium).",
    "java": "Le contrôle du HTML a besoin de Java (paquet Debian default-jre-headless).",
}
"""Program looked for on PATH → the sentence said when it is not there."""

FOR_THE_CORPUS = {
    "redis-server": "Le géocodeur d’essai a besoin de Redis (paquet Debian redis-server).",
}
"""The same, only where REBOND_CORPUS names the reference folder."""


def missing(which: Callable[[str], str | None] = shutil.which) -> list[str]:
    """Return one sentence for each program that is not there."""
    wanted = PROGRAMS | (FOR_THE_CORPUS if os.environ.get("REBOND_CORPUS") else {})
    return [sentence for program, sentence in wanted.items() if which(program) is None]


def install_checker() -> None:
    """Install the npm packages that only tests need, when they are not there."""
    if not CHECKER.is_file():
        build = [sys.executable, "-m", "app.base.web.assets", "--dev"]
        subprocess.run(build, cwd=PROJECT, check=True)


def main() -> int:
    """Say what is missing, install what can be; return the exit code."""
    sentences = missing()
    for sentence in sentences:
        sys.stderr.write(sentence + "\n")
    if not sentences:
        install_checker()
    return min(len(sentences), 1)


if __name__ == "__main__":
    sys.exit(main())
