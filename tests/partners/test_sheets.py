"""A structure's sheet: its number, its words, its trail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app.base.audit.models import TrailEntry
from app.base.core.errors import RuleBroken, Stale
from app.catalog.models import Family
from app.partners import actions
from app.partners.models import OrganisationKind, PartnerRole
from app.partners.rules import OrganisationFacts
from app.partners.rules.sheets import compact_siret
from tests.partners.builders import NOW, SOFIA, structure

SIRET = "732 829 320 00074"


def test_a_siret_is_read_whatever_its_spaces():
    assert compact_siret(SIRET) == "73282932000074"


def test_no_siret_is_allowed():
    assert compact_siret("  ") is None


@given(st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_in_a_siret_is_refused(place: int, shift: int):
    digits = "73282932000074"
    wrong = str((int(digits[place]) + shift) % 10)
    with pytest.raises(RuleBroken) as refusal:
        compact_siret(digits[:place] + wrong + digits[place + 1 :])
    assert refusal.value.field == "siret"


def test_a_structure_without_a_name_is_refused(session):
    with pytest.raises(RuleBroken) as refusal:
        structure(session, name="  ")
    assert refusal.value.field == "name"


def test_a_correction_keeps_what_is_still_ticked_and_tells_the_trail(session):
    row = structure(session, families=frozenset({Family.EEE}))
    facts = OrganisationFacts(
        name="Gâtinais Habitat",
        kind=OrganisationKind.LANDLORD,
        roles=frozenset({PartnerRole.SOURCE, PartnerRole.PRESCRIBER}),
        note="appeler Mme Roy",
    )
    assert actions.correct(session, row, facts, actor=SOFIA, now=NOW, seen=1)
    told = session.exec(select(TrailEntry).order_by(TrailEntry.number.desc())).first()
    assert row.role_set == {PartnerRole.SOURCE, PartnerRole.PRESCRIBER}
    assert row.family_set == set()
    assert told.after == {"roles": ["prescripteur", "source"], "families": [], "note": "…"}


def test_a_sheet_that_somebody_else_changed_is_not_overwritten(session):
    row = structure(session)
    first = OrganisationFacts(name="Habitat", kind=OrganisationKind.LANDLORD)
    actions.correct(session, row, first, actor=SOFIA, now=NOW, seen=1)
    with pytest.raises(Stale):
        actions.correct(session, row, first, actor=SOFIA, now=NOW, seen=1)
