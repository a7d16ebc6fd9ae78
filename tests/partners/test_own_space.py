"""What a structure sees and keeps in its own space, and nothing of another one."""

import pytest
from sqlmodel import select

from app.base import files
from app.partners import actions
from app.partners.models import Contact, MemberRole, PaperKind
from tests.builders import commune
from tests.partners.builders import NOW, SOFIA, contact, entered, member, site, structure
from tests.partners.test_own_door import filled, routes


@pytest.fixture
def database() -> str:
    return "sqlite"


def paper(session, owner, title, content=b"%PDF-1.7 x", **facts):
    from flask import current_app  # noqa: PLC0415 - the application of the test

    kept = files.keep(current_app.config["REBOND"].data_dir, content, "o.pdf")
    known = {"title": title, "kind": PaperKind.CHART, "shared": True}
    return actions.add_paper(session, owner, kept, **(known | facts), actor=SOFIA, now=NOW)


@pytest.fixture
def ours(session):
    commune(session)
    made = structure(session, "Gâtinais Habitat")
    site(session, made)
    return made


@pytest.fixture
def inside(app, session, ours):
    return entered(app, member(session, ours))


@pytest.fixture
def another(session, ours):
    """Return the rows of another structure, by the piece of an address that names them."""
    other = structure(session, "Voisine Habitat")
    rows = {
        "contact_id": contact(session, other, "Eve Voisine").id,
        "paper_id": paper(session, other, "Secret de la voisine").id,
        "organisation_id": other.id,
    }
    session.commit()
    return rows


def test_no_page_of_the_space_answers_for_another_structure(app, session, inside, another):
    named = [(rule, method) for rule, method, pieces in routes(app) if pieces]
    ids = {
        piece: another.get(piece, another["organisation_id"])
        for _r, _m, ps in routes(app)
        for piece in ps
    }
    assert {rule for rule, _method in named} >= {
        "/partenaire/contacts/<uuid:contact_id>",
        "/partenaire/documents/<uuid:paper_id>",
    }
    answered = [
        (method, rule)
        for rule, method in named
        if inside.open(filled(rule, ids), method=method).status_code != 404
    ]
    assert answered == []
    session.expire_all()
    assert session.get_one(Contact, another["contact_id"]).until is None


def test_no_list_of_the_space_shows_another_structure(inside, another):
    for page in ("", "/contacts", "/documents"):
        answer = inside.get(f"/partenaire{page}")
        assert answer.status_code == 200
        assert "oisine" not in answer.text


def test_a_structure_keeps_its_own_contacts(inside, session, ours):
    sent = {"name": "Ada Roy", "function": "achats", "email": "ada@example.org"}
    assert inside.post("/partenaire/contacts/nouveau", data=sent).status_code == 303
    ada = session.exec(select(Contact)).one()
    assert ada.organisation_id == ours.id
    sent |= {"version": "1", "title": "Achats verts"}
    assert inside.post(f"/partenaire/contacts/{ada.id}", data=sent).status_code == 303
    assert (
        inside.post(f"/partenaire/contacts/{ada.id}", data=sent | {"name": "X"}).status_code == 409
    )
    assert (
        inside.post(
            f"/partenaire/contacts/{ada.id}/depart", data={"until": "2026-01-05"}
        ).status_code
        == 303
    )
    assert "1 ancien contact" in inside.get("/partenaire/contacts").text


def test_what_the_team_wrote_for_itself_is_neither_shown_nor_lost(inside, session, ours):
    ada = contact(session, ours, note="à ménager", introduced_by="M. Blin")
    session.commit()
    assert "à ménager" not in inside.get(f"/partenaire/contacts/{ada.id}").text
    sent = {"name": "Ada Roy", "function": "achats", "email": "a@example.org", "version": "1"}
    inside.post(f"/partenaire/contacts/{ada.id}", data=sent | {"note": "effacé"})
    session.refresh(ada)
    assert (ada.email, ada.note, ada.introduced_by) == ("a@example.org", "à ménager", "M. Blin")


def test_who_reads_changes_nothing(app, session, ours):
    ada = contact(session, ours)
    reader = entered(app, member(session, ours, MemberRole.READER))
    text = reader.get("/partenaire/contacts").text
    assert "Ada Roy" in text
    assert "Corriger" not in text
    for address in ("nouveau", f"{ada.id}", f"{ada.id}/depart"):
        assert reader.post(f"/partenaire/contacts/{address}").status_code == 403


def test_only_shared_papers_are_given(inside, session, ours):
    shared = paper(session, ours, "Convention relue")
    hidden = paper(session, ours, "Note interne", shared=False)
    old = paper(session, ours, "Ancienne version")
    actions.withdraw_paper(session, old, actor=SOFIA, now=NOW)
    session.commit()
    text = inside.get("/partenaire/documents").text
    assert "Convention relue" in text
    assert "Note interne" not in text
    assert "Ancienne version" not in text
    got = inside.get(f"/partenaire/documents/{shared.id}", buffered=True)
    assert got.headers["Content-Disposition"].startswith("attachment")
    for other in (hidden, old):
        assert inside.get(f"/partenaire/documents/{other.id}").status_code == 404
