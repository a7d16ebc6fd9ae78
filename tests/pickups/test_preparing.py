"""What people get ready, and when they are reminded of it."""

from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest

from app.catalog.models import Battery, DataBearing, Subfamily
from app.pickups.models import Pickup, PickupEvent, PickupStatus
from app.pickups.rules.preparing import Kind, to_prepare
from app.pickups.rules.reminders import reminder_of
from app.slots.models import SlotOccurrence

VISIT = date(2026, 12, 3)


def kind(subfamily, data=DataBearing.NO, battery=Battery.NO) -> Kind:
    return Kind(subfamily, data, battery)


@pytest.mark.parametrize(
    ("known", "word"),
    [
        (kind(Subfamily.GEM_FROID), "dégivrez"),
        (kind(Subfamily.GEM_HORS_FROID), "fermez l’eau"),
        (kind(Subfamily.INFORMATIQUE, DataBearing.YES), "effacez vos données"),
        (kind(Subfamily.ECRANS, DataBearing.POSSIBLE), "effacez vos données"),
        (kind(Subfamily.TELEPHONES), "carte SIM"),
        (kind(Subfamily.MEUBLES), "vis et notice"),
        (kind(Subfamily.LITERIE), "punaises"),
        (kind(Subfamily.VELOS, battery=Battery.YES), "Batterie"),
    ],
)
def test_each_kind_has_its_sentence_and_no_other(known, word):
    said = to_prepare([known], unknown=False)
    assert len(said) == 2
    assert word in said[1]


def test_a_chair_needs_only_to_be_at_hand():
    assert len(to_prepare([kind(Subfamily.VAISSELLE)], unknown=False)) == 1


def test_what_the_dictionary_does_not_know_is_unplugged_and_emptied():
    assert "Débranchez" in to_prepare([], unknown=True)[-1]


def pickup(*verbs: tuple[str, int], status=PickupStatus.CONFIRMED) -> Pickup:
    """Return a visit on the third of December; `verbs` are (verb, day of November)."""
    made = Pickup(status=status, created_at=datetime(2026, 11, 2, 12, tzinfo=UTC))
    made.occurrence = SlotOccurrence(
        pattern_id=uuid4(), day=VISIT, starts=time(9), ends=time(12), places=1, mass_g=1,
        volume_ml=1, crew_minutes=1,
    )  # fmt: skip
    made.events = [
        PickupEvent(verb=verb, actor="x", at=datetime(2026, 11, day, 12, tzinfo=UTC))
        for verb, day in verbs
    ]
    return made


@pytest.mark.parametrize(
    ("told", "today", "due"),
    [
        (("ask", 20), date(2026, 11, 29), None),
        (("ask", 20), date(2026, 11, 30), 3),
        (("ask", 20), date(2026, 12, 1), 3),
        (("ask", 20), date(2026, 12, 2), 1),
        (("ask", 20), VISIT, None),
        (("move", 30), date(2026, 11, 30), None),
        (("move", 30), date(2026, 12, 2), 1),
        (("note", 30), date(2026, 11, 30), 3),
    ],
)
def test_a_reminder_is_due_unless_the_day_was_just_told(told, today, due):
    assert reminder_of(pickup(("ask", 20), told), today=today) == due


@pytest.mark.parametrize(
    "status", [each for each in PickupStatus if each is not PickupStatus.CONFIRMED]
)
def test_only_a_confirmed_visit_is_recalled(status):
    assert reminder_of(pickup(status=status), today=date(2026, 12, 2)) is None
