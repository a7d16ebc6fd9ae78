"""A real geocoder on loopback: redis and addok, started for a test and ended with it.

`REBOND_ADDOK` names a virtual environment that holds addok, addok-fr and addok-france;
redis-server comes from the system.
"""

import gzip
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

CONFIG = """
QUERY_PROCESSORS_PYPATHS = [
    "addok.helpers.text.check_query_length", "addok_france.extract_address",
    "addok_france.clean_query", "addok_france.remove_leading_zeros"]
SEARCH_RESULT_PROCESSORS_PYPATHS = [
    "addok.helpers.results.match_housenumber", "addok_france.make_labels",
    "addok.helpers.results.score_by_importance",
    "addok.helpers.results.score_by_autocomplete_distance",
    "addok.helpers.results.score_by_str_distance",
    "addok.helpers.results.score_by_geo_distance"]
PROCESSORS_PYPATHS = [
    "addok.helpers.text.tokenize", "addok.helpers.text.normalize",
    "addok_france.glue_ordinal", "addok_france.fold_ordinal",
    "addok_france.flag_housenumber", "addok.helpers.text.synonymize",
    "addok_fr.phonemicize"]
"""
LOADING_S = 240


@contextmanager
def addok(home: Path, packed: Path, folder: Path) -> Iterator[str]:
    """Load the addresses of `packed` and yield the prefix that answers /search and /reverse."""
    (folder / "addok.conf").write_text(CONFIG, encoding="utf-8")
    addresses = folder / "addresses.ndjson"
    with gzip.open(packed) as source, addresses.open("wb") as target:
        shutil.copyfileobj(source, target)
    redis_port, port = free_port(), free_port()
    env = os.environ | {
        "REDIS_HOST": "127.0.0.1",
        "REDIS_PORT": str(redis_port),
        "ADDOK_CONFIG_MODULE": str(folder / "addok.conf"),
    }
    command = str(home / "bin" / "addok")
    store = ["redis-server", "--bind", "127.0.0.1", "--port", str(redis_port), "--save", ""]
    with running([*store, "--dir", str(folder)], folder / "redis.log", env):
        wait_for(redis_port)
        for verb in (["batch", str(addresses)], ["ngrams"]):
            with (folder / "load.log").open("ab") as log:
                subprocess.run(
                    [command, *verb], env=env, check=True, stdout=log, stderr=log, timeout=LOADING_S
                )
        serve = [command, "serve", "--host", "127.0.0.1", "--port", str(port)]
        with running(serve, folder / "addok.log", env):
            wait_for(port)
            httpx.get(f"http://127.0.0.1:{port}/search?q=montargis", timeout=30)
            yield f"http://127.0.0.1:{port}"


@contextmanager
def running(command: list[str], log: Path, env: dict[str, str]) -> Iterator[None]:
    """Run a server as long as the block, and end it by its own id."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=env)
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


def free_port() -> int:
    """Return a loopback port that nobody uses now."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def wait_for(port: int) -> None:
    """Wait until a port answers. Raises TimeoutError after 30 seconds."""
    for _attempt in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(port)
