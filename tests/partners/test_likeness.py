"""Which structures may be one."""

from uuid import UUID, uuid4

import pytest

from app.partners.queries import twins
from app.partners.rules.likeness import Likeness, Print, likeness
from tests.partners.builders import structure


def one(name: str, siret: str | None = None, insee: str = "", address: str = "") -> Print:
    return Print(uuid4(), name, siret, insee, address)


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (one("Gâtinais Habitat"), one("HABITAT GATINAIS"), Likeness.NAME),
        (one("Ressourcerie du Loing"), one("Resourcerie du Loing"), Likeness.NAME),
        (one("Association Les Vélos"), one("Velos"), Likeness.NAME),
        (one("Mairie de Lorris"), one("Mairie de Cepoy"), None),
        (one("A", "73282932000074"), one("B", "73282932000082"), Likeness.SIREN),
        (one("Habitat", "73282932000074"), one("Habitat", "55208131766522"), None),
        (
            one("A", None, "45208", "1 rue du Port"),
            one("B", None, "45208", "1, Rue du PORT"),
            Likeness.ADDRESS,
        ),
        (one("A", None, "45208", "rue du Port"), one("B", None, "45208", "rue du Port"), None),
        (one("A", None, "45208", "1 rue du Port"), one("B", None, "45004", "1 rue du Port"), None),
    ],
)
def test_two_structures_look_alike_for_one_reason_or_none(first, second, why):
    assert likeness(first, second) is why
    assert likeness(second, first) is why


def test_a_pair_is_proposed_once_among_many(session):
    for number in range(40):
        structure(session, f"Commune numéro {chr(97 + number % 26) * 4} {number}")
    pair = {structure(session, name).id for name in ("Gâtinais Habitat", "Habitat Gatinais")}
    found = [{first, second} for first, second, _why in twins.proposed(session)]
    assert found.count(pair) == 1


def test_two_ids_are_always_kept_in_one_order():
    low, high = UUID(int=1), UUID(int=2)
    assert twins.in_order(high, low) == twins.in_order(low, high) == (low, high)
