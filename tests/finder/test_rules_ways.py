"""What a thing wants care for, whatever flow it is collected in."""

import pytest

from app.catalog.models import CatalogObject, Flow, Subfamily
from app.finder.rules import ways


@pytest.mark.parametrize("flow", [Flow.PAM, Flow.CARTOUCHES])
def test_a_cartridge_is_not_opened_whatever_flow_takes_it(flow):
    row = CatalogObject(subfamily=Subfamily.CARTOUCHES, flow=flow)
    assert "ne pas ouvrir" in ways.hazard(row)


def test_a_small_appliance_wants_no_care():
    assert ways.hazard(CatalogObject(subfamily=Subfamily.PAM, flow=Flow.PAM)) == ""
