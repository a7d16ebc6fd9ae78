"""Forms about places: what the public reports, what staff look for, write and settle."""

from typing import Any, ClassVar, Final

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    Field,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    widgets,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from app.base.core.text import clean
from app.base.web import listing
from app.base.web.forms import Form, LineField, TextField
from app.base.web.listing import choose
from app.catalog.models import Audience, Family, Gesture
from app.points.models import Condition, PointKind, ReportKind, ReportStatus, Wheelchair
from app.points.rules import things

MOST_ROWS: Final = 200
"""Boxes and lines read at most from one form: there are 160 boxes."""


def _named(words: type[Any]) -> list[SelectChoice]:
    """Return the choices of a closed list, in its order."""
    return [SelectChoice(word.value, _(word.label)) for word in words]


class ReportForm(Form):
    """What somebody saw wrong on a place's page; `website` is a trap for machines."""

    kind = RadioField(
        _("Qu’est-ce qui ne va pas ?"),
        choices=_named(ReportKind),
        validators=[DataRequired(_("Choisissez ce qui ne va pas."))],
    )
    text = TextField(
        _("Dites-nous en plus"),
        limit=2000,
        description=_("Par exemple les bons horaires, ou ce qui vous est arrivé."),
    )
    email = LineField(
        _("Votre adresse e-mail"),
        limit=254,
        description=_("Pour vous répondre. Elle est effacée 30 jours après la réponse."),
    )
    website = LineField(_("Ne remplissez pas ce champ"), limit=200)


class OffersField(Field):
    """Boxes of what a place does with what: pairs of a gesture and a thing."""

    widget = widgets.TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read `gesture|thing` values, each once; the sheet's rules refuse forged ones."""
        seen = dict.fromkeys(clean(value, limit=60) for value in valuelist[:MOST_ROWS])
        self.data = [list(value.partition("|")[::2]) for value in seen if value]

    def has(self, gesture: str, thing: str) -> bool:
        """Tell whether a box is ticked."""
        return [gesture, thing] in [list(pair) for pair in self.data or []]


class RefusalsField(Field):
    """Lines of what a place refuses: a thing of the list or one object, and why."""

    widget = widgets.TextInput()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ARG002 - WTForms calls it so
        """Read the three columns of the form side by side; lines left blank are dropped."""
        self.process_errors: list[str] = []
        self.object_data = data
        self.data = list(data or [])
        if formdata is not None:
            columns = [self._column(formdata, part, 200) for part in ("thing", "object", "why")]
            self.data = [list(row) for row in zip(*columns, strict=False) if any(row)]

    def _column(self, formdata: Any, part: str, limit: int) -> list[str]:
        values = formdata.getlist(f"{self.name}-{part}")[:MOST_ROWS]
        return [clean(value, limit=limit) for value in values]


class SheetForm(Form):
    """The facts of a place that staff write; names are those of the sheet's fields."""

    version = HiddenField()
    was = HiddenField()
    name = LineField(_("Nom du lieu"), limit=160)
    kind = SelectField(_("Genre de lieu"), choices=_named(PointKind), validate_choice=False)
    description = TextField(_("Présentation"), limit=2000)
    address = LineField(_("Numéro et rue"), limit=200)
    postcode = LineField(_("Code postal"), limit=5)
    insee = LineField(_("Commune"), limit=80)
    lat = LineField(_("Latitude"), limit=30)
    lon = LineField(_("Longitude"), limit=30)
    access_note = TextField(_("Comment entrer"), limit=500)
    wheelchair = SelectField(
        _("Fauteuil roulant"), choices=_named(Wheelchair), validate_choice=False
    )
    offers = OffersField(_("Ce que ce lieu prend, répare ou vend"))
    refusals = RefusalsField(_("Ce qu’il refuse"))
    audience = SelectField(_("Pour qui"), choices=_named(Audience), validate_choice=False)
    residents_of = LineField(
        _("Réservé aux habitants de"),
        limit=2000,
        description=_(
            "Communes ou codes d’intercommunalités, séparés par des virgules. Vide : tous."
        ),
    )
    condition = SelectField(_("État demandé"), choices=_named(Condition), validate_choice=False)
    card_needed = BooleanField(_("Une carte d’accès est demandée"))
    appointment = BooleanField(_("Sur rendez-vous"))
    one_for_one = BooleanField(_("Un objet repris pour un objet acheté"))
    max_quantity = LineField(_("Objets au plus par passage"), limit=12)
    max_volume_l = LineField(_("Volume au plus, en litres"), limit=12)
    max_size_cm = LineField(_("Plus long côté, en cm"), limit=12)
    surface_m2 = LineField(_("Surface de vente, en m²"), limit=12)
    hours = LineField(
        _("Horaires"),
        limit=500,
        description=_(
            "Par exemple « Mo-Fr 09:00-12:00,14:00-18:00; PH off ». Écrits en français, nous les traduisons."
        ),
    )
    first_day = LineField(_("Premier jour"), limit=10)
    last_day = LineField(_("Dernier jour"), limit=10)
    phone = LineField(_("Téléphone"), limit=30)
    email = LineField(_("Adresse e-mail"), limit=120)
    website = LineField(_("Site"), limit=300)
    siret = LineField(_("SIRET"), limit=20)
    labels = LineField(
        _("Labels"),
        limit=500,
        description=_("Séparés par des virgules : QualiRépar, Répar’acteur…"),
    )
    reason = LineField(
        _("Pourquoi ce changement"),
        limit=300,
        description=_("Reste dans l’historique de la fiche."),
    )
    report = HiddenField()
    settles = BooleanField(_("Clore le signalement : fiche corrigée"))


class DayForm(Form):
    """Days that differ from the week."""

    first_day = LineField(_("Premier jour"), limit=10)
    last_day = LineField(_("Dernier jour"), limit=10, description=_("Vide : un seul jour."))
    hours = LineField(
        _("Horaires de ces jours"),
        limit=200,
        description=_("Vide : fermé. Sinon par exemple « 10:00-12:00 »."),
    )
    why = LineField(
        _("Raison"), limit=200, description=_("Affichée au public : inventaire, travaux…")
    )


class PhotoForm(Form):
    """One photo of a place."""

    photo = FileField(_("Photo"), description=_("JPEG, PNG ou WebP, 8 Mo au plus."))


class KeeperForm(Form):
    """Which structure keeps a place; `q` is what the structures offered were searched by."""

    NOBODY: ClassVar[str] = "aucune"

    version = HiddenField()
    q = HiddenField()
    organisation = LineField(_("Structure qui tient ce lieu"), limit=40)


class SettleForm(Form):
    """How staff end a report."""

    version = HiddenField()
    status = RadioField(
        _("Que faites-vous de ce signalement ?"),
        choices=[
            SelectChoice(status.value, _(status.label))
            for status in ReportStatus
            if status != ReportStatus.NEW
        ],
        validators=[DataRequired(_("Choisissez une suite."))],
    )
    answer = TextField(
        _("Réponse"),
        limit=2000,
        description=_("Envoyée à la personne si elle a laissé son adresse."),
    )


class ListForm(listing.ListForm):
    """Which places staff want to see."""

    texte = LineField(_("Nom ou adresse"), limit=100)
    commune = LineField(_("Commune"), limit=80)
    genre = choose(_("Genre"), _("Tous"), _named(PointKind))
    famille = choose(_("Famille"), _("Toutes"), _named(Family))
    etat = choose(
        _("État"),
        _("Tous"),
        [SelectChoice("actifs", _("Visibles")), SelectChoice("inactifs", _("Retirés"))],
    )
    manque = choose(
        _("À reprendre"),
        _("Peu importe"),
        [
            SelectChoice("horaires", _("Horaires inconnus")),
            SelectChoice("verification", _("Pas vérifié depuis un an")),
            SelectChoice("signalements", _("Signalement en attente")),
        ],
    )
    source = choose(_("Source"), _("Toutes"))


def gestures() -> list[tuple[str, Any]]:
    """Return the columns of the table of offers."""
    return [(gesture.value, _(gesture.label)) for gesture in Gesture]


def families() -> list[tuple[str, Any, list[tuple[str, Any]]]]:
    """Return the lines of the table of offers: family, label, its subfamilies."""
    return [
        (
            things.of(family),
            _(family.label),
            [(things.of(sub), _(sub.label)) for sub in family.subfamilies],
        )
        for family in Family
    ]
