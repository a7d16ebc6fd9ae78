"""The code after the password: an authenticator's, or a recovery code that serves once."""

import base64
import re
from typing import cast

from flask import current_app
from flask_security import Security, Totp, UserMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer
from passlib.totp import TotpMatch  # type: ignore[import-untyped]

from app.accounts.models import Account
from app.base.core.errors import RuleBroken
from app.base.core.text import N_

CLOCK_SKEW_S = 30
"""A phone's clock may be one step off."""
SETUP_S = 30 * 60
RECOVERY_CODES = 8
_TOTP_CODE = re.compile(r"\d{6}")


class CountedTotp(Totp):
    """Flask-Security's authenticator codes, none of which serves twice."""

    def get_last_counter(self, user: UserMixin) -> int | None:
        """Return the step of the last code this person used."""
        return cast("Account", user).tf_last_counter

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        """Remember the step of the code just used."""
        cast("Account", user).tf_last_counter = int(tmatch.counter)

    def generate_qrcode(self, username: str, totp: str) -> str:
        """Return the square as one path on white: a tenth of the library's, dark mode too."""
        import qrcode  # noqa: PLC0415 - it brings Pillow: four megabytes for a rare page
        from qrcode.image.svg import SvgPathFillImage  # noqa: PLC0415

        image = qrcode.make(
            self.get_totp_uri(username, totp),
            image_factory=SvgPathFillImage,
            error_correction=qrcode.ERROR_CORRECT_L,
        )
        encoded = base64.b64encode(image.to_string()).decode("ascii")
        return f"data:image/svg+xml;base64,{encoded}"


def propose(account: Account) -> str:
    """Return a sealed new secret: the page carries it until the first code confirms it."""
    secret = _security().totp_factory.generate_totp_secret()
    return _seal().dumps([account.fs_uniquifier, secret])


def proposed(account: Account, sealed: str) -> str:
    """Return the encrypted secret that was proposed to this person.

    Raises RuleBroken when the page stayed open too long or is not theirs.
    """
    try:
        owner, secret = _seal().loads(sealed, max_age=SETUP_S)
    except (BadSignature, ValueError, TypeError):
        owner, secret = None, ""
    if owner != account.fs_uniquifier:
        raise RuleBroken(N_("La page est restée ouverte trop longtemps. Recommencez."))
    return str(secret)


def shown(account: Account, secret: str) -> dict[str, str]:
    """Return `image` (a data: address of an SVG) and `key` (to type) for an authenticator."""
    values: dict[str, str] = _security().totp_factory.fetch_setup_values(secret, account)
    return values


def confirms(account: Account, secret: str, code: str) -> bool:
    """Tell whether `code` comes from an authenticator that holds `secret`."""
    bare = re.sub(r"\s", "", code)
    if not _TOTP_CODE.fullmatch(bare):
        return False
    totp = _security().totp_factory
    return bool(totp.verify_totp(bare, secret, account, window=CLOCK_SKEW_S))


def check_setup(account: Account, secret: str, code: str) -> None:
    """Refuse to switch on what the phone does not hold. Raises RuleBroken on the field `code`."""
    if not confirms(account, secret, code):
        raise RuleBroken(N_("Ce code n’est pas le bon. Attendez le suivant."), field="code")


def accepts(account: Account, code: str) -> bool:
    """Tell whether `code` opens the door: an authenticator's, or a recovery code, then spent."""
    if account.tf_totp_secret and confirms(account, account.tf_totp_secret, code):
        return True
    spelled = "-".join(re.findall(".{1,4}", re.sub(r"[\s-]", "", code).lower()))
    codes = _security().mf_recovery_codes_util
    if not codes.check_recovery_code(account, spelled):
        return False
    codes.delete_recovery_code(account, spelled)
    return True


def new_codes(account: Account) -> list[str]:
    """Give a person new recovery codes, in clear this once; the old ones die."""
    codes: list[str] = _security().mf_recovery_codes_util.create_recovery_codes(account)
    return codes


def _seal() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="accounts/second-factor")


def _security() -> Security:
    return cast("Security", current_app.extensions["security"])
