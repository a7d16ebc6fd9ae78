"""What moves an agreement: a reason, a word, signatures, an end; and the list’s filters."""

from flask_babel import lazy_gettext as _l
from wtforms import FileField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.agreements.forms.shape import DAY_ASKED, Versioned
from app.agreements.models import (
    AgreementKind,
    AgreementStatus,
)
from app.agreements.rules.states import Turn
from app.base.web.fields import DayField
from app.base.web.forms import Form, LineField, TextField
from app.base.web.listing import ListForm as BaseListForm
from app.base.web.listing import choose


class MoveForm(Versioned):
    """One step of a draft, with its reason."""

    words = TextField(_l("Pourquoi ?"), limit=2000)


class WordsForm(Form):
    """A word about an agreement."""

    words = TextField(
        _l("Votre message"), limit=2000, validators=[InputRequired(_l("Écrivez votre message."))]
    )


class SignForm(Form):
    """Who signed when, and the copy that both signed."""

    our_signed_on = DayField(_l("Nous avons signé le"))
    their_signed_on = DayField(_l("Le partenaire a signé le"))
    file = FileField(
        _l("Exemplaire signé"), description=_l("PDF ou photo, 15 Mo au plus. Il sera figé.")
    )


class DepositForm(Form):
    """A signed copy that the structure hands in."""

    signed_on = DayField(_l("Signé le"), validators=[InputRequired(DAY_ASKED)])
    file = FileField(_l("Exemplaire signé"), description=_l("PDF ou photo, 15 Mo au plus."))


class StopForm(Form):
    """How, when and why an agreement ends."""

    verb = RadioField(
        _l("Comment ?"),
        choices=[
            SelectChoice("denounce", _l("Dénoncer : une partie arrête, en respectant le préavis")),
            SelectChoice(
                "terminate", _l("Résilier : d’un commun accord, ou parce qu’elle n’est pas tenue")
            ),
        ],
        validators=[InputRequired(_l("Choisissez l’un ou l’autre."))],
    )
    day = DayField(_l("Dernier jour"), validators=[InputRequired(DAY_ASKED)])
    words = TextField(
        _l("Pourquoi ?"),
        limit=2000,
        validators=[InputRequired(_l("Dites pourquoi, en quelques mots."))],
    )


class ListForm(BaseListForm):
    """The filters of the list of agreements."""

    structure = LineField(_l("Structure ou référence"), limit=80)
    etat = choose(
        _l("État"),
        _l("tous"),
        [SelectChoice(each.value, _l(each.label)) for each in AgreementStatus],
    )
    objet = choose(
        _l("Objet"),
        _l("tous"),
        [SelectChoice(each.value, _l(each.label)) for each in AgreementKind],
    )
    tour = choose(
        _l("À qui le tour"),
        _l("tous"),
        [
            SelectChoice(Turn.OURS.value, _l("à nous")),
            SelectChoice(Turn.THEIRS.value, _l("au partenaire")),
            SelectChoice(Turn.NOBODY.value, _l("à personne")),
        ],
    )
    fin = DayField(_l("Finit avant le"))
