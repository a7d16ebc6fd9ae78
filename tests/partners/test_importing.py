"""Structures from a file: good lines enter, bad ones are said, corrections stay."""

import io
import re

import pytest
from sqlmodel import select

from app.base.core.errors import RuleBroken
from app.base.tabular.lines import Record
from app.catalog.models import Family
from app.partners import actions, kept_files, queries
from app.partners.models import Organisation, OrganisationKind, PartnerRole
from app.partners.queries import lists
from app.partners.rules import OrganisationFacts
from app.partners.rules.imports import Outcome
from tests.builders import commune
from tests.partners.builders import NOW, SOFIA, site, structure

SIRET = "73282932000074"
UNKNOWN = "Commune inconnue"
CENTRE = (47.99906, 2.73737)


def known_commune(text: str) -> str:
    if text.startswith(("Montargis", "45208")):
        return "45208"
    raise RuleBroken(UNKNOWN, field="commune")


def records(*rows: dict[str, str]) -> list[Record]:
    return [Record(number, row) for number, row in enumerate(rows, 2)]


def planned(session, *rows, source="CCI"):
    return actions.plan(session, source, records(*rows), known_commune, lambda _insee: CENTRE)


def imported(session, *rows, source="CCI", **decisions):
    lines = planned(session, *rows, source=source)
    chosen = {int(number[1:]): said for number, said in decisions.items()}
    return actions.carry_out(session, source, lines, chosen, actor=SOFIA, now=NOW)


@pytest.fixture
def ground(session):
    commune(session)
    return session


LINE = {
    "nom": "Ateliers du Loing",
    "type": "Structure d’insertion (ACI, EI, AI, ETTI)",
    "siret": "732 829 320 00074",
    "roles": "reconditionneur | Démantèle",
    "familles": "eee",
    "adresse": "12 rue du Port",
    "commune": "Montargis (45200)",
    "telephone": "02 38 00 00 12",
}


def test_a_line_becomes_a_structure_with_its_main_place(ground):
    assert imported(ground, LINE) == {Outcome.NEW: 1}
    row = lists.like(ground, "ateliers")[0]
    assert (row.kind, row.siret, row.phone) == (OrganisationKind.SIAE, SIRET, "+33238000012")
    assert row.role_set == {PartnerRole.RECONDITIONER, PartnerRole.DISMANTLER}
    assert row.family_set == {Family.EEE}
    place = queries.sites(ground, row.id)[0]
    assert (place.insee, place.main, place.lat) == ("45208", True, CENTRE[0])


def test_the_same_file_twice_changes_nothing(ground):
    imported(ground, LINE)
    version = lists.like(ground, "ateliers")[0].version
    assert imported(ground, LINE) == {Outcome.UNCHANGED: 1}
    row = lists.like(ground, "ateliers")[0]
    assert (row.version, len(queries.sites(ground, row.id))) == (version, 1)


def corrected(session, row: Organisation, **facts) -> None:
    before = OrganisationFacts.of(row)
    actions.correct(session, row, OrganisationFacts(**(vars(before) | facts)), actor=SOFIA, now=NOW)


def test_a_local_correction_stays_and_what_nobody_touched_is_renewed(ground):
    imported(ground, LINE)
    row = lists.like(ground, "ateliers")[0]
    corrected(ground, row, phone="+33238000099", roles=frozenset({PartnerRole.RECONDITIONER}))
    assert imported(ground, LINE) == {Outcome.UNCHANGED: 1}
    renewed = LINE | {
        "telephone": "02 38 00 00 55",
        "familles": "eee | loisirs",
        "courriel": "a@example.org",
    }
    (line,) = planned(ground, renewed)
    assert line.kept == ["phone"]
    assert imported(ground, renewed) == {Outcome.CHANGED: 1}
    ground.refresh(row)
    assert row.phone == "+33238000099"
    assert row.role_set == {PartnerRole.RECONDITIONER}
    assert row.family_set == {Family.EEE, Family.LOISIRS}
    assert row.email == "a@example.org"


def test_a_file_never_overwrites_a_sheet_it_did_not_write(ground):
    row = structure(ground, "Ateliers du Loing", siret=SIRET, phone="+33238000099")
    imported(ground, LINE)
    ground.refresh(row)
    assert row.kind is OrganisationKind.LANDLORD
    assert row.phone == "+33238000099"
    assert row.family_set == {Family.EEE}


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"nom": ""}, "name"),
        ({"type": "zorglub"}, "kind"),
        ({"siret": "123"}, "siret"),
        ({"roles": "source | rien"}, "roles"),
        ({"courriel": "ada@"}, "email"),
        ({"organisme_public": "peut-être"}, "public_body"),
        ({"sur_la_carte_depuis": "31/02/2026"}, "public_since"),
        ({"latitude": "48"}, "lat"),
        ({"latitude": "nan", "longitude": "2"}, "lat"),
        ({"commune": "Zorglub"}, "commune"),
    ],
)
def test_a_bad_line_is_refused_with_its_column_and_the_good_ones_enter(ground, wrong, column):
    good = {"nom": "Vélos retrouvés", "type": "association"}
    lines = planned(ground, LINE | wrong, good)
    assert [line.outcome for line in lines] == [Outcome.REFUSED, Outcome.NEW]
    assert column in [problem.column for problem in lines[0].draft.errors]
    assert imported(ground, LINE | wrong, good) == {Outcome.REFUSED: 1, Outcome.NEW: 1}


def test_a_structure_that_a_file_says_twice_enters_once(ground):
    assert imported(ground, LINE, LINE) == {Outcome.NEW: 1, Outcome.REFUSED: 1}


def test_a_doubtful_line_waits_for_a_decision(ground):
    row = structure(ground, "Atelier du Loing")
    told = {"nom": "Ateliers du Loing", "type": "siae", "courriel": "a@example.org"}
    assert imported(ground, told) == {Outcome.DOUBTFUL: 1}
    assert imported(ground, told, _2=str(row.id)) == {Outcome.CHANGED: 1}
    assert row.email == "a@example.org"
    assert imported(ground, told) == {Outcome.UNCHANGED: 1}
    other = {"nom": "Ateliers des Loings", "type": "siae"}
    assert imported(ground, other, _2="nouvelle") == {Outcome.NEW: 1}
    assert imported(ground, other | {"nom": "Ateliers de Loings"}, _2="forged") == {
        Outcome.DOUBTFUL: 1
    }


class TestPages:
    """The pages of an import."""

    @pytest.fixture
    def database(self) -> str:
        return "sqlite"

    @pytest.fixture
    def team(self, session, signed_in):
        commune(session)
        session.commit()
        return signed_in("partenariats")

    def send(self, team, text: str | bytes, source="CCI"):
        content = text if isinstance(text, bytes) else text.encode()
        sent = {"file": (io.BytesIO(content), "liste.csv"), "source": source}
        return team.post("/gestion/partenaires/import", data=sent)

    def test_a_file_is_looked_at_then_entered(self, team, session):
        table = "Nom;Type;Commune;Couleur\nVélos retrouvés;association;Montargis (45200);vert\nX;zorglub;;\n"
        sent = self.send(team, table.encode("cp1252"))
        assert sent.status_code == 303
        preview = team.get(sent.location)
        for words in ("Vélos retrouvés", "n’est pas dans la liste", "couleur", "2 lignes lues"):
            assert words in preview.text
        assert lists.count(session) == 0
        address = sent.location.partition("?")[0]
        assert team.post(address, data={"source": "CCI"}).status_code == 303
        assert [row.name for row in session.exec(select(Organisation))] == ["Vélos retrouvés"]

    def test_the_export_comes_back_without_a_change(self, team, session):
        made = structure(
            session,
            "=Nom à formule",
            siret=SIRET,
            phone="+33238000012",
            policy="Deux\nlignes",
            roles=frozenset(PartnerRole),
        )
        site(session, made)
        session.commit()
        export = team.get("/gestion/partenaires?format=csv")
        sent = self.send(team, export.data)
        text = team.get(sent.location).text
        assert "Rien ne change" in text
        assert "Rien à importer" in text
        assert not re.search(r'class="error"', text)

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "Ce fichier est vide"),
            (b"PK\x03\x04 a workbook", "enregistrez-le au format CSV"),
            (b"couleur;taille\nvert;2\n", "pas trouvé de colonne"),
            (b"\n\n", "pas de ligne de titres"),
        ],
    )
    def test_what_is_no_table_is_refused_in_words(self, team, content, sentence):
        answer = self.send(team, content)
        assert answer.status_code == 422
        assert sentence in answer.text

    def test_a_file_without_a_name_of_its_own_is_asked_for_it(self, team):
        answer = self.send(team, "nom\nX\n", source="")
        assert answer.status_code == 422
        assert "Dites d’où vient ce fichier" in answer.text

    @pytest.mark.parametrize("digest", ["x", "0" * 64, "..%2f..%2fetc%2fpasswd"])
    def test_a_file_that_was_never_sent_is_not_found(self, team, digest):
        assert team.get(f"/gestion/partenaires/import/{digest}?source=x").status_code == 404

    def test_the_model_is_read_by_the_import(self, team):
        model = team.get("/gestion/partenaires/import/modele")
        text = team.get(self.send(team, model.data).location).text
        assert "Nouvelle structure" in text

    def test_old_files_are_forgotten(self, app, team):
        self.send(team, "nom\nX\n")
        folder = app.config["REBOND"].data_dir
        kept_files.forget(folder, NOW.replace(year=2020))
        assert len(list((folder / kept_files.FOLDER).iterdir())) == 1
        kept_files.forget(folder, NOW.replace(year=2040))
        assert list((folder / kept_files.FOLDER).iterdir()) == []
