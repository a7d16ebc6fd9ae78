import pytest

from app.config import SettingsRefused, load


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Read no .env of the project and write in no folder of it."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "BASE_URL", "SECRET_KEY", "DATA_DIR", "MAIL_URL"):
        monkeypatch.delenv(f"REBOND_{name}", raising=False)


def test_nothing_has_to_be_set():
    settings = load()
    assert settings.resolved_database_url().startswith("sqlite:///")
    assert len(settings.secret_key) >= 32


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first = load().secret_key
    assert load().secret_key == first
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_only_its_owner_enters_the_data_folder(tmp_path):
    load()
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("BASE_URL", "pas une adresse"),
        ("MAIL_URL", "ftp://x"),
        ("PROXIES", "beaucoup"),
        ("SECRET_KEY", "court"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch, name, value):
    monkeypatch.setenv(f"REBOND_{name}", value)
    with pytest.raises(SettingsRefused, match=f"REBOND_{name}"):
        load()


def test_the_database_driver_is_ours_to_choose(monkeypatch):
    monkeypatch.setenv("REBOND_DATABASE_URL", "postgresql://rebond@/rebond")
    assert load().resolved_database_url().startswith("postgresql+psycopg://")
