"""How well opening hours are read, measured on the reference folder."""

import csv
import json
import os
import zlib
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app.base.core.hours import HoursError, propose, read
from app.base.core.hours.spans import usual_spans

pytestmark = pytest.mark.corpus

MONDAY = date(2026, 11, 23)


def reference(name):
    return Path(os.environ["REBOND_CORPUS"]) / "reference" / name


def rows(name):
    with reference(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def share(outcomes):
    return 100 * sum(outcomes) / len(outcomes)


def stretches(hours, first, last):
    """Return [start, end, unsure] texts of what is not closed, stretches that touch joined."""
    found = []
    for n in range(-1, (last - first).days + 1):
        midnight = datetime.combine(first.date() + timedelta(days=n), datetime.min.time())
        for span in usual_spans(hours, midnight.date()):
            start = max(midnight + timedelta(minutes=span.start_min), first)
            end = min(midnight + timedelta(minutes=span.end_min), last)
            if found and found[-1][1:] == [start, not span.sure]:
                found[-1][1] = end
            elif start < end:
                found.append([start, end, not span.sure])
    return [[f"{a:%Y-%m-%d %H:%M}", f"{b:%Y-%m-%d %H:%M}", unsure] for a, b, unsure in found]


def agreed(row):
    key = "intervals_2026-04-27_2026-05-11"
    first, last = datetime(2026, 4, 27), datetime(2026, 5, 11)  # noqa: DTZ001 - wall clock
    return stretches(read(row["value"]), first, last) == json.loads(row[key])


def test_intervals_equal_those_on_which_two_programs_agree():
    outcomes = [agreed(r) for r in rows("opening_hours_fr.csv") if r["oracle_status"] == "agree"]
    assert len(outcomes) > 500
    assert share(outcomes) >= 99


def refusal(text):
    try:
        read(text)
    except HoursError as error:
        return error
    return None


def test_real_values_that_cannot_be_read_get_a_proposal():
    invalid = [r for r in rows("opening_hours_fr.csv") if r["oracle_status"].startswith("invalid")]
    refusals = [error for error in (refusal(r["value"]) for r in invalid) if error]
    assert len(refusals) > 40
    assert share([error.proposal is not None for error in refusals]) >= 95


def moment(text):
    """Return "2012-10-32 26:00" as JavaScript counts it: into the next month, the next day."""
    day, clock = (*text.split(), "0:00")[:2]
    year, month, number = (int(part) for part in day.split("-"))
    hours, minutes = (int(part) for part in clock.split(":")[:2])
    first = datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)  # noqa: DTZ001
    return first + timedelta(days=number - 1, hours=hours, minutes=minutes)


def joined(expected):
    found = []
    for start, end, unsure, *_ in expected:
        start_text, end_text = (f"{moment(text):%Y-%m-%d %H:%M}" for text in (start, end))
        if found and found[-1][1:] == [start_text, unsure]:
            found[-1][1] = end_text
        else:
            found.append([start_text, end_text, unsure])
    return found


def test_the_suite_of_the_reference_program_agrees_where_it_is_read():
    suite = json.loads(reference("opening_hours_suite.json").read_text(encoding="utf-8"))["tests"]
    usual = [
        c for c in suite if not c["country"] and not c["mode"] and "T" not in c["frm"] + c["to"]
    ]
    readable = [case for case in usual if refusal(case["value"]) is None]
    outcomes = [
        stretches(read(c["value"]), moment(c["frm"]), moment(c["to"])) == joined(c["expected"])
        for c in readable
    ]
    assert len(readable) / len(usual) >= 0.6
    assert share(outcomes) >= 80


@pytest.mark.parametrize("part", ["tests", "should_fail", "should_warn"])
def test_no_text_of_the_suite_breaks_the_reader(part):
    suite = json.loads(reference("opening_hours_suite.json").read_text(encoding="utf-8"))
    for case in suite[part]:
        if refusal(case["value"]) is None:
            assert len(stretches(read(case["value"]), *two_weeks())) >= 0


def two_weeks():
    first = datetime.combine(MONDAY, datetime.min.time())
    return first, first + timedelta(days=14)


def french_text(row):
    """Return the text of a row, columns by day made lines."""
    if not row["texte"].startswith("{"):
        return row["texte"]
    columns = json.loads(row["texte"])
    whole = columns.get("Horaires ouverture") or columns.get("OSM")
    return whole or "\n".join(f"{day} : {text}" for day, text in columns.items() if text)


def days_read(text):
    """Return the spans of 14 days, certainty apart: "sur rendez-vous" stays a comment."""
    hours = read(text)
    days = [usual_spans(hours, MONDAY + timedelta(days=n)) for n in range(14)]
    return [tuple((span.start_min, span.end_min) for span in spans) for spans in days]


def is_read(row):
    """Tell whether the proposal opens as expected; where only times are given, the same times."""
    proposal = propose(french_text(row))
    if proposal is None:
        return False
    found = days_read(proposal)
    expected = days_read(row["osm_attendu"].replace("Mo-Sun 00:00-00:00", "24/7"))
    if row["nature"].startswith("plage"):
        return set(found) - {()} == set(expected) - {()}
    return found == expected


def french_rows(half):
    """Return a half of the rows whose expected value says what the text says."""
    return [
        row
        for row in rows("horaires_texte_fr.csv")
        if row["osm_attendu"]
        and not row["nature"].startswith("texte réel")
        and zlib.crc32(row["texte"].encode()) % 2 == half
    ]


@pytest.mark.parametrize(("half", "least"), [(0, 85), (1, 75)], ids=["tuned", "untouched"])
def test_french_texts_are_read(half, least):
    outcomes = [is_read(row) for row in french_rows(half)]
    print(f"french texts, half {half}: {share(outcomes):.1f} % of {len(outcomes)}")  # noqa: T201
    assert share(outcomes) >= least


def test_every_proposal_from_a_real_text_can_be_read():
    proposals = [propose(french_text(row)) for row in rows("horaires_texte_fr.csv")]
    assert all(read(proposal) for proposal in proposals if proposal)
