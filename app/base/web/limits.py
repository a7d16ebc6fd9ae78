"""Rate limits, counted in the database so that several servers count together."""

import time
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app
from flask_limiter import Limiter
from limits.storage import Storage
from sqlmodel import Field, SQLModel

from app.base import db
from app.base.core.codes import keyed_hash
from app.base.db.upsert import insert
from app.base.web.visitors import network

limiter = Limiter(network, strategy="fixed-window", headers_enabled=False)
limit = limiter.limit


class RateCount(SQLModel, table=True):
    """How often a key was seen in its window; a technical table, a GET may write it."""

    __tablename__ = "rate_count"  # pyright: ignore[reportAssignmentType]

    key: str = Field(max_length=64, primary_key=True)
    count: int = 0
    expires_at: int = Field(default=0, index=True)
    """Unix seconds."""


class SqlStorage(Storage):
    """flask-limiter's counters in one table, by upsert; keys are hashed."""

    STORAGE_SCHEME = ["rebond-sql"]  # noqa: RUF012 - the library reads a list

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the library may take for a failing store."""
        return sa.exc.SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count `amount` more for `key` in its window of `expiry` seconds; return the count."""
        now = int(time.time())
        table = RateCount.__table__  # type: ignore[attr-defined]
        with db.aside() as session:
            stale = table.c.expires_at <= now
            statement = (
                insert(session, table)
                .values(key=_hashed(key), count=amount, expires_at=now + expiry)
                .on_conflict_do_update(
                    index_elements=["key"],
                    set_={
                        "count": sa.case((stale, amount), else_=table.c.count + amount),
                        "expires_at": sa.case((stale, now + expiry), else_=table.c.expires_at),
                    },
                )
                .returning(table.c.count)
            )
            return int(session.execute(statement).scalar_one())

    def get(self, key: str) -> int:
        """Return the count of `key` in its current window."""
        row = self._row(key)
        return row.count if row else 0

    def get_expiry(self, key: str) -> float:
        """Return when the window of `key` ends, in Unix seconds."""
        row = self._row(key)
        return float(row.expires_at) if row else time.time()

    def check(self) -> bool:
        """Tell that the store answers."""
        return True

    def reset(self) -> int | None:
        """Forget every count; return how many."""
        with db.aside() as session:
            return int(session.execute(sa.delete(RateCount)).rowcount)  # type: ignore[attr-defined]

    def clear(self, key: str) -> None:
        """Forget the count of `key`."""
        with db.aside() as session:
            session.execute(sa.delete(RateCount).where(RateCount.key == _hashed(key)))  # type: ignore[arg-type]

    def _row(self, key: str) -> Any:
        with db.aside() as session:
            return session.execute(
                sa.select(RateCount.count, RateCount.expires_at).where(  # type: ignore[call-overload]
                    RateCount.key == _hashed(key), RateCount.expires_at > int(time.time())
                )
            ).first()


def _hashed(key: str) -> str:
    """Return the key under the application's secret: an address is never kept in clear."""
    return keyed_hash(current_app.config["SECRET_KEY"], "rate", key)


def forget_stale(session: Any) -> None:
    """Delete the windows that are over."""
    session.execute(sa.delete(RateCount).where(RateCount.expires_at < int(time.time())))  # type: ignore[arg-type]


def init_app(app: Flask) -> None:
    """Count in the database; the limit's page is the 429 page."""
    app.config["RATELIMIT_STORAGE_URI"] = "rebond-sql://"
    limiter.init_app(app)
