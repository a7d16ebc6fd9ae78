"""Settings: typed, read from REBOND_* variables, refused at start with a clear sentence."""

import os
import secrets
from datetime import time
from pathlib import Path
from typing import Self

from pydantic import AnyUrl, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

GATINAIS = "244500203,200067676,200067668,244500419"
"""The four EPCI of the PETR du Gâtinais Montargois."""


def _port() -> str:
    return os.environ.get("PORT", "8000")


class SettingsRefused(Exception):  # noqa: N818 - reads as a sentence
    """A setting is missing or wrong; the message says which and what is expected."""


class Settings(BaseSettings):
    """What an installation decides; every field is the variable REBOND_<FIELD>."""

    model_config = SettingsConfigDict(env_prefix="REBOND_", env_file=".env", extra="ignore")

    data_dir: Path = Path("var")
    """Folder of the database, mails and uploaded files."""
    database_url: str = ""
    """sqlite:///… or postgresql://…; empty: SQLite in the data folder."""
    base_url: str = Field(default_factory=lambda: f"http://127.0.0.1:{_port()}")
    """Address people type, used in mails and QR codes."""
    mail_url: str = ""
    """smtp://user:password@host:port, smtps://…, or empty: .eml files in the data folder."""
    mail_from: str = "rebond@exemple.test"
    sms_url: str = ""
    """An apprise address of the provider with {phone} where the number goes; empty: no SMS."""
    sms_from: time = time(8)
    """No text message leaves before this local hour, 08:00, unless the visit is too near."""
    sms_until: time = time(20)
    """Nor from this local hour on."""
    territory: str = GATINAIS
    """EPCI or INSEE codes, separated by commas."""
    territory_name: str = "Gâtinais Montargois"
    house_name: str = "Les Ateliers du Loing"
    """The structure that signs agreements and papers: this installation's own."""
    secret_key: str = ""
    """At least 32 characters; made at first run and kept in the data folder."""
    geocoder_url: str = "https://data.geopf.fr/geocodage"
    """Prefix to which /search and /reverse are added; empty: communes only."""
    companies_url: str = "https://recherche-entreprises.api.gouv.fr"
    """Prefix of the public company look-up, to which /search is added; empty: none."""
    contacts_kept_years: int = Field(default=3, ge=1, le=10)
    """Years after which the name of a contact who left is erased."""
    mails_kept_years: int = Field(default=3, ge=1, le=10)
    """Years after which the words of a mail that was dropped on an exchange are erased."""
    router_url: str = ""
    tiles_url: str = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    """Map tiles; empty: the communes' outline alone."""
    tiles_credit: str = "© les contributeurs d’OpenStreetMap"
    demo_password: str = ""
    help_phone: str = "02 61 91 00 45"
    help_hours: str = "du lundi au vendredi, de 9 h à 12 h et de 14 h à 17 h"
    second_factor: bool | None = None
    """Ask administrators for a second factor; unset: in production only."""
    production: bool = False
    """True refuses demonstration data and asks for secure cookies."""
    proxies: int = Field(default=0, ge=0, le=5)
    """Number of trusted reverse proxies in front of the server."""

    @field_validator("base_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        AnyUrl(value)
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _is_known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
            message = "sqlite:///fichier ou postgresql://utilisateur@machine/base"
            raise ValueError(message)
        return value.replace("postgresql://", "postgresql+psycopg://", 1)

    @field_validator("mail_url")
    @classmethod
    def _is_known_mail(cls, value: str) -> str:
        if value and not value.startswith(("smtp://", "smtps://", "file:")):
            message = "smtp://, smtps:// ou file:dossier"
            raise ValueError(message)
        return value

    @field_validator("sms_url")
    @classmethod
    def _has_place_for_a_number(cls, value: str) -> str:
        if value and ("://" not in value or "{phone}" not in value):
            message = "une adresse apprise où {phone} tient la place du numéro"
            raise ValueError(message)
        return value

    @model_validator(mode="after")
    def _has_a_day_for_text_messages(self) -> Self:
        if self.sms_from >= self.sms_until:
            message = "REBOND_SMS_FROM : une heure avant REBOND_SMS_UNTIL, par exemple 08:00"
            raise ValueError(message)
        return self

    def resolved_database_url(self) -> str:
        """Return the database's address, SQLite in the data folder by default."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'rebond.sqlite').resolve()}"


def load(**overrides: object) -> Settings:
    """Read the settings, make the data folder and the secret key when they are missing.

    Raises SettingsRefused with one sentence per wrong setting.
    """
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as refused:
        lines = [
            f"REBOND_{'_'.join(map(str, error['loc'])).upper()} : {error['msg']}"
            for error in refused.errors()
        ]
        raise SettingsRefused("\n".join(lines)) from None
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not settings.secret_key:
        settings = settings.model_copy(update={"secret_key": _kept_secret(settings.data_dir)})
    if len(settings.secret_key) < 32:  # noqa: PLR2004 - said in the sentence
        message = "REBOND_SECRET_KEY : 32 caractères au moins."
        raise SettingsRefused(message)
    return settings


def _kept_secret(folder: Path) -> str:
    """Return the installation's secret, made once with owner-only rights."""
    path = folder / "secret-key"
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()
