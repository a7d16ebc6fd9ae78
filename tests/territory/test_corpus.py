"""How good the room is, measured on the reference folder."""

import csv
import gzip
import json
import os
import random
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import pytest
from sqlmodel import select

from app.territory import actions, queries
from app.territory.models import Commune
from app.territory.rules.answers import read_hits
from app.territory.rules.decisions import Facts, decide
from app.territory.rules.places import Ask, Found
from app.territory.rules.readings import read_place
from tests.territory.builders import GATINAIS, known

pytestmark = pytest.mark.corpus
KEYS = "azertyuiopqsdfghjklmwxcvbn"


@pytest.fixture
def reference() -> Path:
    return Path(os.environ["REBOND_CORPUS"]) / "reference"


@pytest.fixture
def france(session):
    actions.load(session)
    return queries.territory(session, GATINAIS)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mistyped(name: str, luck: random.Random) -> str:
    """Return a name with one letter left out, doubled, swapped or mistaken."""
    at = luck.randrange(1, len(name) - 1)
    before, letter, after = name[:at], name[at], name[at + 1 :]
    return luck.choice(
        [
            before + after,
            before + letter + letter + after,
            before + after[:1] + letter + after[1:],
            before + luck.choice(KEYS) + after,
        ]
    )


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_one_mistake_in_a_name_of_ours_is_understood(session, france, record_property):
    luck = random.Random(45)
    first = shown = asked = wrong = total = 0
    for commune in queries.communes(session, france):
        for _ in range(10):
            total += 1
            typed = mistyped(commune.name, luck)
            answer = queries.resolve(session, typed, territory=france, geocoder=None)
            first += isinstance(answer, Found) and answer.place.insee == commune.insee
            wrong += isinstance(answer, Found) and answer.place.insee != commune.insee
            asked += isinstance(answer, Ask) and commune.label in {c.value for c in answer.choices}
            offered = queries.suggest(session, typed, territory=france)
            shown += commune.insee in {one.insee for one in offered}
    figures = {"found": first, "asked": asked, "wrong": wrong, "shown": shown}
    for name, count in figures.items():
        record_property(name, f"{count / total:.1%}")
    assert (first + asked) / total >= 0.97
    assert shown / total >= 0.97
    assert wrong / total <= 0.02


def test_every_commune_is_found_by_the_label_we_write(session, france):
    lost = []
    for insee in random.Random(1).sample(sorted(all_insee(session)), 300):
        commune = queries.commune(session, insee)
        answer = queries.resolve(session, commune.label, territory=france, geocoder=None)
        if not isinstance(answer, Found) or answer.place.insee != insee:
            lost.append(commune.label)
    assert lost == []


def all_insee(session) -> list[str]:
    return list(session.exec(select(Commune.insee)).all())


def test_suggesting_takes_less_than_five_milliseconds(session, france, record_property):
    names = [commune.name for commune in queries.communes(session, france)]
    times = []
    for name in names:
        for length in (2, 4, 7, len(name)):
            start = perf_counter()
            queries.suggest(session, name[:length], territory=france)
            times.append((perf_counter() - start) * 1000)
    cuts = quantiles(times, n=20)
    record_property("suggest_p50_p95_ms", f"{cuts[9]:.2f} {cuts[18]:.2f}")
    assert cuts[9] <= 5


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_wrong_points_are_refused_and_right_ones_accepted(
    session, france, reference, record_property
):
    wrong = rows(reference / "mairies_coordonnees_erronees.csv")
    right = rows(reference / "mairies_centre_val_de_loire.csv")
    refused = [
        not queries.is_plausible(
            queries.commune(session, row["code_insee"]),
            float(row["lat_source"]),
            float(row["lon_source"]),
        )
        for row in wrong
    ]
    far = [
        was
        for was, row in zip(refused, wrong, strict=True)
        if float(row["distance_km_a_la_commune"]) >= 5
    ]
    accepted = [
        queries.is_plausible(
            queries.commune(session, row["code_insee"]), float(row["lat"]), float(row["lon"])
        )
        for row in right
    ]
    record_property("refused", f"{sum(refused) / len(refused):.1%}")
    record_property("accepted", f"{sum(accepted) / len(accepted):.1%}")
    assert sum(far) / len(far) >= 0.99
    assert sum(refused) / len(refused) >= 0.9
    assert sum(accepted) / len(accepted) >= 0.99


def test_every_recorded_answer_is_read_or_refused(reference):
    for name in ("geocode_addok_samples.json", "geocode_ban_samples.json"):
        for sample in json.loads((reference / name).read_text(encoding="utf-8"))["samples"]:
            body = json.dumps(sample["response"]).encode()
            if sample.get("status", 200) == 200:
                assert len(read_hits(body)) == len(sample["response"]["features"])
            else:
                with pytest.raises(ValueError, match="features"):
                    read_hits(body)


def test_a_recorded_guess_far_away_is_never_taken(reference):
    samples = json.loads((reference / "geocode_addok_samples.json").read_text("utf-8"))["samples"]
    for sample in samples:
        if sample["status"] != 200:
            continue
        hits = tuple(read_hits(json.dumps(sample["response"]).encode()))
        answer = decide(read_place("12 rue du puits perdu"), Facts(hits=hits))
        assert not isinstance(answer, Found)


def test_the_data_file_holds_every_commune(reference):
    with gzip.open(reference / "communes.csv.gz", "rt", encoding="utf-8") as file:
        theirs = {row["code_insee"]: row["nom"] for row in csv.DictReader(file)}
    assert {insee: row["name"] for insee, (row, _) in known().items()} == theirs
