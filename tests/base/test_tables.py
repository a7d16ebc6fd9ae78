from markupsafe import Markup

from app.base.web.tables import labelled


def test_each_cell_says_its_column():
    row = Markup('<th scope="row">A</th>\n<td class="num">1 &lt; 2</td><td>b</td>')
    assert labelled(row, ["Nom", ("Masse", "num"), "État « x »"]) == (
        '<th scope="row">A</th>\n'
        '<td data-label="Masse" class="num">1 &lt; 2</td>'
        '<td data-label="État « x »">b</td>'
    )


def test_an_empty_cell_has_no_label_and_keeps_its_column():
    row = Markup('<td class="a">\n  </td><td>b</td>')
    assert labelled(row, ["Un", "Deux"]) == ('<td class="a">\n  </td><td data-label="Deux">b</td>')


def test_a_label_cannot_leave_its_attribute():
    assert 'data-label="&#34;&gt;"' in labelled(Markup("<td>1</td>"), ['">'])
