"""Who may do what to an account, what a password must be, when a sign-in ends."""

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from app.accounts.models import OUTSIDE, Account, Role, SignIn
from app.base.core.errors import RuleBroken
from app.base.core.text import N_

INVITATION_FOR = timedelta(days=7)
RESET_FOR = timedelta(hours=1)
SIGNED_IN_FOR = timedelta(hours=12)
"""A working day on a shared computer; whoever forgets to leave is out the next morning."""
SIGN_INS_KEPT_FOR = timedelta(days=90)
CODE_WITHIN = timedelta(minutes=10)
"""Between the password and the code."""
TRIES = 5
"""Wrong passwords or codes for one account before it rests."""
TRIES_PER_ADDRESS = 40
"""The same for one network address: a whole workshop may share one."""
REST_FOR = timedelta(minutes=15)
MAILS_PER_HOUR = 3
PASSWORD_MIN = 12
PASSWORD_MAX = 128
SIGNS_MIN = 5
"""Different signs in a password."""

VERB_LABELS = {
    "create": N_("Ouverture"),
    "amend": N_("Modification"),
    "close": N_("Fermeture"),
    "reopen": N_("Réouverture"),
    "accept-invitation": N_("Invitation acceptée"),
    "invite-again": N_("Invitation renvoyée"),
    "set-password": N_("Mot de passe changé"),
    "end-sign-ins": N_("Sessions terminées"),
    "set-second-factor": N_("Double authentification activée"),
    "renew-codes": N_("Nouveaux codes de secours"),
    "drop-second-factor": N_("Double authentification retirée"),
    "unlock": N_("Attente levée"),
    "correct": N_("Modification"),
    "stop": N_("Arrêt"),
    "resume": N_("Reprise"),
    "except": N_("Jours exceptionnels"),
    "drop": N_("Suppression"),
    "retry": N_("Nouvel essai"),
}
"""What the trail says of each verb, for readers."""

_COMMON = ("motdepasse", "password", "azerty", "qwerty", "123456", "abcdef", "rebond")
_YEAR = re.compile(r"(19|20)\d\d")
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "CrOS", "Linux")
_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))


def folded_email(text: str) -> str:
    """Return an e-mail address as it is kept and compared."""
    return text.strip().lower()


def check_password(password: str, *, email: str, name: str) -> None:
    """Refuse a password that is short, long, or guessed first.

    Raises RuleBroken on the field `password`.
    """
    if len(password) < PASSWORD_MIN:
        raise RuleBroken(
            N_("Ce mot de passe est trop court : il faut au moins %(n)d signes."),
            field="password",
            n=PASSWORD_MIN,
        )
    if len(password) > PASSWORD_MAX:
        raise RuleBroken(
            N_("Ce mot de passe est trop long : %(n)d signes au plus."),
            field="password",
            n=PASSWORD_MAX,
        )
    if _is_guessed(password, email, name):
        raise RuleBroken(
            N_("Ce mot de passe se devine. Essayez trois ou quatre mots sans lien entre eux."),
            field="password",
        )


def is_live(sign_in: SignIn, now: datetime) -> bool:
    """Tell whether a sign-in still opens pages."""
    return sign_in.ended_at is None and now < sign_in.at + SIGNED_IN_FOR


def state(account: Account) -> str:
    """Return `ferme`, `invite` (no password yet) or `actif`."""
    if not account.active:
        return "ferme"
    return "invite" if account.password is None else "actif"


def needs_second_factor(account: Account, required: Collection[str]) -> bool:
    """Tell whether a person must set a second factor up before anything else."""
    return not account.has_second_factor and any(role in required for role in account.role_set)


def works_here(roles: Collection[Role]) -> bool:
    """Tell whether somebody with these roles belongs to the team."""
    return any(role not in OUTSIDE for role in roles)


def check_may_change(hand: Account | None, account: Account) -> None:
    """Refuse to touch an administrator's account unless one is one oneself.

    `hand` is None for the person who runs the server. Raises RuleBroken.
    """
    if hand is None:
        return
    if Role.ADMIN in account.role_set and Role.ADMIN not in hand.role_set:
        raise RuleBroken(N_("Seule l’administration du site modifie ce compte."))


def check_roles(hand: Account | None, account: Account | None, roles: Collection[Role]) -> None:
    """Refuse roles that `hand` may not give; `account` is None for a new one.

    Raises RuleBroken on the field `roles`.
    """
    if not roles:
        raise RuleBroken(N_("Choisissez au moins un rôle."), field="roles")
    if hand is None:
        return
    before = account.role_set if account else frozenset()
    touches_admin = (Role.ADMIN in roles) != (Role.ADMIN in before)
    if touches_admin and Role.ADMIN not in hand.role_set:
        raise RuleBroken(
            N_("Seule l’administration du site donne ou retire ce rôle."), field="roles"
        )
    keeps_door = bool({Role.ADMIN, Role.DIRECTION} & set(roles))
    if account is not None and account.id == hand.id and not keeps_door:
        raise RuleBroken(
            N_("Vous perdriez l’accès à cette page. Demandez à une autre personne de le faire."),
            field="roles",
        )


def check_may_close(hand: Account | None, account: Account) -> None:
    """Refuse to close one's own account.

    Raises RuleBroken.
    """
    if hand is not None and account.id == hand.id:
        raise RuleBroken(
            N_("Vous ne pouvez pas fermer votre propre compte. Demandez à une autre personne.")
        )


def check_an_admin_remains(others: int) -> None:
    """Refuse a change after which nobody administers the site; `others` are those who stay.

    Raises RuleBroken on the field `roles`.
    """
    if others < 1:
        raise RuleBroken(
            N_("C’est la dernière personne qui administre le site. Nommez-en une autre d’abord."),
            field="roles",
        )


def safe_next(address: str | None) -> str | None:
    """Return `address` when it is a path of this site, else None: no one is sent elsewhere."""
    if not address or not address.startswith("/"):
        return None
    if address.startswith("//") or "\\" in address or re.search(r"[\x00-\x20\x7f]", address):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address


def landing(account: Account) -> str:
    """Return the page where a person's work begins."""
    if works_here(account.role_set):
        return "/gestion"
    doors = {Role.DESK: "/guichet", Role.PARTNER: "/partenaire"}
    return next((door for role, door in doors.items() if role in account.role_set), "/mon-compte")


def device(agent: str) -> str:
    """Return browser and system in two words, from a User-Agent header."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "Navigateur")
    system = next((name for name in _SYSTEMS if name in agent), "")
    system = {"Macintosh": "macOS", "CrOS": "ChromeOS"}.get(system, system)
    return f"{browser}, {system}" if system else browser


def _is_guessed(password: str, email: str, name: str) -> bool:
    """Tell whether a password is mostly something that everybody would try."""
    bare = _YEAR.sub("", "".join(_plain(password).split()))
    known = [*_COMMON, *re.split(r"\W+", _plain(email)), *_plain(name).split()]
    for word in sorted(known, key=len, reverse=True):
        if len(word) > 2:  # noqa: PLR2004 - shorter pieces occur by chance
            bare = bare.replace(word, "")
    return len(set(password)) < SIGNS_MIN or len(bare) < PASSWORD_MIN // 2


def _plain(text: str) -> str:
    """Return `text` in small letters without accents, in any script."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
