"""Wrong passwords and codes, counted so that guessing takes years.

An attempt is counted before it is checked, in a transaction of its own: the refusal that
follows is rolled back, the count is not, and parallel guesses cannot share one. So nothing
may have been written yet when one is counted.
"""

from app.accounts import rules
from app.base import db
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.base.web.limits import limiter

REST_S = int(rules.REST_FOR.total_seconds())
HOUR_S = 3600


class Resting(RuleBroken):
    """Too many wrong attempts: one waits, or asks somebody to lift it (answered with 429)."""


def count_sign_in(email: str, address: str) -> None:
    """Count an attempt at a person's door. Raises Resting."""
    _let_go()
    tried = limiter.storage.incr(_person(email), REST_S)
    tried_here = limiter.storage.incr(_place(address), REST_S)
    if tried > rules.TRIES or tried_here > rules.TRIES_PER_ADDRESS:
        raise _resting()


def forgive_sign_in(email: str, address: str) -> None:
    """Forget the attempts on an account after the right password; give the address one back."""
    limiter.storage.clear(_person(email))
    limiter.storage.incr(_place(address), REST_S, amount=-1)


def count_code(who: str) -> None:
    """Count an attempt at a second factor. Raises Resting."""
    _let_go()
    if limiter.storage.incr(_code(who), REST_S) > rules.TRIES:
        raise _resting()


def forgive_code(who: str) -> None:
    """Forget the wrong codes after a right one."""
    limiter.storage.clear(_code(who))


def may_mail(email: str) -> bool:
    """Count a letter asked for an address; tell whether it may leave."""
    return limiter.storage.incr(f"letter/{email}", HOUR_S) <= rules.MAILS_PER_HOUR


def rests(email: str, who: str) -> bool:
    """Tell whether an account is locked now."""
    passwords = limiter.storage.get(_person(email))
    return max(passwords, limiter.storage.get(_code(who))) >= rules.TRIES


def lift(email: str, who: str) -> None:
    """Unlock an account at once."""
    limiter.storage.clear(_person(email))
    limiter.storage.clear(_code(who))


def _let_go() -> None:
    """End the transaction that only read: inside it, the count would be rolled back."""
    db.session().rollback()


def _resting() -> Resting:
    return Resting(
        N_(
            "Trop d’essais. Par sécurité, attendez %(n)d minutes, "
            "ou demandez à l’administration du site de lever l’attente."
        ),
        n=REST_S // 60,
    )


def _person(email: str) -> str:
    return f"sign-in/person/{email}"


def _place(address: str) -> str:
    return f"sign-in/place/{address}"


def _code(who: str) -> str:
    return f"sign-in/code/{who}"
