"""The board and the list on both databases: filtered, sorted, counted alike."""

from datetime import timedelta

import pytest

from app.catalog.models import Family
from app.partners.models import OrganisationKind
from app.partnerships.actions import partnerships as actions
from app.partnerships.models import Standing, Step
from app.partnerships.queries import board, ideas
from app.partnerships.queries.board import Wanted
from tests.accounts.builders import account
from tests.partners.builders import structure
from tests.partnerships.builders import NOW, SOFIA, TODAY, action, going

HAND = {"actor": SOFIA, "now": NOW}
DAY = timedelta(days=1)


def names(session, **wanted) -> list[str]:
    sort = wanted.pop("sort", "structure")
    found = board.lines(session, Wanted(**wanted), today=TODAY, sort=sort)
    assert board.count(session, Wanted(**wanted), today=TODAY) == len(found)
    return [card.name for card in found]


@pytest.fixture
def sofia(session):
    return account(session, "partenariats", name="Sofia").id


@pytest.fixture
def four(session, sofia) -> None:
    """Make a bank that is late, a landlord owned by Sofia, a school at rest, a lost paper mill."""
    bank = structure(
        session, "Banque", kind=OrganisationKind.COMPANY, families=frozenset({Family.EEE})
    )
    going(session, bank, step=Step.EVALUATION, next=action("Bilan", TODAY - DAY))
    going(session, structure(session, "Habitat"), owner_id=sofia, next=action("Point"))
    school = going(session, structure(session, "École"), step=Step.MEETING, next=action("Appeler"))
    actions.pause(session, school, "Attendre", None, **HAND, seen=1)
    mill = going(session, structure(session, "Papeterie"))
    actions.lose(session, mill, "Contrat national", **HAND, seen=1)


@pytest.mark.usefixtures("four")
def test_each_filter_narrows_and_the_lost_ones_are_asked_for(session, sofia):
    assert names(session) == ["Banque", "École", "Habitat"]
    assert names(session, late=True) == ["Banque"]
    assert names(session, owner_id=sofia) == ["Habitat"]
    assert names(session, standing=Standing.PAUSED) == ["École"]
    assert names(session, standing=Standing.LOST) == ["Papeterie"]
    assert names(session, kind=OrganisationKind.COMPANY) == ["Banque"]
    assert names(session, family=Family.EEE) == ["Banque"]
    assert names(session, step=Step.MEETING) == ["École"]
    assert names(session, words="hab") == ["Habitat"]
    assert names(session, words="%") == []


@pytest.mark.usefixtures("four")
def test_each_sort_has_its_order(session):
    assert names(session, sort="prochaine")[0] == "Banque"
    assert names(session, sort="etape") == ["Habitat", "École", "Banque"]
    assert sorted(names(session, sort="depuis")) == ["Banque", "Habitat", "École"]


def test_a_column_shows_the_most_pressing_and_counts_all(session):
    for number in range(board.SHOWN + 3):
        said = action("Appeler", TODAY + number * DAY) if number else action(on=None, words="")
        going(session, structure(session, f"Structure {number:02}"), next=said)
    columns = {c.step: c for c in board.board(session, Wanted(), today=TODAY)}
    full = columns[Step.IDENTIFICATION]
    assert full.count == board.SHOWN + 3
    assert [card.name for card in full.cards][:2] == ["Structure 01", "Structure 02"]
    assert len(full.cards) == board.SHOWN
    assert columns[Step.MEETING].count == 0


def test_doors_are_matched_with_open_structures_of_their_kind(session):
    structure(session, "Banque du Loing", kind=OrganisationKind.COMPANY)
    gone = structure(session, "Vieille banque", kind=OrganisationKind.COMPANY)
    gone.closed_at = NOW
    session.flush()
    found = ideas.by_kind(session, {OrganisationKind.COMPANY, OrganisationKind.LANDLORD})
    assert [name for _id, name, _folded in found[OrganisationKind.COMPANY]] == ["Banque du Loing"]
