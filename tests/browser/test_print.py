"""What hangs on a wall fits one sheet of paper."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site

SHEETS = (
    "ressourcerie-du-ricochet-montargis",
    "decheterie-des-trois-saules-amilly",
    "electro-plaine-grande-surface-villemandeur",
    "borne-textile-du-patis-montargis",
    "enveloppe-retour-telephones-montargis",
)


@pytest.mark.parametrize("slug", SHEETS)
def test_the_poster_of_a_place_is_one_page_of_a4(page: Page, site: Site, slug: str):
    page.goto(f"{site.url}/points/{slug}/affiche")
    paper = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1
