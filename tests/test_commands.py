"""The console script as somebody types it, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.alone
REBOND = Path(sys.executable).parent / "rebond"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("installation")
    assert run(folder, "prepare", "--demo").returncode == 0
    return folder


def run(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    known = {"REBOND_DATA_DIR": str(folder), "REBOND_GEOCODER_URL": "", "PATH": os.environ["PATH"]}
    return subprocess.run(
        [REBOND, *words],
        env=known | settings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=folder,
    )


def test_a_second_preparation_changes_nothing_and_says_the_sign_ins(folder):
    again = run(folder, "prepare", "--demo")
    assert again.returncode == 0
    assert "direction@demo.test" in again.stdout


def test_a_house_without_a_worker_says_so(folder):
    told = run(folder, "doctor")
    assert told.returncode == 1
    assert "facteur" in told.stdout + told.stderr


def test_a_healthy_house_says_so(folder):
    assert run(folder, "worker", "--once").returncode == 0
    assert run(folder, "doctor").stdout.strip() == "Tout va bien."


def test_the_territory_is_the_gatinais_with_96_communes(folder):
    said = json.loads(run(folder, "territory", "show", "--json").stdout)
    assert len(said["communes"]) == 96


def test_the_demonstration_never_enters_production(folder):
    refused = run(folder, "prepare", "--demo", REBOND_PRODUCTION="true")
    assert refused.returncode == 1
    assert "production" in refused.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("points", "import", "absent.csv"),
        ("users", "create", "pas une adresse", "--name", "X", "--role", "admin"),
        ("restore", "absent.zip"),
        ("nimporte",),
        ("prepare", "--nimporte"),
    ],
)
def test_a_refusal_is_a_sentence_on_standard_error_and_never_a_traceback(folder, words):
    refused = run(folder, *words)
    assert refused.returncode == 1
    assert refused.stderr.strip()
    assert "Traceback" not in refused.stderr


def test_a_wrong_setting_is_a_sentence(folder):
    refused = run(folder, "doctor", REBOND_DATABASE_URL="mysql://x")
    assert refused.returncode == 1
    assert "REBOND_DATABASE_URL" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_house_comes_back_from_its_backup(folder, tmp_path):
    assert run(folder, "backup", str(tmp_path / "save.zip")).returncode == 0
    there = tmp_path / "there"
    there.mkdir()
    assert run(there, "restore", str(tmp_path / "save.zip")).returncode == 0
    assert run(there, "doctor").returncode == 0


@pytest.mark.parametrize(
    "command",
    ["prepare", "serve", "worker", "doctor", "backup", "restore", "points", "users", "territory"],
)
def test_every_command_explains_itself(folder, command):
    told = run(folder, command, "--help")
    assert told.returncode == 0
    assert "--help" in told.stdout


def test_the_doctor_refuses_a_house_without_a_database(tmp_path):
    refused = run(tmp_path, "doctor")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "rebond prepare" in refused.stderr
    told = run(tmp_path, "doctor", "--json")
    assert told.returncode == 1
    assert json.loads(told.stdout)["healthy"] is False


def test_a_command_before_the_database_says_what_to_do(tmp_path):
    refused = run(tmp_path, "users", "list")
    assert refused.returncode == 1
    assert "rebond prepare" in refused.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nimporte",), "La commande « nimporte » n’existe pas."),
        (("doctor", "--nimporte"), "L’option --nimporte n’existe pas."),
        (("points", "import"), "Il manque FILE."),
        (("points", "import", "absent.csv"), "« absent.csv » n’existe pas."),
        (("users", "create", "a@b.fr", "--name", "X", "--role", "roi"), "« roi » n’en fait pas"),
        (("backup", "/nulle-part/save.zip"), "Ce fichier ou ce dossier n’existe pas"),
        (("doctor", "trop"), "En trop : trop."),
    ],
)
def test_what_is_typed_wrong_is_said_in_french(folder, words, said):
    refused = run(folder, *words)
    assert refused.returncode == 1
    assert said in refused.stderr


def test_machines_read_json(folder, tmp_path):
    assert json.loads(run(folder, "doctor", "--json").stdout) == {"healthy": True, "troubles": []}
    assert json.loads(run(folder, "worker", "--once", "--json").stdout) == {"done": 0}
    saved = json.loads(run(folder, "backup", str(tmp_path / "s.zip"), "--json").stdout)
    assert saved["size_bytes"] == (tmp_path / "s.zip").stat().st_size
    prepared = json.loads(run(folder, "prepare", "--demo", "--json").stdout)
    assert "direction@demo.test" in prepared["accounts"]
