"""Browsers of the accounts' tests, and what they leave behind."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.base.audit.models import TrailEntry
from app.base.outbox.models import OutboxRow
from tests.accounts.builders import account, sign_in


@pytest.fixture
def browser(app: Flask) -> Callable[[], FlaskClient]:
    """Return new browsers."""
    return app.test_client


@pytest.fixture
def client(browser: Callable[[], FlaskClient]) -> FlaskClient:
    return browser()


@pytest.fixture
def enter(browser, session: Session) -> Callable[..., tuple[FlaskClient, Account]]:
    """Return a browser in which somebody with these roles, or this person, is signed in."""

    def enter(*roles: str, person: Account | None = None) -> tuple[FlaskClient, Account]:
        person = person or account(session, *roles)
        client = browser()
        assert sign_in(client, person).status_code == 303
        session.expire_all()
        return client, person

    return enter


@pytest.fixture
def letters(session: Session) -> Callable[[], list[dict[str, str]]]:
    """Return the letters asked for, in no order."""

    def letters() -> list[dict[str, str]]:
        rows = session.exec(select(OutboxRow).where(OutboxRow.kind == "mail")).all()
        return [row.payload for row in rows]

    return letters


@pytest.fixture
def verbs(session: Session) -> Callable[[Account], list[str]]:
    """Return what the trail says of somebody, oldest first."""

    def verbs(person: Account) -> list[str]:
        entries = select(TrailEntry.verb).where(TrailEntry.subject == f"account:{person.id}")
        return list(session.exec(entries.order_by(col(TrailEntry.number))))

    return verbs
