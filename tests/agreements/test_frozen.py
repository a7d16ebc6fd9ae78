"""Rule 7: a signed agreement never changes, whoever asks, on both databases."""

import hashlib

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.agreements import actions, queries
from app.agreements.actions import commitments
from app.agreements.models import FROZEN, Agreement, AgreementPaper, Commitment
from app.agreements.rules import texts
from app.agreements.writing import text_of
from app.base.core.errors import RuleBroken
from app.partners.models import Organisation
from tests.agreements.builders import (
    HOUSE,
    NOW,
    PDF,
    TODAY,
    commitment,
    facts,
    project,
    promised,
    sign,
)
from tests.partners.builders import SOFIA, structure


@pytest.fixture
def signed(session, tmp_path) -> Agreement:
    made = project(session, structure(session))
    commitment(session, made)
    return sign(session, made, tmp_path)


def refused(session, statement: str, **values) -> bool:
    """Tell whether the database refuses a statement that touches some row."""
    try:
        with session.begin_nested():
            touched = session.execute(sa.text(statement), values).rowcount
    except DBAPIError as error:
        return "frozen" in str(error.orig) or "append only" in str(error.orig)
    assert touched == 1, "the statement found no row"
    return False


VALUES = {
    "starts_on": "'2020-01-01'",
    "ends_on": "'2099-01-01'",
    "our_signed_on": "'2020-01-01'",
    "their_signed_on": "'2020-01-01'",
    "notice": "11",
    "notice_unit": "'jours'",
    "renewal_months": "7",
    "renewals_most": "7",
    "kind": "'autre'",
    "signed_at": "'2020-01-01'",
    "dropped_at": "'2020-01-01'",
    "title": "'Autre titre'",
    "reference": "'AUTRE'",
    "partner_name": "'Autre'",
    "signed_by": "'Autre'",
    "signed_text": "'{}'",
    "text_sha256": "'0'",
    "scan_sha256": "'0'",
}


def test_every_frozen_column_is_tried():
    assert set(VALUES) == set(FROZEN) - {"id", "parent_id", "replaces_id"}


@pytest.mark.parametrize("column", VALUES)
def test_no_column_of_a_signed_agreement_can_be_changed_by_sql(session, signed, column):
    assert refused(session, f"UPDATE agreement SET {column} = {VALUES[column]}")  # noqa: S608 - ours


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM agreement",
        "UPDATE agreement_article SET text = 'autre chose'",
        "UPDATE agreement_article SET position = 9",
        "DELETE FROM agreement_article",
        "UPDATE commitment SET quantity = 4",
        "DELETE FROM commitment",
        "UPDATE agreement_paper SET sha256 = 'autre'",
        "DELETE FROM agreement_paper",
    ],
)
def test_neither_its_text_nor_its_commitments_nor_its_scan(session, signed, statement):
    assert refused(session, statement)


@pytest.mark.parametrize("table", ["agreement_article", "commitment"])
def test_nothing_can_be_added_to_it(session, signed, table):
    rows = {
        "agreement_article": "INSERT INTO agreement_article (id, agreement_id, position, title, text)"
        " SELECT '00000000000040008000000000000009', agreement_id, 9, 'Plus', 'x' FROM agreement_article LIMIT 1",
        "commitment": "INSERT INTO commitment (id, agreement_id, position, side, title, kind, quantity,"
        " rhythm, source, words) SELECT '00000000000040008000000000000009', agreement_id, 9, side,"
        " 'Plus', kind, 1, rhythm, source, '' FROM commitment LIMIT 1",
    }
    statement = rows[table]
    if session.get_bind().dialect.name == "postgresql":
        statement = statement.replace("'00000000000040008000000000000009'", "gen_random_uuid()")
    assert refused(session, statement)


def test_a_draft_stays_open_to_every_change(session):
    made = project(session, structure(session))
    commitment(session, made)
    assert not refused(session, "UPDATE agreement SET title = 'Autre titre'")
    assert not refused(session, "UPDATE commitment SET quantity = 4")
    assert not refused(session, "UPDATE agreement_article SET text = 'autre'")


def test_what_follows_a_signature_can_still_be_noted(session, signed):
    assert not refused(session, "UPDATE agreement SET term_ends_on = '2027-12-31'")


def test_merging_two_structures_may_move_a_signed_agreement(session, signed):
    other = structure(session, name="Habitat du Gâtinais")
    signed.organisation_id = other.id
    session.flush()
    assert signed.partner_name == "Gâtinais Habitat"


@pytest.mark.parametrize(
    "case", ["sheet", "articles", "promise", "correct", "drop-promise", "drop"]
)
def test_the_actions_refuse_it_first_in_words(session, signed, case):
    told = {"actor": SOFIA, "now": NOW}
    row = session.get_one(Commitment, queries.commitments(session, signed.id)[0].id)
    tries = {
        "sheet": lambda: actions.correct(session, signed, facts(title="Autre"), **told),
        "articles": lambda: actions.write(session, signed, [("Objet", "autre")], **told),
        "promise": lambda: commitments.promise(session, signed, promised(), **told),
        "correct": lambda: commitments.correct_promise(
            session, signed, row, promised(quantity=4), **told
        ),
        "drop-promise": lambda: commitments.drop_promise(session, signed, row, **told),
        "drop": lambda: actions.drop(session, signed, **told),
    }
    with pytest.raises(RuleBroken, match="ne change plus"):
        tries[case]()


def test_what_was_signed_is_known_by_two_hashes(session, signed):
    paper = queries.papers(session, signed.id)[0]
    assert signed.scan_sha256 == paper.sha256 == hashlib.sha256(PDF).hexdigest()
    assert signed.text_sha256 == texts.sha256(signed.signed_text)


def test_a_structure_that_changes_its_name_does_not_change_what_it_signed(session, signed):
    session.get_one(Organisation, signed.organisation_id).name = "Autre nom"
    session.flush()
    text = text_of(session, signed, HOUSE)
    assert text.parties == ("Les Ateliers du Loing", "Gâtinais Habitat")
    assert "Gâtinais Habitat donne à Les Ateliers du Loing." in text.sections[0].blocks[0].text
    assert text.sections[0].blocks[1].item


def test_a_paper_stays_where_it_was_deposited(session, signed):
    assert (
        session.get_one(AgreementPaper, queries.papers(session, signed.id)[0].id).side
        == "partenaire"
    )
    assert signed.signed_at == NOW
    assert signed.status_since == TODAY
