import io
import os
from datetime import timedelta

import pytest
from sqlmodel import select

from app.base.core.errors import RuleBroken, Stale
from app.base.outbox.models import OutboxRow
from app.base.tabular.lines import ImportRefused
from app.points import actions, queries
from app.points.imports import batches, reports, store
from app.points.imports.applying import steps
from app.points.imports.lines import ImportLine, Outcome
from app.points.models import PointSource
from app.points.models.imports import ImportBatch, ImportStatus
from app.points.queries import imports as asked
from app.territory import queries as territory
from tests.points.builders import ANA, place
from tests.points.import_files import said
from tests.points.import_world import (
    NOW,
    OURS,
    SOURCE,
    file,
    imported,
    outcomes,
    planned,
    points,
    row,
)

LATER = NOW + timedelta(hours=1)
TWO = (row(), row(identifiant="L-2", nom="Le Fil", latitude="47.9890", commune="Montargis"))


def sent(session, folder, *rows: str, **facts) -> ImportBatch:
    """Return a batch whose file was sent and read."""
    content = file(folder, *rows).read_bytes()
    sha256, size = store.keep(folder, io.BytesIO(content))
    known = {"sha256": sha256, "filename": "liste.csv", "size_bytes": size, "source": SOURCE}
    batch = ImportBatch(**(known | {"author_label": "Ana", "created_at": NOW} | facts))
    batches.open_batch(session, batch, folder, territory.territory(session, OURS), now=NOW)
    return batch


def confirm(session, folder, batch, *, version=None, now=NOW):
    at = batch.version if version is None else version
    batches.confirm(session, batch, folder, actor=ANA, version=at, now=now)


def jobs(session, kind: str) -> int:
    return len(session.exec(select(OutboxRow).where(OutboxRow.kind == kind)).all())


def test_a_preview_writes_no_place(country, tmp_path):
    batch = sent(country, tmp_path, *TWO)
    assert (batch.status, batch.counts["nouveau"]) == (ImportStatus.READY, 2)
    assert points(country) == []


def test_confirming_writes_the_places_once(country, tmp_path):
    batch = sent(country, tmp_path, *TWO)
    confirm(country, tmp_path, batch)
    confirm(country, tmp_path, batch)
    assert (batch.status, batch.done) == (ImportStatus.DONE, {"nouveau": 2})
    assert [point.name for point in points(country)] == ["La Remise", "Le Fil"]


def test_the_same_file_again_changes_nothing(country, tmp_path):
    confirm(country, tmp_path, sent(country, tmp_path, *TWO))
    versions = [(point.id, point.version) for point in points(country)]
    again = sent(country, tmp_path, *TWO)
    confirm(country, tmp_path, again, now=LATER)
    assert again.done == {"identique": 2}
    assert [(point.id, point.version) for point in points(country)] == versions


def test_a_correction_survives_a_changed_line(country, tmp_path):
    imported(country, planned(country, file(tmp_path, row(horaires="Mo 09:00-12:00"))))
    (point,) = points(country)
    actions.correct(country, point, {"hours": "Tu 09:00-12:00"}, actor=ANA, now=NOW)
    lines = planned(country, file(tmp_path, row(horaires="We 09:00-12:00", telephone="0238000000")))
    assert outcomes(lines) == [Outcome.CHANGED]
    imported(country, lines, now=LATER)
    country.refresh(point)
    assert (point.hours, point.phone) == ("Tu 09:00-12:00", "02 38 00 00 00")


def test_the_preview_names_the_columns_that_change(country, tmp_path):
    imported(country, planned(country, file(tmp_path, row())))
    lines = planned(country, file(tmp_path, row(telephone="0238000000", donner="eee")))
    assert asked.changes(country, SOURCE, lines) == {"L-1": ["gestes", "telephone"]}


def test_a_line_like_a_known_place_waits_for_somebody(country, tmp_path):
    known = place(country, name="La Remise", kind="reemploi", offers=[["donner", "livres"]])
    lines = planned(country, file(tmp_path, row()))
    assert (outcomes(lines), lines[0].twins[0].point_id) == ([Outcome.DOUBTFUL], known.id)
    assert imported(country, lines) == {"doublon": 1}
    assert len(points(country)) == 1


def test_a_doubtful_line_joins_the_place_somebody_chose(country, tmp_path):
    known = place(country, name="La Remise", kind="reemploi", offers=[["donner", "livres"]])
    lines = planned(country, file(tmp_path, row(telephone="0238000000")))
    assert imported(country, lines, {"2": f"point:{known.id}"}) == {"rattache": 1}
    country.refresh(known)
    assert known.phone == "02 38 00 00 00"
    assert outcomes(planned(country, file(tmp_path, row(telephone="0238000000")))) == [
        Outcome.UNCHANGED
    ]


@pytest.mark.parametrize(
    ("choice", "done", "places"), [("nouveau", "nouveau", 2), ("ecarter", "ecarte", 1)]
)
def test_a_doubtful_line_becomes_a_place_of_its_own_or_nothing(
    country, tmp_path, choice, done, places
):
    place(country, name="La Remise", kind="reemploi", offers=[["donner", "livres"]])
    lines = planned(country, file(tmp_path, row()))
    assert imported(country, lines, {"2": choice}) == {done: 1}
    assert len(points(country)) == places


def test_two_lines_of_one_file_may_be_one_place(country, tmp_path):
    lines = planned(country, file(tmp_path, row(), row(identifiant="L-2", nom="Remise (La)")))
    assert outcomes(lines) == [Outcome.NEW, Outcome.DOUBTFUL]
    assert imported(country, lines, {"3": "ligne:2"}) == {"nouveau": 1, "rattache": 1}
    (point,) = points(country)
    assert len(queries.sources_of(country, point.id)) == 2


def test_a_forged_decision_joins_nothing_that_was_not_proposed(country, tmp_path):
    place(country, name="La Remise", kind="reemploi", offers=[["donner", "livres"]])
    other = place(country, name="Autre", lat=47.98, lon=2.73)
    lines = planned(country, file(tmp_path, row()))
    imported(country, lines, {"2": f"point:{other.id}"})
    assert queries.sources_of(country, other.id) == []


def test_one_number_for_a_whole_network_is_no_doubt(country, tmp_path):
    far = row(
        identifiant="L-2", nom="Autre site", adresse="1 quai", telephone="0238000000",
        commune="Cepoy", code_postal="45120", latitude="48.0497", longitude="2.7383",
    )  # fmt: skip
    lines = planned(country, file(tmp_path, row(telephone="0238000000"), far))
    assert outcomes(lines) == [Outcome.NEW, Outcome.NEW]


def test_a_bad_line_loses_no_good_one(country, tmp_path):
    batch = sent(country, tmp_path, TWO[0], row(identifiant="X", type="garage"), TWO[1])
    confirm(country, tmp_path, batch)
    assert batch.done == {"nouveau": 2, "refuse": 1}
    refused = list(reports.read(store.report(tmp_path, batch.id), only="refuse"))
    assert [(line.number, said(line.errors)[0][:20]) for line in refused] == [
        (3, "type : « garage » n’")
    ]


def test_places_that_a_source_names_no_more_are_listed_and_stay(country, tmp_path):
    confirm(country, tmp_path, sent(country, tmp_path, *TWO))
    batch = sent(country, tmp_path, TWO[0])
    confirm(country, tmp_path, batch, now=LATER)
    assert [point.name for point in asked.gone(country, batch)] == ["Le Fil"]
    assert all(point.active for point in points(country))


def test_only_chosen_places_that_are_gone_are_retired(country, tmp_path):
    confirm(country, tmp_path, sent(country, tmp_path, *TWO))
    batch = sent(country, tmp_path, TWO[0])
    confirm(country, tmp_path, batch, now=LATER)
    remise, fil = points(country)
    assert batches.retire(country, batch, [remise.id, fil.id], actor=ANA, now=LATER) == 1
    assert [point.active for point in (remise, fil)] == [True, False]


def test_a_line_now_refused_is_not_gone(country, tmp_path):
    confirm(country, tmp_path, sent(country, tmp_path, *TWO))
    batch = sent(country, tmp_path, TWO[0], row(identifiant="L-2", type="garage"))
    confirm(country, tmp_path, batch, now=LATER)
    assert asked.gone(country, batch) == []


def test_confirming_what_somebody_read_anew_is_refused(country, tmp_path):
    batch = sent(country, tmp_path, *TWO)
    seen = batch.version
    served = territory.territory(country, OURS)
    batches.reread(country, batch, tmp_path, served, version=seen, now=NOW)
    with pytest.raises(Stale):
        confirm(country, tmp_path, batch, version=seen)
    assert points(country) == []


def test_deciding_after_confirming_is_refused(country, tmp_path):
    batch = sent(country, tmp_path, *TWO)
    confirm(country, tmp_path, batch)
    with pytest.raises(Stale):
        batches.decide(country, batch, 2, "nouveau")


def test_a_file_that_is_no_more_is_said(country, tmp_path):
    batch = sent(country, tmp_path, *TWO)
    store.report(tmp_path, batch.id).unlink()
    with pytest.raises(RuleBroken, match="effacés après un jour"):
        confirm(country, tmp_path, batch)


def test_a_long_import_goes_step_by_step_and_a_step_twice_does_nothing_twice(country, tmp_path):
    rows = [row(identifiant=f"L{n}", nom=f"Lieu {n}", adresse=f"{n} rue", type="borne",
                latitude=str(47.98 + n / 10_000)) for n in range(201)]  # fmt: skip
    batch = sent(country, tmp_path, *rows)
    confirm(country, tmp_path, batch)
    assert (batch.status, points(country)) == (ImportStatus.APPLYING, [])
    batches.apply_step(country, batch, tmp_path, actor=ANA, now=LATER)
    assert (batch.position, len(points(country))) == (200, 200)
    batches.apply_step(country, batch, tmp_path, actor=ANA, now=LATER)
    batches.apply_step(country, batch, tmp_path, actor=ANA, now=LATER)
    assert (batch.status, batch.done) == (ImportStatus.DONE, {"nouveau": 201})
    assert jobs(country, batches.APPLY_JOB) == 2


def test_steps_hold_few_writes_and_lose_no_line():
    lines = [ImportLine(n, "", "", Outcome.NEW if n % 2 else Outcome.LEFT_OUT) for n in range(999)]
    found = list(steps(lines))
    assert [line for step in found for line in step] == lines
    assert max(sum(line.outcome is Outcome.NEW for line in step) for step in found) == 200


def test_a_large_file_is_read_by_the_worker(country, tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "READ_AT_ONCE_BYTES", 10)
    batch = sent(country, tmp_path, *TWO)
    assert batch.status is ImportStatus.READING
    assert jobs(country, batches.READ_JOB) == 1


def test_every_row_of_an_import_carries_the_same_instant(country, tmp_path):
    confirm(country, tmp_path, sent(country, tmp_path, *TWO))
    assert set(country.exec(select(PointSource.seen_at)).all()) == {NOW}


def test_a_report_reads_back_what_was_written(country, tmp_path):
    lines = planned(country, file(tmp_path, row(), row(identifiant="B", type="garage")))
    path = tmp_path / "r.lines"
    assert reports.write(path, lines) == {"nouveau": 1, "refuse": 1, "alertes": 0}
    assert list(reports.read(path)) == lines
    assert [line.number for line in reports.read(path, only="refuse")] == [3]


def test_what_is_sent_is_kept_for_its_owner_only(tmp_path):
    sha256, size = store.keep(tmp_path, io.BytesIO(b"nom\n"))
    path = store.upload(tmp_path, sha256)
    assert (size, path.read_bytes()) == (4, b"nom\n")
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize("content", [b"", b"x" * (2 << 20)])
def test_what_is_empty_or_too_large_is_not_kept(tmp_path, content):
    with pytest.raises(ImportRefused):
        store.keep(tmp_path, io.BytesIO(content), most_mb=1)
    assert list(store.folder(tmp_path).iterdir()) == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Bureau\\liste.csv", "liste.csv"),
        ("a\u202egpj.csv\0", "agpj.csv"),
        ("", "fichier"),
        (None, "fichier"),
        ("...", "fichier"),
        ("<b>x</b>.csv", "b_.csv"),
    ],
)
def test_a_file_name_is_shown_without_its_tricks(given, shown):
    assert store.filename(given) == shown


def test_files_go_after_a_day_and_what_nobody_confirmed_is_abandoned(country, tmp_path):
    batch = sent(country, tmp_path, *TWO)
    for path in store.folder(tmp_path).iterdir():
        os.utime(path, (0, 0))
    assert batches.forget(country, tmp_path, now=NOW + timedelta(hours=2)) == 0
    assert batches.forget(country, tmp_path, now=NOW + timedelta(days=2)) == 2
    country.refresh(batch)
    assert batch.status is ImportStatus.ABANDONED
