"""People of the tests; one password for all, hashed once."""

from functools import cache
from uuid import uuid4

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlmodel import Session

from app.accounts.models import Account, AccountRole, Role
from app.base.core import clock

PASSWORD = "trois girafes sous la pluie"


@cache
def hashed(password: str = PASSWORD) -> str:
    """Return an argon2id hash that is quick to compare; the application's own is slow on purpose."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


def account(session: Session, *roles: str, password: str | None = PASSWORD, **facts) -> Account:
    """Return somebody with `roles` (an administrator unless said) who can sign in."""
    chosen = [Role(role) for role in roles or ("admin",)]
    known = {
        "email": f"{chosen[0]}-{uuid4().hex[:8]}@exemple.test",
        "name": f"Ana {chosen[0].title()}",
        "password": hashed(password) if password else None,
        "confirmed_at": clock.now() if password else None,
    }
    made = Account(**(known | facts))
    made.roles = [AccountRole(account_id=made.id, role=role) for role in chosen]
    session.add(made)
    session.commit()
    return made


def sign_in(client: FlaskClient, person: Account, password: str = PASSWORD, **query: str):
    """Fill the real form in."""
    form = {"email": person.email, "password": password}
    return client.post("/connexion", data=form, query_string=query)
