"""The journal in words: no verb, no fact of the code's own is left for the reader."""

import json

import pytest

from app.base.audit import actions as audit
from app.base.core import clock
from app.base.core.actors import SYSTEM

JOURNAL = "/gestion/journal"


@pytest.mark.parametrize(
    ("room", "verb", "before", "after", "said"),
    [
        ("points", "correct", {"kind": "reemploi"}, {"kind": "don"}, ["a corrigé la fiche"]),
        ("points", "signal", None, {"state": "plein"}, ["a signalé un état sur place"]),
        (
            "points",
            "except",
            {"exceptions": []},
            {"exceptions": [["2026-12-04", "2026-12-04", None, "Inventaire"]]},
            ["Jours exceptionnels", "vendredi 4 décembre : fermé (Inventaire)"],
        ),
        (
            "points",
            "import",
            None,
            {"source": "X", "counts": {"nouveau": 3}},
            ["Nouveau lieu : 3"],
        ),
        ("catalog", "correct", {"mass_g": 1500}, {"mass_g": 2000}, ["Poids", "1,5 kg", "2 kg"]),
        (
            "pickups",
            "confirm",
            {"status": "demande"},
            {"status": "confirme"},
            ["a confirmé l’enlèvement", "demande reçue"],
        ),
        ("accounts", "amend", {"roles": ["dons"]}, {"roles": ["accueil"]}, ["Rôles", "Accueil et"]),
    ],
)
def test_the_journal_tells_each_room_in_its_own_words(  # noqa: PLR0917
    signed_in, session, room, verb, before, after, said
):
    now = clock.now()
    audit.record(session, room, verb, "x:1", SYSTEM, now=now, before=before, after=after)
    session.commit()
    page = signed_in("admin").get(JOURNAL).text
    assert [words for words in said if words not in page] == []
    assert json.dumps(list(after)) not in page


def test_a_room_without_words_is_told_as_it_is_written(signed_in, session):
    audit.record(session, "slots", "shut", "s:1", SYSTEM, now=clock.now(), after={"a": [1, 2]})
    session.commit()
    page = signed_in("admin").get(JOURNAL).text
    assert "shut" in page
    assert "1, 2" in page
