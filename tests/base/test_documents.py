"""Papers that the house writes."""

from app.base import documents


def test_what_people_typed_is_text_in_a_paper_never_markup(tmp_path, monkeypatch):
    layout = (
        '#import "/house.typ": *\n#let facts = json(bytes(sys.inputs.facts))\n'
        "#show: paper.with(title: facts.title)\n#facts-table(facts.rows)"
    )
    house = documents._text("app.base.documents", "typst/house.typ")
    texts = {"typst/house.typ": house, "papers/x.typ": layout}
    monkeypatch.setattr(documents, "_text", lambda _package, path: texts[path])
    made = documents.pdf("app.partners", "x", {"title": '#panic("x") *a*', "rows": [["$", "#"]]})
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made
