"""One at a time: what locks several rows of a table takes its turn first."""

import sqlalchemy as sa
from sqlmodel import Session


def take_turn(session: Session, name: str) -> None:
    """Wait until nobody else has the turn called `name`, and keep it until the commit.

    Whoever locks many rows in an order it cannot choose would wait for ever for another that
    does the same. SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(name))))
