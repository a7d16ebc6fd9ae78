"""The journal in words: no verb, no fact of the code's own is left for the reader."""

import json
import re
from pathlib import Path

import pytest

from app.base.audit import actions as audit
from app.base.core import clock
from app.base.core.actors import SYSTEM
from app.base.web import telling
from app.pickups.rules import MOVES

JOURNAL = "/gestion/journal"
ROOT = Path(__file__).parents[2] / "app"


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
        (
            "pickups",
            "move",
            {"slot": "dd476abb-2593-4ee3-bfec-7ae6c87154ff.2026-11-27"},
            {"slot": "dd476abb-2593-4ee3-bfec-7ae6c87154ff.2026-12-04"},
            ["a déplacé l’enlèvement", "vendredi 27 novembre", "vendredi 4 décembre"],
        ),
        (
            "pickups",
            "amend",
            {"mass_g": 41_000},
            {"changed": ["things", "email"], "mass_g": 82_000},
            ["a corrigé la réservation", "objets, adresse e-mail", "82 kg"],
        ),
        (
            "pickups",
            "correct",
            {"price_cents": 0, "f-eee": "pris"},
            {"price_cents": 1500, "f-eee": "refuse"},
            ["a modifié une règle d’enlèvement", "Prix", "15 €"],
        ),
        ("pickups", "open-feed", None, {"name": "Camion"}, ["a ouvert une adresse d’agenda"]),
        (
            "slots",
            "except",
            None,
            {"kind": "ferme", "first_day": "2026-12-24", "reason": "congés"},
            ["a noté des jours exceptionnels", "Fermer : rien n’est proposé", "Premier jour"],
        ),
        (
            "slots",
            "correct",
            {"mass_g": 600_000, "weekday": 3},
            {"mass_g": 900_000, "weekday": 4},
            ["a modifié la fiche", "900 kg", "vendredi"],
        ),
        ("outbox", "retry", None, {"rows": 3}, ["a relancé des courriers en échec", "Combien"]),
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


VERBS = re.compile(
    r'(?:record|_record|_note|audit\.record)\(\s*session,\s*(?:[\w.]+,\s*)?"([a-z-]+)"'
)


@pytest.mark.parametrize("room", ["pickups", "slots"])
def test_every_verb_that_a_room_writes_has_its_words(app, room):
    code = "".join(p.read_text() for p in (ROOT / room / "actions").glob("*.py"))
    verbs = set(VERBS.findall(code)) - {"pickups", "slots"} | set(
        MOVES if room == "pickups" else ()
    )
    assert len(verbs) > 3
    with app.test_request_context():
        assert [verb for verb in sorted(verbs) if telling.of(room).verb(verb) == verb] == []


def test_a_room_without_words_is_told_as_it_is_written(signed_in, session):
    audit.record(session, "territory", "shut", "s:1", SYSTEM, now=clock.now(), after={"a": [1, 2]})
    session.commit()
    page = signed_in("admin").get(JOURNAL).text
    assert "shut" in page
    assert "1, 2" in page
