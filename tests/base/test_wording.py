"""Sentences of templates: the words are ours, the values are anybody's."""

import pytest
from flask import render_template_string

from app.base.web.wording import gettext


@pytest.fixture
def database() -> str:
    return "sqlite"


def test_a_value_in_a_sentence_is_escaped(app):
    with app.test_request_context():
        assert render_template_string("{{ _('Bonjour %(n)s', n='<b>') }}", n=1) == (
            "Bonjour &lt;b&gt;"
        )


def test_a_percent_sign_is_written_twice(app):
    with app.test_request_context():
        assert render_template_string("{{ _('%(n)d %% sûr', n=80) }}") == "80 % sûr"


def test_a_sentence_without_translation_is_itself(app):
    with app.test_request_context():
        assert gettext("Il reste %(n)d places.", n=3) == "Il reste 3 places."
