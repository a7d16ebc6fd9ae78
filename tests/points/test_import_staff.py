import io
import re

import pytest
from sqlmodel import select

from app.base.outbox import worker
from app.base.web.forms import whole_number
from app.points.imports import batches
from app.points.models.imports import ImportBatch, ImportStatus
from tests.points.builders import place
from tests.points.import_world import OURS, SOURCE, file, points, row

BASE = "/gestion/points/import"


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"territory": OURS})


@pytest.fixture
def browser(country, signed_in):
    return signed_in("admin")


def send(browser, folder, *rows: str, name: str = "liste.csv", **fields):
    content = io.BytesIO(file(folder, *rows).read_bytes())
    return browser.post(BASE, data={"file": (content, name), "source": SOURCE} | fields)


def the_batch(session) -> ImportBatch:
    session.expire_all()
    (batch,) = session.exec(select(ImportBatch)).all()
    return batch


def confirm(browser, batch, version: int | None = None):
    at = str(batch.version if version is None else version)
    return browser.post(f"{BASE}/{batch.id}/confirmation", data={"version": at})


def test_staff_send_a_file_look_and_confirm(country, browser, tmp_path):
    answer = send(browser, tmp_path, row(), row(identifiant="X", type="garage"))
    batch = the_batch(country)
    assert (answer.status_code, answer.location) == (303, f"{BASE}/{batch.id}")
    page = browser.get(answer.location).text
    assert "La Remise" in page
    assert "« garage » n’est pas une valeur attendue ici." in page
    assert points(country) == []
    assert confirm(browser, batch).status_code == 303
    assert [point.name for point in points(country)] == ["La Remise"]
    assert "Import terminé" in browser.get(answer.location).text


def test_confirming_twice_changes_nothing(country, browser, tmp_path):
    send(browser, tmp_path, row())
    batch = the_batch(country)
    version = batch.version
    confirm(browser, batch, version)
    assert confirm(browser, batch, version).status_code == 303
    assert len(points(country)) == 1


def test_an_old_preview_cannot_be_confirmed(country, browser, tmp_path):
    send(browser, tmp_path, row(longitude="-2.73737"))
    batch = the_batch(country)
    version = batch.version
    options = {"version": str(version), "fix_positions": "y"}
    assert browser.post(f"{BASE}/{batch.id}/lecture", data=options).status_code == 303
    assert confirm(browser, batch, version).status_code == 409
    assert the_batch(country).counts["nouveau"] == 1
    assert points(country) == []


def test_lines_are_filtered_in_the_address_and_exported(country, browser, tmp_path):
    send(browser, tmp_path, row(nom='=HYPERLINK(""x"")'), row(identifiant="X", nom="Y", type="?"))
    address = f"{BASE}/{the_batch(country).id}"
    assert "HYPERLINK" not in browser.get(f"{address}?etat=refuse").text
    report = browser.get(f"{address}?format=csv").text
    assert "'=HYPERLINK" in report
    assert re.search(r"3;Y;X;Refusé;erreur;type;", report)


def test_a_forged_filter_or_page_shows_everything(country, browser, tmp_path):
    send(browser, tmp_path, row())
    page = browser.get(f"{BASE}/{the_batch(country).id}?etat=%00&page=99999999999")
    assert (page.status_code, "La Remise" in page.text) == (200, True)


def test_a_doubtful_line_is_decided_on_the_screen(country, browser, tmp_path):
    known = place(country, name="La Remise", kind="reemploi", offers=[["donner", "livres"]])
    send(browser, tmp_path, row())
    batch = the_batch(country)
    assert "Est-ce un lieu déjà connu" in browser.get(f"{BASE}/{batch.id}").text
    decided = browser.post(
        f"{BASE}/{batch.id}/lignes/2/decision", data={"choix": f"point:{known.id}"}
    )
    assert decided.location.endswith("#ligne-2")
    confirm(browser, the_batch(country))
    assert (the_batch(country).done, len(points(country))) == ({"rattache": 1}, 1)


@pytest.mark.parametrize("choice", ["point:999", "ligne:4", "effacer", "nouveau" * 999])
def test_a_forged_decision_is_refused(country, browser, tmp_path, choice):
    place(country, name="La Remise", kind="reemploi", offers=[["donner", "livres"]])
    send(browser, tmp_path, row())
    address = f"{BASE}/{the_batch(country).id}/lignes/2/decision"
    assert browser.post(address, data={"choix": choice}).status_code == 400
    assert the_batch(country).decisions == {}


def test_places_that_are_gone_are_proposed_and_retired_by_choice(country, browser, tmp_path):
    send(browser, tmp_path, row(), row(identifiant="L-2", nom="Le Fil", latitude="47.9890"))
    confirm(browser, the_batch(country))
    send(browser, tmp_path, row())
    later = country.exec(select(ImportBatch).where(ImportBatch.confirmed_at.is_(None))).one()
    confirm(browser, later)
    page = browser.get(f"{BASE}/{later.id}").text
    assert "Absents de ce fichier" in page
    gone = next(point for point in points(country) if point.name == "Le Fil")
    browser.post(f"{BASE}/{later.id}/retraits", data={"point": str(gone.id)})
    country.refresh(gone)
    assert not gone.active


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choisissez un fichier qui n’est pas vide."),
        (b"PK\x03\x04", "C’est un classeur"),
        (b"a,b\n1,2\n", "Nous ne reconnaissons pas les colonnes"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(
    country, browser, content, sentence
):
    answer = browser.post(BASE, data={"file": (io.BytesIO(content), "x.csv"), "source": "Mienne"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Mienne"' in answer.text
    assert country.exec(select(ImportBatch)).all() == []


def test_without_a_file_the_form_says_so(country, browser):
    answer = browser.post(BASE, data={"source": "A"})
    assert answer.status_code == 422
    assert "Choisissez un fichier." in answer.text


def test_a_file_that_breaks_half_way_keeps_its_good_lines(country, browser):
    text = '{"features":[{"properties":{"nom":"A","type":"borne"},"geometry":null},'
    browser.post(BASE, data={"file": (io.BytesIO(text.encode()), "x.geojson"), "source": SOURCE})
    page = browser.get(f"{BASE}/{the_batch(country).id}").text
    assert "Ce fichier JSON est abîmé" in page


def test_a_large_file_is_read_then_written_by_the_worker(
    country, browser, app, tmp_path, monkeypatch
):
    monkeypatch.setattr(batches, "READ_AT_ONCE_BYTES", 10)
    monkeypatch.setattr(batches, "WRITES_AT_ONCE", 0)
    send(browser, tmp_path, row())
    batch = the_batch(country)
    assert "Nous lisons ce fichier" in browser.get(f"{BASE}/{batch.id}").text
    worker.run_until_idle(app)
    assert the_batch(country).status is ImportStatus.READY
    confirm(browser, the_batch(country))
    assert "Import en cours" in browser.get(f"{BASE}/{batch.id}").text
    worker.run_until_idle(app)
    assert (the_batch(country).status, len(points(country))) == (ImportStatus.DONE, 1)


def test_progress_is_asked_alone_and_ends_with_the_page(country, browser, tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "READ_AT_ONCE_BYTES", 10)
    send(browser, tmp_path, row())
    batch = the_batch(country)
    asks = {"HX-Request": "true", "HX-Target": "import-progress"}
    partial = browser.get(f"{BASE}/{batch.id}", headers=asks).text.strip()
    assert partial.startswith('<div id="import-progress"')
    batch.status = ImportStatus.READY
    country.add(batch)
    country.flush()
    ended = browser.get(f"{BASE}/{batch.id}", headers=asks)
    assert ended.headers["HX-Redirect"] == f"{BASE}/{batch.id}"


def test_the_template_is_a_csv_that_imports(country, browser):
    template = browser.get(f"{BASE}/modele.csv").data
    browser.post(BASE, data={"file": (io.BytesIO(template), "modele.csv"), "source": SOURCE})
    assert the_batch(country).counts == {"nouveau": 1, "alertes": 0}


def test_readers_look_and_do_not_send(country, signed_in, tmp_path):
    reader = signed_in("partenariats")
    assert reader.get(BASE).status_code == 200
    assert send(reader, tmp_path, row()).status_code == 403


def test_nobody_else_enters(country, client, signed_in):
    assert client.get(BASE).status_code == 303
    assert signed_in("prescripteur").get(BASE).status_code == 403


def test_an_import_that_is_none_is_not_found(country, browser):
    nobody = "00000000-0000-4000-8000-000000000000"
    assert browser.get(f"{BASE}/{nobody}").status_code == 404
    assert browser.post(f"{BASE}/{nobody}/confirmation").status_code == 404


@pytest.mark.parametrize("given", ["", "abc", "²", "9" * 30, "-1", None])
def test_a_forged_version_is_none_that_exists(given):
    assert whole_number(given) == 0


def test_the_list_of_imports_leaves_as_a_file(country, browser, tmp_path):
    send(browser, tmp_path, row(), row(identifiant="X", type="garage"))
    assert f"{BASE}?format=csv" in browser.get(BASE).text
    text = browser.get(f"{BASE}?format=csv").data.decode("utf-8-sig")
    head, line = text.splitlines()
    told = dict(zip(head.split(";"), line.split(";"), strict=True))
    assert (told["fichier"], told["source"], told["état"]) == ("liste.csv", SOURCE, "À confirmer")
    assert (told["lignes"], told["nouveau"], told["refuse"]) == ("2", "1", "1")


def test_the_older_imports_are_on_the_next_pages(country, browser, tmp_path):
    for number in range(21):
        send(browser, tmp_path, row(), name=f"liste-{number:02}.csv")
    assert "liste-00.csv" not in browser.get(BASE).text
    assert "liste-00.csv" in browser.get(f"{BASE}?page=2").text
