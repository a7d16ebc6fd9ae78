"""Text messages leave here, through the provider that the installation names."""

import logging
import re
import time
from typing import Any
from urllib.parse import quote

from app.config import Settings

NUMBER = re.compile(r"\+[1-9]\d{6,14}")
"""E.164: nothing else reaches the provider's address."""
TIMEOUT_S = 10


class SmsRefused(Exception):  # noqa: N818 - reads as a sentence
    """The provider did not take the message, or nothing is set to send it."""


class SmsUnsure(Exception):  # noqa: N818 - reads as a sentence
    """The provider was silent for so long that it may have taken the message."""


def send(settings: Settings, to: str, text: str) -> None:
    """Send one text message.

    Raises SmsRefused when it did not leave, SmsUnsure when nobody can tell: the library says
    no more of a refusal than of an answer that never came, but the latter takes the whole
    time-out.
    """
    if not settings.sms_url or not NUMBER.fullmatch(to):
        raise SmsRefused
    provider = _provider(settings.sms_url.replace("{phone}", quote(to, safe="")))
    began = time.monotonic()
    if not provider.notify(body=text, body_format="text"):
        raise SmsUnsure if time.monotonic() - began >= TIMEOUT_S else SmsRefused


def _provider(address: str) -> Any:
    """Return the provider of an address, with a time-out. Raises SmsRefused for an unknown one.

    The library is heavy and only the worker needs it: it is imported here. What it logs names
    numbers and keys: it stays silent, and the outbox keeps the failure.
    """
    import apprise  # noqa: PLC0415 - see above

    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    join = "&" if "?" in address else "?"
    made = apprise.Apprise()
    if not made.add(f"{address}{join}cto={TIMEOUT_S}&rto={TIMEOUT_S}"):
        raise SmsRefused
    return made
