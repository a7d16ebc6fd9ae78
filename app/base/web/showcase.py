"""What the components page shows: one form with a field of each kind, quiet and refused."""

from flask_babel import gettext as _
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TimeField,
    widgets,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from app.base.web.forms import Form, LineField, QueryForm, TextField

LETTERS = [SelectChoice("a", "Abricot"), SelectChoice("b", "Banane"), SelectChoice("c", "Cerise")]


class SampleForm(QueryForm):
    """A field of each kind; it is shown, never sent."""

    line = LineField("Une ligne de texte", description="Un indice dit quoi écrire, et pourquoi.")
    secret = PasswordField("Un mot de passe", [Length(min=12)])
    count = IntegerField("Un nombre")
    pick = SelectField("Un choix dans une liste", choices=LETTERS)
    text = TextField("Plusieurs lignes")
    day = DateField("Un jour")
    hour = TimeField("Une heure")
    file = FileField("Un fichier", description="CSV ou GeoJSON, 5 Mo au plus.")
    one = RadioField("Un seul choix", choices=LETTERS, default="b")
    many = SelectMultipleField(
        "Plusieurs choix",
        choices=LETTERS,
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    agreed = BooleanField("Une case à cocher", description="Ce que l’on accepte en la cochant.")


def context() -> dict[str, Form]:
    """Return what `components/index.html` needs: a quiet form, and one that was refused."""
    wrong = SampleForm(prefix="refus-")
    for field in wrong:
        field.errors = [_("Ce champ dit ce qui ne va pas, et quoi faire.")]
    return {"quiet": SampleForm(), "wrong": wrong}
